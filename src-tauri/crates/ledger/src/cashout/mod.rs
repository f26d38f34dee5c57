//! The cashout: a location's day, or range of days, as one journal (accounting §6). A journal of
//! its own, of a deposit or a check-in, is the cashout of that one part.
//!
//! Nothing but a sum: totals by target become lines by account. A review is made of whatever
//! resolves, so that a day with problems can still be looked at; only a review without problems
//! gives a journal. The same totals give the same bytes in whatever order they come.

pub(crate) mod describe;
mod narration;
mod summary;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::chart::Account;
use crate::concern::named;
use crate::document::{Counter, DocumentKind, Entry, EntryLine};
use crate::leg::{LegTotal, Target};
use crate::mapping::TaxWay;
use crate::money::{Amount, Currency};
use crate::problem::Problem;
use crate::resolve::{Resolved, Resolver};

pub use narration::{Narration, clean_location};
pub use summary::{Summary, summary};

/// What a cashout is made of.
#[derive(Debug, Clone)]
pub struct CashoutInput<'a> {
    /// The journal's date in Xero: the last day of the range by default.
    pub date: NaiveDate,
    /// The unique text the journal is looked up by; see [`Narration`].
    pub narration: String,
    /// The currency of the totals.
    pub currency: Currency,
    /// The legs of what it takes, summed by kind, target and taxes; equal keys are added up.
    pub totals: &'a [LegTotal],
}

/// A document as it can be looked at before it is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Review {
    /// What it is in Xero.
    pub kind: DocumentKind,
    /// Its date in Xero.
    pub date: NaiveDate,
    /// When it is due, for an invoice.
    pub due: Option<NaiveDate>,
    /// A journal's narration, another document's Reference.
    pub reference: String,
    /// The side that Xero adds; none for a journal.
    pub counter: Option<Counter>,
    /// Xero's contact id, where it has one.
    pub contact: Option<String>,
    /// What an allocation moves; nothing for others.
    pub allocated: Amount,
    /// The currency of every amount.
    pub currency: Currency,
    /// How tax is sent.
    pub tax_way: TaxWay,
    /// What resolves: debits first, then by account code.
    pub lines: Vec<ReviewLine>,
    /// What does not.
    pub unresolved: Vec<UnresolvedLine>,
    /// Everything in the way, each once; empty when the journal can be sent.
    pub blockers: Vec<Blocker>,
    /// Accounts that work though another would be better; sentences.
    pub warnings: Vec<String>,
}

/// One line of the journal with what it was summed from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReviewLine {
    /// The line as it will be sent.
    pub line: EntryLine,
    /// The totals in it: by their targets the transactions behind it are found.
    pub totals: Vec<LegTotal>,
}

/// Totals that have no account yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnresolvedLine {
    /// Why.
    pub problem: Problem,
    /// As it would be sent, debit positive.
    pub amount: Amount,
    /// The total itself.
    pub total: LegTotal,
}

/// A problem with what waits on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Blocker {
    /// What is in the way.
    pub problem: Problem,
    /// How many transactions wait on it. A transaction with taxed and untaxed lines of one code
    /// counts for each.
    pub transactions: u32,
    /// What waits, as a magnitude without tax; nothing for problems of the whole journal.
    pub amount: Amount,
}

/// Why a review gives no journal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotReady {
    /// Everything netted out, or nothing happened: recorded, and nothing is sent.
    #[error("there is nothing to post")]
    NothingToPost,
    /// Something is in the way; see [`Review::blockers`].
    #[error("something has to be mended before this can be posted")]
    Blocked,
}

