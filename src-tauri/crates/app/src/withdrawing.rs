//! Withdrawing what was recorded by mistake.

use ipc::{Code, Fault, Transaction, TransactionRef, WithdrawTransaction};
use store::{NotWithdrawn, PersonRole, Withdrawal};

use crate::App;
use crate::convert;
use crate::fault::{fault, invalid, of_book, sentence};
use crate::people::{Who, not_allowed};
use crate::views;

/// The most characters of a reason that are kept.
const WHY_MAX: usize = 500;
/// The least role that withdraws what is in Xero: it takes that back there, as an undo does.
pub(crate) const TAKES_OUT_OF_XERO: PersonRole = PersonRole::Bookkeeper;

impl App {
    /// Withdraws a transaction and shows it as it is then.
    pub(crate) async fn withdraw(
        &self,
        request: WithdrawTransaction,
        who: &Who,
    ) -> Result<Transaction, Fault> {
        let WithdrawTransaction { transaction, why } = request;
        let why: String = why.trim().chars().take(WHY_MAX).collect();
        if why.is_empty() {
            return Err(invalid("why", "Say why it is withdrawn; the reason is kept."));
        }
        let leaves_xero_alone = who.role < TAKES_OUT_OF_XERO;
        let withdrawal = Withdrawal { who: who.name.clone(), why, leaves_xero_alone };
        let who = who.clone();
        let shown = self
            .on_book(move |open| {
                let id = convert::read_transaction(&transaction)?;
                let withdrawn = open.book.withdraw(id, &withdrawal, open.now()).map_err(of_book)?;
                withdrawn.map_err(|why_not| match &why_not {
                    NotWithdrawn::InXero { reference } => {
                        let what = format!(
                            "withdraw this: what “{reference}” posted to Xero would be taken back"
                        );
                        not_allowed(open, &who, TAKES_OUT_OF_XERO, &what)
                    }
                    NotWithdrawn::Reversal { .. }
                    | NotWithdrawn::Corrected { .. }
                    | NotWithdrawn::Already { .. }
                    | NotWithdrawn::Closed { .. }
                    | NotWithdrawn::Needed { .. } => {
                        let message = format!("{} Nothing was changed.", sentence(&why_not));
                        fault(Code::AlreadyDone, message)
                    }
                })?;
                // What it was about to be sent with is taken back before it goes.
                open.wake();
                let request = TransactionRef { transaction };
                views::transaction::one(&open.book, &request, &open.links(), who.role)
            })
            .await?;
        self.queue_what_was_recorded().await;
        self.announce().await;
        Ok(shown)
    }
}
