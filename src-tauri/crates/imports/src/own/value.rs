//! A value of Daybook's schema into a transaction.

use chrono::{DateTime, NaiveDateTime, Utc};
use chrono_tz::Tz;
use ledger::{Currency, Customer, Extras, Kind, SourceId, Transaction};
use serde_json::Value;

use super::fields::{Fields, Object, Place};
use super::money::{Account, Money};
use super::problem::Wrong;
use super::shape::{self, Presence};
use super::{Recorded, extras, known};
use crate::dates::is_plausible;
use crate::options::{Location, Options};
use crate::reject::{Reject, quoted};
use crate::row::Warning;
use crate::zones;

/// The source of every transaction of Daybook's own formats.
const SOURCE: &str = "daybook";

/// Reads one transaction of Daybook's own schema, for `record` and the ingest endpoint; the file
/// formats go through here too. The caller that makes up ids and times puts them into the value.
///
/// # Errors
/// [`Reject::Schema`] with every problem and its place, or what the book or a choice lacks.
pub fn transaction(value: &Value, options: &Options) -> Result<Recorded, Reject> {
    let mut fields = Fields::new(options.currency);
    let object = fields.object(value, Place::Root, &known::TRANSACTION);
    let Some(object) = object else { return Err(reject(fields)) };
    fields.need(object, "id");
    fields.need(object, "at");
    let Some(kind) = kind(&mut fields, object) else { return Err(reject(fields)) };
    currency(&mut fields, object, kind);
    presence(&mut fields, object, kind);

    let mut money = Money::read(&mut fields, object, &account_rule(kind, options));
    money.settle(&mut fields, object, kind);
    money.check_discounts(&mut fields);
    let extras = extras::read(&mut fields, object, kind, &money);
    let mut warnings = Vec::new();
    let named = fields.text(object, "location").unwrap_or("");
    let found = options.location.find(named);
    let zone = found.as_ref().map_or(Tz::UTC, |(location, _)| location.zone);
    let at = instant(&mut fields, object, zone, &mut warnings).unwrap_or_default();
    let rest = Rest::read(&mut fields, object);
    if !fields.problems.is_empty() {
        return Err(reject(fields));
    }
    let (location, caveat) = found?;
    warnings.extend(caveat);
    if money.lacks_account {
        return Err(Reject::NeedsRevenue);
    }
    let transaction = rest.into_transaction(Made {
        kind,
        at,
        location,
        money,
        extras,
        currency: fields.currency,
    });
    Ok(Recorded { transaction, raw: value.to_string(), warnings })
}

fn reject(fields: Fields) -> Reject {
    Reject::Schema(fields.problems)
}

fn kind(fields: &mut Fields, object: Object<'_, '_>) -> Option<Kind> {
    fields.need(object, "kind");
    let word = quoted(fields.text(object, "kind")?);
    match word.parse() {
        Ok(kind) => Some(kind),
        Err(error) => {
            let nearest = known::nearest(&word, Kind::ALL.iter().map(|kind| kind.key()));
            fields.note(object.place.key("kind"), Wrong::NotAKind { error, nearest });
            None
        }
    }
}

/// Decides the currency that amounts are read in.
fn currency(fields: &mut Fields, object: Object<'_, '_>, kind: Kind) {
    let Some(found) = fields.currency(object, "currency") else { return };
    let book = fields.base;
    if found != book && !shape::may_be_foreign(kind) {
        let wrong = Wrong::OtherCurrency { found, book, kind };
        fields.note(object.place.key("currency"), wrong);
        return;
    }
    fields.currency = found;
}

/// Whether the kind has what it must and nothing it cannot have.
fn presence(fields: &mut Fields, object: Object<'_, '_>, kind: Kind) {
    let shape = shape::of(kind);
    for (key, presence) in [("lines", shape.lines), ("tenders", shape.tenders)] {
        match presence {
            Presence::Needed => fields.need(object, key),
            Presence::Allowed => {}
            Presence::Refused => refuse(fields, object, kind, key),
        }
    }
    if shape.lines == Presence::Refused {
        for key in ["tip", "surcharge"] {
            refuse(fields, object, kind, key);
        }
    }
    for key in shape.needs.iter().chain(shape.must) {
        fields.need(object, key);
    }
    if let Some([one, other]) = shape.either
        && !object.says(one)
        && !object.says(other)
    {
        fields.note(object.place.key(one), Wrong::MissingBoth(other));
    }
    for key in known::extras() {
        if !shape.must.contains(key) && !shape.may.contains(key) {
            refuse(fields, object, kind, key);
        }
    }
}

