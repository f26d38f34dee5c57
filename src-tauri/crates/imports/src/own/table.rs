//! Daybook's own table: rows of one id, one under the other, are one transaction.
//!
//! A row carries a line, a tender, both or more; the transaction's own columns stand on its first
//! row and are blank or the same on the others. Everything becomes a value of the schema, and a
//! problem there is led back to the row and the column it came from.
//!
//! A row with a payment that stands twice in a transaction, to the last cell, is an export that was
//! written twice: bill and payments would both be doubled and add up. Of that nothing is taken. Of
//! equal lines each is taken, and where no payment shows how many there were, that is said.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{Read, Seek, SeekFrom};
use std::ops::ControlFlow;

use serde_json::{Map, Value};

use super::columns::{Destination, EACH, ONCE, Plan, TAX, holds};
use super::problem::{Problem, Problems, Wrong};
use super::{TOTALS, shares, transaction};
use crate::error::ImportError;
use crate::format::Recognised;
use crate::options::Options;
use crate::reject::{Reject, VALUE_BYTES_MAX, VALUES_MAX, quoted};
use crate::report::Report;
use crate::row::{Answer, Row, Warning};
use crate::sink::Sink;
use crate::table::{Table, TableRow, cut};

/// Reads a file from beginning to end.
pub(crate) fn read_csv<R: Read + Seek>(
    reader: &mut R,
    recognised: Recognised,
    options: &Options,
    on_row: &mut dyn FnMut(Row) -> Answer,
) -> Result<Report, ImportError> {
    let size = reader.seek(SeekFrom::End(0))?;
    let mut table = Table::open(reader, &recognised, holds)?;
    let mut sink = Sink::new(recognised, size, options.currency, on_row);
    sink.total_columns(TOTALS);
    let plan = Plan::of(table.columns())?;
    let mut groups = Groups { plan, options, open: None, closed: HashSet::new() };
    let mut flow = ControlFlow::Continue(());
    while let Some(row) = table.next_row()? {
        flow = groups.take(&row, &mut sink);
        if flow.is_break() || sink.progress(row.done).is_break() {
            return Ok(sink.finish());
        }
    }
    if flow.is_continue() {
        let _last = groups.close(&mut sink);
    }
    Ok(sink.finish())
}

/// The rows of the transaction being read, and the ids of those before it.
struct Groups<'o> {
    plan: Plan,
    options: &'o Options,
    open: Option<Group>,
    /// The ids of those before it, as hashes: a season has many.
    closed: HashSet<u64>,
}

/// One transaction in the making.
struct Group {
    id: String,
    line: u64,
    value: Value,
    /// Which line of the file each element of each list came from.
    elements: Vec<(&'static str, u64)>,
    problems: Problems,
    /// Its rows, as hashes, with the line of each: as many as it has values at most.
    rows: HashMap<u64, u64>,
    /// Whether one that may stand in it twice does.
    has_equal_lines: bool,
    /// What it holds so far, in cells and in bytes.
    values: usize,
    bytes: usize,
    /// Why it cannot be read at all; its other rows are passed over then.
    broken: Option<Reject>,
}

impl Groups<'_> {
    fn take(&mut self, row: &TableRow<'_>, sink: &mut Sink<'_>) -> ControlFlow<()> {
        let id = row.cell(row.columns.find("id"));
        let mut flow = ControlFlow::Continue(());
        if self.open.as_ref().is_none_or(|group| group.id != id || id.is_empty()) {
            flow = self.close(sink);
            self.open = Some(Group::new(id, row.line));
        }
        if let Some(group) = &mut self.open {
            group.take(row, &self.plan);
        }
        flow
    }