/// Works out a cashout.
#[must_use]
pub fn cashout(input: &CashoutInput<'_>, resolver: &Resolver<'_>) -> Review {
    let totals = merged(input.totals, resolver.way());
    let mut lines: BTreeMap<LineKey, Gathered<'_>> = BTreeMap::new();
    let mut unresolved = Vec::new();
    let mut warnings = Vec::new();
    for total in totals.iter().cloned() {
        match resolver.account_for(&total.target, &total.tax_set, &total.tags) {
            Ok(resolved) => {
                warnings.extend(resolved.warning.clone());
                let key = LineKey::of(&resolved);
                let gathered = lines.entry(key).or_insert_with(|| Gathered::new(resolved));
                gathered.totals.push(total);
            }
            Err(problem) => {
                let amount = sent(&total, resolver.way());
                unresolved.push(UnresolvedLine { problem, amount, total });
            }
        }
    }
    warnings.sort_unstable();
    warnings.dedup();
    let mut lines: Vec<ReviewLine> =
        lines.into_values().filter_map(|line| line.finish(resolver.way())).collect();
    lines.sort_by(|one, other| order(&one.line).cmp(&order(&other.line)));
    let mut blockers = whole_journal_problems(input, &totals, resolver);
    blockers.extend(grouped(&unresolved));
    Review {
        kind: DocumentKind::ManualJournal,
        date: input.date,
        due: None,
        reference: input.narration.clone(),
        counter: None,
        contact: None,
        allocated: Amount::ZERO,
        currency: input.currency,
        tax_way: resolver.way(),
        lines,
        unresolved,
        blockers,
        warnings,
    }
}

impl Review {
    /// The document to send.
    ///
    /// # Errors
    /// When there is nothing to post, or something is in the way.
    pub fn entry(&self) -> Result<Entry, NotReady> {
        if !self.blockers.is_empty() {
            return Err(NotReady::Blocked);
        }
        if self.lines.is_empty() && self.kind != DocumentKind::Allocation {
            return Err(NotReady::NothingToPost);
        }
        Ok(self.so_far())
    }

    /// The document with what resolves, whatever is in the way.
    #[must_use]
    pub fn so_far(&self) -> Entry {
        let lines: Vec<EntryLine> = self.lines.iter().map(|review| review.line.clone()).collect();
        let amounts = || lines.iter().map(|line| line.amount);
        let total = match self.kind {
            DocumentKind::ManualJournal => amounts().filter(|one| !one.is_negative()).sum(),
            DocumentKind::Allocation => self.allocated,
            DocumentKind::Invoice
            | DocumentKind::CreditNote
            | DocumentKind::Payment
            | DocumentKind::BankTransaction => amounts().sum::<Amount>().abs(),
        };
        Entry {
            kind: self.kind,
            reference: self.reference.clone(),
            date: self.date,
            due: self.due,
            currency: self.currency,
            tax_way: self.tax_way,
            lines,
            counter: self.counter.clone(),
            contact: self.contact.clone(),
            total,
            draft: false,
        }
    }

    /// In way A what Xero's tax will differ by from the tax collected, debit positive: cents of
    /// rounding, shown and never hidden (accounting §4).
    #[must_use]
    pub fn tax_difference(&self) -> Amount {
        let lines = self.lines.iter().map(|review| &review.line);
        lines.map(|line| line.tax_expected - line.tax_collected).sum()
    }

    /// The blockers' sentences: one for all unmapped GL codes together, "Unmapped GL codes: 6545
    /// (3 transactions, 120.00)", and one for each of the rest.
    #[must_use]
    pub fn sentences(&self) -> Vec<String> {
        let mut codes = Vec::new();
        let mut others = Vec::new();
        for blocker in &self.blockers {
            if let Problem::UnmappedGlCode { code } = &blocker.problem {
                codes.push(format!("{} {}", named(code), blocker.waiting(self.currency)));
            } else {
                others.push(blocker.problem.sentence());
            }
        }
        let unmapped =
            (!codes.is_empty()).then(|| format!("Unmapped GL codes: {}", codes.join(", ")));
        unmapped.into_iter().chain(others).collect()
    }
}

impl Blocker {
    /// What waits on it: "(3 transactions, 120.00)".
    #[must_use]
    pub fn waiting(&self, currency: Currency) -> String {
        let transactions = describe::counted(self.transactions, "transaction");
        format!("({transactions}, {})", self.amount.display(currency))
    }
}

/// The amount a total is sent with: gross in way A.
fn sent(total: &LegTotal, way: TaxWay) -> Amount {
    match way {
        TaxWay::XeroComputes => total.amount + total.tax,
        TaxWay::TaxLines => total.amount,
    }
}

