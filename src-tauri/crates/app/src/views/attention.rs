//! Needs attention: everything that waits for a person, grouped by what would mend it.

use ipc::{Action, Attention, AttentionGroup, AttentionItem, Fault, Subject};
use ledger::{Amount, Currency, Problem, Tags, Target, TaxSet};
use store::{
    Book, CONTRADICTS, DocumentSummary, State, TransactionFilter, TransactionRow, TransactionState,
};
use sync::Cause;
use xero::TokenSet;

use super::in_use::{InUse, Waiting};
use super::mappings;
use super::{document_words, documents, notices, transactions};
use crate::convert::{day, instant, money};
use crate::fault::{of_book, sentence};
use crate::open_book::OpenBook;
use crate::troubles;

/// How many items a group shows; its count says how many there are.
const SHOWN: usize = 50;
/// The code of a problem that a button mends in Xero ([`Problem::code`]).
const PAYMENTS_NOT_ENABLED: &str = "payments_not_enabled";
/// What groups transactions that cannot be posted before something is known.
const WAITING: &str = "waiting";
/// How many of those are looked at.
const WAITING_LOOKED_AT: u32 = 500;

/// All that needs a person.
pub(crate) fn shown(open: &OpenBook, signed_in: Option<&TokenSet>) -> Result<Attention, Fault> {
    let book = &open.book;
    let currency = documents::currency(book)?;
    let mut groups = Vec::new();
    for (cause, waiting) in for_a_person(book)? {
        groups.push(document_group(book, &cause, &waiting, currency)?);
    }
    for open in open_problems(book)? {
        groups.push(transaction_group(book, open, currency)?);
    }
    groups.extend(waiting_groups(book)?);
    groups.sort_by_key(|(amount, _)| std::cmp::Reverse(amount.abs()));
    // What is wrong around all of them stands first.
    let troubles =
        troubles::of(open, signed_in).into_iter().map(|one| troubles::group(one, currency));
    let groups: Vec<AttentionGroup> =
        troubles.chain(groups.into_iter().map(|(_, group)| group)).collect();
    let total = groups.iter().map(|group| group.count).sum();
    Ok(Attention { groups, total })
}

/// How many documents, transactions and troubles of the book need a person, for the rail.
pub(crate) fn count(open: &OpenBook, signed_in: Option<&TokenSet>) -> Result<u32, Fault> {
    let book = &open.book;
    let troubles = small(troubles::of(open, signed_in).len());
    let documents =
        for_a_person(book)?.iter().map(|(_, waiting)| small(waiting.len())).sum::<u32>();
    let problems =
        open_problems(book)?.iter().map(|(_, _, waiting)| waiting.transactions).sum::<u32>();
    let waiting = book.count_transactions(&waiting_filter()).map_err(of_book)?;
    let waiting = u32::try_from(waiting).unwrap_or(u32::MAX);
    Ok([documents, problems, waiting].into_iter().fold(troubles, u32::saturating_add))
}

/// The documents that wait for a person, by cause. No answer yet is the program's to settle.
fn for_a_person(book: &Book) -> Result<Vec<(String, Vec<DocumentSummary>)>, Fault> {
    let causes = book.attention().map_err(of_book)?.into_iter().map(|waiting| {
        let documents = waiting.documents.into_iter().filter(|one| one.state != State::Sending);
        (waiting.cause, documents.collect::<Vec<_>>())
    });
    Ok(causes.filter(|(_, documents)| !documents.is_empty()).collect())
}

/// Problems of transactions by what the mapping says now; those that hold documents already are
/// shown with these.
fn open_problems(book: &Book) -> Result<Vec<OpenProblem>, Fault> {
    if book.chart().map_err(of_book)?.is_none() {
        return Ok(Vec::new());
    }
    let with_documents: Vec<String> =
        for_a_person(book)?.into_iter().map(|(cause, _)| cause).collect();
    let mut open = mappings::open_problems(&InUse::read(book)?);
    open.retain(|(problem, _, _)| !with_documents.contains(&Cause::of(problem).key()));
    Ok(open)
}

