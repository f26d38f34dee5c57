//! Answers: a tree that can be written as JSON or as XML, since Xero speaks both and dates differ.

use std::fmt::Write as _;

use chrono::{DateTime, NaiveDate, Utc};
use rust_decimal::Decimal;
use uuid::Uuid;

use super::{two_places, xml};

/// One value of an answer.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Node {
    Null,
    Bool(bool),
    Int(i64),
    /// An amount of the base currency, written with two decimals.
    Amount(Decimal),
    /// A percentage or a quantity, written with four decimals.
    Rate(Decimal),
    /// A figure with as many decimals as it needs.
    Number(Decimal),
    Text(String),
    /// A business date: midnight UTC of the calendar date (facts §12.1).
    Date(NaiveDate),
    Instant(DateTime<Utc>),
    List(Vec<Self>),
    Object(Vec<(&'static str, Self)>),
}

impl Node {
    pub(crate) fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    pub(crate) fn id(id: Uuid) -> Self {
        Self::Text(id.to_string())
    }

    pub(crate) fn list(nodes: impl IntoIterator<Item = Self>) -> Self {
        Self::List(nodes.into_iter().collect())
    }

    /// `[{"Message": …}]`, the shape of `ValidationErrors` and `Warnings`.
    pub(crate) fn messages(messages: &[String]) -> Self {
        Self::list(messages.iter().map(|m| Self::Object(vec![("Message", Self::text(m))])))
    }

    /// The member `path` (`Contact.ContactID` goes one deeper), if this is an object that has it.
    pub(crate) fn member(&self, path: &str) -> Option<&Self> {
        let Self::Object(members) = self else { return None };
        let (name, rest) = path.split_once('.').map_or((path, None), |(n, r)| (n, Some(r)));
        let (_, member) = members.iter().find(|(key, _)| key.eq_ignore_ascii_case(name))?;
        rest.map_or(Some(member), |rest| member.member(rest))
    }

    pub(crate) fn push(&mut self, name: &'static str, node: Self) {
        if let Self::Object(members) = self {
            members.push((name, node));
        }
    }

    pub(crate) fn to_json(&self) -> String {
        let mut out = String::new();
        self.write_json(&mut out);
        out
    }

    /// `<Response>…</Response>`, what Xero answers when JSON was not asked for.
    pub(crate) fn to_xml(&self, root: &str) -> String {
        xml::document(root, self)
    }

    fn write_json(&self, out: &mut String) {
        match self {
            Self::Null => out.push_str("null"),
            Self::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
            Self::Int(value) => push(out, format_args!("{value}")),
            Self::Amount(value) => out.push_str(&two_places(*value)),
            Self::Rate(value) => push(out, format_args!("{value:.4}")),
            Self::Number(value) => push(out, format_args!("{}", value.normalize())),
            Self::Text(text) => out.push_str(&quoted(text)),
            Self::Date(date) => {
                let midnight = date.and_time(chrono::NaiveTime::MIN).and_utc();
                push(out, format_args!("\"/Date({}+0000)/\"", midnight.timestamp_millis()));
            }
            Self::Instant(at) => {
                push(out, format_args!("\"/Date({}+0000)/\"", at.timestamp_millis()));
            }
            Self::List(nodes) => {
                out.push('[');
                for (index, node) in nodes.iter().enumerate() {
                    if index > 0 {
                        out.push(',');
                    }
                    node.write_json(out);
                }
                out.push(']');
            }
            Self::Object(members) => {
                out.push('{');
                for (index, (name, node)) in members.iter().enumerate() {
                    if index > 0 {
                        out.push(',');
                    }
                    push(out, format_args!("\"{name}\":"));
                    node.write_json(out);
                }
                out.push('}');
            }
        }
    }
}

fn push(out: &mut String, text: std::fmt::Arguments<'_>) {
    out.write_fmt(text).expect("writing to a string cannot fail");
}

fn quoted(text: &str) -> String {
    serde_json::to_string(text).expect("a string is always valid JSON")
}
