//! The envelope of answers and the documents of errors (facts §12).

use super::{Answer, Outcome, Refusal};
use crate::ids::Ids;
use crate::reply::{Reply, Wants};
use crate::wire::Node;
use chrono::{DateTime, Utc};

const PROVIDER: &str = "Daybook simulator";

/// Turns an outcome into bytes, as JSON or XML.
pub(super) fn seal(outcome: Outcome, wants: Wants, ids: &mut Ids, now: DateTime<Utc>) -> Reply {
    match outcome {
        Ok(Answer::List { collection, nodes, pages }) => {
            let node = wrap(collection, nodes, pages, ids, now);
            Reply::document(200, &node, wants, "Response")
        }
        Ok(Answer::Bare(node)) => Reply::document(200, &node, wants, "Response"),
        Ok(Answer::Content { mime, bytes }) => Reply::file(&mime, bytes),
        Err(Refusal::NotFound) => Reply::not_found(),
        Err(Refusal::NotImplemented) => {
            let text = "The Api Method called is not implemented";
            exception(501, 20, "ApiMethodNotImplementedException", text, None, wants)
        }
        Err(Refusal::Malformed(text)) => {
            exception(400, 14, "PostDataInvalidException", &text, None, wants)
        }
        Err(Refusal::BadFilter(text)) => {
            exception(400, 16, "QueryParseException", &text, None, wants)
        }
        Err(Refusal::Invalid(elements)) => {
            let text = "A validation exception occurred";
            exception(400, 10, "ValidationException", text, Some(elements), wants)
        }
    }
}

fn wrap(
    collection: &'static str,
    nodes: Vec<Node>,
    pages: Option<Node>,
    ids: &mut Ids,
    now: DateTime<Utc>,
) -> Node {
    let mut members = vec![
        ("Id", Node::id(ids.uuid())),
        ("Status", Node::text("OK")),
        ("ProviderName", Node::text(PROVIDER)),
        ("DateTimeUTC", Node::Instant(now)),
    ];
    members.extend(pages.map(|pages| ("pagination", pages)));
    members.push((collection, Node::List(nodes)));
    Node::Object(members)
}

fn exception(
    status: u16,
    number: i64,
    kind: &str,
    message: &str,
    elements: Option<Vec<Node>>,
    wants: Wants,
) -> Reply {
    let mut members = vec![
        ("ErrorNumber", Node::Int(number)),
        ("Type", Node::text(kind)),
        ("Message", Node::text(message)),
    ];
    members.extend(elements.map(|elements| ("Elements", Node::List(elements))));
    Reply::document(status, &Node::Object(members), wants, "ApiException")
}
