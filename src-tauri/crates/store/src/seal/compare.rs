//! Comparing: the seals worked out again from the rows, against those that were kept.

use std::collections::BTreeMap;
use std::sync::Arc;

use ledger::Lane;
use rusqlite::types::ToSql;
use rusqlite::{Connection, named_params};

use super::Group;
use super::tables::{Owner, Table, Tables};
use crate::error::Error;
use crate::sql;

/// How many transactions are compared at once, so that memory stays small.
const CHUNK: u32 = 20_000;

/// By how much rows differ from their seals: what is not in it, or is zero, does not differ.
pub(super) type Differences = BTreeMap<Group, i64>;

/// Values of a condition, by the names it has for them.
type Values<'a> = &'a [(&'a str, &'a dyn ToSql)];

/// The transactions with a part on some days of a location's lane, the transactions of those days,
/// and the order of both.
pub(super) fn of_days(
    view: &Connection,
    tables: &Tables,
    (location, lane): (i64, Lane),
    (from, to): (i64, i64),
) -> Result<Differences, Error> {
    let lane = lane.key();
    let mut found = of(
        view,
        tables,
        Owner::Transaction,
        "IN (SELECT transaction_id FROM parts WHERE location_id = :location AND lane = :lane
             AND business_day BETWEEN :from AND :to)",
        &[(":location", &location), (":lane", &lane), (":from", &from), (":to", &to)],
    )?;
    // Of the days of these transactions only some of the rows were read.
    found.retain(|group, _| !matches!(group, Group::Day(_)));
    let dated = tables.owned_by(Owner::Transaction).filter(|table| table.is_dated());
    for table in dated {
        let statement =
            format!("SELECT * FROM {} WHERE business_day BETWEEN :from AND :to", table.name);
        let mut rows = Differences::new();
        add_rows(view, table, &statement, &[(":from", &from), (":to", &to)], &mut rows)?;
        found.extend(rows.into_iter().filter(|(group, _)| matches!(group, Group::Day(_))));
    }
    add_stored(view, "day", (from, to), &mut found)?;
    Ok(only_different(found))
}

/// One transaction.
pub(super) fn of_transaction(
    view: &Connection,
    tables: &Tables,
    id: i64,
) -> Result<Differences, Error> {
    let mut found = of_range(view, tables, Owner::Transaction, (id, id))?;
    found.retain(|group, _| !matches!(group, Group::Day(_)));
    Ok(only_different(found))
}

/// One document with all that belongs to it.
pub(super) fn of_document(
    view: &Connection,
    tables: &Tables,
    id: i64,
) -> Result<Differences, Error> {
    Ok(only_different(of_range(view, tables, Owner::Document, (id, id))?))
}

/// A table that is sealed as a whole.
pub(super) fn of_table(
    view: &Connection,
    tables: &Tables,
    name: &str,
) -> Result<Differences, Error> {
    let mut found = Differences::new();
    if let Some(table) = tables.get(name) {
        add_rows(view, table, &format!("SELECT * FROM {name}"), &[], &mut found)?;
    }
    let group = Group::Table(Arc::from(name));
    *found.entry(group).or_default() ^= kept(view, name, 0)?;
    Ok(only_different(found))
}

/// The seal that is kept of a whole table.
pub(super) fn kept(view: &Connection, sort: &str, id: i64) -> Result<i64, Error> {
    let seal = sql::first(
        view,
        "SELECT seal FROM seals WHERE sort = :sort AND id = :id",
        named_params! { ":sort": sort, ":id": id },
        |row| Ok(row.get(0)?),
    )?;
    Ok(seal.unwrap_or_default())
}

/// The whole book.
pub(super) fn all(view: &Connection, tables: &Tables) -> Result<Differences, Error> {
    let mut found = of_range(view, tables, Owner::Document, (i64::MIN, i64::MAX))?;
    let mut from = Some(i64::MIN);
    while let Some(first) = from {
        let next = next_chunk(view, first)?;
        let last = next.map_or(i64::MAX, |next| next.saturating_sub(1));
        let transactions = of_range(view, tables, Owner::Transaction, (first, last))?;
        for (group, difference) in only_different(transactions) {
            *found.entry(group).or_default() ^= difference;
        }
        from = next;
    }
    add_stored(view, "day", (i64::MIN, i64::MAX), &mut found)?;
    for table in tables.owned_by(Owner::Table) {
        add_rows(view, table, &format!("SELECT * FROM {}", table.name), &[], &mut found)?;
    }
    for (sort, seal) in of_tables(view)? {
        *found.entry(Group::Table(sort.into())).or_default() ^= seal;
    }
    Ok(only_different(found))
}

