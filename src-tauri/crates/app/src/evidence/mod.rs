//! The sheet of a closed day: what a person prints, and what is attached to its journal in Xero.

mod counts;

use chrono::{DateTime, NaiveDate, Utc};
use ipc::{Category, Fault};
use reports::{
    CategoryLine, Closed, SeparateLine, SheetJournal, SheetLine, SheetTotals, TenderLine,
    cashout_pdf,
};
use store::{Book, DocumentId, DocumentSummary, Location, State};
use sync::{Evidence, Sheet};

use crate::convert::day;
use crate::fault::{internal, of_book};
use crate::links::Links;
use crate::locations;
use crate::views::{cashout, chart, documents};

/// Makes the sheet that is attached to a cashout's journal in Xero.
#[derive(Debug, Clone, Copy)]
pub(crate) struct CashoutSheet;

impl Evidence for CashoutSheet {
    fn sheet(&self, book: &Book, document: DocumentId) -> Result<Option<Sheet>, String> {
        of_document(book, document).map_err(|fault| fault.message)
    }
}

fn of_document(book: &Book, id: DocumentId) -> Result<Option<Sheet>, Fault> {
    let document = book.document(id).map_err(of_book)?.summary;
    if document.lane != ledger::Lane::Cashout || document.about.reverses.is_some() {
        return Ok(None);
    }
    let location = book.location(document.location).map_err(of_book)?;
    let bytes = pdf(book, &location, (document.from, document.to), Some(&document))?;
    let file_name = format!("cashout-{}-{}.pdf", document.to, document.code);
    Ok(Some(Sheet { file_name, content_type: "application/pdf", bytes }))
}

/// The sheet of some days of a location as a PDF; of one cashout of them where one is named.
pub(crate) fn pdf(
    book: &Book,
    location: &Location,
    (from, to): (NaiveDate, NaiveDate),
    of: Option<&DocumentSummary>,
) -> Result<Vec<u8>, Fault> {
    let request = ipc::CashoutRequest {
        location: Some(location.id.to_string().into()),
        from: day(from),
        to: day(to),
    };
    let review = cashout::review(book, &request, &Links::none(), None)?;
    let organisation = chart::snapshot(book)?.chart.organisation;
    let sheet = reports::CashoutSheet {
        business: organisation.name,
        location: location.location.name.clone(),
        days: in_words(from, to),
        country: organisation.country,
        currency: review.currency.clone(),
        state: state_words(book, &review, of)?,
        closed: closed(book, &review, of, location)?,
        made_at: None,
        totals: totals(&review),
        journals: journals(book, &review, of)?,
        counts: counts::shown(book, location, (from, to), organisation.base_currency)?,
        separately: review.posted_separately.iter().map(separate).collect(),
    };
    cashout_pdf(&sheet).map_err(|error| internal(&error))
}

fn in_words(from: NaiveDate, to: NaiveDate) -> String {
    let long = "%A %-d %B %Y";
    match from == to {
        true => to.format(long).to_string(),
        false => format!("{} to {}", from.format(long), to.format(long)),
    }
}

/// Where the days stand. The sheet that goes to Xero is made when its journal is posted.
fn state_words(
    book: &Book,
    review: &ipc::Cashout,
    of: Option<&DocumentSummary>,
) -> Result<String, Fault> {
    let state = match of {
        Some(one) => Some(book.document(one.id).map_err(of_book)?.summary.state),
        None => None,
    };
    Ok(match (state, &review.state) {
        (Some(State::Posted), _) | (None, ipc::DayState::Posted) => "Posted to Xero",
        (_, ipc::DayState::NothingToPost) => "Nothing to post",
        (_, ipc::DayState::Open) => "Open",
        (_, ipc::DayState::Queued) => "Closed, waits to be sent",
        (_, ipc::DayState::NeedsAttention) => "Closed, needs attention",
        (_, ipc::DayState::Posted) => "Closed",
        (_, ipc::DayState::Supplement) => "Posted to Xero, and more came after",
    }
    .to_owned())
}

/// Who closed the days, and when: the first to do so.
fn closed(
    book: &Book,
    review: &ipc::Cashout,
    of: Option<&DocumentSummary>,
    location: &Location,
) -> Result<Option<Closed>, Fault> {
    let said = |one: &DocumentSummary| Closed {
        by: one.created_by.clone(),
        at: local(one.created_at, location),
    };
    if let Some(one) = of {
        return Ok(Some(said(one)));
    }
    let mut live = review.documents.iter().filter(|one| one.state != ipc::DocumentState::Undone);
    let Some(first) = live.next_back() else { return Ok(None) };
    let id = crate::convert::read_document(&first.id)?;
    Ok(Some(said(&book.document(id).map_err(of_book)?.summary)))
}

