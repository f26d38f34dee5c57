//! `where`, `order`, `page` and `pageSize`, over answers as they will be sent.
//!
//! Of Xero's filter language: `Field op literal`, joined by `&&` or `AND`. Anything else is the
//! same `QueryParseException` real Xero gives to what it cannot read.

use std::cmp::Ordering;
use std::str::FromStr as _;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::{Answer, Outcome, Refusal};
use crate::call::Call;
use crate::wire::Node;

const PAGE_SIZE: usize = 100;
const MAX_PAGE_SIZE: usize = 1_000;

/// Keeps what `where` asks for.
pub(super) fn filter(call: &Call, nodes: Vec<Node>) -> Result<Vec<Node>, Refusal> {
    let Some(text) = call.param("where").filter(|text| !text.trim().is_empty()) else {
        return Ok(nodes);
    };
    let clauses = parse(text).ok_or_else(|| unreadable(text))?;
    let is_nowhere =
        |clause: &Clause| nodes.iter().all(|node| node.member(&clause.field).is_none());
    if !nodes.is_empty() && clauses.iter().any(is_nowhere) {
        return Err(unreadable(text));
    }
    let keep = |node: &Node| clauses.iter().all(|clause| clause.holds(node));
    Ok(nodes.into_iter().filter(keep).collect())
}

/// Sorts by `order` (`Date DESC`), or by `default` rising.
pub(super) fn sort(call: &Call, default: &str, nodes: &mut [Node]) -> Result<(), Refusal> {
    let order = call.param("order").unwrap_or(default);
    let mut words = order.split_whitespace();
    let field = words.next().unwrap_or(default);
    let falls = match words.next() {
        None => false,
        Some(word) if word.eq_ignore_ascii_case("asc") => false,
        Some(word) if word.eq_ignore_ascii_case("desc") => true,
        Some(_) => return Err(unreadable(order)),
    };
    if nodes.iter().any(|node| node.member(field).is_none()) {
        return Err(unreadable(order));
    }
    nodes.sort_by(|a, b| {
        let ordering = a.member(field).zip(b.member(field)).and_then(|(a, b)| compare(a, b));
        let ordering = ordering.unwrap_or(Ordering::Equal);
        if falls { ordering.reverse() } else { ordering }
    });
    Ok(())
}

/// A parameter of several words: `Statuses=AUTHORISED,PAID`.
pub(super) fn words(call: &Call, name: &str) -> Option<Vec<String>> {
    let text = call.param(name).filter(|text| !text.trim().is_empty())?;
    Some(text.split(',').map(|word| word.trim().to_owned()).collect())
}

/// Whether a value is one of them, in any case; everything is where nothing was asked for.
pub(super) fn is_among(words: Option<&Vec<String>>, value: &str) -> bool {
    words.is_none_or(|words| words.iter().any(|word| word.eq_ignore_ascii_case(value)))
}

/// Whether a parameter says `true`.
pub(super) fn is_true(call: &Call, name: &str) -> bool {
    call.param(name).is_some_and(|value| value.eq_ignore_ascii_case("true"))
}

/// The page number, where one was asked for.
pub(super) fn page(call: &Call) -> Option<usize> {
    call.param("page").and_then(|page| page.parse().ok()).filter(|page| *page > 0)
}

/// Cuts the page out, with `pagination`; without `page` everything is the answer.
pub(super) fn paged(call: &Call, collection: &'static str, nodes: Vec<Node>) -> Outcome {
    let Some(page) = page(call) else { return Ok(Answer::of(collection, nodes)) };
    let asked = call.param("pageSize").and_then(|size| size.parse().ok());
    let size = asked.unwrap_or(PAGE_SIZE).clamp(1, MAX_PAGE_SIZE);
    let count = nodes.len();
    let int = |value: usize| Node::Int(i64::try_from(value).unwrap_or(i64::MAX));
    let pages = Node::Object(vec![
        ("page", int(page)),
        ("pageSize", int(size)),
        ("pageCount", int(count.div_ceil(size))),
        ("itemCount", int(count)),
    ]);
    let nodes = nodes.into_iter().skip((page - 1).saturating_mul(size)).take(size).collect();
    Ok(Answer::List { collection, nodes, pages: Some(pages) })
}

fn unreadable(text: &str) -> Refusal {
    Refusal::BadFilter(format!("Unable to parse \"{text}\""))
}

