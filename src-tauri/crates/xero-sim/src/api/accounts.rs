//! `/Accounts`: the chart, and creating, changing and archiving one account a call (facts §10.1).

use uuid::Uuid;

use super::{Answer, Ask, Outcome, Refusal, query};
use crate::books::{Account, AccountStatus, AccountType, Books};
use crate::wire::{Field, Malformed, Node};

const MAX_CODE: usize = 10;
const MAX_NAME: usize = 150;
const MAX_DESCRIPTION: usize = 4_000;

pub(super) fn handle(ask: &mut Ask<'_>) -> Outcome {
    match (ask.call.method.as_str(), ask.rest.as_slice()) {
        ("GET", []) => list(ask),
        ("GET", [id]) => {
            let account = id.parse().ok().and_then(|id| ask.organisation.books.account(id));
            let account = account.ok_or(Refusal::NotFound)?;
            Ok(Answer::of("Accounts", vec![node(account, &ask.organisation.base_currency)]))
        }
        ("PUT", []) => create(ask),
        ("POST", []) => update(ask, None),
        ("POST", [id]) => update(ask, Some(id.parse().map_err(|_| Refusal::NotFound)?)),
        ("DELETE", [_]) => Err(Refusal::NotImplemented),
        _ => Err(Refusal::NotFound),
    }
}

/// Not paged (facts §10.1).
fn list(ask: &Ask<'_>) -> Outcome {
    let since = ask.modified_since();
    let currency = &ask.organisation.base_currency;
    let accounts = ask.organisation.books.accounts.iter();
    let nodes = accounts
        .filter(|account| since.is_none_or(|since| account.updated > since))
        .map(|account| node(account, currency))
        .collect();
    let mut nodes = query::filter(ask.call, nodes)?;
    query::sort(ask.call, "Name", &mut nodes)?;
    Ok(Answer::of("Accounts", nodes))
}

/// An account as sent; what is absent stays as it is.
struct Change {
    id: Option<Uuid>,
    code: Option<String>,
    name: Option<String>,
    kind: Option<AccountType>,
    status: Option<String>,
    tax_type: Option<String>,
    description: Option<String>,
    enable_payments: Option<bool>,
    bank_account_number: Option<String>,
    currency: Option<String>,
}

fn read(field: &Field<'_>) -> Result<Change, Malformed> {
    let kind = "Xero.API.Library..AccountType";
    Ok(Change {
        id: field.guid("AccountID")?,
        code: field.text("Code")?,
        name: field.text("Name")?,
        kind: field.convert("Type", kind, AccountType::parse)?,
        status: field.text("Status")?,
        tax_type: field.text("TaxType")?,
        description: field.text("Description")?,
        enable_payments: field.boolean("EnablePaymentsToAccount")?,
        bank_account_number: field.text("BankAccountNumber")?,
        currency: field.text("CurrencyCode")?,
    })
}

/// The one account of the body: several in a request are not accepted (facts §4).
fn only(ask: &Ask<'_>) -> Result<Change, Refusal> {
    let mut changes = ask.elements("Accounts", read)?;
    match (changes.pop(), changes.is_empty()) {
        (Some(change), true) => Ok(change),
        _ => Err(Refusal::says("Exactly one account must be provided per request.")),
    }
}

fn create(ask: &mut Ask<'_>) -> Outcome {
    let change = only(ask)?;
    let (Some(kind), Some(name)) = (change.kind, change.name.clone()) else {
        return Err(Refusal::says("Account Type and Name must be specified."));
    };
    let account = Account {
        id: ask.ids.uuid(),
        code: None,
        name,
        kind,
        status: AccountStatus::Active,
        tax_type: ask.organisation.no_tax.clone(),
        description: String::new(),
        system: None,
        enable_payments: false,
        bank_account_number: None,
        currency: None,
        updated: ask.now,
    };
    if kind == AccountType::Bank && change.bank_account_number.is_none() {
        return Err(Refusal::says("Bank Account Number must be specified for bank accounts."));
    }
    if kind != AccountType::Bank && change.code.as_deref().unwrap_or("").is_empty() {
        return Err(Refusal::says("Account Code must be specified."));
    }
    let currency = change.currency.clone().filter(|_| kind == AccountType::Bank);
    let foreign = currency.filter(|code| *code != ask.organisation.base_currency);
    if let Some(code) = &foreign {
        let mut added = ask.organisation.books.currencies.iter();
        if !ask.organisation.multicurrency || !added.any(|known| known.code == *code) {
            let text = format!("Organisation is not subscribed to currency {code}");
            return Err(Refusal::says(&text));
        }
    }
    let account = Account { currency: foreign, ..change.onto(account) };
    save(ask, account)
}

