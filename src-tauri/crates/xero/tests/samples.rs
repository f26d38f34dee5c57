//! One of everything that is sent.

use rust_decimal::Decimal;
use xero::{
    AccountKey, BankTransactionType, CreditNoteType, InvoiceStatus, InvoiceType, LineAmountTypes,
    NewAllocation, NewBankTransaction, NewContact, NewCreditNote, NewInvoice, NewLine, NewPayment,
    NewTracking, PaymentTarget, Uuid,
};

pub(crate) const ID: Uuid = Uuid::from_u128(0x99cb_8353_ff73_4a5d_8e0d_8b0b_ffc6_ea31);
pub(crate) const CONTACT: Uuid = Uuid::from_u128(0xbe39_2c72_c121_4f83_9512_03ac_71e5_4c20);

pub(crate) fn line(minor: i64, code: &str) -> NewLine {
    NewLine {
        description: "Kayaks, “full day”".to_owned(),
        quantity: Decimal::new(15_000, 4),
        unit_amount: Decimal::new(minor, 4),
        account: AccountKey::Code(code.to_owned()),
        tax_type: Some("NONE".to_owned()),
        tracking: vec![NewTracking {
            tracking_category_id: Uuid::from_u128(1),
            tracking_option_id: Uuid::from_u128(2),
        }],
    }
}

pub(crate) fn invoice() -> NewInvoice {
    let mut by_id = line(-5, "");
    by_id.account = AccountKey::Id(ID);
    by_id.tax_type = None;
    by_id.tracking.clear();
    NewInvoice {
        kind: InvoiceType::Receivable,
        status: InvoiceStatus::Authorised,
        contact_id: CONTACT,
        date: "2026-10-05".parse().unwrap(),
        due_date: "2026-10-12".parse().unwrap(),
        line_amount_types: LineAmountTypes::NoTax,
        invoice_number: Some("DB-4K7Q2M".to_owned()),
        reference: "Account charge 4K7Q2M".to_owned(),
        url: Some("https://desk.example/4K7Q2M".to_owned()),
        currency_code: Some("USD".to_owned()),
        currency_rate: Some(Decimal::new(734_125, 6)),
        lines: vec![line(746_667, "200"), by_id],
    }
}

pub(crate) fn credit_note() -> NewCreditNote {
    NewCreditNote {
        kind: CreditNoteType::Receivable,
        status: InvoiceStatus::Authorised,
        contact_id: CONTACT,
        date: "2026-10-06".parse().unwrap(),
        line_amount_types: LineAmountTypes::Inclusive,
        credit_note_number: None,
        reference: "Refund 5L8R3N".to_owned(),
        currency_code: None,
        currency_rate: None,
        lines: vec![line(746_667, "200")],
    }
}

pub(crate) fn allocation() -> NewAllocation {
    NewAllocation {
        invoice_id: ID,
        amount: Decimal::new(11_200, 2),
        date: "2026-10-06".parse().unwrap(),
    }
}

pub(crate) fn payment() -> NewPayment {
    NewPayment {
        target: PaymentTarget::Invoice(ID),
        account: AccountKey::Code("1010".to_owned()),
        date: "2026-10-07".parse().unwrap(),
        amount: Decimal::new(11_200, 2),
        reference: "Payment 6M9S4P".to_owned(),
        currency_rate: None,
    }
}

pub(crate) fn refund() -> NewPayment {
    NewPayment {
        target: PaymentTarget::CreditNote(ID),
        account: AccountKey::Id(ID),
        currency_rate: Some(Decimal::new(734_125, 6)),
        ..payment()
    }
}

pub(crate) fn bank_transaction() -> NewBankTransaction {
    NewBankTransaction {
        kind: BankTransactionType::Receive,
        contact_id: CONTACT,
        bank_account: AccountKey::Id(ID),
        date: "2026-10-08".parse().unwrap(),
        reference: "Payout 7N2T5Q".to_owned(),
        line_amount_types: LineAmountTypes::NoTax,
        url: None,
        currency_rate: None,
        lines: vec![line(10_000_000, "304"), line(-293_000, "404")],
    }
}

pub(crate) fn contact() -> NewContact {
    NewContact {
        name: "Jo “Barnacle” O'Neill".to_owned(),
        contact_number: Some("C-17".to_owned()),
        email: Some("jo@example.com".to_owned()),
    }
}