fn small(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// What mends a cause: by the problem as it stands now, where there is one.
fn mends(book: &Book, cause: &Cause) -> Result<Vec<Action>, Fault> {
    let Cause::Problem { code, concern, name } = cause else { return Ok(notices::mends(cause)) };
    if book.chart().map_err(of_book)?.is_none() {
        return Ok(notices::mends(cause));
    }
    let in_use = InUse::read(book)?;
    let now = mappings::open_problems(&in_use).into_iter().map(|(problem, _, _)| problem);
    if let Some(problem) = now.into_iter().find(|problem| Cause::of(problem) == *cause) {
        return Ok(notices::notice(&problem).actions);
    }
    let mut actions = notices::mends(cause);
    if code == PAYMENTS_NOT_ENABLED {
        let target = match concern.as_str() {
            "tender" => Some(Target::Tender(name.clone())),
            "role" => name.parse().ok().map(Target::Role),
            _ => None,
        };
        let resolver = in_use.resolver(in_use.way);
        let account = target.and_then(|target| {
            let found = resolver.account_for(&target, &TaxSet::none(), &Tags::none()).ok()?;
            Some(found.account.id.as_str().into())
        });
        let enable = account.map(|account| Action::EnablePayments { account });
        actions = enable.into_iter().chain(actions).collect();
    }
    Ok(actions)
}

type Group = (Amount, AttentionGroup);

/// A problem, the targets it concerns, and what waits on them.
type OpenProblem = (Problem, Vec<Target>, Waiting);

fn document_group(
    book: &Book,
    cause: &str,
    waiting: &[DocumentSummary],
    currency: Currency,
) -> Result<Group, Fault> {
    let known = Cause::from_key(cause);
    let first_words = waiting.first().and_then(|one| one.reason.as_ref());
    let said = first_words.map(|reason| reason.message.clone()).unwrap_or_default();
    let (title, sentence) = words(&known, &said);
    let mut items = Vec::new();
    for document in waiting.iter().take(SHOWN) {
        let location = book.location(document.location).map_err(of_book)?.location.name;
        let own_words = document.reason.as_ref().map(|reason| reason.message.clone());
        items.push(AttentionItem {
            subject: Subject::Document {
                document: document.id.to_string().into(),
                state: document_words::state(document.state),
            },
            title: document_words::title(document, &location),
            date: day(document.date),
            amount: money(documents::worth(book, document)?, document.currency),
            currency: document.currency.code().to_owned(),
            since: instant(document.created_at),
            detail: own_words.clone().filter(|words| *words != said),
            xero_said: own_words.filter(|_| known == Cause::Refused),
            actions: document_words::actions(document),
        });
    }
    let mut actions = mends(book, &known)?;
    if waiting.len() > 1 {
        actions.push(Action::RetryCause { cause: cause.into() });
    }
    let worths = waiting.iter().map(|one| documents::worth(book, one));
    let amount: Amount = worths.sum::<Result<_, Fault>>()?;
    let group = AttentionGroup {
        cause: cause.into(),
        title,
        sentence,
        count: small(waiting.len()),
        amount: money(amount, currency),
        actions,
        items,
    };
    Ok((amount, group))
}

/// Transactions that cannot be posted for one problem.
fn transaction_group(
    book: &Book,
    (problem, targets, waiting): OpenProblem,
    currency: Currency,
) -> Result<Group, Fault> {
    let mut rows = Vec::new();
    for target in targets {
        let filter = TransactionFilter {
            target: Some(target),
            states: vec![
                TransactionState::Open,
                // Held in a document for another cause as well.
                TransactionState::Queued,
            ],
            ..TransactionFilter::default()
        };
        rows.extend(book.transactions(&filter, None, small(SHOWN)).map_err(of_book)?.rows);
    }
    rows.truncate(SHOWN);
    let (title, sentence) = words(&Cause::of(&problem), &problem.sentence());
    let group = AttentionGroup {
        cause: Cause::of(&problem).key().into(),
        title,
        sentence: format!("{sentence} The day can be closed all the same."),
        count: waiting.transactions,
        amount: money(waiting.amount.abs(), currency),
        actions: notices::notice(&problem).actions,
        items: rows.iter().map(transaction_item).collect(),
    };
    Ok((waiting.amount, group))
}

fn waiting_filter() -> TransactionFilter {
    TransactionFilter { states: vec![TransactionState::Waiting], ..TransactionFilter::default() }
}

/// Transactions that wait for something that is not known yet, by what mends them.
fn waiting_groups(book: &Book) -> Result<Vec<Group>, Fault> {
    let rows = book.transactions(&waiting_filter(), None, WAITING_LOOKED_AT).map_err(of_book)?.rows;
    let mut groups: Vec<Group> = Vec::new();
    for row in rows {
        let Some(waits) = book.transaction(row.id).map_err(of_book)?.waits_for else { continue };
        let actions = transactions::mend_of(&waits, &row.transaction);
        let said = sentence(&waits.message);
        let said = said.trim_end_matches('.').to_owned();
        match groups.iter_mut().find(|(_, group)| group.sentence.starts_with(&said)) {
            Some((_, group)) => {
                group.count = group.count.saturating_add(1);
                group.items.push(transaction_item(&row));
            }
            None => {
                let group = AttentionGroup {
                    cause: format!("{WAITING}:{}:{said}", waits.reason).as_str().into(),
                    title: waiting_title(&waits.reason).to_owned(),
                    sentence: format!("{said}. {}", waiting_ends(&waits.reason)),
                    count: 1,
                    amount: money(row.amount, row.transaction.currency),
                    actions,
                    items: vec![transaction_item(&row)],
                };
                groups.push((row.amount, group));
            }
        }
    }
    Ok(groups)
}

/// What ends the waiting, and that nothing is lost meanwhile.
fn waiting_ends(reason: &str) -> &'static str {
    match reason {
        CONTRADICTS => {
            "Nothing is lost: it is recorded, and is posted once it is corrected, or what it \
             contradicts is: a rate, an invoice."
        }
        _ => "Nothing is lost: it is recorded, and is posted as soon as that is known.",
    }
}

