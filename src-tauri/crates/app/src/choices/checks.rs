//! Whether something may be chosen: accounts by their jobs, tax rates by their accounts.

use ipc::{Code, Fault, MappingTarget, TrackingChoice};
use ledger::{
    Account, AccountClass, Chart, Fit, Role, Target, TaxRate, check_gl_account,
    check_paid_in_account, check_paid_out_account, check_role_account, check_tax_account,
    check_tender_account, normalise,
};

use crate::convert::account_words;
use crate::fault::{fault, invalid, with_hint};
use crate::open_book::OpenBook;
use crate::views::in_use::InUse;
use crate::views::mappings::read_role;

/// Whether the lines of a role may carry a tax in way A (accounting §4).
pub(super) const fn carries_tax(role: Role) -> bool {
    match role {
        Role::Surcharges | Role::CancellationIncome | Role::ProcessorFees | Role::DamageBonds => {
            true
        }
        Role::Bank
        | Role::RevenueClearing
        | Role::CashClearing
        | Role::CardClearing
        | Role::DeferredRevenue
        | Role::ArControl
        | Role::TipsPayable
        | Role::GiftCards
        | Role::Discounts
        | Role::OverShort
        | Role::ExchangeDifferences
        | Role::Rounding
        | Role::BadDebts
        | Role::Chargebacks => false,
    }
}

pub(super) fn fit(target: &MappingTarget, account: &Account, in_use: &InUse) -> Result<Fit, Fault> {
    Ok(match target {
        MappingTarget::Role { role } => check_role_account(read_role(role)?, account, in_use.way),
        MappingTarget::GlCode { code } => match in_use.target_of_code(code.as_str()) {
            Target::PaidOut(code) => check_paid_out_account(&code, account),
            Target::PaidIn(code) => check_paid_in_account(&code, account),
            Target::Gl(_)
            | Target::Role(_)
            | Target::Tender(_)
            | Target::Tax(_)
            | Target::Receivable
            | Target::Bank(_)
            | Target::BilledAhead => check_gl_account(code.as_str(), account),
        },
        MappingTarget::Tax { tax } => check_tax_account(tax.as_str(), account),
        MappingTarget::Tender { tender } => check_tender_account(tender.as_str(), account),
        MappingTarget::Bank { .. } => check_role_account(Role::Bank, account, in_use.way),
        MappingTarget::Tracking { .. } | MappingTarget::NoTaxType => Fit::Ok,
    })
}

/// Finds an account by Xero's id, its code, or its name without regard to case.
pub(crate) fn find_account<'a>(chart: &'a Chart, words: &str) -> Result<&'a Account, Fault> {
    let wanted = normalise(words);
    let matching = |pick: &dyn Fn(&Account) -> bool| -> Vec<&'a Account> {
        chart.accounts.iter().filter(|account| pick(account)).collect()
    };
    let by = [
        matching(&|account| account.id == words.trim()),
        matching(&|account| !wanted.is_empty() && normalise(&account.code) == wanted),
        matching(&|account| normalise(&account.name) == wanted && account.active),
        matching(&|account| normalise(&account.name) == wanted),
    ];
    match by.iter().find(|found| !found.is_empty()).map(Vec::as_slice) {
        Some([only]) => Ok(only),
        Some(several) => {
            let names: Vec<_> = several.iter().map(|one| account_words(one)).collect();
            let message = format!("\"{words}\" could be {}. Say its code.", names.join(" or "));
            Err(invalid("account", message))
        }
        None => Err(with_hint(
            invalid("account", format!("There is no account \"{words}\" in the chart.")),
            "Read the chart again if it is new in Xero.",
        )),
    }
}

/// The account's id, if it may be chosen for the target.
pub(super) fn checked(
    open: &OpenBook,
    target: &MappingTarget,
    id: Option<&ipc::AccountId>,
) -> Result<Option<String>, Fault> {
    let Some(id) = id else { return Ok(None) };
    let in_use = InUse::read(&open.book)?;
    let account = find_account(&in_use.chart, id.as_str())?;
    match fit(target, account, &in_use)? {
        Fit::Ok | Fit::Warning(_) => Ok(Some(account.id.clone())),
        Fit::Refused { sentence, .. } => Err(Fault {
            field: Some("account".to_owned()),
            hint: Some("Nothing was changed. Choose another account.".to_owned()),
            ..fault(Code::MappingRefused, sentence)
        }),
    }
}

/// The tax type, if it may be used with `account`; with revenue where no account is named.
pub(super) fn checked_tax_type(
    chart: &Chart,
    wanted: Option<&ipc::TaxType>,
    account: Option<&Account>,
) -> Result<Option<String>, Fault> {
    let Some(wanted) = wanted else { return Ok(None) };
    let rate = find_rate(chart, wanted)?;
    let refused = |sentence: String| Fault {
        field: Some("taxType".to_owned()),
        ..with_hint(
            fault(Code::MappingRefused, sentence),
            "Nothing was changed. Choose another tax rate.",
        )
    };
    if !rate.active {
        let sentence = format!("The tax rate “{}” is no longer active in Xero.", rate.name);
        return Err(refused(sentence));
    }
    let class = account.map_or(AccountClass::Revenue, |account| account.class);
    if !rate.applies_to.contains(&class) {
        let with = account.map_or_else(|| "revenue accounts".to_owned(), account_words);
        return Err(refused(not_for(rate, &with)));
    }
    Ok(Some(rate.tax_type.clone()))
}

/// Finds a tax rate by its tax type or its name.
pub(super) fn find_rate<'a>(chart: &'a Chart, wanted: &ipc::TaxType) -> Result<&'a TaxRate, Fault> {
    let word = normalise(wanted.as_str());
    let by_type = chart.tax_rates.iter().find(|rate| normalise(&rate.tax_type) == word);
    let mut by_name = chart.tax_rates.iter().filter(|rate| normalise(&rate.name) == word);
    match (by_type, by_name.next(), by_name.next()) {
        (Some(rate), _, _) | (None, Some(rate), None) => Ok(rate),
        (None, _, _) => {
            let message = format!("There is no one tax rate \"{wanted}\" in Xero.");
            Err(invalid("taxType", format!("{message} Nothing was changed.")))
        }
    }
}

pub(super) fn checked_tracking(
    chart: &Chart,
    wanted: &[TrackingChoice],
) -> Result<Vec<(String, String)>, Fault> {
    wanted
        .iter()
        .map(|choice| {
            let same = |one: &str, other: &str| normalise(one) == normalise(other);
            let category =
                chart.tracking.iter().find(|one| one.active && same(&one.name, &choice.category));
            let option = category.and_then(|category| {
                category.options.iter().find(|one| one.active && same(&one.name, &choice.option))
            });
            match (category, option) {
                (Some(category), Some(option)) => Ok((category.id.clone(), option.id.clone())),
                _ => Err(invalid(
                    "tracking",
                    format!(
                        "There is no tracking option \"{} = {}\" in Xero.",
                        choice.category, choice.option
                    ),
                )),
            }
        })
        .collect()
}

pub(super) fn not_for(rate: &TaxRate, accounts: &str) -> String {
    format!("Xero does not let the tax rate “{}” be used with {accounts}.", rate.name)
}
