//! The settings that decide how days become documents.

use store::Book;

/// The setting's name of [`RangeMode`]: `one` or `daily`.
pub const RANGE_SETTING: &str = "range";
/// The setting's name of [`LockedDays`]: `hold` or `next-open-day`.
pub const LOCKED_SETTING: &str = "locked";
/// The setting's name of [`Policy::drafts`]: `none`, `journals`, `invoices` or `all`.
pub const DRAFTS_SETTING: &str = "drafts";
/// The setting's name of [`ContactPolicy`]: `create` or `ask`.
pub const CONTACTS_SETTING: &str = "contacts";
/// The setting's name of [`Policy::evidence`]: `attach` or `none`.
pub const EVIDENCE_SETTING: &str = "evidence";
/// The setting's name of the first business date that is posted by itself.
pub const POSTING_STARTS_SETTING: &str = "posting-starts";
/// The setting's name of the contact of cash taken to the bank.
pub const CASH_BANKING_SETTING: &str = "contact-cash-banking";
/// The setting's name of the contact of tips paid from the bank.
pub const STAFF_TIPS_SETTING: &str = "contact-staff-tips";

/// How days become documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Policy {
    /// What a range of days becomes.
    pub range: RangeMode,
    /// What happens to days in a locked period.
    pub locked: LockedDays,
    /// Which documents wait in Xero as drafts for somebody's approval.
    pub drafts: Drafts,
    /// What happens for a customer without a contact in Xero.
    pub contacts: ContactPolicy,
    /// Whether the cashout's sheet is attached to its journal in Xero.
    pub evidence: bool,
}

/// What a range of days becomes (accounting §6).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum RangeMode {
    /// One journal dated the last day, split at month ends, lock dates and the year's end.
    #[default]
    One,
    /// A journal for each day.
    Daily,
}

/// What happens to days in a locked period (facts §11).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum LockedDays {
    /// Their documents are held until the lock moves or a person decides.
    #[default]
    Hold,
    /// Their documents are dated the first open day; what they are for stays in the narration.
    NextOpenDay,
}

/// Which documents are posted as drafts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Drafts {
    /// Journals.
    pub journals: bool,
    /// Invoices and credit notes.
    pub invoices: bool,
}

/// What happens for a customer without a contact in Xero.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ContactPolicy {
    /// One is created where none has that name or one like it.
    #[default]
    Create,
    /// A person says which, or has one created.
    Ask,
}

impl Policy {
    /// The policy as set in the book; what was never set is the default.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn of(book: &Book) -> Result<Self, store::Error> {
        let word = |key| book.setting(key);
        let drafts = word(DRAFTS_SETTING)?.unwrap_or_default();
        Ok(Self {
            range: match word(RANGE_SETTING)?.as_deref() {
                Some("daily") => RangeMode::Daily,
                Some(_) | None => RangeMode::One,
            },
            locked: match word(LOCKED_SETTING)?.as_deref() {
                Some("next-open-day") => LockedDays::NextOpenDay,
                Some(_) | None => LockedDays::Hold,
            },
            drafts: Drafts {
                journals: matches!(drafts.as_str(), "journals" | "all"),
                invoices: matches!(drafts.as_str(), "invoices" | "all"),
            },
            contacts: match word(CONTACTS_SETTING)?.as_deref() {
                Some("ask") => ContactPolicy::Ask,
                Some(_) | None => ContactPolicy::Create,
            },
            evidence: word(EVIDENCE_SETTING)?.as_deref() == Some("attach"),
        })
    }
}

impl Drafts {
    /// Whether a document of this kind is posted as a draft.
    #[must_use]
    pub const fn has(self, kind: ledger::DocumentKind) -> bool {
        use ledger::DocumentKind as Kind;
        match kind {
            Kind::ManualJournal => self.journals,
            Kind::Invoice | Kind::CreditNote => self.invoices,
            Kind::Payment | Kind::Allocation | Kind::BankTransaction => false,
        }
    }
}
