//! Tags: the fields of a transaction that decide how its lines are tracked.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use crate::transaction::Transaction;

/// A field of a transaction that may decide a tracking option (accounting §6, facts §10.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// The location's name.
    Location,
    /// The department.
    Department,
    /// The class.
    Class,
    /// The till.
    Till,
    /// Who recorded it.
    Staff,
    /// The customer's name.
    Customer,
    /// The booking.
    Booking,
    /// What happened ("sale").
    Kind,
    /// The system it came from.
    Source,
}

impl Field {
    /// Every field, the most telling first.
    pub const ALL: [Self; 9] = [
        Self::Location,
        Self::Department,
        Self::Class,
        Self::Till,
        Self::Staff,
        Self::Customer,
        Self::Booking,
        Self::Kind,
        Self::Source,
    ];

    /// The word used in the book and on the command line.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Location => "location",
            Self::Department => "department",
            Self::Class => "class",
            Self::Till => "till",
            Self::Staff => "staff",
            Self::Customer => "customer",
            Self::Booking => "booking",
            Self::Kind => "kind",
            Self::Source => "source",
        }
    }

    /// What a transaction has in it.
    #[must_use]
    pub fn of(self, transaction: &Transaction) -> Option<&str> {
        let value = match self {
            Self::Location => Some(transaction.location.as_str()),
            Self::Department => transaction.department.as_deref(),
            Self::Class => transaction.class.as_deref(),
            Self::Till => transaction.till.as_deref(),
            Self::Staff => transaction.staff.as_deref(),
            Self::Customer => transaction.customer.as_ref().map(|customer| customer.name.as_str()),
            Self::Booking => transaction.booking.as_deref(),
            Self::Kind => Some(transaction.kind.key()),
            Self::Source => Some(transaction.source.source.as_str()),
        };
        value.map(str::trim).filter(|value| !value.is_empty())
    }
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.key())
    }
}

impl FromStr for Field {
    type Err = UnknownField;

    fn from_str(text: &str) -> Result<Self, UnknownField> {
        let wanted = text.trim().to_ascii_lowercase();
        Self::ALL
            .into_iter()
            .find(|field| field.key() == wanted)
            .ok_or_else(|| UnknownField { text: text.to_owned() })
    }
}

/// The word names no field of a transaction.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("\"{text}\" is not a field that tracking can follow")]
pub struct UnknownField {
    /// The word as given.
    pub text: String,
}

/// The fields of a transaction that tracking asks for, with their values.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Tags(BTreeMap<Field, String>);

impl Tags {
    /// No field.
    #[must_use]
    pub const fn none() -> Self {
        Self(BTreeMap::new())
    }

    /// What a transaction has in some fields.
    pub fn of(transaction: &Transaction, fields: impl IntoIterator<Item = Field>) -> Self {
        let value = |field: Field| Some((field, field.of(transaction)?.to_owned()));
        Self(fields.into_iter().filter_map(value).collect())
    }

    /// Tags from fields and values as they are.
    pub fn from_values(values: impl IntoIterator<Item = (Field, String)>) -> Self {
        Self(values.into_iter().collect())
    }

    /// The value of a field, where the transactions have one.
    #[must_use]
    pub fn get(&self, field: Field) -> Option<&str> {
        self.0.get(&field).map(String::as_str)
    }

    /// Whether there is no field in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The fields with their values, in order.
    pub fn iter(&self) -> impl Iterator<Item = (Field, &str)> {
        self.0.iter().map(|(field, value)| (*field, value.as_str()))
    }
}
