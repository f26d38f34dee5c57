//! Documents as tests write them, and the short words about them.

use serde_json::{Value, json};

use crate::desk::{Answer, Desk};

pub(crate) const NOBODY: &str = "00000000-0000-0000-0000-000000000000";
pub(crate) const STRANGER: &str = "00000000-0000-0000-0000-000000000001";
pub(crate) const LOCKED: &str =
    "The document date cannot be before the period lock date, currently set at 30-Sep-2026";
pub(crate) const SETTLED: &str =
    "This document cannot be edited as it has a payment or credit note allocated to it.";

/// A line without tax on the account Boats.
pub(crate) fn line(unit: impl Into<Value>) -> Value {
    json!({ "Description": "A boat", "Quantity": 1, "UnitAmount": unit.into(),
        "AccountCode": "201", "TaxType": "NONE" })
}

/// An approved invoice of 100.00 to Jo, with `change` made to it.
pub(crate) fn invoice(change: impl FnOnce(&mut Value)) -> Value {
    let mut invoice = json!({
        "Type": "ACCREC", "Status": "AUTHORISED", "Contact": { "Name": "Jo" },
        "Date": "2026-10-05", "DueDate": "2026-10-19", "LineAmountTypes": "Exclusive",
        "LineItems": [line("100.00")],
    });
    change(&mut invoice);
    json!({ "Invoices": [invoice] })
}

/// An approved credit note of 100.00 to Jo, with `change` made to it.
pub(crate) fn credit_note(change: impl FnOnce(&mut Value)) -> Value {
    let mut note = json!({
        "Type": "ACCRECCREDIT", "Status": "AUTHORISED", "Contact": { "Name": "Jo" },
        "Date": "2026-10-06", "LineAmountTypes": "Exclusive", "LineItems": [line("100.00")],
    });
    change(&mut note);
    json!({ "CreditNotes": [note] })
}

/// Money received from Jo into the bank, 100.00 for a boat, with `change` made to it.
pub(crate) fn received(change: impl FnOnce(&mut Value)) -> Value {
    let mut transaction = json!({
        "Type": "RECEIVE", "Contact": { "Name": "Jo" }, "Date": "2026-10-05",
        "BankAccount": { "Code": "090" }, "LineItems": [line("100.00")],
    });
    change(&mut transaction);
    json!({ "BankTransactions": [transaction] })
}

/// An overpayment of Jo's.
pub(crate) fn overpaid(amount: &str) -> Value {
    received(|transaction| {
        transaction["Type"] = json!("RECEIVE-OVERPAYMENT");
        transaction["LineItems"] = json!([{ "Description": "Bond", "UnitAmount": amount }]);
    })
}

/// A part of a credit for an invoice.
pub(crate) fn use_for(invoice: &Value, amount: &str) -> Value {
    json!({ "Amount": amount, "Invoice": { "InvoiceID": invoice["InvoiceID"] },
        "Date": "2026-10-06" })
}

/// A member of a document as text.
#[track_caller]
pub(crate) fn text<'a>(document: &'a Value, member: &str) -> &'a str {
    document[member].as_str().unwrap_or_else(|| panic!("no {member} in {document}"))
}

/// A payment of an invoice into Cash Clearing.
pub(crate) fn payment(invoice: &Value, amount: &str) -> Value {
    json!({ "Invoice": { "InvoiceID": invoice["InvoiceID"] }, "Account": { "Code": "612" },
        "Date": "2026-10-05", "Amount": amount })
}

impl Desk {
    /// Pays a part of an invoice.
    pub(crate) async fn paid(&self, invoice: &Value, amount: &str) -> Value {
        self.put("Payments", &payment(invoice, amount)).await.one("Payments")
    }

    /// An approved credit note of one line over `amount`.
    pub(crate) async fn credited(&self, amount: &str) -> Value {
        let body = credit_note(|note| note["LineItems"] = json!([line(amount)]));
        self.put("CreditNotes", &body).await.one("CreditNotes")
    }

    pub(crate) async fn unpaid(&self, payment: &Value) -> Answer {
        let path = format!("Payments/{}", text(payment, "PaymentID"));
        self.post(&path, &json!({ "Status": "DELETED" })).await
    }

    /// What a document's history says happened, newest first.
    pub(crate) async fn changes(&self, collection: &str, id: &str) -> Vec<String> {
        let records = self.get(&format!("{collection}/{id}/History")).await;
        records.each("HistoryRecords", "Changes")
    }

    /// An approved invoice of one line over `amount`.
    pub(crate) async fn invoiced(&self, amount: &str) -> Value {
        let body = invoice(|invoice| invoice["LineItems"] = json!([line(amount)]));
        self.put("Invoices", &body).await.one("Invoices")
    }

    pub(crate) async fn invoice(&self, invoice: &Value) -> Value {
        self.get(&format!("Invoices/{}", text(invoice, "InvoiceID"))).await.one("Invoices")
    }

    /// Changes one invoice by its id.
    pub(crate) async fn edit(&self, invoice: &Value, change: &Value) -> Answer {
        self.post(&format!("Invoices/{}", text(invoice, "InvoiceID")), change).await
    }
}
