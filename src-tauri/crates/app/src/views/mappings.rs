//! Mappings: which account does what, what is in use without one, and saving a choice.

use std::collections::{BTreeMap, BTreeSet};

use ipc::{Code, Fault, MappingState, MappingTarget};
use ledger::{How, LegTotal, Problem, Resolved, Role, Tags, Target, TaxSet, TaxWay, normalise};
use store::Book;

use super::in_use::{InUse, Waiting};
use super::suggestions::{self, Ranked};
use super::{journal_lines, mapped_fields, notices, taxes};
use crate::convert::{account_ref, money};
use crate::fault::{of_book, sentence};

/// How many transactions are looked at to say what a GL code is used for.
const ITEMS_LOOKED_AT: u32 = 8;
/// How many items are named.
const ITEMS_NAMED: usize = 3;

/// Every mapping, and what is in use without one.
pub(crate) fn shown(book: &Book) -> Result<ipc::Mappings, Fault> {
    let in_use = InUse::read(book)?;
    let mut taxes = Vec::new();
    if in_use.has_way(TaxWay::TaxLines) {
        taxes.extend(taxes::tax_codes(&in_use));
    }
    if in_use.has_way(TaxWay::XeroComputes) {
        taxes.extend(taxes::tax_sets(&in_use));
    }
    Ok(ipc::Mappings {
        roles: roles(&in_use),
        gl_codes: gl_codes(book, &in_use)?,
        taxes,
        tenders: tenders(&in_use),
        banks: mapped_fields::banks(&in_use),
        tracking: mapped_fields::tracking(book, &in_use)?,
        no_tax_type: mapped_fields::no_tax_type(&in_use),
        problems: problems(&in_use),
    })
}

/// What would keep the open transactions from being posted, each thing once.
pub(crate) fn problems(in_use: &InUse) -> Vec<ipc::Notice> {
    open_problems(in_use).iter().map(|(problem, _, _)| notices::notice(problem)).collect()
}

/// The same, with the targets each problem concerns and what waits on them.
pub(crate) fn open_problems(in_use: &InUse) -> Vec<(Problem, Vec<Target>, Waiting)> {
    let mut found: BTreeMap<Problem, (BTreeSet<Target>, Waiting)> = BTreeMap::new();
    for (location, totals) in &in_use.totals {
        let way = location.location.tax_way;
        let resolver = in_use.resolver(way);
        let is_sent =
            |total: &&LegTotal| way == TaxWay::TaxLines || !matches!(total.target, Target::Tax(_));
        for total in totals.iter().filter(is_sent) {
            let Err(problem) = resolver.account_for(&total.target, &total.tax_set, &total.tags)
            else {
                continue;
            };
            let (targets, waiting) = found.entry(problem).or_default();
            targets.insert(total.target.clone());
            waiting.transactions = waiting.transactions.saturating_add(total.transactions);
            waiting.amount += total.amount;
        }
    }
    found
        .into_iter()
        .map(|(problem, (targets, waiting))| (problem, targets.into_iter().collect(), waiting))
        .collect()
}

fn roles(in_use: &InUse) -> Vec<ipc::RoleMapping> {
    let waiting = in_use.waiting(|total| {
        let ahead = (total.target == Target::BilledAhead).then_some(Role::DeferredRevenue);
        let bank = total.target.bank().filter(|name| name.trim().is_empty()).map(|_| Role::Bank);
        total.target.role().or(ahead).or(bank)
    });
    let resolver = in_use.resolver(in_use.way);
    let mut roles: Vec<ipc::RoleMapping> = Role::ALL
        .into_iter()
        .map(|role| {
            let needed = role == Role::RevenueClearing || waiting.contains_key(&role);
            let found = resolver.account_for(&Target::Role(role), &TaxSet::none(), &Tags::none());
            let mapped = in_use.mapping.roles.contains_key(&role);
            let stand_in = found.as_ref().is_ok_and(|found| found.how == How::StandIn);
            ipc::RoleMapping {
                role: role.key().into(),
                label: role.title().to_owned(),
                purpose: purpose(role).to_owned(),
                needed,
                state: match (&found, mapped) {
                    (Ok(_), true) => MappingState::Mapped,
                    (Ok(_), false) if stand_in => MappingState::Fallback,
                    (Ok(_), false) => MappingState::Direct,
                    (Err(_), true) => MappingState::Broken,
                    (Err(_), false) if needed => MappingState::Unmapped,
                    (Err(_), false) => MappingState::Unused,
                },
                account: found.as_ref().ok().map(|found| account_ref(found.account)),
                tax_type: in_use.mapping.role_tax_types.get(&role).cloned().map(Into::into),
                problem: problem_of(&found, mapped || needed),
                suggestion: (!mapped)
                    .then(|| suggestions::for_role(role, &in_use.chart, in_use.way))
                    .and_then(|ranked| ranked.first().map(suggestion)),
            }
        })
        .collect();
    roles.sort_by_key(|role| !role.needed);
    roles
}

