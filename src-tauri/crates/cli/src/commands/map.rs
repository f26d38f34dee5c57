//! `daybook map`: which account does what.

use std::path::PathBuf;

use app::App;
use ipc::{
    AcceptSuggestions, AccountId, AccountRef, DocumentState, DocumentsRequest, Fault, MappingState,
    Mappings, MappingsSaved, NoArguments, SetBank, SetGlCode, SetNoTaxType, SetRole, SetTender,
    SetTracking, Suggestion, TaxTarget, TrackingChoice, TrackingValue,
};
use serde_json::json;

use crate::commands::{map_file, mending};
use crate::failure::{Exit, wrong};
use crate::printer::{Columns, Printer, for_scripts};

/// What may be typed after `map`.
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Command {
    /// Every role, GL code, tax and tender with its account.
    List,
    /// What would keep recorded transactions from being posted.
    Check,
    /// The nearest account to everything that has none.
    Suggest {
        /// Take the suggestions that are sure.
        #[arg(long)]
        accept: bool,
    },
    /// Read mappings from a CSV file, as `export` writes it.
    Import {
        /// The file.
        file: PathBuf,
    },
    /// Write what is mapped to a CSV file.
    Export {
        /// The file, or - for standard output.
        file: PathBuf,
    },
    /// Give a GL code its account.
    Set {
        /// The GL code.
        code: String,
        /// The account, by its code or name.
        account: String,
        /// The tax type of its lines, or the tax rate's name; the account's own when absent.
        #[arg(long)]
        tax_type: Option<String>,
        /// A tracking option of its lines. May be given for each category.
        #[arg(long = "tracking", value_name = "CATEGORY=OPTION")]
        tracking: Vec<String>,
    },
    /// Give a role its account.
    Role {
        /// The role: revenue-clearing, deferred-revenue, tips-payable …
        role: String,
        /// The account, by its code or name.
        account: String,
        /// The tax type of its lines in way A: surcharges, kept fees, processor fees.
        #[arg(long)]
        tax_type: Option<String>,
    },
    /// Say where a tax goes.
    Tax {
        /// The tax as the till names it, or a set of them: GST, GST+PST.
        rate: String,
        /// An account (way B), a tax type or the name of a tax rate (way A).
        target: String,
    },
    /// Give a way of paying its own clearing account.
    Tender {
        /// The way of paying as the till names it.
        name: String,
        /// The account, by its code or name.
        account: String,
        /// It is paid straight into this account, a bank account: a transfer.
        #[arg(long)]
        direct: bool,
    },
    /// Say which bank account the desk means by a name.
    Bank {
        /// The name.
        name: String,
        /// The bank account, by its code or name.
        account: String,
    },
    /// Let a field of transactions decide how lines are tracked.
    Tracking {
        /// The field: location, department, class, till, staff, customer, booking, kind, source.
        field: String,
        /// The tracking category, by its name; none when absent: nothing follows the field.
        category: Option<String>,
        /// A value that is called otherwise in the category. May be given several times.
        #[arg(long = "option", value_name = "VALUE=OPTION")]
        options: Vec<String>,
    },
    /// Choose the tax type of lines without tax.
    NoTax {
        /// The tax type, or the name of its rate; the country's usual one when absent.
        tax_type: Option<String>,
    },
}

impl Command {
    /// Whether a new book may be what is wanted.
    pub(crate) const fn sets_up(&self) -> bool {
        match self {
            Self::Import { .. }
            | Self::Set { .. }
            | Self::Role { .. }
            | Self::Tax { .. }
            | Self::Tender { .. }
            | Self::Bank { .. }
            | Self::Tracking { .. }
            | Self::NoTax { .. } => true,
            Self::List | Self::Check | Self::Suggest { .. } | Self::Export { .. } => false,
        }
    }
}

