//! The application: which book is open, and what runs beside it.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use ipc::{Changed, Fault, RunId, Topic};
use tokio::sync::RwLock;
use world::World;

use crate::fault::{internal, of_book};
use crate::import::Previews;
use crate::open_book::OpenBook;
use crate::runs::{Reporter, Runs};
use crate::{Config, Host, practice, settings};

/// How many changes are read at once to tell the window about.
const CHANGES_READ: u32 = 500;
/// The seed of the practice company when nobody says another.
const PRACTICE_SEED: u64 = 1;
/// Set in the real book's folder while the practice company was what was last open.
const LAST_WAS_PRACTICE: &str = "last-was-practice";

/// The application over one open book. Cheap to share.
pub struct App {
    pub(crate) config: Config,
    pub(crate) world: World,
    pub(crate) host: Arc<dyn Host>,
    pub(crate) runs: Runs,
    pub(crate) previews: Previews,
    /// The open book, or why none could be opened: then every command says so.
    open: RwLock<Result<Arc<OpenBook>, Fault>>,
    /// The last change of the open book the host was told about.
    told: AtomicI64,
}

impl App {
    /// Opens the book the configuration names. A book that cannot be opened is no panic: every
    /// command then answers with why.
    pub async fn start(config: Config, host: Arc<dyn Host>) -> Arc<Self> {
        Self::start_in(config, host, World::system()).await
    }

    /// The same with a clock and randomness of the caller's.
    pub async fn start_in(config: Config, host: Arc<dyn Host>, world: World) -> Arc<Self> {
        let open = Self::first_book(&config, &world, &host).await;
        let told = open.as_ref().ok().and_then(|open| open.book.latest_change().ok());
        let app = Arc::new(Self {
            told: AtomicI64::new(told.unwrap_or(0)),
            open: RwLock::new(open),
            runs: Runs::default(),
            previews: Previews::default(),
            config,
            world,
            host,
        });
        if app.config.open_practice {
            let run = RunId::from("start");
            if let Err(fault) = app.open_practice(None, &run).await {
                *app.open.write().await = Err(fault);
            }
        }
        app
    }

    async fn first_book(
        config: &Config,
        world: &World,
        host: &Arc<dyn Host>,
    ) -> Result<Arc<OpenBook>, Fault> {
        let open = |folder: PathBuf| async move {
            OpenBook::open(config, &folder, false, world.clone(), Arc::clone(host)).await
        };
        let real = Arc::new(open(config.book_dir()).await?);
        let practised = settings::get(&real.book, LAST_WAS_PRACTICE)?.is_some();
        if practised && !config.open_practice && config.background {
            return Ok(Arc::new(open(config.practice_dir()).await?));
        }
        Ok(real)
    }

    /// The open book.
    ///
    /// # Errors
    /// Why none could be opened.
    pub(crate) async fn open(&self) -> Result<Arc<OpenBook>, Fault> {
        self.open.read().await.clone()
    }

    /// Runs blocking work over the open book away from the async threads.
    pub(crate) async fn on_book<T: Send + 'static>(
        &self,
        work: impl FnOnce(&OpenBook) -> Result<T, Fault> + Send + 'static,
    ) -> Result<T, Fault> {
        let open = self.open().await?;
        let done = tokio::task::spawn_blocking(move || work(&open)).await;
        done.map_err(|error| internal(&error))?
    }

    /// Opens the practice company, making it where there is none.
    pub(crate) async fn open_practice(
        &self,
        seed: Option<u64>,
        run: &RunId,
    ) -> Result<Arc<OpenBook>, Fault> {
        let report = Reporter::new(Arc::clone(&self.host));
        report.step(run, ipc::Step::StartingSimulator, 0, None);
        let folder = match self.config.practice_in_place {
            true => self.config.book_dir(),
            false => self.config.practice_dir(),
        };
        if let Ok(real) = self.open().await {
            if !real.is_practice() && !self.config.practice_in_place {
                settings::put(&real.book, LAST_WAS_PRACTICE, Some("yes"))?;
            }
            real.close().await;
        }
        let host = Arc::clone(&self.host);
        let open = OpenBook::open(&self.config, &folder, true, self.world.clone(), host).await?;
        let open = Arc::new(open);
        practice::set_up(&open, seed.unwrap_or(PRACTICE_SEED), run, &report).await?;
        self.replace(Arc::clone(&open)).await?;
        report.step(run, ipc::Step::Finished, 1, Some(1));
        Ok(open)
    }

    /// Goes back from the practice company to the real book.
    pub(crate) async fn leave_practice(&self) -> Result<Arc<OpenBook>, Fault> {
        if let Ok(open) = self.open().await {
            open.close().await;
        }
        let (folder, host) = (self.config.book_dir(), Arc::clone(&self.host));
        let open = OpenBook::open(&self.config, &folder, false, self.world.clone(), host).await?;
        settings::put(&open.book, LAST_WAS_PRACTICE, None)?;
        let open = Arc::new(open);
        self.replace(Arc::clone(&open)).await?;
        Ok(open)
    }

    async fn replace(&self, open: Arc<OpenBook>) -> Result<(), Fault> {
        let latest = open.book.latest_change().map_err(of_book)?;
        *self.open.write().await = Ok(open);
        self.told.store(latest, Ordering::SeqCst);
        for topic in [Topic::Connection, Topic::Transactions, Topic::Documents, Topic::Mappings] {
            self.host.changed(&Changed { topic, id: None });
        }
        Ok(())
    }

    /// Tells the host what changed in the book since it was last told.
    pub(crate) async fn announce(&self) {
        let Ok(open) = self.open().await else { return };
        let since = self.told.load(Ordering::SeqCst);
        let read = move || open.book.changes_since(since, CHANGES_READ);
        let Ok(Ok(changes)) = tokio::task::spawn_blocking(read).await else { return };
        let Some(last) = changes.last() else { return };
        self.told.fetch_max(last.id, Ordering::SeqCst);
        let mut topics: Vec<store::Topic> = changes.iter().map(|change| change.topic).collect();
        topics.sort_unstable();
        topics.dedup();
        for topic in topics {
            self.host.changed(&Changed { topic: shown_topic(topic), id: None });
        }
    }

    /// Ends what runs beside the book: the worker, and the simulator of the practice company.
    pub async fn shut_down(&self) {
        if let Ok(open) = self.open().await {
            open.close().await;
        }
    }
}

const fn shown_topic(topic: store::Topic) -> Topic {
    match topic {
        store::Topic::Settings => Topic::Settings,
        store::Topic::Transactions | store::Topic::Imports => Topic::Transactions,
        store::Topic::Documents => Topic::Documents,
        store::Topic::Chart => Topic::Chart,
        store::Topic::Mapping => Topic::Mappings,
        store::Topic::SyncLog => Topic::SyncLog,
    }
}
