//! Every answer of the documents' endpoints, checked against Xero's own OpenAPI file: types,
//! words, and no member that Xero does not document.
//!
//! The file is not ours to ship. It is looked for in `DAYBOOK_SHARED`, else beside the project;
//! where it is not, these checks say so and pass.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::desk::{Answer, Desk, read};
use crate::paper::{credit_note, invoice, overpaid, payment, received, text, use_for};

const FILE: &str = "xero/openapi/xero_accounting.yaml";

/// Members that the file's examples show, and its schemas leave out.
const EXAMPLES: [&str; 6] =
    ["DateString", "DueDateString", "ID", "DateUTCString", "HasErrors", "HasValidationErrors"];
/// The envelope of every answer.
const ENVELOPE: [&str; 4] = ["Id", "Status", "ProviderName", "DateTimeUTC"];

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
    let schemas = &mut specification["components"]["schemas"];
    make_json_schema(schemas);
    for schema in schemas.as_object_mut().expect("schemas").values_mut() {
        forbid_other_members(schema);
    }
    Some(specification)
}

/// Drops what is OpenAPI's and not JSON Schema's.
fn make_json_schema(schema: &mut Value) {
    match schema {
        Value::Object(members) => {
            // Beside a reference, OpenAPI 3.0 ignores everything; JSON Schema does not.
            if members.contains_key("$ref") {
                members.retain(|name, _| name == "$ref");
            }
            for name in ["example", "default", "readOnly", "externalDocs"] {
                members.remove(name);
            }
            members.values_mut().for_each(make_json_schema);
        }
        Value::Array(items) => items.iter_mut().for_each(make_json_schema),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn forbid_other_members(schema: &mut Value) {
    let properties = schema.get_mut("properties").and_then(Value::as_object_mut);
    let Some(properties) = properties else { return };
    for name in EXAMPLES.iter().chain(&ENVELOPE) {
        properties.entry(*name).or_insert(json!({}));
    }
    schema["additionalProperties"] = json!(false);
}

struct Checker {
    specification: Option<Value>,
    seen: usize,
}

impl Checker {
    /// `operation` is a method and a path of the file.
    fn check(&mut self, operation: &str, answer: &Answer) -> Value {
        let (method, path) = operation.split_once(' ').unwrap();
        assert_eq!(answer.status, 200, "{operation}: {}", answer.text);
        let body = answer.json();
        self.seen += 1;
        if let Some(specification) = &self.specification {
            let answers = &specification["paths"][path][method.to_lowercase()]["responses"];
            let schema = &answers["200"]["content"]["application/json"]["schema"];
            assert!(!schema.is_null(), "no 200 of {operation}");
            let schema = json!({ "allOf": [schema], "components": specification["components"] });
            let validator = jsonschema::draft4::new(&schema).unwrap();
            let told = |fault: jsonschema::ValidationError<'_>| {
                format!("{}: {fault}", fault.instance_path())
            };
            let faults: Vec<String> = validator.iter_errors(&body).map(told).collect();
            assert!(faults.is_empty(), "{operation}: {faults:#?}\n{body:#}");
        }
        body
    }

    async fn put(&mut self, desk: &Desk, collection: &str, body: &Value) -> Value {
        let answer = desk.put(collection, body).await;
        self.check(&format!("PUT /{collection}"), &answer)[collection][0].clone()
    }

    /// The list with and without a page, and the thing by its id.
    async fn get(&mut self, desk: &Desk, collection: &str, id_name: &str, thing: &Value) {
        let list = format!("GET /{collection}");
        self.check(&list, &desk.get(collection).await);
        self.check(&list, &desk.get(&format!("{collection}?page=1")).await);
        let path = format!("{collection}/{}", text(thing, id_name));
        self.check(&format!("GET /{collection}/{{{id_name}}}"), &desk.get(&path).await);
        let history = desk.get(&format!("{path}/History")).await;
        assert_eq!(history.status, 200, "{}", history.text);
    }
}

#[tokio::test]
async fn every_answer_about_documents_is_as_xero_documents_it() {
    let desk = Desk::new().await;
    let mut xero = Checker { specification: specification(), seen: 0 };
    let jo = json!({ "Name": "Jo", "EmailAddress": "jo@example.org", "ContactNumber": "C-1",
        "Addresses": [{ "AddressType": "STREET", "City": "Comox" }],
        "Phones": [{ "PhoneType": "MOBILE", "PhoneNumber": "1" }],
        "ContactPersons": [{ "FirstName": "Al", "IncludeInEmails": true }] });
    let jo = xero.put(&desk, "Contacts", &jo).await;
    let item = json!({ "Code": "BOAT", "SalesDetails": { "UnitPrice": 35 } });
    xero.put(&desk, "Items", &item).await;
    let body = invoice(|invoice| {
        invoice["Url"] = json!("https://example.org/17");
        invoice["LineItems"][0]["ItemCode"] = json!("BOAT");
        invoice["LineItems"][0]["DiscountRate"] = json!(10);
        invoice["LineItems"][0]["Tracking"] = json!([{ "Name": "Region", "Option": "Lake" }]);
    });
    let made = xero.put(&desk, "Invoices", &body).await;
    let path = format!("Invoices/{}", text(&made, "InvoiceID"));
    let file = desk.request("PUT", &format!("{path}/Attachments/a.pdf")).body("x");
    xero.check("PUT /Invoices/{InvoiceID}/Attachments/{FileName}", &read(file).await);
    let files = desk.get(&format!("{path}/Attachments")).await;
    xero.check("GET /Invoices/{InvoiceID}/Attachments", &files);
    let paid = xero.put(&desk, "Payments", &payment(&made, "30.00")).await;
    let note = xero.put(&desk, "CreditNotes", &credit_note(|_| {})).await;
    let bond = xero.put(&desk, "BankTransactions", &overpaid("20.00")).await;
    let prepaid = received(|t| t["Type"] = json!("RECEIVE-PREPAYMENT"));
    let deposit = xero.put(&desk, "BankTransactions", &prepaid).await;
    let credits = [
        ("CreditNotes", "CreditNoteID", &note),
        ("Overpayments", "OverpaymentID", &bond),
        ("Prepayments", "PrepaymentID", &deposit),
    ];
    for (collection, id, credit) in credits {
        let url = format!("{collection}/{}/Allocations", text(credit, id));
        let answer = desk.put(&url, &use_for(&made, "10.00")).await;
        let operation = format!("/{collection}/{{{id}}}/Allocations");
        let one = xero.check(&format!("PUT {operation}"), &answer)["Allocations"][0].clone();
        xero.get(&desk, collection, id, credit).await;
        xero.get(&desk, "Invoices", "InvoiceID", &made).await;
        let url = format!("{url}/{}", text(&one, "AllocationID"));
        assert_eq!(read(desk.request("DELETE", &url)).await.status, 200);
    }
    xero.get(&desk, "Contacts", "ContactID", &jo).await;
    xero.get(&desk, "Payments", "PaymentID", &paid).await;
    xero.get(&desk, "BankTransactions", "BankTransactionID", &bond).await;
    let transfer = json!({ "FromBankAccount": { "Code": "091" },
        "ToBankAccount": { "Code": "090" }, "Amount": 1 });
    let transfer = xero.put(&desk, "BankTransfers", &transfer).await;
    xero.get(&desk, "BankTransfers", "BankTransferID", &transfer).await;
    xero.check("GET /Currencies", &desk.get("Currencies").await);
    xero.check("GET /Organisation/Actions", &desk.get("Organisation/Actions").await);
    let each = desk.post("Invoices?summarizeErrors=false", &invoice(|_| {})).await;
    xero.check("POST /Invoices", &each);
    assert_eq!(xero.seen, 46, "the tour goes everywhere");
}

#[test]
fn an_undocumented_member_a_wrong_word_and_a_wrong_type_would_be_found() {
    let Some(specification) = specification() else { return };
    let schema = json!({ "$ref": "#/components/schemas/Invoices",
        "components": specification["components"] });
    let validator = jsonschema::draft4::new(&schema).unwrap();
    for wrong in [
        json!({ "InvoiceNo": "x" }),
        json!({ "Status": "APPROVED" }),
        json!({ "AmountDue": "1.00" }),
        json!({ "Payments": [{ "Paid": true }] }),
    ] {
        let body = json!({ "Invoices": [wrong] });
        assert!(!validator.is_valid(&body), "{body}");
    }
}
