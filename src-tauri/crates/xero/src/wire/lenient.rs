//! Readers for values that Xero writes in more than one way, and the exact one for amounts.
//!
//! Every reader starts from serde_json's `RawValue`, the value's own digits. The other way to
//! exact numbers, serde_json's `arbitrary_precision`, changes how every crate of the program
//! reads numbers; `RawValue` changes nothing but what asks for it. An amount therefore never
//! passes through a float: `0.1` on the wire is `0.1` here, and goes out with its own digits.

use std::borrow::Cow;

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use rust_decimal::Decimal;
use serde::de::Error as _;
use serde::ser::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::RawValue;
use uuid::Uuid;

/// The value's text, whether it came quoted or bare; `None` for null and for nothing.
fn bare<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    let raw: Cow<'de, RawValue> = Deserialize::deserialize(deserializer)?;
    let text = match raw.get().trim() {
        "null" => return Ok(None),
        quoted if quoted.starts_with('"') => {
            serde_json::from_str::<String>(quoted).map_err(D::Error::custom)?
        }
        bare => bare.to_owned(),
    };
    Ok(Some(text).filter(|text| !text.is_empty()))
}

fn parsed<'de, D, T>(
    deserializer: D,
    what: &str,
    parse: impl FnOnce(&str) -> Option<T>,
) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
{
    let Some(text) = bare(deserializer)? else { return Ok(None) };
    parse(&text).map(Some).ok_or_else(|| D::Error::custom(format!("“{text}” is not {what}")))
}

/// A text; null and absence are the empty text.
pub(super) fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    Ok(bare(deserializer)?.unwrap_or_default())
}

/// A text; null and the empty text are `None`.
pub(super) fn optional_text<'de, D>(deserializer: D) -> Result<Option<String>, D::Error>
where
    D: Deserializer<'de>,
{
    bare(deserializer)
}

/// A list; null is an empty one.
pub(super) fn list<'de, D, T>(deserializer: D) -> Result<Vec<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    Ok(Option::deserialize(deserializer)?.unwrap_or_default())
}

/// A word of one of Xero's lists; null and the empty text are `None`.
pub(super) fn word<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: for<'a> From<&'a str>,
{
    Ok(bare(deserializer)?.map(|text| T::from(&text)))
}

/// `true`, `false`, `"true"`, `"false"`; null and absence are false.
pub(super) fn truth<'de, D: Deserializer<'de>>(deserializer: D) -> Result<bool, D::Error> {
    Ok(optional_truth(deserializer)?.unwrap_or(false))
}

/// As [`truth`], where absence means something.
pub(super) fn optional_truth<'de, D>(deserializer: D) -> Result<Option<bool>, D::Error>
where
    D: Deserializer<'de>,
{
    parsed(deserializer, "true or false", |text| text.to_ascii_lowercase().parse().ok())
}

/// A decimal number, exactly as its digits say.
pub(super) fn optional_number<'de, D>(deserializer: D) -> Result<Option<Decimal>, D::Error>
where
    D: Deserializer<'de>,
{
    parsed(deserializer, "a number", |text| {
        let text = text.trim();
        Decimal::from_str_exact(text).or_else(|_| Decimal::from_scientific(text)).ok()
    })
}

/// As [`optional_number`], where it must be there.
pub(super) fn number<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Decimal, D::Error> {
    optional_number(deserializer)?.ok_or_else(|| D::Error::custom("a number is missing"))
}

/// A small whole number.
pub(super) fn optional_count<'de, D>(deserializer: D) -> Result<Option<u32>, D::Error>
where
    D: Deserializer<'de>,
{
    parsed(deserializer, "a whole number", |text| text.parse().ok())
}

/// Xero's id of something; the id of all zeros means that there is none (facts §12).
pub(super) fn optional_id<'de, D>(deserializer: D) -> Result<Option<Uuid>, D::Error>
where
    D: Deserializer<'de>,
{
    let id = parsed(deserializer, "an id", |text| Uuid::try_parse(text).ok())?;
    Ok(id.filter(|id| !id.is_nil()))
}

/// As [`optional_id`], where it must be there.
pub(super) fn id<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Uuid, D::Error> {
    optional_id(deserializer)?.ok_or_else(|| D::Error::custom("an id is missing"))
}

/// A business date. `/Date(ms)/` is midnight UTC of that date, and is never moved through a
/// time zone (facts §12.1).
pub(super) fn optional_date<'de, D>(deserializer: D) -> Result<Option<NaiveDate>, D::Error>
where
    D: Deserializer<'de>,
{
    parsed(deserializer, "a date", |text| moment(text).map(|at| at.date_naive()))
}

/// As [`optional_date`], where it must be there.
pub(super) fn date<'de, D: Deserializer<'de>>(deserializer: D) -> Result<NaiveDate, D::Error> {
    optional_date(deserializer)?.ok_or_else(|| D::Error::custom("a date is missing"))
}

/// A moment, in UTC.
pub(super) fn optional_moment<'de, D>(deserializer: D) -> Result<Option<DateTime<Utc>>, D::Error>
where
    D: Deserializer<'de>,
{
    parsed(deserializer, "a time", moment)
}

/// All notations of facts §12.1: `/Date(1539993600000+0000)/` with and without its offset,
/// `2014-05-26T00:00:00`, `2018-10-10 00:00:00`, seven fraction digits, a `Z`, a date alone.
fn moment(text: &str) -> Option<DateTime<Utc>> {
    if let Some(rest) = text.strip_prefix("/Date(") {
        let inside = rest.strip_suffix(")/")?;
        // The offset only says how Xero would show it; the milliseconds are UTC already.
        let end = inside.get(1..)?.find(['+', '-']).map_or(inside.len(), |at| at + 1);
        return DateTime::from_timestamp_millis(inside[..end].parse().ok()?);
    }
    let text = text.strip_suffix('Z').unwrap_or(text);
    if let Ok(date) = text.parse::<NaiveDate>() {
        return date.and_hms_opt(0, 0, 0).map(|at| at.and_utc());
    }
    NaiveDateTime::parse_from_str(&text.replacen(' ', "T", 1), "%Y-%m-%dT%H:%M:%S%.f")
        .ok()
        .map(|at| at.and_utc())
}

/// Writes a decimal as a JSON number with its own digits.
pub(super) fn write_number<S>(number: &Decimal, serializer: S) -> Result<S::Ok, S::Error>
where
    S: Serializer,
{
    RawValue::from_string(number.to_string()).map_err(S::Error::custom)?.serialize(serializer)
}

/// As [`write_number`], where there is one; where there is none, the field is to be skipped.
pub(super) fn write_optional_number<S>(
    number: &Option<Decimal>,
    serializer: S,
) -> Result<S::Ok, S::Error>
where
    S: Serializer,
{
    match number {
        Some(number) => write_number(number, serializer),
        None => serializer.serialize_none(),
    }
}

/// Writes a business date as Xero takes it: `2026-10-05`.
pub(super) fn write_date<S>(date: &NaiveDate, serializer: S) -> Result<S::Ok, S::Error>
where
    S: Serializer,
{
    serializer.collect_str(date)
}
