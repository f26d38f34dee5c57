//! What lines of manual journals and of documents have in common: account, tax type, tracking.

use chrono::NaiveDate;
use uuid::Uuid;

use crate::books::{Account, AccountStatus, Books, LineAmountTypes, Organisation};
use crate::wire::{Field, Malformed, Node};

/// The most tracking entries of a line (facts §10.3).
const MAX_TRACKING: usize = 2;

/// An account as it was sent: by code, else by id.
#[derive(Clone, Default)]
pub(super) struct AccountRequest {
    pub(super) code: Option<String>,
    pub(super) id: Option<Uuid>,
}

impl AccountRequest {
    /// Of a line: `AccountCode`, `AccountID`.
    pub(super) fn of_line(field: &Field<'_>) -> Result<Self, Malformed> {
        Ok(Self { code: filled(field.text("AccountCode")?), id: field.guid("AccountID")? })
    }

    /// Of a member that is an account: `{"Code": …}` or `{"AccountID": …}`.
    pub(super) fn member(field: &Field<'_>, name: &str) -> Result<Option<Self>, Malformed> {
        let Some(account) = field.get(name) else { return Ok(None) };
        let (code, id) = (filled(account.text("Code")?), account.guid("AccountID")?);
        Ok(Some(Self { code, id }))
    }

    pub(super) fn is_given(&self) -> bool {
        self.code.is_some() || self.id.is_some()
    }

    pub(super) fn find<'a>(&self, books: &'a Books) -> Option<&'a Account> {
        match (&self.code, self.id) {
            (Some(code), _) => books.by_code(code),
            (None, Some(id)) => books.account(id),
            (None, None) => None,
        }
    }

    /// As an error calls it.
    pub(super) fn shown(&self) -> String {
        match (&self.code, self.id) {
            (Some(code), _) => code.clone(),
            (None, Some(id)) => id.to_string(),
            (None, None) => String::new(),
        }
    }
}

pub(super) fn filled(text: Option<String>) -> Option<String> {
    text.filter(|text| !text.is_empty())
}

/// What is said of a line.
#[derive(Default)]
pub(super) struct Said {
    pub(super) errors: Vec<String>,
    pub(super) warnings: Vec<String>,
}

impl Said {
    /// The account of a line. An unknown one is stripped from a draft with a warning, and refused
    /// otherwise (facts §6.6).
    pub(super) fn account<'a>(
        &mut self,
        books: &'a Books,
        request: &AccountRequest,
        is_draft: bool,
    ) -> Option<&'a Account> {
        let found = request.find(books);
        if found.is_none() && is_draft {
            self.warnings.push(format!(
                "Account code '{}' has been removed as it does not match a recognised account.",
                request.shown()
            ));
        } else if found.is_none() {
            self.errors.push(not_for_this_document(&request.shown()));
        }
        found
    }

    /// The line's own tax type, else the account's default; what is without tax has the
    /// organisation's no-tax type on every line.
    pub(super) fn tax_type(
        &mut self,
        organisation: &Organisation,
        asked: Option<&str>,
        account: Option<&Account>,
        types: LineAmountTypes,
    ) -> String {
        let no_tax = organisation.no_tax.clone();
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

    /// Category and option of each entry.
    pub(super) fn tracking(
        &mut self,
        books: &Books,
        requests: &[TrackingRequest],
    ) -> Vec<(Uuid, Uuid)> {
        if requests.len() > MAX_TRACKING {
            self.errors.push("A line cannot have more than 2 tracking categories".to_owned());
        }
        let mut found: Vec<(Uuid, Uuid)> = Vec::new();
        for request in requests {
            match request.find(books) {
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
}

/// One entry of `Tracking`, by ids or by names.
pub(super) struct TrackingRequest {
    category: Option<Uuid>,
    option: Option<Uuid>,
    name: Option<String>,
    option_name: Option<String>,
}

impl TrackingRequest {
    /// The entries of the member `name`; `None` where it is not there.
    pub(super) fn list(field: &Field<'_>, name: &str) -> Result<Option<Vec<Self>>, Malformed> {
        let Some(entries) = field.get(name) else { return Ok(None) };
        entries.items().iter().map(Self::read).collect::<Result<_, _>>().map(Some)
    }

    fn read(field: &Field<'_>) -> Result<Self, Malformed> {
        Ok(Self {
            category: field.guid("TrackingCategoryID")?,
            option: field.guid("TrackingOptionID")?,
            name: field.text("Name")?,
            option_name: field.text("Option")?,
        })
    }

    fn find(&self, books: &Books) -> Option<(Uuid, Uuid)> {
        let is = |id: Option<Uuid>, name: &Option<String>, its_id: Uuid, its_name: &str| {
            id.map_or_else(
                || name.as_ref().is_some_and(|name| name.eq_ignore_ascii_case(its_name)),
                |id| id == its_id,
            )
        };
        let mut categories = books.tracking.iter();
        let category = categories
            .find(|known| known.active && is(self.category, &self.name, known.id, &known.name))?;
        let mut options = category.options.iter();
        let option = options.find(|known| {
            known.active && is(self.option, &self.option_name, known.id, &known.name)
        })?;
        Some((category.id, option.id))
    }
}

/// Tracking as Xero sends it.
pub(super) fn tracking_node(books: &Books, tracking: &[(Uuid, Uuid)]) -> Node {
    Node::list(tracking.iter().filter_map(|(category, option)| {
        let category = books.tracking.iter().find(|known| known.id == *category)?;
        let option = category.options.iter().find(|known| known.id == *option)?;
        Some(Node::Object(vec![
            ("Name", Node::text(&category.name)),
            ("Option", Node::text(&option.name)),
            ("TrackingCategoryID", Node::id(category.id)),
            ("TrackingOptionID", Node::id(option.id)),
        ]))
    }))
}

/// What is wrong with a line's account and tax type as they are now.
pub(super) fn line_errors(
    organisation: &Organisation,
    account: Option<Uuid>,
    tax_type: &str,
) -> Vec<String> {
    let books = &organisation.books;
    let Some(account) = account.and_then(|id| books.account(id)) else { return Vec::new() };
    if account.status == AccountStatus::Archived {
        return vec![archived(account)];
    }
    if !account.takes_lines() {
        return vec![not_for_this_document(&shown(account))];
    }
    let applies =
        books.tax_rate(tax_type).is_some_and(|rate| rate.applies_to(account.kind.class()));
    if applies { Vec::new() } else { vec![wrong_tax_type(tax_type, account)] }
}

/// What stands against dates in locked periods, each sentence once (facts §11).
pub(super) fn locked(
    organisation: &Organisation,
    dates: impl IntoIterator<Item = NaiveDate>,
) -> Vec<String> {
    let mut errors: Vec<String> = Vec::new();
    for message in dates.into_iter().flat_map(|date| organisation.locked(date)) {
        if !errors.contains(&message) {
            errors.push(message);
        }
    }
    errors
}

pub(super) fn archived(account: &Account) -> String {
    format!(
        "Account code '{}' has been archived, or has been deleted. Each line item must reference \
         a valid account.",
        shown(account)
    )
}

fn wrong_tax_type(tax_type: &str, account: &Account) -> String {
    let name = shown(account);
    format!("The TaxType code '{tax_type}' cannot be used with account code '{name}'.")
}

/// Bank accounts may have no code.
fn shown(account: &Account) -> String {
    account.code.clone().unwrap_or_else(|| account.id.to_string())
}

pub(super) fn not_for_this_document(code: &str) -> String {
    format!("Account code '{code}' is not a valid code for this document.")
}
