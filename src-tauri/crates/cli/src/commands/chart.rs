//! `daybook chart`: accounts, tax rates and tracking.

use app::App;
use ipc::{Chart, CreateTrackingOption, EnablePayments, Fault, NoArguments};

use crate::args::ChartCommand;
use crate::failure::Exit;
use crate::printer::{Columns, Printer, for_scripts};

pub(crate) async fn run(
    app: &App,
    command: ChartCommand,
    printer: &mut Printer,
) -> Result<Exit, Fault> {
    let saved = match command {
        ChartCommand::Refresh => return refresh(app, printer).await,
        ChartCommand::List => return list(app, printer).await,
        ChartCommand::EnablePayments { account } => {
            app.enable_payments(EnablePayments { account: account.into() }).await?
        }
        ChartCommand::AddOption { category, option } => {
            app.create_tracking_option(CreateTrackingOption { category, option }).await?
        }
    };
    printer.either(&for_scripts(&saved), |printer| printer.say(&saved.message));
    Ok(Exit::Done)
}

async fn refresh(app: &App, printer: &mut Printer) -> Result<Exit, Fault> {
    let refreshed = app.refresh_chart(NoArguments {}).await?;
    let mut value = for_scripts(&refreshed.chart);
    value["changes"] = for_scripts(&refreshed.changes);
    printer.either(&value, |printer| {
        let Chart { accounts, tax_rates, .. } = &refreshed.chart;
        printer.say(&format!(
            "Read {} accounts and {} tax rates.",
            accounts.len(),
            tax_rates.len()
        ));
        for change in &refreshed.changes {
            printer.say(&change.message);
        }
    });
    let broken = refreshed.changes.iter().any(|change| change.breaks_mapping);
    Ok(Exit::clean(!broken))
}

async fn list(app: &App, printer: &mut Printer) -> Result<Exit, Fault> {
    let chart = app.chart(NoArguments {}).await?;
    printer.either(&for_scripts(&chart), |printer| {
        if chart.refreshed_at.is_none() {
            printer.say("No chart was read yet. Connect first: daybook connect");
        }
        say(&chart, printer);
    });
    Ok(Exit::Done)
}

fn say(chart: &Chart, printer: &mut Printer) {
    let mut accounts = Columns::new(&["Code>", "Account", "Type", "Tax type", ""]);
    for one in &chart.accounts {
        let code = one.code.as_deref().unwrap_or_default();
        let tax_type = one.tax_type.as_ref().map_or("", |tax_type| tax_type.as_str());
        let note = match &one.system {
            _ if one.archived => "archived",
            Some(system) => system,
            None => "",
        };
        accounts.row([code, &one.name, &one.type_name, tax_type, note]);
    }
    printer.table(&accounts);
    let mut rates = Columns::new(&["Tax type", "Tax rate", "%>"]);
    for one in chart.tax_rates.iter().filter(|one| one.active) {
        rates.row([one.tax_type.as_str(), &one.name, &one.rate]);
    }
    printer.next_table(&rates);
    for category in &chart.tracking {
        let options = category.options.iter().filter(|option| !option.archived);
        let names: Vec<_> = options.map(|option| option.name.as_str()).collect();
        printer.say(&format!("\n{}: {}", category.name, names.join(", ")));
    }
}