fn local(at: DateTime<Utc>, location: &Location) -> String {
    at.with_timezone(&locations::zone(location)).format("%-d %b %Y, %H:%M").to_string()
}

fn totals(review: &ipc::Cashout) -> SheetTotals {
    let tender = |one: &ipc::TenderTotal| TenderLine {
        tender: one.tender.to_string(),
        transactions: one.transactions.to_string(),
        taken: one.taken.to_string(),
        refunded: one.refunded.to_string(),
        net: one.net.to_string(),
    };
    let category = |one: &ipc::CategoryTotal| CategoryLine {
        label: one.label.clone().unwrap_or_else(|| category_words(one.category).to_owned()),
        is_part: false,
        transactions: one.transactions.to_string(),
        amount: one.amount.to_string(),
    };
    SheetTotals {
        taken: review.taken.to_string(),
        in_cashout: review.in_cashout.to_string(),
        separately: review.separately.to_string(),
        by_tender: review.by_tender.iter().map(tender).collect(),
        by_category: review.by_category.iter().map(category).collect(),
    }
}

const fn category_words(category: Category) -> &'static str {
    match category {
        Category::Sales => "Sales",
        Category::Refunds => "Refunds",
        Category::Discounts => "Discounts",
        Category::Surcharges => "Surcharges",
        Category::Tax => "Tax",
        Category::Tips => "Tips",
        Category::Other => "Other",
        Category::Drawer => "Paid out of and into the drawer",
    }
}

/// The journals: the one document's, else those made and those still to be made.
fn journals(
    book: &Book,
    review: &ipc::Cashout,
    of: Option<&DocumentSummary>,
) -> Result<Vec<SheetJournal>, Fault> {
    let mut ids = match of {
        Some(one) => vec![one.id],
        None => {
            let live =
                review.documents.iter().filter(|one| one.state != ipc::DocumentState::Undone);
            live.map(|one| crate::convert::read_document(&one.id)).collect::<Result<_, _>>()?
        }
    };
    ids.sort_unstable();
    let mut journals = Vec::new();
    for id in ids {
        let document = documents::one(book, id, &Links::none())?;
        let summary = document.summary;
        journals.push(SheetJournal {
            narration: summary.narration.unwrap_or(summary.title),
            date: summary.date.to_string(),
            state: if summary.xero_id.is_some() { "In Xero" } else { "Waits" }.to_owned(),
            reference: summary.xero_id.unwrap_or_default(),
            lines: document.lines.iter().map(line).collect(),
            debits: document.debits.to_string(),
            credits: document.credits.to_string(),
        });
    }
    let to_make = review.journals.iter().filter(|_| of.is_none());
    journals.extend(to_make.map(|one| SheetJournal {
        narration: one.narration.clone(),
        date: one.date.to_string(),
        state: "Not closed yet".to_owned(),
        reference: String::new(),
        lines: one.lines.iter().map(line).collect(),
        debits: one.debits.to_string(),
        credits: one.credits.to_string(),
    }));
    Ok(journals)
}

fn line(line: &ipc::JournalLine) -> SheetLine {
    let tracking = line.tracking.iter().map(|one| format!("{}: {}", one.category, one.option));
    let side = |side: &Option<ipc::Money>| side.as_ref().map(ToString::to_string);
    SheetLine {
        account_code: line.account_code.clone().unwrap_or_default(),
        account_name: line.account_name.clone(),
        description: line.description.clone(),
        tax_type: line.tax_type.as_ref().map(ToString::to_string).unwrap_or_default(),
        tracking: tracking.collect::<Vec<_>>().join(", "),
        debit: side(&line.debit).unwrap_or_default(),
        credit: side(&line.credit).unwrap_or_default(),
    }
}

fn separate(one: &ipc::SeparateDocument) -> SeparateLine {
    let state = match one.state {
        ipc::DocumentState::Posted => "In Xero",
        ipc::DocumentState::AwaitingApproval => "A draft in Xero",
        ipc::DocumentState::Skipped => "Left out",
        ipc::DocumentState::Held | ipc::DocumentState::Rejected => "Needs attention",
        ipc::DocumentState::Draft
        | ipc::DocumentState::Queued
        | ipc::DocumentState::Sending
        | ipc::DocumentState::Unknown
        | ipc::DocumentState::Undone => "Waits",
    };
    SeparateLine {
        title: one.title.clone(),
        state: state.to_owned(),
        amount: one.taken.to_string(),
    }
}
