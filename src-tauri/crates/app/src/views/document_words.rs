//! Documents in words: what one is to a person, what it says of itself, what can be done with it.

use ipc::Action;
use ledger::{DocumentKind, Kind, Lane};
use store::{DocumentSummary, Operation, Outcome, State, Subject};

use crate::convert::instant;

/// A document to a person: "Cashout 2026-11-21, Main Dock", "Invoice T-1042, A. Larsen".
pub(crate) fn title(document: &DocumentSummary, location: &str) -> String {
    let what = match &document.subject {
        None => cashout_title(document, location),
        Some(subject) => own_title(document, subject),
    };
    match document.about.reverses {
        Some(_) => format!("Reversal: {what}"),
        None if document.kind == DocumentKind::Allocation && document.transactions == 0 => {
            format!("Set-off: {what}")
        }
        None => what,
    }
}

fn cashout_title(document: &DocumentSummary, location: &str) -> String {
    let days = if document.from == document.to {
        document.to.to_string()
    } else {
        format!("{} to {}", document.from, document.to)
    };
    format!("Cashout {days}, {location}")
}

fn own_title(document: &DocumentSummary, subject: &Subject) -> String {
    let customer = subject.customer.as_ref().map(|name| format!(", {name}")).unwrap_or_default();
    let own = subject.booking.as_ref().unwrap_or(&subject.outside_id);
    let number = document.number.as_ref().unwrap_or(&subject.outside_id);
    match document.kind {
        DocumentKind::ManualJournal | DocumentKind::BankTransaction => {
            format!("{} {own}{customer}", subject.kind.title())
        }
        DocumentKind::Invoice => format!("Invoice {number}{customer}"),
        DocumentKind::CreditNote => format!("Credit note {number}{customer}"),
        DocumentKind::Payment if subject.kind.gives_back() => {
            format!("Refund payment {}{customer}", subject.outside_id)
        }
        DocumentKind::Payment => format!("Payment {}{customer}", subject.outside_id),
        DocumentKind::Allocation => format!("Allocation {}{customer}", subject.outside_id),
    }
}

/// What a part is before it has a document: "Booking payment B-17, A. Larsen".
pub(super) fn part_title(transaction: &ledger::Transaction, lane: Lane) -> String {
    let kind: Kind = transaction.kind;
    let customer = transaction.customer.as_ref().map(|one| format!(", {}", one.name));
    let own = match lane {
        Lane::Journal | Lane::Bank => transaction.booking.as_ref(),
        Lane::Cashout | Lane::Invoice | Lane::CreditNote | Lane::Payment | Lane::Allocation => None,
    };
    let own = own.unwrap_or(&transaction.source.id);
    let what = match lane {
        Lane::Invoice => "Invoice",
        Lane::CreditNote => "Credit note",
        Lane::Payment => "Payment",
        Lane::Allocation => "Allocation",
        Lane::Cashout | Lane::Journal | Lane::Bank => kind.title(),
    };
    format!("{what} {own}{}", customer.unwrap_or_default())
}

/// What takes parts of a lane, in a word or two.
pub(super) const fn goes_into(lane: Lane) -> &'static str {
    match lane {
        Lane::Cashout => "Cashout",
        Lane::Journal => "Journal of its own",
        Lane::Invoice => "Invoice",
        Lane::CreditNote => "Credit note",
        Lane::Payment => "Payment",
        Lane::Allocation => "Allocation",
        Lane::Bank => "Bank transaction",
    }
}

/// What is done first with what may be in Xero.
const LOOKED_UP: &str = "looked up in Xero";

