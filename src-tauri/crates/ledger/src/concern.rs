//! Concerns: what a problem is about, and so where in the window it is mended.

use crate::leg::{Target, TaxSet};
use crate::role::Role;
use crate::tags::Field;

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
    /// A bank account's row.
    Bank(String),
    /// A field of transactions and the tracking category it decides.
    Tracking(Field),
    /// The customer and the Xero contact that stands for them.
    Contact(String),
    /// The period that is locked.
    Period,
    /// The organisation.
    Organisation,
    /// Us: nothing a person can mend.
    Daybook,
}

impl Concern {
    /// Every word [`Self::key`] gives.
    pub const KEYS: [&str; 12] = [
        "gl_code",
        "role",
        "tender",
        "tax",
        "tax_set",
        "no_tax_type",
        "bank",
        "tracking",
        "contact",
        "period",
        "organisation",
        "daybook",
    ];

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
            Self::Bank(_) => "bank",
            Self::Tracking(_) => "tracking",
            Self::Contact(_) => "contact",
            Self::Period => "period",
            Self::Organisation => "organisation",
            Self::Daybook => "daybook",
        }
    }

    /// Which row of its kind; empty where there is only one.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::GlCode(name)
            | Self::Tender(name)
            | Self::Tax(name)
            | Self::Bank(name)
            | Self::Contact(name) => name,
            Self::Tracking(field) => field.key(),
            Self::Role(role) => role.key(),
            Self::TaxSet(set) => set.key(),
            Self::NoTaxType | Self::Period | Self::Organisation | Self::Daybook => "",
        }
    }

    /// The words for it in a sentence.
    pub(crate) fn words(&self) -> String {
        match self {
            Self::GlCode(code) => format!("GL code {}", named(code)),
            Self::Role(role) => role.title().to_owned(),
            Self::Tender(name) => format!("tender {}", named(name)),
            Self::Tax(code) => format!("tax {}", named(code)),
            Self::TaxSet(set) if set.is_none() => "sales without tax".to_owned(),
            Self::TaxSet(set) => format!("tax {set}"),
            Self::NoTaxType => "lines without tax".to_owned(),
            Self::Bank(name) if name.is_empty() => Role::Bank.title().to_owned(),
            Self::Bank(name) => format!("bank account {}", named(name)),
            Self::Tracking(field) => format!("tracking by {field}"),
            Self::Contact(name) => format!("the contact of {}", named(name)),
            Self::Period => "the period".to_owned(),
            Self::Organisation => "the organisation".to_owned(),
            Self::Daybook => "Daybook".to_owned(),
        }
    }
}

impl From<&Target> for Concern {
    fn from(target: &Target) -> Self {
        match target {
            Target::Gl(code) | Target::PaidOut(code) | Target::PaidIn(code) => {
                Self::GlCode(code.clone())
            }
            Target::BilledAhead => Self::Role(Role::DeferredRevenue),
            Target::Receivable => Self::Organisation,
            Target::Bank(name) if name.is_empty() => Self::Role(Role::Bank),
            Target::Bank(name) => Self::Bank(name.clone()),
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

#[cfg(test)]
mod tests {
    use super::Concern;

    #[test]
    fn every_word_of_a_concern_is_in_the_list() {
        let words = include_str!("concern.rs").lines().filter_map(|line| {
            let line = line.trim().strip_prefix("Self::")?;
            line.split_once("=> \"")?.1.strip_suffix("\",")
        });
        let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
        assert_eq!(words, Concern::KEYS);
    }
}
