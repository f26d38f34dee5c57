//! A story rich enough that every kind of transaction can be posted.

use chrono::NaiveDate;
use ledger::{
    Amount, Currency, Deposit, Line, LineAccount, OpenInvoice, Part, PartKey, PartRef, Rules,
    SaleStory, Story, Tax, Transaction, post,
};
use rust_decimal::Decimal;

use crate::cents;

/// A sale of 112.00, a deposit of 500.00, a balance of 62.00, two open invoices and a day's rates.
pub(crate) fn story() -> Story {
    let rates = [("USD", 136), ("EUR", 150), ("JPY", 1), ("KWD", 440)];
    let rate = |(code, hundredths): (&str, i64)| {
        (code.parse().expect("a currency"), Decimal::new(hundredths, 2))
    };
    Story {
        rates: rates.map(rate).into(),
        sale: Some(SaleStory { lines: vec![sold()], refunded: Amount::ZERO }),
        deposit: Deposit { net: cents(50_000), ..Deposit::NONE },
        owed: cents(6_200),
        invoices: vec![open(7, "account_charge-1", 11_200), open(9, "INV-7", 1_200)],
        drawer: cents(54_000),
        ..Story::new(Rules::usual(Currency::CAD))
    }
}

fn sold() -> Line {
    let tax = |(code, minor): (&str, i64)| Tax { code: code.to_owned(), amount: cents(minor) };
    Line {
        description: "Kayak".to_owned(),
        account: LineAccount::Gl("Boats".to_owned()),
        quantity: Decimal::ONE,
        unit_price: None,
        net: cents(10_000),
        discount: Amount::ZERO,
        taxes: [("GST", 500), ("PST", 700)].map(tax).into(),
    }
}

fn open(transaction: i64, name: &str, outstanding: i64) -> OpenInvoice {
    OpenInvoice {
        part: PartRef { transaction, part: PartKey::invoice() },
        names: vec![name.to_owned()],
        date: NaiveDate::from_ymd_opt(2026, 8, 1).expect("a day"),
        outstanding: cents(outstanding),
    }
}

/// Posts a transaction in that story, and checks that every part sums to zero.
#[track_caller]
pub(crate) fn posted(transaction: &Transaction) -> Vec<Part> {
    let id = &transaction.source.id;
    let parts = post(transaction, &story()).unwrap_or_else(|error| panic!("{id}: {error}"));
    for part in &parts {
        let sum: Amount = part.legs.iter().map(|leg| leg.amount).sum();
        assert_eq!(sum, Amount::ZERO, "{id}, {:?}", part.key);
    }
    parts
}
