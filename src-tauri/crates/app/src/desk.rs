//! The application: which book is open, and what runs beside it.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use ipc::{Changed, Code, Fault, RunId, Topic};
use store::{Book, Change};
use tokio::sync::{Mutex, RwLock};
use world::World;

use crate::fault::{fault, of_book};
use crate::import::Previews;
use crate::open_book::OpenBook;
use crate::runs::{Reporter, Runs};
use crate::{Config, Host, practice, settings, watch};

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
    /// Held while another book is opened: a double click opens none twice.
    switching: Mutex<()>,
}

impl App {
    /// Opens the book the configuration names. A book that cannot be opened is no panic: every
    /// command then answers with why.
    pub async fn start(config: Config, host: Arc<dyn Host>) -> Arc<Self> {
        Self::start_in(config, host, World::system()).await
    }

    /// The same with a clock and randomness of the caller's.
    pub async fn start_in(config: Config, host: Arc<dyn Host>, world: World) -> Arc<Self> {
        let folder = config.book_dir();
        let real = OpenBook::open(&config, &folder, false, world.clone(), Arc::clone(&host)).await;
        let told = real.as_ref().ok().and_then(|open| open.book.latest_change().ok());
        let app = Arc::new(Self {
            told: AtomicI64::new(told.unwrap_or(0)),
            open: RwLock::new(real.map(Arc::new)),
            switching: Mutex::default(),
            runs: Runs::default(),
            previews: Previews::default(),
            config,
            world,
            host,
        });
        app.go_on_practising().await;
        if app.config.background {
            app.back_up_at_start().await;
            tokio::spawn(watch::watch(Arc::downgrade(&app)));
        }
        app
    }

    /// Makes today's backup beside whatever comes first.
    async fn back_up_at_start(&self) {
        if let Ok(open) = self.open().await {
            tokio::task::spawn_blocking(move || open.back_up_daily());
        }
    }

