//! Parts with a document of their own: a deposit's journal, an invoice, a payment, a banking.
//!
//! A journal of its own is the cashout of that one part. Every other kind has a line for each leg
//! and a side that Xero adds itself: Accounts Receivable or the bank account (facts §8, §9).

mod lines;
mod reference;

use chrono::NaiveDate;

use crate::cashout::{Blocker, CashoutInput, Review, ReviewLine, UnresolvedLine, cashout, grouped};
use crate::checks::account_label;
use crate::concern::Concern;
use crate::document::{BankAccount, Counter, DocumentKind};
use crate::kind::Kind;
use crate::leg::{Lane, Leg, LegTotal, Target};
use crate::mapping::TaxWay;
use crate::money::{Amount, Currency};
use crate::problem::Problem;
use crate::resolve::Resolver;
use crate::tags::Tags;

pub use reference::Reference;

/// What the document of one part is made of.
#[derive(Debug, Clone)]
pub struct PartInput<'a> {
    /// Which document takes it; not the cashout.
    pub lane: Lane,
    /// What happened.
    pub kind: Kind,
    /// The document's date in Xero.
    pub date: NaiveDate,
    /// When an invoice is due; the document's date where nobody said.
    pub due: Option<NaiveDate>,
    /// The unique text it is looked up by; see [`Reference`].
    pub reference: String,
    /// The currency of its legs.
    pub currency: Currency,
    /// Its sides.
    pub legs: &'a [Leg],
    /// What an allocation moves.
    pub allocated: Amount,
    /// What tracking asks for of its transaction.
    pub tags: Tags,
    /// Xero's contact id, or why there is none; not asked of journals, payments and allocations.
    pub contact: Result<String, Problem>,
}

/// Works out the document of a part.
#[must_use]
pub fn review_part(input: &PartInput<'_>, resolver: &Resolver<'_>) -> Review {
    if matches!(input.lane, Lane::Journal | Lane::Cashout) {
        return as_journal(input, resolver);
    }
    let way = lines::way(input, resolver);
    let resolver = resolver.in_way(way);
    let mut review = blank(input, way);
    let (sides, legs): (Vec<&Leg>, Vec<&Leg>) =
        input.legs.iter().partition(|leg| is_side(&leg.target));
    match lines::counter(input, sides.first().copied(), &resolver) {
        Ok(counter) => review.counter = counter,
        Err(problem) => review.blockers.push(of_document(problem)),
    }
    match &input.contact {
        Ok(contact) if has_contact(review.kind) => review.contact = Some(contact.clone()),
        Err(problem) if has_contact(review.kind) => {
            review.blockers.push(of_document(problem.clone()));
        }
        Ok(_) | Err(_) => {}
    }
    for leg in lines::in_order(&legs, way) {
        match lines::line(input, leg, &resolver) {
            Ok((line, warning)) => {
                review.warnings.extend(warning);
                review.lines.push(ReviewLine { line, totals: vec![total(input, leg)] });
            }
            Err(problem) => review.unresolved.push(UnresolvedLine {
                problem,
                amount: lines::sent(leg, way),
                total: total(input, leg),
            }),
        }
    }
    review.blockers.extend(whole_problems(input, &resolver));
    review.blockers.extend(grouped(&review.unresolved));
    review
}

fn as_journal(input: &PartInput<'_>, resolver: &Resolver<'_>) -> Review {
    let totals: Vec<LegTotal> = input.legs.iter().map(|leg| total(input, leg)).collect();
    let of_journal = CashoutInput {
        date: input.date,
        narration: input.reference.clone(),
        currency: input.currency,
        totals: &totals,
    };
    cashout(&of_journal, resolver)
}

fn blank(input: &PartInput<'_>, tax_way: TaxWay) -> Review {
    let kind = input.lane.document();
    Review {
        kind,
        date: input.date,
        due: (kind == DocumentKind::Invoice).then(|| input.due.unwrap_or(input.date)),
        reference: input.reference.clone(),
        counter: None,
        contact: None,
        allocated: input.allocated,
        currency: input.currency,
        tax_way,
        lines: Vec::new(),
        unresolved: Vec::new(),
        blockers: Vec::new(),
        warnings: Vec::new(),
    }
}

/// Whether Xero adds this side itself.
fn is_side(target: &Target) -> bool {
    match target {
        Target::Receivable | Target::Bank(_) => true,
        Target::Gl(_)
        | Target::Role(_)
        | Target::Tender(_)
        | Target::Tax(_)
        | Target::PaidOut(_)
        | Target::PaidIn(_)
        | Target::BilledAhead => false,
    }
}

const fn has_contact(kind: DocumentKind) -> bool {
    match kind {
        DocumentKind::Invoice | DocumentKind::CreditNote | DocumentKind::BankTransaction => true,
        DocumentKind::ManualJournal | DocumentKind::Payment | DocumentKind::Allocation => false,
    }
}

fn total(input: &PartInput<'_>, leg: &Leg) -> LegTotal {
    LegTotal {
        kind: input.kind,
        target: leg.target.clone(),
        tax_set: leg.tax_set.clone(),
        tags: input.tags.clone(),
        amount: leg.amount,
        tax: leg.tax,
        transactions: 1,
    }
}

/// What is in the way of the document as a whole: what it is worth does not wait on a line.
fn of_document(problem: Problem) -> Blocker {
    Blocker { problem, transactions: 0, amount: Amount::ZERO }
}

fn whole_problems(input: &PartInput<'_>, resolver: &Resolver<'_>) -> Vec<Blocker> {
    let organisation = &resolver.chart().organisation;
    let (currency, base) = (input.currency, organisation.base_currency);
    let sent = |leg: &Leg| lines::sent(leg, resolver.way());
    let difference: Amount = input.legs.iter().map(sent).sum();
    let locked = organisation.locked_until().filter(|until| input.date <= *until);
    // The bank account says whether it takes foreign money.
    let foreign = currency != base && input.lane != Lane::Bank;
    [
        (!difference.is_zero()).then_some(Problem::Unbalanced { difference, currency }),
        foreign.then_some(Problem::CurrencyNotBase { currency, base }),
        locked.map(|until| Problem::PeriodLocked { date: input.date, until }),
    ]
    .into_iter()
    .flatten()
    .map(of_document)
    .collect()
}

/// The side of a bank transaction, whose account has to be in the money's currency.
fn bank_side(
    input: &PartInput<'_>,
    target: &Target,
    resolver: &Resolver<'_>,
) -> Result<Counter, Problem> {
    let none = crate::leg::TaxSet::none();
    let account = resolver.account_for(target, &none, &Tags::none())?.account;
    let has = account.currency.unwrap_or(resolver.chart().organisation.base_currency);
    if has != input.currency {
        let account = account_label(account);
        let (concern, currency) = (Concern::from(target), input.currency);
        return Err(Problem::BankCurrency { concern, currency, account, has });
    }
    Ok(Counter::Bank(BankAccount {
        id: account.id.clone(),
        code: account.code.clone(),
        name: account.name.clone(),
    }))
}

/// What a problem of a payment's account is about.
fn concern(target: &Target) -> Concern {
    Concern::from(target)
}
