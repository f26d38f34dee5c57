//! One request as everything behind the sockets sees it.

use axum::body::Bytes;
use axum::http::HeaderMap;
use axum::http::request::Parts;
use uuid::Uuid;

/// One request, read whole.
pub(crate) struct Call {
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) query: Vec<(String, String)>,
    headers: HeaderMap,
    pub(crate) body: Bytes,
    /// More calls of this organisation are in flight than Xero allows.
    pub(crate) crowded: bool,
}

impl Call {
    pub(crate) fn new(parts: Parts, body: Bytes) -> Self {
        let query = parts.uri.query().unwrap_or("").as_bytes();
        Self {
            method: parts.method.to_string(),
            path: parts.uri.path().to_owned(),
            query: url::form_urlencoded::parse(query).into_owned().collect(),
            headers: parts.headers,
            body,
            crowded: false,
        }
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// A query parameter; names match in any case, as Xero takes them.
    pub(crate) fn param(&self, name: &str) -> Option<&str> {
        let found = self.query.iter().find(|(key, _)| key.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }

    pub(crate) fn form(&self) -> Vec<(String, String)> {
        url::form_urlencoded::parse(&self.body).into_owned().collect()
    }

    pub(crate) fn tenant(&self) -> Option<Uuid> {
        self.header("xero-tenant-id")?.parse().ok()
    }

    pub(crate) fn is_api(&self) -> bool {
        self.path.starts_with("/api.xro/")
    }

    /// Whether carrying it out may change the state.
    pub(crate) fn writes(&self) -> bool {
        self.method != "GET" || self.path == "/identity/connect/authorize"
    }
}
