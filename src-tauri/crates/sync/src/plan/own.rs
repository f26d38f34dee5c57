//! Planning the documents of single parts: a deposit's journal, an invoice, a payment, a banking.
//!
//! What is automatic is queued as soon as it is recorded and its day has come. What a person took
//! back goes only when a person closes its day again.

pub(super) mod picked;

use chrono::{NaiveDate, Utc};
use ledger::{
    Chart, Customer, DocumentKind, Kind, Lane, Mapping, PartInput, PartRef, Problem, Reference,
    Resolver, Review, Tags, foreign_legs, review_part,
};
use store::{
    About, Book, Claims, DocumentId, LocationId, NewDocument, OpenPart, Operation, PartDetail,
    PartFilter, State, keys,
};
use world::{World, short_code};

use super::again::nothing_left;
use super::{hold_reason, journal_date, only_lacks_a_contact};
use crate::error::Error;
use crate::kinds::{self, Refs};
use crate::policy::{CASH_BANKING_SETTING, POSTING_STARTS_SETTING, Policy, STAFF_TIPS_SETTING};

/// How many parts are read at once.
const PARTS_PAGE: u32 = 2_000;
/// How many times that one pass reads, at most; the next call takes the rest.
const PAGES_MAX: u32 = 500;
/// How many passes one call makes: payments follow their invoices.
const PASSES_MAX: u32 = 3;
/// How many documents one call makes; the next call takes the rest.
const MADE_MAX: usize = 2_000;

/// How often a payment that was made anew is taken back by its opposite again, at most.
const REVERSALS_MAX: u32 = 20;

/// Which parts to make documents of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OwnScope {
    /// What is automatic: everything whose day has come, since posting began.
    Automatic,
    /// Everything of some days of a location, at a person's wish.
    Days {
        /// Whose days.
        location: LocationId,
        /// The first business date.
        from: NaiveDate,
        /// The last business date, included.
        to: NaiveDate,
    },
}

/// What making the documents of parts came to.
#[derive(Debug, Default)]
pub struct Queued {
    /// The documents made.
    pub made: Vec<DocumentId>,
    /// The first error of those parts that none could be made of, for a reason of their own.
    pub left_out: Option<Error>,
    /// Whether this call made as many as one does: the next takes the rest.
    pub more: bool,
}

impl Queued {
    /// The documents made, where nothing was left out.
    ///
    /// # Errors
    /// What kept a document from being made; those made stay.
    pub fn all(self) -> Result<Vec<DocumentId>, Error> {
        self.left_out.map_or(Ok(self.made), Err)
    }
}

/// Makes the documents of parts that wait for one. What cannot be sent yet is held with its cause.
/// Nothing where no chart was ever read.
///
/// # Errors
/// [`Error::Book`]; documents made before the error stay.
pub fn queue_own(book: &Book, scope: OwnScope, who: &str, world: &World) -> Result<Queued, Error> {
    let mut queued = Queued::default();
    if let OwnScope::Days { location, from, to } = scope {
        book.want_what_waits(location, from, to)?;
    }
    let Some(snapshot) = book.chart()? else { return Ok(queued) };
    let (mapping, policy) = (book.mapping()?, Policy::of(book)?);
    let desk = Desk { book, chart: &snapshot.chart, mapping: &mapping, policy };
    for _ in 0..PASSES_MAX {
        let before = queued.made.len();
        desk.pass(scope, who, world, &mut queued)?;
        if queued.more || queued.made.len() == before {
            break;
        }
    }
    Ok(queued)
}

/// Which parts of a scope wait.
fn waiting(book: &Book, scope: OwnScope, world: &World) -> Result<PartFilter, Error> {
    match scope {
        OwnScope::Automatic => {
            let starts = book.setting(POSTING_STARTS_SETTING)?;
            let starts = starts.and_then(|text| text.parse().ok()).unwrap_or(NaiveDate::MIN);
            // A day that has not begun anywhere is not looked at; each location's own is asked
            // for each part.
            let through = world.now().date_naive() + chrono::Days::new(1);
            Ok(PartFilter { taken_back: false, ..PartFilter::everywhere(starts, through) })
        }
        OwnScope::Days { location, from, to } => Ok(PartFilter::at(location, from, to)),
    }
}

