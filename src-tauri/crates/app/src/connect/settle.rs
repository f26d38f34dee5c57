//! What becomes of a sign-in that succeeded: whether the book may use what it opens, the tokens
//! kept, the organisation used, and all of it in the audit log. Right before each of these it is
//! looked at whether the sign-in is still wanted.

use std::sync::Arc;

use ipc::{Code, Fault};
use store::{Deed, DeedOutcome};
use xero::{SignedIn, TokenSet};

use super::{State, only_organisations};
use crate::fault::{fault, of_book, of_xero, with_hint};
use crate::open_book::OpenBook;
use crate::people::{Command, Who};
use crate::settings;

/// Keeps the tokens, with the client id that was `typed` for them, and uses the organisation if
/// there is no choice to make. Says how far that came. Tokens that do not open what the book may
/// post to are not kept: those it had go on. Those of a `turn` that is over are revoked.
pub(super) async fn settle(
    open: &Arc<OpenBook>,
    signed_in: SignedIn,
    typed: Option<String>,
    turn: u64,
    reached: &mut String,
) -> Result<State, Fault> {
    let usable = usable(open, &signed_in).await;
    let keeping = open.keeping.lock().await;
    if open.turn() != turn {
        drop(keeping);
        return Err(discard(open, &signed_in.tokens).await);
    }
    let usable = usable?;
    open.session.adopt(signed_in.tokens).await.map_err(|error| of_xero(&error))?;
    open.contact.signed_in();
    "its tokens are new".clone_into(reached);
    open.away(move |open| {
        // Somebody did something about it; the next sync says whether that was it.
        sync::unblock(&open.book).map_err(of_book)?;
        typed.map_or(Ok(()), |id| settings::set_client_id(&open.book, &id))
    })
    .await?;
    drop(keeping);
    match usable.as_slice() {
        [only] => adopt_organisation(open, only, turn, reached).await,
        several => {
            *reached = format!("one of {} organisations is to be chosen", several.len());
            Ok(State::Choose { connections: usable })
        }
    }
}

/// Revokes tokens that came after the book was disconnected, and says so. Only then: revoking them
/// ends whatever else their user is connected by.
async fn discard(open: &OpenBook, tokens: &TokenSet) -> Fault {
    match open.session.revoke(tokens).await {
        Ok(()) => given_up(),
        Err(error) => {
            tracing::warn!(%error, "a sign-in was discarded here only");
            with_hint(given_up(), "In Xero, remove Daybook under Settings, Connected apps.")
        }
    }
}

fn given_up() -> Fault {
    fault(
        Code::Cancelled,
        "The book was disconnected, or connected anew, meanwhile. What this began was given up.",
    )
}

/// The organisations of a sign-in that the book may post to: one at least.
async fn usable(open: &OpenBook, signed_in: &SignedIn) -> Result<Vec<xero::Connection>, Fault> {
    let of_consent = only_organisations(signed_in.connections.clone());
    let Some(bound) = open.book.bound_to().map_err(of_book)? else {
        return match of_consent.is_empty() {
            true => Err(with_hint(
                fault(Code::SignInFailed, "The sign-in worked, but no organisation was allowed."),
                "Connect again and choose the organisation on Xero's page.",
            )),
            false => Ok(of_consent),
        };
    };
    let is_bound = |one: &xero::Connection| one.tenant_id.to_string() == bound;
    if let Some(found) = of_consent.into_iter().find(is_bound) {
        return Ok(vec![found]);
    }
    // It may be open to this user from an earlier consent (facts §3).
    let all = open.session.opened_by(&signed_in.tokens).await;
    let all = only_organisations(all.map_err(|error| of_xero(&error))?);
    match all.into_iter().find(is_bound) {
        Some(found) => Ok(vec![found]),
        None => Err(not_opened(open, &bound)?),
    }
}

/// The fault where a sign-in does not open the organisation that a book is bound to.
fn not_opened(open: &OpenBook, bound: &str) -> Result<Fault, Fault> {
    let in_use = open.tenant()?.filter(|(id, _)| id == bound).map(|(_, name)| name);
    let chart = open.book.chart().map_err(of_book)?.map(|snapshot| snapshot.chart.organisation);
    let of_chart = chart.filter(|one| one.id == bound).map(|one| one.name);
    let name = in_use.or(of_chart).filter(|name| !name.is_empty());
    let name = name.as_deref().unwrap_or("the organisation");
    Ok(with_hint(
        fault(
            Code::OtherOrganisation,
            format!(
                "This sign-in does not open {name}, to which this book posts; nothing was changed."
            ),
        ),
        format!(
            "Connect again as somebody who may use {name} in Xero, and choose it on Xero's page. \
             Another organisation needs another book."
        ),
    ))
}

/// Uses an organisation and reads its chart, unless the `turn` it was chosen in is over.
pub(super) async fn adopt_organisation(
    open: &Arc<OpenBook>,
    connection: &xero::Connection,
    turn: u64,
    reached: &mut String,
) -> Result<State, Fault> {
    let name = connection.tenant_name.clone().unwrap_or_default();
    let (id, called) = (connection.tenant_id, name.clone());
    let keeping = open.keeping.lock().await;
    if open.turn() != turn {
        return Err(given_up());
    }
    let before = open.tenant()?.map(|(before, _)| before);
    open.away(move |open| open.use_tenant(id, &called)).await?;
    drop(keeping);
    *reached = match before.is_some_and(|before| before == id.to_string()) {
        true => format!("again to {name}; its tokens are new"),
        false => format!("{name} is used from now on"),
    };
    open.refresh_chart().await?;
    Ok(State::Connected { id: id.to_string(), name })
}

/// Writes down what a sign-in came to.
pub(super) async fn note(open: &Arc<OpenBook>, who: &Who, reached: &str, fault: Option<&Fault>) {
    let what = match reached.is_empty() {
        true => "Sign in to Xero".to_owned(),
        false => format!("Sign in to Xero: {reached}"),
    };
    let deed = Deed {
        at: open.now(),
        person: who.person,
        who: who.name.clone(),
        command: Command::connect_start.name().to_owned(),
        what,
        ids: Vec::new(),
    };
    let outcome = if fault.is_some() { DeedOutcome::Failed } else { DeedOutcome::Done };
    let message = fault.map(|fault| fault.message.clone());
    let noted = open
        .away(move |open| open.book.note_deed(&deed, outcome, message.as_deref()).map_err(of_book));
    if let Err(fault) = noted.await {
        // What was done is done; that it was begun is in the log.
        tracing::error!(%fault, "the audit log could not be written");
    }
}
