//! The sync log: every exchange with Xero and every outcome of a document, in the book.
//!
//! It observes the session's exchanges, which carry neither header nor body, so that no secret can
//! reach it. The outbox says which document it is busy with; other calls of the same session are
//! logged without one.

use std::sync::mpsc::{Sender, channel};
use std::sync::{Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use chrono::{DateTime, Utc};
use ledger::DocumentKind;
use store::{Book, DocumentId, DocumentSummary, LogEntry, Operation};
use xero::{Exchange, Observer};

/// Who is named in the log for what Daybook does by itself.
const WHO: &str = "Daybook";

tokio::task_local! {
    /// Who asked for what this task does.
    static ASKED_BY: String;
}

/// Does `work` so that the log names who asked for it. What `work` leaves to tasks of their own,
/// such as the renewal of a sign-in, Daybook does by itself.
pub async fn on_behalf_of<T>(who: String, work: impl Future<Output = T>) -> T {
    ASKED_BY.scope(who, work).await
}

/// Who asked for what is done just now.
fn who() -> String {
    ASKED_BY.try_with(Clone::clone).unwrap_or_else(|_| WHO.to_owned())
}

/// Writes exchanges into a book's sync log, on a thread of its own: an observer must not block.
#[derive(Debug)]
pub struct BookLog {
    entries: Option<Sender<LogEntry>>,
    writer: Option<JoinHandle<()>>,
    focus: Mutex<Option<Focus>>,
}

/// The document the outbox is busy with.
#[derive(Debug, Clone, Copy)]
struct Focus {
    document: DocumentId,
    kind: DocumentKind,
    operation: Operation,
    attempt: u32,
}

impl BookLog {
    /// A log that writes into `book` until it is dropped; dropping it waits for what is left.
    #[must_use]
    pub fn new(book: Book) -> Self {
        let (entries, received) = channel::<LogEntry>();
        let writer = std::thread::spawn(move || {
            for entry in received {
                if let Err(error) = book.log(&entry) {
                    tracing::warn!(%error, "a line of the sync log could not be written");
                }
            }
        });
        Self { entries: Some(entries), writer: Some(writer), focus: Mutex::default() }
    }

    /// From now on the calls about documents are this one's.
    pub(crate) fn focus(&self, summary: &DocumentSummary, attempt: u32) {
        let DocumentSummary { id: document, kind, operation, .. } = *summary;
        *self.locked() = Some(Focus { document, kind, operation, attempt });
    }

    /// From now on the calls are nobody's.
    pub(crate) fn unfocus(&self) {
        *self.locked() = None;
    }

    /// Logs what became of a document.
    pub(crate) fn outcome(
        &self,
        document: DocumentId,
        at: DateTime<Utc>,
        outcome: &str,
        ok: bool,
        message: &str,
        xero_id: Option<String>,
    ) {
        self.append(LogEntry {
            at,
            who: who(),
            operation: outcome.to_owned(),
            document: Some(document),
            ok,
            message: message.to_owned(),
            status: None,
            duration: Duration::ZERO,
            attempt: None,
            xero_id,
        });
    }

    fn append(&self, entry: LogEntry) {
        if let Some(entries) = &self.entries
            && entries.send(entry).is_err()
        {
            tracing::warn!("the sync log's writer has ended");
        }
    }

    fn locked(&self) -> std::sync::MutexGuard<'_, Option<Focus>> {
        self.focus.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Observer for BookLog {
    fn exchanged(&self, exchange: &Exchange) {
        let resource = resource(&exchange.path);
        let focus = self.locked().filter(|_| DOCUMENTS.contains(&resource));
        let ok = exchange.status.is_some_and(|status| (200..300).contains(&status));
        self.append(LogEntry {
            at: exchange.started_at,
            who: who(),
            operation: operation(exchange, resource, focus),
            document: focus.map(|focus| focus.document),
            ok,
            message: message(exchange),
            status: exchange.status,
            duration: exchange.duration,
            attempt: focus.map(|focus| focus.attempt),
            xero_id: None,
        });
    }
}

impl Drop for BookLog {
    fn drop(&mut self) {
        // Closing the channel ends the writer once it has written what is left.
        self.entries = None;
        if self.writer.take().is_some_and(|writer| writer.join().is_err()) {
            tracing::warn!("the sync log's writer ended with a fault");
        }
    }
}

/// The part of the path that says what is read or written: `ManualJournals`, `Accounts`, `token`.
fn resource(path: &str) -> &str {
    let path = path.split('?').next().unwrap_or_default();
    let after_api = path.split_once("/api.xro/2.0/").map(|(_, rest)| rest);
    after_api
        .and_then(|rest| rest.split('/').next())
        .or_else(|| path.rsplit('/').next())
        .unwrap_or_default()
}

/// The resources that are documents.
const DOCUMENTS: [&str; 5] =
    ["ManualJournals", "Invoices", "CreditNotes", "Payments", "BankTransactions"];

fn operation(exchange: &Exchange, resource: &str, focus: Option<Focus>) -> String {
    let method = exchange.method.as_str();
    let Some(focus) = focus else {
        return match (method, resource) {
            ("GET", _) => format!("read {}", words(resource)),
            (_, "token") => "sign in".to_owned(),
            _ => format!("write {}", words(resource)),
        };
    };
    let noun = focus.kind.noun();
    let about_a_file = exchange.path.contains("/Attachments");
    match (method, focus.operation) {
        ("GET", _) if about_a_file => "look up attachment".to_owned(),
        (_, _) if about_a_file => "attach the sheet".to_owned(),
        ("GET", _) => format!("look up {noun}"),
        (_, Operation::Create) => format!("create {noun}"),
        (_, Operation::Void) => match focus.kind {
            DocumentKind::ManualJournal | DocumentKind::Invoice | DocumentKind::CreditNote => {
                format!("void {noun}")
            }
            DocumentKind::Payment | DocumentKind::Allocation | DocumentKind::BankTransaction => {
                format!("delete {noun}")
            }
        },
    }
}

/// Xero's names of resources, in a bookkeeper's words.
const WORDS: [(&str, &str); 13] = [
    ("Organisation", "organisation"),
    ("Accounts", "accounts"),
    ("TaxRates", "tax rates"),
    ("TrackingCategories", "tracking"),
    ("ManualJournals", "journals"),
    ("Invoices", "invoices"),
    ("CreditNotes", "credit notes"),
    ("Payments", "payments"),
    ("BankTransactions", "bank transactions"),
    ("Contacts", "contacts"),
    // Of the sign-in.
    ("token", "token"),
    ("connections", "connections"),
    ("revocation", "revocation"),
];

fn words(resource: &str) -> &str {
    WORDS.iter().find(|(name, _)| *name == resource).map_or(resource, |(_, words)| words)
}

/// What is logged of a document and has no noun.
const OUTCOMES: [&str; 8] = [
    "posted",
    "draft",
    "undone",
    "rejected",
    "held",
    "attachment",
    "look up attachment",
    "attach the sheet",
];

/// An operation of the log as it may leave the book: in our own words, else the verb alone. What is
/// logged of an address that has no word of ours may have an id in it.
#[must_use]
pub fn operation_without_names(operation: &str) -> String {
    const SIGN_IN: &str = "sign in";
    const VERBS: [&str; 6] = ["look up", "create", "void", "delete", "read", "write"];
    if OUTCOMES.contains(&operation) || operation == SIGN_IN {
        return operation.to_owned();
    }
    let Some((verb, noun)) = VERBS.iter().find_map(|verb| {
        let noun = operation.strip_prefix(verb)?.strip_prefix(' ')?;
        Some((verb, noun))
    }) else {
        return "other".to_owned();
    };
    let is_ours = WORDS.iter().any(|(_, words)| *words == noun)
        || DocumentKind::ALL.iter().any(|kind| kind.noun() == noun);
    if is_ours { operation.to_owned() } else { (*verb).to_owned() }
}

fn message(exchange: &Exchange) -> String {
    match exchange.status {
        None => "No answer.".to_owned(),
        Some(200..300) => "Done.".to_owned(),
        Some(429) => "Xero's limit of calls was reached.".to_owned(),
        Some(401 | 403) => "Xero did not accept the sign-in for this.".to_owned(),
        Some(400..500) => "Xero refused it.".to_owned(),
        Some(_) => "Xero had a fault of its own.".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::operation_without_names;

    #[test]
    fn an_operation_leaves_the_book_in_our_own_words_only() {
        for kept in [
            "posted",
            "attach the sheet",
            "sign in",
            "look up credit note",
            "create journal",
            "read tax rates",
            "read connections",
            "write payments",
        ] {
            assert_eq!(operation_without_names(kept), kept);
        }
        for (logged, told) in [
            ("read 4f1c8a2e-0000-4000-8000-1b2c3d4e5f60", "read"),
            ("write Anneke Larsen", "write"),
            ("create Anneke Larsen", "create"),
            ("readable", "other"),
            ("Anneke Larsen", "other"),
            ("", "other"),
        ] {
            assert_eq!(operation_without_names(logged), told);
        }
    }
}
