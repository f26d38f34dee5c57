//! Reading the fields of a JSON value, noting every problem with its place.

use std::fmt;

use chrono::NaiveDate;
use ledger::{Amount, Currency};
use rust_decimal::Decimal;
use serde_json::{Map, Value};

use super::known::nearest;
use super::problem::{Problem, Problems, Wrong};
use crate::amounts::SUM_MAX;
use crate::dates::is_plausible;
use crate::reject::quoted;

/// The longest text. Notes are long, but not this long.
const MAX_TEXT: usize = 32 * 1024;

/// The longest list. No transaction has that many lines.
const LIST_MAX: usize = 10_000;

/// A place in a value, printed as a JSON pointer.
#[derive(Clone, Copy)]
pub(super) enum Place<'p> {
    Root,
    Key(&'p Self, &'p str),
    Index(&'p Self, usize),
}

impl Place<'_> {
    pub(super) fn key<'p>(&'p self, key: &'p str) -> Place<'p> {
        Place::Key(self, key)
    }

    pub(super) fn index(&self, index: usize) -> Place<'_> {
        Place::Index(self, index)
    }
}

impl fmt::Display for Place<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Root => Ok(()),
            Self::Key(above, key) => {
                write!(f, "{above}/{}", quoted(key).replace('~', "~0").replace('/', "~1"))
            }
            Self::Index(above, index) => write!(f, "{above}/{index}"),
        }
    }
}

/// An object of the value, at its place.
#[derive(Clone, Copy)]
pub(super) struct Object<'v, 'p> {
    pub(super) map: &'v Map<String, Value>,
    pub(super) place: Place<'p>,
}

impl<'v> Object<'v, '_> {
    /// A field that is there and not null.
    pub(super) fn get(&self, key: &str) -> Option<&'v Value> {
        self.map.get(key).filter(|value| !value.is_null())
    }

    /// Whether a field says something: it is there, and neither null nor blank nor empty.
    pub(super) fn says(&self, key: &str) -> bool {
        self.get(key).is_some_and(|value| match value {
            Value::String(text) => !text.trim().is_empty(),
            Value::Array(values) => !values.is_empty(),
            Value::Null => false,
            Value::Bool(_) | Value::Number(_) | Value::Object(_) => true,
        })
    }
}

/// The problems met so far, and the currency amounts are read in.
pub(super) struct Fields {
    pub(super) problems: Problems,
    /// The transaction's currency.
    pub(super) currency: Currency,
    /// The book's.
    pub(super) base: Currency,
    /// What the amounts read so far come to without their signs: no sum of some can be more.
    sum: i128,
}

impl Fields {
    pub(super) fn new(base: Currency) -> Self {
        Self { problems: Problems::default(), currency: base, base, sum: 0 }
    }

    pub(super) fn note(&mut self, place: Place<'_>, what: Wrong) {
        self.problems.push(Problem { place: place.to_string(), what });
    }

