//! `daybook cashout`: the review, as the window shows it.

use app::App;
use app::headless::{DaysAsked, Review};
use ipc::{
    Cashout, DayState, DocumentKind, DocumentState, Fault, SeparateDocument, TrackingChoice,
    TransactionKind,
};
use serde::Serialize;

use crate::commands::documents::{Row, word};
use crate::commands::mending::{self, Problem};
use crate::failure::Exit;
use crate::printer::{Columns, Printer};

/// The days a command is about.
#[derive(Debug, clap::Args)]
pub(crate) struct Days {
    /// The location, by its name or number; every one when absent.
    #[arg(long)]
    location: Option<String>,
    /// The first day: 2026-11-21, today, yesterday. Without days: all that are open until today.
    #[arg(long, value_name = "DAY")]
    from: Option<String>,
    /// The last day.
    #[arg(long, value_name = "DAY")]
    to: Option<String>,
}

impl From<Days> for DaysAsked {
    fn from(days: Days) -> Self {
        let Days { location, from, to } = days;
        Self { location, from, to }
    }
}

/// What may be typed after `cashout`.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    days: Days,
}

/// The shape of the contract.
#[derive(Serialize)]
struct Shown<'a> {
    from: &'a str,
    to: &'a str,
    location: Option<&'a str>,
    state: &'static str,
    lines: Vec<Line<'a>>,
    posted_separately: Vec<Separate<'a>>,
    /// Made for these days before, with those that were undone.
    documents: Vec<Row<'a>>,
    blockers: Vec<Problem<'a>>,
    warnings: Vec<Problem<'a>>,
}

#[derive(Serialize)]
struct Line<'a> {
    account_code: Option<&'a str>,
    account_name: &'a str,
    debit: &'a str,
    credit: &'a str,
    tax_type: Option<&'a str>,
    tracking: &'a [TrackingChoice],
    description: &'a str,
    transactions: u32,
    unmapped: bool,
}

#[derive(Serialize)]
struct Separate<'a> {
    document: Option<&'a str>,
    transaction: &'a str,
    transaction_kind: TransactionKind,
    kind: DocumentKind,
    state: DocumentState,
    amount: &'a str,
    currency: &'a str,
    /// What the till took with it, negative when it gave.
    taken: &'a str,
    title: &'a str,
    message: Option<&'a str>,
    link: Option<&'a str>,
    /// The command that mends it.
    mend: Option<String>,
}

impl<'a> Shown<'a> {
    fn of(review: &'a Review) -> Self {
        let line = |line: &'a app::headless::MergedLine| Line {
            account_code: line.account_code.as_deref(),
            account_name: &line.account_name,
            debit: line.debit.as_str(),
            credit: line.credit.as_str(),
            tax_type: line.tax_type.as_deref(),
            tracking: &line.tracking,
            description: &line.description,
            transactions: line.transactions,
            unmapped: line.unmapped,
        };
        let separate = |one: &'a SeparateDocument| Separate {
            document: one.document.as_ref().map(|id| id.as_str()),
            kind: one.kind,
            state: one.state,
            transaction: one.transaction.as_str(),
            transaction_kind: one.transaction_kind,
            amount: one.amount.as_str(),
            currency: &one.currency,
            taken: one.taken.as_str(),
            title: &one.title,
            message: one.message.as_deref(),
            link: one.link.as_deref(),
            mend: mending::mend(&one.actions),
        };
        Self {
            from: review.from.as_str(),
            to: review.to.as_str(),
            location: review.location.as_deref(),
            state: state_key(&review.state),
            lines: review.lines.iter().map(line).collect(),
            posted_separately: review.posted_separately.iter().map(separate).collect(),
            documents: review.cashouts.iter().flat_map(|one| &one.documents).map(Row::of).collect(),
            blockers: review.blockers.iter().map(Problem::of).collect(),
            warnings: review.warnings.iter().map(Problem::of).collect(),
        }
    }
}

pub(crate) async fn run(app: &App, args: Args, printer: &mut Printer) -> Result<Exit, Fault> {
    let review = app.review(&args.days.into()).await?;
    printer.either(&Shown::of(&review), |printer| {
        for cashout in &review.cashouts {
            say(cashout, printer);
        }
    });
    Ok(Exit::Done)
}

