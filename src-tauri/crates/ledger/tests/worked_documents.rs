//! The worked examples of accounting §5 that have documents of their own.

use expect_test::{Expect, expect};
use ledger::TaxWay::{TaxLines, XeroComputes};
use ledger::{
    Chargeback, Count, Customer, DeferralPolicy, Deposit, Kind, OpenInvoice, PaidFrom, PartKey,
    PartRef, Payout, PostingMode, Recognition, Rental, Settled, Story, TaxShare, Transaction,
};

use crate::books::{cad, day, documents, story, transaction};

const BILL: &str = "Boats 100.00 GST 5.00 PST 7.00";

fn check(way: ledger::TaxWay, one: &Transaction, story: &Story, expected: &Expect) {
    expected.assert_eq(&documents(way, one, story));
}

/// A transaction without lines: only what it was paid with.
fn paid(kind: Kind, text: &str) -> Transaction {
    let mut one = transaction(kind, text);
    one.lines.clear();
    one.booking = Some("B-17".to_owned());
    one
}

fn of_booking(kind: Kind, text: &str) -> Transaction {
    Transaction { booking: Some("B-17".to_owned()), ..transaction(kind, text) }
}

fn on_account(kind: Kind, text: &str) -> Transaction {
    let customer = Some(Customer { name: "Anneke Larsen".to_owned(), ..Customer::default() });
    Transaction { customer, ..transaction(kind, text) }
}

/// A story in which a deposit was paid for the booking.
fn with_deposit(amount: &str) -> Story {
    Story { deposit: Deposit { net: cad(amount), ..Deposit::NONE }, ..story() }
}

fn open(transaction: i64, name: &str, outstanding: &str) -> OpenInvoice {
    OpenInvoice {
        part: PartRef { transaction, part: PartKey::invoice() },
        names: vec![name.to_owned()],
        date: day("2026-11-01"),
        outstanding: cad(outstanding),
    }
}

