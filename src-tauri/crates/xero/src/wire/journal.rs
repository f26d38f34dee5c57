//! Manual journals (facts §6).

use chrono::{DateTime, NaiveDate, Utc};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::words::{JournalStatus, LineAmountTypes};
use super::{Element, Sentence, lenient, messages};

/// A manual journal to be created. It has no number and no currency: its narration is its only
/// identity, and its currency is the organisation's (facts §6.2).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct NewManualJournal {
    /// Unique within the organisation, without quotation marks (facts §6.7, §12).
    pub narration: String,
    /// The business date.
    #[serde(serialize_with = "lenient::write_date")]
    pub date: NaiveDate,
    /// Whether the line amounts hold tax.
    pub line_amount_types: LineAmountTypes,
    /// `POSTED` reaches the ledger; Xero's default would be `DRAFT`, which does not.
    pub status: JournalStatus,
    /// “Go to Daybook” in Xero; may not contain “xero”.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Whether cash-basis reports count it; Xero's default is true.
    pub show_on_cash_basis_reports: bool,
    /// At least two, adding up to zero.
    pub journal_lines: Vec<NewJournalLine>,
}

/// A line to be posted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct NewJournalLine {
    /// Major units, two decimals; positive is a debit, negative a credit.
    #[serde(serialize_with = "lenient::write_number")]
    pub line_amount: Decimal,
    /// The account's code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account_code: Option<String>,
    /// The account's id, for one without a code.
    #[serde(rename = "AccountID", skip_serializing_if = "Option::is_none")]
    pub account_id: Option<Uuid>,
    /// Shown in Xero's reports.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Overrides the account's own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tax_type: Option<String>,
    /// At most two.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tracking: Vec<NewTracking>,
}

/// How a line is tracked: by ids, since the fate of an unknown name is unknown (facts §10.3).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NewTracking {
    /// The category.
    #[serde(rename = "TrackingCategoryID")]
    pub tracking_category_id: Uuid,
    /// The option in it.
    #[serde(rename = "TrackingOptionID")]
    pub tracking_option_id: Uuid,
}

/// A manual journal as Xero keeps it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "PascalCase", from = "JournalAnswer")]
pub struct ManualJournal {
    /// The only identity that lasts; the number people see changes with each edit (facts §6.2).
    pub manual_journal_id: Uuid,
    /// As sent.
    pub narration: String,
    /// The business date.
    pub date: NaiveDate,
    /// Xero keeps a journal with tax as `Exclusive`, also one sent as `Inclusive` (facts §6.5).
    pub line_amount_types: Option<LineAmountTypes>,
    /// Whether it is in the ledger.
    pub status: JournalStatus,
    /// Empty in a list that was not paged (facts §6.7); ours always are.
    pub journal_lines: Vec<JournalLine>,
    /// The link back to us.
    pub url: Option<String>,
    /// Whether cash-basis reports count it.
    pub show_on_cash_basis_reports: Option<bool>,
    /// Last change, in UTC.
    pub updated_at: Option<DateTime<Utc>>,
    /// Xero's sentences about this journal: any of them means it is not what was meant (§6.6).
    pub warnings: Vec<String>,
}

impl Element for ManualJournal {
    const COLLECTION: &'static str = "ManualJournals";
}

/// What is on the wire; the two lists of sentences become one.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct JournalAnswer {
    #[serde(rename = "ManualJournalID", deserialize_with = "lenient::id")]
    manual_journal_id: Uuid,
    #[serde(default, deserialize_with = "lenient::text")]
    narration: String,
    #[serde(deserialize_with = "lenient::date")]
    date: NaiveDate,
    #[serde(default, deserialize_with = "lenient::word")]
    line_amount_types: Option<LineAmountTypes>,
    status: JournalStatus,
    #[serde(default, deserialize_with = "lenient::list")]
    journal_lines: Vec<JournalLine>,
    #[serde(default, deserialize_with = "lenient::optional_text")]
    url: Option<String>,
    #[serde(default, deserialize_with = "lenient::optional_truth")]
    show_on_cash_basis_reports: Option<bool>,
    #[serde(rename = "UpdatedDateUTC", default, deserialize_with = "lenient::optional_moment")]
    updated_at: Option<DateTime<Utc>>,
    #[serde(default, deserialize_with = "lenient::list")]
    warnings: Vec<Sentence>,
    #[serde(default, deserialize_with = "lenient::list")]
    validation_errors: Vec<Sentence>,
}

