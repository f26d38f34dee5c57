//! What the counts of drawers booked, against what they should have: in one walk over all that
//! moved cash, in the order in which it happened, apart from how a count was told its story.

use std::collections::BTreeMap;

use rusqlite::{Connection, Row};

use super::NAMED;
use crate::error::Error;
use crate::sql;

/// The invariant, as a sentence that should be true.
pub(super) const INVARIANT: &str =
    "what the counts of a drawer booked on a day is the last count less what should be in it";

/// A drawer: a till of a location, or all of them together.
type Drawer = (i64, Option<i64>);

/// What is known of the drawers while walking.
#[derive(Default)]
struct Walk {
    /// What should be in each by what was last counted and what moved since.
    holds: BTreeMap<Drawer, i64>,
    /// What counts booked as over on each business date.
    booked: BTreeMap<(Drawer, i64), i64>,
}

/// A move of cash, or a count.
struct Step {
    location: i64,
    till: Option<i64>,
    day: i64,
    is_count: bool,
    /// What moved; of a count what it booked as over.
    amount: i64,
    counted: i64,
    expected: Option<i64>,
    name: String,
}

/// The counts that booked something else, each drawer and day once.
pub(super) fn broken(view: &Connection) -> Result<Vec<String>, Error> {
    let mut statement = view.prepare(STEPS)?;
    let mut rows = statement.query([])?;
    let mut walk = Walk::default();
    let mut broken: BTreeMap<(Drawer, i64), String> = BTreeMap::new();
    while let Some(row) = rows.next()? {
        let step = Step::read(row)?;
        if !step.is_count {
            walk.moves(&step);
            continue;
        }
        let out_by = walk.counts(&step);
        if out_by != 0 {
            let date = sql::date(step.day)?;
            let line = format!("the count {} of {date} is out by {out_by}", step.name);
            broken.entry(((step.location, step.till), step.day)).or_insert(line);
        }
    }
    Ok(broken.into_values().take(NAMED).collect())
}

impl Walk {
    fn moves(&mut self, step: &Step) {
        add(self.holds.entry((step.location, None)).or_default(), step.amount);
        if step.till.is_some() {
            add(self.holds.entry((step.location, step.till)).or_default(), step.amount);
        }
    }

    /// Takes a count in; gives by how much it booked more than it found.
    fn counts(&mut self, step: &Step) -> i64 {
        let drawer = (step.location, step.till);
        let booked = self.booked.entry((drawer, step.day)).or_default();
        let holds = self.holds.entry(drawer).or_default();
        let by_till = step.expected.map(|expected| expected.saturating_add(*booked));
        let found = step.counted.saturating_sub(by_till.unwrap_or(*holds));
        add(booked, step.amount);
        *holds = step.counted;
        if step.till.is_some() {
            let all = (step.location, None);
            add(self.booked.entry((all, step.day)).or_default(), step.amount);
            add(self.holds.entry(all).or_default(), step.amount);
        }
        step.amount.saturating_sub(found)
    }
}

/// A damaged book may say anything, and is named elsewhere.
const fn add(sum: &mut i64, amount: i64) {
    *sum = sum.saturating_add(amount);
}

impl Step {
    fn read(row: &Row<'_>) -> Result<Self, Error> {
        Ok(Self {
            location: row.get("location_id")?,
            till: row.get("till_id")?,
            day: row.get("business_day")?,
            is_count: row.get("is_count")?,
            amount: row.get("amount")?,
            counted: row.get("counted")?,
            expected: row.get("expected")?,
            name: row.get("outside_id")?,
        })
    }
}

/// Cash moves before a count of the same instant, single tills before all of them, and otherwise
/// what was recorded first before what came later.
const STEPS: &str = "
    WITH cash AS (
        SELECT l.transaction_id, sum(l.amount) AS amount
        FROM targets g
            JOIN legs l ON l.target_id = g.id
            JOIN parts p ON p.transaction_id = l.transaction_id AND p.part_id = l.part_id
                AND p.retired = 0
        WHERE g.sort = 'tender' AND lower(trim(g.name)) = 'cash'
        GROUP BY l.transaction_id)
    SELECT * FROM (
    SELECT t.location_id, t.till_id, t.at_ms, t.business_day, 0 AS is_count, c.amount,
        0 AS counted, NULL AS expected, t.outside_id, 0 AS first
    FROM cash c JOIN transactions t ON t.id = c.transaction_id JOIN words k ON k.id = t.kind_id
    WHERE k.text <> 'cash_count'
    UNION ALL
    SELECT t.location_id, t.till_id, t.at_ms, t.business_day, 1, coalesce(c.amount, 0),
        t.amount, t.particulars ->> '$[11][10][1]', t.outside_id,
        (SELECT min(f.id) FROM transactions f
         WHERE f.outside_id = t.outside_id AND f.source_id = t.source_id)
    FROM transactions t
        JOIN words k ON k.id = t.kind_id
        LEFT JOIN cash c ON c.transaction_id = t.id
    WHERE k.text = 'cash_count' AND t.reverses IS NULL
        AND NOT EXISTS (
            SELECT 1 FROM transactions r WHERE r.outside_id = t.outside_id
                AND r.source_id = t.source_id AND r.revision = t.revision + 1)
        AND NOT EXISTS (SELECT 1 FROM waiting w WHERE w.transaction_id = t.id))
    ORDER BY location_id, at_ms, is_count, till_id IS NULL, first";
