//! From a request to a journal that may be kept, with everything Xero has to say against it.

use rust_decimal::Decimal;

use super::request::{JournalRequest, LineRequest};
use crate::api::lines::{Said, line_errors, locked};
use crate::books::{
    JournalLine, JournalStatus, LineAmountTypes, ManualJournal, Organisation, split_tax,
};
use crate::wire::two_places;

/// Amounts stay below this, so that no sum of a request's lines can overflow.
const MAX_AMOUNT: i64 = 10_000_000_000_000;

/// A journal as it would be kept. It is kept when there are no errors.
pub(super) struct Draft {
    pub(super) journal: ManualJournal,
    pub(super) errors: Vec<String>,
    /// Said in a 200, and easily mistaken for success (facts §6.6).
    pub(super) warnings: Vec<String>,
    /// Validation errors that a draft may be kept with, said in a 200 too.
    pub(super) tolerated: Vec<String>,
}

/// Puts a request on top of a new or an old journal and applies every rule of facts §16.
pub(super) fn draft(
    organisation: &Organisation,
    request: &JournalRequest,
    blank: ManualJournal,
    old: Option<&ManualJournal>,
) -> Draft {
    let mut draft = Draft {
        journal: old.cloned().unwrap_or(blank),
        errors: Vec::new(),
        warnings: Vec::new(),
        tolerated: Vec::new(),
    };
    draft.apply_status(request.status.as_deref(), old.map(|old| old.status));
    draft.apply_head(request);
    // A journal that ends keeps its lines: they say what was taken back.
    let ends = old.is_some() && draft.journal.status.ends();
    if let Some(lines) = request.lines.as_ref().filter(|_| !ends) {
        draft.apply_lines(organisation, lines, request.types);
    }
    draft.check(organisation, old);
    draft
}

impl Draft {
    fn apply_status(&mut self, word: Option<&str>, old: Option<JournalStatus>) {
        let wanted = match (word, old) {
            (None, None) => JournalStatus::Draft,
            (None, Some(old)) => old,
            (Some(word), _) => match JournalStatus::parse(word) {
                Some(status) => status,
                None => return self.refuse_status(word),
            },
        };
        match old {
            Some(JournalStatus::Voided | JournalStatus::Deleted) => {
                self.errors.push("Manual Journal not of valid status for modification".to_owned());
            }
            Some(old) if !old.may_become(wanted) => return self.refuse_status(wanted.as_str()),
            None if wanted.ends() => {
                self.errors.push("Manual Journal not of valid status for creation".to_owned());
            }
            Some(_) | None => {}
        }
        self.journal.status = wanted;
    }

    fn refuse_status(&mut self, word: &str) {
        self.errors.push(format!("The status '{word}' cannot be applied to the document"));
    }

    fn apply_head(&mut self, request: &JournalRequest) {
        let journal = &mut self.journal;
        if let Some(narration) = &request.narration {
            journal.narration.clone_from(narration);
        }
        journal.date = request.date.unwrap_or(journal.date);
        if request.url.is_some() {
            journal.url.clone_from(&request.url);
        }
        journal.show_on_cash_basis =
            request.show_on_cash_basis.unwrap_or(journal.show_on_cash_basis);
    }

    /// Lines are replaced whole (facts §6.2), and stored net of tax (facts §6.5).
    fn apply_lines(
        &mut self,
        organisation: &Organisation,
        lines: &[LineRequest],
        types: Option<LineAmountTypes>,
    ) {
        let types = types.unwrap_or(self.journal.types);
        self.journal.lines =
            lines.iter().map(|line| self.line(organisation, line, types)).collect();
        self.journal.types = match types {
            LineAmountTypes::NoTax => LineAmountTypes::NoTax,
            LineAmountTypes::Exclusive | LineAmountTypes::Inclusive => LineAmountTypes::Exclusive,
        };
    }

    fn line(
        &mut self,
        organisation: &Organisation,
        request: &LineRequest,
        types: LineAmountTypes,
    ) -> JournalLine {
        let books = &organisation.books;
        let mut said = Said::default();
        let account = if request.account.is_given() {
            said.account(books, &request.account, self.journal.status == JournalStatus::Draft)
        } else {
            said.errors.push("Account code must be specified".to_owned());
            None
        };
        let amount = self.amount(request.amount);
        let tax_type = said.tax_type(organisation, request.tax_type.as_deref(), account, types);
        let percent = books.tax_rate(&tax_type).map_or(Decimal::ZERO, |rate| rate.effective());
        let (net, tax) = split_tax(amount, percent, types);
        let tracking = said.tracking(books, &request.tracking);
        self.errors.extend(said.errors);
        self.warnings.extend(said.warnings);
        JournalLine {
            description: request.description.clone(),
            account: account.map(|account| account.id),
            tax_type,
            net,
            tax,
            tracking,
        }
    }

    fn amount(&mut self, amount: Option<Decimal>) -> Decimal {
        let Some(amount) = amount else {
            self.errors.push("Line amount must be specified".to_owned());
            return Decimal::ZERO;
        };
        if amount.normalize().scale() > 2 {
            self.errors.push(format!("Line amount {amount} must not have more than 2 decimals"));
        }
        if amount.abs() >= Decimal::from(MAX_AMOUNT) {
            self.errors.push(format!("Line amount {amount} is too large"));
            return Decimal::ZERO;
        }
        amount
    }

    /// The rules over the whole journal as it would be kept.
    fn check(&mut self, organisation: &Organisation, old: Option<&ManualJournal>) {
        let journal = &self.journal;
        let mut errors = Vec::new();
        if journal.narration.trim().is_empty() {
            errors.push("Narration must be specified".to_owned());
        }
        if journal.lines.len() < 2 {
            errors.push("A manual journal must have at least two lines".to_owned());
        }
        let dates = [Some(journal.date), old.map(|old| old.date)];
        errors.extend(locked(organisation, dates.into_iter().flatten()));
        let ends = journal.status.ends();
        if !ends {
            let lines = journal.lines.iter();
            errors.extend(
                lines.flat_map(|line| line_errors(organisation, line.account, &line.tax_type)),
            );
        }
        if journal.status == JournalStatus::Posted
            && journal.lines.iter().any(|line| line.account.is_none())
            && self.errors.is_empty()
        {
            errors.push("Account code must be specified".to_owned());
        }
        let (debits, credits) = journal.totals();
        if !(debits + credits).is_zero() && !ends {
            let message = format!(
                "The total debits ({}) must equal total credits ({})",
                two_places(debits),
                two_places(credits)
            );
            match journal.status {
                JournalStatus::Draft => self.tolerated.push(message),
                JournalStatus::Posted | JournalStatus::Voided | JournalStatus::Deleted => {
                    errors.push(message);
                }
            }
        }
        self.errors.extend(errors);
    }
}
