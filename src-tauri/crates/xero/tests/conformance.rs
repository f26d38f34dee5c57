//! Every request and every answer, checked against Xero's own OpenAPI file.
//!
//! The file is not ours to ship. It is looked for in `DAYBOOK_SHARED`, else beside the project;
//! where it is not, these checks say so and pass.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use xero::{Error, NewAccount, Request, Response};

use crate::simulator::Desk;

const FILE: &str = "xero/openapi/xero_accounting.yaml";

fn specification() -> Option<Value> {
    let beside = || {
        let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(3)?;
        Some(workspace.join("../shared"))
    };
    let shared = std::env::var_os("DAYBOOK_SHARED").map(PathBuf::from).or_else(beside)?;
    let path = shared.join(FILE);
    let Ok(text) = std::fs::read_to_string(&path) else {
        println!("skipped: {} is not there", path.display());
        return None;
    };
    let mut specification: Value = serde_yaml_ng::from_str(&text).expect("the file is YAML");
    make_json_schema(&mut specification["components"]["schemas"]);
    Some(specification)
}

/// Drops what is OpenAPI's and not JSON Schema's.
fn make_json_schema(schema: &mut Value) {
    match schema {
        Value::Object(fields) => {
            // Beside a reference, OpenAPI 3.0 ignores everything; JSON Schema does not.
            if fields.contains_key("$ref") {
                fields.retain(|name, _| name == "$ref");
            }
            for name in ["example", "default", "readOnly", "externalDocs"] {
                fields.remove(name);
            }
            fields.values_mut().for_each(make_json_schema);
        }
        Value::Array(items) => items.iter_mut().for_each(make_json_schema),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// Forbids fields that Xero does not document: in what we send, they would be misspelt ones.
/// Answers do have more, for a start the envelope's own.
fn without_other_fields(specification: &Value) -> Value {
    let mut strict = specification.clone();
    let schemas = strict["components"]["schemas"].as_object_mut().expect("schemas");
    for schema in schemas.values_mut().filter(|schema| schema.get("properties").is_some()) {
        schema["additionalProperties"] = json!(false);
    }
    strict
}

/// The operation of a request: Xero's path with its parameters' names.
fn operation<'a>(specification: &'a Value, request: &Request) -> (&'a Value, String) {
    let path = request.uri().path().strip_prefix("/api.xro/2.0").expect("the accounting API");
    let parts: Vec<_> = path.split('/').collect();
    let matches = |template: &str| {
        let wanted: Vec<_> = template.split('/').collect();
        wanted.len() == parts.len()
            && wanted.iter().zip(&parts).all(|(want, part)| want.starts_with('{') || want == part)
    };
    let paths = specification["paths"].as_object().expect("paths");
    let (template, item) =
        paths.iter().find(|(template, _)| matches(template)).expect("a documented path");
    let method = request.method().as_str().to_ascii_lowercase();
    let operation = item.get(&method).unwrap_or_else(|| panic!("no {method} on {template}"));
    (operation, format!("{method} {template}"))
}

fn resolved<'a>(specification: &'a Value, value: &'a Value) -> &'a Value {
    match value.get("$ref").and_then(Value::as_str) {
        Some(reference) => {
            specification.pointer(reference.trim_start_matches('#')).expect("it refers somewhere")
        }
        None => value,
    }
}

fn faults(specification: &Value, schema: &Value, body: &Value) -> Vec<String> {
    let schema = json!({ "allOf": [schema], "components": specification["components"] });
    let validator = jsonschema::draft4::new(&schema).expect("a schema");
    let told =
        |fault: jsonschema::ValidationError<'_>| format!("{}: {fault}", fault.instance_path());
    validator.iter_errors(body).map(told).collect()
}

fn check_body(specification: &Value, schema: &Value, body: &[u8], what: &str) {
    let body: Value = serde_json::from_slice(body).expect("JSON");
    let faults = faults(specification, schema, &body);
    assert!(faults.is_empty(), "{what}: {faults:#?}\n{body:#}");
}

fn check_query(specification: &Value, operation: &Value, request: &Request, what: &str) {
    let parameters = operation["parameters"].as_array().cloned().unwrap_or_default();
    let names: Vec<_> = parameters
        .iter()
        .filter_map(|parameter| resolved(specification, parameter)["name"].as_str())
        .collect();
    let query = request.uri().query().unwrap_or_default();
    for (name, _) in url::form_urlencoded::parse(query.as_bytes()) {
        assert!(names.contains(&&*name), "{what} takes {names:?} and not {name}");
    }
    if let Some(key) = request.headers().get("idempotency-key") {
        assert!(names.contains(&"Idempotency-Key"), "{what} takes no key");
        assert!(key.len() <= 128);
    }
}

fn check_request(specification: &Value, operation: &Value, request: &Request, what: &str) {
    let tenant = request.headers()["xero-tenant-id"].to_str().unwrap();
    assert!(tenant.parse::<xero::Uuid>().is_ok(), "{tenant}");
    assert_eq!(request.headers()["accept"], "application/json");
    check_query(specification, operation, request, what);
    let none = Value::Null;
    let taken = operation.get("requestBody").unwrap_or(&none);
    let taken = resolved(specification, taken);
    match taken.get("content") {
        None => assert!(request.body().is_empty(), "{what} takes no body"),
        Some(content) => {
            assert_eq!(request.headers()["content-type"], "application/json");
            let schema = &content["application/json"]["schema"];
            let strict = without_other_fields(specification);
            check_body(&strict, schema, request.body(), &format!("{what}, request"));
        }
    }
}

fn check_response(specification: &Value, operation: &Value, response: &Response, what: &str) {
    let status = response.status().as_u16().to_string();
    let documented = resolved(specification, &operation["responses"][&status]);
    let content = &documented["content"]["application/json"]["schema"];
    assert!(!content.is_null(), "{what} does not answer {status}");
    check_body(specification, content, response.body(), &format!("{what}, answer {status}"));
}

/// Calls everything the client can, and one refusal.
async fn tour(desk: &Desk) {
    let client = &desk.client;
    client.organisation().await.expect("read");
    client.tax_rates().await.expect("read");
    client.tracking_categories().await.expect("read");
    let account = NewAccount {
        code: "3055".to_owned(),
        name: "Another clearing".to_owned(),
        account_type: xero::AccountType::Current,
        description: Some("Made by the tour".to_owned()),
        tax_type: None,
        enable_payments_to_account: true,
    };
    client.create_account(&account, "key-0").await.expect("made");
    let journal = desk.cashout("Cashout 4K7Q2M").await;
    let posted = client.create_manual_journal(&journal, "key-1").await.expect("posted").value;
    client.find_manual_journals_by_narration(&journal.narration).await.expect("found");
    let id = posted.manual_journal_id;
    client.manual_journal(id).await.expect("read");
    let note = xero::history_note_body("A note");
    client
        .add_history_note(xero::Endpoint::ManualJournals, id, &note, "key-2")
        .await
        .expect("noted");
    client.history_notes(xero::Endpoint::ManualJournals, id).await.expect("listed");
    client.void_manual_journal(&posted, "key-3").await.expect("voided");
    let mut unbalanced = journal;
    unbalanced.narration.push_str(" again");
    unbalanced.journal_lines[0].line_amount += rust_decimal::Decimal::ONE;
    let error = client.create_manual_journal(&unbalanced, "key-4").await.expect_err("refused");
    assert!(matches!(error, Error::Invalid { .. }), "{error:?}");
}

#[tokio::test]
async fn every_exchange_is_as_xero_documents_it() {
    let Some(specification) = specification() else { return };
    let desk = Desk::open().await;
    tour(&desk).await;
    let exchanges = desk.wire.exchanges.lock().unwrap();
    let accounting = exchanges.iter().filter(|(r, _)| r.uri().path().starts_with("/api.xro"));
    let mut seen = std::collections::BTreeSet::new();
    for (request, response) in accounting {
        let (operation, what) = operation(&specification, request);
        check_request(&specification, operation, request, &what);
        check_response(&specification, operation, response, &what);
        seen.insert(what);
    }
    assert_eq!(seen.len(), 11, "the tour calls everything: {seen:#?}");
}

#[test]
fn the_fixtures_are_as_xero_documents_them() {
    let Some(specification) = specification() else { return };
    for (path, body) in [
        ("/Organisation", &include_bytes!("fixtures/organisation.json")[..]),
        ("/TrackingCategories", include_bytes!("fixtures/tracking_categories.json")),
    ] {
        let ok = &specification["paths"][path]["get"]["responses"]["200"];
        let schema = &ok["content"]["application/json"]["schema"];
        check_body(&specification, schema, body, path);
    }
}

#[test]
fn a_misspelt_field_a_wrong_word_and_a_wrong_type_would_be_found() {
    let Some(specification) = specification() else { return };
    let strict = without_other_fields(&specification);
    let schema = json!({ "$ref": "#/components/schemas/ManualJournals" });
    for wrong in [
        json!({ "Narrative": "x" }),
        json!({ "Narration": "x", "Status": "POST" }),
        json!({ "Narration": "x", "LineAmountTypes": "NO_TAX" }),
        json!({ "Narration": "x", "JournalLines": [{ "LineAmount": "1.00" }] }),
    ] {
        let body = json!({ "ManualJournals": [wrong] });
        assert!(!faults(&strict, &schema, &body).is_empty(), "{body}");
    }
}
