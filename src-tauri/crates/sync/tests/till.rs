//! What happens at the desk of the tests, as it is recorded.

use chrono::{NaiveTime, TimeDelta};
use ledger::{
    Amount, Currency, Extras, Kind, Line, LineAccount, SourceId, Tax, Tender, Transaction,
};
use store::NewTransaction;

use crate::desk::november;

/// A card sale of a GL code with GST 5 % and PST 7 % on `net` cents.
pub(crate) fn sale(id: &str, day: u32, code: &str, net: i64) -> NewTransaction {
    taxed(Kind::Sale, id, day, code, net)
}

pub(crate) fn refund(id: &str, day: u32, code: &str, net: i64) -> NewTransaction {
    taxed(Kind::Refund, id, day, code, net)
}

fn taxed(kind: Kind, id: &str, day: u32, code: &str, net: i64) -> NewTransaction {
    let tax =
        |code: &str, amount| Tax { code: code.to_owned(), amount: Amount::from_minor(amount) };
    let (gst, pst) = (net / 20, net * 7 / 100);
    let line = Line {
        description: "Two hours".to_owned(),
        account: LineAccount::Gl(code.to_owned()),
        quantity: 1.into(),
        unit_price: None,
        net: Amount::from_minor(net),
        discount: Amount::ZERO,
        taxes: vec![tax("GST", gst), tax("PST", pst)],
    };
    let tender = Tender {
        name: "Card".to_owned(),
        amount: Amount::from_minor(net + gst + pst),
        foreign: None,
    };
    let transaction =
        Transaction { lines: vec![line], tenders: vec![tender], ..bare(kind, id, day) };
    NewTransaction { transaction, raw: None }
}

/// A transaction with nothing in it, of a day of November 2026.
pub(crate) fn bare(kind: Kind, id: &str, day: u32) -> Transaction {
    Transaction {
        source: SourceId { source: "square".to_owned(), id: id.to_owned() },
        kind,
        at: november(day).and_time(NaiveTime::MIN).and_utc() + TimeDelta::hours(18),
        business_date: november(day),
        location: "Main Dock".to_owned(),
        till: None,
        staff: None,
        customer: None,
        booking: None,
        currency: Currency::CAD,
        lines: Vec::new(),
        tenders: Vec::new(),
        tip: Amount::ZERO,
        surcharge: Amount::ZERO,
        refund_of: None,
        invoice: None,
        note: None,
        department: None,
        class: None,
        extras: Extras::default(),
    }
}