    /// Reads what has been gathered, as the transaction it is.
    fn close(&mut self, sink: &mut Sink<'_>) -> ControlFlow<()> {
        let Some(group) = self.open.take() else { return ControlFlow::Continue(()) };
        let line = group.line;
        let raw = group.value.to_string();
        let scattered = !group.id.is_empty() && !self.closed.insert(hash(&group.id));
        match group.read(self.options, scattered) {
            Ok(read) => {
                let shares = shares(&read.transaction);
                sink.transaction(line, read.transaction, read.raw, read.warnings, &shares)
            }
            Err(reason) => sink.reject(line, reason, cut(raw), &[]),
        }
    }
}

impl Group {
    fn new(id: &str, line: u64) -> Self {
        Self {
            id: id.to_owned(),
            line,
            value: Value::Object(Map::new()),
            elements: Vec::new(),
            problems: Problems::default(),
            rows: HashMap::new(),
            has_equal_lines: false,
            values: 0,
            bytes: 0,
            broken: None,
        }
    }

    fn take(&mut self, row: &TableRow<'_>, plan: &Plan) {
        if self.broken.is_some() {
            return;
        }
        self.values += row.cells.iter().filter(|cell| !cell.trim().is_empty()).count();
        self.bytes += row.cells.as_slice().len();
        let is_too_large = self.values > VALUES_MAX || self.bytes > VALUE_BYTES_MAX;
        match row.check() {
            Ok(()) if is_too_large => self.broken = Some(Reject::TooLarge),
            Ok(()) => match self.repeats(row, plan) {
                None => self.add(row, plan),
                Some(first) => {
                    let (id, line) = (quoted(&self.id), row.line);
                    self.broken = Some(Reject::Repeated { id, first, line });
                }
            },
            Err(reject) => self.broken = Some(reject),
        }
    }

    /// The line of the row further up that this one is the same as and may not be.
    fn repeats(&mut self, row: &TableRow<'_>, plan: &Plan) -> Option<u64> {
        let mut says = DefaultHasher::new();
        let (mut is_line, mut counts_twice) = (false, false);
        for (index, destination) in plan.0.iter().enumerate() {
            let cell = row.cell(Some(index));
            cell.hash(&mut says);
            counts_twice |= !cell.is_empty() && destination.counts_twice();
            is_line |= !cell.is_empty() && destination.is_of_a_line();
        }
        match self.rows.entry(says.finish()) {
            Entry::Occupied(first) if counts_twice => Some(*first.get()),
            Entry::Occupied(_) => {
                self.has_equal_lines |= is_line;
                None
            }
            Entry::Vacant(place) => {
                place.insert(row.line);
                None
            }
        }
    }

