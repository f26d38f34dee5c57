//! One open book with its way to Xero: session, organisation, simulator, outbox.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, Utc};
use ipc::{Changed, Code, Fault, Topic};
use store::{Book, Home};
use sync::{
    BookLog, BookRefreshLock, Machine, NoSteps, Outbox, OutboxParts, Progress, Timing, Waker,
};
use world::World;
use xero::{
    Client, HttpTransport, Origins, Session, SessionParts, TokenSet, Transport, Uuid, VaultChoice,
    VaultKind, VaultPlaces, open_vault,
};

use crate::connect::{self, SignInUnderWay};
use crate::contact::Contact;
use crate::evidence::CashoutSheet;
use crate::fault::{fault, internal, not_connected, of_book, of_xero, sentence};
use crate::links::Links;
use crate::people::Seat;
use crate::practice::{self, Simulator};
use crate::{Config, Host, locations, machine, settings};

const TENANT: &str = "organisation-id";

/// The organisation in use: its client, its outbox, and the outbox's waker.
#[derive(Debug, Clone)]
struct Way {
    client: Client,
    outbox: Outbox,
    waker: Waker,
}

/// A book, opened, with everything that belongs to it while it is open.
pub(crate) struct OpenBook {
    pub(crate) book: Book,
    pub(crate) world: World,
    pub(crate) host: Arc<dyn Host>,
    pub(crate) transport: Arc<dyn Transport>,
    pub(crate) session: Session,
    pub(crate) vault: VaultKind,
    pub(crate) contact: Arc<Contact>,
    log: Arc<BookLog>,
    /// The client id the environment says, for books that have none of their own.
    client_id: Option<String>,
    /// The ports of this machine that a sign-in may come back to.
    pub(crate) redirect_ports: Vec<u16>,
    folder: PathBuf,
    simulator: tokio::sync::Mutex<Option<Simulator>>,
    simulator_url: Option<String>,
    way: Mutex<Option<Way>>,
    /// Whether a worker empties the outbox by itself.
    background: bool,
    pub(crate) sign_in: Mutex<SignInUnderWay>,
    /// Held while what a sign-in brought is kept, and while it is said to be wanted no more.
    pub(crate) keeping: tokio::sync::Mutex<()>,
    /// Who is at this window.
    pub(crate) seat: Seat,
    /// This machine, to others that have the same folder.
    pub(crate) machine: String,
    noted: Noted,
}

/// What went wrong beside what anybody asked for, until it is over.
#[derive(Default)]
struct Noted {
    /// Why today's backup was not made, where it was not.
    backup: Mutex<Option<Fault>>,
    /// Why this machine does not have the book any more, where another one has it.
    lost: Mutex<Option<Fault>>,
}

impl OpenBook {
    /// Opens the book in `folder`, making it where there is none. A practice book brings its
    /// simulator along; `practice` makes a new book one.
    pub(crate) async fn open(
        config: &Config,
        folder: &Path,
        practice: bool,
        world: World,
        host: Arc<dyn Host>,
    ) -> Result<Self, Fault> {
        let machine = machine::name(&config.keys(), &world);
        let home = machine::home(config, &machine);
        let book = open_file(folder, practice, world.clone(), home).await?;
        let is_practice = practice::is_practice(&book)?;
        if practice && !is_practice && is_in_use(&book)? {
            return Err(holds_a_real_book());
        }
        locations::ensure_one(&book)?;
        let transport: Arc<dyn Transport> =
            Arc::new(HttpTransport::new().map_err(|error| internal(&error))?);
        let simulator = match practice || is_practice {
            true => {
                Some(practice::start_simulator(&book, folder, &*transport, &*world.clock).await?)
            }
            false => None,
        };
        let simulator_url = simulator.as_ref().map(|one| one.url().to_owned());
        let origins = origins(config, simulator_url.as_deref())?;
        let choice = match config.file_vault_only || simulator.is_some() {
            true => VaultChoice::KeyFile,
            false => VaultChoice::Best,
        };
        let name = book_id(&book, &world)?;
        let places = VaultPlaces { folder: folder.to_owned(), key_folder: config.keys(), name };
        let (vault, kind) =
            open_vault(&places, choice, &world).await.map_err(|error| of_xero(&error.into()))?;
        let log = Arc::new(BookLog::new(book.clone()));
        let contact = Contact::new(Arc::clone(&log), Arc::clone(&host), Arc::clone(&world.clock));
        let contact = Arc::new(contact);
        let session = Session::new(SessionParts {
            transport: Arc::clone(&transport),
            origins,
            vault,
            refresh_lock: Arc::new(BookRefreshLock::new(book.clone(), world.clone())),
            observer: Arc::clone(&contact) as Arc<dyn xero::Observer>,
            world: world.clone(),
        });
        let open = Self {
            client_id: config.client_id.clone(),
            redirect_ports: config.redirect_ports(),
            folder: folder.to_owned(),
            simulator: tokio::sync::Mutex::new(simulator),
            simulator_url,
            way: Mutex::default(),
            background: config.background,
            sign_in: Mutex::default(),
            keeping: tokio::sync::Mutex::default(),
            seat: Seat::default(),
            machine,
            noted: Noted::default(),
            book,
            world,
            host,
            transport,
            session,
            vault: kind,
            contact,
            log,
        };
        open.restore_way()?;
        Ok(open)
    }

