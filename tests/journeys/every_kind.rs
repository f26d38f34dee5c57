//! A day of a rental desk whose documents in Xero are of every kind.

use serde_json::{Value, json};

use super::ready::{self, ORGANISATION};
use crate::harness::{Books, Desk, Window, Xero, test_id, until};
use crate::pages::{self, cashout, documents, mapping, till};

/// The organisation has two bank accounts, so that nobody can suggest which is meant: this one.
const BANK: &str = "090";

/// A document as the desk calls it, and where it is in the books of the other side.
struct Expected {
    title: &'static str,
    kind: &'static str,
    list: &'static str,
    id: &'static str,
    /// The field that holds what it is found by.
    found_by: &'static str,
    /// The field that holds its number, where Xero numbers such documents.
    number: Option<&'static str>,
}

const PAYMENT: Expected = Expected {
    title: "Payment A2, Harbour Hotel",
    kind: "Payment",
    list: "Payments",
    id: "PaymentID",
    found_by: "Reference",
    number: None,
};

const EVERY_KIND: [Expected; 6] = [
    journal("Booking payment B-7, Ada Larsen"),
    journal("Check-in B-7, Ada Larsen"),
    Expected {
        title: "Invoice INV-0001",
        kind: "Invoice",
        list: "Invoices",
        id: "InvoiceID",
        found_by: "Reference",
        number: Some("InvoiceNumber"),
    },
    PAYMENT,
    Expected {
        title: "Credit note ",
        kind: "Credit note",
        list: "CreditNotes",
        id: "CreditNoteID",
        found_by: "Reference",
        number: Some("CreditNoteNumber"),
    },
    Expected {
        title: "Bank deposit D1",
        kind: "Bank transaction",
        list: "BankTransactions",
        id: "BankTransactionID",
        found_by: "Reference",
        number: None,
    },
];

const fn journal(title: &'static str) -> Expected {
    Expected {
        title,
        kind: "Manual journal",
        list: "ManualJournals",
        id: "ManualJournalID",
        found_by: "Narration",
        number: None,
    }
}

#[tokio::test]
async fn a_day_with_a_document_of_every_kind_is_in_xero_and_a_payment_can_be_taken_back() {
    let xero = Xero::start(&[ORGANISATION]).await;
    let (desk, window) = ready::signed_in("every-kind", &xero).await;
    record(&desk, &window).await;
    cashout::sync(&window).await;
    cashout::see_posted(&window).await;
    window.see_words(&test_id("over-short"), "short").await;
    window.see_words(&test_id("over-short"), "0.50").await;
    map_the_bank(&window).await;
    until_all_are_posted(&window).await;

    pages::go(&window, "documents").await;
    let books = Books::of(&xero.url()).await;
    books.the_one_journal();
    for expected in &EVERY_KIND {
        see_in_both(&desk, &window, &books, expected).await;
    }

    documents::open(&window, PAYMENT.title).await;
    documents::undo(&window).await;
    window.see_words(&test_id(documents::DIALOG), "Undone").await;
    documents::close(&window).await;
    assert_eq!(payments(&xero).await, ["DELETED"], "taken back");

    // It is not sent again before a person says so.
    pages::go(&window, "cashout").await;
    window.see_words(&test_id("separately"), "Taken back out of Xero by a person").await;
    window.click(&test_id("sync")).await;
    until("the payment to be made anew", async || {
        (payments(&xero).await == ["AUTHORISED", "DELETED"]).then_some(())
    })
    .await;
}

/// Drops the day's file over the window, records it, and maps what it needs as suggested.
async fn record(desk: &Desk, window: &Window) {
    let day = ready::today(window).await;
    desk.drop_file(desk.file("day.ndjson", &till::day_of_every_kind(&day))).await;
    window.see(&test_id("import-preview")).await;
    window.click(&test_id("import-run")).await;
    window.see_words(&test_id("import-outcome"), "9").await;
    window.click(&test_id("import-review")).await;
    window.ask("accept_suggestions", json!({ "targets": [] })).await;
    cashout::see_review(window).await;
    let blockers = cashout::review(window, &day).await["blockers"].take();
    assert_eq!(blockers, json!([]), "nothing stands in the way");
}

/// The cash brought to the bank waits until a person says which account that is.
async fn map_the_bank(window: &Window) {
    pages::go(window, "attention").await;
    let group = test_id("attention-group");
    window.see_words(&group, "Bank").await;
    window.click(&format!("{group} {}", test_id("action-map"))).await;
    mapping::choose(window, BANK).await;
    window.see_no(&group).await;
}

/// Payments follow their invoices, and allocations their credit notes: not all go at once.
async fn until_all_are_posted(window: &Window) {
    window
        .until("every document to be posted", async || {
            let page = window.ask("documents", json!({ "states": [], "cursor": null })).await;
            let found = page["documents"].as_array()?;
            // The six kinds' eight documents of their own, and the cashout.
            let posted = found.iter().filter(|one| one["state"] == "posted").count();
            (posted == 9 && found.len() == 9).then_some(())
        })
        .await;
}

/// What the dialog says of a document is what the other side's books say, and its button leads
/// there.
async fn see_in_both(desk: &Desk, window: &Window, books: &Books, expected: &Expected) {
    let Expected { title, kind, list, id, found_by, number } = expected;
    documents::open(window, title).await;
    window.see_words(&test_id(documents::DIALOG), "Posted").await;
    window.see_words(&test_id(documents::DIALOG), kind).await;
    let reference = documents::fact(window, "Found in Xero by").await;
    let reference = reference.unwrap_or_else(|| panic!("{title} says what it is found by"));
    let all = books.all(list);
    let theirs: Vec<&Value> =
        all.iter().filter(|one| one[found_by] == reference.as_str()).collect();
    let [theirs] = theirs[..] else { panic!("{reference} is not there once: {all:#?}") };
    let theirs_number = number.map(|field| theirs[field].as_str().expect("it has a number"));
    assert_eq!(documents::fact(window, "Number").await.as_deref(), theirs_number, "{title}");

    let dialog = test_id(documents::DIALOG);
    window.click(&format!("{dialog} {}", test_id("action-viewInXero"))).await;
    desk.opened_with(theirs[id].as_str().expect("it has an id")).await;
    documents::close(window).await;
}

/// The states of all payments in the other side's books, sorted.
async fn payments(xero: &Xero) -> Vec<String> {
    let books = Books::of(&xero.url()).await;
    let status = |one: &Value| one["Status"].as_str().unwrap_or_default().to_owned();
    let mut found: Vec<String> = books.all(PAYMENT.list).iter().map(status).collect();
    found.sort();
    found
}
