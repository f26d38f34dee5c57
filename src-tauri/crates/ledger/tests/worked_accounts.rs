//! The worked examples of accounting §5: account charges and payments, sales as invoices.

use expect_test::expect;
use ledger::TaxWay::{TaxLines, XeroComputes};
use ledger::{Kind, PostingMode, Story, Transaction};

use crate::books::{story, transaction};
use crate::told::{BILL, check, on_account, open};

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
}

#[test]
fn a_refund_of_a_paid_invoice_is_a_credit_note_paid_out() {
    let mut invoicing = story();
    invoicing.rules.mode = PostingMode::Invoices;
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
