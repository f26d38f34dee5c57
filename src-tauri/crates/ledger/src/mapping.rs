//! The mapping: what the bookkeeper said about codes, roles, taxes and tenders.
//!
//! Accounts are named by Xero's account id, so that a renamed or recoded account stays mapped and a
//! deleted one is noticed.

use std::collections::BTreeMap;

use crate::leg::TaxSet;
use crate::role::Role;
use crate::tags::Field;

/// Everything the bookkeeper mapped. What is not here is resolved directly, or is unmapped.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Mapping {
    /// Roles to account ids.
    pub roles: BTreeMap<Role, String>,
    /// GL codes to where they go. Keys are normalised by [`normalise`].
    pub gl_codes: BTreeMap<String, GlTarget>,
    /// Tax codes to account ids (way B).
    pub tax_accounts: BTreeMap<String, String>,
    /// Sets of taxes to Xero tax types (way A); [`TaxSet::none`] is untaxed revenue.
    pub tax_types: BTreeMap<TaxSet, String>,
    /// Tax types of the lines of a role that carry one: surcharges, kept fees, processor fees.
    pub role_tax_types: BTreeMap<Role, String>,
    /// Tenders to account ids of their clearing accounts. Keys are normalised.
    pub tenders: BTreeMap<String, String>,
    /// Tenders paid straight into a bank account, to its account id. Keys are normalised.
    pub direct_tenders: BTreeMap<String, String>,
    /// Bank accounts by the names the desk gives them, to account ids. Keys are normalised.
    pub banks: BTreeMap<String, String>,
    /// The fields of a transaction that decide how its lines are tracked.
    pub tracking: BTreeMap<Field, TrackingField>,
    /// The tax type of lines that carry no tax, where chosen; else by country (accounting §4).
    pub no_tax_type: Option<String>,
}

/// Where a mapped GL code goes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct GlTarget {
    /// The account's id in Xero.
    pub account_id: String,
    /// A tax type that wins over the one the line's taxes say (way A).
    pub tax_type: Option<String>,
    /// Tracking for its lines, as (category id, option id), at most two.
    pub tracking: Vec<(String, String)>,
}

/// How the values of a field become options of a tracking category.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct TrackingField {
    /// The category's id in Xero.
    pub category_id: String,
    /// Values to option ids, where the option is not called like the value. Keys are normalised.
    pub options: BTreeMap<String, String>,
}

/// How codes and names compare: trimmed, without regard to case (accounting §3).
#[must_use]
pub fn normalise(text: &str) -> String {
    text.trim().to_lowercase()
}

/// How a location's taxes reach Xero (accounting §4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TaxWay {
    /// Way A: gross lines with a tax type; Xero works out the tax.
    XeroComputes,
    /// Way B: net lines, and a line for each tax to its own account.
    TaxLines,
}

impl TaxWay {
    /// The word used in settings: "A" or "B".
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::XeroComputes => "A",
            Self::TaxLines => "B",
        }
    }

    /// The usual way in a country: A where the organisation files from Xero's tax return, B in
    /// the US, Canada and elsewhere (accounting §4).
    #[must_use]
    pub fn usual(country: &str) -> Self {
        match country {
            "AU" | "NZ" | "GB" | "UK" | "SG" | "ZA" => Self::XeroComputes,
            _ => Self::TaxLines,
        }
    }
}
