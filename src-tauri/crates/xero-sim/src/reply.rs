//! Answers before they are bytes: status, headers, body, and the error shapes of facts §12.

use axum::body::{Body, Bytes};
use axum::http::{HeaderName, HeaderValue, Response, StatusCode, header};
use serde::{Deserialize, Serialize};

use crate::wire::Node;

/// One whole answer, small enough to keep: the idempotency store replays it byte for byte.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) content_type: String,
    pub(crate) body: String,
    /// Extra headers, in lower case.
    pub(crate) headers: Vec<(String, String)>,
    /// What is sent instead of `body` where that is no text. Only answers to GET are such, and
    /// those are never stored.
    #[serde(skip)]
    pub(crate) bytes: Option<Bytes>,
}

const JSON: &str = "application/json; charset=utf-8";
const HTML: &str = "text/html; charset=utf-8";

impl Reply {
    fn new(status: u16, content_type: &str, body: impl Into<String>) -> Self {
        Self {
            status,
            content_type: content_type.to_owned(),
            body: body.into(),
            headers: Vec::new(),
            bytes: None,
        }
    }

    /// The content of an attachment.
    pub(crate) fn file(mime: &str, bytes: Vec<u8>) -> Self {
        Self { bytes: Some(bytes.into()), ..Self::new(200, mime, "") }
    }

    pub(crate) fn json(status: u16, value: &serde_json::Value) -> Self {
        Self::new(status, JSON, value.to_string())
    }

    pub(crate) fn html(status: u16, page: impl Into<String>) -> Self {
        Self::new(status, HTML, page)
    }

    /// Xero's plain sentences (404, 503) travel as text/html.
    pub(crate) fn sentence(status: u16, text: &str) -> Self {
        Self::new(status, HTML, text)
    }

    pub(crate) fn empty(status: u16) -> Self {
        Self::new(status, HTML, "")
    }

    pub(crate) fn redirect(to: &str) -> Self {
        Self::empty(302).with("location", to)
    }

    pub(crate) fn not_found() -> Self {
        Self::sentence(404, "The resource you're looking for cannot be found")
    }

    /// The 401 and 403 of facts §12, with `detail` saying which. The instance is all zeros unless
    /// the caller has an id to give.
    pub(crate) fn problem(status: u16, detail: &str) -> Self {
        let title = if status == 403 { "Forbidden" } else { "Unauthorized" };
        Self::json(
            status,
            &serde_json::json!({
                "Type": null, "Title": title, "Status": status, "Detail": detail,
                "Instance": uuid::Uuid::nil().to_string(), "Extensions": {},
            }),
        )
    }

    /// An answer of the accounting API, in the form the caller asked for.
    pub(crate) fn document(status: u16, node: &Node, wants: Wants, root: &str) -> Self {
        match wants {
            Wants::Json => Self::new(status, JSON, node.to_json()),
            Wants::Xml => Self::new(status, "text/xml; charset=utf-8", node.to_xml(root)),
        }
    }

    pub(crate) fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        self.headers.push((name.to_owned(), value.into()));
        self
    }

    /// What is sent after the headers.
    pub(crate) fn content(&self) -> Bytes {
        self.bytes.clone().unwrap_or_else(|| Bytes::copy_from_slice(self.body.as_bytes()))
    }

    pub(crate) fn into_response(self) -> Response<Body> {
        let mut response = Response::new(Body::from(self.content()));
        *response.status_mut() =
            StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let headers = response.headers_mut();
        if let Ok(value) = HeaderValue::from_str(&self.content_type) {
            headers.insert(header::CONTENT_TYPE, value);
        }
        for (name, value) in self.headers {
            let name = HeaderName::from_bytes(name.as_bytes());
            if let (Ok(name), Ok(value)) = (name, HeaderValue::from_str(&value)) {
                headers.insert(name, value);
            }
        }
        response
    }
}

/// The form the caller asked for; XML unless it said JSON (facts §12).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wants {
    Json,
    Xml,
}
