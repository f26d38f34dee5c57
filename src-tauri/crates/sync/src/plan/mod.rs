//! Planning: which journals a location's days give, and what stands in their way. Nothing here
//! asks Xero: the chart is the one last read.

mod again;
mod lock;
mod own;
mod queue;
mod reversal;
mod set_off;

use chrono::NaiveDate;
use ledger::{
    Blocker, CashoutInput, Chart, Cut, Field, Lane, LegTotal, Mapping, Narration, Problem,
    Resolver, Review, Span, cashout, split_range,
};
use store::{Book, Location, LocationId, Reason};

use crate::cause::Cause;
use crate::error::Error;
use crate::policy::{LockedDays, Policy, RangeMode};

pub(crate) use again::{Over, all_held, mendable, replan_one};
pub use again::{Replanned, replan, replan_held, retry};
pub(crate) use lock::{dated, locked_over, locked_until};
pub(crate) use own::picked::queue_picked;
pub use own::{OwnScope, Queued, queue_own};
pub(crate) use own::{customer_of, refs_of};
pub use queue::queue_cashout;
pub(crate) use reversal::{is_bank, reversal};
pub(crate) use set_off::{is_set_off, queue_set_offs, set_off_again};

/// The longest range of one cashout: a leap year's days, so that a back-posting stays bounded.
const DAYS_MAX: u32 = 366;

/// Stands for the unique code in the narration of a journal that is only looked at.
const PREVIEW_CODE: &str = "······";

/// Which days to look at or to close.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CashoutRequest {
    /// Whose days.
    pub location: LocationId,
    /// The first business date.
    pub from: NaiveDate,
    /// The last business date, included.
    pub to: NaiveDate,
    /// How days become journals.
    pub policy: Policy,
}

/// What closing the days would do.
#[derive(Debug, Clone)]
pub struct CashoutPlan {
    /// The location.
    pub location: Location,
    /// The journals, in order of their days.
    pub journals: Vec<JournalPlan>,
    /// Days with nothing open and no document: they would be recorded as having nothing to post.
    pub empty_days: Vec<NaiveDate>,
}

/// One journal of a plan.
#[derive(Debug, Clone)]
pub struct JournalPlan {
    /// The first business date it takes.
    pub from: NaiveDate,
    /// The last business date it takes.
    pub to: NaiveDate,
    /// Why the range is split after it; none for the last.
    pub cut: Option<Cut>,
    /// What it is summed from, as the book keeps it.
    pub totals: Vec<LegTotal>,
    /// The journal with its problems. In a plan that is only looked at, dots stand in the
    /// narration for the code that will make it unique.
    pub review: Review,
    /// 1 for the cashout of its days, 2 and on for what arrived after that.
    pub supplement: u32,
}

impl JournalPlan {
    /// Whether the journal can be sent as it is.
    #[must_use]
    pub fn is_ready(&self) -> bool {
        self.review.blockers.is_empty()
    }
}

/// Plans the cashout of some days of a location, out of what no document has taken yet. Reads
/// the kept daily totals only, so that it costs the same in a book of any size.
///
/// # Errors
/// [`Error::Range`]; [`Error::Book`] for an unknown location.
pub fn plan_cashout(
    book: &Book,
    chart: &Chart,
    mapping: &Mapping,
    request: &CashoutRequest,
) -> Result<CashoutPlan, Error> {
    plan(book, chart, mapping, request, &mut || PREVIEW_CODE.to_owned())
}