fn gl_codes(book: &Book, in_use: &InUse) -> Result<Vec<ipc::GlMapping>, Fault> {
    let mut waiting =
        in_use.waiting(|total| total.target.code().map(|code| code.trim().to_owned()));
    for code in in_use.mapping.gl_codes.keys() {
        if !waiting.keys().any(|used| normalise(used) == *code) {
            waiting.insert(code.clone(), Waiting::default());
        }
    }
    let resolver = in_use.resolver(in_use.way);
    let mut codes = Vec::with_capacity(waiting.len());
    for (code, waiting) in waiting {
        let target = in_use.target_of_code(&code);
        let found = resolver.account_for(&target, &TaxSet::none(), &Tags::none());
        let mapped = in_use.mapping.gl_codes.get(&normalise(&code));
        let items = items_of(book, &code)?;
        let state = state(&found, mapped.is_some(), waiting.transactions > 0);
        let ranked = match state {
            MappingState::Unmapped | MappingState::Broken => {
                suggestions::for_gl_code(&code, &items, &in_use.chart)
            }
            MappingState::Direct
            | MappingState::Mapped
            | MappingState::Fallback
            | MappingState::Unused => Vec::new(),
        };
        codes.push(ipc::GlMapping {
            code: code.as_str().into(),
            used_by: items.iter().take(ITEMS_NAMED).cloned().collect::<Vec<_>>().join(", "),
            transactions: waiting.transactions,
            waiting: money(waiting.amount.abs(), in_use.currency),
            state,
            account: found.as_ref().ok().map(|found| account_ref(found.account)),
            tax_type: mapped.and_then(|gl| gl.tax_type.clone()).map(Into::into),
            tracking: mapped
                .map(|gl| journal_lines::tracking(&in_use.chart, &gl.tracking))
                .unwrap_or_default(),
            problem: problem_of(&found, true),
            suggestions: ranked.iter().map(suggestion).collect(),
        });
    }
    codes.sort_by_key(|code| match code.state {
        MappingState::Broken => 0,
        MappingState::Unmapped => 1,
        MappingState::Mapped => 2,
        MappingState::Direct => 3,
        MappingState::Fallback | MappingState::Unused => 4,
    });
    Ok(codes)
}

/// What is sold with a GL code, as far as a few transactions say.
fn items_of(book: &Book, code: &str) -> Result<Vec<String>, Fault> {
    let filter = store::TransactionFilter {
        target: Some(Target::Gl(code.to_owned())),
        ..store::TransactionFilter::default()
    };
    let page = book.transactions(&filter, None, ITEMS_LOOKED_AT).map_err(of_book)?;
    let wanted = ledger::LineAccount::Gl(code.to_owned());
    let mut items: Vec<String> = Vec::new();
    for line in page.rows.iter().flat_map(|row| &row.transaction.lines) {
        if line.account == wanted && !items.contains(&line.description) {
            items.push(line.description.clone());
        }
    }
    Ok(items)
}

fn tenders(in_use: &InUse) -> Vec<ipc::TenderMapping> {
    let mut waiting = in_use.waiting(|total| total.target.tender().map(str::to_owned));
    for name in in_use.mapping.tenders.keys().chain(in_use.mapping.direct_tenders.keys()) {
        if !waiting.keys().any(|used| normalise(used) == *name) {
            waiting.insert(name.clone(), Waiting::default());
        }
    }
    let resolver = in_use.resolver(in_use.way);
    let row = |(name, waiting): (String, Waiting)| {
        let direct = in_use.mapping.direct_tenders.contains_key(&normalise(&name));
        let target = match direct {
            true => Target::Bank(name.clone()),
            false => Target::Tender(name.clone()),
        };
        let found = resolver.account_for(&target, &TaxSet::none(), &Tags::none());
        let mapped = direct || in_use.mapping.tenders.contains_key(&normalise(&name));
        ipc::TenderMapping {
            direct,
            transactions: waiting.transactions,
            waiting: money(waiting.amount, in_use.currency),
            state: state(&found, mapped, true),
            account: found.as_ref().ok().map(|found| account_ref(found.account)),
            problem: problem_of(&found, true),
            tender: name.into(),
        }
    };
    waiting.into_iter().map(row).collect()
}