impl From<JournalAnswer> for ManualJournal {
    fn from(answer: JournalAnswer) -> Self {
        let mut warnings = messages(answer.warnings);
        warnings.extend(messages(answer.validation_errors));
        Self {
            manual_journal_id: answer.manual_journal_id,
            narration: answer.narration,
            date: answer.date,
            line_amount_types: answer.line_amount_types,
            status: answer.status,
            journal_lines: answer.journal_lines,
            url: answer.url,
            show_on_cash_basis_reports: answer.show_on_cash_basis_reports,
            updated_at: answer.updated_at,
            warnings,
        }
    }
}

/// A line as Xero keeps it. Lines have no ids (facts §6.2).
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct JournalLine {
    /// Major units; positive is a debit. Net of tax when the journal is `Exclusive`.
    #[serde(deserialize_with = "lenient::number")]
    pub line_amount: Decimal,
    /// The account's code.
    #[serde(default, deserialize_with = "lenient::optional_text")]
    pub account_code: Option<String>,
    /// The account's id.
    #[serde(rename = "AccountID", default, deserialize_with = "lenient::optional_id")]
    pub account_id: Option<Uuid>,
    /// As sent.
    #[serde(default, deserialize_with = "lenient::optional_text")]
    pub description: Option<String>,
    /// The tax type in force.
    #[serde(default, deserialize_with = "lenient::optional_text")]
    pub tax_type: Option<String>,
    /// Computed by Xero, in major units and with the line's sign (facts §6.5).
    #[serde(default, deserialize_with = "lenient::optional_number")]
    pub tax_amount: Option<Decimal>,
    /// How it is tracked.
    #[serde(default, deserialize_with = "lenient::list")]
    pub tracking: Vec<TrackingUse>,
}

/// A line's tracking as Xero shows it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct TrackingUse {
    /// The category's name.
    #[serde(default, deserialize_with = "lenient::optional_text")]
    pub name: Option<String>,
    /// The option's name.
    #[serde(default, deserialize_with = "lenient::optional_text")]
    pub option: Option<String>,
    /// The category's id.
    #[serde(rename = "TrackingCategoryID", default, deserialize_with = "lenient::optional_id")]
    pub tracking_category_id: Option<Uuid>,
    /// The option's id.
    #[serde(rename = "TrackingOptionID", default, deserialize_with = "lenient::optional_id")]
    pub tracking_option_id: Option<Uuid>,
}

/// The whole journal again with the status that ends it: a bare status may not be enough, and a
/// draft is deleted where a posted one is voided (facts §6.3).
#[derive(Serialize)]
pub(crate) struct VoidedManualJournal {
    #[serde(rename = "ManualJournalID")]
    manual_journal_id: Uuid,
    #[serde(flatten)]
    journal: NewManualJournal,
}

impl From<&ManualJournal> for VoidedManualJournal {
    fn from(journal: &ManualJournal) -> Self {
        Self {
            manual_journal_id: journal.manual_journal_id,
            journal: NewManualJournal {
                narration: journal.narration.clone(),
                date: journal.date,
                line_amount_types: journal
                    .line_amount_types
                    .clone()
                    .unwrap_or(LineAmountTypes::NoTax),
                status: match journal.status {
                    JournalStatus::Draft => JournalStatus::Deleted,
                    JournalStatus::Posted
                    | JournalStatus::Deleted
                    | JournalStatus::Voided
                    | JournalStatus::Archived
                    | JournalStatus::Other(_) => JournalStatus::Voided,
                },
                url: journal.url.clone(),
                show_on_cash_basis_reports: journal.show_on_cash_basis_reports.unwrap_or(true),
                journal_lines: journal.journal_lines.iter().map(NewJournalLine::from).collect(),
            },
        }
    }
}

impl From<&JournalLine> for NewJournalLine {
    fn from(line: &JournalLine) -> Self {
        Self {
            line_amount: line.line_amount,
            account_code: line.account_code.clone(),
            account_id: line.account_id,
            description: line.description.clone(),
            tax_type: line.tax_type.clone(),
            tracking: line.tracking.iter().filter_map(TrackingUse::by_id).collect(),
        }
    }
}

impl TrackingUse {
    fn by_id(&self) -> Option<NewTracking> {
        Some(NewTracking {
            tracking_category_id: self.tracking_category_id?,
            tracking_option_id: self.tracking_option_id?,
        })
    }
}
