//! `{document}/Attachments` (facts §6.8): files, by name.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use uuid::Uuid;

use super::{Answer, Ask, Outcome, Refusal, query};
use crate::books::{Attachment, Author};
use crate::wire::Node;

/// How many files a document may have.
const MAX_FILES: usize = 10;
/// The most bytes of a file; also what the simulator reads of any request.
const MAX_BYTES: usize = 10 * 1024 * 1024;
const MAX_NAME: usize = 255;
const FORBIDDEN: &str = "<>:\"/\\|?*\0+";

/// GET, PUT and POST for the document `id`, which the caller knows to exist or not. `rest` is the
/// path below `Attachments`.
pub(super) fn handle(ask: &mut Ask<'_>, id: Uuid, rest: &[&str], exists: bool) -> Outcome {
    if !exists {
        let text = "The document with the supplied id was not found for this endpoint.";
        return Err(Refusal::says(text));
    }
    match (ask.call.method.as_str(), rest) {
        ("GET", []) => {
            let files = ask.organisation.books.attachments.iter();
            let files = files.filter(|file| file.document == id);
            Ok(Answer::of("Attachments", files.map(|file| node(ask, file)).collect()))
        }
        ("GET", [name]) => {
            let mut files = ask.organisation.books.attachments.iter();
            let file = files.find(|file| file.document == id && is_called(file, name));
            let file = file.ok_or(Refusal::NotFound)?;
            let bytes = STANDARD.decode(&file.content).map_err(|_| Refusal::NotFound)?;
            Ok(Answer::Content { mime: file.mime.clone(), bytes })
        }
        ("PUT" | "POST", [name]) => save(ask, id, name),
        _ => Err(Refusal::NotFound),
    }
}

/// By its name, or by its id.
fn is_called(file: &Attachment, name: &str) -> bool {
    file.name == name || file.id.to_string().eq_ignore_ascii_case(name)
}

/// A file of a name that is there already takes its place.
fn save(ask: &mut Ask<'_>, document: Uuid, name: &str) -> Outcome {
    let new = ask.ids.uuid();
    let books = &mut ask.organisation.books;
    let others = books.attachments.iter().filter(|file| file.document == document);
    let old = others.clone().find(|file| file.name == name);
    if name.is_empty() || name.chars().count() > MAX_NAME {
        return Err(Refusal::says("The file name must have 1 to 255 characters."));
    }
    if name.chars().any(|c| FORBIDDEN.contains(c)) {
        return Err(Refusal::says("The file name contains characters that are not allowed."));
    }
    if ask.call.body.is_empty() || ask.call.body.len() > MAX_BYTES {
        return Err(Refusal::says("The file must have 1 byte to 10 MB."));
    }
    if old.is_none() && others.count() >= MAX_FILES {
        return Err(Refusal::says("A document cannot have more than 10 attachments."));
    }
    let file = Attachment {
        id: old.map_or(new, |old| old.id),
        document,
        name: name.to_owned(),
        mime: ask.call.header("content-type").unwrap_or("application/octet-stream").to_owned(),
        content: STANDARD.encode(&ask.call.body),
        length: ask.call.body.len(),
        online: query::is_true(ask.call, "IncludeOnline"),
    };
    let id = file.id;
    books.note(document, ask.now, "Attached a file", name, Author::App);
    books.attachments.put(file.clone(), |old| old.id == id);
    Ok(Answer::of("Attachments", vec![node(ask, &file)]))
}

fn node(ask: &Ask<'_>, file: &Attachment) -> Node {
    let path = ask.call.path.split_inclusive("/Attachments").next().unwrap_or_default();
    let host = ask.call.header("host").unwrap_or("api.xero.com");
    let length = i64::try_from(file.length).unwrap_or(i64::MAX);
    Node::Object(vec![
        ("AttachmentID", Node::id(file.id)),
        ("FileName", Node::text(&file.name)),
        ("Url", Node::text(format!("http://{host}{path}/{}", encoded(&file.name)))),
        ("MimeType", Node::text(&file.mime)),
        ("ContentLength", Node::Int(length)),
        ("IncludeOnline", Node::Bool(file.online)),
    ])
}

fn encoded(name: &str) -> String {
    url::form_urlencoded::byte_serialize(name.as_bytes()).collect::<String>().replace('+', "%20")
}
