//! Problems: what stands between totals and a journal, and where in the window each is mended.

use chrono::NaiveDate;

use crate::chart::Account;
use crate::checks::{RefusalCause, account_label};
use crate::leg::{Target, TaxSet};
use crate::money::{Amount, Currency};
use crate::role::Role;

/// What a problem is about: the editor row that mends it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Concern {
    /// A GL code's row.
    GlCode(String),
    /// A role's row.
    Role(Role),
    /// A tender's row.
    Tender(String),
    /// A tax's account (way B).
    Tax(String),
    /// A set of taxes and its Xero tax type (way A).
    TaxSet(TaxSet),
    /// The tax type of lines without tax.
    NoTaxType,
    /// The period that is locked.
    Period,
    /// The organisation.
    Organisation,
    /// Us: nothing a person can mend.
    Daybook,
}

impl Concern {
    /// The kind of row it is, a stable word for the window and the command line.
    #[must_use]
    pub const fn key(&self) -> &'static str {
        match self {
            Self::GlCode(_) => "gl_code",
            Self::Role(_) => "role",
            Self::Tender(_) => "tender",
            Self::Tax(_) => "tax",
            Self::TaxSet(_) => "tax_set",
            Self::NoTaxType => "no_tax_type",
            Self::Period => "period",
            Self::Organisation => "organisation",
            Self::Daybook => "daybook",
        }
    }

    /// Which row of its kind; empty where there is only one.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::GlCode(name) | Self::Tender(name) | Self::Tax(name) => name,
            Self::Role(role) => role.key(),
            Self::TaxSet(set) => set.key(),
            Self::NoTaxType | Self::Period | Self::Organisation | Self::Daybook => "",
        }
    }

    /// The words for it in a sentence.
    fn words(&self) -> String {
        match self {
            Self::GlCode(code) => format!("GL code {}", named(code)),
            Self::Role(role) => role.title().to_owned(),
            Self::Tender(name) => format!("tender {}", named(name)),
            Self::Tax(code) => format!("tax {}", named(code)),
            Self::TaxSet(set) if set.is_none() => "sales without tax".to_owned(),
            Self::TaxSet(set) => format!("tax {set}"),
            Self::NoTaxType => "lines without tax".to_owned(),
            Self::Period => "the period".to_owned(),
            Self::Organisation => "the organisation".to_owned(),
            Self::Daybook => "Daybook".to_owned(),
        }
    }
}

impl From<&Target> for Concern {
    fn from(target: &Target) -> Self {
        match target {
            Target::Gl(code) => Self::GlCode(code.clone()),
            Target::Role(role) => Self::Role(*role),
            Target::Tender(name) => Self::Tender(name.clone()),
            Target::Tax(code) => Self::Tax(code.clone()),
        }
    }
}

/// A code as a sentence shows it: a blank one is called so.
pub(crate) fn named(code: &str) -> &str {
    if code.trim().is_empty() { "(blank)" } else { code }
}

/// Why something cannot be posted. Its `Display` is a sentence for the person who mends it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, thiserror::Error)]
pub enum Problem {
    /// No mapping and no account of that code or name.
    #[error("GL code {} is not mapped. Choose the account it goes to.", named(code))]
    UnmappedGlCode {
        /// The code as the desk wrote it.
        code: String,
    },
    /// A role without an account.
    #[error("{} has no account. Choose one.", role.title())]
    UnmappedRole {
        /// The role.
        role: Role,
    },
    /// A tax without an account, and no account of that code or name (way B).
    #[error("Tax {} has no account. Choose the account it is owed on.", named(code))]
    UnmappedTax {
        /// The tax's code.
        code: String,
    },
    /// A set of taxes without a Xero tax type (way A).
    #[error("The taxes {set} have no Xero tax rate. Choose the one to send them with.")]
    UnmappedTaxSet {
        /// The taxes on the line.
        set: TaxSet,
    },
    /// Two accounts answer to the code or name.
    #[error("{} could be {first} or {second}. Choose which.", sentence_case(&concern.words()))]
    AmbiguousAccount {
        /// What is looked for.
        concern: Concern,
        /// One account.
        first: String,
        /// Another.
        second: String,
    },
    /// Two tax rates of Xero answer to the set of taxes.
    #[error("The taxes {set} could be the Xero tax rate {first} or {second}. Choose which.")]
    AmbiguousTaxType {
        /// The taxes on the line.
        set: TaxSet,
        /// One tax type.
        first: String,
        /// Another.
        second: String,
    },
    /// The account was archived in Xero.
    #[error("{} goes to {account}, which is archived in Xero. Restore it there or choose another.",
        sentence_case(&concern.words()))]
    AccountArchived {
        /// What goes to it.
        concern: Concern,
        /// The account, as people know it.
        account: String,
    },
    /// The mapped account is no longer in the chart.
    #[error("The account {} was mapped to is not in Xero any more. Choose another.",
        concern.words())]
    AccountMissing {
        /// What went to it.
        concern: Concern,
    },
    /// The account may not do this job.
    #[error("{sentence}")]
    AccountUnfit {
        /// What goes to it.
        concern: Concern,
        /// The rule it breaks.
        cause: RefusalCause,
        /// What is wrong and what would do, with the account's name.
        sentence: String,
    },
    /// The tax type does not exist, is not active or may not be used with the account.
    #[error("Xero's tax rate {tax_type} {why}. Choose another for {}.", concern.words())]
    TaxTypeInvalid {
        /// What it is used for.
        concern: Concern,
        /// Xero's tax type.
        tax_type: String,
        /// Why not.
        why: TaxTypeFault,
    },
    /// The organisation has no active tax type for lines without tax.
    #[error(
        "Lines without tax would be sent with the tax rate {tax_type}, which this organisation \
        does not have. Choose its no-tax rate."
    )]
    NoTaxTypeMissing {
        /// The tax type chosen, or usual in the country.
        tax_type: String,
    },
    /// The tracking of a GL code names an option that is gone or archived, or too many.
    #[error("The tracking of GL code {} is not in Xero any more. Choose it again.", named(code))]
    TrackingInvalid {
        /// The GL code.
        code: String,
    },
    /// The journal's date is locked.
    #[error(
        "{date} is locked: the books are closed up to {until}. Post it on a later day, or move \
        the lock date in Xero."
    )]
    PeriodLocked {
        /// The journal's date, in the organisation's calendar.
        date: NaiveDate,
        /// The last locked date.
        until: NaiveDate,
    },
    /// Journals are in the base currency only (facts §6.8).
    #[error(
        "These takings are in {currency}, but Xero takes journals only in the organisation's \
        {base}."
    )]
    CurrencyNotBase {
        /// The currency of the totals.
        currency: Currency,
        /// The organisation's base currency.
        base: Currency,
    },
    /// The totals do not sum to zero: our bug.
    #[error("These totals are out of balance by {}. This is a fault in Daybook; nothing was sent.",
        difference.display(*currency))]
    Unbalanced {
        /// What is left over, debit positive.
        difference: Amount,
        /// Its currency.
        currency: Currency,
    },
}

