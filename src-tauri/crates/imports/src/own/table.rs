//! Daybook's own table: rows of one id, one under the other, are one transaction.
//!
//! A row carries a line, a tender, both or more; the transaction's own columns stand on its first
//! row and are blank or the same on the others. Everything becomes a value of the schema, and a
//! problem there is led back to the row and the column it came from.

use std::collections::HashSet;
use std::io::{Read, Seek, SeekFrom};
use std::ops::ControlFlow;

use serde_json::{Map, Value};

use super::problem::{Problem, Problems, Wrong};
use super::{TOTALS, shares, transaction};
use crate::error::ImportError;
use crate::format::Recognised;
use crate::options::Options;
use crate::reject::Reject;
use crate::report::Report;
use crate::row::Row;
use crate::sink::Sink;
use crate::table::{Columns, Table, TableRow, cut};

/// Columns that stand once for a transaction, and where their cells go in the value.
const ONCE: [(&str, &str); 34] = [
    ("id", "/id"),
    ("kind", "/kind"),
    ("at", "/at"),
    ("location", "/location"),
    ("till", "/till"),
    ("staff", "/staff"),
    ("customer_id", "/customer/id"),
    ("customer_name", "/customer/name"),
    ("customer_email", "/customer/email"),
    ("booking", "/booking"),
    ("currency", "/currency"),
    ("tip", "/tip"),
    ("surcharge", "/surcharge"),
    ("refund_of", "/refund_of"),
    ("invoice", "/invoice"),
    ("note", "/note"),
    ("amount", "/amount"),
    ("bank", "/bank"),
    ("bond", "/bond"),
    ("deposit_used", "/deposit_used"),
    ("due_date", "/due_date"),
    ("gift_card", "/gift_card"),
    ("kept", "/kept"),
    ("paid_from", "/paid_from"),
    ("rental_from", "/rental/from"),
    ("rental_to", "/rental/to"),
    ("counted", "/count/counted"),
    ("float_to_leave", "/count/float_to_leave"),
    ("payout_processor", "/payout/processor"),
    ("payout_id", "/payout/id"),
    ("payout_date", "/payout/date"),
    ("payout_gross", "/payout/gross"),
    ("payout_fees", "/payout/fees"),
    ("payout_net", "/payout/net"),
];

/// Columns of which every row may carry one more element of a list.
const EACH: [(&str, &str, &str); 22] = [
    ("line_description", "/lines", "description"),
    ("line_gl_code", "/lines", "gl_code"),
    ("line_role", "/lines", "role"),
    ("line_quantity", "/lines", "quantity"),
    ("line_unit_price", "/lines", "unit_price"),
    ("line_net", "/lines", "net"),
    ("line_discount", "/lines", "discount"),
    ("tender_name", "/tenders", "name"),
    ("tender_amount", "/tenders", "amount"),
    ("tender_tendered", "/tenders", "tendered"),
    ("tender_change", "/tenders", "change"),
    ("tender_currency", "/tenders", "currency"),
    ("tender_rate", "/tenders", "rate"),
    ("pays_invoice", "/invoices", "invoice"),
    ("pays_amount", "/invoices", "amount"),
    ("denomination_value", "/count/denominations", "value"),
    ("denomination_count", "/count/denominations", "count"),
    ("settles_tender", "/payout/settles", "tender"),
    ("settles_amount", "/payout/settles", "amount"),
    ("chargeback_amount", "/payout/chargebacks", "amount"),
    ("chargeback_fee", "/payout/chargebacks", "fee"),
    ("chargeback_of", "/payout/chargebacks", "refund_of"),
];

/// What the name of a column of one tax begins with: "tax:GST".
const TAX: &str = "tax:";

/// Reads a file from beginning to end.
pub(crate) fn read_csv<R: Read + Seek>(
    reader: &mut R,
    recognised: Recognised,
    options: &Options,
    on_row: &mut dyn FnMut(Row) -> ControlFlow<()>,
) -> Result<Report, ImportError> {
    let size = reader.seek(SeekFrom::End(0))?;
    let mut table = Table::open(reader, &recognised)?;
    let mut sink = Sink::new(recognised, size, on_row);
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

/// Where the cells of each column go.
enum Destination {
    /// A field of the transaction, at this pointer.
    Once(&'static str),
    /// A field of this row's element of the list at this pointer.
    Each(&'static str, &'static str),
    /// This tax of the row's line.
    Tax(String),
}

struct Plan(Vec<Destination>);

impl Plan {
    /// Refuses a column it does not know: a misspelt one would lose money silently.
    fn of(columns: &Columns) -> Result<Self, ImportError> {
        let mut unknown = Vec::new();
        let mut destinations = Vec::new();
        for (index, name) in columns.names().iter().enumerate() {
            match destination(name).filter(|_| columns.find(name) == Some(index)) {
                Some(destination) => destinations.push(destination),
                None => unknown.push(format!("\"{name}\"")),
            }
        }
        if unknown.is_empty() {
            Ok(Self(destinations))
        } else {
            Err(ImportError::UnknownColumns { columns: unknown })
        }
    }
}

fn destination(name: &str) -> Option<Destination> {
    let key = crate::table::header_key(name);
    let once = ONCE.iter().find(|(column, _)| *column == key);
    let each = EACH.iter().find(|(column, _, _)| *column == key);
    let tax = name.get(..TAX.len()).filter(|start| start.eq_ignore_ascii_case(TAX));
    match (once, each, tax) {
        (Some((_, pointer)), _, _) => Some(Destination::Once(pointer)),
        (None, Some((_, list, field)), _) => Some(Destination::Each(list, field)),
        (None, None, Some(_)) => Some(Destination::Tax(name[TAX.len()..].trim().to_owned())),
        (None, None, None) => None,
    }
}

/// The rows of the transaction being read, and the ids of those before it.
struct Groups<'o> {
    plan: Plan,
    options: &'o Options,
    open: Option<Group>,
    closed: HashSet<String>,
}

/// One transaction in the making.
struct Group {
    id: String,
    line: u64,
    value: Value,
    /// Which line of the file each element of each list came from.
    elements: Vec<(&'static str, u64)>,
    problems: Vec<Problem>,
    /// A row of it that could not be read at all.
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
            match row.check() {
                Ok(()) => group.add(row, &self.plan),
                Err(reject) => group.broken = group.broken.take().or(Some(reject)),
            }
        }
        flow
    }

    /// Reads what has been gathered, as the transaction it is.
    fn close(&mut self, sink: &mut Sink<'_>) -> ControlFlow<()> {
        let Some(group) = self.open.take() else { return ControlFlow::Continue(()) };
        let line = group.line;
        let raw = group.value.to_string();
        let scattered = !group.id.is_empty() && !self.closed.insert(group.id.clone());
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
            problems: Vec::new(),
            broken: None,
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
                place: format!("line {}, {}", row.line, row.columns.name(index)),
                what: Wrong::Contradicts(cell.to_owned()),
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
            return Err(Reject::Scattered { id: self.id });
        }
        if !self.problems.is_empty() {
            return Err(Reject::Schema(Problems(self.problems)));
        }
        transaction(&self.value, options).map_err(|reject| {
            let Reject::Schema(Problems(problems)) = reject else { return reject };
            let led_back = problems.into_iter().map(|problem| self.lead_back(problem));
            Reject::Schema(Problems(led_back.collect()))
        })
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
        code.map_or_else(|| field.to_owned(), |code| format!("{TAX}{code}"))
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
