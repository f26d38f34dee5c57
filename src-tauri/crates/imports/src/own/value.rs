//! A value of Daybook's schema into a transaction.

use chrono::{DateTime, NaiveDateTime, Utc};
use chrono_tz::Tz;
use ledger::{Currency, Customer, Kind, SourceId, Transaction};
use serde_json::Value;

use super::Recorded;
use super::fields::{Fields, Object, Place};
use super::parts::{Account, Money};
use super::problem::{Problems, Wrong};
use super::shape::{self, COMMON, EXTRAS, Presence};
use crate::options::{Location, Options};
use crate::reject::Reject;
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
    let mut fields = Fields { problems: Vec::new(), currency: options.currency };
    let known: Vec<&str> = COMMON.into_iter().chain(EXTRAS).collect();
    let root = Place::Root;
    let Some(object) = fields.object(value, root, &known) else { return Err(reject(fields)) };
    fields.need(object, "id");
    fields.need(object, "at");
    let Some(kind) = kind(&mut fields, object) else { return Err(reject(fields)) };
    currency(&mut fields, object, options.currency);
    presence(&mut fields, object, kind);

    let mut money = Money::read(&mut fields, object, &account_rule(kind, options));
    money.settle(&mut fields, kind);
    super::parts::check_extras(&mut fields, object, kind, &money);
    let id = fields.owned(object, "id").unwrap_or_default();
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
    let source = SourceId { source: SOURCE.to_owned(), id };
    let transaction = rest.into_transaction(source, kind, at, location, money, options.currency);
    Ok(Recorded { transaction, raw: value.to_string(), warnings })
}

fn reject(fields: Fields) -> Reject {
    Reject::Schema(Problems(fields.problems))
}

fn kind(fields: &mut Fields, object: Object<'_, '_>) -> Option<Kind> {
    fields.need(object, "kind");
    match fields.text(object, "kind")?.parse() {
        Ok(kind) => Some(kind),
        Err(error) => {
            fields.note(object.place.key("kind"), Wrong::NotAKind(error));
            None
        }
    }
}

fn currency(fields: &mut Fields, object: Object<'_, '_>, book: Currency) {
    let Some(text) = fields.text(object, "currency") else { return };
    let wrong = match text.parse::<Currency>() {
        Ok(found) if found == book => return,
        Ok(found) => Wrong::OtherCurrency { found, book },
        Err(error) => Wrong::NotAnAmount(error),
    };
    fields.note(object.place.key("currency"), wrong);
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
    for key in shape.needs.iter().chain(shape.must) {
        fields.need(object, key);
    }
    for key in EXTRAS {
        if !shape.must.contains(&key) && !shape.may.contains(&key) {
            refuse(fields, object, kind, key);
        }
    }
}

fn refuse(fields: &mut Fields, object: Object<'_, '_>, kind: Kind, key: &str) {
    let empty = |value: &Value| value.as_array().is_some_and(Vec::is_empty);
    if object.get(key).is_some_and(|value| !empty(value)) {
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
    if let Ok(at) = DateTime::parse_from_rfc3339(&written) {
        return Some(at.to_utc());
    }
    let local = ["%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%dT%H:%M"]
        .iter()
        .find_map(|format| NaiveDateTime::parse_from_str(&written, format).ok());
    let Some(local) = local else {
        fields.note(object.place.key("at"), Wrong::NotATime(text.to_owned()));
        return None;
    };
    let (at, caveat) = zones::instant(local, zone);
    warnings.extend(caveat);
    Some(at)
}

/// The fields that carry no money.
struct Rest {
    till: Option<String>,
    staff: Option<String>,
    customer: Option<Customer>,
    booking: Option<String>,
    refund_of: Option<String>,
    invoice: Option<String>,
    note: Option<String>,
}

impl Rest {
    fn read(fields: &mut Fields, object: Object<'_, '_>) -> Self {
        Self {
            till: fields.owned(object, "till"),
            staff: fields.owned(object, "staff"),
            customer: customer(fields, object),
            booking: fields.owned(object, "booking"),
            refund_of: fields.owned(object, "refund_of"),
            invoice: fields.owned(object, "invoice"),
            note: fields.owned(object, "note"),
        }
    }

    fn into_transaction(
        self,
        source: SourceId,
        kind: Kind,
        at: DateTime<Utc>,
        location: &Location,
        money: Money,
        currency: Currency,
    ) -> Transaction {
        Transaction {
            source,
            kind,
            at,
            business_date: location.business_date(at),
            location: location.name.clone(),
            till: self.till,
            staff: self.staff,
            customer: self.customer,
            booking: self.booking,
            currency,
            lines: money.lines,
            tenders: money.tenders,
            tip: money.tip,
            surcharge: money.surcharge,
            refund_of: self.refund_of,
            invoice: self.invoice,
            note: self.note,
        }
    }
}

fn customer(fields: &mut Fields, object: Object<'_, '_>) -> Option<Customer> {
    let place = object.place.key("customer");
    let customer = fields.object(object.get("customer")?, place, &["id", "name", "email"])?;
    let id = fields.owned(customer, "id");
    let email = fields.owned(customer, "email");
    let name = fields.owned(customer, "name").or_else(|| id.clone());
    if name.is_none() {
        fields.need(customer, "name");
    }
    Some(Customer { id, name: name?, email })
}
