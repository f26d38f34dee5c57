//! Reads an answer that is not a success into an [`Error`].
//!
//! Xero's refusals come in every shape there is (facts §12): JSON with PascalCase or camelCase
//! keys, with sentences at any depth, XML, HTML, bare text, nothing. Nothing here may fail: what
//! cannot be read is judged by its status alone.

mod sentence;

pub use sentence::{Lock, Refusal};

use std::time::Duration;

use http::{HeaderMap, StatusCode};
use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::Event;
use serde_json::Value;

use crate::error::{Error, RateLimit};
use crate::transport::Response;

/// Longest piece of Xero's text that is kept in an error.
const MESSAGE_CHARS_MAX: usize = 500;
/// Most sentences kept of one refusal.
const SENTENCES_MAX: usize = 50;
/// Deepest level of an echoed element at which sentences are looked for.
const DEPTH_MAX: u8 = 12;
/// A breach of the concurrency limit carries no `Retry-After` (facts §4).
const CONCURRENT_PAUSE: Duration = Duration::from_secs(1);
/// For a breach whose `Retry-After` is missing or unreadable: the length of the short window.
const UNTOLD_PAUSE: Duration = Duration::from_secs(60);
/// No window is longer than a day: a longer Retry-After is not Xero's.
const PAUSE_MAX: Duration = Duration::from_secs(24 * 60 * 60);

/// The two lists of sentences that an answer may hold.
const ERRORS: &str = "ValidationErrors";
const WARNINGS: &str = "Warnings";

/// Said in the place of a reason that Xero did not give.
const NO_REASON: &str = "it gave no reason.";

/// What a refusal's body says, whatever its shape.
#[derive(Debug, Default)]
struct Problem {
    number: Option<i64>,
    kind: String,
    message: String,
    detail: String,
    title: String,
    /// Every `ValidationErrors` sentence, at any depth, once each.
    sentences: Vec<String>,
}

/// What Xero remarks inside a success.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Remarks {
    /// Whether it says there that it did nothing: an element marked as an error (facts §12).
    pub(crate) is_refusal: bool,
    /// Its sentences, warnings first, of the envelope, the element and everything below it.
    pub(crate) sentences: Vec<String>,
}

/// Reads the remarks of an answer that holds one element of this collection.
pub(crate) fn remarks(body: &[u8], collection: &str) -> Remarks {
    let json: Value = serde_json::from_slice(body).unwrap_or_default();
    let mut sentences = Vec::new();
    for list in [WARNINGS, ERRORS] {
        collect_sentences(&json, list, DEPTH_MAX, &mut sentences);
    }
    let element = get(&json, collection).and_then(|elements| elements.get(0));
    let mark = element.and_then(|element| get(element, "StatusAttributeString"));
    let is_refusal = mark.and_then(Value::as_str).is_some_and(|mark| mark == "ERROR");
    if is_refusal && sentences.is_empty() {
        sentences.push(NO_REASON.to_owned());
    }
    Remarks { is_refusal, sentences }
}

/// Judges any answer but a 2xx.
pub(crate) fn judge(response: &Response) -> Error {
    let status = response.status();
    let problem = Problem::read(response.body());
    // Which status it has is not documented (facts §2.7); a fault of Xero's own is none of these,
    // whatever its page says.
    let may_refuse = matches!(
        status,
        StatusCode::BAD_REQUEST
            | StatusCode::UNAUTHORIZED
            | StatusCode::FORBIDDEN
            | StatusCode::NOT_FOUND
    );
    if may_refuse && problem.is_about_permission() {
        return Error::NotPermitted { message: problem.text() };
    }
    match status {
        StatusCode::BAD_REQUEST => problem.bad_request(),
        StatusCode::UNAUTHORIZED => problem.unauthorized(),
        StatusCode::FORBIDDEN => problem.forbidden(),
        StatusCode::NOT_FOUND => Error::NotFound,
        StatusCode::PRECONDITION_FAILED => Error::Precondition,
        StatusCode::TOO_MANY_REQUESTS => rate_limited(response.headers()),
        StatusCode::NOT_IMPLEMENTED => Error::NotOffered,
        StatusCode::SERVICE_UNAVAILABLE => Error::Unavailable { message: problem.text() },
        // Somebody on the way gave up waiting: what Xero did with it is not known.
        StatusCode::REQUEST_TIMEOUT => Error::ServerFault { status: status.as_u16() },
        other if other.is_client_error() => {
            Error::Refused { status: other.as_u16(), message: problem.text() }
        }
        other => Error::ServerFault { status: other.as_u16() },
    }
}

impl Problem {
    fn read(body: &[u8]) -> Self {
        let text = String::from_utf8_lossy(body);
        let text = text.trim();
        if let Ok(json) = serde_json::from_str::<Value>(text) {
            return Self::from_json(&json);
        }
        if text.starts_with('<') {
            return Self::from_markup(text);
        }
        Self { message: shortened(text), ..Self::default() }
    }

    fn from_json(json: &Value) -> Self {
        let mut sentences = Vec::new();
        collect_sentences(json, ERRORS, DEPTH_MAX, &mut sentences);
        let field = |name| get(json, name).and_then(Value::as_str).unwrap_or_default();
        Self {
            number: get(json, "errornumber").and_then(Value::as_i64),
            kind: field("type").to_owned(),
            message: shortened(json.as_str().unwrap_or_else(|| field("message"))),
            detail: shortened(field("detail")),
            title: shortened(field("title")),
            sentences,
        }
    }

