//! `daybook check`: the book as a whole.

use app::App;
use app::headless::CheckResult;
use ipc::Fault;
use serde::Serialize;

use crate::failure::Exit;
use crate::printer::Printer;

/// The shape of the contract.
#[derive(Serialize)]
struct Checked<'a> {
    ok: bool,
    checks: Vec<Check<'a>>,
}

#[derive(Serialize)]
struct Check<'a> {
    name: &'a str,
    ok: bool,
    detail: Option<&'a str>,
}

pub(crate) async fn check(app: &App, printer: &mut Printer) -> Result<Exit, Fault> {
    let results = app.check().await?;
    let checked = Checked {
        ok: results.iter().all(|one| one.ok),
        checks: results
            .iter()
            .map(|one: &CheckResult| Check {
                name: &one.name,
                ok: one.ok,
                detail: one.detail.as_deref(),
            })
            .collect(),
    };
    printer.either(&checked, |printer| {
        for one in &checked.checks {
            printer.say(&format!("{}  {}", if one.ok { "ok    " } else { "BROKEN" }, one.name));
            if let Some(detail) = one.detail {
                printer.say(&format!("        {detail}"));
            }
        }
        printer.say(match checked.ok {
            true => "The book is sound.",
            false => "The book is damaged. Keep a copy of its folder and go back to a backup.",
        });
    });
    Ok(Exit::clean(checked.ok))
}
