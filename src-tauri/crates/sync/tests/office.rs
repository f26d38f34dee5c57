//! What the tests ask of an office beside what every office does.

use ledger::Role;
use store::{DocumentFilter, DocumentId, DocumentSummary, MapEntry, State};

use crate::desk::Office;
use crate::scenes::BANK;

impl Office {
    /// Maps every role of the worked examples, the taxes and the tenders.
    pub(crate) fn map_everything(&self) {
        let roles = [
            (Role::Bank, BANK),
            (Role::RevenueClearing, "Revenue Clearing"),
            (Role::CashClearing, "Cash Clearing"),
            (Role::CardClearing, "Card Clearing"),
            (Role::DeferredRevenue, "Deferred Revenue"),
            (Role::ArControl, "Rental Receivables"),
            (Role::TipsPayable, "Tips Payable"),
            (Role::GiftCards, "Gift Cards"),
            (Role::DamageBonds, "Damage Bonds"),
            (Role::Discounts, "Discounts Given"),
            (Role::Surcharges, "Surcharges"),
            (Role::OverShort, "Cash Over/Short"),
            (Role::ProcessorFees, "Processor Fees"),
            (Role::ExchangeDifferences, "Exchange Differences"),
            (Role::BadDebts, "Bad Debts"),
            (Role::Chargebacks, "Chargebacks"),
            (Role::CancellationIncome, "Cancellation Income"),
        ];
        let entries =
            roles.map(|(role, account)| MapEntry::Role(role, Some(self.account(account))));
        self.map(&entries);
    }

    /// The documents that are not undone, in the order of their making.
    pub(crate) fn live(&self) -> Vec<DocumentSummary> {
        let mut documents = self.book.documents(&DocumentFilter::default(), 999).unwrap();
        documents.retain(|document| document.state != State::Undone);
        documents.reverse();
        documents
    }

    /// What is said of the documents that are not posted.
    pub(crate) fn troubles(&self) -> Vec<String> {
        let all = self.book.documents(&DocumentFilter::default(), 999).unwrap();
        let troubled = all.iter().filter(|one| !matches!(one.state, State::Posted));
        let told = |one: &DocumentSummary| {
            let reason = one.reason.as_ref().map(|reason| reason.message.as_str());
            format!("{} {} {}: {}", one.kind, one.reference, one.state, reason.unwrap_or("-"))
        };
        troubled.map(told).collect()
    }

    /// Every invariant of the book, by the book's own check.
    pub(crate) fn assert_sound(&self) {
        for finding in self.book.check().unwrap() {
            assert!(finding.broken.is_empty(), "{}: {:?}", finding.invariant, finding.broken);
        }
    }

    /// Undoes every document, the oldest first: what pays it goes before it by itself.
    pub(crate) async fn undo_everything(&self) {
        let ids: Vec<DocumentId> = self.live().iter().map(|document| document.id).collect();
        for id in ids {
            self.outbox.undo(id).await.unwrap();
        }
    }
}
