//! One transaction opened: its lines, what each part of it does to the books, who has that part.

use ipc::{Action, Fault};
use ledger::{Amount, Currency, LineAccount, Part, PartRef, Resolver, Tags, Target, TaxWay};
use store::{Book, Location, PersonRole, State, TransactionDetail};

use super::particulars::particulars;
use super::separately::worth;
use super::transactions::{mend_of, summary};
use super::{document_words, documents, journal_lines};
use crate::convert::{self, day, instant, money};
use crate::fault::{of_book, sentence};
use crate::links::Links;
use crate::locations;
use crate::withdrawing::TAKES_OUT_OF_XERO;

/// One transaction with all that is known of it, for whom a role asks.
pub(crate) fn one(
    book: &Book,
    request: &ipc::TransactionRef,
    links: &Links,
    role: PersonRole,
) -> Result<ipc::Transaction, Fault> {
    let id = convert::read_transaction(&request.transaction)?;
    let detail = book.transaction(id).map_err(of_book)?;
    let transaction = &detail.row.transaction;
    let currency = transaction.currency;
    let location = locations::named(book, &transaction.location)?;
    let opened = Opened { book, detail: &detail, location: &location, links };
    let (parts, missing) = opened.parts()?;
    let by_others = match detail.stands() && role < TAKES_OUT_OF_XERO {
        true => opened.withdrawn_by_others()?,
        false => None,
    };
    let some = |amount: Amount| (!amount.is_zero()).then(|| money(amount, currency));
    Ok(ipc::Transaction {
        summary: summary(&detail.row, &location, None),
        location_name: transaction.location.clone(),
        till: transaction.till.clone(),
        staff: transaction.staff.clone(),
        booking: transaction.booking.clone(),
        department: transaction.department.clone(),
        class: transaction.class.clone(),
        particulars: particulars(transaction),
        parts,
        note: transaction.note.clone(),
        lines: transaction.lines.iter().map(|line| shown_line(line, currency)).collect(),
        tenders: transaction.tenders.iter().map(|tender| shown_tender(tender, currency)).collect(),
        tip: some(transaction.tip),
        surcharge: some(transaction.surcharge),
        waits_for: detail.waits_for.as_ref().map(|one| sentence(&one.message)).or(missing),
        actions: detail.waits_for.as_ref().map_or_else(Vec::new, |one| mend_of(one, transaction)),
        documents: documents::of_claims(book, &detail.claims, links)?,
        can_withdraw: detail.stands() && by_others.is_none(),
        withdrawn_by_others: by_others,
        history: history(&detail),
    })
}

/// What a transaction's parts are shown from.
struct Opened<'a> {
    book: &'a Book,
    detail: &'a TransactionDetail,
    location: &'a Location,
    links: &'a Links,
}

impl Opened<'_> {
    /// Each part with its document and its lines, and the first account that is missing.
    fn parts(&self) -> Result<(Vec<ipc::TransactionPart>, Option<String>), Fault> {
        let snapshot = self.book.chart().map_err(of_book)?;
        let Some(snapshot) = snapshot else {
            let said = "Connect to Xero to see the accounts.".to_owned();
            return Ok((Vec::new(), Some(said)));
        };
        let currency = snapshot.chart.organisation.base_currency;
        let mapping = self.book.mapping().map_err(of_book)?;
        let way = self.location.location.tax_way;
        let resolver = Resolver::new(&snapshot.chart, &mapping, way);
        let fields: Vec<_> = mapping.tracking.keys().copied().collect();
        let tags = Tags::of(&self.detail.row.transaction, fields);
        let mut missing = None;
        let mut parts = Vec::with_capacity(self.detail.parts.len());
        for part in &self.detail.parts {
            let (effect, lacks) = effect(part, &resolver, way, &tags, currency);
            missing = missing.or(lacks);
            parts.push(self.part(part, effect, currency)?);
        }
        Ok((parts, missing))
    }

    /// Why whoever may not take documents out of Xero does not withdraw it.
    fn withdrawn_by_others(&self) -> Result<Option<String>, Fault> {
        let leaves = self.book.would_leave_xero(self.detail.row.id).map_err(of_book)?;
        Ok(leaves.map(|_| {
            "It is in Xero, and withdrawing would take that back there: a bookkeeper or an \
             administrator does that."
                .to_owned()
        }))
    }

    fn part(
        &self,
        part: &Part,
        effect: Vec<ipc::JournalLine>,
        currency: Currency,
    ) -> Result<ipc::TransactionPart, Fault> {
        let named = PartRef { transaction: self.detail.row.id.0, part: part.key.clone() };
        let document = self.book.document_of(&named).map_err(of_book)?;
        let document = document.map(|(id, _)| self.book.document(id)).transpose();
        let document = document.map_err(of_book)?.map(|document| document.summary);
        let can_move = part.lane == ledger::Lane::Journal
            && document.as_ref().is_none_or(|one| {
                matches!(one.state, State::Queued | State::Held | State::Rejected)
            });
        let actions = can_move.then(|| Action::MoveToCashout {
            transaction: self.detail.row.id.to_string().into(),
            part: part.key.0.as_str().into(),
        });
        let document = document.map(|one| documents::summary(self.book, &one, self.links));
        Ok(ipc::TransactionPart {
            part: part.key.0.as_str().into(),
            goes_into: document_words::goes_into(part.lane).to_owned(),
            day: day(part.date.unwrap_or(self.detail.row.transaction.business_date)),
            amount: money(worth(part), currency),
            document: document.transpose()?,
            effect,
            actions: actions.into_iter().collect(),
        })
    }
}

