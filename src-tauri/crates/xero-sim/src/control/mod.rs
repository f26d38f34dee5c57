//! `POST /sim/control`: what people and time do to Xero behind the client's back.

mod chart;
mod contacts;
mod documents;
mod edits;
mod money;
mod tracking;

use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde::de::Error as _;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::call::Call;
use crate::fault::Fault;
use crate::ids::Ids;
use crate::reply::Reply;
use crate::sim::Inner;

pub use edits::{
    AccountChange, ContactChange, DocumentEdit, JournalEdit, LimitsChange, NewAllocation,
    NewContact, NewInvoice, NewPayment,
};

/// Changes of one request, applied in the order they are listed here. All or none happen.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Control {
    /// Whose books the changes are about: tenant id or seeding key. The first organisation when
    /// absent.
    pub org: Option<String>,
    /// Takes every armed fault away.
    pub heal: bool,
    /// Faults to arm, behind those already armed.
    #[serde(deserialize_with = "one_or_many")]
    pub faults: Vec<Fault>,
    /// Moves the virtual clock, in seconds.
    pub advance_seconds: i64,
    /// The period lock date; `""` removes it.
    pub lock_date: Option<String>,
    /// The end of year lock date; `""` removes it.
    pub year_lock_date: Option<String>,
    /// Archives an account, by code, name or id.
    pub archive_account: Option<String>,
    /// Makes an archived account active again.
    pub restore_account: Option<String>,
    /// Changes an account's name.
    pub rename_account: Option<AccountChange>,
    /// Changes an account's code.
    pub recode_account: Option<AccountChange>,
    /// Changes an account's type, as a word of facts §10.1.
    pub retype_account: Option<AccountChange>,
    /// Lets payments be made to an account.
    pub enable_payments: Option<String>,
    /// Lets no more payments be made to an account.
    pub disable_payments: Option<String>,
    /// Archives a tax rate, by tax type.
    pub archive_tax_rate: Option<String>,
    /// Archives a tracking option, by name, in the first category that has it.
    pub archive_tracking_option: Option<String>,
    /// Voids a posted journal, by id.
    pub void_journal: Option<Uuid>,
    /// Changes a journal as a bookkeeper would in Xero.
    pub edit_journal: Option<JournalEdit>,
    /// How many sales invoices may be approved in a month; `null` for no limit.
    #[serde(deserialize_with = "given")]
    pub approve_limit: Option<Option<u32>>,
    /// Somebody adds a contact.
    pub add_contact: Option<NewContact>,
    /// Gives a contact another name.
    pub rename_contact: Option<ContactChange>,
    /// Archives a contact, by name or id.
    pub archive_contact: Option<String>,
    /// Makes an archived contact active again.
    pub restore_contact: Option<String>,
    /// Merges a contact into another, which takes over its documents; the first is archived.
    pub merge_contact: Option<ContactChange>,
    /// Somebody writes an invoice in Xero.
    pub add_invoice: Option<NewInvoice>,
    /// Changes an invoice.
    pub edit_invoice: Option<DocumentEdit>,
    /// The same for a credit note.
    pub edit_credit_note: Option<DocumentEdit>,
    /// The same for a bank transaction.
    pub edit_bank_transaction: Option<DocumentEdit>,
    /// Approves a draft journal, invoice or credit note, by id.
    pub approve: Option<Uuid>,
    /// Records a payment of an invoice, or a refund of a credit.
    pub pay_invoice: Option<NewPayment>,
    /// Uses a credit for an invoice.
    pub allocate_credit: Option<NewAllocation>,
    /// Takes an allocation back, by id.
    pub remove_allocation: Option<Uuid>,
    /// Matches a payment or a bank transaction with the bank's statement, by id.
    pub reconcile: Option<Uuid>,
    /// Takes such a match back.
    pub unreconcile: Option<Uuid>,
    /// Deletes a payment, reconciled or not, by id.
    pub delete_payment: Option<Uuid>,
    /// Voids an approved invoice that nothing was applied to, by id.
    pub void_invoice: Option<Uuid>,
    /// The same for a credit note.
    pub void_credit_note: Option<Uuid>,
    /// Deletes a bank transaction that is neither a credit nor half a transfer, by id.
    pub delete_bank_transaction: Option<Uuid>,
    /// Deletes a transfer between bank accounts, by id.
    pub delete_transfer: Option<Uuid>,
    /// Deletes a draft journal, invoice or credit note, by id.
    pub delete_draft: Option<Uuid>,
    /// The user disconnects the app from the organisation.
    pub disconnect: bool,
    /// The user withdraws consent: all connections and tokens are gone.
    pub revoke: bool,
    /// Every access token ends now.
    pub expire_tokens: bool,
    /// Gives or takes the user's reporting role in the organisation.
    pub reporting_role: Option<bool>,
    /// Changes the rate limits in force.
    pub limits: LimitsChange,
}