/// Plans with the codes that `code` gives.
fn plan(
    book: &Book,
    chart: &Chart,
    mapping: &Mapping,
    request: &CashoutRequest,
    code: &mut dyn FnMut() -> String,
) -> Result<CashoutPlan, Error> {
    let length = request.to.signed_duration_since(request.from).num_days();
    if !(0..i64::from(DAYS_MAX)).contains(&length) {
        return Err(Error::Range { max: DAYS_MAX });
    }
    let location = book.location(request.location)?;
    let days = book.days(request.location, request.from, request.to)?;
    let resolver = Resolver::new(chart, mapping, location.location.tax_way);
    let mut journals = Vec::new();
    for span in spans(request, chart) {
        let totals = book.open_totals(request.location, Lane::Cashout, span.from, span.to)?;
        if totals.is_empty() {
            continue;
        }
        let fields = fields(mapping);
        let tagged = match fields.is_empty() {
            true => None,
            false => Some(book.open_totals_by(request.location, span.from, span.to, &fields)?),
        };
        let covered = days.iter().filter(|day| (span.from..=span.to).contains(&day.date));
        let earlier = covered.map(|day| day.documents.len()).max().unwrap_or_default();
        let supplement = u32::try_from(earlier).unwrap_or(u32::MAX).saturating_add(1);
        let narration = Narration {
            from: span.from,
            to: span.to,
            location: &location.location.name,
            code: &code(),
            supplement,
        };
        let input = CashoutInput {
            date: journal_date(span.to, chart, request.policy.locked),
            narration: narration.to_string(),
            currency: chart.organisation.base_currency,
            totals: tagged.as_deref().unwrap_or(&totals),
        };
        let review = cashout(&input, &resolver);
        let (from, to, cut) = (span.from, span.to, span.cut);
        journals.push(JournalPlan { from, to, cut, totals, review, supplement });
    }
    let is_taken = |date: NaiveDate| {
        let in_plan = journals.iter().any(|one| (one.from..=one.to).contains(&date));
        in_plan
            || days
                .iter()
                .any(|day| day.date == date && (day.nothing_to_post || !day.documents.is_empty()))
    };
    let empty_days = dates(request.from, request.to).filter(|date| !is_taken(*date)).collect();
    Ok(CashoutPlan { location, journals, empty_days })
}

/// The fields of transactions that decide tracking.
fn fields(mapping: &Mapping) -> Vec<Field> {
    mapping.tracking.keys().copied().collect()
}

/// The days that share a journal: split where they must be, or each on its own.
fn spans(request: &CashoutRequest, chart: &Chart) -> Vec<Span> {
    let spans = split_range(request.from, request.to, &chart.organisation);
    match request.policy.range {
        RangeMode::One => spans,
        RangeMode::Daily => spans
            .iter()
            .flat_map(|span| {
                dates(span.from, span.to).map(|date| Span {
                    from: date,
                    to: date,
                    cut: span.cut.filter(|_| date == span.to),
                    locked: span.locked,
                })
            })
            .collect(),
    }
}

fn dates(from: NaiveDate, to: NaiveDate) -> impl Iterator<Item = NaiveDate> {
    from.iter_days().take_while(move |date| *date <= to)
}

/// The date in Xero of a journal whose last day is `to`.
fn journal_date(to: NaiveDate, chart: &Chart, locked: LockedDays) -> NaiveDate {
    match (locked, chart.organisation.locked_until()) {
        (LockedDays::NextOpenDay, Some(until)) if to <= until => until.succ_opt().unwrap_or(to),
        (LockedDays::NextOpenDay | LockedDays::Hold, _) => to,
    }
}

/// Why a document with problems is held: the first problem groups it, all of them are said. A
/// contact that is not known comes last: it is looked for once nothing else is in the way.
fn hold_reason(review: &Review) -> Option<Reason> {
    let first = review.blockers.iter().min_by_key(|blocker| is_about_a_contact(blocker))?;
    let cause = Cause::of(&first.problem).key();
    Some(Reason { cause, message: review.sentences().join(" ") })
}

/// Whether only Xero has to be asked who the customer is there.
fn only_lacks_a_contact(review: &Review) -> bool {
    !review.blockers.is_empty() && review.blockers.iter().all(is_about_a_contact)
}

const fn is_about_a_contact(blocker: &Blocker) -> bool {
    matches!(blocker.problem, Problem::ContactUnsure { .. })
}