pub(crate) async fn run(app: &App, command: Command, printer: &mut Printer) -> Result<Exit, Fault> {
    let held = held(app).await?;
    let saved = match command {
        Command::List => return list(app, printer).await,
        Command::Check => return check(app, printer).await,
        Command::Suggest { accept: false } => return suggest(app, printer).await,
        Command::Suggest { accept: true } => {
            app.accept_suggestions(AcceptSuggestions::default()).await?
        }
        Command::Import { file } => {
            let exit = map_file::import(app, &file, printer).await?;
            say_freed(app, held, printer).await?;
            return Ok(exit);
        }
        Command::Export { file } => return map_file::export(app, &file, printer).await,
        Command::Set { code, account, tax_type, tracking } => {
            let tracking = tracking.iter().map(|text| read_tracking(text));
            let request = SetGlCode {
                code: code.into(),
                account: Some(AccountId(account)),
                tax_type: tax_type.map(Into::into),
                tracking: tracking.collect::<Result<_, _>>()?,
            };
            app.set_gl_code(request).await?
        }
        Command::Role { role, account, tax_type } => {
            let (account, tax_type) = (Some(AccountId(account)), tax_type.map(Into::into));
            app.set_role(SetRole { role: role.into(), account, tax_type }).await?
        }
        Command::Tax { rate, target } => app.set_tax_to(&rate, &target).await?,
        Command::Tender { name, account, direct } => {
            let account = Some(AccountId(account));
            app.set_tender(SetTender { tender: name.into(), account, direct }).await?
        }
        Command::Bank { name, account } => {
            let account = Some(AccountId(account));
            app.set_bank(SetBank { bank: name, account }).await?
        }
        Command::Tracking { field, category, options } => {
            let options = options.iter().map(|text| read_tracking(text));
            let value = |one: TrackingChoice| TrackingValue {
                value: one.category,
                option: Some(one.option),
            };
            let options = options.collect::<Result<Vec<_>, _>>()?.into_iter().map(value).collect();
            app.set_tracking(SetTracking { field, category, options }).await?
        }
        Command::NoTax { tax_type } => {
            app.set_no_tax_type(SetNoTaxType { tax_type: tax_type.map(Into::into) }).await?
        }
    };
    say_saved(&saved, printer);
    say_freed(app, held, printer).await?;
    Ok(Exit::Done)
}

fn say_saved(saved: &MappingsSaved, printer: &mut Printer) {
    printer.either(&for_scripts(saved), |printer| printer.say(&saved.message));
}

/// How many documents are held.
async fn held(app: &App) -> Result<u32, Fault> {
    let request = DocumentsRequest { states: vec![DocumentState::Held], cursor: None };
    Ok(app.documents(request).await?.total)
}

/// Says how what was held goes on: nothing is sent behind a command's back.
async fn say_freed(app: &App, before: u32, printer: &mut Printer) -> Result<(), Fault> {
    if !printer.is_json() && held(app).await? < before {
        printer.say("Next: daybook outbox run sends what was held.");
    }
    Ok(())
}

/// Reads `CATEGORY=OPTION`.
pub(super) fn read_tracking(text: &str) -> Result<TrackingChoice, Fault> {
    let (category, option) = text.split_once('=').ok_or_else(|| {
        wrong(format!("\"{text}\" is not a tracking option. Write it as CATEGORY=OPTION."))
    })?;
    let (category, option) = (category.trim().to_owned(), option.trim().to_owned());
    Ok(TrackingChoice { category, option })
}

async fn list(app: &App, printer: &mut Printer) -> Result<Exit, Fault> {
    let mappings = app.mappings(NoArguments {}).await?;
    printer.either(&json!({ "mappings": for_scripts(&mappings) }), |printer| {
        say(&mappings, printer);
    });
    Ok(Exit::Done)
}