/// Refuses what a kind cannot have, unless it says nothing: a table has a cell for every row.
fn refuse(fields: &mut Fields, object: Object<'_, '_>, kind: Kind, key: &str) {
    let nothing = |text: &str| !text.is_empty() && text.bytes().all(|b| matches!(b, b'0' | b'.'));
    let is_nothing = match object.get(key) {
        Some(Value::String(text)) => matches!(key, "tip" | "surcharge") && nothing(text.trim()),
        _ => false,
    };
    if object.says(key) && !is_nothing {
        fields.note(object.place.key(key), Wrong::NotOfKind(kind));
    }
}

/// The account of a line that names none: what is sold goes to revenue, a gift card or a bond to
/// the liability it is.
fn account_rule(kind: Kind, options: &Options) -> Account {
    match kind {
        Kind::GiftCardSale | Kind::GiftCardRefund => Account::Role(ledger::Role::GiftCards),
        Kind::BondTaken | Kind::BondReturned => Account::Role(ledger::Role::DamageBonds),
        Kind::Sale
        | Kind::Refund
        | Kind::BookingPayment
        | Kind::BookingRefund
        | Kind::CheckIn
        | Kind::DepositMove
        | Kind::Cancellation
        | Kind::AccountCharge
        | Kind::AccountPayment
        | Kind::AccountRefund
        | Kind::BalancePayment
        | Kind::BalanceWriteOff
        | Kind::TipPayout
        | Kind::PaidOut
        | Kind::PaidIn
        | Kind::FloatChange
        | Kind::CashCount
        | Kind::BankDeposit
        | Kind::ProcessorPayout
        | Kind::BondKept => Account::Revenue(options.revenue.clone()),
    }
}

/// A time with its offset, or a local one at the location.
fn instant(
    fields: &mut Fields,
    object: Object<'_, '_>,
    zone: Tz,
    warnings: &mut Vec<Warning>,
) -> Option<DateTime<Utc>> {
    let text = fields.text(object, "at")?;
    let written = text.replacen(' ', "T", 1);
    if let Ok(at) = DateTime::parse_from_rfc3339(&written)
        && is_plausible(&at.date_naive())
    {
        return Some(at.to_utc());
    }
    let local = ["%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%dT%H:%M"]
        .iter()
        .find_map(|format| NaiveDateTime::parse_from_str(&written, format).ok())
        .filter(|local| is_plausible(&local.date()));
    let Some(local) = local else {
        fields.note(object.place.key("at"), Wrong::NotATime(quoted(text)));
        return None;
    };
    let (at, caveat) = zones::instant(local, zone);
    warnings.extend(caveat);
    Some(at)
}

/// The fields that carry no money.
struct Rest {
    id: Option<String>,
    till: Option<String>,
    staff: Option<String>,
    customer: Option<Customer>,
    booking: Option<String>,
    refund_of: Option<String>,
    invoice: Option<String>,
    note: Option<String>,
    department: Option<String>,
    class: Option<String>,
}

/// What was worked out of the others.
struct Made<'o> {
    kind: Kind,
    at: DateTime<Utc>,
    location: &'o Location,
    currency: Currency,
    money: Money,
    extras: Extras,
}

impl Rest {
    fn read(fields: &mut Fields, object: Object<'_, '_>) -> Self {
        Self {
            id: fields.owned(object, "id"),
            till: fields.owned(object, "till"),
            staff: fields.owned(object, "staff"),
            customer: customer(fields, object),
            booking: fields.owned(object, "booking"),
            refund_of: fields.owned(object, "refund_of"),
            invoice: fields.owned(object, "invoice"),
            note: fields.owned(object, "note"),
            department: fields.owned(object, "department"),
            class: fields.owned(object, "class"),
        }
    }

    fn into_transaction(self, made: Made<'_>) -> Transaction {
        let id = self.id.unwrap_or_default();
        Transaction {
            source: SourceId { source: SOURCE.to_owned(), id },
            kind: made.kind,
            at: made.at,
            business_date: made.location.business_date(made.at),
            location: made.location.name.clone(),
            till: self.till,
            staff: self.staff,
            customer: self.customer,
            booking: self.booking,
            currency: made.currency,
            lines: made.money.lines,
            tenders: made.money.tenders,
            tip: made.money.tip,
            surcharge: made.money.surcharge,
            refund_of: self.refund_of,
            invoice: self.invoice,
            note: self.note,
            department: self.department,
            class: self.class,
            extras: made.extras,
        }
    }
}

fn customer(fields: &mut Fields, object: Object<'_, '_>) -> Option<Customer> {
    let place = object.place.key("customer");
    let customer = fields.object(object.get("customer")?, place, &known::CUSTOMER)?;
    let id = fields.owned(customer, "id");
    let email = fields.owned(customer, "email");
    let name = fields.owned(customer, "name").or_else(|| id.clone());
    if name.is_none() {
        fields.need(customer, "name");
    }
    Some(Customer { id, name: name?, email })
}