    /// Keeps another book from being opened meanwhile.
    pub(crate) async fn switching(&self) -> tokio::sync::MutexGuard<'_, ()> {
        self.switching.lock().await
    }

    /// Closes the open book; until another is opened every command says that none is.
    pub(crate) async fn close_book(&self) {
        let none = fault(Code::BookBusy, "A backup is being put in the place of the book.");
        let before = std::mem::replace(&mut *self.open.write().await, Err(none));
        if let Ok(before) = before {
            before.close().await;
        }
        self.previews.forget();
    }

    /// Opens the book that is in a folder now. Where it cannot be opened every command says why.
    pub(crate) async fn open_again(&self, folder: &Path) {
        let (host, world) = (Arc::clone(&self.host), self.world.clone());
        let opened = match OpenBook::open(&self.config, folder, false, world, host).await {
            Ok(open) => self.replace(Arc::new(open)).await,
            Err(fault) => Err(fault),
        };
        if let Err(fault) = opened {
            *self.open.write().await = Err(fault);
            self.is_another_book();
        }
    }

    /// Opens the practice company where it was asked for, or was last open.
    async fn go_on_practising(&self) {
        let last = match self.open().await {
            Ok(real) => settings::get(&real.book, LAST_WAS_PRACTICE).ok().flatten().is_some(),
            Err(_) => false,
        };
        let wanted = self.config.open_practice || (self.config.background && last);
        if !wanted {
            return;
        }
        match self.open_practice(None, &RunId::from("start")).await {
            Ok(_) => {}
            Err(fault) if self.config.open_practice => *self.open.write().await = Err(fault),
            // Nobody asked for it just now: the real book is open, and practice a button away.
            Err(fault) => tracing::warn!(%fault, "the practice company could not be opened again"),
        }
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
        self.open().await?.away(work).await
    }

    /// Opens the practice company, making it where there is none. Whatever was open stays open
    /// until that has worked.
    pub(crate) async fn open_practice(
        &self,
        seed: Option<u64>,
        run: &RunId,
    ) -> Result<Arc<OpenBook>, Fault> {
        let _alone = self.switching.lock().await;
        let report = Reporter::new(Arc::clone(&self.host));
        report.step(run, ipc::Step::StartingSimulator, 0, None);
        let seed = seed.unwrap_or(PRACTICE_SEED);
        let before = self.open().await.ok();
        if let Some(open) = before.as_ref().filter(|open| open.is_practice()) {
            practice::set_up(open, seed, run, &report).await?;
            report.step(run, ipc::Step::Finished, 1, Some(1));
            return Ok(Arc::clone(open));
        }
        let folder = match self.config.practice_in_place {
            true => self.config.book_dir(),
            false => self.config.practice_dir(),
        };
        let host = Arc::clone(&self.host);
        let open = OpenBook::open(&self.config, &folder, true, self.world.clone(), host).await?;
        let open = Arc::new(open);
        if let Err(fault) = practice::set_up(&open, seed, run, &report).await {
            open.close().await;
            return Err(fault);
        }
        if let Some(real) = before.filter(|_| !self.config.practice_in_place) {
            real.away(|real| settings::put(&real.book, LAST_WAS_PRACTICE, Some("yes"))).await?;
        }
        self.replace(Arc::clone(&open)).await?;
        report.step(run, ipc::Step::Finished, 1, Some(1));
        Ok(open)
    }

    /// Whether a book is the practice company's, with the place of the real one beside it.
    pub(crate) fn is_beside_another(&self, open: &OpenBook) -> bool {
        open.is_practice() && open.folder() != self.config.book_dir()
    }

    /// Goes back from the practice company, or from a book that did not open, to the real one.
    /// Where the real one is open already, it stays so.
    pub(crate) async fn open_real(&self) -> Result<Arc<OpenBook>, Fault> {
        let _alone = self.switching.lock().await;
        if let Ok(open) = self.open().await
            && !self.is_beside_another(&open)
        {
            return Ok(open);
        }
        let (folder, host) = (self.config.book_dir(), Arc::clone(&self.host));
        let open = OpenBook::open(&self.config, &folder, false, self.world.clone(), host).await?;
        let open = Arc::new(open);
        open.away(|open| settings::put(&open.book, LAST_WAS_PRACTICE, None)).await?;
        self.replace(Arc::clone(&open)).await?;
        Ok(open)
    }

    /// Puts a book in the place of the open one, which is closed.
    async fn replace(&self, open: Arc<OpenBook>) -> Result<(), Fault> {
        let latest = open.book.latest_change().map_err(of_book)?;
        let before = std::mem::replace(&mut *self.open.write().await, Ok(open));
        self.told.store(latest, Ordering::SeqCst);
        self.previews.forget();
        if let Ok(before) = before {
            before.close().await;
        }
        self.is_another_book();
        Ok(())
    }

    /// Tells the host that every answer was another book's.
    fn is_another_book(&self) {
        for topic in Topic::ALL {
            self.host.changed(&Changed { topic, id: None });
        }
    }

    /// Tells the host what changed in the book since it was last told, whoever changed it.
    /// Returns these changes.
    pub(crate) async fn announce(&self) -> Vec<Change> {
        let Ok(open) = self.open().await else { return Vec::new() };
        let since = self.told.load(Ordering::SeqCst);
        let read = move || all_changes(&open.book, since);
        let Ok(Ok(changes)) = tokio::task::spawn_blocking(read).await else { return Vec::new() };
        let Some(last) = changes.last() else { return changes };
        self.told.fetch_max(last.id, Ordering::SeqCst);
        let topics: BTreeSet<store::Topic> = changes.iter().map(|change| change.topic).collect();
        for topic in topics {
            self.host.changed(&Changed { topic: shown_topic(topic), id: None });
        }
        changes
    }

    /// Ends what runs beside the book: the worker, and the simulator of the practice company.
    pub async fn shut_down(&self) {
        if let Ok(open) = self.open().await {
            open.close().await;
        }
    }
}

/// Every change after a place.
fn all_changes(book: &Book, since: i64) -> Result<Vec<Change>, store::Error> {
    let mut changes: Vec<Change> = Vec::new();
    loop {
        let from = changes.last().map_or(since, |last| last.id);
        let read = book.changes_since(from, CHANGES_READ)?;
        let is_last = read.len() < usize::try_from(CHANGES_READ).unwrap_or(usize::MAX);
        changes.extend(read);
        if is_last {
            return Ok(changes);
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
        store::Topic::People => Topic::People,
        store::Topic::AuditLog => Topic::AuditLog,
    }
}
