//! A document as it was sent. Conversions only: what fails here is ErrorNumber 14, before any
//! rule of bookkeeping is looked at.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use uuid::Uuid;

use crate::api::contacts::ContactRequest;
use crate::api::lines::{AccountRequest, TrackingRequest, filled};
use crate::books::LineAmountTypes;
use crate::wire::{Field, Malformed};

/// What an endpoint calls its members and types.
pub(in crate::api) struct Names {
    pub(in crate::api) id: &'static str,
    /// None where such documents have no number.
    pub(in crate::api) number: Option<&'static str>,
    /// What Xero's deserialiser calls the type of `Type`.
    pub(in crate::api) kind: &'static str,
    /// The words `Type` may be; others do not convert.
    pub(in crate::api) kinds: &'static [&'static str],
}

/// What is absent keeps its old value, or takes its default.
pub(in crate::api) struct DocumentRequest {
    pub(in crate::api) id: Option<Uuid>,
    pub(in crate::api) number: Option<String>,
    pub(in crate::api) kind: Option<String>,
    pub(in crate::api) contact: Option<ContactRequest>,
    pub(in crate::api) date: Option<NaiveDate>,
    pub(in crate::api) due: Option<NaiveDate>,
    pub(in crate::api) types: Option<LineAmountTypes>,
    pub(in crate::api) reference: Option<String>,
    pub(in crate::api) url: Option<String>,
    pub(in crate::api) branding: Option<Uuid>,
    pub(in crate::api) sent: Option<bool>,
    pub(in crate::api) currency: Option<String>,
    pub(in crate::api) rate: Option<Decimal>,
    /// A word, not an enum: a wrong one is a validation error (facts §6.3).
    pub(in crate::api) status: Option<String>,
    pub(in crate::api) lines: Option<Vec<LineRequest>>,
    pub(in crate::api) bank: Option<AccountRequest>,
    pub(in crate::api) reconciled: Option<bool>,
}

#[derive(Default)]
pub(in crate::api) struct LineRequest {
    pub(super) id: Option<Uuid>,
    pub(super) description: Option<String>,
    pub(super) quantity: Option<Decimal>,
    pub(super) unit: Option<Decimal>,
    pub(super) amount: Option<Decimal>,
    pub(super) account: AccountRequest,
    pub(super) item: Option<String>,
    pub(super) tax_type: Option<String>,
    pub(super) tax: Option<Decimal>,
    pub(super) discount_rate: Option<Decimal>,
    pub(super) discount_amount: Option<Decimal>,
    pub(super) tracking: Option<Vec<TrackingRequest>>,
}

impl DocumentRequest {
    pub(in crate::api) fn read(field: &Field<'_>, names: &Names) -> Result<Self, Malformed> {
        let types = "Xero.API.Library..LineAmountType";
        let kind = |word: &str| names.kinds.contains(&word).then(|| word.to_owned());
        let lines = field.get("LineItems").map(|lines| {
            lines.items().iter().map(LineRequest::read).collect::<Result<Vec<_>, _>>()
        });
        let contact = field.get("Contact");
        Ok(Self {
            id: field.guid(names.id)?,
            number: names.number.map_or(Ok(None), |name| field.text(name).map(filled))?,
            kind: field.convert("Type", names.kind, kind)?,
            contact: contact.map(|contact| ContactRequest::read(&contact)).transpose()?,
            date: field.date("Date")?,
            due: field.date("DueDate")?,
            types: field.convert("LineAmountTypes", types, LineAmountTypes::parse)?,
            reference: field.text("Reference")?,
            url: filled(field.text("Url")?),
            branding: field.guid("BrandingThemeID")?,
            sent: field.boolean("SentToContact")?,
            currency: filled(field.text("CurrencyCode")?),
            rate: field.decimal("CurrencyRate")?,
            status: field.text("Status")?,
            lines: lines.transpose()?,
            bank: AccountRequest::member(field, "BankAccount")?,
            reconciled: field.boolean("IsReconciled")?,
        })
    }
}

impl LineRequest {
    /// The line as it is.
    pub(super) fn same(id: Uuid) -> Self {
        Self { id: Some(id), ..Self::default() }
    }

    fn read(field: &Field<'_>) -> Result<Self, Malformed> {
        Ok(Self {
            id: field.guid("LineItemID")?,
            description: field.text("Description")?,
            quantity: field.decimal("Quantity")?,
            unit: field.decimal("UnitAmount")?,
            amount: field.decimal("LineAmount")?,
            account: AccountRequest::of_line(field)?,
            item: filled(field.text("ItemCode")?),
            tax_type: filled(field.text("TaxType")?),
            tax: field.decimal("TaxAmount")?,
            discount_rate: field.decimal("DiscountRate")?,
            discount_amount: field.decimal("DiscountAmount")?,
            tracking: TrackingRequest::list(field, "Tracking")?,
        })
    }
}
