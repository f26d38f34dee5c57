//! The organisation itself, what may be done in it, and its currencies (facts §2.7, §10.4, §10.5).

use chrono::NaiveDate;
use serde::Deserialize;
use uuid::Uuid;

use super::{Element, lenient};

/// What Xero says of an organisation, as far as the books need it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Organisation {
    /// Xero's id of it; the tenant id is another one.
    #[serde(rename = "OrganisationID", default, deserialize_with = "lenient::optional_id")]
    pub organisation_id: Option<Uuid>,
    /// The name shown in Xero.
    #[serde(deserialize_with = "lenient::text")]
    pub name: String,
    /// The only currency a manual journal can have (facts §6.8), ISO 4217.
    #[serde(deserialize_with = "lenient::text")]
    pub base_currency: String,
    /// ISO 3166 country.
    #[serde(default, deserialize_with = "lenient::optional_text")]
    pub country_code: Option<String>,
    /// Xero's edition (`AU`, `NZ`, `UK`, `US`, `GLOBAL`, …); Canada's is `GLOBAL` (facts §10.2).
    #[serde(default, deserialize_with = "lenient::optional_text")]
    pub version: Option<String>,
    /// A Windows-style name such as `NEWZEALANDSTANDARDTIME`.
    #[serde(default, deserialize_with = "lenient::optional_text")]
    pub timezone: Option<String>,
    /// Days up to and including this one are locked for all but advisers (facts §11).
    #[serde(default, deserialize_with = "lenient::optional_date")]
    pub period_lock_date: Option<NaiveDate>,
    /// Days up to and including this one are locked for everybody.
    #[serde(default, deserialize_with = "lenient::optional_date")]
    pub end_of_year_lock_date: Option<NaiveDate>,
    /// For links into Xero; begins with `!`.
    #[serde(default, deserialize_with = "lenient::optional_text")]
    pub short_code: Option<String>,
    /// A demo company is reset every few weeks, and its ids with it.
    #[serde(default, deserialize_with = "lenient::truth")]
    pub is_demo_company: bool,
    /// Whether it is registered for sales tax.
    #[serde(default, deserialize_with = "lenient::optional_truth")]
    pub pays_tax: Option<bool>,
    /// For example `ACCRUALS`, `CASH`, `PAYMENTS`, `INVOICE`, `NONE`.
    #[serde(default, deserialize_with = "lenient::optional_text")]
    pub sales_tax_basis: Option<String>,
    /// The plan, for example `STARTER`, `LEDGER`, `DEMO`.
    #[serde(default, deserialize_with = "lenient::optional_text")]
    pub class: Option<String>,
    /// For example `ACTIVE`.
    #[serde(default, deserialize_with = "lenient::optional_text")]
    pub organisation_status: Option<String>,
    /// Last day of the financial year, with [`Self::financial_year_end_month`].
    #[serde(default, deserialize_with = "lenient::optional_count")]
    pub financial_year_end_day: Option<u32>,
    /// 1 to 12.
    #[serde(default, deserialize_with = "lenient::optional_count")]
    pub financial_year_end_month: Option<u32>,
}

impl Element for Organisation {
    const COLLECTION: &'static str = "Organisations";
}

/// One of the things Xero tells whether this sign-in may do, for example `CreateApprovedInvoice`
/// or `UseMulticurrency`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(from = "ActionAnswer")]
pub struct Action {
    /// Xero's name of it.
    pub name: String,
    /// Whether it may be done: by the person's role and the organisation's plan.
    pub allowed: bool,
}

impl Element for Action {
    const COLLECTION: &'static str = "Actions";
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct ActionAnswer {
    #[serde(deserialize_with = "lenient::text")]
    name: String,
    #[serde(default, deserialize_with = "lenient::text")]
    status: String,
}

impl From<ActionAnswer> for Action {
    fn from(answer: ActionAnswer) -> Self {
        // The other word is NOT-ALLOWED; what is neither is not a permission.
        Self { allowed: answer.status.eq_ignore_ascii_case("ALLOWED"), name: answer.name }
    }
}

/// A currency the organisation uses.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Currency {
    /// ISO 4217.
    #[serde(deserialize_with = "lenient::text")]
    pub code: String,
    /// Shown to people.
    #[serde(default, deserialize_with = "lenient::optional_text")]
    pub description: Option<String>,
}

impl Element for Currency {
    const COLLECTION: &'static str = "Currencies";
}
