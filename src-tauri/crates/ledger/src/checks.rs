//! Checks: which account may do which job (accounting §2, facts §1.1).
//!
//! They run while mapping, before queuing and before sending, always over the chart as last read.
//! A sentence names the account and says what would do instead.

use crate::chart::Account;
use crate::chart::AccountType::{
    self, Bank, CurrLiab, Current, DirectCosts, Equity, Expense, Inventory, Liability, OtherIncome,
    Overheads, Revenue, Sales,
};
use crate::mapping::{TaxWay, normalise};
use crate::role::Role;

/// Whether an account suits a job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fit {
    /// It does.
    Ok,
    /// It works, and a bookkeeper may want another; a sentence.
    Warning(String),
    /// It does not: Xero or accounting refuses it.
    Refused {
        /// The rule it breaks.
        cause: RefusalCause,
        /// What is wrong and what to use instead.
        sentence: String,
    },
}

/// The rule an account breaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RefusalCause {
    /// It is archived.
    Archived,
    /// Xero keeps it to itself.
    System,
    /// Its type is wrong for the job.
    WrongType,
}

impl RefusalCause {
    /// The stable word a [`crate::Problem`] gives it.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Archived => "account_archived",
            Self::System => "account_system",
            Self::WrongType => "account_wrong_type",
        }
    }
}

/// An account as people know it: "200 Sales", or its name where it has no code.
#[must_use]
pub fn account_label(account: &Account) -> String {
    format!("{} {}", account.code, account.name).trim().to_owned()
}

/// What a job asks of its account.
struct Job {
    /// The job's words: "Revenue clearing".
    title: String,
    allowed: &'static [AccountType],
    /// Allowed, though another type says it better.
    tolerated: &'static [AccountType],
    /// The system account that is right for it.
    system: Option<&'static str>,
    /// An account that would do, by the words people use.
    example: &'static str,
}

impl Job {
    /// An account that would do: "a current asset account such as Rental Receivables".
    fn instead(&self) -> String {
        let kind =
            self.allowed.first().map_or_else(String::new, |kind| kind.title().to_lowercase());
        let article = if kind.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
        format!("{article} {kind} account such as {}", self.example)
    }
}

const INCOME: &[AccountType] = &[Revenue, Sales, OtherIncome];
const COSTS: &[AccountType] = &[Expense, Overheads, DirectCosts];
const DIFFERENCES: &[AccountType] = &[Expense, Overheads, OtherIncome];

/// Whether an account may play a role. In way A some types are closed to discounts.
#[must_use]
pub fn check_role_account(role: Role, account: &Account, way: TaxWay) -> Fit {
    if role == Role::ExchangeDifferences && system(account) == Some("REALISEDCURRENCYGAIN") {
        return currency_gains(account);
    }
    let (allowed, example): (&[_], _) = match role {
        Role::Bank => return check_bank(account),
        Role::Rounding => return check_rounding(account),
        Role::RevenueClearing => (&[Current], "Revenue Clearing"),
        Role::CashClearing => (&[Current], "Cash Clearing"),
        Role::CardClearing => (&[Current], "Card Clearing"),
        Role::DeferredRevenue => (&[CurrLiab], "Deferred Revenue"),
        Role::ArControl => (&[Current], "Rental Receivables"),
        Role::TipsPayable => (&[CurrLiab], "Tips Payable"),
        Role::GiftCards => (&[CurrLiab], "Gift Cards"),
        Role::DamageBonds => (&[CurrLiab], "Damage Bonds"),
        Role::Discounts => match way {
            TaxWay::XeroComputes => (&[Revenue, Sales], "Discounts Given"),
            TaxWay::TaxLines => {
                (&[Revenue, Sales, Expense, Overheads, DirectCosts], "Discounts Given")
            }
        },
        Role::Surcharges => (INCOME, "Surcharges"),
        Role::OverShort => (DIFFERENCES, "Cash Over/Short"),
        Role::ProcessorFees => (COSTS, "Processor Fees"),
        Role::ExchangeDifferences => (DIFFERENCES, "Exchange Differences"),
        Role::CancellationIncome => (INCOME, "Cancellation Income"),
        Role::BadDebts => (COSTS, "Bad Debts"),
        Role::Chargebacks => (COSTS, "Chargebacks"),
    };
    let tolerated: &[_] = if role == Role::DeferredRevenue { &[Liability] } else { &[] };
    check(
        account,
        &Job { title: role.title().to_owned(), allowed, tolerated, system: None, example },
    )
}

/// Whether an account may take the revenue of a GL code.
#[must_use]
pub fn check_gl_account(code: &str, account: &Account) -> Fit {
    let title = format!("GL code {code}");
    check(account, &Job { title, allowed: INCOME, tolerated: &[], system: None, example: "Sales" })
}

/// Whether petty cash may be spent on an account.
#[must_use]
pub fn check_paid_out_account(code: &str, account: &Account) -> Fit {
    let title = format!("What {code} is paid out for");
    let allowed = &[Expense, Overheads, DirectCosts, Current];
    check(
        account,
        &Job { title, allowed, tolerated: &[], system: None, example: "General Expenses" },
    )
}

/// Whether cash put into the drawer may come from an account.
#[must_use]
pub fn check_paid_in_account(code: &str, account: &Account) -> Fit {
    let title = format!("Where {code} is paid in from");
    let allowed =
        &[OtherIncome, Revenue, Sales, Current, CurrLiab, Expense, Overheads, DirectCosts];
    let tolerated = &[Liability, Equity];
    check(account, &Job { title, allowed, tolerated, system: None, example: "Other Revenue" })
}

