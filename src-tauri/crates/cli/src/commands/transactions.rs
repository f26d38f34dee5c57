//! `daybook transactions`: what happened at the desk, as the window's table and dialog show it.

use app::App;
use app::headless::{DaysAsked, TransactionsAsked};
use ipc::{Fault, Posting, Transaction, TransactionPart, TransactionSummary};
use serde_json::{Value, json};

use crate::commands::cashout::say_lines;
use crate::commands::document::{flat, say_facts};
use crate::commands::documents::say_summaries;
use crate::commands::record::KINDS;
use crate::failure::Exit;
use crate::printer::{Columns, Printer, for_scripts};

/// What may be asked for as a state: the words of `posting`. No list has "blocked", which is open.
const STATES: [&str; 6] = ["open", "claimed", "posted", "skipped", "nothing", "waiting"];

/// How many transactions are listed unless more are asked for.
const LISTED: &str = "100";
/// The most that may be asked for at once.
const LISTED_MAX: u32 = 100_000;

/// What may be typed after `transactions`. ID is a transaction's number in the book, or the id its
/// source gave it.
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Command {
    /// What was recorded, newest first, with the number of each.
    List(ListArgs),
    /// One of them with all that is known of it.
    Show {
        /// Which one; #12 is number 12 whatever the sources call theirs.
        id: String,
    },
    /// Take out one that was recorded by mistake. What of it is in Xero is taken back.
    Withdraw {
        /// Which one.
        id: String,
        /// Why; the reason is kept.
        #[arg(long)]
        why: String,
    },
}

/// What may be typed after `transactions list`.
#[derive(Debug, clap::Args)]
pub(crate) struct ListArgs {
    /// The location, by its name or number; every one when absent.
    #[arg(long)]
    location: Option<String>,
    /// The first business date: 2026-11-21, today, yesterday.
    #[arg(long, value_name = "DAY")]
    from: Option<String>,
    /// The last one.
    #[arg(long, value_name = "DAY")]
    to: Option<String>,
    /// How far they have come. May be given several times.
    #[arg(long = "state", value_name = "STATE", value_parser = STATES)]
    states: Vec<String>,
    /// What happened, as `record` names it. May be given several times.
    #[arg(long = "kind", value_name = "KIND", value_parser = KINDS, hide_possible_values = true)]
    kinds: Vec<String>,
    /// With this in id, customer, booking, item, note, staff or till.
    #[arg(long, value_name = "TEXT")]
    search: Option<String>,
    /// No more than this many.
    #[arg(
        long,
        value_name = "N",
        default_value = LISTED,
        value_parser = clap::value_parser!(u32).range(1..=i64::from(LISTED_MAX)),
    )]
    limit: u32,
}

pub(crate) async fn run(app: &App, command: Command, printer: &mut Printer) -> Result<Exit, Fault> {
    match command {
        Command::List(args) => list(app, args, printer).await,
        Command::Show { id } => {
            let transaction = app.transaction_named(&id).await?;
            printer.either(&flat(&transaction), |printer| say(&transaction, printer));
            Ok(Exit::Done)
        }
        Command::Withdraw { id, why } => {
            let withdrawn = app.withdraw_named(&id, why).await?;
            printer.either(&flat(&withdrawn), |printer| {
                let number = &withdrawn.summary.id;
                printer.say(&format!("Transaction {number} is withdrawn, with your reason kept."));
                printer.say("What of it is in Xero is taken back with the next: daybook sync");
            });
            Ok(Exit::Done)
        }
    }
}

async fn list(app: &App, args: ListArgs, printer: &mut Printer) -> Result<Exit, Fault> {
    let ListArgs { location, from, to, states, kinds, search, limit } = args;
    let asked = TransactionsAsked {
        days: DaysAsked { location, from, to },
        states: states.iter().map(|word| word_of(word)).collect(),
        kinds: kinds.iter().map(|word| word_of(word)).collect(),
        search,
        limit,
    };
    let page = app.transactions_asked(&asked).await?;
    let rows: Vec<Value> = page.transactions.iter().map(for_scripts).collect();
    printer.either(&json!({ "transactions": rows, "total": page.total }), |printer| {
        say_all(&page.transactions, printer);
        let shown = page.transactions.len();
        match u32::try_from(shown).unwrap_or(u32::MAX) < page.total {
            true => printer.say(&format!("{shown} of {}; --limit shows more.", page.total)),
            false if shown == 0 => printer.say("No transaction matches."),
            false => {}
        }
    });
    Ok(Exit::Done)
}

