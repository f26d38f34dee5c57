//! `daybook attention`: what needs a person, grouped by cause.

use app::App;
use ipc::{AttentionGroup, AttentionItem, Fault, NoArguments, Subject};
use serde::Serialize;

use crate::commands::mending::mend;
use crate::failure::Exit;
use crate::printer::Printer;

#[derive(Serialize)]
struct Listed<'a> {
    groups: Vec<Group<'a>>,
    total: u32,
}

#[derive(Serialize)]
struct Group<'a> {
    cause: &'a str,
    title: &'a str,
    message: &'a str,
    count: u32,
    /// What all of it comes to; of several currencies there is no such sum.
    amount: Option<&'a str>,
    currency: Option<&'a str>,
    /// The command that mends it.
    mend: Option<String>,
    items: Vec<Item<'a>>,
}

#[derive(Serialize)]
struct Item<'a> {
    document: Option<&'a str>,
    transaction: Option<&'a str>,
    title: &'a str,
    date: &'a str,
    amount: &'a str,
    currency: &'a str,
    since: &'a str,
    detail: Option<&'a str>,
    xero_said: Option<&'a str>,
}

impl<'a> Group<'a> {
    fn of(group: &'a AttentionGroup) -> Self {
        let mut currencies = group.items.iter().map(|item| item.currency.as_str());
        let currency = currencies.next().filter(|first| currencies.all(|other| other == *first));
        Self {
            cause: group.cause.as_str(),
            title: &group.title,
            message: &group.sentence,
            count: group.count,
            amount: currency.map(|_| group.amount.as_str()),
            currency,
            mend: mend(&group.actions),
            items: group.items.iter().map(Item::of).collect(),
        }
    }
}

impl<'a> Item<'a> {
    fn of(item: &'a AttentionItem) -> Self {
        let (document, transaction) = match &item.subject {
            Subject::Document { document, .. } => (Some(document.as_str()), None),
            Subject::Transaction { transaction } => (None, Some(transaction.as_str())),
        };
        Self {
            document,
            transaction,
            title: &item.title,
            date: item.date.as_str(),
            amount: item.amount.as_str(),
            currency: &item.currency,
            since: item.since.as_str(),
            detail: item.detail.as_deref(),
            xero_said: item.xero_said.as_deref(),
        }
    }
}

pub(crate) async fn run(app: &App, printer: &mut Printer) -> Result<Exit, Fault> {
    let attention = app.attention(NoArguments {}).await?;
    let groups: Vec<_> = attention.groups.iter().map(Group::of).collect();
    let listed = Listed { groups, total: attention.total };
    printer.either(&listed, |printer| {
        if listed.groups.is_empty() {
            printer.say("Nothing needs you.");
        }
        for group in &listed.groups {
            say(group, printer);
        }
    });
    Ok(Exit::Done)
}

fn say(group: &Group<'_>, printer: &mut Printer) {
    let count = group.count.to_string();
    let sum = [group.amount, group.currency].into_iter().flatten().collect::<Vec<_>>().join(" ");
    let facts = [count, sum].into_iter().filter(|fact| !fact.is_empty()).collect::<Vec<_>>();
    printer.say(&format!("{} ({})", group.title, facts.join(", ")));
    printer.say(&format!("  {}", group.message));
    if let Some(command) = &group.mend {
        printer.say(&format!("  {command}"));
    }
    for item in &group.items {
        let id = item.document.or(item.transaction).unwrap_or_default();
        printer.say(&format!(
            "    {id}  {}  {}  {} {}",
            item.date, item.title, item.amount, item.currency
        ));
        for said in item.detail.iter().chain(&item.xero_said) {
            printer.say(&format!("      {said}"));
        }
    }
    printer.say("");
}