/// What a document in this state says of itself, where all is not well.
pub(super) fn message(document: &DocumentSummary) -> Option<String> {
    let reason = document.reason.as_ref().map(|reason| reason.message.clone());
    match document.state {
        State::Posted | State::Undone | State::Draft => None,
        State::Queued | State::Sending => reason.or_else(|| match document.operation {
            Operation::Create => Some("Waits to be sent. Nothing is lost.".to_owned()),
            Operation::Void => Some("Waits to be taken out of Xero.".to_owned()),
        }),
        State::AwaitingApproval => {
            Some("A draft in Xero: it counts there once somebody approves it.".to_owned())
        }
        State::Unknown => Some(match reason {
            // It says so itself.
            Some(reason) if reason.contains(LOOKED_UP) => reason,
            reason => format!(
                "{} It is {LOOKED_UP} before anything is sent again.",
                reason.as_deref().unwrap_or("No answer came from Xero.")
            ),
        }),
        State::Rejected | State::Held | State::Skipped => reason,
    }
}

/// What can be done with a document now, the best first.
pub(crate) fn actions(document: &DocumentSummary) -> Vec<Action> {
    let id = || document.id.to_string().into();
    let retry = Action::Retry { document: id() };
    let skip = Action::Skip { document: id() };
    let undo = Action::Undo { document: id() };
    let view = Action::ViewInXero { document: id() };
    let keep = Action::Keep { document: id() };
    let leaves = document.operation == Operation::Void;
    match document.state {
        State::Queued if leaves => vec![retry, Action::Hold { document: id() }, keep],
        State::Held | State::Rejected if leaves => vec![retry, keep, undo],
        State::Posted => vec![view, undo],
        State::AwaitingApproval => vec![view, Action::CheckApprovals, undo],
        State::Queued => vec![retry, Action::Hold { document: id() }, undo],
        State::Held | State::Rejected => vec![retry, skip, undo],
        State::Unknown => vec![retry],
        State::Skipped => vec![undo],
        State::Draft | State::Sending | State::Undone => Vec::new(),
    }
}

pub(super) fn attempt(attempt: &store::Attempt) -> ipc::Attempt {
    let what = match attempt.operation {
        Operation::Create => "Sent",
        Operation::Void => "Asked Xero to take it back",
    };
    let came_of_it = match attempt.outcome {
        Some(Outcome::Done) => "Xero did it",
        Some(Outcome::Rejected) => "Xero said no",
        Some(Outcome::Unknown) => "no answer came",
        Some(Outcome::NotSent) => "it surely did not reach Xero",
        None => "the program stopped before an answer",
    };
    ipc::Attempt {
        at: instant(attempt.started_at),
        message: format!("{what}: {came_of_it}."),
        xero_said: attempt.message.clone(),
    }
}

pub(crate) const fn kind(kind: DocumentKind) -> ipc::DocumentKind {
    match kind {
        DocumentKind::ManualJournal => ipc::DocumentKind::ManualJournal,
        DocumentKind::Invoice => ipc::DocumentKind::Invoice,
        DocumentKind::CreditNote => ipc::DocumentKind::CreditNote,
        DocumentKind::Payment => ipc::DocumentKind::Payment,
        DocumentKind::Allocation => ipc::DocumentKind::Allocation,
        DocumentKind::BankTransaction => ipc::DocumentKind::BankTransaction,
    }
}

/// A kind of document in words.
pub(crate) const fn kind_words(kind: DocumentKind) -> &'static str {
    match kind {
        DocumentKind::ManualJournal => "Manual journal",
        DocumentKind::Invoice => "Invoice",
        DocumentKind::CreditNote => "Credit note",
        DocumentKind::Payment => "Payment",
        DocumentKind::Allocation => "Allocation",
        DocumentKind::BankTransaction => "Bank transaction",
    }
}

/// Pairs each state of the book with the wire's.
macro_rules! states {
    ($($name:ident),* $(,)?) => {
        pub(crate) const fn state(state: State) -> ipc::DocumentState {
            match state { $(State::$name => ipc::DocumentState::$name),* }
        }

        pub(super) const fn read_state(state: ipc::DocumentState) -> State {
            match state { $(ipc::DocumentState::$name => State::$name),* }
        }
    };
}
states!(Draft, Queued, Sending, Posted, Rejected, Unknown, Held, Skipped, Undone, AwaitingApproval);
