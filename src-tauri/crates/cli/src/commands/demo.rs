//! A day of the practice company from its review to the books, for a machine without a display.

use app::App;
use app::headless::DaysAsked;
use ipc::{AccountId, Action, Code, DocumentRef, Fault, MappingTarget, SetGlCode};

use crate::commands::{cashout, mending};
use crate::failure::{Exit, wrong};
use crate::printer::{Columns, Printer};

/// The account the season's unmapped code is given.
const ACCOUNT: &str = "Equipment Sales";

pub(super) async fn run(app: &App, printer: &mut Printer) -> Result<Exit, Fault> {
    title("The cashout of today, as it would be sent", printer);
    let today =
        DaysAsked { location: None, from: Some("today".to_owned()), to: Some("today".to_owned()) };
    let review = app.review(&today).await?;
    for cashout in &review.cashouts {
        cashout::say(cashout, printer);
    }

    title("What stands in the way, and the command that mends it", printer);
    mending::say(&review.blockers, printer);
    let actions = review.blockers.iter().flat_map(|one| &one.actions);
    let codes = actions.filter_map(|action| {
        let Action::Map { target: MappingTarget::GlCode { code } } = action else { return None };
        Some(code.clone())
    });
    for code in codes {
        printer.say(&format!("\n$ daybook map set {code} '{ACCOUNT}'"));
        let account = Some(AccountId(ACCOUNT.to_owned()));
        let request = SetGlCode { code, account, tax_type: None, tracking: Vec::new() };
        printer.say(&app.set_gl_code(request).await?.message);
    }

    title("$ daybook sync", printer);
    let sent = app.sync_days(&today).await?;
    for document in &sent.documents {
        show_posted(app, document, printer).await?;
    }
    if let Some(why) = &sent.blocked {
        printer.say(why);
    }

    title("The simulator's own trial balance", printer);
    show_balances(app, printer).await?;
    match sent.documents.is_empty() {
        true => Err(Fault { code: Code::PracticeFailed, ..wrong("Nothing was posted.") }),
        false => Ok(sent.ended.into()),
    }
}

async fn show_posted(
    app: &App,
    document: &ipc::DocumentSummary,
    printer: &mut Printer,
) -> Result<(), Fault> {
    let whole = app.document(DocumentRef { document: document.id.clone() }).await?;
    let narration = document.narration.as_deref().unwrap_or(&document.title);
    printer.say(&format!("{narration}, dated {}", document.date));
    cashout::say_lines(&whole.lines, Some((&whole.debits, &whole.credits)), printer);
    match (&document.link, &document.message) {
        (Some(link), _) => printer.say(&format!("Posted to Xero, read back and equal: {link}")),
        (None, Some(message)) => printer.say(message),
        (None, None) => {}
    }
    Ok(())
}

/// Asks the simulator, not our book: what it has is what Xero would have.
async fn show_balances(app: &App, printer: &mut Printer) -> Result<(), Fault> {
    let mut columns = Columns::new(&["Code>", "Account", "Debit>", "Credit>"]);
    for one in app.simulator_balances().await? {
        let code = one.code.unwrap_or_default();
        match one.balance.strip_prefix('-') {
            Some(credit) => columns.row([&code, &one.name, "", credit]),
            None => columns.row([&code, &one.name, &one.balance, ""]),
        }
    }
    printer.table(&columns);
    Ok(())
}

fn title(words: &str, printer: &mut Printer) {
    printer.say(&format!("\n── {words}\n"));
}
