//! A disk that forgets, and is mended: the only place here that says SQL, because rot asks nobody.

use std::path::Path;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, params};
use store::Book;

/// By so much a sum rots, in cents.
const CENTS: i64 = 100;

/// Which sum of a document it is: its kind, its target and its taxes.
type Key = (i64, i64, i64);

/// Two sums of one document that rotted so that they still balance.
pub(crate) struct Rot {
    file: Connection,
    document: i64,
    rows: [(Key, i64); 2],
}

impl Rot {
    /// Lets the largest and the smallest sum of a document's claims rot; none where it has not two.
    pub(crate) fn of(folder: &Path, document: i64) -> Option<Self> {
        let file = Connection::open(folder.join(Book::FILE)).expect("the book's file opens");
        file.busy_timeout(Duration::from_secs(30)).expect("patience");
        file.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false).expect("no triggers");
        let row = |order: &str| {
            let statement = format!(
                "SELECT kind_id, target_id, tax_set_id, amount FROM claimed_totals
                 WHERE document_id = ?1 ORDER BY {order}, kind_id, target_id, tax_set_id LIMIT 1"
            );
            let read = file.query_row(&statement, params![document], |row| {
                Ok(((row.get(0)?, row.get(1)?, row.get(2)?), row.get(3)?))
            });
            read.ok()
        };
        let rows: [(Key, i64); 2] = [row("amount DESC")?, row("amount")?];
        let is_useful = rows[0].1 > 0 && rows[1].1 < 0;
        if !is_useful {
            return None;
        }
        let rot = Self { file, document, rows };
        rot.write(CENTS);
        Some(rot)
    }

    /// The disk has again what was written.
    pub(crate) fn mend(self) {
        self.write(0);
    }

    fn write(&self, more: i64) {
        for ((kind, target, taxes), amount) in &self.rows {
            let amount = amount + more * amount.signum();
            let statement = "UPDATE claimed_totals SET amount = ?1 WHERE document_id = ?2
                AND kind_id = ?3 AND target_id = ?4 AND tax_set_id = ?5";
            let values = params![amount, self.document, kind, target, taxes];
            self.file.execute(statement, values).expect("the disk is written");
        }
    }
}
