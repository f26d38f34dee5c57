//! The worked examples of accounting §5: what moves in the drawer.

use expect_test::expect;
use ledger::TaxWay::TaxLines;
use ledger::{Count, Kind, PaidFrom, Story};

use crate::books::{cad, story, transaction};
use crate::told::{BILL, check, paid};

#[test]
fn tips_leave_by_the_drawer_or_by_the_bank() {
    let mut one = paid(Kind::TipPayout, "Boats 0.00; pay Cash 40.00");
    check(
        TaxLines,
        &one,
        &story(),
        &expect![[r#"
        cashout all 40.00
        Dr   40.00  Tips Payable      Tips: 1 tip payout
        Cr   40.00  Cash Clearing     Cash: 1 tip payout
    "#]],
    );
    one.extras.paid_from = PaidFrom::Bank;
    check(
        TaxLines,
        &one,
        &story(),
        &expect![[r#"
        bank all 40.00
        Dr   40.00  Tips Payable      Tips paid to staff
           Xero adds -40.00 to Chequing
    "#]],
    );
}

#[test]
fn petty_cash_goes_out_and_in() {
    let out = transaction(Kind::PaidOut, "General_Expenses 14.29 GST 0.71; pay Cash 15.00");
    check(
        TaxLines,
        &out,
        &story(),
        &expect![[r#"
        cashout all 15.00
        Dr   14.29  General Expenses  General Expenses: 1 paid-out
        Dr    0.71  GST               GST: 1 paid-out
        Cr   15.00  Cash Clearing     Cash: 1 paid-out
    "#]],
    );
    let paid_in = transaction(Kind::PaidIn, "Sales 15.00; pay Cash 15.00");
    check(
        TaxLines,
        &paid_in,
        &story(),
        &expect![[r#"
        cashout all 15.00
        Dr   15.00  Cash Clearing     Cash: 1 paid-in
        Cr   15.00  Sales             Sales: 1 paid-in
    "#]],
    );
}

#[test]
fn the_float_is_inside_cash_clearing() {
    let mut one = paid(Kind::FloatChange, "Boats 0.00");
    one.extras.amount = Some(cad("100.00"));
    check(
        TaxLines,
        &one,
        &story(),
        &expect![[r#"
        bank all 100.00
        Dr  100.00  Cash Clearing     Float raised
           Xero adds -100.00 to Chequing
    "#]],
    );
    one.extras.amount = Some(cad("-100.00"));
    check(
        TaxLines,
        &one,
        &story(),
        &expect![[r#"
        bank all 100.00
        Cr  100.00  Cash Clearing     Float lowered
           Xero adds 100.00 to Chequing
    "#]],
    );
}

#[test]
fn a_count_finds_the_drawer_short() {
    let mut one = paid(Kind::CashCount, "Boats 0.00");
    one.extras.count = Some(Count {
        counted: cad("537.50"),
        expected: None,
        float_to_leave: None,
        pieces: Vec::new(),
        reason: None,
    });
    let full = Story { drawer: cad("540.00"), ..story() };
    check(
        TaxLines,
        &one,
        &full,
        &expect![[r#"
        cashout all 2.50
        Dr    2.50  Over/Short        Cash over/short: 1 cash count
        Cr    2.50  Cash Clearing     Cash: 1 cash count
    "#]],
    );
}

#[test]
fn a_kept_bond_is_income() {
    let one = transaction(Kind::BondKept, BILL);
    check(
        TaxLines,
        &one,
        &story(),
        &expect![[r#"
        cashout all 112.00
        Dr  112.00  Damage Bonds      Damage bonds: 1 kept bond
        Cr  100.00  Boats             Boats: 1 kept bond
        Cr    5.00  GST               GST: 1 kept bond
        Cr    7.00  PST               PST: 1 kept bond
    "#]],
    );
}
