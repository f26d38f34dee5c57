//! A journal as it was sent. Conversions only: what fails here is ErrorNumber 14, before any rule
//! of bookkeeping is looked at.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use uuid::Uuid;

use crate::api::lines::{AccountRequest, TrackingRequest, filled};
use crate::books::LineAmountTypes;
use crate::wire::{Field, Malformed};

/// What is absent keeps its old value, or takes its default.
pub(super) struct JournalRequest {
    pub(super) id: Option<Uuid>,
    pub(super) narration: Option<String>,
    pub(super) date: Option<NaiveDate>,
    pub(super) types: Option<LineAmountTypes>,
    /// A word, not an enum: a wrong one is a validation error (facts §6.3).
    pub(super) status: Option<String>,
    pub(super) url: Option<String>,
    pub(super) show_on_cash_basis: Option<bool>,
    pub(super) lines: Option<Vec<LineRequest>>,
}

pub(super) struct LineRequest {
    pub(super) amount: Option<Decimal>,
    pub(super) account: AccountRequest,
    pub(super) description: Option<String>,
    pub(super) tax_type: Option<String>,
    pub(super) tracking: Vec<TrackingRequest>,
}

impl JournalRequest {
    pub(super) fn read(field: &Field<'_>) -> Result<Self, Malformed> {
        let types = "Xero.API.Library..LineAmountType";
        let lines = field.get("JournalLines").map(|lines| {
            lines.items().iter().map(LineRequest::read).collect::<Result<Vec<_>, _>>()
        });
        Ok(Self {
            id: field.guid("ManualJournalID")?,
            narration: field.text("Narration")?,
            date: field.date("Date")?,
            types: field.convert("LineAmountTypes", types, LineAmountTypes::parse)?,
            status: field.text("Status")?,
            url: field.text("Url")?,
            show_on_cash_basis: field.boolean("ShowOnCashBasisReports")?,
            lines: lines.transpose()?,
        })
    }
}

impl LineRequest {
    fn read(field: &Field<'_>) -> Result<Self, Malformed> {
        Ok(Self {
            amount: field.decimal("LineAmount")?,
            account: AccountRequest::of_line(field)?,
            description: field.text("Description")?,
            tax_type: filled(field.text("TaxType")?),
            tracking: TrackingRequest::list(field, "Tracking")?.unwrap_or_default(),
        })
    }
}
