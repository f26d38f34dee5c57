//! Money of other currencies than the book's.

use ledger::{Amount, Currency, LineAccount, Rejection, Rules, Story, post};
use rust_decimal::Decimal;
use serde_json::{Value, json};

use crate::stories::posted;
use crate::{cents, import, options};

/// A sale of 100.00 in the book's currency, paid with these tenders.
fn paid_with(tenders: &Value) -> Value {
    json!({"id": "S1", "kind": "sale", "at": "2026-08-14 12:00",
        "lines": [{"gl_code": "Boats", "net": "100.00"}], "tenders": tenders})
}

fn usd() -> Currency {
    "USD".parse().expect("a currency")
}

fn refused(value: &Value) -> String {
    import(value.to_string().as_bytes(), &options()).reason()
}

#[test]
fn foreign_money_settles_what_its_rate_makes_of_it_less_the_change() {
    let value = paid_with(&json!([{"name": "US cash", "currency": "USD", "tendered": "80.00",
        "change": "8.80", "rate": "1.36"}]));
    let outcome = import(value.to_string().as_bytes(), &options());
    let tender = &outcome.only().tenders[0];
    let foreign = tender.foreign.as_ref().expect("it is foreign");
    assert_eq!((tender.amount, foreign.amount), (cents(10_000), cents(8_000)));
    assert_eq!((foreign.currency, foreign.rate), (usd(), Decimal::new(136, 2)));
}

#[test]
fn foreign_money_without_a_rate_waits_for_the_days() {
    let value = paid_with(&json!([{"name": "US cash", "currency": "USD", "tendered": "80.00",
        "change": "8.80"}]));
    let outcome = import(value.to_string().as_bytes(), &options());
    let sale = outcome.only();
    let foreign = sale.tenders[0].foreign.as_ref().expect("it is foreign");
    assert_eq!((sale.tenders[0].amount, foreign.rate), (cents(-880), Decimal::ZERO));
    let bare = Story::new(Rules::usual(Currency::CAD));
    let waits = post(sale, &bare).expect_err("no rate is known");
    assert!(waits.waits() && matches!(waits, Rejection::NoRate { .. }));
    let [part] = &posted(sale)[..] else { panic!("one part once the rate is known") };
    let debits: Amount = part.legs.iter().map(|leg| leg.amount.max(Amount::ZERO)).sum();
    assert_eq!(debits, cents(10_000));
    let total = &outcome.report.tenders["US cash"];
    assert_eq!(total.amounts[&usd()], cents(8_000));
}

#[test]
fn what_foreign_money_lacks_is_said() {
    for (tender, expected) in [
        (
            json!({"name": "US cash", "currency": "USD", "rate": "1.36"}),
            "/tenders/0: foreign money says in \"tendered\" how much was handed over.",
        ),
        (
            json!({"name": "US cash", "currency": "USD", "tendered": "80.00", "amount": "1.00"}),
            "/tenders/0/amount: what foreign money settled is not known without its \"rate\"",
        ),
        (
            json!({"name": "US cash", "currency": "USD", "tendered": "80.00", "rate": "0.00"}),
            "/tenders/0/rate: 0.00 is not above zero.",
        ),
        (
            json!({"name": "US cash", "currency": "USD", "tendered": "80.00", "rate": "1.36",
                "amount": "100.00"}),
            "/tenders/0/amount: 100.00 is not what was tendered less the change, 108.80.",
        ),
        (
            json!({"name": "US cash", "currency": "dollars", "tendered": "80.00"}),
            "/tenders/0/currency: \"dollars\" is not a three-letter currency code.",
        ),
        (
            json!({"name": "Cash", "amount": "100.00", "rate": "1.36"}),
            "/tenders/0/rate: a rate is for foreign money.",
        ),
        (
            json!({"name": "US cash", "currency": "USD", "tendered": "80.00",
                "rate": "9999999999999999999999"}),
            "/tenders/0/rate: with that rate it is too large to be an amount.",
        ),
        (
            json!({"name": "Yen", "currency": "JPY", "tendered": "80.50", "rate": "0.01"}),
            "/tenders/0/tendered: 80.5 has more than the 0 decimals of JPY.",
        ),
    ] {
        let reason = refused(&paid_with(&json!([tender])));
        assert!(reason.starts_with(expected), "{reason}");
    }
}

