//! Signing in to Xero: the browser, the wait, the choice of an organisation.

mod settle;

use std::sync::{Arc, PoisonError};

use chrono::{DateTime, Utc};
use ipc::{Code, Connection, Fault, OrganisationRef, Topic};
use tokio::task::{AbortHandle, JoinHandle};
use xero::{LOOPBACK_PORTS, SCOPES, SIGN_IN_PATIENCE, SignIn, SignInError, SignInParts, SignedIn};

use self::settle::{adopt_organisation, note, settle};
use crate::convert::instant;
use crate::fault::{fault, internal, of_book, of_xero, sentence, with_hint};
use crate::open_book::OpenBook;
use crate::people::Who;

/// How long practice waits for a browser before it walks through the pages by itself.
const PRACTICE_BROWSER_PATIENCE: std::time::Duration = std::time::Duration::from_secs(5);
/// How long a book that is closed waits for a sign-in that came back from the browser.
const CLOSING_PATIENCE: std::time::Duration = std::time::Duration::from_secs(10);
/// How many redirects a page may send us on in practice.
const REDIRECTS_MAX: usize = 5;

/// How far the sign-in of a book has come.
#[derive(Debug, Default)]
pub(crate) struct SignInUnderWay {
    state: State,
    /// Counts the sign-ins: one that was given up says no more how far it has come.
    turn: u64,
    /// Ends the wait for the browser. What came back from there is kept or refused all the same.
    waiting: Option<AbortHandle>,
    /// Ends once what the sign-in came to is in the audit log.
    task: Option<JoinHandle<()>>,
}

#[derive(Debug, Default)]
enum State {
    #[default]
    Idle,
    Waiting {
        authorize_url: String,
        expires_at: DateTime<Utc>,
    },
    Choose {
        connections: Vec<xero::Connection>,
    },
    Connected {
        id: String,
        name: String,
    },
    Failed(Fault),
}

/// How a sign-in is to be done.
#[derive(Debug, Default)]
pub(crate) struct HowTo {
    /// The client id of the user's own Xero app, kept once it has signed in; the one that is kept
    /// when absent.
    pub(crate) client_id: Option<String>,
    /// The loopback ports to wait on; the registered ones when absent.
    pub(crate) ports: Option<Vec<u16>>,
    /// How long to wait for the browser.
    pub(crate) patience: Option<std::time::Duration>,
}

/// Begins a sign-in, in the place of one that is under way, and opens the browser. What it comes to
/// is written into the audit log by the name of who began it.
pub(crate) async fn start(
    open: &Arc<OpenBook>,
    how: HowTo,
    who: &Who,
) -> Result<Connection, Fault> {
    cancel(open);
    let patience = how.patience.unwrap_or(SIGN_IN_PATIENCE);
    let typed = how.client_id.clone();
    let sign_in = begin(open, how.client_id, how.ports).await?;
    let url = sign_in.authorize_url().to_string();
    let expires_at = open.now() + patience;
    let waiting = tokio::spawn(sign_in.finish(patience));
    {
        let mut under_way = open.sign_in.lock().unwrap_or_else(PoisonError::into_inner);
        under_way.state = State::Waiting { authorize_url: url.clone(), expires_at };
        under_way.waiting = Some(waiting.abort_handle());
        let begun = Begun { turn: under_way.turn, typed, who: who.clone() };
        under_way.task = Some(tokio::spawn(finish(Arc::clone(open), waiting, begun)));
    }
    open.changed(Topic::Connection);
    let host = Arc::clone(&open.host);
    // A browser that does not open is no failure: the address is on the screen.
    let opened = tokio::task::spawn_blocking(move || host.open_url(&url)).await;
    if let Ok(Err(error)) = opened {
        tracing::info!(%error, "the sign-in page has to be opened by hand");
    }
    status(open)
}

/// How far the sign-in has come.
pub(crate) fn status(open: &OpenBook) -> Result<Connection, Fault> {
    let bound = open.book.bound_to().map_err(of_book)?;
    let in_use = open.tenant()?.map(|(id, _)| id);
    let under_way = open.sign_in.lock().unwrap_or_else(PoisonError::into_inner);
    Ok(match &under_way.state {
        State::Idle => Connection::Idle,
        State::Waiting { authorize_url, expires_at } => Connection::Waiting {
            authorize_url: authorize_url.clone(),
            expires_at: instant(*expires_at),
        },
        State::Choose { connections } => Connection::Choose {
            organisations: shown(connections, in_use.as_deref(), bound.as_deref()),
        },
        State::Connected { id, name } => Connection::Connected {
            organisation: OrganisationRef { id: id.as_str().into(), name: name.clone() },
        },
        State::Failed(fault) => Connection::Failed { fault: fault.clone() },
    })
}

