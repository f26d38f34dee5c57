//! Requests: JSON bodies read without losing a digit, and the conversions Xero does before it
//! validates anything. Their failures are `PostDataInvalidException` (facts §12), not validation.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, NaiveDateTime};
use rust_decimal::Decimal;
use serde_json::value::RawValue;
use uuid::Uuid;

/// Deeper bodies than any of Xero's are refused instead of being recursed into.
const MAX_DEPTH: usize = 16;

/// One value of a request.
#[derive(Clone, Debug)]
pub(crate) enum Input {
    Null,
    Bool(bool),
    /// A number as it was written.
    Number(String),
    Text(String),
    List(Vec<Self>),
    /// Members in no order; names in lower case, because Xero matches them so.
    Object(BTreeMap<String, Self>),
}

/// A body or a value that cannot be converted; the message is Xero's deserialiser's.
#[derive(Debug)]
pub(crate) struct Malformed(pub(crate) String);

impl Input {
    pub(crate) fn parse(body: &[u8]) -> Result<Self, Malformed> {
        let raw: &RawValue = serde_json::from_slice(body)
            .map_err(|error| Malformed(format!("The request body is not valid JSON: {error}")))?;
        Self::build(raw, MAX_DEPTH)
            .ok_or_else(|| Malformed("The request body is nested too deeply".to_owned()))
    }

    /// `None` when deeper than allowed. `raw` is one valid JSON value.
    fn build(raw: &RawValue, depth: usize) -> Option<Self> {
        let below = depth.checked_sub(1)?;
        let text = raw.get().trim();
        Some(match text.as_bytes().first() {
            Some(b'{') => {
                let members: BTreeMap<String, &RawValue> = serde_json::from_str(text).ok()?;
                let pairs = members.into_iter().map(|(name, value)| {
                    Some((name.to_ascii_lowercase(), Self::build(value, below)?))
                });
                Self::Object(pairs.collect::<Option<_>>()?)
            }
            Some(b'[') => {
                let items: Vec<&RawValue> = serde_json::from_str(text).ok()?;
                Self::List(items.into_iter().map(|v| Self::build(v, below)).collect::<Option<_>>()?)
            }
            Some(b'"') => Self::Text(serde_json::from_str(text).ok()?),
            Some(b't' | b'f') => Self::Bool(text == "true"),
            Some(b'n') | None => Self::Null,
            Some(_) => Self::Number(text.to_owned()),
        })
    }
}

/// A value and the path to it, so that a failed conversion can say where.
#[derive(Clone, Debug)]
pub(crate) struct Field<'a> {
    value: &'a Input,
    path: String,
}

impl<'a> Field<'a> {
    pub(crate) fn root(value: &'a Input) -> Self {
        Self { value, path: String::new() }
    }

    /// A member that is there and not null.
    pub(crate) fn get(&self, name: &str) -> Option<Self> {
        let Input::Object(members) = self.value else { return None };
        let value = members.get(&name.to_ascii_lowercase())?;
        if matches!(value, Input::Null) {
            return None;
        }
        let dot = if self.path.is_empty() { "" } else { "." };
        Some(Self { value, path: format!("{}{dot}{name}", self.path) })
    }

    /// A list's items; a single object counts as a list of one, as Xero takes it.
    pub(crate) fn items(&self) -> Vec<Self> {
        match self.value {
            Input::List(items) => items
                .iter()
                .enumerate()
                .map(|(i, value)| Self { value, path: format!("{}[{i}]", self.path) })
                .collect(),
            Input::Null | Input::Bool(_) | Input::Number(_) | Input::Text(_) | Input::Object(_) => {
                vec![self.clone()]
            }
        }
    }

    pub(crate) fn text(&self, name: &str) -> Result<Option<String>, Malformed> {
        self.get(name).map(|field| field.scalar("System.String")).transpose()
    }

    pub(crate) fn decimal(&self, name: &str) -> Result<Option<Decimal>, Malformed> {
        self.convert(name, "System.Decimal", |text| {
            text.parse().ok().or_else(|| Decimal::from_scientific(text).ok())
        })
    }

    /// `2026-10-05`, with or without a time of day, or `/Date(ms+0000)/`.
    pub(crate) fn date(&self, name: &str) -> Result<Option<NaiveDate>, Malformed> {
        self.convert(name, "System.DateTime", parse_date)
    }

    pub(crate) fn guid(&self, name: &str) -> Result<Option<Uuid>, Malformed> {
        self.convert(name, "System.Guid", |text| text.parse().ok())
    }

    /// `true` and `"true"` are both sent by documented examples (facts §12).
    pub(crate) fn boolean(&self, name: &str) -> Result<Option<bool>, Malformed> {
        self.convert(name, "System.Boolean", |text| text.to_ascii_lowercase().parse().ok())
    }

    /// Converts a member's text, or says in Xero's words that it does not convert to `type_name`.
    pub(crate) fn convert<T>(
        &self,
        name: &str,
        type_name: &str,
        parse: impl Fn(&str) -> Option<T>,
    ) -> Result<Option<T>, Malformed> {
        let Some(field) = self.get(name) else { return Ok(None) };
        let text = field.scalar(type_name)?;
        parse(&text).map(Some).ok_or_else(|| field.malformed(&text, type_name))
    }

    fn scalar(&self, type_name: &str) -> Result<String, Malformed> {
        match self.value {
            Input::Bool(value) => Ok(value.to_string()),
            Input::Number(text) | Input::Text(text) => Ok(text.clone()),
            Input::Null => Ok(String::new()),
            Input::List(_) => Err(self.malformed("[", type_name)),
            Input::Object(_) => Err(self.malformed("{", type_name)),
        }
    }

    fn malformed(&self, text: &str, type_name: &str) -> Malformed {
        Malformed(format!(
            "Error converting value \"{text}\" to type '{type_name}'. Path '{}'",
            self.path
        ))
    }
}

fn parse_date(text: &str) -> Option<NaiveDate> {
    if let Some(inner) = text.strip_prefix("/Date(").and_then(|rest| rest.strip_suffix(")/")) {
        let end = inner[1.min(inner.len())..].find(['+', '-']).map_or(inner.len(), |at| at + 1);
        return Some(
            DateTime::from_timestamp_millis(inner.get(..end)?.parse().ok()?)?.date_naive(),
        );
    }
    text.parse().ok().or_else(|| {
        ["%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S%.fZ"]
            .iter()
            .find_map(|form| NaiveDateTime::parse_from_str(text, form).ok())
            .map(|at| at.date())
    })
}
