//! The way out: sentences and tables for people, JSON for scripts.

use std::io::{self, Write};

use comfy_table::{CellAlignment, ContentArrangement, Table, presets};
use ipc::Fault;
use serde::Serialize;
use serde_json::Value;

use crate::failure::Failure;

/// Prints to standard output. Where nobody reads any more, printing stops and the work goes on:
/// `daybook sync | head` must not leave a day half done.
#[derive(Debug)]
pub(crate) struct Printer {
    json: bool,
    failed: Option<io::Error>,
}

/// A table for people.
#[derive(Debug)]
pub(crate) struct Columns {
    titles: Vec<&'static str>,
    right: Vec<usize>,
    rows: Vec<Vec<String>>,
}

impl Columns {
    /// A table with these titles; those that end in `>` are aligned to the right.
    pub(crate) fn new(titles: &[&'static str]) -> Self {
        let right = titles.iter().enumerate().filter(|(_, title)| title.ends_with('>'));
        Self {
            right: right.map(|(column, _)| column).collect(),
            titles: titles.iter().map(|title| title.trim_end_matches('>')).collect(),
            rows: Vec::new(),
        }
    }

    pub(crate) fn row<const N: usize>(&mut self, cells: [&str; N]) {
        self.rows.push(cells.iter().map(|cell| (*cell).to_owned()).collect());
    }

    fn lines(&self) -> String {
        let mut table = Table::new();
        table
            .load_style(presets::NOTHING)
            .set_content_arrangement(ContentArrangement::Disabled)
            .set_header(self.titles.clone())
            .add_rows(&self.rows);
        for (place, column) in table.column_iter_mut().enumerate() {
            column.set_padding((0, 2));
            if self.right.contains(&place) {
                column.set_cell_alignment(CellAlignment::Right);
            }
        }
        table.trim_fmt()
    }
}

impl Printer {
    pub(crate) const fn new(json: bool) -> Self {
        Self { json, failed: None }
    }

    /// Whether scripts are to be served.
    pub(crate) const fn is_json(&self) -> bool {
        self.json
    }

    /// Prints a value on a line of its own, at once.
    pub(crate) fn value(&mut self, value: &impl Serialize) {
        let printed = serde_json::to_string(value).map_err(io::Error::from);
        self.write(|out| writeln!(out, "{}", printed?));
    }

    /// Prints a sentence.
    pub(crate) fn say(&mut self, sentence: &str) {
        self.write(|out| writeln!(out, "{sentence}"));
    }

    /// Prints a table, or nothing where it has no rows.
    pub(crate) fn table(&mut self, columns: &Columns) {
        if !columns.rows.is_empty() {
            self.say(&columns.lines());
        }
    }

    /// Prints a table below what was printed before.
    pub(crate) fn next_table(&mut self, columns: &Columns) {
        if !columns.rows.is_empty() {
            self.say("");
            self.table(columns);
        }
    }

    /// Prints the value for scripts, or what `say` says for people.
    pub(crate) fn either(&mut self, value: &impl Serialize, say: impl FnOnce(&mut Self)) {
        if self.json {
            self.value(value);
        } else {
            say(self);
        }
    }

    /// Prints a file as it is.
    pub(crate) fn bytes(&mut self, bytes: &[u8]) {
        self.write(|out| out.write_all(bytes));
    }

    fn write(&mut self, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) {
        if self.failed.is_none() {
            let mut out = io::stdout().lock();
            self.failed = write(&mut out).and_then(|()| out.flush()).err();
        }
    }

    /// What went wrong with standard output, unless its reader had just seen enough.
    pub(crate) fn failure(self) -> Option<io::Error> {
        self.failed.filter(|error| error.kind() != io::ErrorKind::BrokenPipe)
    }
}

/// Says on standard error why a command failed. Where that is closed too, the exit code is left.
pub(crate) fn complain(fault: &Fault, json: bool) {
    let mut out = io::stderr().lock();
    let said = if json {
        let failure = serde_json::to_string(&Failure::of(fault)).map_err(io::Error::from);
        failure.and_then(|failure| writeln!(out, "{failure}"))
    } else {
        let hint = fault.hint.iter().map(|hint| format!("\n{hint}"));
        let reference = fault.reference.iter().map(|id| format!("\nReference: {id}"));
        let more: String = hint.chain(reference).collect();
        writeln!(out, "error: {}{more}", fault.message)
    };
    drop(said);
}

/// Says on standard error what is wrong beside what was asked for.
pub(crate) fn warn(sentence: &str, json: bool) {
    let mut out = io::stderr().lock();
    let said = match json {
        true => writeln!(out, "{}", serde_json::json!({ "warning": { "message": sentence } })),
        false => writeln!(out, "warning: {sentence}"),
    };
    // Where nobody listens, what was asked for was done all the same.
    drop(said);
}

/// A shape of the window's, with its names as scripts have them: `glCodes` is `gl_codes`.
pub(crate) fn for_scripts(shape: &impl Serialize) -> Value {
    serde_json::to_value(shape).map_or(Value::Null, renamed)
}

fn renamed(value: Value) -> Value {
    match value {
        Value::Object(fields) => {
            fields.into_iter().map(|(name, value)| (snake(&name), renamed(value))).collect()
        }
        Value::Array(values) => values.into_iter().map(renamed).collect(),
        other @ (Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_)) => other,
    }
}

fn snake(name: &str) -> String {
    let mut snake = String::with_capacity(name.len() + 2);
    for letter in name.chars() {
        if letter.is_ascii_uppercase() {
            snake.push('_');
        }
        snake.push(letter.to_ascii_lowercase());
    }
    snake
}
