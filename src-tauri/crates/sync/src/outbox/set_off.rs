//! Before a set-off is sent: what is open on both its sides in Xero now. Somebody may have set them
//! off there already, or paid what was owed again.

use ledger::Amount;
use store::{Document, Reason};

use super::on_book;
use super::run::{Flow, Run};
use super::verdict;
use crate::cause::Cause;
use crate::error::Error;
use crate::kinds;
use crate::plan::{is_set_off, locked_over, set_off_again};

impl Run<'_> {
    /// A document as it is to be sent: a set-off moves what is open on both its sides. What comes
    /// of it where nothing is, or where that cannot be sent.
    pub(super) async fn sized(
        &mut self,
        document: Document,
    ) -> Result<Result<Document, Flow>, Error> {
        if !is_set_off(&document) {
            return Ok(Ok(document));
        }
        let id = document.summary.id;
        let asked = document.clone();
        let locked = on_book(self.outbox.book(), move |book| {
            let chart = book.chart()?.ok_or(Error::NoChart)?.chart;
            locked_over(book, &chart, &asked)
        });
        if let Some(reason) = locked.await? {
            self.hold(id, reason).await?;
            return Ok(Err(Flow::Next));
        }
        let (_, refs) = self.with_refs(id).await?;
        self.focus(&document);
        let open = kinds::open_on_both(&self.outbox.parts.client, refs).await;
        self.outbox.parts.log.unfocus();
        let open = match open {
            Ok(open) => Amount::from_decimal(open, document.entry.currency),
            Err(failure) if verdict::is_refusal(&failure) => {
                self.hold(id, verdict::reason(&failure)).await?;
                return Ok(Err(Flow::Next));
            }
            Err(failure) => return Ok(Err(Flow::Blocked(verdict::block(&failure, self.now())))),
        };
        match open {
            Ok(open) if open > Amount::ZERO => {
                let now = self.now();
                let rewritten = on_book(self.outbox.book(), move |book| {
                    let chart = book.chart()?.ok_or(Error::NoChart)?.chart;
                    set_off_again(book, &chart, id, open, now)
                });
                rewritten.await.map(Ok)
            }
            Ok(_) => {
                let skip = move |book: &store::Book| book.skip(id, &nothing_open());
                on_book(self.outbox.book(), skip).await?;
                Ok(Err(Flow::Next))
            }
            Err(error) => {
                let cause = Cause::Refused.key();
                self.hold(id, Reason { cause, message: error.to_string() }).await?;
                Ok(Err(Flow::Next))
            }
        }
    }
}

fn nothing_open() -> Reason {
    Reason {
        cause: Cause::NothingToPost.key(),
        message: "Nothing is open on both any more: there is nothing to set off.".to_owned(),
    }
}