/// What a part does to the books, line by line, and the first account that is missing.
fn effect(
    part: &Part,
    resolver: &Resolver<'_>,
    way: TaxWay,
    tags: &Tags,
    currency: Currency,
) -> (Vec<ipc::JournalLine>, Option<String>) {
    let mut missing = None;
    let mut lines = Vec::new();
    for leg in &part.legs {
        let amount = match (way, &leg.target) {
            (TaxWay::XeroComputes, Target::Tax(_)) => continue,
            (TaxWay::XeroComputes, _) => leg.amount + leg.tax,
            (TaxWay::TaxLines, _) => leg.amount,
        };
        let found = resolver.account_for(&leg.target, &leg.tax_set, tags);
        let (account, tax_type) = match &found {
            Ok(resolved) => (Some(resolved.account), Some(resolved.tax_type.as_str())),
            Err(problem) => {
                missing.get_or_insert_with(|| sentence(problem));
                (None, None)
            }
        };
        let words = leg.words.as_ref().map(|words| words.description.clone());
        lines.push(ipc::JournalLine {
            key: None,
            account_code: account.map(|one| one.code.clone()).filter(|code| !code.is_empty()),
            account_name: account.map_or_else(|| target_words(&leg.target), |one| one.name.clone()),
            unmapped: account.is_none(),
            description: words.unwrap_or_else(|| target_words(&leg.target)),
            debit: (!amount.is_negative()).then(|| money(amount, currency)),
            credit: amount.is_negative().then(|| money(-amount, currency)),
            tax_type: tax_type.filter(|word| !word.is_empty()).map(Into::into),
            tracking: match &found {
                Ok(resolved) => journal_lines::tracking(resolver.chart(), &resolved.tracking),
                Err(_) => Vec::new(),
            },
            transactions: 1,
        });
    }
    lines.sort_by_key(|line| line.debit.is_none());
    (lines, missing)
}

fn shown_line(line: &ledger::Line, currency: Currency) -> ipc::TransactionLine {
    let taxes: Vec<String> = line
        .taxes
        .iter()
        .map(|tax| format!("{} {}", tax.code, tax.amount.display(currency)))
        .collect();
    ipc::TransactionLine {
        description: line.description.clone(),
        gl_code: match &line.account {
            LineAccount::Gl(code) => code.as_str().into(),
            LineAccount::Role(role) => role.title().into(),
        },
        quantity: line.quantity.to_string(),
        gross: money(line.net, currency),
        discount: (!line.discount.is_zero()).then(|| money(-line.discount, currency)),
        net: money(line.net - line.discount, currency),
        taxes: taxes.join(", "),
    }
}

fn shown_tender(tender: &ledger::Tender, currency: Currency) -> ipc::TransactionTender {
    let foreign = tender.foreign.as_ref().map(|foreign| {
        let amount = foreign.amount.display(foreign.currency);
        match foreign.rate.is_zero() {
            true => format!("{} {amount}, without a rate yet", foreign.currency),
            false => format!("{} {amount} at {}", foreign.currency, foreign.rate.normalize()),
        }
    });
    ipc::TransactionTender {
        tender: tender.name.as_str().into(),
        amount: money(tender.amount, currency),
        tendered: None,
        change: None,
        foreign,
    }
}

/// A target in the desk's words.
pub(crate) fn target_words(target: &Target) -> String {
    match target {
        Target::Gl(code) => code.clone(),
        Target::Role(role) => role.title().to_owned(),
        Target::Tender(name) => name.clone(),
        Target::Tax(code) => format!("{code} collected"),
        Target::PaidOut(code) => format!("Paid out: {code}"),
        Target::PaidIn(code) => format!("Paid in: {code}"),
        Target::Receivable => "Accounts Receivable".to_owned(),
        Target::Bank(name) if name.is_empty() => ledger::Role::Bank.title().to_owned(),
        Target::Bank(name) => name.clone(),
        Target::BilledAhead => "Billed ahead of its month".to_owned(),
    }
}

fn history(detail: &TransactionDetail) -> Vec<ipc::HistoryEntry> {
    let entry = |at, message: String| ipc::HistoryEntry { at: instant(at), message };
    let recorded = match detail.row.reverses {
        Some(reversed) => format!("Recorded as the reversal of transaction {reversed}."),
        None => "Recorded.".to_owned(),
    };
    let mut entries = vec![entry(detail.recorded_at, recorded)];
    for claim in &detail.claims {
        if let Some(at) = claim.released_at {
            entries
                .push(entry(at, format!("Given back by “{}”, which was undone.", claim.narration)));
        } else if claim.state == State::Posted {
            entries.push(entry(detail.recorded_at, format!("In Xero with “{}”.", claim.narration)));
        }
    }
    if let Some(withdrawn) = &detail.withdrawn {
        let message = format!("Withdrawn by {}: {}", withdrawn.who, withdrawn.why);
        entries.push(entry(withdrawn.at, message));
    } else if detail.history.len() > 1 {
        let others: Vec<_> = detail.history.iter().map(ToString::to_string).collect();
        let message = format!("The source corrected this: transactions {}.", others.join(", "));
        entries.push(entry(detail.recorded_at, message));
    }
    entries
}