fn waiting_title(reason: &str) -> &'static str {
    match reason {
        "rate" => "A rate is missing",
        "sale" => "The sale it gives back is not recorded",
        "invoice" => "There is no open invoice to pay",
        CONTRADICTS => "It contradicts what became known since",
        _ => "Something is not known yet",
    }
}

fn transaction_item(row: &TransactionRow) -> AttentionItem {
    let transaction = &row.transaction;
    AttentionItem {
        subject: Subject::Transaction { transaction: row.id.to_string().into() },
        title: format!("{} {}", transaction.kind.title(), transaction.source.id),
        date: day(transaction.business_date),
        amount: money(row.amount, transaction.currency),
        currency: transaction.currency.code().to_owned(),
        since: instant(transaction.at),
        detail: transaction.lines.first().map(|line| line.description.clone()),
        xero_said: None,
        actions: Vec::new(),
    }
}

/// A cause in a few words, and what happened, whether anything is lost, what to do.
fn words(cause: &Cause, said: &str) -> (String, String) {
    let waits = "Nothing is lost: it waits here and goes by itself once this is mended.";
    let (title, sentence) = match cause {
        Cause::Problem { code, concern, name } => {
            (problem_title(code, concern, name), format!("{} {waits}", sentence(&said)))
        }
        Cause::Refused => (
            "Xero refused it".to_owned(),
            format!("{said} Nothing was changed in Xero. Mend what Xero names, then retry."),
        ),
        Cause::FoundDifferent => (
            "Xero has it with another content".to_owned(),
            format!("{said} Compare the two in Xero, then retry, skip it or undo it."),
        ),
        Cause::FoundSeveral => (
            "Xero has it more than once".to_owned(),
            format!("{said} Void the extra ones in Xero, then retry."),
        ),
        Cause::FoundNotPosted => (
            "In Xero, but voided or a draft".to_owned(),
            format!("{said} Restore or delete it in Xero, then retry, or undo it here."),
        ),
        Cause::MaybeThere => {
            ("Xero may have it already".to_owned(), format!("{said} Nothing is lost meanwhile."))
        }
        Cause::Gone => (
            "No longer in Xero".to_owned(),
            format!("{said} Undo it here to give its transactions back."),
        ),
        Cause::NoAnswer => (
            "No answer from Xero yet".to_owned(),
            format!("{said} Daybook looks it up before anything is sent again; just wait."),
        ),
        Cause::ClockRanAhead => (
            "Sent while the clock ran ahead".to_owned(),
            format!("{said} Nothing is lost; just wait."),
        ),
        Cause::Offline => ("Waiting for the internet".to_owned(), format!("{said} {waits}")),
        Cause::XeroDown => ("Xero is not available".to_owned(), format!("{said} {waits}")),
        Cause::Limit => ("Xero’s limit of calls is reached".to_owned(), format!("{said} {waits}")),
        Cause::Reconnect => (
            "Sign in to Xero again".to_owned(),
            format!("{said} Nothing is lost: it goes by itself after the sign-in."),
        ),
        Cause::Permission => (
            "This Xero user may not do this".to_owned(),
            format!("{said} Sign in as a user with the reporting role, then retry."),
        ),
        Cause::Approval => (
            "Waits in Xero for approval".to_owned(),
            format!("{said} It counts there once somebody approves it."),
        ),
        Cause::NothingToPost => ("Nothing to post".to_owned(), said.to_owned()),
        Cause::OwnFault => ("Daybook could not go on with it".to_owned(), said.to_owned()),
        Cause::ByHand => (
            "Held by a person".to_owned(),
            format!("{said} It is safe here. Retry sends it, skip gives it up."),
        ),
    };
    (title, sentence.trim().to_owned())
}

