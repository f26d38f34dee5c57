//! Problems: what stands between what was recorded and a document in Xero.

use chrono::NaiveDate;

use crate::chart::Account;
use crate::checks::{RefusalCause, account_label};
use crate::concern::{Concern, named};
use crate::document::DocumentKind;
use crate::leg::TaxSet;
use crate::money::{Amount, Currency};
use crate::role::Role;
use crate::tags::Field;

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
    /// A value that tracking follows has no option in its category.
    #[error(
        "The tracking category {category} has no option {option}. Create it in Xero, or choose \
        another."
    )]
    TrackingOptionMissing {
        /// The field that has the value.
        field: Field,
        /// The category, as people know it.
        category: String,
        /// The option that is missing.
        option: String,
    },
    /// The category a field decides is gone or archived.
    #[error(
        "The tracking category that follows the {field} is not in Xero any more. Choose \
        another."
    )]
    TrackingCategoryMissing {
        /// The field.
        field: Field,
    },
    /// A bank account by a name nobody knows.
    #[error("No bank account in Xero is called {name}. Choose which one it is.")]
    UnmappedBank {
        /// The name as the desk wrote it.
        name: String,
    },
    /// Money that went straight into the bank is in no journal (facts §1).
    #[error(
        "The tender {tender} is paid straight into a bank account, and Xero refuses those in \
        journals. Choose a clearing account for it."
    )]
    TenderIsDirect {
        /// The tender.
        tender: String,
    },
    /// The account of a payment takes none (facts §8).
    #[error(
        "Payments cannot be made to {account} yet. In Xero, open it in the chart of accounts \
        and tick \"Enable payments to this account\"."
    )]
    PaymentsNotEnabled {
        /// What goes to it.
        concern: Concern,
        /// The account's id in Xero.
        account_id: String,
        /// The account, as people know it.
        account: String,
    },
    /// Nobody is known in Xero who could be the customer, or several are.
    #[error("{sentence}")]
    ContactUnsure {
        /// The customer, as the desk knows them.
        customer: String,
        /// What was found and what to do.
        sentence: String,
    },
    /// The document has no customer, and its kind needs one.
    #[error("Nobody is named to send this {} to. Record it again with the customer.",
        document.noun())]
    NoContact {
        /// What it is.
        document: DocumentKind,
    },
    /// A bank account whose currency is not the payout's (facts §9, §10.4).
    #[error(
        "This is in {currency}, and {account} is in {has}. Choose the bank account that is in \
        {currency}; an organisation whose Xero plan has one currency only has none."
    )]
    BankCurrency {
        /// Whose account it is.
        concern: Concern,
        /// The currency of the money.
        currency: Currency,
        /// The bank account, as people know it.
        account: String,
        /// The account's currency.
        has: Currency,
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
    /// Every word [`Self::code`] gives.
    pub const CODES: [&str; 23] = [
        "unmapped_gl_code",
        "unmapped_role",
        "unmapped_tax",
        "ambiguous_account",
        "ambiguous_tax_type",
        "account_archived",
        "account_missing",
        "account_system",
        "account_wrong_type",
        "tax_type_invalid",
        "no_tax_type_missing",
        "tracking_invalid",
        "tracking_option_missing",
        "tracking_category_missing",
        "unmapped_bank",
        "tender_is_direct",
        "payments_not_enabled",
        "contact_unsure",
        "no_contact",
        "bank_currency",
        "period_locked",
        "currency_not_base",
        "unbalanced",
    ];

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
            Self::TrackingOptionMissing { .. } => "tracking_option_missing",
            Self::TrackingCategoryMissing { .. } => "tracking_category_missing",
            Self::UnmappedBank { .. } => "unmapped_bank",
            Self::TenderIsDirect { .. } => "tender_is_direct",
            Self::PaymentsNotEnabled { .. } => "payments_not_enabled",
            Self::ContactUnsure { .. } => "contact_unsure",
            Self::NoContact { .. } => "no_contact",
            Self::BankCurrency { .. } => "bank_currency",
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
            | Self::PaymentsNotEnabled { concern, .. }
            | Self::TaxTypeInvalid { concern, .. }
            | Self::BankCurrency { concern, .. } => concern.clone(),
            Self::TrackingOptionMissing { field, .. } | Self::TrackingCategoryMissing { field } => {
                Concern::Tracking(*field)
            }
            Self::UnmappedBank { name } => Concern::Bank(name.clone()),
            Self::TenderIsDirect { tender } => Concern::Tender(tender.clone()),
            Self::ContactUnsure { customer, .. } => Concern::Contact(customer.clone()),
            Self::NoContact { .. } => Concern::Contact(String::new()),
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

#[cfg(test)]
mod tests {
    use super::Problem;

    /// A new problem's word stands in this file, and in `checks.rs` for what an account breaks.
    #[test]
    fn every_word_of_a_problem_is_in_the_list() {
        let sources = [include_str!("problem.rs"), include_str!("checks.rs")];
        let words = sources.iter().flat_map(|source| source.lines()).filter_map(|line| {
            let line = line.trim();
            let word = line.starts_with("Self::").then_some(line)?.split_once("=> \"")?.1;
            word.strip_suffix("\",")
        });
        let mut words: Vec<&str> = words.collect();
        let mut listed = Problem::CODES.to_vec();
        words.sort_unstable();
        words.dedup();
        listed.sort_unstable();
        assert_eq!(words, listed);
    }
}