    /// XML of Xero's (`ApiException`), or a web page of whatever stands before it.
    fn from_markup(text: &str) -> Self {
        let mut problem = Self::default();
        let mut reader = Reader::from_str(text);
        let mut words = String::new();
        // Malformed markup, as web pages are, simply ends the reading.
        while let Ok(event) = reader.read_event() {
            match event {
                Event::Start(_) => words.clear(),
                Event::Text(text) => words.push_str(&text),
                Event::GeneralRef(entity) => {
                    words.push_str(resolve_predefined_entity(&entity).unwrap_or(" "));
                }
                Event::End(end) => {
                    problem.take_element(end.local_name().into_inner(), &words);
                    words.clear();
                }
                Event::Eof => break,
                Event::Empty(_)
                | Event::CData(_)
                | Event::Comment(_)
                | Event::Decl(_)
                | Event::PI(_)
                | Event::DocType(_) => {}
            }
        }
        problem
    }

    fn take_element(&mut self, name: &str, words: &str) {
        match name.to_ascii_lowercase().as_str() {
            "errornumber" => self.number = words.trim().parse().ok(),
            "type" => self.kind = shortened(words),
            // The first is the exception's own; those of its elements follow.
            "message" if self.message.is_empty() => self.message = shortened(words),
            "message" => keep(&mut self.sentences, words),
            "title" => self.title = shortened(words),
            _ => {}
        }
    }

    /// The best single text there is.
    fn text(self) -> String {
        [self.sentences.join(" "), self.message, self.detail, self.title]
            .into_iter()
            .find(|text| !text.is_empty())
            .unwrap_or_else(|| NO_REASON.to_owned())
    }

    /// The reporting permission (facts §2.7); its status is not documented.
    fn is_about_permission(&self) -> bool {
        [&self.message, &self.detail]
            .into_iter()
            .chain(&self.sentences)
            .any(|text| text.contains("not permitted to access this resource"))
    }

    fn bad_request(self) -> Error {
        let key_reused = |text: &String| {
            text.starts_with("Idempotency Key:") && text.contains("different request")
        };
        if key_reused(&self.message) || self.sentences.iter().any(key_reused) {
            return Error::KeyUsedDifferently;
        }
        if !self.sentences.is_empty() {
            return Error::Invalid { messages: self.sentences };
        }
        if self.kind == "ValidationException" {
            return Error::Invalid { messages: vec![self.message] };
        }
        Error::Malformed { number: self.number, message: self.text() }
    }

    fn unauthorized(&self) -> Error {
        // “AuthorizationUnsuccessful” is a missing scope; “TokenExpired…” and
        // “AuthenticationUnsuccessful” are the token itself. Refreshing mends only the latter.
        if self.detail.contains("AuthorizationUnsuccessful") {
            return Error::MissingScope;
        }
        Error::TokenRejected
    }

    fn forbidden(self) -> Error {
        if self.detail.is_empty() || self.detail.contains("AuthenticationUnsuccessful") {
            return Error::Disconnected;
        }
        Error::NotPermitted { message: self.detail }
    }
}

/// A field of an object by its lower-case name: Xero writes both cases (facts §12).
fn get<'a>(json: &'a Value, name: &str) -> Option<&'a Value> {
    json.as_object()?.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, v)| v)
}

/// Sentences can sit on the element, its lines, or a contact inside it (facts §12).
fn collect_sentences(json: &Value, list: &str, depth: u8, into: &mut Vec<String>) {
    if depth == 0 {
        return;
    }
    match json {
        Value::Array(items) => {
            for item in items {
                collect_sentences(item, list, depth - 1, into);
            }
        }
        Value::Object(fields) => {
            for (name, value) in fields {
                if name.eq_ignore_ascii_case(list) {
                    for error in value.as_array().into_iter().flatten() {
                        let message = get(error, "message").and_then(Value::as_str);
                        keep(into, message.unwrap_or_default());
                    }
                } else {
                    collect_sentences(value, list, depth - 1, into);
                }
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn keep(sentences: &mut Vec<String>, sentence: &str) {
    let sentence = shortened(sentence);
    let worth = !sentence.is_empty() && !sentences.contains(&sentence);
    if worth && sentences.len() < SENTENCES_MAX {
        sentences.push(sentence);
    }
}

fn shortened(text: &str) -> String {
    text.trim().chars().take(MESSAGE_CHARS_MAX).collect()
}

/// Only headers count: the body of a 429 is not documented (facts §4).
fn rate_limited(headers: &HeaderMap) -> Error {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let name = text("x-rate-limit-problem").unwrap_or_default().to_ascii_lowercase();
    let limit = match name.as_str() {
        day if day.contains("day") => RateLimit::Day,
        app if app.contains("app") => RateLimit::AppMinute,
        minute if minute.contains("minute") => RateLimit::Minute,
        concurrent if concurrent.contains("concurrent") => RateLimit::Concurrent,
        _ => RateLimit::Other,
    };
    let told = text("retry-after").and_then(|seconds| seconds.trim().parse().ok());
    let told = told.map(|seconds| Duration::from_secs(seconds).min(PAUSE_MAX));
    let untold = match limit {
        RateLimit::Concurrent => CONCURRENT_PAUSE,
        RateLimit::Minute | RateLimit::Day | RateLimit::AppMinute | RateLimit::Other => {
            UNTOLD_PAUSE
        }
    };
    Error::RateLimited { limit, retry_after: told.unwrap_or(untold) }
}
