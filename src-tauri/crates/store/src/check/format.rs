//! The book's own tables and triggers, against those that its steps make in an empty book.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use rusqlite::Connection;

use crate::error::Error;
use crate::migrate;
use crate::sql;

/// The tables, indices and triggers that are missing, or are not as the steps make them.
pub(super) fn foreign(view: &Connection) -> Result<Vec<String>, Error> {
    let here = objects(view)?;
    let there = made()?;
    Ok(here.symmetric_difference(there).map(|(sort, name, _)| format!("{sort} {name}")).collect())
}

/// Tables, indices and triggers, each as its sort, its name with its table's, and what made it.
type Objects = BTreeSet<(String, String, String)>;

/// What the steps make, worked out once.
fn made() -> Result<&'static Objects, Error> {
    static MADE: OnceLock<Objects> = OnceLock::new();
    if let Some(made) = MADE.get() {
        return Ok(made);
    }
    let empty = Connection::open_in_memory()?;
    migrate::make_empty(&empty)?;
    let objects = objects(&empty)?;
    Ok(MADE.get_or_init(|| objects))
}

/// The names are quoted, so that a text that became bytes is another.
fn objects(book: &Connection) -> Result<Objects, Error> {
    let rows = sql::all(
        book,
        "SELECT quote(type) AS type, quote(name) || ' of ' || quote(tbl_name) AS name,
             typeof(sql) || coalesce(sql, '') AS made
         FROM sqlite_schema",
        [],
        |row| {
            let made: String = row.get("made")?;
            Ok((row.get("type")?, row.get("name")?, unquoted(made)))
        },
    )?;
    Ok(rows.into_iter().collect())
}

/// Without the quotes of names: SQLite writes those of a renamed table in its own way. A single
/// quote more, as a flipped bit makes of a space, is not a name's, and stays.
fn unquoted(made: String) -> String {
    let pieces: Vec<&str> = made.split('"').collect();
    let is_name =
        |piece: &&str| piece.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '_');
    let names_only = pieces.iter().skip(1).step_by(2).all(is_name);
    if pieces.len() % 2 == 1 && names_only { pieces.concat() } else { made }
}