/// Each location's own date, asked for once.
#[derive(Default)]
struct Todays(Vec<(LocationId, NaiveDate)>);

impl Todays {
    fn at(&mut self, book: &Book, location: LocationId, world: &World) -> Result<NaiveDate, Error> {
        if let Some((_, today)) = self.0.iter().find(|(known, _)| *known == location) {
            return Ok(*today);
        }
        let zone = book.location(location)?.location.zone;
        let now = world.now();
        let today = match zone.parse::<chrono_tz::Tz>() {
            Ok(zone) => now.with_timezone(&zone).date_naive(),
            Err(_) => now.with_timezone(&Utc).date_naive(),
        };
        self.0.push((location, today));
        Ok(today)
    }
}

/// What parts are planned over.
pub(super) struct Desk<'a> {
    pub(super) book: &'a Book,
    pub(super) chart: &'a Chart,
    pub(super) mapping: &'a Mapping,
    pub(super) policy: Policy,
}

impl Desk<'_> {
    /// Goes over all parts that wait once, the earliest first, and adds the documents it made.
    /// What cannot be made of one part is in no other's way.
    fn pass(
        &self,
        scope: OwnScope,
        who: &str,
        world: &World,
        queued: &mut Queued,
    ) -> Result<(), Error> {
        let mut filter = waiting(self.book, scope, world)?;
        let mut todays = Todays::default();
        for _ in 0..PAGES_MAX {
            let page = self.book.open_parts(&filter, PARTS_PAGE)?;
            for open in &page {
                let waits_for_its_day = scope == OwnScope::Automatic
                    && open.date > todays.at(self.book, open.location, world)?;
                if waits_for_its_day {
                    continue;
                }
                if queued.made.len() >= MADE_MAX {
                    queued.more = true;
                    return Ok(());
                }
                match self.make(open, who, world) {
                    Ok(id) => queued.made.extend(id),
                    // It is not queued, and in no other's way.
                    Err(error) if error.is_of_one_document() => {
                        let transaction = open.part.transaction;
                        tracing::error!(transaction, %error, "a part is left aside");
                        queued.left_out.get_or_insert(error);
                    }
                    Err(error) => return Err(error),
                }
            }
            let Some(last) = page.last().filter(|_| page.len() >= PARTS_PAGE as usize) else {
                break;
            };
            filter.after = Some(last.place());
        }
        Ok(())
    }

    /// Makes the document of a part; none where it waits, or another window was faster.
    fn make(&self, open: &OpenPart, who: &str, world: &World) -> Result<Option<DocumentId>, Error> {
        let Some(new) = self.document(open, who, world)? else { return Ok(None) };
        match self.book.enqueue(&new, world.now()) {
            Ok(id) => Ok(Some(id)),
            Err(
                store::Error::NothingToClaim
                | store::Error::NotNow { .. }
                | store::Error::DayChanged,
            ) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// The document of a part; none while what it is about has no document yet.
    fn document(
        &self,
        open: &OpenPart,
        who: &str,
        world: &World,
    ) -> Result<Option<NewDocument>, Error> {
        let part = self.book.part(&open.part)?;
        let Some(about) = self.about(&part)? else { return Ok(None) };
        let code = short_code(&*world.entropy);
        let review = self.review(&part, reference(&part, &code))?;
        let draft = self.policy.drafts.has(review.kind);
        let (entry, hold) = match review.entry() {
            Ok(entry) => (entry, None),
            // The contact is looked for, or made, right before it is sent.
            Err(_) if only_lacks_a_contact(&review) => (review.so_far(), None),
            Err(_) => {
                let mut entry = review.so_far();
                (entry.lines, entry.total) = (Vec::new(), ledger::Amount::ZERO);
                (entry, Some(hold_reason(&review).unwrap_or_else(nothing_left)))
            }
        };
        let entry = ledger::Entry { draft, ..entry };
        let body = match review.blockers.is_empty() && hold.is_none() {
            true => kinds::body(&entry, refs_of(self.book, about)?),
            false => String::new(),
        };
        Ok(Some(NewDocument {
            code,
            location: part.location,
            lane: part.part.lane,
            from: part.date,
            to: part.date,
            entry,
            body,
            claims: Claims::Part(open.part.clone()),
            about,
            evidence: false,
            created_by: who.to_owned(),
            hold,
        }))
    }

    /// Works the document of a part out, under a reference.
    pub(super) fn review(&self, part: &PartDetail, reference: String) -> Result<Review, Error> {
        let transaction = &part.row.transaction;
        let location = self.book.location(part.location)?.location;
        let base = self.chart.organisation.base_currency;
        let rules = self.book.rules(part.location, part.date, base)?;
        let foreign =
            foreign_legs(transaction, rules.chargebacks).filter(|_| part.part.lane == Lane::Bank);
        let payout = transaction.extras.payout.as_ref();
        let currency = payout.and_then(|payout| payout.currency).filter(|_| foreign.is_some());
        let contact = match self.customer(part)? {
            Some(customer) => self.contact(&customer)?,
            None => Err(Problem::NoContact { document: part.part.lane.document() }),
        };
        let input = PartInput {
            lane: part.part.lane,
            kind: transaction.kind,
            date: journal_date(part.date, self.chart, self.policy.locked),
            due: transaction.extras.due_date,
            reference,
            currency: currency.unwrap_or(base),
            legs: foreign.as_deref().unwrap_or(&part.part.legs),
            allocated: part.part.allocated,
            tags: Tags::of(transaction, self.mapping.tracking.keys().copied()),
            contact,
        };
        Ok(review_part(&input, &Resolver::new(self.chart, self.mapping, location.tax_way)))
    }

    /// The contact of a customer in Xero, as far as the book knows one.
    fn contact(&self, customer: &Customer) -> Result<Result<String, Problem>, Error> {
        let link = self.book.contact_of(customer)?;
        Ok(link.map(|link| link.xero_id).ok_or_else(|| Problem::ContactUnsure {
            customer: customer.name.clone(),
            sentence: format!(
                "{} has no contact in Xero yet. It is looked for when Xero can be reached.",
                customer.name
            ),
        }))
    }

    /// Whose contact a document goes to.
    pub(super) fn customer(&self, part: &PartDetail) -> Result<Option<Customer>, Error> {
        customer_of(self.book, part)
    }

    /// The documents that a part's document is about; the inner `None` while they are not made.
    fn about(&self, part: &PartDetail) -> Result<Option<About>, Error> {
        let transaction = part.row.id.0;
        let against = match &part.part.against {
            None => None,
            Some(ledger::Against::Own(key)) => Some(PartRef { transaction, part: key.clone() }),
            Some(ledger::Against::Other(other)) => Some(other.clone()),
        };
        let live = |part: &PartRef| -> Result<Option<DocumentId>, Error> {
            let found = self.book.document_of(part)?;
            let Some((id, _)) = found.filter(|(_, state)| *state != State::Skipped) else {
                return Ok(None);
            };
            // What is being taken back is paid by nothing any more: its successor will be.
            let is_leaving = self.book.document(id)?.summary.operation == Operation::Void
                || self.book.reversal_of(id)?.is_some();
            Ok((!is_leaving).then_some(id))
        };
        let Some(against) = against else { return Ok(Some(About::default())) };
        let Some(document) = live(&against)? else { return Ok(None) };
        if part.part.lane == Lane::Payment {
            return self.to_pay(transaction, document);
        }
        if part.part.lane != Lane::Allocation {
            return Ok(Some(About { document: Some(document), ..About::default() }));
        }
        let Some(note) = self.book.credit_note_of(transaction)? else { return Ok(None) };
        let Some(note) = live(&note)? else { return Ok(None) };
        Ok(Some(About { document: Some(note), allocates_to: Some(document), reverses: None }))
    }
}

impl Desk<'_> {
    /// What a payment of a document pays; none while the payment it stands in for is in Xero.
    fn to_pay(&self, transaction: i64, document: DocumentId) -> Result<Option<About>, Error> {
        if self.book.has_outdated_payment(transaction)? {
            return Ok(None);
        }
        let mut to_pay = document;
        for _ in 0..REVERSALS_MAX {
            let Some(instead) = self.book.open_in_place_of(transaction, to_pay)? else { break };
            to_pay = instead;
        }
        Ok(Some(About { document: Some(to_pay), ..About::default() }))
    }
}

