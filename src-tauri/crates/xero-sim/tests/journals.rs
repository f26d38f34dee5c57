//! Manual journals: writing, reading, finding, voiding (facts §6).

use serde_json::{Value, json};

use crate::desk::{Desk, changed, journal, line, messages, read};

#[tokio::test]
async fn a_posted_journal_is_answered_whole_and_moves_its_accounts() {
    let desk = Desk::new().await;
    let answer = desk.put("ManualJournals", &journal("Cashout")).await;
    let body = answer.json();
    assert_eq!(body["Status"], "OK");
    assert!(body["Id"].is_string() && body["ProviderName"].is_string());
    assert_eq!(body["DateTimeUTC"], "/Date(1791230400000+0000)/");

    let posted = answer.journal();
    assert_eq!(posted["Status"], "POSTED");
    assert_eq!(posted["Date"], "/Date(1791158400000+0000)/", "midnight UTC of 5 October");
    assert_eq!(posted["ShowOnCashBasisReports"], true);
    assert_eq!(posted["JournalLines"][0]["AccountCode"], "613");
    assert!(answer.text.contains("\"LineAmount\":-100.00"), "two decimals, and no quotes");
    assert_eq!(desk.balance("Card Clearing").await, "100.00");
    assert_eq!(desk.balance("Boats").await, "-100.00");
}

#[tokio::test]
async fn the_defaults_are_draft_no_tax_and_today_where_the_organisation_is() {
    // 20:00 UTC on the 5th is already the 6th in Auckland.
    let desk = Desk::of("nz").await;
    let lines = json!([line(100, "613"), line(-100, "201")]);
    let body = json!({ "ManualJournals": [{ "Narration": "n", "JournalLines": lines }] });
    let draft = desk.put("ManualJournals", &body).await.journal();
    assert_eq!(draft["Status"], "DRAFT");
    assert_eq!(draft["LineAmountTypes"], "NoTax");
    assert_eq!(draft["Date"], "/Date(1791244800000+0000)/");
    assert_eq!(desk.balance("Card Clearing").await, "0.00", "drafts never reach the ledger");
}

#[tokio::test]
async fn xml_is_the_answer_unless_json_is_asked_for() {
    let desk = Desk::new().await;
    desk.posted("Tom & Jerry").await;
    let request = desk.request("GET", "ManualJournals?page=1").header("accept", "text/html");
    let url = request.build().unwrap().url().clone();
    let request =
        desk.http.get(url).bearer_auth(&desk.access).header("xero-tenant-id", &desk.tenant);
    let answer = read(request).await;
    assert_eq!(answer.header("content-type"), Some("text/xml; charset=utf-8"));
    for part in [
        "<Response><Id>",
        "<ManualJournals><ManualJournal><Date>2026-10-05T00:00:00</Date>",
        "<Narration>Tom &amp; Jerry</Narration>",
        "<JournalLines><JournalLine>",
        "<LineAmount>100.00</LineAmount>",
    ] {
        assert!(answer.text.contains(part), "no {part} in {}", answer.text);
    }
}

#[tokio::test]
async fn an_exact_narration_finds_its_journal_and_no_other() {
    let desk = Desk::new().await;
    let wanted = desk.posted("Cashout 2026-10-05 · Main St · #A1B2").await;
    desk.posted("Cashout 2026-10-05 · Main St · #A1B20").await;
    let find = |narration: &str| {
        let filter = format!("Narration==\"{narration}\"");
        let query = [("where", filter), ("page", "1".to_owned())];
        read(desk.request("GET", "ManualJournals").query(&query))
    };
    let found = find("Cashout 2026-10-05 · Main St · #A1B2").await.json();
    assert_eq!(found["ManualJournals"].as_array().unwrap().len(), 1);
    assert_eq!(found["ManualJournals"][0]["ManualJournalID"], wanted["ManualJournalID"]);
    assert_eq!(found["ManualJournals"][0]["JournalLines"].as_array().unwrap().len(), 2);
    assert_eq!(find("cashout").await.json()["ManualJournals"], json!([]));
}