#[test]
fn prices_may_be_in_another_currency_and_are_summed_apart() {
    let mut value = paid_with(&json!([{"name": "Card", "amount": "100.00", "rate": "1.36"}]));
    value["currency"] = json!("usd");
    let at_home = paid_with(&json!([{"name": "Card", "amount": "100.00"}]));
    let outcome = import(format!("{value}\n{at_home}").as_bytes(), &options());
    let [sale, _] = outcome.transactions.as_slice() else { panic!("{:?}", outcome.rejects) };
    assert_eq!((sale.currency, sale.lines[0].net), (usd(), cents(10_000)));
    let taken: Amount = posted(sale)[0].legs.iter().map(|leg| leg.amount.max(Amount::ZERO)).sum();
    assert_eq!(taken, cents(13_600), "it is posted at the rate it says itself");
    let net = |currency| {
        let mut totals = outcome.report.totals.iter();
        let found = totals.find(|total| total.column == "net" && total.currency == currency);
        found.map(|total| total.taken)
    };
    assert_eq!((net(usd()), net(Currency::CAD)), (Some(cents(10_000)), Some(cents(10_000))));
    let card = &outcome.report.tenders["Card"];
    assert_eq!((card.transactions, card.amounts.len()), (2, 2));
}

#[test]
fn money_of_a_third_currency_says_what_it_settled() {
    let mut value = paid_with(&json!([{"name": "Euro", "currency": "EUR", "tendered": "90.00",
        "rate": "1.50", "amount": "100.00"}]));
    value["currency"] = json!("USD");
    let outcome = import(value.to_string().as_bytes(), &options());
    assert_eq!(outcome.only().tenders[0].amount, cents(10_000));
    let _posted = posted(outcome.only());
    let at_home = json!([{"name": "Cash", "currency": "CAD", "tendered": "136.00",
        "amount": "100.00"}]);
    value["tenders"] = at_home;
    let outcome = import(value.to_string().as_bytes(), &options());
    let foreign = outcome.only().tenders[0].foreign.as_ref().expect("it is foreign there");
    assert_eq!((foreign.currency, foreign.rate), (Currency::CAD, Decimal::ONE));
    value["tenders"][0]["amount"] = Value::Null;
    assert!(refused(&value).starts_with("/tenders/0: in a transaction of foreign prices"));
}

#[test]
fn a_count_and_a_payout_are_in_the_books_currency() {
    let count = json!({"id": "C1", "kind": "cash_count", "at": "2026-08-14 12:00",
        "currency": "USD", "count": {"counted": "5.00"}});
    let expected =
        "/currency: USD is not the book's CAD, and a cash_count is in the book's currency.";
    assert_eq!(refused(&count), expected);
}

#[test]
fn a_bond_needs_its_line_while_what_it_came_to_is_not_known() {
    let mut bond = json!({"id": "B1", "kind": "bond_taken", "at": "2026-08-14 12:00",
        "tenders": [{"name": "US cash", "currency": "USD", "tendered": "100.00"}]});
    let expected = "/lines: it is missing, and cannot be worked out while a tender has no rate.";
    assert_eq!(refused(&bond), expected);
    bond["lines"] = json!([{"net": "136.00"}]);
    let outcome = import(bond.to_string().as_bytes(), &options());
    let damage_bonds = LineAccount::Role(ledger::Role::DamageBonds);
    assert_eq!(outcome.only().lines[0].account, damage_bonds);
    let _posted = posted(outcome.only());
}
