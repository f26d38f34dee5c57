//! Which account may do which job: every role against every type, and the accounts Xero keeps to
//! itself (accounting §2, facts §1.1).

use expect_test::expect;
use ledger::AccountType as T;
use ledger::TaxWay::{TaxLines, XeroComputes};
use ledger::{
    Account, Fit, RefusalCause, Role, check_gl_account, check_role_account, check_tax_account,
    check_tender_account,
};

use crate::books::account;

const TYPES: [T; 18] = [
    T::Bank,
    T::Current,
    T::CurrLiab,
    T::Depreciatn,
    T::DirectCosts,
    T::Equity,
    T::Expense,
    T::Fixed,
    T::Inventory,
    T::Liability,
    T::NonCurrent,
    T::OtherIncome,
    T::Overheads,
    T::Prepayment,
    T::Revenue,
    T::Sales,
    T::TermLiab,
    T::Payg,
];

fn plain(kind: T) -> Account {
    account("999", "Some Account", kind, "")
}

/// The types a check lets through; a question mark is a warning.
fn accepted(check: impl Fn(&Account) -> Fit) -> String {
    let accepted = TYPES.into_iter().filter_map(|kind| match check(&plain(kind)) {
        Fit::Ok => Some(kind.xero().to_owned()),
        Fit::Warning(_) => Some(format!("{}?", kind.xero())),
        Fit::Refused { .. } => None,
    });
    accepted.collect::<Vec<_>>().join(" ")
}

fn sentence(fit: Fit) -> String {
    match fit {
        Fit::Ok => "ok".to_owned(),
        Fit::Warning(sentence) | Fit::Refused { sentence, .. } => sentence,
    }
}

#[test]
fn each_job_takes_the_types_of_the_design_and_no_others() {
    let mut table = String::new();
    for role in Role::ALL {
        let way_b = accepted(|one| check_role_account(role, one, TaxLines));
        let way_a = accepted(|one| check_role_account(role, one, XeroComputes));
        table.push_str(&format!("{role}: {way_b}\n"));
        if way_a != way_b {
            table.push_str(&format!("{role} (way A): {way_a}\n"));
        }
    }
    table.push_str(&format!("GL codes: {}\n", accepted(|one| check_gl_account("1", one))));
    table.push_str(&format!("taxes: {}\n", accepted(|one| check_tax_account("GST", one))));
    table.push_str(&format!("tenders: {}\n", accepted(|one| check_tender_account("Card", one))));
    let gift_card = accepted(|one| check_tender_account("Square Gift Card", one));
    table.push_str(&format!("gift card tenders: {gift_card}\n"));
    expect![[r#"
        bank: BANK
        revenue-clearing: CURRENT
        cash-clearing: CURRENT
        card-clearing: CURRENT
        deferred-revenue: CURRLIAB LIABILITY?
        ar-control: CURRENT
        tips-payable: CURRLIAB
        gift-cards: CURRLIAB
        damage-bonds: CURRLIAB
        discounts: DIRECTCOSTS EXPENSE OVERHEADS REVENUE SALES
        discounts (way A): REVENUE SALES
        surcharges: OTHERINCOME REVENUE SALES
        over-short: EXPENSE OTHERINCOME OVERHEADS
        processor-fees: DIRECTCOSTS EXPENSE OVERHEADS
        exchange-differences: EXPENSE OTHERINCOME OVERHEADS
        rounding: 
        cancellation-income: OTHERINCOME REVENUE SALES
        bad-debts: DIRECTCOSTS EXPENSE OVERHEADS
        chargebacks: DIRECTCOSTS EXPENSE OVERHEADS
        GL codes: OTHERINCOME REVENUE SALES
        taxes: CURRLIAB
        tenders: CURRENT
        gift card tenders: CURRLIAB
    "#]]
    .assert_eq(&table);
}

#[test]
fn no_journal_role_takes_an_account_xero_keeps_to_itself() {
    let systems = [
        "DEBTORS",
        "CREDITORS",
        "RETAINEDEARNINGS",
        "BANKCURRENCYGAIN",
        "UNREALISEDCURRENCYGAIN",
        "TRACKINGTRANSFERS",
        "UNPAIDEXPCLM",
        "WAGEPAYABLES",
    ];
    for role in Role::ALL.into_iter().filter(|role| *role != Role::Bank) {
        for (system, kind) in systems.into_iter().flat_map(|one| TYPES.map(|kind| (one, kind))) {
            let account = account("999", "Theirs", kind, system);
            let fit = check_role_account(role, &account, TaxLines);
            let refused = matches!(fit, Fit::Refused { cause: RefusalCause::System, .. });
            assert!(refused, "{role} took {system} of type {kind:?}");
        }
    }
}

#[test]
fn archived_accounts_take_nothing() {
    for role in Role::ALL {
        for kind in TYPES {
            let archived = Account { active: false, ..plain(kind) };
            let fit = check_role_account(role, &archived, TaxLines);
            assert!(matches!(fit, Fit::Refused { cause: RefusalCause::Archived, .. }));
        }
    }
}

#[test]
fn system_accounts_that_are_right_for_their_job_are_taken() {
    let rounding = account("860", "Rounding", T::Expense, "ROUNDING");
    assert_eq!(check_role_account(Role::Rounding, &rounding, TaxLines), Fit::Ok);
    let gst = account("820", "GST", T::CurrLiab, "GST");
    assert_eq!(check_tax_account("GST", &gst), Fit::Ok);
    let warned = check_role_account(Role::TipsPayable, &gst, TaxLines);
    assert!(matches!(warned, Fit::Warning(_)));
}

#[test]
fn refusals_name_the_account_and_what_would_do() {
    let debtors = account("610", "Accounts Receivable", T::Current, "DEBTORS");
    let gains = account("497", "Realised Gains", T::Expense, "REALISEDCURRENCYGAIN");
    let sentences = [
        check_role_account(Role::ArControl, &debtors, TaxLines),
        check_role_account(Role::RevenueClearing, &account("", "Till", T::Bank, ""), TaxLines),
        check_role_account(Role::Discounts, &plain(T::Expense), XeroComputes),
        check_role_account(Role::Bank, &plain(T::Current), TaxLines),
        check_role_account(Role::Rounding, &plain(T::Expense), TaxLines),
        check_role_account(Role::ExchangeDifferences, &gains, TaxLines),
        check_role_account(Role::DeferredRevenue, &plain(T::Liability), TaxLines),
        check_gl_account("6545", &plain(T::Inventory)),
        check_gl_account("6545", &Account { active: false, ..plain(T::Revenue) }),
    ];
    let sentences: Vec<String> = sentences.into_iter().map(sentence).collect();
    expect![[r#"
        610 Accounts Receivable is Xero's own Accounts Receivable account; Xero refuses it in journals. Use a current asset account such as Rental Receivables.
        Till is a bank account; Xero refuses those in journals. Use a current asset account such as Revenue Clearing.
        999 Some Account is of type Expense; Discounts needs an account of type Revenue or Sales, such as Discounts Given.
        999 Some Account is of type Current asset; Bank needs an account of type Bank.
        999 Some Account is not Xero's own Rounding account. Rounding goes there only.
        497 Realised Gains is Xero's own account for currency gains. Use an account of your own such as Exchange Differences.
        999 Some Account is of type Liability; Current liability is the usual type.
        999 Some Account is an inventory account; Xero refuses those in journals. Use a revenue account such as Sales.
        999 Some Account is archived in Xero. Restore it there or choose another."#]].assert_eq(&sentences.join("\n"));
}