#[tokio::test]
async fn a_filter_that_cannot_be_read_is_refused_and_others_compare() {
    let desk = Desk::new().await;
    desk.posted("Cashout").await;
    let count = |filter: &'static str| {
        let answer = read(desk.request("GET", "ManualJournals").query(&[("where", filter)]));
        async { answer.await.json()["ManualJournals"].as_array().map(Vec::len) }
    };
    assert_eq!(count("Status==\"POSTED\" && Date>=DateTime(2026,10,05)").await, Some(1));
    assert_eq!(count("Date>DateTime(2026, 10, 5)").await, Some(0));
    assert_eq!(count("ShowOnCashBasisReports==true AND Status!=\"VOIDED\"").await, Some(1));
    assert_eq!(count("Narration.Contains(\"Cash\")").await, None);
    assert_eq!(count("Naration==\"Cashout\"").await, None, "not an empty answer");
    let answer = desk.get("ManualJournals?where=Narration").await;
    assert_eq!((answer.status, &answer.json()["Type"]), (400, &json!("QueryParseException")));
}

#[tokio::test]
async fn lists_without_a_page_have_no_lines_and_no_pagination() {
    let desk = Desk::new().await;
    for narration in ["a", "b", "c"] {
        desk.posted(narration).await;
        desk.advance(1);
    }
    let whole = desk.get("ManualJournals").await.json();
    assert_eq!(whole["ManualJournals"][0]["JournalLines"], json!([]));
    assert_eq!(whole["pagination"], Value::Null);

    let page = desk.get("ManualJournals?page=2&pageSize=2&order=Date%20DESC").await.json();
    let counts = json!({ "page": 2, "pageSize": 2, "pageCount": 2, "itemCount": 3 });
    assert_eq!(page["pagination"], counts);
    assert_eq!(page["ManualJournals"].as_array().unwrap().len(), 1);
    let latest = desk.get("ManualJournals?page=1&order=UpdatedDateUTC%20DESC").await.json();
    assert_eq!(latest["ManualJournals"][0]["Narration"], "c");
    assert_eq!(desk.get("ManualJournals?page=9").await.json()["ManualJournals"], json!([]));
}

#[tokio::test]
async fn if_modified_since_gives_only_what_changed_after() {
    let desk = Desk::new().await;
    desk.posted("before").await;
    desk.advance(60);
    desk.posted("after").await;
    let request = desk.request("GET", "ManualJournals");
    let body = read(request.header("If-Modified-Since", "2026-10-05T20:00:30")).await.json();
    assert_eq!(body["ManualJournals"].as_array().unwrap().len(), 1);
    assert_eq!(body["ManualJournals"][0]["Narration"], "after");
}

#[tokio::test]
async fn an_update_replaces_the_lines_and_keeps_the_id() {
    let desk = Desk::new().await;
    let posted = desk.posted("Cashout").await;
    let id = posted["ManualJournalID"].as_str().unwrap();
    let body = json!({ "ManualJournals": [{
        "ManualJournalID": id, "JournalLines": [line(40, "612"), line(-40, "202")],
    }]});
    let updated = desk.post("ManualJournals", &body).await.journal();
    assert_eq!(updated["ManualJournalID"], posted["ManualJournalID"]);
    assert_eq!((&updated["Narration"], &updated["Status"]), (&json!("Cashout"), &json!("POSTED")));
    assert_eq!(desk.balance("Card Clearing").await, "0.00");
    assert_eq!(desk.balance("Cash Clearing").await, "40.00");
    assert_eq!(desk.balance("Kayak Rentals").await, "-40.00");
}

#[tokio::test]
async fn voiding_empties_the_ledger_and_is_final() {
    let desk = Desk::new().await;
    let posted = desk.posted("Cashout").await;
    let path = format!("ManualJournals/{}", posted["ManualJournalID"].as_str().unwrap());
    let body = changed(|journal| journal["Status"] = json!("VOIDED"));
    assert_eq!(desk.post(&path, &body).await.journal()["Status"], "VOIDED");
    assert_eq!(desk.balance("Boats").await, "0.00");
    assert_eq!(desk.get(&path).await.journal()["Status"], "VOIDED");

    let again = desk.post(&path, &body).await;
    assert_eq!(again.refusals(), ["Manual Journal not of valid status for modification"]);
}