    /// The sign-in, as far as one is kept and can be read.
    pub(crate) async fn signed_in(&self) -> Option<TokenSet> {
        self.session.tokens().await.unwrap_or_else(|error| {
            tracing::warn!(%error, "the sign-in could not be read");
            None
        })
    }

    /// The folder of the book.
    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Notes what became of today's backup; says whether that is news.
    pub(crate) fn note_backup(&self, fault: Option<Fault>) -> bool {
        let mut noted = self.noted.backup.lock().unwrap_or_else(PoisonError::into_inner);
        let is_new = *noted != fault;
        *noted = fault;
        is_new
    }

    /// Why today's backup was not made, where it was not.
    pub(crate) fn backup_problem(&self) -> Option<Fault> {
        self.noted.backup.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Notes whether another machine has the book; says whether that is new.
    pub(crate) fn note_lost(&self, fault: Option<Fault>) -> bool {
        let mut lost = self.noted.lost.lock().unwrap_or_else(PoisonError::into_inner);
        let is_new = lost.is_some() != fault.is_some();
        *lost = fault;
        is_new
    }

    /// Why this machine does not have the book any more, where another one has it: then nothing
    /// goes on by itself.
    pub(crate) fn lost(&self) -> Option<Fault> {
        self.noted.lost.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(crate) fn now(&self) -> DateTime<Utc> {
        self.world.now()
    }

    /// Does blocking work over the book away from the async threads: a write may wait as long as
    /// somebody else's import takes.
    pub(crate) async fn away<T: Send + 'static>(
        self: &Arc<Self>,
        work: impl FnOnce(&Self) -> Result<T, Fault> + Send + 'static,
    ) -> Result<T, Fault> {
        let open = Arc::clone(self);
        let done = tokio::task::spawn_blocking(move || work(&open)).await;
        done.map_err(|error| internal(&error))?
    }

    /// Whether this is the practice company's book.
    pub(crate) const fn is_practice(&self) -> bool {
        self.simulator_url.is_some()
    }

    /// Where the simulator shows its books, in practice.
    pub(crate) fn simulator_url(&self) -> Option<&str> {
        self.simulator_url.as_deref()
    }

    /// The client id to sign in with.
    pub(crate) async fn client_id(&self) -> Result<Option<String>, Fault> {
        if let Some(simulator) = self.simulator.lock().await.as_ref() {
            return Ok(Some(simulator.client_id().to_owned()));
        }
        Ok(settings::client_id(&self.book)?.or_else(|| self.client_id.clone()))
    }

    /// In practice: the simulator may have been another process's, and have ended with it.
    pub(crate) async fn ensure_simulator(&self) -> Result<(), Fault> {
        let mut simulator = self.simulator.lock().await;
        if simulator.as_ref().is_some_and(Simulator::is_elsewhere)
            && let Some(ours) = practice::take_over(&self.book, &self.folder).await?
        {
            *simulator = Some(ours);
        }
        Ok(())
    }

    /// The organisation in use, as (tenant id, name).
    pub(crate) fn tenant(&self) -> Result<Option<(String, String)>, Fault> {
        let Some(id) = organisation(&self.book)? else { return Ok(None) };
        let name = settings::get(&self.book, Book::ORGANISATION_NAME_SETTING)?.unwrap_or_default();
        Ok(Some((id, name)))
    }

    /// The client of the organisation in use.
    pub(crate) fn client(&self) -> Option<Client> {
        self.way().map(|way| way.client)
    }

    /// The outbox of the organisation in use.
    pub(crate) fn outbox(&self) -> Option<Outbox> {
        self.way().map(|way| way.outbox)
    }

    /// Tells the worker that there may be something to do.
    pub(crate) fn wake(&self) {
        if let Some(way) = self.way() {
            way.waker.wake();
        }
    }

    /// Where the pages of posted documents are.
    pub(crate) fn links(&self) -> Links {
        Links::new(self.session.origins(), &self.book)
    }

    fn way(&self) -> Option<Way> {
        self.way.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Uses an organisation from now on, if this book may.
    pub(crate) fn use_tenant(&self, id: Uuid, name: &str) -> Result<(), Fault> {
        let id_text = id.to_string();
        if let Some(bound) = self.book.bound_to().map_err(of_book)?
            && bound != id_text
        {
            return Err(of_book(store::Error::OtherOrganisation { bound_to: bound }));
        }
        settings::put(&self.book, TENANT, Some(&id_text))?;
        settings::put(&self.book, Book::ORGANISATION_NAME_SETTING, Some(name))?;
        self.go(Some(id));
        Ok(())
    }

    /// Forgets the organisation; what the book is bound to stays.
    pub(crate) fn leave_tenant(&self) -> Result<(), Fault> {
        settings::put(&self.book, TENANT, None)?;
        settings::put(&self.book, Book::ORGANISATION_NAME_SETTING, None)?;
        self.go(None);
        Ok(())
    }

    /// Reads the chart from Xero again.
    pub(crate) async fn refresh_chart(self: &Arc<Self>) -> Result<(), Fault> {
        self.ensure_simulator().await?;
        let client = self.client().ok_or_else(not_connected)?;
        let snapshot = sync::refresh_chart(&self.book, &client, &self.world)
            .await
            .map_err(|error| self.of_sync(error))?;
        self.away(move |open| locations::adopt(&open.book, &snapshot.chart)).await?;
        self.changed(Topic::Chart);
        Ok(())
    }

    /// A fault of a sync error, noting when Xero wants a new sign-in.
    pub(crate) fn of_sync(&self, error: sync::Error) -> Fault {
        let fault = crate::fault::of_sync(error);
        if fault.code == Code::ReconnectNeeded {
            self.contact.lapse();
        }
        fault
    }

    pub(crate) fn changed(&self, topic: Topic) {
        self.host.changed(&Changed { topic, id: None });
    }

    /// Ends what this book keeps running: a sign-in under way, the worker, the simulator.
    pub(crate) async fn close(&self) {
        connect::close(self).await;
        if let Some(way) = self.way() {
            way.waker.stop();
        }
        // Another process of this machine says again that it is there.
        if self.background
            && let Err(error) = self.book.leave_machine(&self.machine)
        {
            tracing::warn!(%error, "this machine could not be said to have left the book");
        }
        if let Some(simulator) = self.simulator.lock().await.take() {
            simulator.stop().await;
        }
    }

    /// Goes the way to another organisation, or to none. The old way's worker ends.
    fn go(&self, tenant: Option<Uuid>) {
        let way = tenant.map(|id| {
            let client = Client::new(self.session.clone(), id);
            let outbox = Outbox::new(OutboxParts {
                book: self.book.clone(),
                client: client.clone(),
                log: Arc::clone(&self.log),
                world: self.world.clone(),
                machine: Some(Machine { name: self.machine.clone(), ttl: machine::TTL }),
                steps: Arc::new(NoSteps),
                evidence: Arc::new(CashoutSheet),
                timing: Timing { clock_may_go_back: self.is_practice(), ..Timing::default() },
            });
            let waker = outbox.waker();
            Way { client, outbox, waker }
        });
        if let Some(way) = way.as_ref().filter(|_| self.background) {
            let host = Arc::clone(&self.host);
            tokio::spawn(sync::work(way.outbox.clone(), move |progress| tell(&*host, &progress)));
        }
        let old =
            std::mem::replace(&mut *self.way.lock().unwrap_or_else(PoisonError::into_inner), way);
        if let Some(old) = old {
            old.waker.stop();
        }
    }

    fn restore_way(&self) -> Result<(), Fault> {
        self.go(self.tenant()?.and_then(|(id, _)| id.parse().ok()));
        Ok(())
    }
}

impl Drop for OpenBook {
    /// A book that nobody closed must not leave its worker behind.
    fn drop(&mut self) {
        if let Some(way) = self.way() {
            way.waker.stop();
        }
    }
}

/// Tells the window what the worker did: a document has moved.
fn tell(host: &dyn Host, progress: &Progress) {
    let topics: &[Topic] = match progress {
        Progress::ReadingChart => &[Topic::Chart],
        Progress::Posted(_)
        | Progress::Drafted(_)
        | Progress::Undone(_)
        | Progress::Held(_)
        | Progress::Rejected(_) => &[Topic::Documents, Topic::Transactions, Topic::SyncLog],
        Progress::Sending(..) | Progress::Unknown(..) => &[Topic::Documents, Topic::SyncLog],
        Progress::LookingUp(_)
        | Progress::Checking(_)
        | Progress::Waiting(_)
        | Progress::Limited(_) => &[],
    };
    for &topic in topics {
        host.changed(&Changed { topic, id: None });
    }
}

async fn open_file(folder: &Path, practice: bool, world: World, home: Home) -> Result<Book, Fault> {
    let folder = folder.to_owned();
    let opened = tokio::task::spawn_blocking(move || {
        let now = world.now();
        let book = Book::open(&folder, now).map_err(of_book)?;
        book.claim_for_machine(&home.machine, now, machine::TTL).map_err(of_book)?;
        book_id(&book, &world)?;
        // What the practice company posts twice is in nobody's books.
        if !practice && !practice::is_practice(&book)? {
            book.recognise(&home, now).map_err(of_book)?;
        }
        Ok(book)
    });
    opened.await.map_err(|error| internal(&error))?
}

fn holds_a_real_book() -> Fault {
    fault(
        Code::PracticeFailed,
        "This folder holds a real book. The practice company needs a folder of its own; nothing was \
         changed.",
    )
}

/// Whether somebody's own business is in a book: transactions, or an organisation.
fn is_in_use(book: &Book) -> Result<bool, Fault> {
    Ok(book.transaction_count().map_err(of_book)? > 0
        || book.bound_to().map_err(of_book)?.is_some()
        || organisation(book)?.is_some())
}

/// The tenant id of the organisation a book uses.
pub(crate) fn organisation(book: &Book) -> Result<Option<String>, Fault> {
    settings::get(book, TENANT)
}

fn origins(config: &Config, simulator: Option<&str>) -> Result<Origins, Fault> {
    let origins = match simulator {
        Some(url) => Origins::one(url),
        None => Origins::parse(
            config.origins.api.as_deref(),
            config.origins.login.as_deref(),
            config.origins.identity.as_deref(),
        ),
    };
    origins.map_err(|error| fault(Code::InvalidInput, sentence(&error)))
}

/// A name of this book that no other book has, for its key.
fn book_id(book: &Book, world: &World) -> Result<String, Fault> {
    if let Some(id) = settings::get(book, Book::ID_SETTING)? {
        return Ok(id);
    }
    let id = world.id().to_string();
    settings::put(book, Book::ID_SETTING, Some(&id))?;
    Ok(id)
}