/// Stops waiting for the browser. The port is free again. What has come back from there by now is
/// kept or refused by itself, and in the audit log either way.
pub(crate) fn cancel(open: &OpenBook) {
    let mut under_way = open.sign_in.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(waiting) = under_way.waiting.take() {
        waiting.abort();
    }
    under_way.turn += 1;
    under_way.state = State::Idle;
}

/// Gives up a sign-in under way before the book is closed, and waits for what it came to; no longer
/// than [`CLOSING_PATIENCE`].
pub(crate) async fn close(open: &OpenBook) {
    cancel(open);
    tokio::select! {
        () = ended(open) => {}
        () = open.world.clock.sleep(CLOSING_PATIENCE) => {
            tracing::warn!("the book closes before it is known what a sign-in came to");
        }
    }
}

/// Waits until the sign-in under way has ended, however it ends.
pub(crate) async fn ended(open: &OpenBook) {
    let task = open.sign_in.lock().unwrap_or_else(PoisonError::into_inner).task.take();
    if let Some(task) = task
        && let Err(error) = task.await
    {
        tracing::error!(%error, "the sign-in broke off");
    }
}

/// The organisations the sign-in has opened to us.
pub(crate) async fn organisations(open: &OpenBook) -> Result<Vec<ipc::Organisation>, Fault> {
    open.ensure_simulator().await?;
    let connections = open.session.connections(None).await.map_err(|error| of_xero(&error))?;
    let bound = open.book.bound_to().map_err(of_book)?;
    let in_use = open.tenant()?.map(|(id, _)| id);
    Ok(shown(&only_organisations(connections), in_use.as_deref(), bound.as_deref()))
}

/// Uses an organisation, and reads its chart.
pub(crate) async fn use_organisation(open: &Arc<OpenBook>, id: &str) -> Result<Connection, Fault> {
    open.ensure_simulator().await?;
    let connections = open.session.connections(None).await.map_err(|error| of_xero(&error))?;
    let wanted = only_organisations(connections)
        .into_iter()
        .find(|one| one.tenant_id.to_string() == id.trim().to_lowercase());
    let Some(connection) = wanted else {
        return Err(with_hint(
            fault(Code::NotFound, "That organisation is not among those this sign-in opened."),
            "Connect again and allow Daybook for that organisation.",
        ));
    };
    let state = adopt_organisation(open, &connection, &mut String::new()).await?;
    set(open, state);
    status(open)
}

/// Ends the connection in Xero and forgets the sign-in. The book stays as it is.
pub(crate) async fn disconnect(open: &Arc<OpenBook>) -> Result<(), Fault> {
    cancel(open);
    let ended = end_connection(open).await;
    let signed_out = open.session.sign_out().await;
    open.away(OpenBook::leave_tenant).await?;
    open.changed(Topic::Connection);
    // The sign-in is forgotten here whatever Xero says; only what stays undone there is told.
    match ended.and(signed_out) {
        Ok(()) | Err(xero::Error::NotSignedIn | xero::Error::SignInExpired) => Ok(()),
        Err(error) => {
            tracing::warn!(%error, "disconnected here only");
            Err(with_hint(
                fault(
                    Code::XeroUnreachable,
                    "Daybook has forgotten the sign-in, but Xero could not be told. \
                     Nothing in the book was changed.",
                ),
                "In Xero, remove Daybook under Settings, Connected apps.",
            ))
        }
    }
}

async fn end_connection(open: &OpenBook) -> Result<(), xero::Error> {
    let Some(client) = open.client() else { return Ok(()) };
    let connections = open.session.connections(None).await?;
    match connections.iter().find(|one| one.tenant_id == client.tenant()) {
        Some(connection) => open.session.disconnect(connection.id).await,
        None => Ok(()),
    }
}

/// Signs in to the practice company: in the browser where one comes up, else by itself, over the
/// same pages.
pub(crate) async fn sign_in_to_practice(open: &Arc<OpenBook>) -> Result<(), Fault> {
    let sign_in = begin(open, None, None).await?;
    let url = sign_in.authorize_url().to_string();
    let host = Arc::clone(&open.host);
    let page = url.clone();
    let opened = tokio::task::spawn_blocking(move || host.open_url(&page)).await;
    let browser = matches!(opened, Ok(Ok(())));
    let walker = Arc::clone(open);
    let walk = tokio::spawn(async move {
        if browser {
            walker.world.clock.sleep(PRACTICE_BROWSER_PATIENCE).await;
        }
        walk_through(&walker, url).await;
    });
    let ended = sign_in.finish(SIGN_IN_PATIENCE).await;
    walk.abort();
    let ended = ended.map_err(|error| of_sign_in(&error))?;
    let state = settle(open, ended, None, &mut String::new()).await?;
    set(open, state);
    Ok(())
}