fn update(ask: &mut Ask<'_>, id: Option<Uuid>) -> Outcome {
    let change = only(ask)?;
    let id = id.or(change.id).ok_or(Refusal::NotFound)?;
    let Some(account) = ask.organisation.books.account(id).cloned() else {
        return Err(Refusal::NotFound);
    };
    if let Some(status) = &change.status {
        return archive(ask, account, &change, status);
    }
    if account.system.is_some() && change.kind.is_some_and(|kind| kind != account.kind) {
        return Err(Refusal::says("You cannot change the type of a system account."));
    }
    let account = change.onto(account);
    save(ask, account)
}

/// A change of status may be the only change of its call (facts §10.1).
fn archive(ask: &mut Ask<'_>, account: Account, change: &Change, status: &str) -> Outcome {
    let status = match status {
        "ACTIVE" => AccountStatus::Active,
        "ARCHIVED" => AccountStatus::Archived,
        other => {
            let text = format!("The status '{other}' cannot be applied to the account");
            return Err(Refusal::says(&text));
        }
    };
    let changed = change.code.is_some() || change.name.is_some() || change.kind.is_some();
    if changed && status != account.status {
        return Err(Refusal::says("An account cannot be updated and archived in one request."));
    }
    if account.system.is_some() && status == AccountStatus::Archived {
        return Err(Refusal::says("You cannot archive a system account."));
    }
    save(ask, Account { status, ..account })
}

impl Change {
    fn onto(self, account: Account) -> Account {
        Account {
            code: self.code.or(account.code),
            name: self.name.unwrap_or(account.name),
            kind: self.kind.unwrap_or(account.kind),
            tax_type: self.tax_type.unwrap_or(account.tax_type),
            description: self.description.unwrap_or(account.description),
            enable_payments: self.enable_payments.unwrap_or(account.enable_payments),
            bank_account_number: self.bank_account_number.or(account.bank_account_number),
            ..account
        }
    }
}

fn save(ask: &mut Ask<'_>, mut account: Account) -> Outcome {
    let books = &mut ask.organisation.books;
    let errors = problems(books, &account);
    if !errors.is_empty() {
        let mut echo = node(&account, &ask.organisation.base_currency);
        echo.push("ValidationErrors", Node::messages(&errors));
        return Err(Refusal::Invalid(vec![echo]));
    }
    account.updated = ask.now;
    let answer = node(&account, &ask.organisation.base_currency);
    let id = account.id;
    books.accounts.put(account, |old| old.id == id);
    Ok(Answer::of("Accounts", vec![answer]))
}

fn problems(books: &Books, account: &Account) -> Vec<String> {
    let mut others = books.accounts.iter().filter(|other| other.id != account.id);
    let same_code = |other: &Account| other.code.is_some() && other.code == account.code;
    let code_fits = account.code.as_ref().is_none_or(|code| {
        code.len() <= MAX_CODE && code.chars().all(|c| c.is_ascii_alphanumeric())
    });
    let rate = books.tax_rate(&account.tax_type).filter(|rate| rate.active);
    [
        (others.clone().any(same_code), "Please enter a unique Code."),
        (
            others.any(|other| other.name.eq_ignore_ascii_case(&account.name)),
            "Please enter a unique Name.",
        ),
        (!code_fits, "Account Code must be 1 to 10 alphanumeric characters."),
        (
            account.name.trim().is_empty() || account.name.chars().count() > MAX_NAME,
            "Account Name must be 1 to 150 characters.",
        ),
        (
            account.description.chars().count() > MAX_DESCRIPTION,
            "Account Description must be at most 4000 characters.",
        ),
        (
            !rate.is_some_and(|rate| rate.applies_to(account.kind.class())),
            "The TaxType code does not exist or cannot be used with this type of account.",
        ),
    ]
    .into_iter()
    .filter(|(wrong, _)| *wrong)
    .map(|(_, message)| message.to_owned())
    .collect()
}

/// An account as Xero sends it; `currency` is the base currency.
pub(crate) fn node(account: &Account, currency: &str) -> Node {
    let mut node = Node::Object(vec![
        ("AccountID", Node::id(account.id)),
        ("Name", Node::text(&account.name)),
        ("Status", Node::text(account.status.as_str())),
        ("Type", Node::text(account.kind.as_str())),
        ("TaxType", Node::text(&account.tax_type)),
        ("Class", Node::text(account.kind.class().as_str())),
        ("SystemAccount", Node::text(account.system.map_or("", |system| system.as_str()))),
        ("EnablePaymentsToAccount", Node::Bool(account.enable_payments)),
        ("ShowInExpenseClaims", Node::Bool(false)),
        ("Description", Node::text(&account.description)),
        ("HasAttachments", Node::Bool(false)),
        ("UpdatedDateUTC", Node::Instant(account.updated)),
        ("AddToWatchlist", Node::Bool(false)),
    ]);
    if let Some(code) = &account.code {
        node.push("Code", Node::text(code));
    }
    if let Some(number) = &account.bank_account_number {
        node.push("BankAccountType", Node::text("BANK"));
        node.push("BankAccountNumber", Node::text(number));
        node.push("CurrencyCode", Node::text(account.currency.as_deref().unwrap_or(currency)));
    }
    node
}
