//! Manual journals as Xero stores them: amounts net of tax, tax beside them (facts §6).

use chrono::{DateTime, NaiveDate, Utc};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::Entry;

/// A manual journal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ManualJournal {
    pub(crate) id: Uuid,
    pub(crate) narration: String,
    pub(crate) date: NaiveDate,
    /// `NoTax` or `Exclusive`: an inclusive journal is kept as exclusive (facts §6.5).
    pub(crate) types: LineAmountTypes,
    pub(crate) status: JournalStatus,
    pub(crate) url: Option<String>,
    pub(crate) show_on_cash_basis: bool,
    pub(crate) lines: Vec<JournalLine>,
    pub(crate) updated: DateTime<Utc>,
}

/// One line; debits positive.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct JournalLine {
    pub(crate) description: Option<String>,
    /// None only on drafts, after an unknown code was stripped (facts §6.6).
    pub(crate) account: Option<Uuid>,
    pub(crate) tax_type: String,
    pub(crate) net: Decimal,
    pub(crate) tax: Decimal,
    /// Category and option.
    pub(crate) tracking: Vec<(Uuid, Uuid)>,
}

impl ManualJournal {
    /// Gross debits and gross credits, the latter negative or zero.
    pub(crate) fn totals(&self) -> (Decimal, Decimal) {
        let gross = || self.lines.iter().map(|line| line.net + line.tax);
        (
            gross().filter(|a| a.is_sign_positive()).sum(),
            gross().filter(|a| a.is_sign_negative()).sum(),
        )
    }

    /// What it does to the accounts: the lines, and the tax on the tax account. Lines without an
    /// account are not there; a posted journal has none.
    pub(crate) fn entry(&self, tax_account: Uuid) -> Entry {
        let mut lines: Vec<(Uuid, Decimal)> =
            self.lines.iter().filter_map(|line| Some((line.account?, line.net))).collect();
        let tax: Decimal = self.lines.iter().map(|line| line.tax).sum();
        if self.lines.iter().any(|line| !line.tax.is_zero()) {
            lines.push((tax_account, tax));
        }
        Entry { document: self.id, date: self.date, lines }
    }
}

/// Whether line amounts include tax (facts §6.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum LineAmountTypes {
    Exclusive,
    Inclusive,
    NoTax,
}

impl LineAmountTypes {
    pub(crate) fn parse(word: &str) -> Option<Self> {
        match word.to_ascii_lowercase().as_str() {
            "exclusive" => Some(Self::Exclusive),
            "inclusive" => Some(Self::Inclusive),
            "notax" => Some(Self::NoTax),
            _ => None,
        }
    }

    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Exclusive => "Exclusive",
            Self::Inclusive => "Inclusive",
            Self::NoTax => "NoTax",
        }
    }
}

/// Statuses of facts §6.3.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum JournalStatus {
    Draft,
    Posted,
    Deleted,
    Voided,
}

impl JournalStatus {
    pub(crate) fn parse(word: &str) -> Option<Self> {
        match word {
            "DRAFT" => Some(Self::Draft),
            "POSTED" => Some(Self::Posted),
            "DELETED" => Some(Self::Deleted),
            "VOIDED" => Some(Self::Voided),
            _ => None,
        }
    }

    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Draft => "DRAFT",
            Self::Posted => "POSTED",
            Self::Deleted => "DELETED",
            Self::Voided => "VOIDED",
        }
    }

    /// Whether nothing can happen to a journal of this status any more.
    pub(crate) fn ends(self) -> bool {
        match self {
            Self::Draft | Self::Posted => false,
            Self::Deleted | Self::Voided => true,
        }
    }

    /// Whether a journal of this status may be saved with `next`.
    pub(crate) fn may_become(self, next: Self) -> bool {
        match self {
            Self::Draft => matches!(next, Self::Draft | Self::Posted | Self::Deleted),
            Self::Posted => matches!(next, Self::Posted | Self::Voided),
            Self::Deleted | Self::Voided => false,
        }
    }
}
