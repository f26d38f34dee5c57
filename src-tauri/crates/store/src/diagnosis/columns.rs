//! Which columns of the book a diagnostic bundle may be made of: a decision about every one.
//!
//! SQLite itself holds to it: the connection a bundle is read over refuses to prepare a statement
//! that names any other column, or that does anything but read. A table or a column that is not
//! here is refused, and a test asks for the decision.

use rusqlite::hooks::{AuthAction, AuthContext, Authorization};

/// A table, and the decision about each of its columns. Its rows are counted whatever it holds.
#[derive(Debug)]
pub(super) struct Table {
    pub(super) name: &'static str,
    /// What may be read. A free text among them is told in part only, and the query says how.
    told: &'static [&'static str],
    /// What never is: names, texts, amounts, ids outside of this book, and all that nobody needs
    /// to find a fault.
    #[cfg_attr(not(test), expect(dead_code, reason = "what is not told is refused unread"))]
    withheld: &'static [&'static str],
}

macro_rules! tables {
    ($($name:literal tells [$($told:literal)*] and withholds [$($withheld:literal)*];)*) => {
        /// Every table of the book, by name.
        pub(super) const TABLES: &[Table] = &[$(Table {
            name: $name,
            told: &[$($told),*],
            withheld: &[$($withheld),*],
        }),*];
    };
}

tables! {
    "answers" tells [] and withholds ["document_id" "xero_id" "who" "why" "answered_at_ms"];
    // Keys and bodies have what was sent, a message what Xero answered.
    "attempts" tells ["document_id" "number" "operation" "started_at_ms" "finished_at_ms"
        "outcome"]
        and withholds ["key" "body" "message"];
    "audit_log" tells [] and withholds ["id" "at_ms" "person_id" "who" "command" "what" "ids"
        "outcome_of" "outcome" "message" "chain"];
    "binding" tells [] and withholds ["one" "tenant_id" "bound_at_ms"];
    "changes" tells [] and withholds ["id" "topic" "row_id"];
    // Of the content only what `ChartTrace` counts.
    "charts" tells ["id" "read_at_ms" "content"] and withholds [];
    "claimed_totals" tells [] and withholds ["document_id" "business_day" "kind_id" "target_id"
        "tax_set_id" "amount" "tax" "transactions"];
    "claims" tells [] and withholds ["transaction_id" "part_id" "document_id" "released_at_ms"];
    "contacts" tells [] and withholds ["customer" "called" "name" "xero_id" "who" "linked_at_ms"];
    "day_marks" tells [] and withholds ["location_id" "business_day" "who" "marked_at_ms"];
    "document_lines" tells [] and withholds ["document_id" "position" "account_id" "account_code"
        "account_name" "description" "amount" "tax_type" "tracking" "tax_collected" "tax_expected"
        "quantity"];
    "document_paths" tells [] and withholds ["operation" "state" "next_operation" "next_state"];
    // Of the cause only the words that are ours; a cause also names what is mended.
    "documents" tells ["id" "kind" "state" "operation" "location_id" "lane" "journal_day"
        "currency" "as_draft" "about" "allocates_to" "reverses" "cause" "not_before_ms"
        "posted_at_ms" "evidence" "created_at_ms"]
        and withholds ["narration" "code" "first_day" "last_day" "due_day" "tax_way" "total"
        "counter" "bank_id" "bank_code" "bank_name" "contact" "body" "message" "xero_id" "number"
        "rate" "created_by"];
    "drifts" tells [] and withholds ["id" "document_id" "kind" "xero_id" "reference" "content"
        "message" "found_at_ms" "settled_at_ms" "settled_by" "how"];
    "found" tells [] and withholds ["xero_id" "kind" "reference" "code" "stem" "date_day" "total"
        "first_day" "last_day" "location_id" "found_at_ms" "dismissed_at_ms" "dismissed_by" "why"];
    "import_profiles" tells [] and withholds ["fingerprint" "name" "options"];
    "imports" tells [] and withholds ["id" "file_name" "sha256" "format" "who" "imported_at_ms"
        "recorded" "already_known" "corrected" "superseded" "rejected"];
    "leases" tells [] and withholds ["name" "owner" "until_ms"];
    "legs" tells [] and withholds ["transaction_id" "part_id" "position" "target_id" "tax_set_id"
        "amount" "tax" "description" "quantity"];
    // Of the keys that are asked for only.
    "location_settings" tells ["location_id" "key" "value"] and withholds [];
    "locations" tells ["id" "zone" "day_end_minutes" "tax_way"] and withholds ["name"];
    // Of the keys only those of roles.
    "mapping" tells ["sort" "key"] and withholds ["value"];
    "mapping_changes" tells [] and withholds ["id" "changed_at_ms" "who" "sort" "key" "before"
        "after"];
    "migrations" tells ["number"] and withholds ["name" "sha256" "applied_at_ms"];
    "open_parts" tells [] and withholds ["business_day" "transaction_id" "part_id" "lane"
        "location_id" "taken_back"];
    "open_totals" tells [] and withholds ["location_id" "lane" "business_day" "kind_id"
        "target_id" "tax_set_id" "amount" "tax" "transactions"];
    "parts" tells [] and withholds ["transaction_id" "part_id" "position" "lane" "location_id"
        "business_day" "retired" "against_transaction" "against_part" "allocated"];
    "people" tells [] and withholds ["id" "name" "folded" "role" "active" "created_at_ms"
        "changed_at_ms"];
    "pins" tells [] and withholds ["person_id" "hash" "wrong" "next_try_ms" "set_at_ms"];
    "rates" tells [] and withholds ["currency" "day" "rate" "who" "entered_at_ms"];
    "raw_rows" tells [] and withholds ["transaction_id" "raw"];
    "read_backs" tells [] and withholds ["id" "document_id" "read_at_ms" "content"];
    "restores" tells ["id" "cause" "restored_at_ms" "settled_at_ms"]
        and withholds ["known_until_ms"];
    "seals" tells [] and withholds ["sort" "id" "seal"];
    // Of the keys that are asked for only.
    "settings" tells ["key" "value"] and withholds [];
    // Of the operation only our own words; the message may be Xero's.
    "sync_log" tells ["id" "at_ms" "operation" "document_id" "ok" "status" "duration_ms" "attempt"]
        and withholds ["who" "message" "xero_id"];
    "targets" tells [] and withholds ["id" "sort" "name"];
    "threads" tells [] and withholds ["sort" "name" "transaction_id"];
    "transaction_seals" tells [] and withholds ["transaction_id" "seal"];
    "transactions" tells [] and withholds ["id" "source_id" "outside_id" "revision" "reverses"
        "kind_id" "at_ms" "business_day" "location_id" "till_id" "staff_id" "currency_id" "amount"
        "particulars" "import_id" "recorded_at_ms"];
    "waiting" tells [] and withholds ["transaction_id" "reason" "message" "taken_back"];
    "withdrawals" tells [] and withholds ["reversal_id" "who" "why" "withdrawn_at_ms"];
    "words" tells [] and withholds ["id" "text"];
}

