//! Closing days and emptying the outbox in one go, with what came of it.

use std::collections::BTreeSet;
use std::time::Duration;

use ipc::{
    Code, DocumentId, DocumentRef, DocumentState, DocumentSummary, DocumentsRequest, Fault,
    NoArguments, RunId, SkipDocument,
};
use store::{DocumentFilter, Operation, State};
use sync::{Policy, RunReport, Until};

use super::days::{DaysAsked, Span, to_come};
use super::sent::{Ended, Sent, ended, sent};
use crate::App;
use crate::convert::{day, read_document};
use crate::fault::{fault, of_book, with_hint};
use crate::open_book::OpenBook;
use crate::people::{Command, Subject};
use crate::posting::Closed;
use crate::views::{cashout, chart, document_words, documents};

/// How many documents of a list are looked at: more than a decade of days.
const DOCUMENTS_MAX: u32 = 5_000;
/// How many pages of documents are read at most.
const PAGES_MAX: usize = 100;

/// The states from which a document still has to get somewhere.
const UNFINISHED: [State; 7] = [
    State::Draft,
    State::Queued,
    State::Sending,
    State::Unknown,
    State::Held,
    State::Rejected,
    State::AwaitingApproval,
];

/// A document that is not made yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Planned {
    /// What it will be in Xero.
    pub kind: ipc::DocumentKind,
    /// ISO 4217 code of the amount.
    pub currency: String,
    /// The date it would have.
    pub date: ipc::Day,
    /// What it comes to: the sum of a journal's debit lines.
    pub amount: ipc::Money,
    /// What it is, or its narration without the mark that will make it unique.
    pub narration: String,
    /// What would keep it from being sent.
    pub blockers: Vec<String>,
}

/// How long a run of the outbox goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OutboxRun {
    /// Until nothing can be done now.
    Once,
    /// Until nothing is left; waits out settle times and short limits.
    UntilEmpty,
    /// The same, and waits for the network too, but no longer than this.
    UntilEmptyWithin(Duration),
}

impl App {
    /// Closes the days asked for and sends what is queued. Without dates every open day becomes
    /// a journal of its own: several open days were several cashouts.
    ///
    /// # Errors
    /// When a location or a date is wrong, or no chart was ever read. What Xero does or refuses
    /// is in the answer.
    pub async fn sync_days(&self, asked: &DaysAsked) -> Result<Sent, Fault> {
        let subject = Subject::of(asked.words());
        self.guarded(Command::sync_cashout, subject, async |who| self.close(asked, &who.name).await)
            .await
    }

    async fn close(&self, asked: &DaysAsked, who: &str) -> Result<Sent, Fault> {
        let spans = self.spans(asked).await?;
        self.on_book(|open| chart::snapshot(&open.book).map(drop)).await?;
        self.queue_automatic().await?;
        let mut concerned = self.unfinished_ids().await?;
        let note = to_come(&spans);
        let mut left_out = None;
        for span in spans {
            let closed = self.close_days(&span, who).await?;
            if closed.made.is_empty() {
                concerned.extend(self.covering(&span).await?);
            }
            concerned.extend(closed.made);
            left_out = left_out.or(closed.left_out);
        }
        Ok(Sent { note, ..self.send_concerned(concerned, Until::Blocked, left_out).await? })
    }

    /// What [`Self::sync_days`] would make, without making it.
    ///
    /// # Errors
    /// As [`Self::sync_days`].
    pub async fn sync_plan(&self, asked: &DaysAsked) -> Result<Vec<Planned>, Fault> {
        self.refuse_unless_allowed(Command::cashout).await?;
        let mut plans = Vec::new();
        for span in self.spans(asked).await? {
            let ranges = match span.by_date {
                true => vec![(span.from, span.to)],
                false => span.open_days.iter().map(|date| (*date, *date)).collect(),
            };
            for (from, to) in ranges {
                let request = ipc::CashoutRequest {
                    location: Some(span.location.id.to_string().into()),
                    from: day(from),
                    to: day(to),
                };
                let review = self.on_book(move |open| {
                    cashout::review(&open.book, &request, &open.links(), None)
                });
                let review = review.await?;
                plans.extend(review.journals.iter().map(|one| planned(&review, one)));
                let own = review.posted_separately.iter().filter(|one| one.document.is_none());
                let own = own.filter(|one| one.state == DocumentState::Draft);
                plans.extend(own.map(|one| planned_own(&review, one)));
            }
        }
        Ok(plans)
    }

