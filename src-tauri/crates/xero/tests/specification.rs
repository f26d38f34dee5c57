//! Xero's own OpenAPI file, and how a request or an answer is checked against it.
//!
//! The file is not ours to ship. It is looked for in `DAYBOOK_SHARED`, else beside the project;
//! where it is not, the checks say so and pass.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use xero::{Request, Response};

const FILE: &str = "xero/openapi/xero_accounting.yaml";

pub(crate) fn specification() -> Option<Value> {
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
pub(crate) fn without_other_fields(specification: &Value) -> Value {
    let mut strict = specification.clone();
    let schemas = strict["components"]["schemas"].as_object_mut().expect("schemas");
    for schema in schemas.values_mut().filter(|schema| schema.get("properties").is_some()) {
        schema["additionalProperties"] = json!(false);
    }
    strict
}

/// The operation of a request: Xero's path with its parameters' names.
pub(crate) fn operation<'a>(specification: &'a Value, request: &Request) -> (&'a Value, String) {
    let path = request.uri().path().strip_prefix("/api.xro/2.0").expect("the accounting API");
    let parts: Vec<_> = path.split('/').collect();
    let matches = |template: &str| {
        let wanted: Vec<_> = template.split('/').collect();
        wanted.len() == parts.len()
            && wanted.iter().zip(&parts).all(|(want, part)| want.starts_with('{') || want == part)
    };
    let paths = specification["paths"].as_object().expect("paths");
    let method = request.method().as_str().to_ascii_lowercase();
    // Two templates can differ in their parameters' names only, and in the methods they have.
    let mut found = paths.iter().filter(|(template, _)| matches(template));
    let (template, operation) = found
        .find_map(|(template, item)| Some((template, item.get(&method)?)))
        .unwrap_or_else(|| panic!("Xero documents no {method} on {path}"));
    (operation, format!("{method} {template}"))
}

pub(crate) fn resolved<'a>(specification: &'a Value, value: &'a Value) -> &'a Value {
    match value.get("$ref").and_then(Value::as_str) {
        Some(reference) => {
            specification.pointer(reference.trim_start_matches('#')).expect("it refers somewhere")
        }
        None => value,
    }
}

pub(crate) fn faults(specification: &Value, schema: &Value, body: &Value) -> Vec<String> {
    let schema = json!({ "allOf": [schema], "components": specification["components"] });
    let validator = jsonschema::draft4::new(&schema).expect("a schema");
    let told =
        |fault: jsonschema::ValidationError<'_>| format!("{}: {fault}", fault.instance_path());
    validator.iter_errors(body).map(told).collect()
}

pub(crate) fn check_body(specification: &Value, schema: &Value, body: &[u8], what: &str) {
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
    if request.headers().contains_key("if-modified-since") {
        assert!(names.contains(&"If-Modified-Since"), "{what} is not conditional");
    }
    if let Some(key) = request.headers().get("idempotency-key") {
        assert!(names.contains(&"Idempotency-Key"), "{what} takes no key");
        assert!(key.len() <= 128);
    }
}

pub(crate) fn check_request(
    specification: &Value,
    operation: &Value,
    request: &Request,
    what: &str,
) {
    let tenant = request.headers()["xero-tenant-id"].to_str().unwrap();
    assert!(tenant.parse::<xero::Uuid>().is_ok(), "{tenant}");
    assert_eq!(request.headers()["accept"], "application/json");
    check_query(specification, operation, request, what);
    let none = Value::Null;
    let taken = operation.get("requestBody").unwrap_or(&none);
    let taken = resolved(specification, taken);
    let Some(content) = taken.get("content") else {
        return assert!(request.body().is_empty(), "{what} takes no body");
    };
    let json = &content["application/json"];
    if json.is_null() {
        return assert!(!request.body().is_empty(), "{what} takes a file");
    }
    assert_eq!(request.headers()["content-type"], "application/json");
    let mut strict = without_other_fields(specification);
    if what.starts_with("post") && what.ends_with("ID}") {
        // What a change leaves out stays as it is; the file requires the fields of a creation.
        forget_required(&mut strict["components"]["schemas"]);
    }
    check_body(&strict, &json["schema"], request.body(), &format!("{what}, request"));
}

fn forget_required(schemas: &mut Value) {
    for schema in schemas.as_object_mut().expect("schemas").values_mut() {
        schema.as_object_mut().expect("a schema").remove("required");
    }
}

pub(crate) fn check_response(
    specification: &Value,
    operation: &Value,
    response: &Response,
    what: &str,
) {
    let status = response.status().as_u16().to_string();
    let documented = resolved(specification, &operation["responses"][&status]);
    let content = &documented["content"]["application/json"]["schema"];
    assert!(!content.is_null(), "{what} does not answer {status}");
    if what.starts_with("delete") {
        // The file's example of this answer is not what its own schema says; we read none of it.
        return;
    }
    let mut body: Value = serde_json::from_slice(response.body()).expect("JSON");
    forget_empty_currencies(&mut body);
    let body = serde_json::to_vec(&body).expect("JSON");
    check_body(specification, content, &body, &format!("{what}, answer {status}"));
}

/// The simulator writes a contact's missing currency as an empty text, which is on no list of
/// currencies; Xero leaves it out.
fn forget_empty_currencies(body: &mut Value) {
    match body {
        Value::Object(fields) => {
            fields.retain(|name, value| name != "DefaultCurrency" || value != "");
            fields.values_mut().for_each(forget_empty_currencies);
        }
        Value::Array(items) => items.iter_mut().for_each(forget_empty_currencies),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