/// Where the chunk of transactions after the one that begins at `from` begins. In a damaged book
/// ids may be far apart: they are counted, not computed.
fn next_chunk(view: &Connection, from: i64) -> Result<Option<i64>, Error> {
    let next = sql::first(
        view,
        "SELECT min(id) FROM (
             SELECT * FROM (SELECT id FROM transactions
                 WHERE id >= :from ORDER BY id LIMIT 1 OFFSET :chunk)
             UNION ALL
             SELECT * FROM (SELECT transaction_id FROM transaction_seals
                 WHERE transaction_id >= :from ORDER BY transaction_id LIMIT 1 OFFSET :chunk))",
        named_params! { ":from": from, ":chunk": CHUNK },
        |row| Ok(row.get(0)?),
    )?;
    Ok(next.flatten())
}

fn of_tables(view: &Connection) -> Result<Vec<(String, i64)>, Error> {
    sql::all(
        view,
        "SELECT sort, seal FROM seals WHERE sort NOT IN ('day', 'document')",
        [],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

fn of_range(
    view: &Connection,
    tables: &Tables,
    owner: Owner,
    (from, to): (i64, i64),
) -> Result<Differences, Error> {
    let values: Values<'_> = &[(":from", &from), (":to", &to)];
    of(view, tables, owner, "BETWEEN :from AND :to", values)
}

/// Works out the seals of an owner's rows whose key a condition lets through, and takes those that
/// are kept away from them.
fn of(
    view: &Connection,
    tables: &Tables,
    owner: Owner,
    condition: &str,
    values: Values<'_>,
) -> Result<Differences, Error> {
    let mut found = Differences::new();
    for table in tables.owned_by(owner) {
        let statement = format!("SELECT * FROM {} WHERE {} {condition}", table.name, table.key);
        add_rows(view, table, &statement, values, &mut found)?;
    }
    let statement = match owner {
        Owner::Transaction => format!(
            "SELECT transaction_id AS id, seal FROM transaction_seals
             WHERE transaction_id {condition}"
        ),
        Owner::Document => {
            format!("SELECT id, seal FROM seals WHERE sort = 'document' AND id {condition}")
        }
        Owner::Table => return Ok(found),
    };
    let kept: Vec<(i64, i64)> =
        sql::all(view, &statement, values, |row| Ok((row.get("id")?, row.get("seal")?)))?;
    for (id, seal) in kept {
        let group = match owner {
            Owner::Transaction => Group::Transaction(id),
            Owner::Document | Owner::Table => Group::Document(id),
        };
        *found.entry(group).or_default() ^= seal;
    }
    Ok(found)
}

fn add_rows(
    view: &Connection,
    table: &Table,
    statement: &str,
    values: Values<'_>,
    found: &mut Differences,
) -> Result<(), Error> {
    let mut statement = view.prepare_cached(statement)?;
    let mut rows = statement.query(values)?;
    let mut bytes = Vec::new();
    while let Some(row) = rows.next()? {
        let hashed = table.hash(&mut bytes, |place| row.get_ref_unwrap(place))?;
        for group in hashed.day.into_iter().chain([hashed.group]) {
            *found.entry(group).or_default() ^= hashed.hash;
        }
    }
    Ok(())
}

fn add_stored(
    view: &Connection,
    sort: &str,
    (from, to): (i64, i64),
    found: &mut Differences,
) -> Result<(), Error> {
    let kept: Vec<(i64, i64)> = sql::all(
        view,
        "SELECT id, seal FROM seals WHERE sort = :sort AND id BETWEEN :from AND :to",
        named_params! { ":sort": sort, ":from": from, ":to": to },
        |row| Ok((row.get("id")?, row.get("seal")?)),
    )?;
    for (id, seal) in kept {
        *found.entry(Group::Day(id)).or_default() ^= seal;
    }
    Ok(())
}

fn only_different(mut found: Differences) -> Differences {
    found.retain(|_, difference| *difference != 0);
    found
}
