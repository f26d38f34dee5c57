//! Choosing accounts: what may be chosen, and keeping what was chosen.

use std::collections::BTreeMap;

use ipc::{
    AcceptSuggestions, Candidate, Candidates, Code, Fault, MappingTarget, MappingsSaved, SetBank,
    SetGlCode, SetNoTaxType, SetRole, SetTax, SetTender, SetTracking, TaxTarget, TaxTypeCandidate,
    TrackingChoice,
};
use ledger::{
    Account, AccountClass, Chart, Field, Fit, GlTarget, Role, Target, TaxRate, TaxSet, TaxWay,
    TrackingField, check_gl_account, check_paid_in_account, check_paid_out_account,
    check_role_account, check_tax_account, check_tender_account, normalise,
};
use store::{Book, MapEntry};

use crate::convert::{account_ref, account_words};
use crate::fault::{fault, invalid, of_book, of_sync, sentence, with_hint};
use crate::location_rules;
use crate::open_book::OpenBook;
use crate::views::chart;
use crate::views::mappings::{self, InUse, read_role};

/// What could be chosen for something that can be mapped: what may be, before what may not.
pub(crate) fn candidates(book: &Book, target: &MappingTarget) -> Result<Candidates, Fault> {
    let in_use = InUse::read(book)?;
    let suggested = mappings::ranked(book, &in_use, target)?;
    let mut accounts: Vec<Candidate> = in_use
        .chart
        .accounts
        .iter()
        .filter(|account| account.active)
        .map(|account| {
            let (refused, warning) = match fit(target, account, &in_use)? {
                Fit::Ok => (None, None),
                Fit::Warning(sentence) => (None, Some(sentence)),
                Fit::Refused { sentence, .. } => (Some(sentence), None),
            };
            let why = suggested.iter().find(|ranked| ranked.account.id == account.id);
            Ok(Candidate {
                account: account_ref(account),
                type_name: account.kind.title().to_owned(),
                refused,
                warning,
                suggested: why.map(|ranked| ranked.why.clone()),
            })
        })
        .collect::<Result<_, Fault>>()?;
    accounts.sort_by(|one, other| {
        let rank = |candidate: &Candidate| {
            let code = candidate.account.code.clone().unwrap_or_default();
            (candidate.refused.is_some(), candidate.suggested.is_none(), code)
        };
        rank(one).cmp(&rank(other))
    });
    let way_a = in_use.has_way(TaxWay::XeroComputes);
    let (tax_types, tracking) = match target {
        MappingTarget::GlCode { .. } => (
            if way_a { tax_types(&in_use.chart) } else { Vec::new() },
            chart::tracking(&in_use.chart),
        ),
        MappingTarget::Tax { .. } if way_a => (tax_types(&in_use.chart), Vec::new()),
        MappingTarget::Role { role } if way_a && carries_tax(read_role(role)?) => {
            (tax_types(&in_use.chart), Vec::new())
        }
        MappingTarget::NoTaxType => (tax_types(&in_use.chart), Vec::new()),
        MappingTarget::Tracking { .. } => (Vec::new(), chart::tracking(&in_use.chart)),
        MappingTarget::Tax { .. }
        | MappingTarget::Role { .. }
        | MappingTarget::Tender { .. }
        | MappingTarget::Bank { .. } => (Vec::new(), Vec::new()),
    };
    Ok(Candidates { accounts, tax_types, tracking })
}