/// The review of one location, for people.
pub(super) fn say(cashout: &Cashout, printer: &mut Printer) {
    let days = match cashout.from == cashout.to {
        true => cashout.to.to_string(),
        false => format!("{} to {}", cashout.from, cashout.to),
    };
    let Cashout { location_name, currency, transactions, taken, .. } = cashout;
    printer.say(&format!("{location_name} · {days} · {}", state(&cashout.state)));
    let plural = if *transactions == 1 { "" } else { "s" };
    printer.say(&format!("{transactions} transaction{plural}, {taken} {currency} taken"));
    let mut tenders = Columns::new(&["Tender", "Taken>", "Refunded>", "Net>"]);
    for one in &cashout.by_tender {
        let (taken, refunded) = (one.taken.as_str(), one.refunded.as_str());
        tenders.row([one.tender.as_str(), taken, refunded, one.net.as_str()]);
    }
    printer.next_table(&tenders);
    for journal in &cashout.journals {
        say_journal(journal, printer);
    }
    if !cashout.posted_separately.is_empty() {
        printer.say("\nPosted separately:");
        let mut columns = Columns::new(&["What", "Amount>", "Taken>", "State", ""]);
        for one in &cashout.posted_separately {
            let (amount, taken) = (one.amount.as_str(), one.taken.as_str());
            let message = one.message.as_deref().unwrap_or_default();
            columns.row([&one.title, amount, taken, word(one.state), message]);
        }
        printer.table(&columns);
    }
    for one in &cashout.documents {
        let narration = one.narration.as_deref().unwrap_or(&one.title);
        let state = word(one.state);
        printer.say(&format!("\nDocument {} ({state}): {narration}, {}", one.id, one.amount));
        for more in one.message.iter().chain(&one.link) {
            printer.say(more);
        }
    }
    if !cashout.blockers.is_empty() {
        printer.say("\nIt can be closed, and waits to be sent until this is mended:");
        mending::say(&cashout.blockers, printer);
    }
    mending::say(&cashout.warnings, printer);
    printer.say("");
}

fn say_journal(journal: &ipc::JournalPreview, printer: &mut Printer) {
    printer.say(&format!("\nJournal {}, dated {}", journal.narration, journal.date));
    if let Some(why) = &journal.split_because {
        printer.say(why);
    }
    say_lines(&journal.lines, Some((&journal.debits, &journal.credits)), printer);
}

/// The lines of a journal, with their sums where they are known.
pub(super) fn say_lines(
    lines: &[ipc::JournalLine],
    sums: Option<(&ipc::Money, &ipc::Money)>,
    printer: &mut Printer,
) {
    let mut columns = Columns::new(&["Code>", "Account", "Debit>", "Credit>", "Description"]);
    let amount =
        |side: &Option<ipc::Money>| side.as_ref().map(ToString::to_string).unwrap_or_default();
    for line in lines {
        let code = line.account_code.as_deref().unwrap_or(if line.unmapped { "?" } else { "" });
        let (debit, credit) = (amount(&line.debit), amount(&line.credit));
        columns.row([code, &line.account_name, &debit, &credit, &line.description]);
    }
    if let Some((debits, credits)) = sums {
        columns.row(["", "", debits.as_str(), credits.as_str(), ""]);
    }
    printer.table(&columns);
}

const fn state(state: &DayState) -> &'static str {
    match state {
        DayState::NothingToPost => "nothing to post",
        DayState::Open => "open",
        DayState::Queued => "closed, waits to be sent",
        DayState::NeedsAttention => "closed, needs attention",
        DayState::Posted => "in Xero",
        DayState::Supplement => "in Xero, and more came after",
    }
}

/// A state as scripts see it.
const fn state_key(state: &DayState) -> &'static str {
    match state {
        DayState::NothingToPost => "nothing_to_post",
        DayState::Open => "open",
        DayState::Queued => "queued",
        DayState::NeedsAttention => "needs_attention",
        DayState::Posted => "posted",
        DayState::Supplement => "supplement",
    }
}