/// Whose contact the document of a part goes to: the customer's; for the bank the processor's or
/// the one that stands for the desk's own moves.
pub(crate) fn customer_of(book: &Book, part: &PartDetail) -> Result<Option<Customer>, Error> {
    let transaction = &part.row.transaction;
    let named = |key: &str, usual: &str| -> Result<Option<Customer>, Error> {
        let name = book.setting(key)?.filter(|name| !name.trim().is_empty());
        Ok(Some(called(&name.unwrap_or_else(|| usual.to_owned()))))
    };
    match (part.part.lane, transaction.kind) {
        (Lane::Bank, Kind::ProcessorPayout) => {
            Ok(transaction.extras.payout.as_ref().map(|payout| called(&payout.processor)))
        }
        (Lane::Bank, Kind::TipPayout) => named(STAFF_TIPS_SETTING, "Staff tips"),
        (Lane::Bank, Kind::BankDeposit | Kind::FloatChange) => {
            named(CASH_BANKING_SETTING, "Cash banking")
        }
        (Lane::Bank | Lane::Invoice | Lane::CreditNote, _) => match &transaction.customer {
            Some(customer) => Ok(Some(customer.clone())),
            None => walk_in(book, part.location),
        },
        (Lane::Cashout | Lane::Journal | Lane::Payment | Lane::Allocation, _) => Ok(None),
    }
}

