//! What the program says about a thing without failing, and the button that mends it.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{
    AccountId, CauseId, Day, DocumentId, GlCode, LocationId, MappingTarget, PartName, RoleName,
    TaxCode, TenderName, TransactionFilter, TransactionId,
};

/// A blocker or a warning, in place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Notice {
    /// Stable short name of the kind, as `daybook cashout --json` prints it: `unmapped`.
    pub code: String,
    /// A plain sentence: "Unmapped GL codes: 6545 (3 transactions, 120.00)".
    pub message: String,
    /// What to do, if the button does not say it.
    pub hint: Option<String>,
    /// The buttons that mend it, the best first.
    pub actions: Vec<Action>,
}

/// Something a person can do about it. The window has the words; this has the target.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum Action {
    /// Give a GL code, role, tax or tender its account.
    Map {
        /// What to map.
        target: MappingTarget,
    },
    /// Connect, or connect again.
    Connect,
    /// Read the chart of accounts from Xero again.
    RefreshChart,
    /// Go to the cashout of a day.
    OpenCashout {
        /// Where; the only location when absent.
        location: Option<LocationId>,
        /// The first day.
        from: Day,
        /// The last day.
        to: Day,
    },
    /// Look at the transactions in question.
    ShowTransactions {
        /// Which ones.
        filter: TransactionFilter,
    },
    /// Look at a document.
    OpenDocument {
        /// Which one.
        document: DocumentId,
    },
    /// Open a posted document in Xero.
    ViewInXero {
        /// Which one.
        document: DocumentId,
    },
    /// Send a document again, looking it up in Xero first.
    Retry {
        /// Which one.
        document: DocumentId,
    },
    /// Send again all that waits for the same cause.
    RetryCause {
        /// Which cause.
        cause: CauseId,
    },
    /// Keep a queued document back until released.
    Hold {
        /// Which one.
        document: DocumentId,
    },
    /// Give a document up, with a reason; its transactions stay claimed by it.
    Skip {
        /// Which one.
        document: DocumentId,
    },
    /// Keep in Xero what was to be taken back and could not.
    Keep {
        /// Which one.
        document: DocumentId,
    },
    /// Take a document back out of Xero and give its transactions back.
    Undo {
        /// Which one.
        document: DocumentId,
    },
    /// Put what would have a document of its own into the cashout of its day.
    MoveToCashout {
        /// The transaction.
        transaction: TransactionId,
        /// The part of it.
        part: PartName,
    },
    /// Look in Xero whether drafts were approved.
    CheckApprovals,
    /// Enter the day's rate of a currency.
    EnterRate {
        /// ISO 4217 code of the currency.
        currency: String,
        /// The business date; today's when absent.
        day: Option<Day>,
    },
    /// Say which contact in Xero a customer is.
    ChooseContact {
        /// The customer, as the desk calls them.
        customer: String,
    },
    /// Let payments be made to an account, in Xero.
    EnablePayments {
        /// Which account.
        account: AccountId,
    },
    /// Create a tracking option in Xero.
    CreateTrackingOption {
        /// The category's name.
        category: String,
        /// The option's name.
        option: String,
    },
    /// Change a location's zone, day end or tax way.
    EditLocation {
        /// Which one.
        location: LocationId,
    },
    /// Import a file.
    Import,
}

impl Action {
    /// Maps an item's GL code.
    #[must_use]
    pub fn map_gl_code(code: impl Into<GlCode>) -> Self {
        Self::Map { target: MappingTarget::GlCode { code: code.into() } }
    }

    /// Maps a role.
    #[must_use]
    pub fn map_role(role: impl Into<RoleName>) -> Self {
        Self::Map { target: MappingTarget::Role { role: role.into() } }
    }

    /// Maps a tax.
    #[must_use]
    pub fn map_tax(tax: impl Into<TaxCode>) -> Self {
        Self::Map { target: MappingTarget::Tax { tax: tax.into() } }
    }

    /// Maps a bank account that the desk calls by a name.
    #[must_use]
    pub fn map_bank(bank: impl Into<String>) -> Self {
        Self::Map { target: MappingTarget::Bank { bank: bank.into() } }
    }

    /// Maps a tender.
    #[must_use]
    pub fn map_tender(tender: impl Into<TenderName>) -> Self {
        Self::Map { target: MappingTarget::Tender { tender: tender.into() } }
    }
}
