//! Foreign money: what waits for a rate is posted at the rate entered, or says what is wrong now.

use ledger::Kind;
use store::{Rate, TransactionFilter, TransactionState};
use sync::Until;

use crate::desk::{Circumstances, Desk, Office, november};
use crate::till::event;

fn enter(office: &Office, rate: &str) {
    let now = office.world.now();
    let rate = Rate {
        currency: "USD".parse().unwrap(),
        date: november(20),
        rate: rate.parse().unwrap(),
        who: "Bea".to_owned(),
        entered_at: now,
    };
    office.book.set_rate(&rate).unwrap();
    office.book.post_waiting(now).unwrap();
}

fn waits(office: &Office) -> Vec<(String, String)> {
    let states = vec![TransactionState::Waiting];
    let filter = TransactionFilter { states, ..TransactionFilter::default() };
    let rows = office.book.transactions(&filter, None, 9).unwrap().rows;
    let waits = rows.iter().filter_map(|row| office.book.transaction(row.id).unwrap().waits_for);
    waits.map(|waits| (waits.reason, waits.message)).collect()
}

#[tokio::test]
async fn a_bill_paid_in_foreign_money_at_another_rate_says_what_is_wrong_with_the_rate_entered() {
    let desk = Desk::under(Circumstances { mapped: true, ..Circumstances::default() }).await;
    let office = desk.office();
    // 100.00 in Canadian dollars, paid with 80 American ones: nobody said at which rate.
    let bill = "Boats 100.00; pay Card 0.00 as 80.00 USD at 0";
    office.record(&[event(Kind::Sale, "S", 20, bill)]);
    let [(reason, message)] = &waits(&office)[..] else { panic!("it waits") };
    assert_eq!(reason, "rate");
    assert!(message.contains("no exchange rate"), "{message}");

    enter(&office, "1.30");
    let [(reason, message)] = &waits(&office)[..] else { panic!("104.00 do not pay 100.00") };
    assert_eq!(reason, store::CONTRADICTS);
    assert!(message.contains("104.00") && message.contains("100.00"), "{message}");
    assert!(!message.contains("no exchange rate"), "{message}");
    assert_eq!(office.book.waiting_for("rate").unwrap(), 0);
    office.assert_sound();

    enter(&office, "1.25");
    assert_eq!(waits(&office), []);
    let cashout = office.close(20);
    assert_eq!(office.run(Until::Empty).await.posted, cashout);
    assert_eq!(desk.balance("Card Clearing").await, "100.00");
    office.assert_sound();
}

#[tokio::test]
async fn a_bill_that_contradicts_the_rate_entered_is_posted_once_it_is_corrected() {
    let desk = Desk::under(Circumstances { mapped: true, ..Circumstances::default() }).await;
    let office = desk.office();
    let bill = |bill: &str| event(Kind::Sale, "S", 20, bill);
    office.record(&[bill("Boats 100.00; pay Card 0.00 as 80.00 USD at 0")]);
    enter(&office, "1.30");
    assert_eq!(waits(&office).len(), 1);
    office.record(&[bill("Boats 100.00; pay Card -4.00 as 80.00 USD at 0")]);
    assert_eq!(waits(&office), [], "four dollars were given back");
    let cashout = office.close(20);
    assert_eq!(office.run(Until::Empty).await.posted, cashout);
    assert_eq!(desk.balance("Card Clearing").await, "100.00");
    office.assert_sound();
}