fn problem_title(code: &str, concern: &str, name: &str) -> String {
    let thing = match concern {
        "gl_code" => format!("GL code {name}"),
        "role" => name
            .parse::<ledger::Role>()
            .map_or_else(|_| name.to_owned(), |role| role.title().to_owned()),
        "tender" => format!("Tender {name}"),
        "tax" | "tax_set" => format!("Tax {name}"),
        "no_tax_type" => "Lines without tax".to_owned(),
        "bank" if name.is_empty() => ledger::Role::Bank.title().to_owned(),
        "bank" => format!("Bank account {name}"),
        "tracking" => format!("Tracking by {name}"),
        "contact" if name.is_empty() => "The customer".to_owned(),
        "contact" => name.to_owned(),
        "period" => "The period".to_owned(),
        _ => "The organisation".to_owned(),
    };
    let what = match code {
        "unmapped_gl_code" | "unmapped_role" | "unmapped_tax" => "has no account",
        "ambiguous_account" | "ambiguous_tax_type" => "could go to two places",
        "account_archived" => "goes to an archived account",
        "account_missing" => "goes to an account that is gone",
        "account_wrong_type" => "goes to an account of a wrong type",
        "account_system" => "goes to an account Xero keeps to itself",
        "tax_type_invalid" | "no_tax_type_missing" => "has a tax rate that cannot be used",
        "tracking_invalid" | "tracking_category_missing" => "has tracking that is gone",
        "tracking_option_missing" => "has no option for a value",
        "unmapped_bank" => "is no account in Xero that we know",
        "tender_is_direct" => "goes straight into the bank",
        "payments_not_enabled" => "goes to an account that takes no payments yet",
        "contact_unsure" => "has no sure contact in Xero",
        "no_contact" => "is not named",
        "bank_currency" => "is in another currency than the money",
        "period_locked" => "is locked in Xero",
        _ => "cannot be posted",
    };
    format!("{thing} {what}")
}
