//! The sync log holds every exchange, and no secret.

use serde_json::json;
use store::LogFilter;
use sync::Until;

use crate::desk::Desk;
use crate::till::sale;

#[tokio::test]
async fn every_exchange_of_a_posting_is_in_the_log_with_its_document() {
    let desk = Desk::open().await;
    let id = {
        let office = desk.office();
        office.record(&[sale("s1", 20, "Boats", 10_000)]);
        office.close(20);
        desk.fault(&json!({ "kind": "loss_before", "method": "PUT", "times": 1 }));
        office.run(Until::Empty).await.posted[0]
    };
    // The office is closed: what its log still held is written.
    let office = desk.office();
    let filter = LogFilter { document: Some(id), ..LogFilter::default() };
    let mut lines = office.book.sync_log(&filter, None, 99).unwrap();
    lines.reverse();
    let told: Vec<_> =
        lines.iter().map(|line| (line.entry.operation.as_str(), line.entry.ok)).collect();
    assert_eq!(
        told,
        [
            ("create journal", false),
            ("look up journal", true),
            ("create journal", true),
            ("posted", true),
        ]
    );
    let xero_id = office.document(id).summary.xero_id;
    assert_eq!(lines[3].entry.xero_id, xero_id);

    let all = office.book.sync_log(&LogFilter::default(), None, 999).unwrap();
    assert!(all.iter().any(|line| line.entry.operation == "read accounts"));
    let printed = format!("{all:?}");
    assert!(!printed.contains("Bearer"), "no header reaches the log");
}
