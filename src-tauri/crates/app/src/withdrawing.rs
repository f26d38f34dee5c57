//! Withdrawing what was recorded by mistake.

use ipc::{Code, Fault, Transaction, TransactionRef, WithdrawTransaction};
use store::Withdrawal;

use crate::App;
use crate::convert;
use crate::fault::{fault, invalid, of_book, sentence};
use crate::views;

/// The most characters of a reason that are kept.
const WHY_MAX: usize = 500;

impl App {
    /// Withdraws a transaction and shows it as it is then.
    pub(crate) async fn withdraw(
        &self,
        request: WithdrawTransaction,
        who: &str,
    ) -> Result<Transaction, Fault> {
        let WithdrawTransaction { transaction, why } = request;
        let why: String = why.trim().chars().take(WHY_MAX).collect();
        if why.is_empty() {
            return Err(invalid("why", "Say why it is withdrawn; the reason is kept."));
        }
        let withdrawal = Withdrawal { who: who.to_owned(), why };
        let shown = self
            .on_book(move |open| {
                let id = convert::read_transaction(&transaction)?;
                let withdrawn = open.book.withdraw(id, &withdrawal, open.now()).map_err(of_book)?;
                withdrawn.map_err(|why_not| {
                    let message = format!("{} Nothing was changed.", sentence(&why_not));
                    fault(Code::AlreadyDone, message)
                })?;
                // What it was about to be sent with is taken back before it goes.
                open.wake();
                let request = TransactionRef { transaction };
                views::transaction::one(&open.book, &request, &open.links())
            })
            .await?;
        self.queue_automatic().await?;
        self.announce().await;
        Ok(shown)
    }
}
