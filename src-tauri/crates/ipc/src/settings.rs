//! What a person decides once: policies and locations.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{Day, LocationId, TimeOfDay};

/// The policies of this book, read and written whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Settings {
    /// The client id of the user's own Xero app.
    pub client_id: Option<String>,
    /// When booking payments are posted.
    pub deposits: DeferralPolicy,
    /// When check-ins are posted.
    pub check_ins: DeferralPolicy,
    /// How many journals a range makes.
    pub range: RangePosting,
}

/// When deposits and check-ins are posted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum DeferralPolicy {
    /// By a journal of their own, as soon as recorded.
    Automatic,
    /// In the day's cashout.
    WithCashout,
}

/// How many journals a range makes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum RangePosting {
    /// One, dated the last day.
    One,
    /// One a day.
    Daily,
}

/// How tax gets into Xero.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum TaxWay {
    /// Way A: revenue is sent gross with its tax type, and Xero works out the tax.
    XeroWorksItOut,
    /// Way B: revenue is sent net, and each tax has a line of its own.
    TaxLines,
}

/// A place with its own day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Location {
    /// Its id.
    pub id: LocationId,
    /// Its name, part of every narration.
    pub name: String,
    /// IANA name of its time zone: `America/Vancouver`.
    pub zone: String,
    /// When its day ends; `03:00` makes 01:30 belong to the evening before.
    pub day_end: TimeOfDay,
    /// How its tax gets into Xero.
    pub tax_way: TaxWay,
    /// Its business date now. Ignored when saved.
    pub today: Day,
}

/// Every location, the default first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Locations {
    /// The locations.
    pub locations: Vec<Location>,
}

/// Adds a location with the default's zone, day end and tax way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AddLocation {
    /// Its name; not one that is taken.
    pub name: String,
}
