//! The words on a journal line: what it is made of, for whoever reads it in Xero.

use std::collections::BTreeMap;

use crate::kind::Kind;
use crate::leg::{LegTotal, Target};
use crate::role::Role;

/// How many names a description lists before it counts the rest.
const MAX_NAMES: usize = 4;

/// "Boats: 23 sales, 1 refund", "Card, Cash: 23 payments, 1 refund". Targets that share a line
/// are counted together; a payment in two tenders is two payments.
pub(crate) fn line(account_name: &str, totals: &[LegTotal]) -> String {
    let mut names: Vec<&str> = totals.iter().map(|total| name(account_name, total)).collect();
    names.sort_unstable();
    names.dedup();
    let more = names.len().saturating_sub(MAX_NAMES);
    names.truncate(MAX_NAMES);
    let more = if more == 0 { String::new() } else { format!(" and {more} more") };
    // Kinds that are called alike stand where the first of them does.
    let mut counts: BTreeMap<&str, (Kind, u32)> = BTreeMap::new();
    for total in totals {
        let (first, count) = counts.entry(noun(total)).or_insert((total.kind, 0));
        *first = total.kind.min(*first);
        *count = count.saturating_add(total.transactions);
    }
    let mut counts: Vec<(Kind, &str, u32)> =
        counts.into_iter().map(|(noun, (first, count))| (first, noun, count)).collect();
    counts.sort_unstable();
    let counts: Vec<String> =
        counts.into_iter().map(|(_, noun, count)| counted(count, noun)).collect();
    format!("{}{more}: {}", names.join(", "), counts.join(", "))
}

/// "1 sale", "23 sales".
pub(super) fn counted(count: u32, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

/// GL codes go by their account's name, everything else by what the desk calls it.
fn name<'a>(account_name: &'a str, total: &'a LegTotal) -> &'a str {
    match &total.target {
        Target::Gl(_) | Target::PaidOut(_) | Target::PaidIn(_) | Target::Receivable => account_name,
        Target::Role(Role::TipsPayable) => "Tips",
        Target::Role(role) => role.title(),
        Target::BilledAhead => "Billed ahead",
        Target::Tender(name) | Target::Tax(name) | Target::Bank(name) => name,
    }
}

fn noun(total: &LegTotal) -> &'static str {
    match (&total.target, total.kind) {
        (Target::Tender(_), kind) => tender_noun(kind),
        (
            Target::Gl(_)
            | Target::Role(_)
            | Target::Tax(_)
            | Target::PaidOut(_)
            | Target::PaidIn(_)
            | Target::Receivable
            | Target::Bank(_)
            | Target::BilledAhead,
            kind,
        ) => kind.noun(),
    }
}

/// What money on a clearing account was: a sale's is a payment, a refund's a refund, what only
/// concerns the drawer is called what it is.
fn tender_noun(kind: Kind) -> &'static str {
    match kind {
        Kind::Refund
        | Kind::BookingRefund
        | Kind::Cancellation
        | Kind::AccountRefund
        | Kind::GiftCardRefund
        | Kind::BondReturned => "refund",
        Kind::TipPayout
        | Kind::PaidOut
        | Kind::PaidIn
        | Kind::FloatChange
        | Kind::CashCount
        | Kind::BankDeposit
        | Kind::ProcessorPayout => kind.noun(),
        Kind::Sale
        | Kind::BookingPayment
        | Kind::CheckIn
        | Kind::DepositMove
        | Kind::AccountCharge
        | Kind::AccountPayment
        | Kind::BalancePayment
        | Kind::BalanceWriteOff
        | Kind::GiftCardSale
        | Kind::BondTaken
        | Kind::BondKept => "payment",
    }
}