#[tokio::test]
async fn statuses_change_only_as_documented() {
    let desk = Desk::new().await;
    let create = |status: &str| {
        let body = changed(|journal| journal["Status"] = json!(status));
        let desk = &desk;
        async move { desk.put("ManualJournals", &body).await }
    };
    for (status, message) in [
        ("VOID", "The status 'VOID' cannot be applied to the document"),
        ("VOIDED", "Manual Journal not of valid status for creation"),
        ("DELETED", "Manual Journal not of valid status for creation"),
    ] {
        assert_eq!(create(status).await.refusals(), [message]);
    }
    for (from, to, allowed) in [
        ("DRAFT", "POSTED", true),
        ("DRAFT", "DELETED", true),
        ("DRAFT", "VOIDED", false),
        ("POSTED", "DRAFT", false),
        ("POSTED", "DELETED", false),
        ("POSTED", "POSTED", true),
    ] {
        let made = create(from).await.journal();
        let path = format!("ManualJournals/{}", made["ManualJournalID"].as_str().unwrap());
        let answer = desk.post(&path, &json!({ "Status": to })).await;
        assert_eq!(answer.status == 200, allowed, "{from} to {to}: {}", answer.text);
    }
}

#[tokio::test]
async fn an_unknown_id_is_404_and_an_unmodelled_resource_501() {
    let desk = Desk::new().await;
    let unknown = desk.get("ManualJournals/00000000-0000-0000-0000-000000000001").await;
    assert_eq!(unknown.status, 404);
    assert_eq!(unknown.text, "The resource you're looking for cannot be found");
    assert_eq!(desk.get("Nonsense").await.status, 404);
    let quotes = desk.get("Quotes").await;
    assert_eq!((quotes.status, &quotes.json()["ErrorNumber"]), (501, &json!(20)));
}

#[tokio::test]
async fn notes_join_the_history_newest_first() {
    let desk = Desk::new().await;
    let posted = desk.posted("Cashout").await;
    let path = format!("ManualJournals/{}/History", posted["ManualJournalID"].as_str().unwrap());
    let note = json!({ "HistoryRecords": [{ "Details": "outbox 17" }] });
    assert_eq!(desk.put(&path, &note).await.status, 200);
    let records = desk.get(&path).await.json()["HistoryRecords"].clone();
    assert_eq!(records[0]["Details"], "outbox 17");
    assert_eq!(records[0]["User"], "System Generated");
    assert_eq!(records[1]["Changes"], "Created");

    let long = json!({ "HistoryRecords": [{ "Details": "x".repeat(2_501) }] });
    assert_eq!(desk.put(&path, &long).await.status, 400);
    let lost = "ManualJournals/00000000-0000-0000-0000-000000000001/History";
    let text = "The document with the supplied id was not found for this endpoint.";
    assert_eq!(desk.put(lost, &note).await.refusals(), [text]);
}

#[tokio::test]
async fn one_bad_element_refuses_all_unless_errors_are_not_summarized() {
    let desk = Desk::new().await;
    let bad = |journal: &mut Value| journal["JournalLines"][0] = line(99, "613");
    let mut body = changed(bad);
    let good = journal("Good")["ManualJournals"][0].clone();
    body["ManualJournals"].as_array_mut().unwrap().push(good);

    let all = desk.put("ManualJournals", &body).await;
    assert_eq!(all.refusals(), ["The total debits (99.00) must equal total credits (-100.00)"]);
    let echo = &all.json()["Elements"][0];
    assert_eq!(echo["ManualJournalID"], "00000000-0000-0000-0000-000000000000");
    assert_eq!(desk.books().await["ManualJournals"], json!([]));

    let each = desk.put("ManualJournals?summarizeErrors=false", &body).await;
    assert_eq!(each.status, 200);
    let journals = each.json()["ManualJournals"].clone();
    assert_eq!(journals[0]["StatusAttributeString"], "ERROR");
    assert_eq!(messages(&journals[0]["ValidationErrors"]).len(), 1);
    assert_eq!(journals[1]["StatusAttributeString"], "OK");
    assert_eq!(desk.balance("Boats").await, "-100.00");
}
