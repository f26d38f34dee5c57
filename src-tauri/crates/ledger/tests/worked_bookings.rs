//! The worked examples of accounting §5: bookings, check-ins, balances, rentals.

use expect_test::expect;
use ledger::TaxWay::{TaxLines, XeroComputes};
use ledger::{DeferralPolicy, Deposit, Kind, Recognition, Rental, Story, Transaction};

use crate::books::{cad, day, story};
use crate::told::{BILL, check, of_booking, on_account, open, paid, taxes, with_deposit};

#[test]
fn a_booking_payment_is_owed_and_is_no_revenue() {
    let one = paid(Kind::BookingPayment, "Boats 0.00; pay Card 50.00");
    check(
        TaxLines,
        &one,
        &story(),
        &expect![[r#"
        journal all 50.00
        Dr   50.00  Card Clearing     Card: 1 payment
        Cr   50.00  Deferred Revenue  Deferred revenue: 1 booking payment
    "#]],
    );
    let mut with_cashout = story();
    with_cashout.rules.deposits = DeferralPolicy::WithCashout;
    check(
        TaxLines,
        &one,
        &with_cashout,
        &expect![[r#"
        cashout all 50.00
        Dr   50.00  Card Clearing     Card: 1 payment
        Cr   50.00  Deferred Revenue  Deferred revenue: 1 booking payment
    "#]],
    );
}

#[test]
fn a_deposit_taxed_when_paid_is_not_taxed_again_at_check_in() {
    let mut taxed = story();
    taxed.rules.deposit_taxes = taxes();
    let one = paid(Kind::BookingPayment, "Boats 0.00; pay Card 56.00");
    check(
        TaxLines,
        &one,
        &taxed,
        &expect![[r#"
        journal all 56.00
        Dr   56.00  Card Clearing     Card: 1 payment
        Cr    2.50  GST               GST: 1 booking payment
        Cr    3.50  PST               PST: 1 booking payment
        Cr   50.00  Deferred Revenue  Deferred revenue: 1 booking payment
    "#]],
    );
    check(
        XeroComputes,
        &one,
        &taxed,
        &expect![[r#"
        journal all 56.00
        Dr   56.00  Card Clearing     NONE     Card: 1 payment
        Cr   56.00  Deferred Revenue  TAX001   Deferred revenue: 1 booking payment
    "#]],
    );
    let taxes = [("GST", "2.50"), ("PST", "3.50")]
        .map(|(code, amount)| ledger::Tax { code: code.to_owned(), amount: cad(amount) });
    taxed.deposit = Deposit { net: cad("50.00"), taxes: taxes.into(), ..Deposit::NONE };
    let one = of_booking(Kind::CheckIn, BILL);
    check(
        TaxLines,
        &one,
        &taxed,
        &expect![[r#"
        journal all 106.00
        Dr   56.00  Rental Receivables  A/R control: 1 check-in
        Dr   50.00  Deferred Revenue  Deferred revenue: 1 check-in
        Cr  100.00  Boats             Boats: 1 check-in
        Cr    2.50  GST               GST: 1 check-in
        Cr    3.50  PST               PST: 1 check-in
    "#]],
    );
    check(
        XeroComputes,
        &one,
        &taxed,
        &expect![[r#"
        journal all 112.00
        Dr   56.00  Rental Receivables  NONE     A/R control: 1 check-in
        Dr   56.00  Deferred Revenue  TAX001   Deferred revenue: 1 check-in
        Cr  112.00  Boats             TAX001   Boats: 1 check-in
    "#]],
    );
}

#[test]
fn a_check_in_uses_the_deposit_and_the_balance_is_owed() {
    let one = of_booking(Kind::CheckIn, BILL);
    check(
        TaxLines,
        &one,
        &with_deposit("50.00"),
        &expect![[r#"
        journal all 112.00
        Dr   62.00  Rental Receivables  A/R control: 1 check-in
        Dr   50.00  Deferred Revenue  Deferred revenue: 1 check-in
        Cr  100.00  Boats             Boats: 1 check-in
        Cr    5.00  GST               GST: 1 check-in
        Cr    7.00  PST               PST: 1 check-in
    "#]],
    );
    check(
        XeroComputes,
        &one,
        &with_deposit("50.00"),
        &expect![[r#"
        journal all 112.00
        Dr   62.00  Rental Receivables  NONE     A/R control: 1 check-in
        Dr   50.00  Deferred Revenue  NONE     Deferred revenue: 1 check-in
        Cr  112.00  Boats             TAX001   Boats: 1 check-in
    "#]],
    );
}

#[test]
fn a_check_in_whose_balance_is_paid_owes_nothing() {
    let one = of_booking(Kind::CheckIn, &format!("{BILL}; pay Card 62.00"));
    check(
        TaxLines,
        &one,
        &with_deposit("50.00"),
        &expect![[r#"
        journal all 112.00
        Dr   62.00  Card Clearing     Card: 1 payment
        Dr   50.00  Deferred Revenue  Deferred revenue: 1 check-in
        Cr  100.00  Boats             Boats: 1 check-in
        Cr    5.00  GST               GST: 1 check-in
        Cr    7.00  PST               PST: 1 check-in
    "#]],
    );
}

#[test]
fn a_deposit_larger_than_the_bill_stays_deferred() {
    let one = of_booking(Kind::CheckIn, BILL);
    check(
        TaxLines,
        &one,
        &with_deposit("150.00"),
        &expect![[r#"
        journal all 112.00
        Dr  112.00  Deferred Revenue  Deferred revenue: 1 check-in
        Cr  100.00  Boats             Boats: 1 check-in
        Cr    5.00  GST               GST: 1 check-in
        Cr    7.00  PST               PST: 1 check-in
    "#]],
    );
}

#[test]
fn an_invoiced_balance_clears_the_control_account() {
    let mut invoicing = with_deposit("50.00");
    invoicing.rules.invoices_balances = true;
    let one = Transaction { booking: Some("B-17".to_owned()), ..on_account(Kind::CheckIn, BILL) };
    check(
        TaxLines,
        &one,
        &invoicing,
        &expect![[r#"
        journal all 112.00
        Dr   62.00  Rental Receivables  A/R control: 1 check-in
        Dr   50.00  Deferred Revenue  Deferred revenue: 1 check-in
        Cr  100.00  Boats             Boats: 1 check-in
        Cr    5.00  GST               GST: 1 check-in
        Cr    7.00  PST               PST: 1 check-in
        invoice invoice 62.00
        Cr   62.00  Rental Receivables  Balance of booking B-17
           Xero adds 62.00 to Accounts Receivable
    "#]],
    );
}

#[test]
fn a_balance_is_paid_or_given_up() {
    let owed = Story { owed: cad("62.00"), ..story() };
    let one = paid(Kind::BalancePayment, "Boats 0.00; pay Card 62.00");
    check(
        TaxLines,
        &one,
        &owed,
        &expect![[r#"
        cashout all 62.00
        Dr   62.00  Card Clearing     Card: 1 payment
        Cr   62.00  Rental Receivables  A/R control: 1 balance payment
    "#]],
    );
    let above = paid(Kind::BalancePayment, "Boats 0.00; pay Card 70.00");
    check(
        TaxLines,
        &above,
        &owed,
        &expect![[r#"
        cashout all 62.00
        Dr   62.00  Card Clearing     Card: 1 payment
        Cr   62.00  Rental Receivables  A/R control: 1 balance payment
        journal excess 8.00
        Dr    8.00  Card Clearing     Card: 1 payment
        Cr    8.00  Deferred Revenue  Deferred revenue: 1 balance payment
    "#]],
    );
    let mut given_up = paid(Kind::BalanceWriteOff, "Boats 0.00");
    given_up.extras.amount = Some(cad("62.00"));
    check(
        TaxLines,
        &given_up,
        &owed,
        &expect![[r#"
        cashout all 62.00
        Dr   62.00  Bad Debts         Bad debts: 1 balance write-off
        Cr   62.00  Rental Receivables  A/R control: 1 balance write-off
    "#]],
    );
    let invoiced = Story { invoices: vec![open(7, "B-17", "62.00")], ..story() };
    check(
        TaxLines,
        &one,
        &invoiced,
        &expect![[r#"
        payment payment-1 of 7 invoice 62.00
        Dr   62.00  Card Clearing     Card: 1 payment
           Xero adds -62.00 to Accounts Receivable
    "#]],
    );
    check(
        TaxLines,
        &given_up,
        &invoiced,
        &expect![[r#"
        credit_note credit-note 62.00
        Dr   62.00  Bad Debts         Balance given up
           Xero adds -62.00 to Accounts Receivable
        allocation allocation-1 of 7 invoice 62.00
    "#]],
    );
}

#[test]
fn a_cancellation_keeps_a_fee() {
    let mut one = paid(Kind::Cancellation, "Boats 0.00; pay Card 30.00");
    one.extras.kept = Some(cad("20.00"));
    let mut taxable = with_deposit("50.00");
    check(
        TaxLines,
        &one,
        &taxable,
        &expect![[r#"
        journal all 50.00
        Dr   50.00  Deferred Revenue  Deferred revenue: 1 cancellation
        Cr   20.00  Cancellation Income  Cancellation income: 1 cancellation
        Cr   30.00  Card Clearing     Card: 1 refund
    "#]],
    );
    taxable.rules.cancellation_taxes = taxes();
    check(
        TaxLines,
        &one,
        &taxable,
        &expect![[r#"
        journal all 50.00
        Dr   50.00  Deferred Revenue  Deferred revenue: 1 cancellation
        Cr   17.86  Cancellation Income  Cancellation income: 1 cancellation
        Cr   30.00  Card Clearing     Card: 1 refund
        Cr    0.89  GST               GST: 1 cancellation
        Cr    1.25  PST               PST: 1 cancellation
    "#]],
    );
    check(
        XeroComputes,
        &one,
        &taxable,
        &expect![[r#"
        journal all 50.00
        Dr   50.00  Deferred Revenue  NONE     Deferred revenue: 1 cancellation
        Cr   20.00  Cancellation Income  TAX001   Cancellation income: 1 cancellation
        Cr   30.00  Card Clearing     NONE     Card: 1 refund
    "#]],
    );
}

#[test]
fn a_booking_payment_is_given_back() {
    let one = paid(Kind::BookingRefund, "Boats 0.00; pay Card 50.00");
    check(
        TaxLines,
        &one,
        &with_deposit("50.00"),
        &expect![[r#"
        journal all 50.00
        Dr   50.00  Deferred Revenue  Deferred revenue: 1 booking refund
        Cr   50.00  Card Clearing     Card: 1 refund
    "#]],
    );
}

#[test]
fn a_rental_over_the_month_end_is_recognised_by_the_day() {
    let mut by_day = with_deposit("150.00");
    by_day.rules.recognition = Recognition::ByDay;
    let mut one = of_booking(Kind::CheckIn, "Boats 400.00 GST 20.00 PST 28.00");
    one.business_date = day("2026-11-29");
    one.extras.rental = Some(Rental { from: day("2026-11-29"), to: day("2026-12-02") });
    check(
        TaxLines,
        &one,
        &by_day,
        &expect![[r#"
        journal all 298.00
        Dr  298.00  Rental Receivables  A/R control: 1 check-in
        Cr  200.00  Boats             Boats: 1 check-in
        Cr   20.00  GST               GST: 1 check-in
        Cr   28.00  PST               PST: 1 check-in
        Cr   50.00  Deferred Revenue  Billed ahead, Deferred revenue: 2 check-ins
        journal 2026-12 on 2026-12-01 200.00
        Dr  200.00  Deferred Revenue  Billed ahead: 1 check-in
        Cr  200.00  Boats             Boats: 1 check-in
    "#]],
    );
    check(
        XeroComputes,
        &one,
        &by_day,
        &expect![[r#"
        journal all 298.00
        Dr  298.00  Rental Receivables  NONE     A/R control: 1 check-in
        Cr  224.00  Boats             TAX001   Boats: 1 check-in
        Cr   74.00  Deferred Revenue  NONE     Billed ahead, Deferred revenue: 2 check-ins
        journal 2026-12 on 2026-12-01 224.00
        Dr  224.00  Deferred Revenue  NONE     Billed ahead: 1 check-in
        Cr  224.00  Boats             TAX001   Boats: 1 check-in
    "#]],
    );
}
