//! What somebody, or another app, entered in Xero a second time in another form is pointed out;
//! what only looks like it is not.

use ledger::Kind;
use serde_json::{Value, json};
use store::{Drift, DriftKind};
use sync::Until;

use crate::desk::{Circumstances, Desk, Office};
use crate::till::event;

/// A desk with a posted deposit of 50.00, an invoice of 100.00 with its payment, and 500.00 banked.
async fn posted() -> (Desk, Office) {
    let mapped = Circumstances { mapped: true, foreign_bank: true, ..Circumstances::default() };
    let desk = Desk::under(mapped).await;
    let office = desk.office();
    office.record(&[
        event(Kind::BookingPayment, "D", 20, "pay Card 50.00; booking B-17"),
        event(Kind::AccountCharge, "C", 20, "Boats 100.00; customer Bo_Chen"),
        event(Kind::AccountPayment, "P", 20, "pay Card 100.00; customer Bo_Chen"),
        event(Kind::BankDeposit, "B", 20, "pay Cash 500.00"),
    ]);
    assert_eq!(office.run(Until::Empty).await.posted.len(), 4);
    (desk, office)
}

/// Looks, and gives the duplicates that are open, oldest first.
async fn duplicates(office: &Office) -> Vec<Drift> {
    office.outbox.check_drift().await.unwrap();
    let mut open = office.book.drifts(false, 99).unwrap();
    open.retain(|one| one.drift.kind == DriftKind::Duplicate);
    open.reverse();
    open
}

/// The kinds of our documents that have a like.
fn kinds(office: &Office, drifts: &[Drift]) -> Vec<&'static str> {
    let kind = |one: &Drift| office.document(one.drift.document).summary.kind.key();
    drifts.iter().map(kind).collect()
}

/// The request that made our document of a kind.
fn body_of(office: &Office, kind: &str) -> Value {
    let one = office.live().into_iter().find(|one| one.kind.key() == kind).unwrap();
    serde_json::from_str(&office.document(one.id).body).unwrap()
}

/// One line of an amount on an account, from another hand.
fn by_hand(office: &Office, kind: &str, amount: &str, account: &str) -> Value {
    let mut body = body_of(office, kind);
    let list = body.as_object_mut().unwrap().values_mut().next().unwrap();
    let one = if list.is_array() { &mut list[0] } else { &mut body };
    one["Reference"] = json!("from another app");
    let mut line = one["LineItems"][0].clone();
    line["UnitAmount"] = serde_json::from_str(amount).unwrap();
    line["Quantity"] = json!(1);
    line["AccountCode"] = json!(account);
    line.as_object_mut().unwrap().remove("Tracking");
    one["LineItems"] = json!([line]);
    body
}

async fn enter_invoice(office: &Office, key: &str, body: &Value) {
    office.client.send_invoice(body.to_string().as_bytes(), key).await.unwrap();
}

async fn enter_money(office: &Office, key: &str, body: &Value) {
    office.client.send_bank_transaction(body.to_string().as_bytes(), key).await.unwrap();
}

/// The code of an account of the chart.
fn code(office: &Office, name: &str) -> String {
    let chart = office.book.chart().unwrap().unwrap().chart;
    chart.accounts.iter().find(|one| one.name == name).unwrap().code.clone()
}

#[tokio::test]
async fn the_same_in_another_form_is_pointed_out_and_once_dismissed_stays_so() {
    let (_desk, office) = posted().await;
    let sales = code(&office, "Sales");
    enter_invoice(&office, "a", &by_hand(&office, "invoice", "50.00", &sales)).await;
    let drifts = duplicates(&office).await;
    assert_eq!(kinds(&office, &drifts), ["manual_journal"], "{drifts:#?}");
    let said = &drifts[0].drift.message;
    assert!(said.contains("an invoice of the same day and amount"), "{said}");
    office.outbox.accept_drift(drifts[0].id, "Bea").await.unwrap();
    assert_eq!(duplicates(&office).await, []);

    // Money received that is an invoice of ours is not its payment, too.
    let mut money = by_hand(&office, "bank_transaction", "100.00", &sales);
    turn(&mut money, "RECEIVE");
    enter_money(&office, "b", &money).await;
    let drifts = duplicates(&office).await;
    assert_eq!(kinds(&office, &drifts), ["invoice"], "{drifts:#?}");
    let said = &drifts[0].drift.message;
    assert!(said.contains("a bank transaction of the same day and amount"), "{said}");
    office.assert_sound();
}

