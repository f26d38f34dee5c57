//! What a Square row is called, the same in every export it is in.

use chrono::{DateTime, Utc};
use ledger::SourceId;
use sha2::{Digest, Sha256};

use super::sums::Figures;
use crate::format::hex;

/// The source of every transaction from Square.
const SOURCE: &str = "square";

/// A row's ids and what tells rows apart that share them.
pub(super) struct Named<'r> {
    pub(super) payment: &'r str,
    pub(super) transaction: &'r str,
    pub(super) is_refund: bool,
    pub(super) at: DateTime<Utc>,
}

impl Named<'_> {
    /// The row's own id: its Payment ID, since two payments may share a Transaction ID.
    ///
    /// A refund may carry the Payment ID of its sale, and a sale may have several refunds. They are
    /// told apart by minute and amount, which every export has alike: seconds are in some only.
    /// Without a Payment ID the Transaction ID and the row's own figures name it.
    pub(super) fn source_id(&self, figures: &Figures) -> SourceId {
        let when = self.at.format("%Y%m%dT%H%MZ");
        let id = match (self.payment, self.is_refund) {
            ("", _) => format!("{}/{}", self.transaction, self.digest(figures)),
            (payment, false) => payment.to_owned(),
            (payment, true) => format!("{payment}/refund/{when}/{}", figures.total.minor()),
        };
        SourceId { source: SOURCE.to_owned(), id }
    }

    fn digest(&self, figures: &Figures) -> String {
        let mut content = format!(
            "{}|{}|{}|{}|{}|{}",
            self.is_refund,
            self.at.format("%Y%m%dT%H%MZ"),
            figures.total.minor(),
            figures.net.minor(),
            figures.tax.minor(),
            figures.tip.minor(),
        );
        for (name, amount) in &figures.tenders {
            content.push_str(&format!("|{name}|{}", amount.minor()));
        }
        hex(&Sha256::digest(content)[..8])
    }
}
