//! Contacts: whom documents are made out to (facts §7.2, §13).

use serde_json::{Value, json};

use crate::desk::{Desk, messages, read};

const NAME: &str = "Contacts";

fn taken(name: &str) -> String {
    format!(
        "The contact name {name} is already assigned to another contact. The contact name must \
         be unique across all active contacts."
    )
}

async fn made(desk: &Desk, contact: Value) -> Value {
    desk.put(NAME, &json!({ "Contacts": [contact] })).await.one(NAME)
}

fn path(contact: &Value) -> String {
    format!("Contacts/{}", contact["ContactID"].as_str().unwrap())
}

#[tokio::test]
async fn a_contact_is_kept_with_all_that_was_said_of_it() {
    let desk = Desk::new().await;
    let sent = json!({
        "Name": " Jo Bloggs ", "ContactNumber": "C-17", "EmailAddress": "jo@example.org",
        "FirstName": "Jo", "LastName": "Bloggs", "AccountNumber": "17",
        "Phones": [{ "PhoneType": "MOBILE", "PhoneNumber": "555-1212" }],
        "Addresses": [{ "AddressType": "STREET", "City": "Comox" }],
        "ContactPersons": [{ "FirstName": "Al", "EmailAddress": "al@example.org",
            "IncludeInEmails": true }],
    });
    let contact = made(&desk, sent).await;
    assert_eq!(contact["Name"], "Jo Bloggs");
    assert_eq!(contact["ContactStatus"], "ACTIVE");
    let by_id = desk.get(&path(&contact)).await.one(NAME);
    assert_eq!(desk.get("Contacts/C-17").await.one(NAME), by_id, "its number does as well");
    assert_eq!(by_id["Addresses"][0]["City"], "Comox");
    assert_eq!(by_id["Phones"][0]["PhoneNumber"], "555-1212");
    assert_eq!(by_id["ContactPersons"][0]["IncludeInEmails"], true);
    assert_eq!(by_id["Balances"]["AccountsReceivable"]["Outstanding"], 0.0);
    assert_eq!(desk.books().await["Contacts"][0]["ContactID"], contact["ContactID"]);
    assert_eq!(desk.get("Contacts/00000000-0000-0000-0000-000000000001").await.status, 404);
}

#[tokio::test]
async fn a_name_is_given_once_in_any_case_among_active_contacts() {
    let desk = Desk::new().await;
    let first = made(&desk, json!({ "Name": "Jo Bloggs" })).await;
    let again = desk.put(NAME, &json!({ "Name": "JO BLOGGS" })).await;
    assert_eq!(again.refusals(), [taken("JO BLOGGS")]);
    assert_eq!(again.json()["Elements"][0]["ContactID"], "00000000-0000-0000-0000-000000000000");

    let other = made(&desk, json!({ "Name": "Al" })).await;
    let rename = desk.post(&path(&other), &json!({ "Name": "jo bloggs" })).await;
    assert_eq!(rename.refusals(), [taken("jo bloggs")]);

    let archived = desk.post(&path(&first), &json!({ "ContactStatus": "ARCHIVED" })).await;
    assert_eq!(archived.one(NAME)["ContactStatus"], "ARCHIVED");
    let second = made(&desk, json!({ "Name": "Jo Bloggs" })).await;
    assert_ne!(second["ContactID"], first["ContactID"]);
    let back = desk.post(&path(&first), &json!({ "ContactStatus": "ACTIVE" })).await;
    assert_eq!(back.refusals(), [taken("Jo Bloggs")]);
}

#[tokio::test]
async fn post_changes_the_contact_it_names_by_id_number_or_name() {
    let desk = Desk::new().await;
    let contact = made(&desk, json!({ "Name": "Jo", "ContactNumber": "C-1" })).await;
    let id = contact["ContactID"].clone();
    for (change, email) in [
        (json!({ "ContactID": id, "EmailAddress": "a@example.org" }), "a@example.org"),
        (json!({ "ContactNumber": "C-1", "EmailAddress": "b@example.org" }), "b@example.org"),
        (json!({ "Name": "jo", "EmailAddress": "c@example.org" }), "c@example.org"),
    ] {
        let changed = desk.post(NAME, &json!({ "Contacts": [change] })).await.one(NAME);
        assert_eq!(changed["ContactID"], id);
        assert_eq!(changed["EmailAddress"], email);
        assert_eq!(changed["ContactNumber"], "C-1", "what is not said stays");
    }
    let new = desk.post(NAME, &json!({ "Name": "Al" })).await.one(NAME);
    assert_ne!(new["ContactID"], id);
    let lost = json!({ "ContactID": "00000000-0000-0000-0000-000000000001", "Name": "X" });
    assert_eq!(desk.post(NAME, &lost).await.status, 400);
    let history = desk.get(&format!("{}/History", path(&contact))).await;
    assert_eq!(
        history.each("HistoryRecords", "Changes"),
        ["Edited", "Edited", "Edited", "Created"]
    );
}