/// Why nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    /// The request is not a [`Control`].
    #[error("not understood: {0}")]
    Unreadable(#[from] serde_json::Error),
    /// It names something that is not there.
    #[error("there is no {what} \"{name}\"")]
    Unknown {
        /// `account`, `organisation` …
        what: &'static str,
        /// What it was called.
        name: String,
    },
    /// Xero itself would not do it.
    #[error("not possible: {0}")]
    Impossible(&'static str),
    /// The change was made and could not be kept on disk.
    #[error("the state folder could not be written")]
    NotSaved,
}

/// One fault or a list. A member a fault does not have is refused: a mistyped `times` would make
/// it last for ever.
fn one_or_many<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Vec<Fault>, D::Error> {
    let value = Value::deserialize(from)?;
    let faults = value.as_array().map_or(std::slice::from_ref(&value), Vec::as_slice);
    faults.iter().map(|fault| strict(fault).map_err(D::Error::custom)).collect()
}

/// A member whose `null` says something else than its absence.
fn given<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Option<Option<u32>>, D::Error> {
    Option::deserialize(from).map(Some)
}

fn strict(value: &Value) -> serde_json::Result<Fault> {
    let fault = Fault::deserialize(value)?;
    let known = serde_json::to_value(&fault)?;
    let members = value.as_object().into_iter().flat_map(|members| members.keys());
    match members.into_iter().find(|name| known.get(name).is_none()) {
        Some(name) => Err(serde_json::Error::custom(format!("a fault has no member {name}"))),
        None => Ok(fault),
    }
}

/// The HTTP face of [`apply`].
pub(crate) fn receive(inner: &mut Inner, call: &Call) -> Reply {
    let control = serde_json::from_slice(&call.body).map_err(Refused::from);
    match control.and_then(|control| apply(inner, control)) {
        Ok(()) => Reply::json(200, &status(inner)),
        Err(error) => Reply::json(400, &json!({ "error": error.to_string() })),
    }
}

/// What `GET /sim/control` shows, and every change answers with.
pub(crate) fn status(inner: &Inner) -> serde_json::Value {
    json!({ "now": inner.state.clock.now().to_rfc3339(), "faults": inner.faults })
}

/// Applies a control whole, or not at all.
pub(crate) fn apply(inner: &mut Inner, control: Control) -> Result<(), Refused> {
    let named = control.org.as_deref();
    let index = inner.state.organisation(named).ok_or_else(|| Refused::Unknown {
        what: "organisation",
        name: named.unwrap_or_default().to_owned(),
    })?;
    let mut clock = inner.state.clock;
    clock.advance(control.advance_seconds);
    // What can refuse is done to a copy, which takes the place of the organisation when all of it
    // was done.
    let mut changed = inner.state.organisations[index].clone();
    let mut desk = Bookkeeper { ids: &mut inner.state.ids, now: clock.now() };
    chart::apply(&mut changed, &control, desk.now)?;
    desk.change_contacts(&mut changed, &control)?;
    desk.change_documents(&mut changed, &control)?;
    inner.state.organisations[index] = changed;
    inner.state.clock = clock;
    let tenant = inner.state.organisations[index].id;
    if control.disconnect {
        inner.state.sign_in.disconnect(tenant);
    }
    if control.revoke {
        inner.state.sign_in.withdraw();
    }
    if control.expire_tokens {
        inner.state.sign_in.expire_access_tokens(clock.now());
    }
    let limits = &mut inner.usage.limits;
    limits.minute = control.limits.minute.unwrap_or(limits.minute);
    limits.day = control.limits.day.unwrap_or(limits.day);
    limits.concurrent = control.limits.concurrent.unwrap_or(limits.concurrent);
    limits.app_minute = control.limits.app_minute.unwrap_or(limits.app_minute);
    if control.heal {
        inner.faults.clear();
    }
    inner.faults.extend(control.faults);
    Ok(())
}

/// Somebody who changes the books in Xero itself. The lock dates do not bind them.
struct Bookkeeper<'a> {
    ids: &'a mut Ids,
    now: DateTime<Utc>,
}

fn unknown(what: &'static str, name: impl std::fmt::Display) -> Refused {
    Refused::Unknown { what, name: name.to_string() }
}
