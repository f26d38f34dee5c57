//! What a command would cost of Xero's limits, before it sends anything.

use ipc::{CallPlan, Fault};
use sync::{CashoutRequest, Load, Policy, plan_cashout};

use super::days::DaysAsked;
use crate::App;
use crate::fault::{of_book, of_sync};
use crate::people::Command;
use crate::views::{calls, chart};

impl App {
    /// What [`Self::sync_days`] costs of Xero's limits, with all that waits; nothing where there
    /// is nothing to send.
    ///
    /// # Errors
    /// As [`Self::sync_days`].
    pub async fn sync_calls(&self, asked: &DaysAsked) -> Result<Option<CallPlan>, Fault> {
        self.refuse_unless_allowed(Command::cashout).await?;
        let spans = self.spans(asked).await?;
        self.on_book(move |open| {
            let (book, own) = (&open.book, Policy::of(&open.book).map_err(of_book)?);
            let (chart, mapping) = (chart::snapshot(book)?.chart, book.mapping().map_err(of_book)?);
            let mut load = Load::waiting(book).map_err(of_sync)?;
            for span in spans {
                let Some((from, to, policy)) = span.as_closed(own) else { continue };
                let request = CashoutRequest { location: span.location.id, from, to, policy };
                let plan = plan_cashout(book, &chart, &mapping, &request).map_err(of_sync)?;
                load.add_journals(&plan, policy);
                load.add_parts(book, span.location.id, (from, to)).map_err(of_sync)?;
            }
            calls::shown(book, &load, open.now())
        })
        .await
    }

    /// What sending all that waits costs of Xero's limits; nothing where nothing waits.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub async fn outbox_calls(&self) -> Result<Option<CallPlan>, Fault> {
        self.refuse_unless_allowed(Command::documents).await?;
        self.on_book(|open| calls::of_waiting(&open.book, open.now())).await
    }
}