/// Whether an account may take a tax collected (way B): a current liability, or Xero's own GST
/// account.
#[must_use]
pub fn check_tax_account(code: &str, account: &Account) -> Fit {
    let title = format!("Tax {code}");
    let job =
        Job { title, allowed: &[CurrLiab], tolerated: &[], system: Some("GST"), example: "GST" };
    check(account, &job)
}

/// Whether an account may be a tender's clearing account. A gift card clears its own liability.
#[must_use]
pub fn check_tender_account(tender: &str, account: &Account) -> Fit {
    let title = format!("The tender {tender}");
    let (allowed, example): (&[_], _) = if is_gift_card(tender) {
        (&[CurrLiab], "Gift Cards")
    } else {
        (&[Current], "Revenue Clearing")
    };
    check(account, &Job { title, allowed, tolerated: &[], system: None, example })
}

/// Whether a tender's name says that it is a gift card: "Gift card", "Square Gift Card".
#[must_use]
pub(crate) fn is_gift_card(tender: &str) -> bool {
    normalise(tender).contains("gift card")
}

/// The bank is never in a journal, so that only its type matters.
fn check_bank(account: &Account) -> Fit {
    if let Some(refused) = archived(account) {
        return refused;
    }
    if account.kind == Bank { Fit::Ok } else { wrong_type(account, "Bank", &[Bank], None) }
}

fn check_rounding(account: &Account) -> Fit {
    if let Some(refused) = archived(account) {
        return refused;
    }
    if system(account) == Some("ROUNDING") {
        return Fit::Ok;
    }
    let label = account_label(account);
    let sentence = format!("{label} is not Xero's own Rounding account. Rounding goes there only.");
    Fit::Refused { cause: RefusalCause::System, sentence }
}

fn check(account: &Account, job: &Job) -> Fit {
    if let Some(refused) = archived(account) {
        return refused;
    }
    let own_system = system(account);
    if own_system.is_some() && own_system == job.system {
        return Fit::Ok;
    }
    if let Some(refused) = closed_to_journals(account, job) {
        return refused;
    }
    let label = account_label(account);
    if job.tolerated.contains(&account.kind) {
        let (is, better) = (account.kind.title(), titles(job.allowed));
        return Fit::Warning(format!("{label} is of type {is}; {better} is the usual type."));
    }
    if !job.allowed.contains(&account.kind) {
        return wrong_type(account, &job.title, job.allowed, Some(job.example));
    }
    match own_system {
        Some(_) => Fit::Warning(format!(
            "{label} is an account Xero uses for its own purposes. Better use one of your own, \
             such as {}.",
            job.example
        )),
        None => Fit::Ok,
    }
}

/// The system accounts that Xero keeps to itself, with its names for them (facts §1.1).
const CLOSED: [(&str, &str); 8] = [
    ("DEBTORS", "Accounts Receivable"),
    ("CREDITORS", "Accounts Payable"),
    ("RETAINEDEARNINGS", "Retained Earnings"),
    ("BANKCURRENCYGAIN", "Bank Revaluations"),
    ("UNREALISEDCURRENCYGAIN", "Unrealised Currency Gains"),
    ("TRACKINGTRANSFERS", "Tracking Transfers"),
    ("UNPAIDEXPCLM", "Unpaid Expense Claims"),
    ("WAGEPAYABLES", "Wages Payable"),
];

/// What no manual journal may touch, whatever the job (facts §1.1).
fn closed_to_journals(account: &Account, job: &Job) -> Option<Fit> {
    let label = account_label(account);
    if let Some((_, own)) = CLOSED.iter().find(|(name, _)| system(account) == Some(name)) {
        let sentence = format!(
            "{label} is Xero's own {own} account; Xero refuses it in journals. Use {}.",
            job.instead()
        );
        return Some(Fit::Refused { cause: RefusalCause::System, sentence });
    }
    let what = if account.kind == Bank {
        "a bank account"
    } else if account.kind == Inventory {
        "an inventory account"
    } else {
        return None;
    };
    let instead = job.instead();
    let sentence = format!("{label} is {what}; Xero refuses those in journals. Use {instead}.");
    Some(Fit::Refused { cause: RefusalCause::WrongType, sentence })
}

/// Realised gains may be journalled to, but Xero computes them: ours are kept apart from them.
fn currency_gains(account: &Account) -> Fit {
    let label = account_label(account);
    let sentence = format!(
        "{label} is Xero's own account for currency gains. Use an account of your own such as \
         Exchange Differences."
    );
    Fit::Refused { cause: RefusalCause::System, sentence }
}

fn archived(account: &Account) -> Option<Fit> {
    (!account.active).then(|| Fit::Refused {
        cause: RefusalCause::Archived,
        sentence: format!(
            "{} is archived in Xero. Restore it there or choose another.",
            account_label(account)
        ),
    })
}

fn wrong_type(account: &Account, job: &str, allowed: &[AccountType], example: Option<&str>) -> Fit {
    let (label, is, needed) = (account_label(account), account.kind.title(), titles(allowed));
    let such_as = example.map(|name| format!(", such as {name}")).unwrap_or_default();
    let sentence =
        format!("{label} is of type {is}; {job} needs an account of type {needed}{such_as}.");
    Fit::Refused { cause: RefusalCause::WrongType, sentence }
}

/// Type names as a list for a sentence: "Revenue, Sales or Other income".
fn titles(types: &[AccountType]) -> String {
    let titles: Vec<&str> = types.iter().map(|one| one.title()).collect();
    match titles.split_last() {
        Some((last, [])) => (*last).to_owned(),
        Some((last, rest)) => format!("{} or {last}", rest.join(", ")),
        None => String::new(),
    }
}

fn system(account: &Account) -> Option<&str> {
    account.system.as_deref().filter(|name| !name.is_empty())
}
