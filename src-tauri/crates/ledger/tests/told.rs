//! Transactions and stories of the worked examples.

use expect_test::Expect;
use ledger::{
    Customer, Deposit, Kind, OpenInvoice, PartKey, PartRef, Story, TaxShare, Transaction,
};

use crate::books::{cad, day, documents, story, transaction};

pub(crate) const BILL: &str = "Boats 100.00 GST 5.00 PST 7.00";

pub(crate) fn check(way: ledger::TaxWay, one: &Transaction, story: &Story, expected: &Expect) {
    expected.assert_eq(&documents(way, one, story));
}

/// A transaction without lines: only what it was paid with.
pub(crate) fn paid(kind: Kind, text: &str) -> Transaction {
    let mut one = transaction(kind, text);
    one.lines.clear();
    one.booking = Some("B-17".to_owned());
    one
}

pub(crate) fn of_booking(kind: Kind, text: &str) -> Transaction {
    Transaction { booking: Some("B-17".to_owned()), ..transaction(kind, text) }
}

pub(crate) fn on_account(kind: Kind, text: &str) -> Transaction {
    let customer = Some(Customer { name: "Anneke Larsen".to_owned(), ..Customer::default() });
    Transaction { customer, ..transaction(kind, text) }
}

/// A story in which a deposit was paid for the booking.
pub(crate) fn with_deposit(amount: &str) -> Story {
    Story { deposit: Deposit { net: cad(amount), ..Deposit::NONE }, ..story() }
}

pub(crate) fn open(transaction: i64, name: &str, outstanding: &str) -> OpenInvoice {
    OpenInvoice {
        part: PartRef { transaction, part: PartKey::invoice() },
        names: vec![name.to_owned()],
        date: day("2026-11-01"),
        outstanding: cad(outstanding),
    }
}

pub(crate) fn taxes() -> Vec<TaxShare> {
    [("GST", 5), ("PST", 7)]
        .map(|(code, percent)| TaxShare { code: code.to_owned(), percent: percent.into() })
        .into()
}
