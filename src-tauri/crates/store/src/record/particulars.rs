//! The part of a transaction that nothing is summed or joined by, as one JSON array.
//!
//! Arrays without field names, so that a search for a word never finds a field's name. A new field
//! is appended with a default; none is ever taken out or moved.

use ledger::{Amount, Customer, Foreign, Line, LineAccount, SourceId, Tax, Tender, Transaction};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::error::Error;
use crate::words;

/// Lines, tenders, customer, booking, tip, surcharge, refund of, invoice, note.
#[derive(PartialEq, Serialize, Deserialize)]
struct Particulars(
    Vec<StoredLine>,
    Vec<StoredTender>,
    Option<StoredCustomer>,
    Option<String>,
    i64,
    i64,
    Option<String>,
    Option<String>,
    Option<String>,
);

/// Description, account, quantity, unit price, net, discount, taxes.
#[derive(PartialEq, Serialize, Deserialize)]
struct StoredLine(String, String, String, Option<String>, i64, i64, Vec<(String, i64)>);

/// Name, amount, foreign money as (currency, amount, rate).
#[derive(PartialEq, Serialize, Deserialize)]
struct StoredTender(String, i64, Option<(String, i64, String)>);

/// Id, name, address for mail.
#[derive(PartialEq, Serialize, Deserialize)]
struct StoredCustomer(Option<String>, String, Option<String>);

/// The columns of a transaction that stand beside its particulars.
pub(crate) struct Head {
    pub(crate) source: SourceId,
    pub(crate) kind: ledger::Kind,
    pub(crate) at: chrono::DateTime<chrono::Utc>,
    pub(crate) business_date: chrono::NaiveDate,
    pub(crate) location: String,
    pub(crate) till: Option<String>,
    pub(crate) staff: Option<String>,
    pub(crate) currency: ledger::Currency,
}

/// Writes a transaction's particulars. Equal transactions give equal text.
pub(super) fn write(transaction: &Transaction) -> String {
    let particulars = Particulars(
        transaction.lines.iter().map(stored_line).collect(),
        transaction.tenders.iter().map(stored_tender).collect(),
        transaction
            .customer
            .clone()
            .map(|Customer { id, name, email }| StoredCustomer(id, name, email)),
        transaction.booking.clone(),
        transaction.tip.minor(),
        transaction.surcharge.minor(),
        transaction.refund_of.clone(),
        transaction.invoice.clone(),
        transaction.note.clone(),
    );
    serde_json::to_string(&particulars).expect("strings and integers are always JSON")
}

/// Whether two say the same as far as both say it.
///
/// An export of other columns, or of other days, leaves out the customer, the note or the sale that
/// a refund belongs to. That is no correction; another customer is one.
pub(super) fn agree(one: &str, other: &str) -> Result<bool, Error> {
    let parse = |text| serde_json::from_str::<Particulars>(text).map_err(|_| unreadable(text));
    let (mut one, mut other) = (parse(one)?, parse(other)?);
    leave_out_unsaid(&mut one.2, &mut other.2);
    leave_out_unsaid(&mut one.6, &mut other.6);
    leave_out_unsaid(&mut one.8, &mut other.8);
    Ok(one == other)
}

fn leave_out_unsaid<T>(one: &mut Option<T>, other: &mut Option<T>) {
    if one.is_none() || other.is_none() {
        (*one, *other) = (None, None);
    }
}

/// Puts a transaction together again.
pub(crate) fn read(head: Head, text: &str) -> Result<Transaction, Error> {
    let Particulars(lines, tenders, customer, booking, tip, surcharge, refund_of, invoice, note) =
        serde_json::from_str(text).map_err(|_| unreadable(text))?;
    Ok(Transaction {
        source: head.source,
        kind: head.kind,
        at: head.at,
        business_date: head.business_date,
        location: head.location,
        till: head.till,
        staff: head.staff,
        customer: customer.map(|StoredCustomer(id, name, email)| Customer { id, name, email }),
        booking,
        currency: head.currency,
        lines: lines.into_iter().map(line).collect::<Result<_, _>>()?,
        tenders: tenders.into_iter().map(tender).collect::<Result<_, _>>()?,
        tip: Amount::from_minor(tip),
        surcharge: Amount::from_minor(surcharge),
        refund_of,
        invoice,
        note,
    })
}

fn stored_line(line: &Line) -> StoredLine {
    let account = match &line.account {
        LineAccount::Gl(code) => format!("={code}"),
        LineAccount::Role(role) => format!("@{}", role.key()),
    };
    let taxes = line.taxes.iter().map(|tax| (tax.code.clone(), tax.amount.minor())).collect();
    StoredLine(
        line.description.clone(),
        account,
        stored_decimal(line.quantity),
        line.unit_price.map(stored_decimal),
        line.net.minor(),
        line.discount.minor(),
        taxes,
    )
}

fn line(stored: StoredLine) -> Result<Line, Error> {
    let StoredLine(description, account, quantity, unit_price, net, discount, taxes) = stored;
    let account = match (account.strip_prefix('='), account.strip_prefix('@')) {
        (Some(code), _) => LineAccount::Gl(code.to_owned()),
        (None, Some(role)) => LineAccount::Role(words::role(role)?),
        (None, None) => return Err(unreadable(&account)),
    };
    Ok(Line {
        description,
        account,
        quantity: decimal(&quantity)?,
        unit_price: unit_price.as_deref().map(decimal).transpose()?,
        net: Amount::from_minor(net),
        discount: Amount::from_minor(discount),
        taxes: taxes
            .into_iter()
            .map(|(code, amount)| Tax { code, amount: Amount::from_minor(amount) })
            .collect(),
    })
}

fn stored_tender(tender: &Tender) -> StoredTender {
    let foreign = tender.foreign.as_ref().map(|foreign| {
        let Foreign { currency, amount, rate } = foreign;
        (currency.code().to_owned(), amount.minor(), stored_decimal(*rate))
    });
    StoredTender(tender.name.clone(), tender.amount.minor(), foreign)
}

fn tender(stored: StoredTender) -> Result<Tender, Error> {
    let StoredTender(name, amount, foreign) = stored;
    let foreign = foreign
        .map(|(currency, amount, rate)| {
            Ok::<_, Error>(Foreign {
                currency: words::currency(&currency)?,
                amount: Amount::from_minor(amount),
                rate: decimal(&rate)?,
            })
        })
        .transpose()?;
    Ok(Tender { name, amount: Amount::from_minor(amount), foreign })
}

/// 1.50 and 1.5 are the same value and must be the same text.
fn stored_decimal(value: Decimal) -> String {
    value.normalize().to_string()
}

fn decimal(text: &str) -> Result<Decimal, Error> {
    text.parse().map_err(|_| unreadable(text))
}

fn unreadable(text: &str) -> Error {
    Error::Unreadable { what: "transaction", text: text.to_owned() }
}
