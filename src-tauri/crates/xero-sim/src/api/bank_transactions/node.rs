//! A bank transaction as Xero sends it.

use crate::api::documents::{View, add_head, add_money, bank_node};
use crate::books::{Document, Open};
use crate::wire::Node;

/// With everything, as the books are shown.
pub(crate) fn whole(transaction: &Document, open: &Open<'_>) -> Node {
    node(transaction, &View::whole(open))
}

pub(super) fn node(transaction: &Document, view: &View<'_>) -> Node {
    let mut node = Node::Object(vec![
        ("BankTransactionID", Node::id(transaction.id)),
        ("Type", Node::text(transaction.kind.as_str())),
        ("Reference", Node::text(&transaction.reference)),
        ("IsReconciled", Node::Bool(transaction.reconciled)),
    ]);
    if let Some(account) = transaction.bank.and_then(|id| view.books().account(id)) {
        node.push("BankAccount", bank_node(account));
    }
    if let Some(id) = transaction.credit {
        let is_prepayment = transaction.kind.is_prepayment();
        node.push(if is_prepayment { "PrepaymentID" } else { "OverpaymentID" }, Node::id(id));
    }
    // Whether its credit was used up is said of the overpayment, not of the transaction.
    add_head(&mut node, transaction, transaction.status.as_str(), view);
    add_money(&mut node, transaction);
    node
}