struct Clause {
    field: String,
    accepts: Accepts,
    /// Whether a field that is not there satisfies it: only `!=` does.
    accepts_absent: bool,
    literal: Node,
}

impl Clause {
    fn holds(&self, node: &Node) -> bool {
        match node.member(&self.field) {
            None | Some(Node::Null) => (self.literal == Node::Null) != self.accepts_absent,
            Some(value) => match compare(value, &self.literal) {
                Some(ordering) => (self.accepts)(ordering),
                None => self.accepts_absent,
            },
        }
    }
}

/// Whether a value that compares so with the literal satisfies the clause.
type Accepts = fn(Ordering) -> bool;

/// Longer operators first, so that `<=` is not read as `<`.
const OPERATORS: [(&str, Accepts); 7] = [
    ("==", Ordering::is_eq),
    ("!=", Ordering::is_ne),
    ("<=", Ordering::is_le),
    (">=", Ordering::is_ge),
    ("=", Ordering::is_eq),
    ("<", Ordering::is_lt),
    (">", Ordering::is_gt),
];

fn parse(text: &str) -> Option<Vec<Clause>> {
    let mut clauses = Vec::new();
    let mut rest = text.trim();
    loop {
        let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '.' || c == '_'))?;
        let (field, tail) = rest.split_at(end);
        if field.is_empty() {
            return None;
        }
        let tail = tail.trim_start();
        let (operator, accepts) = OPERATORS.iter().find(|(sign, _)| tail.starts_with(sign))?;
        let (literal, tail) = literal(tail[operator.len()..].trim_start())?;
        clauses.push(Clause {
            field: field.to_owned(),
            accepts: *accepts,
            accepts_absent: *operator == "!=",
            literal,
        });
        let tail = tail.trim_start();
        if tail.is_empty() {
            return Some(clauses);
        }
        let joined = ["&&", "AND ", "and "].iter().find_map(|word| tail.strip_prefix(word))?;
        rest = joined.trim_start();
    }
}

/// One literal and what follows it.
fn literal(text: &str) -> Option<(Node, &str)> {
    if let Some(rest) = text.strip_prefix('"') {
        let (inner, rest) = rest.split_once('"')?;
        return Some((Node::text(inner), rest));
    }
    for call in ["guid(\"", "Guid(\"", "GUID(\""] {
        if let Some(rest) = text.strip_prefix(call) {
            let (inner, rest) = rest.split_once("\")")?;
            return Some((Node::text(inner.to_ascii_lowercase()), rest));
        }
    }
    if let Some(rest) = text.strip_prefix("DateTime(") {
        let (inner, rest) = rest.split_once(')')?;
        let mut parts = inner.split(',').map(|part| part.trim().parse::<u32>().ok());
        let year = i32::try_from(parts.next()??).ok()?;
        let date = NaiveDate::from_ymd_opt(year, parts.next()??, parts.next()??)?;
        return Some((Node::Date(date), rest));
    }
    let end = text.find([' ', '&']).unwrap_or(text.len());
    let (word, rest) = text.split_at(end);
    let node = match word.to_ascii_lowercase().as_str() {
        "true" => Node::Bool(true),
        "false" => Node::Bool(false),
        "null" => Node::Null,
        number => Node::Amount(Decimal::from_str(number).ok()?),
    };
    Some((node, rest))
}

/// How two values compare; `None` when they are of kinds that do not.
fn compare(a: &Node, b: &Node) -> Option<Ordering> {
    match (a, b) {
        (Node::Text(a), Node::Text(b)) => Some(a.cmp(b)),
        (Node::Bool(a), Node::Bool(b)) => Some(a.cmp(b)),
        (Node::Int(a), Node::Int(b)) => Some(a.cmp(b)),
        (Node::Int(a), Node::Amount(b)) => Some(Decimal::from(*a).cmp(b)),
        (
            Node::Amount(a) | Node::Rate(a) | Node::Number(a),
            Node::Amount(b) | Node::Rate(b) | Node::Number(b),
        ) => Some(a.cmp(b)),
        (Node::Date(a), Node::Date(b)) => Some(a.cmp(b)),
        (Node::Instant(a), Node::Instant(b)) => Some(a.cmp(b)),
        (Node::Instant(a), Node::Date(b)) => {
            Some(a.cmp(&b.and_time(chrono::NaiveTime::MIN).and_utc()))
        }
        _ => None,
    }
}
