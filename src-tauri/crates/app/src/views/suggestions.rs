//! Suggestions: which account is probably meant, ranked, each with why.
//!
//! Nothing here is ever applied by itself: a person accepts it. Likeness is counted in hundredths
//! by edit distance over normalised words.

use std::cmp::Reverse;

use ledger::{
    Account, Chart, Fit, Role, TaxWay, check_gl_account, check_role_account, check_tax_account,
    normalise,
};

/// Below this likeness nothing is said.
const WORTH_SAYING: usize = 45;
/// From this likeness on *accept all* takes it.
const SURE: usize = 90;
/// How many are shown for one thing.
const SHOWN: usize = 3;

/// An account that may be meant.
#[derive(Debug, Clone)]
pub(crate) struct Ranked<'a> {
    pub(crate) account: &'a Account,
    pub(crate) likeness: usize,
    pub(crate) why: String,
}

impl Ranked<'_> {
    /// Whether *accept all* takes it.
    pub(crate) const fn is_sure(&self) -> bool {
        self.likeness >= SURE
    }
}

/// The accounts nearest to a role's usual names.
pub(crate) fn for_role(role: Role, chart: &Chart, way: TaxWay) -> Vec<Ranked<'_>> {
    let fits = |account: &Account| matches!(check_role_account(role, account, way), Fit::Ok);
    if role == Role::Bank {
        // One bank account needs no likeness to be the one meant.
        let mut banks = chart.accounts.iter().filter(|account| account.active && fits(account));
        if let (Some(account), None) = (banks.next(), banks.next()) {
            let why = "It is the only bank account.".to_owned();
            return vec![Ranked { account, likeness: SURE, why }];
        }
    }
    let mut names = vec![role.title()];
    names.extend(usual_names(role));
    ranked(chart, &names, fits)
}

/// The accounts nearest to a GL code and what is sold with it.
pub(crate) fn for_gl_code<'a>(code: &str, items: &[String], chart: &'a Chart) -> Vec<Ranked<'a>> {
    let mut names = vec![code];
    names.extend(items.iter().map(String::as_str));
    ranked(chart, &names, |account| matches!(check_gl_account(code, account), Fit::Ok))
}

/// The accounts nearest to a tax's code, and the tax account Xero itself keeps.
pub(crate) fn for_tax<'a>(code: &str, chart: &'a Chart) -> Vec<Ranked<'a>> {
    let fits = |account: &Account| matches!(check_tax_account(code, account), Fit::Ok);
    let mut found = ranked(chart, &[code, &format!("{code} payable")], fits);
    if found.is_empty() {
        let system = chart
            .accounts
            .iter()
            .find(|account| account.active && account.system.as_deref() == Some("GST"));
        found.extend(system.map(|account| Ranked {
            account,
            likeness: WORTH_SAYING,
            why: "It is the tax account Xero itself uses.".to_owned(),
        }));
    }
    found
}

fn ranked<'a>(
    chart: &'a Chart,
    names: &[&str],
    fits: impl Fn(&Account) -> bool,
) -> Vec<Ranked<'a>> {
    let mut found: Vec<(usize, Ranked<'a>)> = chart
        .accounts
        .iter()
        .filter(|account| account.active && fits(account))
        .filter_map(|account| {
            let likenesses = names.iter().map(|name| likeness(name, &account.name));
            let (place, likeness) = likenesses
                .enumerate()
                .max_by_key(|(place, likeness)| (*likeness, Reverse(*place)))?;
            let why = why(likeness, names[place]);
            (likeness >= WORTH_SAYING).then_some((place, Ranked { account, likeness, why }))
        })
        .collect();
    // Of two that are as like, the one like the earlier name: a role's own title comes first.
    found.sort_by_key(|(place, one)| (Reverse(one.likeness), *place, &one.account.code));
    found.into_iter().map(|(_, one)| one).take(SHOWN).collect()
}

fn why(likeness: usize, name: &str) -> String {
    if likeness == 100 {
        format!("Its name is “{name}”.")
    } else if likeness >= SURE {
        format!("Its name is nearly “{name}”.")
    } else {
        format!("Its name is like “{name}”.")
    }
}

/// How alike two texts are, in hundredths: whole texts, or one's words within the other.
fn likeness(one: &str, other: &str) -> usize {
    let (one, other) = (normalise(one), normalise(other));
    if one.is_empty() || other.is_empty() {
        return 0;
    }
    let whole = by_edits(&one, &other);
    let words: Vec<&str> = words(&one).collect();
    let shared = words
        .iter()
        .filter(|word| word.len() > 3)
        .filter(|word| self::words(&other).any(|its| by_edits(stem(word), stem(its)) >= SURE))
        .count();
    if shared == 0 { whole } else { whole.max(50 + 35 * shared / words.len()) }
}

fn by_edits(one: &str, other: &str) -> usize {
    let longest = one.chars().count().max(other.chars().count()).max(1);
    100 - strsim::damerau_levenshtein(one, other).min(longest) * 100 / longest
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty())
}

fn stem(word: &str) -> &str {
    word.strip_suffix('s').unwrap_or(word)
}

/// What bookkeepers call the account of a role, besides the role's own name.
const fn usual_names(role: Role) -> &'static [&'static str] {
    match role {
        Role::RevenueClearing => &["Revenue Clearing", "Takings Clearing", "Sales Clearing"],
        Role::CashClearing => &["Cash Clearing", "Cash on Hand", "Undeposited Funds"],
        Role::CardClearing => &["Card Clearing", "EFTPOS Clearing", "Merchant Clearing"],
        Role::DeferredRevenue => &["Deferred Revenue", "Customer Deposits", "Unearned Revenue"],
        Role::ArControl => &["Rental Receivables", "Rental Receivables (app)"],
        Role::TipsPayable => &["Tips Payable", "Tips Owed", "Gratuities Payable"],
        Role::GiftCards => &["Gift Cards", "Gift Card Liability", "Gift Vouchers"],
        Role::DamageBonds => &["Damage Bonds", "Security Deposits"],
        Role::Discounts => &["Discounts Given", "Discounts"],
        Role::Surcharges => &["Surcharges", "Card Surcharges"],
        Role::OverShort => &["Cash Over/Short", "Cash Over and Short"],
        Role::ProcessorFees => &["Processor Fees", "Merchant Fees", "Bank Fees"],
        Role::ExchangeDifferences => &["Exchange Differences"],
        Role::CancellationIncome => &["Cancellation Income", "Cancellation Fees"],
        Role::BadDebts => &["Bad Debts", "Bad Debt Expense"],
        Role::Chargebacks => &["Chargebacks"],
        Role::Bank | Role::Rounding => &[],
    }
}
