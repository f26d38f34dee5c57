//! The sheet of a cashout, attached to its journal once that is in Xero. A sheet that cannot be
//! attached keeps nothing from being posted.

use chrono::TimeDelta;
use store::{DocumentId, Evidence as Became};
use world::idempotency_key;
use xero::{Endpoint, NewAttachment, Uuid};

use super::on_book;
use super::run::{Flow, Run};
use super::verdict;
use crate::error::Error;
use crate::evidence::Sheet;

/// How long a sheet that got no answer waits: longer than the request may still take effect.
const TRY_AGAIN: TimeDelta = TimeDelta::minutes(10);

impl Run<'_> {
    /// Attaches the sheet of a posted journal, unless it is there already.
    pub(super) async fn attach(&mut self, id: DocumentId) -> Result<Flow, Error> {
        let document = on_book(self.outbox.book(), move |book| book.document(id)).await?;
        let maker = std::sync::Arc::clone(&self.outbox.parts.evidence);
        let made =
            on_book(self.outbox.book(), move |book| Ok::<_, Error>(maker.sheet(book, id))).await?;
        let xero_id = document.summary.xero_id.as_deref().and_then(|id| Uuid::parse_str(id).ok());
        let (sheet, journal) = match (made, xero_id) {
            (Ok(Some(sheet)), Some(journal)) => (sheet, journal),
            (Ok(_), _) => {
                self.evidence(id, Became::Failed, "There is no sheet to attach.").await?;
                return Ok(Flow::Next);
            }
            (Err(why), _) => {
                self.evidence(id, Became::Failed, &why).await?;
                return Ok(Flow::Next);
            }
        };
        self.focus(&document);
        let done = self.put(journal, sheet).await;
        self.outbox.parts.log.unfocus();
        match done {
            Ok(()) => self.evidence(id, Became::Attached, "The sheet is attached.").await?,
            Err(failure) if verdict::is_refusal(&failure) => {
                self.evidence(id, Became::Failed, &failure.to_string()).await?;
            }
            Err(failure) => {
                let later = Became::Later(self.now() + TRY_AGAIN);
                on_book(self.outbox.book(), move |book| book.record_evidence(id, later)).await?;
                return Ok(Flow::Blocked(verdict::block(&failure, self.now())));
            }
        }
        Ok(Flow::Next)
    }

    /// Looks for the file by its name first: Xero would keep a second one beside it.
    async fn put(&self, journal: Uuid, sheet: Sheet) -> Result<(), xero::Error> {
        let client = &self.outbox.parts.client;
        let file = NewAttachment::new(&sheet.file_name, sheet.content_type, sheet.bytes)
            .map_err(|_| xero::Error::Unsearchable)?;
        let there = client.attachments(Endpoint::ManualJournals, journal).await?;
        if there.iter().any(|one| one.file_name == file.file_name()) {
            return Ok(());
        }
        let key = idempotency_key(&*self.outbox.parts.world.entropy);
        client.attach(Endpoint::ManualJournals, journal, &file, &key).await.map(drop)
    }

    async fn evidence(
        &mut self,
        id: DocumentId,
        became: Became,
        message: &str,
    ) -> Result<(), Error> {
        let ok = became == Became::Attached;
        self.outbox.parts.log.outcome(id, self.now(), "attachment", ok, message, None);
        on_book(self.outbox.book(), move |book| book.record_evidence(id, became)).await
    }
}
