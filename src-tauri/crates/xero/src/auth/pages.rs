//! The few pages the browser shows when it comes back.

use axum::http::header::{
    CACHE_CONTROL, CONNECTION, CONTENT_SECURITY_POLICY, CONTENT_TYPE, REFERRER_POLICY,
};
use axum::http::{HeaderName, StatusCode};
use axum::response::{IntoResponse, Response};

/// What the browser shows at the end of its part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Page {
    SignedIn,
    Cancelled,
    Refused,
    NotOurs,
    NotFound,
}

/// The code is in this page's address: it is neither stored nor passed on, and nothing runs.
const HEADERS: [(HeaderName, &str); 5] = [
    (CONTENT_TYPE, "text/html; charset=utf-8"),
    (CACHE_CONTROL, "no-store"),
    (REFERRER_POLICY, "no-referrer"),
    (CONTENT_SECURITY_POLICY, "default-src 'none'; style-src 'unsafe-inline'"),
    (CONNECTION, "close"),
];

impl Page {
    fn parts(self) -> (StatusCode, &'static str, &'static str) {
        match self {
            Self::SignedIn => (
                StatusCode::OK,
                "Daybook is connected to Xero",
                "You can close this page and go back to Daybook.",
            ),
            Self::Cancelled => (
                StatusCode::OK,
                "Daybook was not connected",
                "You chose not to allow it. Nothing has changed. You can close this page.",
            ),
            Self::Refused => (
                StatusCode::BAD_GATEWAY,
                "Daybook was not connected",
                "Xero did not complete the sign-in. Go back to Daybook to see why.",
            ),
            Self::NotOurs => (
                StatusCode::BAD_REQUEST,
                "This is not the sign-in Daybook is waiting for",
                "Go back to Daybook and use the page it has opened last.",
            ),
            Self::NotFound => (StatusCode::NOT_FOUND, "Nothing here", "You can close this page."),
        }
    }
}

impl IntoResponse for Page {
    fn into_response(self) -> Response {
        let (status, title, sentence) = self.parts();
        let html = format!(
            "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\">\
             <meta name=\"viewport\" content=\"width=device-width\"><title>{title}</title>\
             <style>:root{{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif}}\
             body{{display:grid;min-height:90vh;place-content:center;text-align:center}}\
             h1{{font-size:1.4rem;margin:0 0 .5rem}}p{{margin:0}}</style>\
             <main><h1>{title}</h1><p>{sentence}</p></main></html>\n"
        );
        (status, HEADERS, html).into_response()
    }
}
