//! What may be a mistake is said in the review before anything is sent.

use serde_json::{Value, json};

use crate::Desk;

const DAY: &str = "2026-11-19";

async fn record(desk: &Desk, transactions: Value) {
    let outcome = desk.app.record(&transactions.to_string()).await.expect("recorded");
    assert_eq!(outcome.rejected, 0, "{outcome:?}");
}

async fn said(desk: &Desk) -> Vec<String> {
    let review = desk.review(DAY).await;
    let warnings = review["warnings"].as_array().expect("a list");
    let doubts = warnings.iter().filter(|one| one["code"] != "account");
    doubts.map(|one| one["message"].as_str().expect("a sentence").to_owned()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_till_that_sold_nothing_is_told_before_it_is_over() {
    let desk = Desk::connected("ca", false).await;
    let sale = json!({
        "id": "S1", "kind": "sale", "at": format!("{DAY} 12:00"),
        "lines": [{"gl_code": "Boats", "net": "242.30"}],
        "tenders": [{"name": "Cash", "amount": "242.30"}],
    });
    let mut count = json!({
        "id": "C1", "kind": "cash_count", "at": format!("{DAY} 18:00"), "till": "Till 1",
        "count": {"counted": "242.30"},
    });
    record(&desk, json!([sale, count])).await;
    let over = "Till 1 was counted but nothing was sold at it: all of the 242.30 would be over. \
                Sales of the day name no till.";
    assert_eq!(said(&desk).await, [over]);
    count.as_object_mut().expect("an object").remove("till");
    record(&desk, count).await;
    assert_eq!(said(&desk).await, Vec::<String>::new());
    assert_eq!(desk.review(DAY).await["overShort"], "0.00");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deposit_below_zero_is_told() {
    let desk = Desk::connected("ca", false).await;
    let card = |amount: &str| json!([{"name": "Card", "amount": amount}]);
    record(
        &desk,
        json!([
            {"id": "B1", "kind": "booking_payment", "at": format!("{DAY} 10:00"),
             "booking": "B-19", "tenders": card("50.00")},
            {"id": "B2", "kind": "cancellation", "at": format!("{DAY} 11:00"),
             "booking": "B-19", "kept": "20.00", "tenders": card("90.00")},
        ]),
    )
    .await;
    let below = "Booking B-19 would have a deposit of -60.00: more of it was used, kept or given \
                 back than was paid.";
    assert_eq!(said(&desk).await, [below]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_location_with_nothing_closed_changes_its_mode_from_any_day() {
    let desk = Desk::ready(false).await;
    let added = desk.ask("add_location", json!({"name": "Lake"})).await;
    let lake = added["locations"].as_array().expect("a list");
    let lake = lake.iter().find(|one| one["name"] == "Lake").expect("the new one")["id"].clone();
    let mode = |location: &Value, from: &str| {
        let mut change = json!({"mode": "invoices", "confirmed": true});
        change["location"] = location.clone();
        change["from"] = from.into();
        change
    };
    let changed = desk.ask("set_posting_mode", mode(&lake, "2026-11-01")).await;
    assert_eq!((&changed["changed"], &changed["from"]), (&json!(true), &json!("2026-11-01")));
    let moved = desk.ask("set_posting_mode", mode(&lake, "2026-11-15")).await;
    assert_eq!((&moved["changed"], &moved["from"]), (&json!(true), &json!("2026-11-15")));
    let same = desk.ask("set_posting_mode", mode(&lake, "2026-11-15")).await;
    assert_eq!(same["changed"], json!(false), "that is how they go already");
    // Where a day is closed, the change still begins after it.
    desk.sync(DAY, DAY).await;
    let main = desk.review(DAY).await["location"].clone();
    let refused = desk.refused("set_posting_mode", mode(&main, DAY)).await;
    assert!(refused.message.starts_with("Days through 2026-11-19 are closed"), "{refused:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_day_that_has_not_come_is_told_before_it_is_posted() {
    let desk = Desk::connected("ca", false).await;
    let sale = json!({
        "id": "S1", "kind": "sale", "at": "2062-11-19 12:00",
        "lines": [{"gl_code": "Boats", "net": "242.30"}],
        "tenders": [{"name": "Cash", "amount": "242.30"}],
    });
    let preview = desk.preview(&desk.file("sale.json", &json!([sale]).to_string())).await;
    assert!(preview["warnings"].to_string().contains("reach 2062-11-19"), "{preview:#}");
    record(&desk, json!([sale])).await;
    let review = desk.review("2062-11-19").await;
    assert!(review["warnings"].to_string().contains("2062-11-19 has not come yet"), "{review:#}");
    assert_eq!(said(&desk).await, Vec::<String>::new());
}