    /// Documents, newest first: those that still have to get somewhere, or all.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub async fn outbox(&self, all: bool) -> Result<Vec<DocumentSummary>, Fault> {
        let states = match all {
            true => Vec::new(),
            false => UNFINISHED.map(document_words::state).to_vec(),
        };
        let mut request = DocumentsRequest { states, cursor: None };
        let mut found = Vec::new();
        for _ in 0..PAGES_MAX {
            let page = self.documents(request.clone()).await?;
            found.extend(page.documents);
            request.cursor = page.next;
            if request.cursor.is_none() {
                break;
            }
        }
        Ok(found)
    }

    /// Runs the outbox.
    ///
    /// # Errors
    /// When the book fails; what Xero does or refuses is in the answer.
    pub async fn run_outbox(&self, run: OutboxRun) -> Result<Sent, Fault> {
        let until = match run {
            OutboxRun::Once => Until::Blocked,
            OutboxRun::UntilEmpty => Until::Empty,
            OutboxRun::UntilEmptyWithin(time) => Until::Deadline(self.world.now() + time),
        };
        self.guarded(Command::run_outbox, Subject::default(), async |_| {
            self.queue_automatic().await?;
            self.send_concerned(self.unfinished_ids().await?, until, None).await
        })
        .await
    }

    /// Looks in Xero whether drafts were approved.
    ///
    /// # Errors
    /// When the book fails; what Xero does or refuses is in the answer.
    pub async fn approvals(&self) -> Result<Sent, Fault> {
        Ok(sent(self.check_approvals(NoArguments {}).await?))
    }

    /// Looks a document up in Xero and sends it again if it is not there.
    ///
    /// # Errors
    /// When there is no such document, or it needs no sending.
    pub async fn retry_named(&self, words: &str) -> Result<Sent, Fault> {
        let document = self.document_named(words).await?;
        Ok(sent(self.retry_document(DocumentRef { document }).await?))
    }

    /// Takes a document back out of Xero and gives its transactions back.
    ///
    /// # Errors
    /// When there is no such document, or it cannot be undone now.
    pub async fn undo_named(&self, words: &str) -> Result<Sent, Fault> {
        let document = self.document_named(words).await?;
        let outcome = self.undo_document(DocumentRef { document }).await?;
        let note = outcome.message.clone();
        let sent = sent(outcome);
        let note = sent.blocked.is_none().then_some(note);
        Ok(Sent { note, ..sent })
    }

    /// Keeps in Xero what was to be taken back and could not.
    ///
    /// # Errors
    /// When there is no such document, or nothing of it waits to leave Xero.
    pub async fn keep_named(&self, words: &str) -> Result<DocumentSummary, Fault> {
        let document = self.document_named(words).await?;
        Ok(self.keep_document(DocumentRef { document }).await?.summary)
    }

    /// Keeps a queued document back until it is retried.
    ///
    /// # Errors
    /// When there is no such document, or it is too late for that.
    pub async fn hold_named(&self, words: &str) -> Result<DocumentSummary, Fault> {
        let document = self.document_named(words).await?;
        match self.hold_document(DocumentRef { document: document.clone() }).await {
            Ok(held) => Ok(held.summary),
            Err(fault) => Err(self.too_late(fault, document, "held").await),
        }
    }

    /// Gives a document up, with a reason; its transactions stay with it.
    ///
    /// # Errors
    /// When there is no such document, the reason is empty, or it is too late for that.
    pub async fn skip_named(&self, words: &str, why: String) -> Result<DocumentSummary, Fault> {
        let document = self.document_named(words).await?;
        match self.skip_document(SkipDocument { document: document.clone(), why }).await {
            Ok(skipped) => Ok(skipped.summary),
            Err(fault) => Err(self.too_late(fault, document, "skipped").await),
        }
    }

    /// The same fault in a person's words, with the command that still helps; one that says itself
    /// what to do knows more than the document's state.
    async fn too_late(&self, refused: Fault, document: DocumentId, wanted: &str) -> Fault {
        if refused.code != Code::AlreadyDone || refused.hint.is_some() {
            return refused;
        }
        let Ok(found) = self.document(DocumentRef { document: document.clone() }).await else {
            return refused;
        };
        if self.is_there_after_all(document.clone()).await {
            let hint = format!(
                "daybook outbox retry {document} takes it as posted; daybook outbox undo \
                 {document} takes it out of Xero."
            );
            return with_hint(refused, hint);
        }
        let state = found.summary.state;
        let stands = match state {
            DocumentState::Posted => "is in Xero already",
            DocumentState::Undone => "was undone",
            DocumentState::Skipped => "was skipped",
            DocumentState::AwaitingApproval => "is in Xero already, as a draft",
            DocumentState::Sending => "is on its way to Xero",
            DocumentState::Unknown => "may be in Xero already",
            // Of these only one that is being voided is refused.
            DocumentState::Draft
            | DocumentState::Queued
            | DocumentState::Held
            | DocumentState::Rejected => "is being taken back out of Xero",
        };
        let message = format!("Document {document} {stands} and cannot be {wanted} now.");
        let said = Fault { message: format!("{message} Nothing was changed."), ..refused };
        match state {
            DocumentState::Posted | DocumentState::AwaitingApproval => with_hint(
                said,
                format!("daybook outbox undo {document} takes it back out of Xero."),
            ),
            DocumentState::Undone => with_hint(
                said,
                "daybook transactions withdraw takes out what was recorded by mistake.",
            ),
            DocumentState::Draft
            | DocumentState::Queued
            | DocumentState::Sending
            | DocumentState::Rejected
            | DocumentState::Unknown
            | DocumentState::Held
            | DocumentState::Skipped => said,
        }
    }

    /// Whether a document that was sent and waits for a person was to go to Xero: refused for being
    /// too late, it was found there.
    async fn is_there_after_all(&self, document: DocumentId) -> bool {
        let looked = self.on_book(move |open| {
            let id = read_document(&document)?;
            let summary = open.book.document(id).map_err(of_book)?.summary;
            Ok(summary.operation == Operation::Create
                && matches!(summary.state, State::Held | State::Rejected))
        });
        looked.await.unwrap_or(false)
    }

    /// Finds a document by its id or by the code at the end of its narration.
    ///
    /// # Errors
    /// When there is none.
    pub async fn document_named(&self, words: &str) -> Result<DocumentId, Fault> {
        self.refuse_unless_allowed(Command::documents).await?;
        let wanted = words.trim().to_uppercase();
        let found = self
            .on_book(move |open| {
                let all = open.book.documents(&DocumentFilter::default(), DOCUMENTS_MAX);
                let mut all = all.map_err(of_book)?.into_iter();
                let found = all.find(|one| one.code == wanted || one.id.to_string() == wanted);
                Ok(found.map(|one| one.id.to_string().into()))
            })
            .await?;
        found.ok_or_else(|| {
            let message = format!("There is no document \"{words}\" in this book.");
            with_hint(fault(Code::NotFound, message), "daybook outbox list --all names them.")
        })
    }

    async fn close_days(&self, span: &Span, who: &str) -> Result<Closed, Fault> {
        let own = self.on_book(|open| Policy::of(&open.book).map_err(of_book)).await?;
        let Some((from, to, policy)) = span.as_closed(own) else {
            return Ok(Closed { made: Vec::new(), left_out: None });
        };
        self.queue(span.location.id, (from, to), Some(policy), who).await
    }

    /// The documents that hold a span's days already.
    async fn covering(&self, span: &Span) -> Result<Vec<store::DocumentId>, Fault> {
        let (location, from, to) = (span.location.id, span.from, span.to);
        self.on_book(move |open| {
            let days = open.book.days(location, from, to).map_err(of_book)?;
            Ok(days.into_iter().flat_map(|day| day.documents).map(|(id, _)| id).collect())
        })
        .await
    }

    async fn unfinished_ids(&self) -> Result<BTreeSet<store::DocumentId>, Fault> {
        self.on_book(|open| {
            let mut ids = BTreeSet::new();
            for state in UNFINISHED {
                let filter = DocumentFilter { states: vec![state], ..DocumentFilter::default() };
                let found = open.book.documents(&filter, DOCUMENTS_MAX).map_err(of_book)?;
                ids.extend(found.into_iter().map(|one| one.id));
            }
            Ok(ids)
        })
        .await
    }

    /// Sends, and says what became of these and of all that moved. What was left out before, or is
    /// now, needs a person.
    async fn send_concerned(
        &self,
        mut concerned: BTreeSet<store::DocumentId>,
        until: Until,
        left_out: Option<Fault>,
    ) -> Result<Sent, Fault> {
        let ran = self.send(&RunId::from("command line"), until).await?;
        let left_out = ran.left_out.or(left_out).map(|fault| fault.message);
        let RunReport { posted, drafted, undone, rejected, held, unknown, blocked_by } = ran.report;
        let moved = [posted, drafted, undone, rejected, held, unknown];
        concerned.extend(moved.into_iter().flatten());
        let documents = self.on_book(move |open| shown(open, concerned)).await?;
        let ended = ended(&documents, blocked_by.as_ref());
        let blocked = blocked_by.filter(|_| ended != Ended::Done).map(|block| block.to_string());
        let ended = if left_out.is_some() { Ended::NeedsPerson } else { ended };
        let said: Vec<String> = blocked.into_iter().chain(left_out).collect();
        let blocked = (!said.is_empty()).then(|| said.join(" "));
        Ok(Sent { documents, ended, blocked, note: None })
    }
}

fn shown(open: &OpenBook, ids: BTreeSet<store::DocumentId>) -> Result<Vec<DocumentSummary>, Fault> {
    ids.into_iter().map(|id| documents::by_id(open, id)).collect()
}

fn planned(review: &ipc::Cashout, journal: &ipc::JournalPreview) -> Planned {
    Planned {
        kind: ipc::DocumentKind::ManualJournal,
        currency: review.currency.clone(),
        date: journal.date.clone(),
        amount: journal.debits.clone(),
        narration: journal.narration.clone(),
        blockers: review.blockers.iter().map(|one| one.message.clone()).collect(),
    }
}

fn planned_own(review: &ipc::Cashout, own: &ipc::SeparateDocument) -> Planned {
    Planned {
        kind: own.kind,
        currency: own.currency.clone(),
        date: review.to.clone(),
        amount: own.amount.clone(),
        narration: own.title.clone(),
        blockers: Vec::new(),
    }
}
