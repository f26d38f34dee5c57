//! `daybook outbox show`: one document with all that is known of it.

use ipc::Document;
use serde::Serialize;
use serde_json::Value;

use crate::commands::cashout::say_lines;
use crate::commands::documents::{kind, say_summaries, word};
use crate::printer::{Columns, Printer, for_scripts};

/// Shows a document.
pub(super) fn show_one(document: &Document, printer: &mut Printer) {
    printer.either(&flat(document), |printer| say(document, printer));
}

/// A shape that opens with what the list shows of it, as one object for scripts.
pub(super) fn flat(opened: &impl Serialize) -> Value {
    let mut value = for_scripts(opened);
    if let Value::Object(fields) = &mut value
        && let Some(Value::Object(mut flat)) = fields.remove("summary")
    {
        flat.append(fields);
        *fields = flat;
    }
    value
}

/// Facts in two columns, those that say something.
pub(super) fn say_facts(facts: &[(&str, String)], printer: &mut Printer) {
    let mut columns = Columns::new(&["", ""]);
    for (name, value) in facts.iter().filter(|(_, value)| !value.is_empty()) {
        columns.row([*name, value]);
    }
    printer.table(&columns);
}

fn say(document: &Document, printer: &mut Printer) {
    let summary = &document.summary;
    printer.say(&format!("Document {}: {}", summary.id, summary.title));
    let of = |text: &Option<String>| text.clone().unwrap_or_default();
    let transactions = match document.transactions {
        0 => String::new(),
        count => count.to_string(),
    };
    say_facts(
        &[
            ("Kind", kind(summary.kind).to_owned()),
            ("State", word(summary.state).to_owned()),
            ("Reason", of(&summary.message)),
            ("Date", summary.date.to_string()),
            ("Due", document.due.as_ref().map(ToString::to_string).unwrap_or_default()),
            ("Amount", format!("{} {}", summary.amount, summary.currency)),
            ("Rate", of(&document.rate)),
            ("Contact", of(&document.contact)),
            ("Reference", of(&summary.narration)),
            ("Number in Xero", of(&summary.number)),
            ("Id in Xero", of(&summary.xero_id)),
            ("In Xero", of(&summary.link)),
            ("Sheet", of(&document.evidence)),
            ("Transactions", transactions),
            ("Made by", document.made_by.clone()),
        ],
        printer,
    );
    let lines: Vec<_> = document.lines.iter().chain(&document.counter).cloned().collect();
    if !lines.is_empty() {
        printer.say("");
        say_lines(&lines, Some((&document.debits, &document.credits)), printer);
    }
    let others = document.about.iter().map(|one| ("About", one));
    let others = others.chain(document.dependents.iter().map(|one| ("With it", one)));
    for (how, one) in others {
        printer.say(&format!("\n{how}:"));
        say_summaries(std::slice::from_ref(one), printer);
    }
    let mut attempts = Columns::new(&["Attempt (UTC)", "", "Xero said"]);
    for one in &document.attempts {
        let said = one.xero_said.as_deref().unwrap_or_default();
        attempts.row([one.at.as_str(), &one.message, said]);
    }
    printer.next_table(&attempts);
}
