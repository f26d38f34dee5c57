//! The part of a transaction that nothing is summed or joined by, as one JSON array.
//!
//! Arrays without field names, so that a search for a word never finds a field's name. A new field
//! is appended with a default; none is ever taken out or moved.

use ledger::{Amount, Customer, Foreign, Line, LineAccount, SourceId, Tax, Tender, Transaction};
use serde::{Deserialize, Serialize};

use super::extras::{self, StoredExtras};
use crate::error::Error;
use crate::words::{self, stored_decimal};

/// Lines, tenders, customer, booking, tip, surcharge, refund of, invoice, note, department, class,
/// and what only its kind has. The last three are left out where there is none of them: most
/// transactions are sales.
#[derive(PartialEq, Deserialize)]
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
    #[serde(default)] Option<String>,
    #[serde(default)] Option<String>,
    #[serde(default)] Option<StoredExtras>,
);

impl Serialize for Particulars {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let common =
            (&self.0, &self.1, &self.2, &self.3, self.4, self.5, &self.6, &self.7, &self.8);
        if self.9.is_none() && self.10.is_none() && self.11.is_none() {
            return common.serialize(serializer);
        }
        let (lines, tenders, customer, booking, tip, surcharge, refund_of, invoice, note) = common;
        let more = (&self.9, &self.10, &self.11);
        (
            lines, tenders, customer, booking, tip, surcharge, refund_of, invoice, note, more.0,
            more.1, more.2,
        )
            .serialize(serializer)
    }
}

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
        transaction.department.clone(),
        transaction.class.clone(),
        extras::stored(&transaction.extras),
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
    leave_out_unsaid(&mut one.9, &mut other.9);
    leave_out_unsaid(&mut one.10, &mut other.10);
    Ok(one == other)
}

fn leave_out_unsaid<T>(one: &mut Option<T>, other: &mut Option<T>) {
    if one.is_none() || other.is_none() {
        (*one, *other) = (None, None);
    }
}

/// Puts a transaction together again.
pub(crate) fn read(head: Head, text: &str) -> Result<Transaction, Error> {
    let Particulars(
        lines,
        tenders,
        customer,
        booking,
        tip,
        surcharge,
        refund_of,
        invoice,
        note,
        department,
        class,
        extras,
    ) = serde_json::from_str(text).map_err(|_| unreadable(text))?;
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
        department,
        class,
        extras: extras.map(extras::read).transpose()?.unwrap_or_default(),
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
        quantity: words::decimal(&quantity)?,
        unit_price: unit_price.as_deref().map(words::decimal).transpose()?,
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
                rate: words::decimal(&rate)?,
            })
        })
        .transpose()?;
    Ok(Tender { name, amount: Amount::from_minor(amount), foreign })
}

pub(super) fn unreadable(text: &str) -> Error {
    Error::Unreadable { what: "transaction", text: text.to_owned() }
}