/// What is wrong with a tax type.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, thiserror::Error)]
pub enum TaxTypeFault {
    /// The organisation has no such rate.
    #[error("does not exist in this organisation")]
    Missing,
    /// It is archived or deleted.
    #[error("is not active")]
    Inactive,
    /// Its CanApplyTo… flags leave the account's class out (facts §10.2).
    #[error("cannot be used with {account}")]
    NotForAccount {
        /// The account, as people know it.
        account: String,
    },
}

impl Problem {
    /// A stable word for logs, tests and the window.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::UnmappedGlCode { .. } => "unmapped_gl_code",
            Self::UnmappedRole { .. } => "unmapped_role",
            Self::UnmappedTax { .. } | Self::UnmappedTaxSet { .. } => "unmapped_tax",
            Self::AmbiguousAccount { .. } => "ambiguous_account",
            Self::AmbiguousTaxType { .. } => "ambiguous_tax_type",
            Self::AccountArchived { .. } => "account_archived",
            Self::AccountMissing { .. } => "account_missing",
            Self::AccountUnfit { cause, .. } => cause.code(),
            Self::TaxTypeInvalid { .. } => "tax_type_invalid",
            Self::NoTaxTypeMissing { .. } => "no_tax_type_missing",
            Self::TrackingInvalid { .. } => "tracking_invalid",
            Self::PeriodLocked { .. } => "period_locked",
            Self::CurrencyNotBase { .. } => "currency_not_base",
            Self::Unbalanced { .. } => "unbalanced",
        }
    }

    /// What happened and what to do, in one or two sentences.
    #[must_use]
    pub fn sentence(&self) -> String {
        self.to_string()
    }

    /// What it is about: where it is mended.
    #[must_use]
    pub fn concern(&self) -> Concern {
        match self {
            Self::UnmappedGlCode { code } | Self::TrackingInvalid { code } => {
                Concern::GlCode(code.clone())
            }
            Self::UnmappedRole { role } => Concern::Role(*role),
            Self::UnmappedTax { code } => Concern::Tax(code.clone()),
            Self::UnmappedTaxSet { set } | Self::AmbiguousTaxType { set, .. } => {
                Concern::TaxSet(set.clone())
            }
            Self::AmbiguousAccount { concern, .. }
            | Self::AccountArchived { concern, .. }
            | Self::AccountMissing { concern }
            | Self::AccountUnfit { concern, .. }
            | Self::TaxTypeInvalid { concern, .. } => concern.clone(),
            Self::NoTaxTypeMissing { .. } => Concern::NoTaxType,
            Self::PeriodLocked { .. } => Concern::Period,
            Self::CurrencyNotBase { .. } => Concern::Organisation,
            Self::Unbalanced { .. } => Concern::Daybook,
        }
    }

    /// Two accounts answer to one word.
    pub(crate) fn ambiguous(concern: Concern, first: &Account, second: &Account) -> Self {
        let (first, second) = (account_label(first), account_label(second));
        Self::AmbiguousAccount { concern, first, second }
    }
}

fn sentence_case(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
