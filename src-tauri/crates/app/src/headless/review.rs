//! The review of all that was asked for, in one piece.

use std::collections::BTreeMap;

use ipc::{
    Cashout, CashoutRequest, DayState, Fault, JournalLine, Notice, SeparateDocument, TrackingChoice,
};
use ledger::{Amount, Currency};
use rust_decimal::Decimal;

use super::days::DaysAsked;
use crate::App;
use crate::convert::{day, money};
use crate::fault::internal;
use crate::people::Command;

/// The reviews of the days asked for, and their lines as one list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Review {
    /// The first business date of all.
    pub from: ipc::Day,
    /// The last one.
    pub to: ipc::Day,
    /// The location's name; nothing when they are several.
    pub location: Option<String>,
    /// Where the days stand: over several locations, what leaves a person the most to do.
    pub state: DayState,
    /// The lines of all journals to be made, summed by account, tax type and tracking: debits
    /// first, then by account code.
    pub lines: Vec<MergedLine>,
    /// What is posted by documents of its own.
    pub posted_separately: Vec<SeparateDocument>,
    /// What keeps something from being sent, each once.
    pub blockers: Vec<Notice>,
    /// What a person should know, each once.
    pub warnings: Vec<Notice>,
    /// The review of each location, as the window shows it.
    pub cashouts: Vec<Cashout>,
}

/// A line over all journals. One of `debit` and `credit` is zero.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MergedLine {
    /// The account's code; absent when unmapped or when the account has none.
    pub account_code: Option<String>,
    /// The account's name, or the unmapped code in words.
    pub account_name: String,
    /// Whether what is in it has no account yet.
    pub unmapped: bool,
    /// The debit amount.
    pub debit: ipc::Money,
    /// The credit amount.
    pub credit: ipc::Money,
    /// The tax type sent.
    pub tax_type: Option<String>,
    /// The tracking options sent.
    pub tracking: Vec<TrackingChoice>,
    /// What is in it, in words.
    pub description: String,
    /// Transactions summed in it.
    pub transactions: u32,
}

impl App {
    /// Reviews the days asked for, at every location unless one is named.
    ///
    /// # Errors
    /// When a location or a date is wrong, or no chart was ever read.
    pub async fn review(&self, asked: &DaysAsked) -> Result<Review, Fault> {
        self.refuse_unless_allowed(Command::cashout).await?;
        let mut cashouts = Vec::new();
        for span in self.spans(asked).await? {
            for (from, to) in span.looked_at() {
                let location = Some(span.location.id.to_string().into());
                let request = CashoutRequest { location, from: day(from), to: day(to) };
                cashouts.push(self.cashout(request).await?);
            }
        }
        let mut places = cashouts.iter().map(|one| &one.location_name);
        let location = places.next().filter(|first| places.all(|other| other == *first)).cloned();
        let earliest = cashouts.iter().map(|one| &one.from).min();
        let latest = cashouts.iter().map(|one| &one.to).max();
        let today = || day(self.world.now().date_naive());
        Ok(Review {
            from: earliest.cloned().unwrap_or_else(today),
            to: latest.cloned().unwrap_or_else(today),
            location,
            state: most_to_do(&cashouts),
            lines: merged_lines(&cashouts)?,
            posted_separately: cashouts
                .iter()
                .flat_map(|one| one.posted_separately.clone())
                .collect(),
            blockers: each_once(cashouts.iter().flat_map(|one| &one.blockers)),
            warnings: each_once(cashouts.iter().flat_map(|one| &one.warnings)),
            cashouts,
        })
    }
}

fn most_to_do(cashouts: &[Cashout]) -> DayState {
    let rank = |state: &DayState| match state {
        DayState::NothingToPost => 0,
        DayState::Posted => 1,
        DayState::Queued => 2,
        DayState::Supplement => 3,
        DayState::Open => 4,
        DayState::NeedsAttention => 5,
    };
    let states = cashouts.iter().map(|one| one.state.clone());
    states.max_by_key(rank).unwrap_or(DayState::NothingToPost)
}

fn each_once<'a>(notices: impl Iterator<Item = &'a Notice>) -> Vec<Notice> {
    let mut kept: Vec<Notice> = Vec::new();
    for notice in notices {
        if !kept.contains(notice) {
            kept.push(notice.clone());
        }
    }
    kept
}

/// What makes lines one: account, tax type and tracking, in the order they are listed.
type LineKey = (Option<String>, String, bool, Option<String>, Vec<(String, String)>);

#[derive(Default)]
struct Sum {
    amount: Amount,
    descriptions: Vec<String>,
    transactions: u32,
}

fn merged_lines(cashouts: &[Cashout]) -> Result<Vec<MergedLine>, Fault> {
    let Some(first) = cashouts.first() else { return Ok(Vec::new()) };
    let currency: Currency = first.currency.parse().map_err(|error| internal(&error))?;
    let mut sums: BTreeMap<LineKey, Sum> = BTreeMap::new();
    for line in cashouts.iter().flat_map(|one| &one.journals).flat_map(|one| &one.lines) {
        let sum = sums.entry(key(line)).or_default();
        sum.amount += amount(line, currency)?;
        sum.transactions = sum.transactions.saturating_add(line.transactions);
        if !sum.descriptions.contains(&line.description) {
            sum.descriptions.push(line.description.clone());
        }
    }
    sums.retain(|_, sum| !sum.amount.is_zero());
    let mut lines: Vec<_> = sums.into_iter().collect();
    lines.sort_by_key(|(_, sum)| sum.amount.is_negative());
    Ok(lines.into_iter().map(|(key, sum)| merged(key, &sum, currency)).collect())
}

fn merged(key: LineKey, sum: &Sum, currency: Currency) -> MergedLine {
    let (account_code, account_name, unmapped, tax_type, tracking) = key;
    let on = |side: bool| money(if side { sum.amount.abs() } else { Amount::ZERO }, currency);
    let tracking = tracking.into_iter();
    MergedLine {
        account_code,
        account_name,
        unmapped,
        debit: on(!sum.amount.is_negative()),
        credit: on(sum.amount.is_negative()),
        tax_type,
        tracking: tracking.map(|(category, option)| TrackingChoice { category, option }).collect(),
        description: sum.descriptions.join("; "),
        transactions: sum.transactions,
    }
}

fn key(line: &JournalLine) -> LineKey {
    let tracking = line.tracking.iter();
    (
        line.account_code.clone(),
        line.account_name.clone(),
        line.unmapped,
        line.tax_type.as_ref().map(|tax_type| tax_type.0.clone()),
        tracking.map(|one| (one.category.clone(), one.option.clone())).collect(),
    )
}

/// The line's amount, debit positive.
fn amount(line: &JournalLine, currency: Currency) -> Result<Amount, Fault> {
    let read = |side: &Option<ipc::Money>| -> Result<Amount, Fault> {
        let Some(text) = side else { return Ok(Amount::ZERO) };
        let value: Decimal = text.as_str().parse().map_err(|error| internal(&error))?;
        Amount::from_decimal(value, currency).map_err(|error| internal(&error))
    };
    Ok(read(&line.debit)? - read(&line.credit)?)
}