/// Follows the pages of the simulator to our own redirect, as a browser would.
async fn walk_through(open: &OpenBook, mut url: String) {
    for _ in 0..REDIRECTS_MAX {
        let Ok(uri) = url.parse() else { return };
        let mut request = xero::Request::new(Vec::new());
        *request.uri_mut() = uri;
        let Ok(response) = open.transport.send(request).await else { return };
        let next = response.headers().get("location").and_then(|value| value.to_str().ok());
        let Some(next) = next else { return };
        next.clone_into(&mut url);
    }
}

async fn begin(
    open: &OpenBook,
    client_id: Option<String>,
    ports: Option<Vec<u16>>,
) -> Result<SignIn, Fault> {
    open.ensure_simulator().await?;
    let own = open.client_id().await?;
    let Some(client_id) = client_id.filter(|id| !id.trim().is_empty()).or(own) else {
        return Err(Fault {
            field: Some("clientId".to_owned()),
            ..with_hint(
                fault(Code::InvalidInput, "Daybook needs the client id of your own Xero app."),
                "Make an app of the type \"mobile or desktop\" at developer.xero.com with the \
                 redirect addresses http://localhost:8742/callback to …8746/callback, and paste \
                 its client id here.",
            )
        });
    };
    let parts = SignInParts {
        transport: Arc::clone(&open.transport),
        origins: open.session.origins().clone(),
        client_id: client_id.trim().to_owned(),
        scopes: SCOPES.iter().map(|&scope| scope.to_owned()).collect(),
        ports: ports.unwrap_or_else(|| LOOPBACK_PORTS.to_vec()),
        observer: Arc::clone(&open.contact) as Arc<dyn xero::Observer>,
        world: open.world.clone(),
    };
    SignIn::begin(parts).await.map_err(|error| of_sign_in(&error))
}

/// A sign-in that has begun.
struct Begun {
    /// Which one it is.
    turn: u64,
    /// The client id it was begun with, where somebody typed one.
    typed: Option<String>,
    /// Who began it.
    who: Who,
}

/// What the wait for the browser came to; an error where it was given up.
type Waited = Result<Result<SignedIn, SignInError>, tokio::task::JoinError>;

/// Waits for the browser, and keeps or refuses what comes back. Nobody ends this half-way: what a
/// sign-in came to is in the audit log.
async fn finish(
    open: Arc<OpenBook>,
    waiting: JoinHandle<Result<SignedIn, SignInError>>,
    begun: Begun,
) {
    let mut reached = String::new();
    let waited: Waited = waiting.await;
    let ended = match waited {
        Ok(Ok(signed_in)) => settle(&open, signed_in, begun.typed, &mut reached).await,
        Ok(Err(error)) => Err(of_sign_in(&error)),
        Err(ended) if ended.is_cancelled() => Err(of_sign_in(&SignInError::Cancelled)),
        Err(error) => Err(internal(&error)),
    };
    note(&open, &begun.who, &reached, ended.as_ref().err()).await;
    let mut under_way = open.sign_in.lock().unwrap_or_else(PoisonError::into_inner);
    if under_way.turn == begun.turn {
        under_way.state = ended.unwrap_or_else(State::Failed);
    }
    drop(under_way);
    // Given up or not: what the book is connected to may be another.
    open.changed(Topic::Connection);
}

fn only_organisations(connections: Vec<xero::Connection>) -> Vec<xero::Connection> {
    connections.into_iter().filter(xero::Connection::is_organisation).collect()
}

fn shown(
    connections: &[xero::Connection],
    in_use: Option<&str>,
    bound: Option<&str>,
) -> Vec<ipc::Organisation> {
    let organisation = |connection: &xero::Connection| {
        let id = connection.tenant_id.to_string();
        ipc::Organisation {
            name: connection.tenant_name.clone().unwrap_or_default(),
            country: None,
            currency: None,
            in_use: in_use == Some(id.as_str()),
            refused: bound.filter(|bound| *bound != id).map(|_| {
                "This book posts to another organisation. Open another book for this one."
                    .to_owned()
            }),
            id: id.into(),
        }
    };
    connections.iter().map(organisation).collect()
}

fn set(open: &OpenBook, state: State) {
    open.sign_in.lock().unwrap_or_else(PoisonError::into_inner).state = state;
    open.changed(Topic::Connection);
}

fn of_sign_in(error: &SignInError) -> Fault {
    match error {
        SignInError::Call(error) => of_xero(error),
        SignInError::Loopback(_) => {
            tracing::error!(%error, "no loopback");
            fault(Code::SignInFailed, sentence(error))
        }
        SignInError::Cancelled | SignInError::TimedOut { .. } => with_hint(
            fault(Code::SignInFailed, sentence(error)),
            "Connect again when you are ready.",
        ),
        SignInError::PortsBusy { .. } | SignInError::Refused { .. } => {
            fault(Code::SignInFailed, sentence(error))
        }
    }
}
