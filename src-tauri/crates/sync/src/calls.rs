//! The plan of calls: what sending costs of Xero's limits, and how long it takes, so that a person
//! knows before anything is sent. It counts what goes well: a fault costs a look-up more.

use std::collections::BTreeMap;
use std::time::Duration;

use chrono::{DateTime, NaiveDate, Utc};
use ledger::{Customer, DocumentKind, Lane, PartRef, normalise};
use store::{Book, DocumentFilter, DocumentSummary, LocationId, Operation, PartFilter, State};
use xero::{Budget, CALLS_A_MINUTE, DAY_RESERVE, MINUTE_RESERVE};

use crate::contacts;
use crate::error::Error;
use crate::plan::{CashoutPlan, customer_of, is_set_off};
use crate::policy::{ContactPolicy, Policy};

/// Calls that read the chart.
const CHART_CALLS: u32 = 4;
/// In a run that goes on, the chart is read again after so many minutes: it is older than
/// [`crate::Timing::chart_fresh`] then.
const CHART_MINUTES: u32 = 6;
/// Calls that attach a sheet: is it there, and there it is.
const SHEET_CALLS: u32 = 2;
/// Calls that look whether what an opposite takes back still stands.
const OPPOSITE_CALLS: u32 = 1;
/// Calls that look what is open on both sides of a set-off.
const SET_OFF_CALLS: u32 = 2;
/// Of a minute's calls, so many are for the outbox.
const OURS_A_MINUTE: u32 = CALLS_A_MINUTE - MINUTE_RESERVE;
/// How long a call takes, roughly.
const CALL_TAKES: Duration = Duration::from_millis(500);
const MINUTE: Duration = Duration::from_secs(60);

/// How many documents that wait, and how many parts, are looked at.
const LOOKED_AT_MAX: u32 = 5_000;
/// How many customers are asked the book for; the others are taken for known.
const CUSTOMERS_MAX: usize = 2_000;

/// The states in which a document waits for its turn.
const WAITING: [State; 3] = [State::Queued, State::Sending, State::Unknown];

/// What is to be sent, as far as it costs calls.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Load {
    documents: u32,
    journals: u32,
    calls: u32,
    /// The calls it takes to have a contact for each customer who has none.
    customers: BTreeMap<String, u32>,
}

/// What sending costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CallPlan {
    /// Documents to be sent or taken back.
    pub documents: u32,
    /// Whether these are journals, all of them.
    pub only_journals: bool,
    /// Calls to Xero, with those that read the chart and find contacts.
    pub calls: u32,
    /// What is left of the minute, as last heard.
    pub minute_left: Option<u32>,
    /// What is left of the day, as last heard.
    pub day_left: Option<u32>,
    /// How many of the documents the rest of the day has calls for; all where that is not known.
    pub today: u32,
    /// How long those of today take, roughly.
    pub takes: Duration,
}

impl CallPlan {
    /// Whether Xero's day has too few calls left for all of it.
    #[must_use]
    pub const fn is_beyond_today(&self) -> bool {
        self.today < self.documents
    }
}

impl Load {
    /// What waits in the outbox.
    ///
    /// # Errors
    /// [`Error::Book`].
    pub fn waiting(book: &Book) -> Result<Self, Error> {
        let (mut load, policy) = (Self::default(), Policy::of(book)?);
        for state in WAITING {
            let filter = DocumentFilter { states: vec![state], ..DocumentFilter::default() };
            for document in book.documents(&filter, LOOKED_AT_MAX)? {
                load.add_waiting(book, &document, policy)?;
            }
        }
        Ok(load)
    }

    fn add_waiting(
        &mut self,
        book: &Book,
        document: &DocumentSummary,
        policy: Policy,
    ) -> Result<(), Error> {
        let DocumentSummary { kind, operation, .. } = *document;
        let was_tried = document.attempts > 0;
        self.add(kind, operation, was_tried);
        if operation != Operation::Create {
            return Ok(());
        }
        let is_opposite = document.about.reverses.is_some();
        if document.lane == Lane::Cashout && policy.evidence && !is_opposite {
            self.add_sheet();
        }
        if is_opposite {
            self.calls = self.calls.saturating_add(OPPOSITE_CALLS);
        }
        if kind == DocumentKind::Allocation && is_set_off(&book.document(document.id)?) {
            self.calls = self.calls.saturating_add(SET_OFF_CALLS);
        }
        if has_contact(document.lane)
            && let Some(part) = book.document(document.id)?.part
        {
            self.add_customer_of(book, &part, policy)?;
        }
        Ok(())
    }

    /// Adds the journals of a plan, but for those with something in their way.
    pub fn add_journals(&mut self, plan: &CashoutPlan, policy: Policy) {
        for _ in plan.journals.iter().filter(|one| one.is_ready()) {
            self.add(DocumentKind::ManualJournal, Operation::Create, false);
            if policy.evidence {
                self.add_sheet();
            }
        }
    }

    /// Adds what some days have that waits for a document of its own.
    ///
    /// # Errors
    /// [`Error::Book`].
    pub fn add_parts(
        &mut self,
        book: &Book,
        location: LocationId,
        (from, to): (NaiveDate, NaiveDate),
    ) -> Result<(), Error> {
        let policy = Policy::of(book)?;
        for open in book.open_parts(&PartFilter::at(location, from, to), LOOKED_AT_MAX)? {
            self.add(open.lane.document(), Operation::Create, false);
            if has_contact(open.lane) {
                self.add_customer_of(book, &open.part, policy)?;
            }
        }
        Ok(())
    }

