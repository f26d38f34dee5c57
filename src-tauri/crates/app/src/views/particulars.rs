//! What only some kinds of transactions have, in words.

use ipc::Particular;
use ledger::{Amount, Count, Currency, PaidFrom, Payout, Transaction};

/// What a transaction has beyond its lines and tenders.
pub(super) fn particulars(transaction: &Transaction) -> Vec<Particular> {
    let (extras, currency) = (&transaction.extras, transaction.currency);
    let mut said = Said { rows: Vec::new(), currency };
    said.text("Refund of", transaction.refund_of.as_deref());
    said.text("Invoice", transaction.invoice.as_deref());
    said.money("Amount", extras.amount);
    said.text("Moved to booking", extras.to_booking.as_deref());
    said.money("Deposit used", extras.deposit_used);
    said.money("Kept", extras.kept);
    said.text("Bank account", extras.bank.as_deref());
    said.text("Bond", extras.bond.as_deref());
    said.text("Gift card", extras.gift_card.as_deref());
    said.text("Due", extras.due_date.map(|date| date.to_string()).as_deref());
    if extras.paid_from == PaidFrom::Bank {
        said.text("Paid from", Some("the bank"));
    }
    let days = extras.rental.map(|rental| format!("{} to {}", rental.from, rental.to));
    said.text("Days rented", days.as_deref());
    for chosen in &extras.invoices {
        said.money(&format!("For invoice {}", chosen.invoice), Some(chosen.amount));
    }
    if let Some(count) = &extras.count {
        said.count(count);
    }
    if let Some(payout) = &extras.payout {
        said.payout(payout);
    }
    said.rows
}

struct Said {
    rows: Vec<Particular>,
    currency: Currency,
}

impl Said {
    fn text(&mut self, label: &str, value: Option<&str>) {
        let row = |value: &str| Particular { label: label.to_owned(), value: value.to_owned() };
        self.rows.extend(value.map(row));
    }

    fn money(&mut self, label: &str, amount: Option<Amount>) {
        let amount = amount.map(|amount| amount.display(self.currency));
        self.text(label, amount.as_deref());
    }

    fn count(&mut self, count: &Count) {
        self.money("Counted", Some(count.counted));
        self.money("Expected by the till", count.expected);
        self.money("Float to leave", count.float_to_leave);
        for piece in &count.pieces {
            let value = piece.value.display(self.currency);
            self.text(&format!("Pieces of {value}"), Some(&piece.count.to_string()));
        }
        self.text("Reason", count.reason.as_deref());
    }

    fn payout(&mut self, payout: &Payout) {
        self.currency = payout.currency.unwrap_or(self.currency);
        self.text("Processor", Some(&payout.processor));
        self.text("Payout", payout.id.as_deref());
        self.text("Arrived", Some(&payout.date.to_string()));
        self.text("Currency", payout.currency.map(|currency| currency.to_string()).as_deref());
        self.money("Gross", Some(payout.gross));
        self.money("Fees", Some(payout.fees));
        self.money("Net", Some(payout.net));
        for settled in &payout.settles {
            self.money(&format!("Settles {}", settled.tender), Some(settled.amount));
        }
        for taken in &payout.chargebacks {
            let of = taken.sale.as_ref().map(|sale| format!(" of {sale}")).unwrap_or_default();
            self.money(&format!("Chargeback{of}"), Some(taken.amount));
            self.money(&format!("Fee for the chargeback{of}"), Some(taken.fee));
        }
        let exchange = Some(payout.exchange).filter(|exchange| !exchange.is_zero());
        self.money("Exchange difference", exchange);
    }
}