fn say(mappings: &Mappings, printer: &mut Printer) {
    let Mappings { roles, gl_codes, taxes, tenders, banks, tracking, no_tax_type, problems } =
        mappings;
    let mut columns = Columns::new(&["Role", "Account", ""]);
    for one in roles {
        columns.row([one.role.as_str(), &account(one.account.as_ref()), state(one.state)]);
    }
    printer.table(&columns);
    let mut columns = Columns::new(&["GL code", "Account", "Transactions>", ""]);
    for one in gl_codes {
        let transactions = one.transactions.to_string();
        let account = account(one.account.as_ref());
        columns.row([one.code.as_str(), &account, &transactions, state(one.state)]);
    }
    printer.next_table(&columns);
    let mut columns = Columns::new(&["Tax", "Goes to", ""]);
    for one in taxes {
        let target = match &one.target {
            Some(TaxTarget::Account { label, .. }) => label.clone(),
            Some(TaxTarget::TaxType { label, tax_type }) => format!("{label} ({tax_type})"),
            None => "–".to_owned(),
        };
        columns.row([one.tax.as_str(), &target, state(one.state)]);
    }
    printer.next_table(&columns);
    let mut columns = Columns::new(&["Tender", "Account", ""]);
    for one in tenders {
        let how = if one.direct { "straight into the bank" } else { state(one.state) };
        columns.row([one.tender.as_str(), &account(one.account.as_ref()), how]);
    }
    printer.next_table(&columns);
    if !banks.is_empty() {
        let mut columns = Columns::new(&["Bank account", "Account", ""]);
        for one in banks {
            columns.row([&one.bank, &account(one.account.as_ref()), state(one.state)]);
        }
        printer.next_table(&columns);
    }
    let followed: Vec<_> = tracking.iter().filter(|one| one.category.is_some()).collect();
    if !followed.is_empty() {
        let mut columns = Columns::new(&["Tracking by", "Value", "Category", "Option"]);
        for one in followed {
            let category = one.category.as_deref().unwrap_or_default();
            for value in &one.values {
                let option = value.option.as_deref().unwrap_or("–");
                columns.row([&one.label, &value.value, category, option]);
            }
        }
        printer.next_table(&columns);
    }
    printer.say(&format!("\nLines without tax: {}", no_tax_type.tax_type));
    if !problems.is_empty() {
        printer.say("");
        mending::say(problems, printer);
    }
}

fn account(account: Option<&AccountRef>) -> String {
    match account {
        Some(AccountRef { code: Some(code), name, .. }) => format!("{code} · {name}"),
        Some(AccountRef { code: None, name, .. }) => name.clone(),
        None => "–".to_owned(),
    }
}

const fn state(state: MappingState) -> &'static str {
    match state {
        MappingState::Direct => "by its name",
        MappingState::Mapped => "",
        MappingState::Fallback => "falls back",
        MappingState::Unused => "not used",
        MappingState::Unmapped => "NEEDS AN ACCOUNT",
        MappingState::Broken => "BROKEN",
    }
}

async fn check(app: &App, printer: &mut Printer) -> Result<Exit, Fault> {
    let problems = app.mappings(NoArguments {}).await?.problems;
    let listed: Vec<_> = problems.iter().map(mending::Problem::of).collect();
    printer.either(&json!({ "problems": listed }), |printer| {
        if problems.is_empty() {
            printer.say("Everything recorded has its account.");
        }
        mending::say(&problems, printer);
    });
    Ok(Exit::clean(problems.is_empty()))
}

async fn suggest(app: &App, printer: &mut Printer) -> Result<Exit, Fault> {
    let Mappings { roles, gl_codes, taxes, .. } = app.mappings(NoArguments {}).await?;
    let mut found: Vec<(&str, &str, &Suggestion)> = Vec::new();
    let best =
        roles.iter().filter_map(|one| Some(("role", one.role.as_str(), one.suggestion.as_ref()?)));
    found.extend(best);
    for one in &gl_codes {
        found.extend(one.suggestions.iter().map(|best| ("code", one.code.as_str(), best)));
    }
    let best =
        taxes.iter().filter_map(|one| Some(("tax", one.tax.as_str(), one.suggestion.as_ref()?)));
    found.extend(best);
    let listed: Vec<_> = found
        .iter()
        .map(|(kind, name, best)| {
            json!({ "kind": kind, "name": name, "account": best.account, "why": best.why })
        })
        .collect();
    printer.either(&json!({ "suggestions": listed }), |printer| {
        let mut columns = Columns::new(&["", "Name", "Account", "Why"]);
        for (kind, name, best) in &found {
            columns.row([*kind, *name, &account(Some(&best.account)), &best.why]);
        }
        printer.table(&columns);
        printer.say(match found.is_empty() {
            true => "Nothing to suggest: everything in use has its account.",
            false => "\ndaybook map suggest --accept takes those that are sure.",
        });
    });
    Ok(Exit::Done)
}