#[tokio::test]
async fn a_journal_by_hand_of_what_was_banked_is_pointed_out() {
    let (_desk, office) = posted().await;
    let mut journal = body_of(&office, "manual_journal");
    let list = journal.as_object_mut().unwrap().values_mut().next().unwrap();
    let one = if list.is_array() { &mut list[0] } else { &mut journal };
    one["Narration"] = json!("Cash of Friday, by Ana");
    let lines = one["JournalLines"].as_array_mut().unwrap();
    for (line, amount) in lines.iter_mut().zip([500.0, -500.0]) {
        line["LineAmount"] = json!(amount);
    }
    let bytes = journal.to_string();
    office.client.send_manual_journal(bytes.as_bytes(), "by-hand").await.unwrap();
    let drifts = duplicates(&office).await;
    assert_eq!(kinds(&office, &drifts), ["bank_transaction"], "{drifts:#?}");
}

#[tokio::test]
async fn what_only_looks_like_it_is_not_pointed_out() {
    let (_desk, office) = posted().await;
    let sales = code(&office, "Sales");
    let clearing = code(&office, "Card Clearing");
    // Another amount, another day, money the other way, another currency.
    enter_invoice(&office, "a", &by_hand(&office, "invoice", "50.01", &sales)).await;
    let text = by_hand(&office, "invoice", "50.00", &sales).to_string();
    let later: Value = serde_json::from_str(&text.replace("2026-11-20", "2026-11-19")).unwrap();
    enter_invoice(&office, "b", &later).await;
    let mut spent = by_hand(&office, "bank_transaction", "100.00", &sales);
    turn(&mut spent, "SPEND");
    enter_money(&office, "c", &spent).await;
    let foreign: Value = serde_json::from_str(&text.replace("\"CAD\"", "\"USD\"")).unwrap();
    enter_invoice(&office, "d", &foreign).await;
    // The next leg of the same money: the bank takes what the deposit's journal left in clearing.
    let mut settled = by_hand(&office, "bank_transaction", "50.00", &clearing);
    turn(&mut settled, "RECEIVE");
    enter_money(&office, "e", &settled).await;
    assert_eq!(duplicates(&office).await, []);
}

#[tokio::test]
async fn a_busy_day_hides_no_like() {
    let desk = Desk::under(Circumstances { mapped: true, ..Circumstances::default() }).await;
    let office = desk.office();
    let mut new: Vec<_> = (0..25)
        .map(|n| {
            let words = format!("pay Card {}.00; booking B-{n}", 10 + n);
            event(Kind::BookingPayment, &format!("D{n}"), 20, &words)
        })
        .collect();
    new.push(event(Kind::BookingPayment, "LAST", 20, "pay Card 77.00; booking B-99"));
    new.push(event(Kind::AccountCharge, "C", 20, "Boats 1.00; customer Bo_Chen"));
    office.record(&new);
    office.run(Until::Empty).await;
    let sales = code(&office, "Sales");
    enter_invoice(&office, "a", &by_hand(&office, "invoice", "77.00", &sales)).await;
    assert_eq!(kinds(&office, &duplicates(&office).await), ["manual_journal"]);
}

fn turn(body: &mut Value, kind: &str) {
    let list = body.as_object_mut().unwrap().values_mut().next().unwrap();
    let one = if list.is_array() { &mut list[0] } else { body };
    one["Type"] = json!(kind);
}