/// The contact of customers nobody named, for a location.
fn walk_in(book: &Book, location: LocationId) -> Result<Option<Customer>, Error> {
    let settings = book.location_settings(location)?;
    let own = settings.into_iter().find(|(key, _)| key == keys::WALK_IN).map(|(_, name)| name);
    let name = own.filter(|name| !name.trim().is_empty());
    Ok(Some(called(&name.unwrap_or_else(|| "Walk-in customer".to_owned()))))
}

fn called(name: &str) -> Customer {
    Customer { id: None, name: name.to_owned(), email: None }
}

/// The name a part's document is looked up by.
fn reference(part: &PartDetail, code: &str) -> String {
    let transaction = &part.row.transaction;
    let document = part.part.lane.document();
    let payout = transaction.extras.payout.as_ref().and_then(|payout| payout.id.as_deref());
    let own = payout.unwrap_or(&transaction.source.id);
    let subject = match document {
        DocumentKind::ManualJournal => transaction.booking.as_deref().unwrap_or(own),
        DocumentKind::Invoice
        | DocumentKind::CreditNote
        | DocumentKind::Payment
        | DocumentKind::Allocation
        | DocumentKind::BankTransaction => own,
    };
    Reference { document, kind: transaction.kind, date: part.date, subject, code }.to_string()
}

/// What Xero has of the documents that one is about, as far as they are there.
pub(crate) fn refs_of(book: &Book, about: About) -> Result<Refs, Error> {
    let of = |id: Option<DocumentId>| -> Result<Option<(DocumentKind, xero::Uuid)>, Error> {
        let Some(id) = id else { return Ok(None) };
        let summary = book.document(id)?.summary;
        let xero_id = summary.xero_id.as_deref().and_then(|id| xero::Uuid::parse_str(id).ok());
        Ok(xero_id.map(|xero_id| (summary.kind, xero_id)))
    };
    let reversed = about.reverses.map(|id| book.document(id)).transpose()?;
    Ok(Refs {
        about: of(about.document)?,
        allocates_to: of(about.allocates_to)?.map(|(_, id)| id),
        rate: reversed.and_then(|document| document.rate),
    })
}