#[tokio::test]
async fn what_does_not_fit_is_refused() {
    let desk = Desk::new().await;
    for address in ["jo", "jo@", "jo@example", "jo bloggs@example.org", "jö@example.org"] {
        let refused = desk.put(NAME, &json!({ "Name": "Jo", "EmailAddress": address })).await;
        assert_eq!(refused.refusals(), ["Email address must be valid"], "{address}");
    }
    let long = |name: &str, length: usize| {
        let mut contact = json!({ "Name": "Jo" });
        contact[name] = json!("x".repeat(length));
        contact
    };
    for (name, most) in [("Name", 255), ("ContactNumber", 50), ("AccountNumber", 50)] {
        assert_eq!(desk.put(NAME, &long(name, most + 1)).await.refusals().len(), 1, "{name}");
    }
    assert_eq!(desk.put(NAME, &json!({ "EmailAddress": "" })).await.refusals().len(), 1);
    let status = json!({ "Name": "Jo", "ContactStatus": "GONE" });
    assert_eq!(desk.put(NAME, &status).await.status, 400);
    assert_eq!(desk.books().await["Contacts"], json!([]));
}

#[tokio::test]
async fn lists_leave_archived_contacts_out_and_are_searched_filtered_and_paged() {
    let desk = Desk::new().await;
    for (name, email) in [("Al", "al@example.org"), ("Bea", "bea@example.org"), ("Cy", "")] {
        made(&desk, json!({ "Name": name, "EmailAddress": email })).await;
        desk.advance(1);
    }
    let cy = desk.find(NAME, "Name==\"Cy\"").await.one(NAME);
    desk.post(&path(&cy), &json!({ "ContactStatus": "ARCHIVED" })).await;
    let names = async |path: &str| desk.get(path).await.each(NAME, "Name");
    assert_eq!(names("Contacts").await, ["Al", "Bea"]);
    assert_eq!(names("Contacts?includeArchived=true").await, ["Al", "Bea", "Cy"]);
    assert_eq!(names("Contacts?searchTerm=BEA@").await, ["Bea"]);
    assert_eq!(names("Contacts?order=Name%20DESC").await, ["Bea", "Al"]);
    let ids = format!("Contacts?includeArchived=true&IDs={}", cy["ContactID"].as_str().unwrap());
    assert_eq!(names(&ids).await, ["Cy"]);
    let query = [("where", "EmailAddress==\"al@example.org\""), ("page", "1")];
    let page = read(desk.request("GET", NAME).query(&query)).await.json();
    assert_eq!(page["pagination"]["itemCount"], 1);
    assert!(page["Contacts"][0]["Balances"].is_object());
    let summary = desk.get("Contacts?page=1&summaryOnly=true").await.json();
    assert_eq!(summary["Contacts"][0]["Balances"], Value::Null);
    let since = desk.request("GET", NAME).header("If-Modified-Since", "2026-10-05T20:00:00");
    assert_eq!(read(since).await.each(NAME, "Name"), ["Bea"]);
}

#[tokio::test]
async fn one_bad_contact_refuses_all_unless_errors_are_not_summarized() {
    let desk = Desk::new().await;
    let two = json!({ "Contacts": [{ "Name": "Jo" }, { "Name": "jo" }] });
    let all = desk.put(NAME, &two).await;
    assert_eq!(all.refusals(), [taken("jo")]);
    assert_eq!(desk.books().await["Contacts"], json!([]), "the good one neither");
    let each = desk.put("Contacts?summarizeErrors=false", &two).await;
    assert_eq!(each.each(NAME, "StatusAttributeString"), ["OK", "ERROR"]);
    assert_eq!(messages(&each.json()["Contacts"][1]["ValidationErrors"]), [taken("jo")]);
    assert_eq!(desk.books().await["Contacts"].as_array().unwrap().len(), 1);
}
