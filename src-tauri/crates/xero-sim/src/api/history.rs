//! `{document}/History`: what happened to a document, and notes on it (facts §6.8).

use uuid::Uuid;

use super::{Answer, Ask, Outcome, Refusal};
use crate::books::{Author, HistoryRecord};
use crate::wire::Node;

/// The longest note.
const MAX_NOTE: usize = 2_500;

/// GET and PUT for the document `id`, which the caller knows to exist or not.
pub(super) fn handle(ask: &mut Ask<'_>, id: Uuid, exists: bool) -> Outcome {
    if !exists {
        let text = "The document with the supplied id was not found for this endpoint.";
        return Err(Refusal::says(text));
    }
    match ask.call.method.as_str() {
        "GET" => {
            let records = ask.organisation.books.history.iter().rev();
            let newest_first = records.filter(|record| record.document == id).map(node).collect();
            Ok(Answer::of("HistoryRecords", newest_first))
        }
        "PUT" | "POST" => add(ask, id),
        _ => Err(Refusal::NotImplemented),
    }
}

fn add(ask: &mut Ask<'_>, id: Uuid) -> Outcome {
    let notes = ask.elements("HistoryRecords", |record| record.text("Details"))?;
    let mut nodes = Vec::with_capacity(notes.len());
    for details in notes {
        let details = details.unwrap_or_default();
        if details.is_empty() || details.chars().count() > MAX_NOTE {
            return Err(Refusal::says("The Details must have 1 to 2500 characters."));
        }
        let changes = "Note".to_owned();
        let author = Author::App;
        let record = HistoryRecord { document: id, at: ask.now, changes, details, author };
        nodes.push((node(&record), record));
    }
    let (nodes, records): (Vec<_>, Vec<_>) = nodes.into_iter().unzip();
    for record in records {
        ask.organisation.books.history.push(record);
    }
    Ok(Answer::of("HistoryRecords", nodes))
}

fn node(record: &HistoryRecord) -> Node {
    let user = match record.author {
        Author::App => "System Generated",
        Author::Person => "Bookkeeper",
    };
    Node::Object(vec![
        ("Changes", Node::text(&record.changes)),
        ("DateUTCString", Node::text(record.at.format("%Y-%m-%dT%H:%M:%S").to_string())),
        ("DateUTC", Node::Instant(record.at)),
        ("User", Node::text(user)),
        ("Details", Node::text(&record.details)),
    ])
}