/// The totals that are sent, each key once and in order. Way A has no tax lines (facts §6.5).
fn merged(totals: &[LegTotal], way: TaxWay) -> Vec<LegTotal> {
    let mut merged: BTreeMap<_, LegTotal> = BTreeMap::new();
    let is_sent =
        |total: &&LegTotal| way == TaxWay::TaxLines || !matches!(total.target, Target::Tax(_));
    for total in totals.iter().filter(is_sent) {
        let key = (total.kind, total.target.clone(), total.tax_set.clone(), total.tags.clone());
        match merged.get_mut(&key) {
            Some(sum) => {
                sum.amount += total.amount;
                sum.tax += total.tax;
                sum.transactions = sum.transactions.saturating_add(total.transactions);
            }
            None => {
                merged.insert(key, total.clone());
            }
        }
    }
    merged.into_values().collect()
}

/// What lines are summed by (accounting §6).
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct LineKey {
    account_id: String,
    tax_type: String,
    tracking: Vec<(String, String)>,
}

impl LineKey {
    fn of(resolved: &Resolved<'_>) -> Self {
        Self {
            account_id: resolved.account.id.clone(),
            tax_type: resolved.tax_type.clone(),
            tracking: resolved.tracking.clone(),
        }
    }
}

/// The totals of one line.
struct Gathered<'a> {
    resolved: Resolved<'a>,
    totals: Vec<LegTotal>,
}

impl<'a> Gathered<'a> {
    const fn new(resolved: Resolved<'a>) -> Self {
        Self { resolved, totals: Vec::new() }
    }

    /// The line; none when it sums to zero.
    fn finish(self, way: TaxWay) -> Option<ReviewLine> {
        let amount: Amount = self.totals.iter().map(|total| sent(total, way)).sum();
        if amount.is_zero() {
            return None;
        }
        let account: &Account = self.resolved.account;
        let (tax_collected, tax_expected) = match way {
            TaxWay::XeroComputes => (
                self.totals.iter().map(|total| total.tax).sum(),
                amount.tax_inside(self.resolved.rate),
            ),
            TaxWay::TaxLines => (Amount::ZERO, Amount::ZERO),
        };
        let line = EntryLine {
            account_id: account.id.clone(),
            account_code: account.code.clone(),
            account_name: account.name.clone(),
            description: describe::line(&account.name, &self.totals),
            quantity: Decimal::ONE,
            amount,
            tax_type: self.resolved.tax_type,
            tracking: self.resolved.tracking,
            tax_collected,
            tax_expected,
        };
        Some(ReviewLine { line, totals: self.totals })
    }
}

/// Debits first, then by account code, name and the rest of the key.
fn order(line: &EntryLine) -> impl Ord + '_ {
    let key = (&line.account_code, &line.account_name, &line.account_id);
    (line.amount.is_negative(), key, &line.tax_type, &line.tracking)
}

/// The problems of the journal as a whole.
fn whole_journal_problems(
    input: &CashoutInput<'_>,
    totals: &[LegTotal],
    resolver: &Resolver<'_>,
) -> Vec<Blocker> {
    let organisation = &resolver.chart().organisation;
    let currency = input.currency;
    let base = organisation.base_currency;
    let difference: Amount = totals.iter().map(|total| sent(total, resolver.way())).sum();
    let locked = organisation.locked_until().filter(|until| input.date <= *until);
    [
        (!difference.is_zero()).then_some(Problem::Unbalanced { difference, currency }),
        (currency != base).then_some(Problem::CurrencyNotBase { currency, base }),
        locked.map(|until| Problem::PeriodLocked { date: input.date, until }),
    ]
    .into_iter()
    .flatten()
    .map(|problem| Blocker { problem, transactions: 0, amount: Amount::ZERO })
    .collect()
}

/// The problems of lines, each once with what waits on it. What sells 20.00 and refunds 5.00 has
/// 15.00 waiting.
pub(crate) fn grouped(unresolved: &[UnresolvedLine]) -> Vec<Blocker> {
    let mut groups: BTreeMap<&Problem, (u32, Amount)> = BTreeMap::new();
    for line in unresolved {
        let (transactions, amount) = groups.entry(&line.problem).or_default();
        *transactions = transactions.saturating_add(line.total.transactions);
        *amount += line.total.amount;
    }
    let blocker = |(problem, (transactions, amount)): (&Problem, (u32, Amount))| Blocker {
        problem: problem.clone(),
        transactions,
        amount: amount.abs(),
    };
    groups.into_iter().map(blocker).collect()
}