fn taxes() -> Vec<TaxShare> {
    [("GST", 5), ("PST", 7)]
        .map(|(code, percent)| TaxShare { code: code.to_owned(), percent: percent.into() })
        .into()
}

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
fn an_account_charge_is_an_invoice() {
    let mut one = on_account(Kind::AccountCharge, BILL);
    one.lines[0].quantity = 4.into();
    check(
        TaxLines,
        &one,
        &story(),
        &expect![[r#"
        invoice invoice 112.00
        Cr  100.00  Boats             Boats
        Cr    5.00  GST               GST: 1 account charge
        Cr    7.00  PST               PST: 1 account charge
           Xero adds 112.00 to Accounts Receivable
    "#]],
    );
    check(
        XeroComputes,
        &one,
        &story(),
        &expect![[r#"
        invoice invoice 112.00
        Cr  112.00  Boats             TAX001   Boats
           Xero adds 112.00 to Accounts Receivable
    "#]],
    );
}

#[test]
fn an_account_payment_pays_the_oldest_invoices_and_keeps_the_rest() {
    let owing =
        Story { invoices: vec![open(7, "C-1", "100.00"), open(9, "C-2", "12.00")], ..story() };
    let one = on_account(Kind::AccountPayment, "Boats 0.00; pay Cash 50.00; pay Card 80.00");
    let one = Transaction { lines: Vec::new(), ..one };
    check(
        TaxLines,
        &one,
        &owing,
        &expect![[r#"
        payment payment-1 of 7 invoice 50.00
        Dr   50.00  Cash Clearing     Cash: 1 payment
           Xero adds -50.00 to Accounts Receivable
        payment payment-2 of 7 invoice 50.00
        Dr   50.00  Card Clearing     Card: 1 payment
           Xero adds -50.00 to Accounts Receivable
        payment payment-3 of 9 invoice 12.00
        Dr   12.00  Card Clearing     Card: 1 payment
           Xero adds -12.00 to Accounts Receivable
        journal excess 18.00
        Dr   18.00  Card Clearing     Card: 1 payment
        Cr   18.00  Deferred Revenue  Deferred revenue: 1 account payment
    "#]],
    );
    let chosen = Transaction { invoice: Some("C-2".to_owned()), ..one };
    check(
        TaxLines,
        &chosen,
        &owing,
        &expect![[r#"
        payment payment-1 of 9 invoice 12.00
        Dr   12.00  Cash Clearing     Cash: 1 payment
           Xero adds -12.00 to Accounts Receivable
        journal excess 118.00
        Dr   38.00  Cash Clearing     Cash: 1 payment
        Dr   80.00  Card Clearing     Card: 1 payment
        Cr  118.00  Deferred Revenue  Deferred revenue: 1 account payment
    "#]],
    );
}

#[test]
fn an_account_refund_is_set_off_or_paid_out() {
    let one =
        Transaction { invoice: Some("C-1".to_owned()), ..on_account(Kind::AccountRefund, BILL) };
    let owing = Story { invoices: vec![open(7, "C-1", "112.00")], ..story() };
    check(
        TaxLines,
        &one,
        &owing,
        &expect![[r#"
        credit_note credit-note 112.00
        Dr  100.00  Boats             Boats
        Dr    5.00  GST               GST: 1 account refund
        Dr    7.00  PST               PST: 1 account refund
           Xero adds -112.00 to Accounts Receivable
        allocation allocation-1 of 7 invoice 112.00
    "#]],
    );
    let back = on_account(Kind::AccountRefund, &format!("{BILL}; pay Card 112.00"));
    check(
        XeroComputes,
        &back,
        &story(),
        &expect![[r#"
        credit_note credit-note 112.00
        Dr  112.00  Boats             TAX001   Boats
           Xero adds -112.00 to Accounts Receivable
        payment payment-1 of its credit-note 112.00
        Cr  112.00  Card Clearing     NONE     Card: 1 refund
           Xero adds 112.00 to Accounts Receivable
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
fn cash_goes_to_the_bank_as_one_line() {
    let one = paid(Kind::BankDeposit, "Boats 0.00; pay Cash 500.00");
    check(
        XeroComputes,
        &one,
        &story(),
        &expect![[r#"
        bank all 500.00
        Cr  500.00  Cash Clearing     Cash taken to the bank
           Xero adds 500.00 to Chequing
    "#]],
    );
}

fn payout(net: &str, change: impl FnOnce(&mut Payout)) -> Transaction {
    let settled = |tender: &str, amount| Settled {
        tender: tender.to_owned(),
        amount: cad(amount),
        carried: None,
    };
    let mut payout = Payout {
        processor: "Square".to_owned(),
        id: Some("P-9".to_owned()),
        date: day("2026-11-23"),
        gross: cad("1000.00"),
        fees: cad("29.30"),
        net: cad(net),
        settles: vec![settled("Card", "900.00"), settled("Voucher", "100.00")],
        chargebacks: Vec::new(),
        exchange: cad("0.00"),
        currency: None,
    };
    change(&mut payout);
    let mut one = paid(Kind::ProcessorPayout, "Boats 0.00");
    one.extras.payout = Some(payout);
    one
}

#[test]
fn a_payout_matches_the_bank_line_to_the_cent() {
    check(
        TaxLines,
        &payout("970.70", |_| {}),
        &story(),
        &expect![[r#"
        bank all on 2026-11-23 970.70
        Cr  900.00  Card Clearing     Card takings settled
        Cr  100.00  Revenue Clearing  Voucher takings settled
        Dr   29.30  Processor Fees    Fees
           Xero adds 970.70 to Chequing
    "#]],
    );
}

#[test]
fn a_payout_of_less_than_nothing_is_spent_and_of_nothing_is_a_journal() {
    let below = payout("-29.30", |payout| {
        payout.settles[1].amount = cad("-900.00");
        payout.gross = cad("0.00");
    });
    check(
        TaxLines,
        &below,
        &story(),
        &expect![[r#"
        bank all on 2026-11-23 29.30
        Cr  900.00  Card Clearing     Card takings settled
        Dr  900.00  Revenue Clearing  Voucher takings settled
        Dr   29.30  Processor Fees    Fees
           Xero adds -29.30 to Chequing
    "#]],
    );
    let nothing = payout("0.00", |payout| {
        payout.settles.truncate(1);
        (payout.settles[0].amount, payout.gross) = (cad("29.30"), cad("29.30"));
    });
    check(
        TaxLines,
        &nothing,
        &story(),
        &expect![[r#"
        journal all on 2026-11-23 29.30
        Dr   29.30  Processor Fees    Processor fees: 1 processor payout
        Cr   29.30  Card Clearing     Card: 1 processor payout
    "#]],
    );
}

#[test]
fn a_chargeback_is_inside_its_payout() {
    let one = payout("843.70", |payout| {
        let sale = Some("S-4".to_owned());
        payout.chargebacks = vec![Chargeback { amount: cad("112.00"), fee: cad("15.00"), sale }];
    });
    check(
        TaxLines,
        &one,
        &story(),
        &expect![[r#"
        bank all on 2026-11-23 843.70
        Cr  900.00  Card Clearing     Card takings settled
        Cr  100.00  Revenue Clearing  Voucher takings settled
        Dr   29.30  Processor Fees    Fees
        Dr  112.00  Chargebacks       Chargeback of S-4
        Dr   15.00  Processor Fees    Fee for the chargeback of S-4
           Xero adds 843.70 to Chequing
    "#]],
    );
}

#[test]
fn an_exchange_difference_is_inside_its_payout() {
    let one = payout("131.00", |payout| {
        payout.settles.truncate(1);
        payout.settles[0].amount = cad("136.00");
        (payout.gross, payout.fees, payout.exchange) = (cad("135.00"), cad("4.00"), cad("-1.00"));
    });
    check(
        TaxLines,
        &one,
        &story(),
        &expect![[r#"
        bank all on 2026-11-23 131.00
        Cr  136.00  Card Clearing     Card takings settled
        Dr    4.00  Processor Fees    Fees
        Dr    1.00  Exchange Differences  Exchange difference
           Xero adds 131.00 to Chequing
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

#[test]
fn a_sale_can_be_a_paid_invoice() {
    let mut invoicing = story();
    invoicing.rules.mode = PostingMode::Invoices;
    let text =
        "Boats 100.00 less 10.00 GST 4.50 PST 6.30; pay Cash 50.00; pay Card 60.80; tip 10.00";
    let sale = transaction(Kind::Sale, text);
    check(
        TaxLines,
        &sale,
        &invoicing,
        &expect![[r#"
        invoice invoice 110.80
        Cr  100.00  Boats             Boats
        Dr   10.00  Discounts Given   Discount on Boats
        Cr   10.00  Tips Payable      Tip
        Cr    4.50  GST               GST: 1 sale
        Cr    6.30  PST               PST: 1 sale
           Xero adds 110.80 to Accounts Receivable
        payment payment-1 of its invoice 50.00
        Dr   50.00  Cash Clearing     Cash: 1 payment
           Xero adds -50.00 to Accounts Receivable
        payment payment-2 of its invoice 60.80
        Dr   60.80  Card Clearing     Card: 1 payment
           Xero adds -60.80 to Accounts Receivable
    "#]],
    );
    check(
        XeroComputes,
        &sale,
        &invoicing,
        &expect![[r#"
        invoice invoice 110.80
        Cr  112.00  Boats             TAX001   Boats
        Dr   11.20  Discounts Given   TAX001   Discount on Boats
        Cr   10.00  Tips Payable      NONE     Tip
           Xero adds 110.80 to Accounts Receivable
        payment payment-1 of its invoice 50.00
        Dr   50.00  Cash Clearing     NONE     Cash: 1 payment
           Xero adds -50.00 to Accounts Receivable
        payment payment-2 of its invoice 60.80
        Dr   60.80  Card Clearing     NONE     Card: 1 payment
           Xero adds -60.80 to Accounts Receivable
    "#]],
    );
    let refund = transaction(Kind::Refund, &format!("{BILL}; pay Cash 112.00"));
    check(
        TaxLines,
        &refund,
        &invoicing,
        &expect![[r#"
        credit_note credit-note 112.00
        Dr  100.00  Boats             Boats
        Dr    5.00  GST               GST: 1 refund
        Dr    7.00  PST               PST: 1 refund
           Xero adds -112.00 to Accounts Receivable
        payment payment-1 of its credit-note 112.00
        Cr  112.00  Cash Clearing     Cash: 1 refund
           Xero adds 112.00 to Accounts Receivable
    "#]],
    );
    let exchanged = transaction(Kind::Sale, "Boats -10.00; pay Cash -10.00");
    check(
        TaxLines,
        &exchanged,
        &invoicing,
        &expect![[r#"
        cashout all 10.00
        Dr   10.00  Boats             Boats: 1 sale
        Cr   10.00  Cash Clearing     Cash: 1 payment
    "#]],
    );
}