pub(super) fn state(
    found: &Result<Resolved<'_>, Problem>,
    mapped: bool,
    used: bool,
) -> MappingState {
    match (found, mapped) {
        (Ok(_), true) => MappingState::Mapped,
        (Ok(found), false) if found.how == How::StandIn => MappingState::Fallback,
        (Ok(_), false) => MappingState::Direct,
        (Err(_), true) => MappingState::Broken,
        (Err(Problem::AccountArchived { .. } | Problem::AmbiguousAccount { .. }), false) => {
            MappingState::Broken
        }
        (Err(_), false) if used => MappingState::Unmapped,
        (Err(_), false) => MappingState::Unused,
    }
}

pub(super) fn problem_of(found: &Result<Resolved<'_>, Problem>, matters: bool) -> Option<String> {
    match found {
        Ok(found) => found.warning.clone(),
        Err(problem) if matters => Some(sentence(problem)),
        Err(_) => None,
    }
}

pub(super) fn suggestion(ranked: &Ranked<'_>) -> ipc::Suggestion {
    ipc::Suggestion { account: account_ref(ranked.account), why: ranked.why.clone() }
}

/// The target as a person may choose it; a fault names what there is no such thing of.
pub(crate) fn read_role(name: &ipc::RoleName) -> Result<Role, Fault> {
    name.as_str().parse().map_err(|error: ledger::UnknownRole| Fault {
        field: Some("role".to_owned()),
        hint: Some(format!("Roles are: {}.", Role::ALL.map(Role::key).join(", "))),
        ..crate::fault::fault(Code::InvalidInput, sentence(&error))
    })
}

/// Everything without an account that a suggestion could mend.
pub(crate) fn open_targets(book: &Book) -> Result<Vec<MappingTarget>, Fault> {
    let shown = shown(book)?;
    let open = |state: MappingState| match state {
        MappingState::Unmapped | MappingState::Unused | MappingState::Fallback => true,
        MappingState::Direct | MappingState::Mapped | MappingState::Broken => false,
    };
    let roles = shown.roles.iter().filter(|role| open(role.state));
    let codes = shown.gl_codes.iter().filter(|code| open(code.state));
    Ok(roles
        .map(|role| MappingTarget::Role { role: role.role.clone() })
        .chain(codes.map(|code| MappingTarget::GlCode { code: code.code.clone() }))
        .collect())
}

/// The accounts nearest to a target, the best first.
pub(crate) fn ranked<'a>(
    book: &Book,
    in_use: &'a InUse,
    target: &MappingTarget,
) -> Result<Vec<Ranked<'a>>, Fault> {
    Ok(match target {
        MappingTarget::Role { role } => {
            suggestions::for_role(read_role(role)?, &in_use.chart, in_use.way)
        }
        MappingTarget::GlCode { code } => {
            let items = items_of(book, code.as_str())?;
            suggestions::for_gl_code(code.as_str(), &items, &in_use.chart)
        }
        MappingTarget::Tax { tax } => suggestions::for_tax(tax.as_str(), &in_use.chart),
        MappingTarget::Tender { .. }
        | MappingTarget::Bank { .. }
        | MappingTarget::Tracking { .. }
        | MappingTarget::NoTaxType => Vec::new(),
    })
}

/// How many things are in the way of what waits.
pub(crate) fn in_the_way(book: &Book) -> Result<usize, Fault> {
    Ok(open_problems(&InUse::read(book)?).len())
}

/// What a role is for, in a sentence.
const fn purpose(role: Role) -> &'static str {
    match role {
        Role::Bank => "The bank account that deposits and payouts arrive in.",
        Role::RevenueClearing => "Where all money taken waits until it reaches the bank.",
        Role::CashClearing => "Cash in the drawers, if it is to be kept apart.",
        Role::CardClearing => "Card takings not paid out yet, if they are to be kept apart.",
        Role::DeferredRevenue => "Booking payments for rentals that have not begun.",
        Role::ArControl => "Balances owed since check-in. Not Xero's own Accounts Receivable.",
        Role::TipsPayable => "Tips taken for staff and not handed out yet.",
        Role::GiftCards => "Gift cards sold and not used yet.",
        Role::DamageBonds => "Damage bonds taken and not returned yet.",
        Role::Discounts => "Discounts that are shown apart from the sale.",
        Role::Surcharges => "Surcharges for paying by card.",
        Role::OverShort => "What a cash count is over or short.",
        Role::ProcessorFees => "What processors keep of a payout.",
        Role::ExchangeDifferences => "Gains and losses between a sale's rate and its settlement's.",
        Role::Rounding => "Cents of rounding: Xero's own rounding account.",
        Role::CancellationIncome => "Fees kept of cancelled bookings.",
        Role::BadDebts => "Balances owed that are given up.",
        Role::Chargebacks => "Payments card holders took back.",
    }
}