/// Whether the lines of a role may carry a tax in way A (accounting §4).
const fn carries_tax(role: Role) -> bool {
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

fn tax_types(chart: &Chart) -> Vec<TaxTypeCandidate> {
    chart
        .tax_rates
        .iter()
        .filter(|rate| rate.active)
        .map(|rate| TaxTypeCandidate {
            tax_type: rate.tax_type.as_str().into(),
            name: rate.name.clone(),
            rate: rate.rate.normalize().to_string(),
            refused: (!rate.applies_to.contains(&AccountClass::Revenue))
                .then(|| not_for(rate, "revenue accounts")),
        })
        .collect()
}

fn not_for(rate: &TaxRate, accounts: &str) -> String {
    format!("Xero does not let the tax rate “{}” be used with {accounts}.", rate.name)
}

fn fit(target: &MappingTarget, account: &Account, in_use: &InUse) -> Result<Fit, Fault> {
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

/// Gives a role its account.
pub(crate) fn set_role(open: &OpenBook, request: &SetRole) -> Result<MappingsSaved, Fault> {
    let role = read_role(&request.role)?;
    let target = MappingTarget::Role { role: request.role.clone() };
    let account = checked(open, &target, request.account.as_ref())?;
    let mut entries = vec![MapEntry::Role(role, account.clone())];
    if carries_tax(role) {
        let snapshot = chart::snapshot(&open.book)?;
        let found = account.map(|id| find_account(&snapshot.chart, &id)).transpose()?;
        let tax_type = checked_tax_type(&snapshot.chart, request.tax_type.as_ref(), found)?;
        entries.push(MapEntry::RoleTaxType(role, tax_type));
    } else if request.tax_type.is_some() {
        let message = format!("Lines of {} carry no tax. Nothing was changed.", role.title());
        return Err(invalid("taxType", message));
    }
    keep(open, &entries)
}

/// Gives a GL code its account.
pub(crate) fn set_gl_code(open: &OpenBook, request: &SetGlCode) -> Result<MappingsSaved, Fault> {
    let code = request.code.as_str().trim();
    if code.is_empty() {
        return Err(invalid("code", "Which GL code? It is empty."));
    }
    let target = MappingTarget::GlCode { code: request.code.clone() };
    let account = checked(open, &target, request.account.as_ref())?;
    let snapshot = chart::snapshot(&open.book)?;
    let gl = match account {
        None => None,
        Some(account_id) => Some(GlTarget {
            tax_type: checked_tax_type(
                &snapshot.chart,
                request.tax_type.as_ref(),
                Some(find_account(&snapshot.chart, &account_id)?),
            )?,
            account_id,
            tracking: checked_tracking(&snapshot.chart, &request.tracking)?,
        }),
    };
    keep(open, &[MapEntry::Gl(code.to_owned(), gl)])
}

/// Says where a tax goes: to an account (way B) or to a tax type (way A). An account is refused
/// where no location would use it.
pub(crate) fn set_tax(open: &OpenBook, request: &SetTax) -> Result<MappingsSaved, Fault> {
    let tax = request.tax.as_str().trim();
    let set = || TaxSet::of(tax.split('+').filter(|code| !code.is_empty()));
    let entries = match &request.target {
        None => vec![MapEntry::TaxAccount(tax.to_owned(), None), MapEntry::TaxType(set(), None)],
        Some(TaxTarget::Account { account, .. }) => {
            let in_use = InUse::read(&open.book)?;
            if !in_use.has_way(TaxWay::TaxLines) {
                return Err(needs_rate(
                    &in_use.chart,
                    find_account(&in_use.chart, account.as_str())?,
                ));
            }
            let target = MappingTarget::Tax { tax: request.tax.clone() };
            vec![MapEntry::TaxAccount(tax.to_owned(), checked(open, &target, Some(account))?)]
        }
        Some(TaxTarget::TaxType { tax_type, .. }) => {
            let snapshot = chart::snapshot(&open.book)?;
            vec![MapEntry::TaxType(set(), checked_tax_type(&snapshot.chart, Some(tax_type), None)?)]
        }
    };
    keep(open, &entries)
}

/// An account where only a tax rate is of use, with the tax rates that may be chosen.
fn needs_rate(chart: &Chart, account: &ledger::Account) -> Fault {
    let usable = chart
        .tax_rates
        .iter()
        .filter(|rate| rate.active && rate.applies_to.contains(&AccountClass::Revenue));
    let named: Vec<_> = usable.map(|rate| format!("{} ({})", rate.name, rate.tax_type)).collect();
    let message = format!(
        "This book's locations let Xero work out the tax, and {} is an account; name a Xero tax \
         rate. Nothing was changed.",
        account_words(account)
    );
    let refused = fault(Code::MappingRefused, message);
    let refused = with_hint(refused, format!("The tax rates for sales: {}.", named.join(", ")));
    Fault { field: Some("target".to_owned()), ..refused }
}

/// Gives a tender its own clearing account.
pub(crate) fn set_tender(open: &OpenBook, request: &SetTender) -> Result<MappingsSaved, Fault> {
    let target = match request.direct {
        true => MappingTarget::Bank { bank: request.tender.0.clone() },
        false => MappingTarget::Tender { tender: request.tender.clone() },
    };
    let account = checked(open, &target, request.account.as_ref())?;
    let (clearing, bank) = if request.direct { (None, account) } else { (account, None) };
    let before = open.book.mapping().map_err(of_book)?.direct_tenders;
    let tender = request.tender.0.clone();
    let entries =
        [MapEntry::Tender(tender.clone(), clearing), MapEntry::DirectTender(tender, bank)];
    let saved = keep(open, &entries)?;
    if open.book.mapping().map_err(of_book)?.direct_tenders != before {
        // What was paid with it goes into other documents now.
        location_rules::follow_everywhere(open)?;
    }
    Ok(saved)
}

/// Gives a bank account that the desk calls by a name its account in Xero.
pub(crate) fn set_bank(open: &OpenBook, request: &SetBank) -> Result<MappingsSaved, Fault> {
    if normalise(&request.bank).is_empty() {
        return Err(invalid("bank", "Which bank account? Its name is empty."));
    }
    let target = MappingTarget::Bank { bank: request.bank.clone() };
    let account = checked(open, &target, request.account.as_ref())?;
    keep(open, &[MapEntry::Bank(request.bank.clone(), account)])
}

/// Lets a field decide how lines are tracked.
pub(crate) fn set_tracking(open: &OpenBook, request: &SetTracking) -> Result<MappingsSaved, Fault> {
    let field = request.field.parse::<Field>().map_err(|error| {
        let known = Field::ALL.map(Field::key).join(", ");
        with_hint(invalid("field", sentence(&error)), format!("Fields are: {known}."))
    })?;
    let Some(category) = &request.category else {
        return keep(open, &[MapEntry::Tracking(field, None)]);
    };
    let snapshot = chart::snapshot(&open.book)?;
    let named = |one: &&ledger::TrackingCategory| {
        one.active && (normalise(&one.name) == normalise(category) || one.id == *category)
    };
    let found = snapshot.chart.tracking.iter().find(named).ok_or_else(|| {
        invalid("category", format!("There is no tracking category \"{category}\" in Xero."))
    })?;
    let mut options = BTreeMap::new();
    for value in &request.options {
        let Some(option) = &value.option else { continue };
        let known = found.options.iter().find(|one| {
            one.active && (normalise(&one.name) == normalise(option) || one.id == *option)
        });
        let known = known.ok_or_else(|| {
            let message = format!("{} has no option \"{option}\" in Xero.", found.name);
            invalid("options", format!("{message} Nothing was changed."))
        })?;
        options.insert(normalise(&value.value), known.id.clone());
    }
    let mapped = TrackingField { category_id: found.id.clone(), options };
    keep(open, &[MapEntry::Tracking(field, Some(mapped))])
}

/// Chooses the tax type of lines without tax.
pub(crate) fn set_no_tax_type(
    open: &OpenBook,
    request: &SetNoTaxType,
) -> Result<MappingsSaved, Fault> {
    let Some(wanted) = &request.tax_type else {
        return keep(open, &[MapEntry::NoTaxType(None)]);
    };
    let snapshot = chart::snapshot(&open.book)?;
    let rate = find_rate(&snapshot.chart, wanted)?;
    if !rate.active || !rate.rate.is_zero() {
        let message = format!("“{}” is not a tax rate of lines without tax.", rate.name);
        let refused = with_hint(fault(Code::MappingRefused, message), "Choose one of 0 per cent.");
        return Err(Fault { field: Some("taxType".to_owned()), ..refused });
    }
    keep(open, &[MapEntry::NoTaxType(Some(rate.tax_type.clone()))])
}

/// Takes the first suggestion of each target; of everything that is sure when none is named.
pub(crate) fn accept(open: &OpenBook, request: &AcceptSuggestions) -> Result<MappingsSaved, Fault> {
    let in_use = InUse::read(&open.book)?;
    let only_sure = request.targets.is_empty();
    let targets = match only_sure {
        true => mappings::open_targets(&open.book)?,
        false => request.targets.clone(),
    };
    let mut entries = Vec::new();
    for target in &targets {
        let ranked = mappings::ranked(&open.book, &in_use, target)?;
        let Some(best) = ranked.first().filter(|best| !only_sure || best.is_sure()) else {
            continue;
        };
        let id = Some(best.account.id.clone());
        entries.push(match target {
            MappingTarget::Role { role } => MapEntry::Role(read_role(role)?, id),
            MappingTarget::GlCode { code } => MapEntry::Gl(code.0.clone(), id.map(to_account)),
            MappingTarget::Tax { tax } => MapEntry::TaxAccount(tax.0.clone(), id),
            MappingTarget::Tender { tender } => MapEntry::Tender(tender.0.clone(), id),
            MappingTarget::Bank { bank } => MapEntry::Bank(bank.clone(), id),
            MappingTarget::Tracking { .. } | MappingTarget::NoTaxType => continue,
        });
    }
    keep(open, &entries)
}

const fn to_account(account_id: String) -> GlTarget {
    GlTarget { account_id, tax_type: None, tracking: Vec::new() }
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
fn checked(
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
fn checked_tax_type(
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
fn find_rate<'a>(chart: &'a Chart, wanted: &ipc::TaxType) -> Result<&'a TaxRate, Fault> {
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

fn checked_tracking(
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

/// Keeps entries, queues what they mend, and says what can go now.
pub(crate) fn keep(open: &OpenBook, entries: &[MapEntry]) -> Result<MappingsSaved, Fault> {
    let before = mappings::in_the_way(&open.book)?;
    open.book.map(entries, "desk", open.now()).map_err(of_book)?;
    let queued = sync::replan_held(&open.book).map_err(of_sync)?.len();
    open.wake();
    let after = mappings::in_the_way(&open.book)?;
    let mut said = "Saved.".to_owned();
    match after {
        0 if before > 0 => said += " Nothing else is in the way.",
        0 => {}
        1 => said += " 1 more thing is in the way.",
        many => said += &format!(" {many} more things are in the way."),
    }
    match queued {
        0 => {}
        1 => said += " 1 document that was held goes to Xero.",
        many => said += &format!(" {many} documents that were held go to Xero."),
    }
    Ok(MappingsSaved { changed: u32::try_from(entries.len()).unwrap_or(u32::MAX), message: said })
}
