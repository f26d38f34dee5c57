//! Check-ins: a rental begins, its revenue is recognised, its deposit used.
//!
//! What neither the deposit nor the tenders pay is owed: on A/R control, our own asset, since no
//! journal may touch Xero's Accounts Receivable (facts §1). Where balances are invoiced, a second
//! part moves it there by an invoice (accounting §5).

use super::booking::{add_used, lane};
use super::legs::{Legs, add_extras};
use super::sale::add_tenders;
use super::{Rejection, checks, recognition};
use crate::leg::{Lane, Part, PartKey, Target};
use crate::money::Amount;
use crate::role::Role;
use crate::story::Story;
use crate::transaction::Transaction;

/// Posts a check-in.
pub(super) fn post(transaction: &Transaction, story: &Story) -> Result<Vec<Part>, Rejection> {
    checks::anything(transaction)?;
    checks::lines(transaction)?;
    let currency = transaction.currency;
    let (billed, paid) = (transaction.billed(), transaction.tendered());
    if billed.is_negative() {
        return Err(Rejection::BelowZero { what: "the bill", currency });
    }
    let unpaid = billed - paid;
    let available = story.deposit.available().max(Amount::ZERO);
    let deposit =
        transaction.extras.deposit_used.unwrap_or_else(|| available.min(unpaid).max(Amount::ZERO));
    let owed = unpaid - deposit;
    if deposit.is_negative() {
        return Err(Rejection::BelowZero { what: "the deposit used", currency });
    }
    if owed.is_negative() {
        return Err(Rejection::PaidAboveBill { paid: paid + deposit, billed, currency });
    }
    let mut legs = Legs::merged();
    add_tenders(&mut legs, transaction);
    add_used(&mut legs, story, deposit);
    legs.add(Target::Role(Role::ArControl), owed);
    let later = recognition::add_lines(&mut legs, transaction, story);
    add_extras(&mut legs, transaction.tip, transaction.surcharge);
    let main = Part::new(PartKey::all(), lane(story.rules.check_ins), legs.finish());
    let invoiced = story.rules.invoices_balances && transaction.customer.is_some();
    let balance = (invoiced && !owed.is_zero()).then(|| balance_invoice(transaction, owed));
    Ok(std::iter::once(main).chain(balance).chain(later).collect())
}

/// The invoice of the balance: one line without tax to A/R control, which goes back to zero.
fn balance_invoice(transaction: &Transaction, owed: Amount) -> Part {
    let booking = transaction.booking.as_deref().unwrap_or_default();
    let mut legs = Legs::separate();
    legs.add(Target::Receivable, owed);
    let words = format!("Balance of booking {booking}");
    legs.add_named(Target::Role(Role::ArControl), -owed, words.trim_end().to_owned());
    Part::new(PartKey::invoice(), Lane::Invoice, legs.finish())
}
