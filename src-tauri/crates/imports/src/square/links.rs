//! Which sale a refund belongs to: Square gives both the same Transaction ID.

use std::collections::HashMap;

use super::columns::SquareColumns;
use crate::table::TableRow;

/// How many transactions with a refund are kept, and how many payments of each. A file of more
/// refunds than a season has leaves the later ones untied.
const TRANSACTIONS_MAX: usize = 200_000;
const PAYMENTS_MAX: usize = 100;

/// The longest id that is kept, in bytes.
const ID_MAX: usize = 256;

/// The payments of every transaction that has a refund in the file.
#[derive(Debug, Default)]
pub(super) struct Links(HashMap<String, Vec<String>>);

impl Links {
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Notes the transaction of a refund.
    pub(super) fn expect(&mut self, row: &TableRow<'_>, columns: &SquareColumns) {
        let transaction = row.cell(columns.transaction);
        let is_kept = (1..=ID_MAX).contains(&transaction.len()) && self.0.len() < TRANSACTIONS_MAX;
        if is_refund(row.cell(columns.event)) && is_kept {
            let _payments = self.0.entry(transaction.to_owned()).or_default();
        }
    }

    /// Notes the payment of such a transaction.
    pub(super) fn meet(&mut self, row: &TableRow<'_>, columns: &SquareColumns) {
        let payment = row.cell(columns.payment);
        if is_refund(row.cell(columns.event)) || !(1..=ID_MAX).contains(&payment.len()) {
            return;
        }
        if let Some(payments) = self.0.get_mut(row.cell(columns.transaction))
            && payments.len() < PAYMENTS_MAX
        {
            payments.push(payment.to_owned());
        }
    }

    /// The sale a refund belongs to, where the file leaves no choice.
    pub(super) fn sale_of(&self, transaction: &str, payment: &str) -> Option<String> {
        let payments = self.0.get(transaction)?;
        let same = payments.iter().find(|known| *known == payment);
        let only = || if let [only] = payments.as_slice() { Some(only) } else { None };
        same.or_else(only).cloned()
    }
}

/// Whether a row gives money back.
pub(super) fn is_refund(event: &str) -> bool {
    event.eq_ignore_ascii_case("refund")
}