/// A word of the contract as the contract's own value.
fn word_of<T: serde::de::DeserializeOwned>(word: &str) -> T {
    serde_json::from_value(word.into()).expect("only words of the contract are let through")
}

fn say_all(transactions: &[TransactionSummary], printer: &mut Printer) {
    let mut columns = Columns::new(&[
        "Number>",
        "Date",
        "Time",
        "Source id",
        "Kind",
        "State",
        "Amount>",
        "What",
        "Customer",
    ]);
    for one in transactions {
        let kind = kind(one);
        let customer = one.customer.as_deref().unwrap_or_default();
        columns.row([
            one.id.as_str(),
            one.day.as_str(),
            &one.time,
            &one.source_id,
            &kind,
            state(one.posting),
            one.amount.as_str(),
            &one.title,
            customer,
        ]);
    }
    printer.table(&columns);
}

fn say(transaction: &Transaction, printer: &mut Printer) {
    let summary = &transaction.summary;
    printer.say(&format!("Transaction {}: {}", summary.id, summary.title));
    let of = |text: &Option<String>| text.clone().unwrap_or_default();
    let money = |text: &Option<ipc::Money>| text.as_ref().map(ToString::to_string);
    let mut facts = vec![
        ("Kind", kind(summary)),
        ("State", state(summary.posting).to_owned()),
        ("Waits for", of(&transaction.waits_for)),
        ("Source id", summary.source_id.clone()),
        ("When", format!("{} {}", summary.day, summary.time)),
        ("Where", transaction.location_name.clone()),
        ("Till", of(&transaction.till)),
        ("Staff", of(&transaction.staff)),
        ("Customer", of(&summary.customer)),
        ("Booking", of(&transaction.booking)),
        ("Department", of(&transaction.department)),
        ("Class", of(&transaction.class)),
        ("Amount", format!("{} {}", summary.amount, summary.currency)),
        ("Tip", money(&transaction.tip).unwrap_or_default()),
        ("Surcharge", money(&transaction.surcharge).unwrap_or_default()),
        ("Note", of(&transaction.note)),
    ];
    let more = transaction.particulars.iter().map(|one| (one.label.as_str(), one.value.clone()));
    facts.extend(more);
    say_facts(&facts, printer);
    say_items(transaction, printer);
    for part in &transaction.parts {
        say_part(part, printer);
    }
    if !transaction.documents.is_empty() {
        printer.say("\nDocuments:");
        say_summaries(&transaction.documents, printer);
    }
    printer.say("");
    for one in &transaction.history {
        printer.say(&format!("{}  {}", one.at, one.message));
    }
}

fn say_items(transaction: &Transaction, printer: &mut Printer) {
    let mut lines = Columns::new(&["Item", "GL code", "Quantity>", "Gross>", "Net>", "Taxes"]);
    for one in &transaction.lines {
        let (gross, net) = (one.gross.as_str(), one.net.as_str());
        lines.row([&one.description, one.gl_code.as_str(), &one.quantity, gross, net, &one.taxes]);
    }
    printer.next_table(&lines);
    let mut tenders = Columns::new(&["Tender", "Amount>", ""]);
    for one in &transaction.tenders {
        let foreign = one.foreign.as_deref().unwrap_or_default();
        tenders.row([one.tender.as_str(), one.amount.as_str(), foreign]);
    }
    printer.next_table(&tenders);
}

fn say_part(part: &TransactionPart, printer: &mut Printer) {
    let TransactionPart { part: name, goes_into, day, amount, document, effect, .. } = part;
    let document = document.as_ref().map(|one| format!(", document {}", one.id));
    let document = document.unwrap_or_default();
    printer.say(&format!("\nPart {name}: {goes_into}, {day}, {amount}{document}"));
    say_lines(effect, None, printer);
}

/// "booking_payment" as people read it.
fn kind(summary: &TransactionSummary) -> String {
    let word = for_scripts(&summary.kind);
    word.as_str().unwrap_or_default().replace('_', " ")
}

/// A state in the word that asks for it.
const fn state(posting: Posting) -> &'static str {
    match posting {
        Posting::Open => "open",
        Posting::Claimed => "claimed",
        Posting::Posted => "posted",
        Posting::Blocked => "blocked",
        Posting::Skipped => "skipped",
        Posting::Nothing => "nothing",
        Posting::Waiting => "waiting",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_state_that_can_be_typed_is_one_of_the_contracts() {
        for word in STATES {
            let known: Posting = word_of(word);
            assert_eq!(state(known), word);
        }
    }
}
