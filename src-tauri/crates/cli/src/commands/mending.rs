//! What stands in the way, and the command that mends it: what the window has buttons for.

use ipc::{Action, MappingTarget, Notice};
use serde::Serialize;

use crate::printer::Printer;

/// A blocker, a warning or a problem of the mapping, as scripts see it.
#[derive(Serialize)]
pub(super) struct Problem<'a> {
    code: &'a str,
    message: &'a str,
    /// The command that mends it, with capitals where a person fills in.
    mend: Option<String>,
}

impl<'a> Problem<'a> {
    pub(super) fn of(notice: &'a Notice) -> Self {
        Self { code: &notice.code, message: &notice.message, mend: mend(&notice.actions) }
    }
}

/// Prints each with the command that mends it.
pub(super) fn say(notices: &[Notice], printer: &mut Printer) {
    for notice in notices {
        printer.say(&format!("! {}", notice.message));
        if let Some(command) = mend(&notice.actions) {
            printer.say(&format!("  {command}"));
        }
    }
}

/// The first of these buttons that is a command.
pub(super) fn mend(actions: &[Action]) -> Option<String> {
    actions.iter().find_map(command)
}

fn command(action: &Action) -> Option<String> {
    Some(match action {
        Action::Map { target: MappingTarget::Role { role } } => {
            format!("daybook map role {role} ACCOUNT")
        }
        Action::Map { target: MappingTarget::GlCode { code } } => {
            format!("daybook map set {} ACCOUNT", quoted(code.as_str()))
        }
        Action::Map { target: MappingTarget::Tax { tax } } => {
            format!("daybook map tax {} ACCOUNT-OR-TAX-TYPE", quoted(tax.as_str()))
        }
        Action::Map { target: MappingTarget::Tender { tender } } => {
            format!("daybook map tender {} ACCOUNT", quoted(tender.as_str()))
        }
        Action::Map { target: MappingTarget::Bank { bank } } => {
            format!("daybook map bank {} ACCOUNT", quoted(bank))
        }
        Action::Map { target: MappingTarget::Tracking { field } } => {
            format!("daybook map tracking {field} CATEGORY")
        }
        Action::Map { target: MappingTarget::NoTaxType } => {
            "daybook map no-tax TAX-TYPE".to_owned()
        }
        Action::MoveToCashout { transaction, part } => {
            format!("daybook outbox move {transaction} {}", quoted(part.as_str()))
        }
        Action::CheckApprovals => "daybook outbox approvals".to_owned(),
        Action::EnterRate { currency, day } => {
            let day = day.as_ref().map_or("DAY", |day| day.as_str());
            format!("daybook rate set {currency} {day} RATE")
        }
        Action::ChooseContact { customer } => {
            format!("daybook contact choices {}", quoted(customer))
        }
        Action::EnablePayments { account } => {
            format!("daybook chart enable-payments {account}")
        }
        Action::CreateTrackingOption { category, option } => {
            format!("daybook chart add-option {} {}", quoted(category), quoted(option))
        }
        Action::Connect => "daybook connect".to_owned(),
        Action::RefreshChart => "daybook chart refresh".to_owned(),
        Action::OpenCashout { from, to, .. } => format!("daybook cashout --from {from} --to {to}"),
        Action::OpenDocument { document } => format!("daybook log --document {document}"),
        Action::Retry { document } => format!("daybook outbox retry {document}"),
        Action::RetryCause { .. } => "daybook outbox run".to_owned(),
        Action::Hold { document } => format!("daybook outbox hold {document}"),
        Action::Skip { document } => format!("daybook outbox skip {document} --why WHY"),
        Action::Keep { document } => format!("daybook outbox keep {document}"),
        Action::Undo { document } => format!("daybook outbox undo {document}"),
        Action::Import => "daybook import FILE".to_owned(),
        Action::EditLocation { .. } => "daybook location set NAME KEY VALUE".to_owned(),
        Action::ShowTransactions { .. } | Action::ViewInXero { .. } => return None,
    })
}

/// A name as a shell takes it for one word.
fn quoted(name: &str) -> String {
    let plain = |letter: char| letter.is_alphanumeric() || "-_.+".contains(letter);
    if !name.is_empty() && name.chars().all(plain) {
        name.to_owned()
    } else {
        format!("'{}'", name.replace('\'', r"'\''"))
    }
}
