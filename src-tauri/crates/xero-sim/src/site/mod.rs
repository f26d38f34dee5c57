//! Pages for a person to look at the books, and the same books as JSON without signing in.

mod books;
mod documents;
mod dump;
mod links;
mod page;

use crate::call::Call;
use crate::control;
use crate::reply::Reply;
use crate::sim::Inner;

const STYLE: &str = include_str!("style.css");

/// Every GET that is neither the API nor signing in.
pub(crate) fn show(inner: &Inner, call: &Call) -> Reply {
    let state = &inner.state;
    let books =
        |named: Option<&str>| state.organisation(named).map(|index| &state.organisations[index]);
    match call.path.as_str() {
        "/" => books::index(&state.organisations),
        "/sim/control" => Reply::json(200, &control::status(inner)),
        "/sim/log.json" => Reply::json(200, &serde_json::json!({ "calls": inner.log })),
        "/sim/books.json" => books(call.param("org")).map_or_else(Reply::not_found, dump::books),
        path => match path.strip_prefix("/books/") {
            Some(key) => books(Some(key)).map_or_else(Reply::not_found, books::organisation),
            None => links::follow(&state.organisations, call).unwrap_or_else(Reply::not_found),
        },
    }
}

/// A whole page around `body`.
pub(crate) fn shell(title: &str, body: &str) -> String {
    format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <title>{} · Simulated Xero</title><style>{STYLE}</style></head><body>{body}</body></html>",
        escape(title)
    )
}

/// Text made safe between tags and in quoted attributes.
pub(crate) fn escape(text: &str) -> String {
    quick_xml::escape::escape(text).into_owned()
}