    /// An object whose every field is among `allowed`.
    pub(super) fn object<'v, 'p>(
        &mut self,
        value: &'v Value,
        place: Place<'p>,
        allowed: &[&'static str],
    ) -> Option<Object<'v, 'p>> {
        let Some(map) = value.as_object() else {
            self.note(place, Wrong::WrongType("an object"));
            return None;
        };
        for key in map.keys().filter(|key| !allowed.contains(&key.as_str())) {
            let nearest = nearest(key, allowed.iter().copied());
            self.note(place.key(key), Wrong::Unknown { nearest });
        }
        Some(Object { map, place })
    }

    /// The values of a list; none where there is no list.
    pub(super) fn list<'v>(&mut self, object: Object<'v, '_>, key: &str) -> &'v [Value] {
        match object.get(key) {
            None => &[],
            Some(Value::Array(values)) if values.len() <= LIST_MAX => values,
            Some(Value::Array(values)) => {
                self.note(object.place.key(key), Wrong::TooMany(values.len()));
                &[]
            }
            Some(_) => {
                self.note(object.place.key(key), Wrong::WrongType("a list"));
                &[]
            }
        }
    }

    /// A text, trimmed; a blank one is none.
    pub(super) fn text<'v>(&mut self, object: Object<'v, '_>, key: &str) -> Option<&'v str> {
        let place = object.place;
        let Value::String(text) = object.get(key)? else {
            self.note(place.key(key), Wrong::WrongType("a text in quotes"));
            return None;
        };
        if text.len() > MAX_TEXT {
            self.note(place.key(key), Wrong::TooLong(text.len()));
            return None;
        }
        if text.contains('\0') {
            self.note(place.key(key), Wrong::Nul);
            return None;
        }
        Some(text.trim()).filter(|text| !text.is_empty())
    }

    pub(super) fn owned(&mut self, object: Object<'_, '_>, key: &str) -> Option<String> {
        self.text(object, key).map(str::to_owned)
    }

    /// A text that must be there.
    pub(super) fn needed(&mut self, object: Object<'_, '_>, key: &str) -> Option<String> {
        self.need(object, key);
        self.owned(object, key)
    }

    /// A decimal number, written as a text so that no program in between rounds it.
    pub(super) fn decimal(&mut self, object: Object<'_, '_>, key: &str) -> Option<Decimal> {
        let text = self.text(object, key)?;
        if !is_plain(text) {
            self.note(object.place.key(key), Wrong::NotADecimal(quoted(text)));
            return None;
        }
        let parsed = Decimal::from_str_exact(text).ok();
        if parsed.is_none() {
            self.note(object.place.key(key), Wrong::TooManyDigits(quoted(text)));
        }
        parsed
    }

    /// A count of things.
    pub(super) fn whole(&mut self, object: Object<'_, '_>, key: &str) -> Option<u64> {
        let text = self.text(object, key)?;
        let digits = text.bytes().all(|byte| byte.is_ascii_digit());
        let parsed = digits.then(|| text.parse().ok()).flatten();
        if parsed.is_none() {
            self.note(object.place.key(key), Wrong::NotACount(quoted(text)));
        }
        parsed
    }

    /// An amount of the transaction's currency.
    pub(super) fn amount(&mut self, object: Object<'_, '_>, key: &str) -> Option<Amount> {
        let currency = self.currency;
        self.amount_in(object, key, currency)
    }

    pub(super) fn amount_in(
        &mut self,
        object: Object<'_, '_>,
        key: &str,
        currency: Currency,
    ) -> Option<Amount> {
        let value = self.decimal(object, key)?;
        match Amount::from_decimal(value, currency) {
            Ok(amount) => self.within(object.place.key(key), amount),
            Err(error) => {
                self.note(object.place.key(key), Wrong::NotAnAmount(error));
                None
            }
        }
    }

    /// An amount, unless it and those before it come to more than can be summed.
    pub(super) fn within(&mut self, place: Place<'_>, amount: Amount) -> Option<Amount> {
        let sum = self.sum + i128::from(amount.minor()).abs();
        if sum > SUM_MAX {
            self.note(place, Wrong::TooMuch);
            return None;
        }
        self.sum = sum;
        Some(amount)
    }

    /// An amount that must be there and must not be below zero.
    pub(super) fn magnitude(&mut self, object: Object<'_, '_>, key: &str) -> Option<Amount> {
        self.need(object, key);
        self.positive(object, key)
    }

    /// An amount that must not be below zero where it is there.
    pub(super) fn positive(&mut self, object: Object<'_, '_>, key: &str) -> Option<Amount> {
        let currency = self.currency;
        self.positive_in(object, key, currency)
    }

    pub(super) fn positive_in(
        &mut self,
        object: Object<'_, '_>,
        key: &str,
        currency: Currency,
    ) -> Option<Amount> {
        let amount = self.amount_in(object, key, currency)?;
        if amount.is_negative() {
            self.note(object.place.key(key), Wrong::Negative(amount.display(currency)));
        }
        Some(amount)
    }

    pub(super) fn date(&mut self, object: Object<'_, '_>, key: &str) -> Option<NaiveDate> {
        let text = self.text(object, key)?;
        let well_formed = text.len() == "2026-08-14".len();
        let parsed = well_formed.then(|| NaiveDate::parse_from_str(text, "%Y-%m-%d").ok());
        let parsed = parsed.flatten().filter(is_plausible);
        if parsed.is_none() {
            self.note(object.place.key(key), Wrong::NotADate(quoted(text)));
        }
        parsed
    }

    /// A currency's code.
    pub(super) fn currency(&mut self, object: Object<'_, '_>, key: &str) -> Option<Currency> {
        let text = self.text(object, key)?;
        match quoted(text).parse() {
            Ok(currency) => Some(currency),
            Err(error) => {
                self.note(object.place.key(key), Wrong::NotAnAmount(error));
                None
            }
        }
    }

    /// Notes the field as missing where it is.
    pub(super) fn need(&mut self, object: Object<'_, '_>, key: &str) {
        if !object.says(key) {
            self.note(object.place.key(key), Wrong::Missing);
        }
    }

    pub(super) fn shown(&self, amount: Amount) -> String {
        amount.display(self.currency)
    }
}

/// Whether a text is digits with at most a sign and a point: the only way the schema has.
fn is_plain(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, decimals) = digits.split_once('.').unwrap_or((digits, "0"));
    [whole, decimals]
        .iter()
        .all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()))
}
