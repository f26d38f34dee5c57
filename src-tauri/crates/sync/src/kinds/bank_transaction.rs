//! Bank transactions: money received into or spent from a bank account (facts §9).

use ledger::{Counter, Entry};
use rust_decimal::Decimal;
use xero::{
    AccountKey, Answer, BankTransaction, BankTransactionStatus, BankTransactionType,
    NewBankTransaction, bank_transaction_body,
};

use super::invoice::contact;
use super::lines::{self, Side};
use super::{Refs, Seen, Standing};

/// The body of the bank transaction's creation. It posts at once: there is no draft.
pub(super) fn body(entry: &Entry, refs: Refs) -> Vec<u8> {
    let receives = entry.brings_money();
    let (kind, side) = match receives {
        true => (BankTransactionType::Receive, Side::Credits),
        false => (BankTransactionType::Spend, Side::Debits),
    };
    bank_transaction_body(&NewBankTransaction {
        kind,
        contact_id: contact(entry),
        bank_account: bank(entry),
        date: entry.date,
        line_amount_types: lines::amounts(entry.tax_way),
        reference: entry.reference.clone(),
        url: None,
        currency_rate: refs.rate,
        lines: lines::new_lines(entry, side),
    })
}

fn bank(entry: &Entry) -> AccountKey {
    match &entry.counter {
        Some(Counter::Bank(bank)) => lines::account(&bank.code, &bank.id),
        Some(Counter::Receivable) | None => AccountKey::Code(String::new()),
    }
}

pub(super) fn of_answer(answer: Answer<BankTransaction>) -> Seen {
    Seen { remarks: answer.warnings, ..seen(answer.value) }
}

pub(crate) fn seen(transaction: BankTransaction) -> Seen {
    let side = match transaction.kind {
        BankTransactionType::Spend => Side::Debits,
        BankTransactionType::Receive | BankTransactionType::Other(_) => Side::Credits,
    };
    let status = transaction.status.unwrap_or(BankTransactionStatus::Authorised);
    Seen {
        id: transaction.bank_transaction_id,
        reference: transaction.reference,
        number: None,
        standing: match status {
            BankTransactionStatus::Authorised => Standing::Live,
            BankTransactionStatus::Deleted | BankTransactionStatus::Voided => Standing::Gone,
            BankTransactionStatus::Other(_) => Standing::Other,
        },
        status: status.to_string(),
        date: Some(transaction.date),
        lines: lines::seen_lines(transaction.lines, transaction.line_amount_types.as_ref(), side),
        about: None,
        contact: transaction.contact_id,
        bank: transaction.bank_account_id,
        allocated: Decimal::ZERO,
        currency: transaction.currency_code,
        rate: transaction.currency_rate,
        reconciled: transaction.is_reconciled,
        uses: Vec::new(),
        remarks: transaction.warnings,
    }
}
