//! Documents, as every command that has some shows them.

use app::headless::{Planned, Sent};
use ipc::{CallPlan, DocumentKind, DocumentState, DocumentSummary};
use serde::Serialize;
use serde_json::Value;

use crate::failure::Exit;
use crate::printer::{Columns, Printer, for_scripts};

/// The shape of the contract.
#[derive(Serialize)]
struct Listed<'a> {
    documents: Vec<Row<'a>>,
    /// Why not everything is in Xero.
    message: Option<&'a str>,
    /// What sending what waits costs of Xero's limits; nothing where nothing is to be sent.
    calls: Option<Value>,
}

/// A document as scripts see it.
#[derive(Serialize)]
pub(super) struct Row<'a> {
    id: Option<&'a str>,
    kind: DocumentKind,
    state: DocumentState,
    date: &'a str,
    amount: &'a str,
    currency: &'a str,
    /// Xero's own number of an invoice or a credit note.
    number: Option<&'a str>,
    title: &'a str,
    attempts: u32,
    xero_id: Option<&'a str>,
    narration: Option<&'a str>,
    message: Option<String>,
    link: Option<&'a str>,
}

impl<'a> Row<'a> {
    pub(super) fn of(document: &'a DocumentSummary) -> Self {
        Self {
            id: Some(document.id.as_str()),
            kind: document.kind,
            state: document.state,
            date: document.date.as_str(),
            amount: document.amount.as_str(),
            currency: &document.currency,
            number: document.number.as_deref(),
            title: &document.title,
            attempts: document.attempts,
            xero_id: document.xero_id.as_deref(),
            narration: document.narration.as_deref(),
            message: document.message.clone(),
            link: document.link.as_deref(),
        }
    }

    fn planned(plan: &'a Planned) -> Self {
        Self {
            id: None,
            kind: plan.kind,
            state: DocumentState::Draft,
            date: plan.date.as_str(),
            amount: plan.amount.as_str(),
            currency: &plan.currency,
            number: None,
            title: &plan.narration,
            attempts: 0,
            xero_id: None,
            narration: Some(&plan.narration),
            message: (!plan.blockers.is_empty()).then(|| plan.blockers.join(" ")),
            link: None,
        }
    }
}

/// Shows what came of sending.
pub(super) fn show_sent(sent: &Sent, printer: &mut Printer) -> Exit {
    let documents = sent.documents.iter().map(Row::of).collect();
    let listed = Listed { documents, message: sent.blocked.as_deref(), calls: None };
    printer.either(&listed, |printer| {
        say(&listed.documents, printer);
        match &sent.blocked {
            Some(why) => printer.say(why),
            None if listed.documents.is_empty() => printer.say("There is nothing to post."),
            None => {}
        }
    });
    sent.ended.into()
}

/// Shows documents as they stand, and what those that wait cost.
pub(super) fn show(documents: &[DocumentSummary], calls: Option<&CallPlan>, printer: &mut Printer) {
    let rows = documents.iter().map(Row::of).collect();
    let listed = Listed { documents: rows, message: None, calls: calls.map(for_scripts) };
    printer.either(&listed, |printer| {
        say(&listed.documents, printer);
        say_calls(calls, printer);
        if documents.is_empty() {
            printer.say("Nothing waits.");
        }
    });
}

/// Shows what would be made, and what sending it costs.
pub(super) fn show_planned(plans: &[Planned], calls: Option<&CallPlan>, printer: &mut Printer) {
    let rows = plans.iter().map(Row::planned).collect();
    let listed = Listed { documents: rows, message: None, calls: calls.map(for_scripts) };
    printer.either(&listed, |printer| {
        say(&listed.documents, printer);
        say_calls(calls, printer);
        printer.say(match plans.is_empty() {
            true => "There is nothing to post.",
            false => "Nothing was queued or sent.",
        });
    });
}

/// Says which documents these are, as every list does.
pub(super) fn say_summaries(documents: &[DocumentSummary], printer: &mut Printer) {
    say(&documents.iter().map(Row::of).collect::<Vec<_>>(), printer);
}

/// Says what sending costs, where that is worth it.
fn say_calls(calls: Option<&CallPlan>, printer: &mut Printer) {
    if let Some(message) = calls.and_then(|calls| calls.message.as_deref()) {
        printer.say(message);
    }
}

fn say(documents: &[Row<'_>], printer: &mut Printer) {
    let mut columns = Columns::new(&["Id>", "Date", "Kind", "State", "Amount>", "Reference"]);
    for one in documents {
        let (kind, state) = (kind(one.kind), word(one.state));
        let narration = one.narration.unwrap_or_default();
        columns.row([one.id.unwrap_or("–"), one.date, kind, state, one.amount, narration]);
    }
    printer.table(&columns);
    for one in documents {
        let id = one.id.map(|id| format!("{id}: ")).unwrap_or_default();
        if let Some(message) = &one.message {
            printer.say(&format!("{id}{message}"));
        }
        if let Some(link) = one.link {
            printer.say(&format!("{id}{link}"));
        }
    }
}

/// A kind in a word or two.
pub(super) const fn kind(kind: DocumentKind) -> &'static str {
    match kind {
        DocumentKind::ManualJournal => "journal",
        DocumentKind::Invoice => "invoice",
        DocumentKind::CreditNote => "credit note",
        DocumentKind::Payment => "payment",
        DocumentKind::Allocation => "allocation",
        DocumentKind::BankTransaction => "bank transaction",
    }
}

/// A state in a word.
pub(super) const fn word(state: DocumentState) -> &'static str {
    match state {
        DocumentState::Draft => "draft",
        DocumentState::Queued => "queued",
        DocumentState::Sending => "sending",
        DocumentState::Posted => "posted",
        DocumentState::Rejected => "rejected",
        DocumentState::Unknown => "unknown",
        DocumentState::Held => "held",
        DocumentState::Skipped => "skipped",
        DocumentState::Undone => "undone",
        DocumentState::AwaitingApproval => "awaiting_approval",
    }
}
