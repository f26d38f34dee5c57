//! The lines of documents.

use ledger::{Amount, Entry, EntryLine};
use rusqlite::{Connection, named_params};

use crate::error::Error;
use crate::ids::DocumentId;
use crate::sql;
use crate::words::{self, stored_decimal};

pub(super) fn insert(book: &Connection, id: DocumentId, entry: &Entry) -> Result<(), Error> {
    for (position, line) in (0_i64..).zip(&entry.lines) {
        let tracking = serde_json::to_string(&line.tracking).expect("strings are always JSON");
        sql::run(
            book,
            "INSERT INTO document_lines (document_id, position, account_id, account_code,
                 account_name, description, quantity, amount, tax_type, tracking, tax_collected,
                 tax_expected)
             VALUES (:document, :position, :account_id, :account_code, :account_name,
                 :description, :quantity, :amount, :tax_type, :tracking, :tax_collected,
                 :tax_expected)",
            named_params! {
                ":document": id.0,
                ":position": position,
                ":account_id": line.account_id,
                ":account_code": line.account_code,
                ":account_name": line.account_name,
                ":description": line.description,
                ":quantity": stored_decimal(line.quantity),
                ":amount": line.amount.minor(),
                ":tax_type": line.tax_type,
                ":tracking": tracking,
                ":tax_collected": line.tax_collected.minor(),
                ":tax_expected": line.tax_expected.minor(),
            },
        )?;
    }
    Ok(())
}

pub(super) fn delete(book: &Connection, id: DocumentId) -> Result<(), Error> {
    sql::run(
        book,
        "DELETE FROM document_lines WHERE document_id = :document",
        named_params! { ":document": id.0 },
    )
    .map(drop)
}

pub(super) fn read(view: &Connection, id: DocumentId) -> Result<Vec<EntryLine>, Error> {
    sql::all(
        view,
        "SELECT account_id, account_code, account_name, description, quantity, amount, tax_type,
             tracking, tax_collected, tax_expected
         FROM document_lines WHERE document_id = :id ORDER BY position",
        named_params! { ":id": id.0 },
        |row| {
            let tracking: String = row.get("tracking")?;
            Ok(EntryLine {
                account_id: row.get("account_id")?,
                account_code: row.get("account_code")?,
                account_name: row.get("account_name")?,
                description: row.get("description")?,
                quantity: words::decimal(&row.get::<_, String>("quantity")?)?,
                amount: Amount::from_minor(row.get("amount")?),
                tax_type: row.get("tax_type")?,
                tracking: serde_json::from_str(&tracking)
                    .map_err(|_| Error::Unreadable { what: "tracking", text: tracking })?,
                tax_collected: Amount::from_minor(row.get("tax_collected")?),
                tax_expected: Amount::from_minor(row.get("tax_expected")?),
            })
        },
    )
}
