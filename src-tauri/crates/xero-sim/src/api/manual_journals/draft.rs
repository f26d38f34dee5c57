//! From a request to a journal that may be kept, with everything Xero has to say against it.

use rust_decimal::Decimal;
use uuid::Uuid;

use super::request::{JournalRequest, LineRequest, TrackingRequest};
use crate::books::{
    Account, AccountStatus, Books, JournalLine, JournalStatus, LineAmountTypes, ManualJournal,
    Organisation, split_tax,
};
use crate::wire::two_places;

/// The most tracking entries of a line.
const MAX_TRACKING: usize = 2;
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
        let account = self.account(books, request);
        let amount = self.amount(request.amount);
        let tax_type = self.tax_type(organisation, request, account, types);
        let percent = books.tax_rate(&tax_type).map_or(Decimal::ZERO, |rate| rate.effective());
        let (net, tax) = split_tax(amount, percent, types);
        JournalLine {
            description: request.description.clone(),
            account: account.map(|account| account.id),
            tax_type,
            net,
            tax,
            tracking: self.tracking(books, &request.tracking),
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

    /// An unknown code is stripped from a draft with a warning, and refused otherwise.
    fn account<'a>(&mut self, books: &'a Books, request: &LineRequest) -> Option<&'a Account> {
        let (found, name) = match (&request.account_code, request.account_id) {
            (Some(code), _) => (books.by_code(code), code.clone()),
            (None, Some(id)) => (books.account(id), id.to_string()),
            (None, None) => {
                self.errors.push("Account code must be specified".to_owned());
                return None;
            }
        };
        if found.is_none() {
            if self.journal.status == JournalStatus::Draft {
                self.warnings.push(format!(
                    "Account code '{name}' has been removed as it does not match a recognised \
                     account."
                ));
            } else {
                self.errors.push(not_for_this_document(&name));
            }
        }
        found
    }

    /// The line's own tax type, else the account's default; a journal without tax has the
    /// organisation's no-tax type on every line.
    fn tax_type(
        &mut self,
        organisation: &Organisation,
        request: &LineRequest,
        account: Option<&Account>,
        types: LineAmountTypes,
    ) -> String {
        let no_tax = organisation.no_tax.clone();
        let asked = request.tax_type.as_deref();
        let rate = asked.map(|tax| (tax, organisation.books.tax_rate(tax).filter(|r| r.active)));
        if let Some((tax, None)) = rate {
            self.errors.push(format!(
                "The TaxType code {tax} does not exist or cannot be used for this type of \
                 transaction."
            ));
            return no_tax;
        }
        match (types, rate, account) {
            (LineAmountTypes::NoTax, Some((_, Some(rate))), Some(account)) => {
                // Kept on no line, and refused all the same (facts §16).
                if !rate.applies_to(account.kind.class()) {
                    self.errors.push(wrong_tax_type(&rate.tax_type, account));
                }
                no_tax
            }
            (LineAmountTypes::NoTax, _, _) => no_tax,
            (_, Some((_, Some(rate))), _) => rate.tax_type.clone(),
            (_, _, Some(account)) => account.tax_type.clone(),
            (_, _, None) => no_tax,
        }
    }

    fn tracking(&mut self, books: &Books, requests: &[TrackingRequest]) -> Vec<(Uuid, Uuid)> {
        if requests.len() > MAX_TRACKING {
            self.errors.push("A line cannot have more than 2 tracking categories".to_owned());
        }
        let mut found: Vec<(Uuid, Uuid)> = Vec::new();
        for request in requests {
            match find_option(books, request) {
                Some(pair) if found.iter().any(|(category, _)| *category == pair.0) => {
                    self.errors.push("A tracking category can be used once per line".to_owned());
                }
                Some(pair) => found.push(pair),
                None => self.errors.push(format!(
                    "The tracking option '{}' of category '{}' does not exist or is not active",
                    request.option_name.as_deref().unwrap_or("given by id"),
                    request.name.as_deref().unwrap_or("given by id"),
                )),
            }
        }
        found
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
        for date in [Some(journal.date), old.map(|old| old.date)].into_iter().flatten() {
            for message in organisation.locked(date) {
                if !errors.contains(&message) {
                    errors.push(message);
                }
            }
        }
        let ends = journal.status.ends();
        if !ends {
            errors.extend(journal.lines.iter().flat_map(|line| line_errors(organisation, line)));
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

fn find_option(books: &Books, request: &TrackingRequest) -> Option<(Uuid, Uuid)> {
    let is = |id: Option<Uuid>, name: &Option<String>, its_id: Uuid, its_name: &str| {
        id.map_or_else(
            || name.as_ref().is_some_and(|name| name.eq_ignore_ascii_case(its_name)),
            |id| id == its_id,
        )
    };
    let category = books
        .tracking
        .iter()
        .find(|known| known.active && is(request.category, &request.name, known.id, &known.name))?;
    let option = category.options.iter().find(|known| {
        known.active && is(request.option, &request.option_name, known.id, &known.name)
    })?;
    Some((category.id, option.id))
}

/// What is wrong with a line's account and tax type as they are now.
fn line_errors(organisation: &Organisation, line: &JournalLine) -> Vec<String> {
    let books = &organisation.books;
    let Some(account) = line.account.and_then(|id| books.account(id)) else { return Vec::new() };
    let name = shown(account);
    if account.status == AccountStatus::Archived {
        return vec![format!(
            "Account code '{name}' has been archived, or has been deleted. Each line item must \
             reference a valid account."
        )];
    }
    if !account.takes_journals() {
        return vec![not_for_this_document(&name)];
    }
    let applies =
        books.tax_rate(&line.tax_type).is_some_and(|rate| rate.applies_to(account.kind.class()));
    if applies {
        return Vec::new();
    }
    vec![wrong_tax_type(&line.tax_type, account)]
}

fn wrong_tax_type(tax_type: &str, account: &Account) -> String {
    let name = shown(account);
    format!("The TaxType code '{tax_type}' cannot be used with account code '{name}'.")
}

/// Bank accounts may have no code.
fn shown(account: &Account) -> String {
    account.code.clone().unwrap_or_else(|| account.id.to_string())
}

fn not_for_this_document(code: &str) -> String {
    format!("Account code '{code}' is not a valid code for this document.")
}