    fn add(&mut self, row: &TableRow<'_>, plan: &Plan) {
        let mut elements: Vec<(&'static str, Map<String, Value>)> = Vec::new();
        for (index, destination) in plan.0.iter().enumerate() {
            let cell = row.cell(Some(index));
            if cell.is_empty() {
                continue;
            }
            match destination {
                Destination::Once(pointer) => self.set(pointer, cell, row, index),
                Destination::Each(list, field) => {
                    let _before =
                        element(&mut elements, list).insert((*field).to_owned(), Value::from(cell));
                }
                Destination::Tax(code) => {
                    let line = element(&mut elements, "/lines");
                    let taxes = line.entry("taxes").or_insert_with(|| Value::Array(Vec::new()));
                    let tax = serde_json::json!({ "code": code, "amount": cell });
                    taxes.as_array_mut().expect("taxes are a list").push(tax);
                }
            }
        }
        for (list, fields) in elements {
            self.elements.push((list, row.line));
            self.push(list, Value::Object(fields));
        }
    }

    /// Sets a field of the transaction; rows further down may only repeat it.
    fn set(&mut self, pointer: &str, cell: &str, row: &TableRow<'_>, index: usize) {
        let (parent, field) = pointer.rsplit_once('/').expect("a pointer begins with a slash");
        let object = self.object(parent);
        match object.get(field) {
            None => drop(object.insert(field.to_owned(), Value::from(cell))),
            Some(known) if known == cell => {}
            Some(_) => self.problems.push(Problem {
                place: format!("line {}, {}", row.line, quoted(row.columns.name(index))),
                what: Wrong::Contradicts(quoted(cell)),
            }),
        }
    }

    fn push(&mut self, list: &str, element: Value) {
        let (parent, field) = list.rsplit_once('/').expect("a pointer begins with a slash");
        let list = self.object(parent).entry(field).or_insert_with(|| Value::Array(Vec::new()));
        list.as_array_mut().expect("a list column is a list").push(element);
    }

    /// The object at a pointer of at most one step, made where it is not there yet.
    fn object(&mut self, pointer: &str) -> &mut Map<String, Value> {
        let root = self.value.as_object_mut().expect("a transaction is an object");
        match pointer.strip_prefix('/') {
            None => root,
            Some(field) => root
                .entry(field)
                .or_insert_with(|| Value::Object(Map::new()))
                .as_object_mut()
                .expect("a group of columns is an object"),
        }
    }

    fn read(self, options: &Options, scattered: bool) -> Result<super::Recorded, Reject> {
        if let Some(reject) = self.broken {
            return Err(reject);
        }
        if scattered {
            return Err(Reject::Scattered { id: quoted(&self.id) });
        }
        if !self.problems.is_empty() {
            return Err(Reject::Schema(self.problems));
        }
        let read = transaction(&self.value, options).map_err(|reject| {
            let Reject::Schema(problems) = reject else { return reject };
            let named = problems.named.into_iter().map(|problem| self.lead_back(problem));
            Reject::Schema(Problems { named: named.collect(), more: problems.more })
        });
        let mut read = read?;
        // What was paid would not add up with a line too many.
        if self.has_equal_lines && read.transaction.tenders.is_empty() {
            read.warnings.push(Warning::EqualLines);
        }
        Ok(read)
    }

    /// Names the row and the column of a problem in the value.
    fn lead_back(&self, problem: Problem) -> Problem {
        let pointer = problem.place.as_str();
        if let Some((column, _)) = ONCE.iter().find(|(_, known)| *known == pointer) {
            return Problem { place: format!("line {}, {column}", self.line), ..problem };
        }
        let lists = ["/lines", "/tenders", "/invoices", "/count/denominations"];
        let lists = lists.into_iter().chain(["/payout/settles", "/payout/chargebacks"]);
        for list in lists {
            let Some(rest) = pointer.strip_prefix(list).and_then(|rest| rest.strip_prefix('/'))
            else {
                continue;
            };
            let (index, field) = rest.split_once('/').unwrap_or((rest, ""));
            let index = index.parse().unwrap_or(usize::MAX);
            let of_list = self.elements.iter().filter(|(known, _)| *known == list);
            let line = of_list.map(|(_, line)| *line).nth(index).unwrap_or(self.line);
            let column = self.column(pointer, list, field);
            return Problem { place: format!("line {line}, {column}"), ..problem };
        }
        let name = pointer.trim_start_matches('/');
        Problem { place: format!("line {}, {name}", self.line), ..problem }
    }

    /// The column that a field of a list's element came from.
    fn column(&self, pointer: &str, list: &str, field: &str) -> String {
        if let Some((column, _, _)) =
            EACH.iter().find(|(_, known, name)| *known == list && *name == field)
        {
            return (*column).to_owned();
        }
        let tax = pointer.rsplit_once('/').and_then(|(tax, _)| self.value.pointer(tax));
        let code = tax.and_then(|tax| tax["code"].as_str());
        code.map_or_else(|| field.to_owned(), |code| format!("{TAX}{}", quoted(code)))
    }
}

fn element<'e>(
    elements: &'e mut Vec<(&'static str, Map<String, Value>)>,
    list: &'static str,
) -> &'e mut Map<String, Value> {
    let found = elements.iter().position(|(known, _)| *known == list);
    let index = found.unwrap_or_else(|| {
        elements.push((list, Map::new()));
        elements.len() - 1
    });
    &mut elements[index].1
}

fn hash(id: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    id.hash(&mut hasher);
    hasher.finish()
}