/// Whether a statement of a bundle may do something.
pub(super) fn authorize(context: AuthContext<'_>) -> Authorization {
    let action = context.action;
    let may = if let AuthAction::Read { table_name, column_name } = action {
        may_read(table_name, column_name)
    } else {
        // The list of actions is SQLite's, and may grow.
        matches!(
            action,
            AuthAction::Select
                | AuthAction::Transaction { .. }
                | AuthAction::Function { function_name: "count" }
        )
    };
    if may { Authorization::Allow } else { Authorization::Deny }
}

/// An empty column is what SQLite says where rows are only counted.
fn may_read(table: &str, column: &str) -> bool {
    let table = TABLES.iter().find(|one| one.name == table);
    table.is_some_and(|table| column.is_empty() || table.told.contains(&column))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use rusqlite::Connection;

    use super::{TABLES, authorize};
    use crate::migrate;
    use crate::sql;

    fn empty() -> Connection {
        let book = Connection::open_in_memory().expect("a database");
        migrate::make_empty(&book).expect("the tables of the format");
        book
    }

    /// Every column of every table, as (table, column).
    fn columns(book: &Connection) -> BTreeSet<(String, String)> {
        let rows = sql::all(
            book,
            "SELECT t.name, c.name FROM sqlite_schema t, pragma_table_info(t.name) c
             WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite\\_%' ESCAPE '\\'",
            [],
            |row| Ok((row.get(0)?, row.get(1)?)),
        );
        rows.expect("a schema").into_iter().collect()
    }

    #[test]
    fn of_every_column_of_every_table_it_is_decided_whether_a_bundle_may_tell_it() {
        let mut decided = BTreeSet::new();
        for table in TABLES {
            for column in table.told.iter().chain(table.withheld) {
                let is_new = decided.insert((table.name.to_owned(), (*column).to_owned()));
                assert!(is_new, "{}.{column} is decided twice", table.name);
            }
        }
        let there = columns(&empty());
        let open: Vec<_> = there.difference(&decided).collect();
        let gone: Vec<_> = decided.difference(&there).collect();
        assert!(open.is_empty(), "say in {} whether a bundle may tell these: {open:?}", file!());
        assert!(gone.is_empty(), "no column of the book any more: {gone:?}");
    }

    #[test]
    fn what_is_withheld_is_refused_by_the_database_itself() {
        let mut book = empty();
        let columns = columns(&book);
        book.authorizer(Some(authorize)).expect("an authorizer");
        let mut refused = 0;
        for (table, column) in &columns {
            let told = TABLES.iter().any(|one| one.name == table && one.told.contains(&&**column));
            let prepared = book.prepare(&format!("SELECT \"{column}\" FROM \"{table}\"")).is_ok();
            assert_eq!(prepared, told, "{table}.{column}");
            refused += usize::from(!prepared);
        }
        assert!(refused > 100, "most are: {refused}");
        for statement in [
            "SELECT * FROM documents",
            "SELECT id FROM documents WHERE narration = 'x'",
            "SELECT (SELECT text FROM words LIMIT 1) FROM documents",
            "SELECT name FROM sqlite_schema",
            "DELETE FROM settings",
            "UPDATE settings SET value = ''",
            "ATTACH 'other' AS other",
            "PRAGMA writable_schema = 1",
        ] {
            book.prepare(statement).expect_err(statement);
        }
        book.prepare("SELECT count(*) FROM words").expect("rows are counted");
    }
}
