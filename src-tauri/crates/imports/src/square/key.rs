//! What a Square row is called, the same in every export it is in.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::hash::{DefaultHasher, Hash, Hasher};

use chrono::{DateTime, Utc};
use ledger::SourceId;
use sha2::{Digest, Sha256};

use super::sums::Figures;
use crate::format::hex;
use crate::reject::{Reject, quoted};
use crate::table::TableRow;

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
    /// Whether only this row has its Payment ID: a refund may carry its sale's.
    pub(super) const fn is_own(&self) -> bool {
        !self.payment.is_empty() && !self.is_refund
    }

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

/// What rows of the file are called so far, each with what it says, as hashes: a name met again
/// must neither be taken twice nor take the place of what had it first.
#[derive(Default)]
pub(super) struct Met(HashMap<u64, u64>);

/// How many rows may share a refund's name: of one payment, one minute and one amount.
const NUMBERED_MAX: u32 = 1_000;

/// What a name met again means.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Meeting {
    /// The row is another than all before it.
    New,
    /// It is one of those before it, to the last cell.
    Repeated,
}

impl Met {
    /// Takes in a row by its name. Rows that share a name and differ are numbered where the name
    /// is not the row's own, in the order of the file: an export always has the whole minute.
    pub(super) fn meet(
        &mut self,
        source: &mut SourceId,
        is_own: bool,
        row: &TableRow<'_>,
    ) -> Result<Meeting, Reject> {
        let mut says = DefaultHasher::new();
        row.cells.iter().for_each(|cell| cell.trim().hash(&mut says));
        let says = says.finish();
        let name = source.id.clone();
        for number in 1..=NUMBERED_MAX {
            match self.0.entry(hash(&source.id)) {
                Entry::Vacant(place) => {
                    place.insert(says);
                    return Ok(Meeting::New);
                }
                Entry::Occupied(before) if *before.get() == says => return Ok(Meeting::Repeated),
                Entry::Occupied(_) if is_own => break,
                Entry::Occupied(_) => source.id = format!("{name}/{}", number + 1),
            }
        }
        Err(Reject::SamePayment { id: quoted(&name) })
    }
}

fn hash(name: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    name.hash(&mut hasher);
    hasher.finish()
}
