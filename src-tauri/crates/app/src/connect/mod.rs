//! Signing in to Xero: the browser, the wait, the choice of an organisation.

mod settle;
mod under_way;

use std::sync::Arc;

use ipc::{Code, Connection, Fault, OrganisationRef, Topic};
use tokio::task::JoinHandle;
use xero::{Answered, SCOPES, SIGN_IN_PATIENCE, SignIn, SignInError, SignInParts};

use self::settle::{adopt_organisation, note, settle};
pub(crate) use self::under_way::SignInUnderWay;
use self::under_way::{Running, State};
use crate::convert::instant;
use crate::fault::{fault, internal, of_book, of_xero, sentence, with_hint};
use crate::open_book::OpenBook;
use crate::people::Who;

/// How long practice waits for a browser before it walks through the pages by itself.
const PRACTICE_BROWSER_PATIENCE: std::time::Duration = std::time::Duration::from_secs(5);
/// How long a book that is closed or disconnected waits for a sign-in that came back from the
/// browser.
const KEEPING_PATIENCE: std::time::Duration = std::time::Duration::from_secs(10);
/// How many redirects a page may send us on in practice.
const REDIRECTS_MAX: usize = 5;

/// How a sign-in is to be done.
#[derive(Debug, Default)]
pub(crate) struct HowTo {
    /// The client id of the user's own Xero app, kept once it has signed in; the one that is kept
    /// when absent.
    pub(crate) client_id: Option<String>,
    /// The loopback ports to wait on; the book's when absent.
    pub(crate) ports: Option<Vec<u16>>,
    /// How long to wait for the browser.
    pub(crate) patience: Option<std::time::Duration>,
}

/// Begins a sign-in, in the place of one that waits for the browser, and opens it. What it comes to
/// is written into the audit log by the name of who began it.
///
/// # Errors
/// Where there is no client id or no free port, or where Xero has answered the one before.
pub(crate) async fn start(
    open: &Arc<OpenBook>,
    how: HowTo,
    who: &Who,
) -> Result<Connection, Fault> {
    stop(open)?;
    let patience = how.patience.unwrap_or(SIGN_IN_PATIENCE);
    let typed = how.client_id.map(|id| id.trim().to_owned()).filter(|id| !id.is_empty());
    let sign_in = begin(open, typed.clone(), how.ports).await?;
    let url = sign_in.authorize_url().to_string();
    let expires_at = open.now() + patience;
    let waiting = tokio::spawn(sign_in.wait(patience));
    let state = State::Waiting { authorize_url: url.clone(), expires_at };
    match open.under_way(|under_way| under_way.begin(state, waiting.abort_handle())) {
        Ok((turn, running)) => {
            let begun = Begun { turn, typed, who: who.clone(), running };
            tokio::spawn(finish(Arc::clone(open), waiting, begun));
        }
        Err(fault) => {
            waiting.abort();
            return Err(fault);
        }
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
    Ok(open.under_way(|under_way| match &under_way.state {
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
    }))
}

/// Stops waiting for the browser. The port is free again, and Xero was asked for nothing.
///
/// # Errors
/// Where the browser has come back: what it brought is kept or refused by itself.
pub(crate) fn stop(open: &OpenBook) -> Result<(), Fault> {
    open.under_way(SignInUnderWay::stop)
}

/// Ends the wait for the browser before the book is closed, and waits for what a sign-in that came
/// back from it comes to; no longer than [`KEEPING_PATIENCE`].
pub(crate) async fn close(open: &OpenBook) {
    if let Err(fault) = stop(open) {
        tracing::info!(%fault, "the book closes once the sign-in is kept");
    }
    if !ended_soon(open).await {
        tracing::warn!("the book closes before it is known what a sign-in came to");
    }
}

/// Waits until no sign-in is under way, however each has ended.
pub(crate) async fn ended(open: &OpenBook) {
    open.signed_in_or_not().await;
}

/// The same, no longer than [`KEEPING_PATIENCE`]. Says whether that was enough.
async fn ended_soon(open: &OpenBook) -> bool {
    tokio::select! {
        () = ended(open) => true,
        () = open.world.clock.sleep(KEEPING_PATIENCE) => false,
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
    let turn = open.turn();
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
    let state = adopt_organisation(open, &connection, turn, &mut String::new()).await?;
    // A disconnect may have come before the chart's answers.
    open.under_way(|under_way| under_way.end(turn, state));
    status(open)
}

/// Ends the connection in Xero and forgets the sign-in. The book stays as it is. Nothing that is
/// under way connects it again: what is kept by then ends with the rest, and what is not kept yet
/// finds that it is not wanted.
pub(crate) async fn disconnect(open: &Arc<OpenBook>) -> Result<(), Fault> {
    {
        let _keeping = open.keeping.lock().await;
        open.under_way(SignInUnderWay::give_up);
    }
    if !ended_soon(open).await {
        tracing::warn!("disconnected before it is known what a sign-in came to");
    }
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
    let turn = open.turn();
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
    let state = settle(open, ended, None, turn, &mut String::new()).await?;
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
    let Some(client_id) = client_id.or(own) else {
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
        ports: ports.unwrap_or_else(|| open.redirect_ports.clone()),
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
    /// Held until what it came to is in the audit log.
    running: Running,
}

/// Waits for the browser, and keeps or refuses what comes back. Nobody ends this half-way: what a
/// sign-in came to is in the audit log.
async fn finish(
    open: Arc<OpenBook>,
    waiting: JoinHandle<Result<Answered, SignInError>>,
    begun: Begun,
) {
    let Begun { turn, typed, who, running } = begun;
    let (reached, ended) = match waiting.await {
        Ok(Ok(answered)) if open.under_way(|under_way| under_way.keep(turn)) => {
            let keeping = tokio::spawn(keep(Arc::clone(&open), answered, typed, turn));
            keeping.await.unwrap_or_else(|error| (String::new(), Err(internal(&error))))
        }
        Ok(Ok(answered)) => {
            // It was stopped while the browser was on its way back.
            answered.give_up().await;
            (String::new(), Err(of_sign_in(&SignInError::Cancelled)))
        }
        Ok(Err(error)) => (String::new(), Err(of_sign_in(&error))),
        Err(ended) if ended.is_cancelled() => {
            (String::new(), Err(of_sign_in(&SignInError::Cancelled)))
        }
        Err(error) => (String::new(), Err(internal(&error))),
    };
    note(&open, &who, &reached, ended.as_ref().err()).await;
    open.under_way(|under_way| under_way.end(turn, ended.unwrap_or_else(State::Failed)));
    drop(running);
    // Wanted or not: what the book is connected to may be another.
    open.changed(Topic::Connection);
}

/// Exchanges what the browser brought for tokens and keeps them. Says how far that came.
async fn keep(
    open: Arc<OpenBook>,
    answered: Answered,
    typed: Option<String>,
    turn: u64,
) -> (String, Result<State, Fault>) {
    let mut reached = String::new();
    let ended = match answered.exchange().await {
        Ok(signed_in) => settle(&open, signed_in, typed, turn, &mut reached).await,
        Err(error) => Err(of_sign_in(&error)),
    };
    (reached, ended)
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
    open.under_way(|under_way| under_way.state = state);
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