    /// Adds a document. One that was tried before is looked up first.
    pub fn add(&mut self, kind: DocumentKind, operation: Operation, was_tried: bool) {
        let is_journal = kind == DocumentKind::ManualJournal;
        self.documents = self.documents.saturating_add(1);
        self.journals = self.journals.saturating_add(u32::from(is_journal));
        self.calls = self.calls.saturating_add(calls_of(kind, operation, was_tried));
    }

    /// Adds a customer who has no contact in Xero yet, once.
    pub fn add_customer(&mut self, customer: &Customer, policy: ContactPolicy) {
        let key = customer.id.clone().unwrap_or_else(|| normalise(&customer.name));
        self.customers.insert(key, contacts::calls_of_new(customer, policy));
    }

    fn add_sheet(&mut self) {
        self.calls = self.calls.saturating_add(SHEET_CALLS);
    }

    fn add_customer_of(
        &mut self,
        book: &Book,
        part: &PartRef,
        policy: Policy,
    ) -> Result<(), Error> {
        if self.customers.len() >= CUSTOMERS_MAX {
            return Ok(());
        }
        let Some(customer) = customer_of(book, &book.part(part)?)? else { return Ok(()) };
        if book.contact_of(&customer)?.is_none() {
            self.add_customer(&customer, policy.contacts);
        }
        Ok(())
    }

    /// The calls of it all, but for those that read the chart.
    fn calls(&self) -> u32 {
        self.customers.values().fold(self.calls, |sum, calls| sum.saturating_add(*calls))
    }
}

/// Plans the calls of a load, with what was last heard of Xero's limits. Pure.
#[must_use]
pub fn plan_calls(load: &Load, heard: &Budget, now: DateTime<Utc>) -> CallPlan {
    let (minute_left, day_left) = (heard.minute_left(now), heard.day_left(now));
    let mut plan = CallPlan {
        documents: load.documents,
        only_journals: load.journals == load.documents,
        calls: 0,
        minute_left,
        day_left,
        today: load.documents,
        takes: Duration::ZERO,
    };
    if load.documents == 0 {
        return plan;
    }
    let first = minute_left.unwrap_or(CALLS_A_MINUTE).saturating_sub(MINUTE_RESERVE);
    plan.calls = with_chart(load.calls(), first);
    let ours_today = day_left.map_or(u32::MAX, |left| left.saturating_sub(DAY_RESERVE));
    plan.takes = takes(plan.calls.min(ours_today), first);
    if plan.calls > ours_today {
        let (documents, calls) = (u64::from(load.documents), u64::from(plan.calls));
        let part = documents * u64::from(ours_today) / calls;
        plan.today = u32::try_from(part).unwrap_or(load.documents);
    }
    plan
}

/// Calls with those that read the chart, at the beginning and again while it goes on.
fn with_chart(calls: u32, first: u32) -> u32 {
    let mut all = calls.saturating_add(CHART_CALLS);
    let mut readings = 1;
    // A reading is far less than the calls of the minutes after which it is due: it soon ends.
    while waits(all, first) / CHART_MINUTES >= readings {
        all = all.saturating_add(CHART_CALLS);
        readings = readings.saturating_add(1);
    }
    all
}

/// How many times a new minute is waited for.
fn waits(calls: u32, first: u32) -> u32 {
    calls.saturating_sub(first).div_ceil(OURS_A_MINUTE)
}

fn takes(calls: u32, first: u32) -> Duration {
    let waits = waits(calls, first);
    let before = first.saturating_add(waits.saturating_sub(1).saturating_mul(OURS_A_MINUTE));
    let last = if waits == 0 { calls } else { calls.saturating_sub(before) };
    MINUTE.saturating_mul(waits).saturating_add(CALL_TAKES.saturating_mul(last))
}

/// The calls of one document.
const fn calls_of(kind: DocumentKind, operation: Operation, was_tried: bool) -> u32 {
    let look_up = if was_tried { 1 } else { 0 };
    match (operation, kind) {
        // It is looked up first always: it has no name of its own to be found by.
        (Operation::Create, DocumentKind::Allocation) => 2,
        (
            Operation::Create,
            DocumentKind::ManualJournal
            | DocumentKind::Invoice
            | DocumentKind::CreditNote
            | DocumentKind::Payment
            | DocumentKind::BankTransaction,
        ) => 1 + look_up,
        // Looked at, read whole, and voided.
        (Operation::Void, DocumentKind::ManualJournal) => 3,
        (
            Operation::Void,
            DocumentKind::Invoice
            | DocumentKind::CreditNote
            | DocumentKind::Payment
            | DocumentKind::Allocation
            | DocumentKind::BankTransaction,
        ) => 2,
    }
}

/// Whether the documents of a lane go to a contact.
const fn has_contact(lane: Lane) -> bool {
    match lane {
        Lane::Invoice | Lane::CreditNote | Lane::Bank => true,
        Lane::Cashout | Lane::Journal | Lane::Payment | Lane::Allocation => false,
    }
}
