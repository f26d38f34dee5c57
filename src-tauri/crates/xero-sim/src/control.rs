//! `POST /sim/control`: what people and time do to Xero behind the client's back.

use chrono::NaiveDate;
use serde::Deserialize;
use serde::de::Error as _;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::books::{
    Account, AccountStatus, AccountType, Author, JournalStatus, ManualJournal, Organisation,
    TrackingOption,
};
use crate::call::Call;
use crate::fault::Fault;
use crate::reply::Reply;
use crate::sim::Inner;

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

/// An account, by code, name or id, and its new value.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AccountChange {
    /// Code, name or id.
    pub account: String,
    /// The new name, code or type.
    pub to: String,
}

/// A bookkeeper's change to a journal.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct JournalEdit {
    /// The journal.
    pub id: Uuid,
    /// Its new narration.
    #[serde(default)]
    pub narration: Option<String>,
    /// Its new date.
    #[serde(default)]
    pub date: Option<NaiveDate>,
    /// Moves the first line to this account, by code, name or id.
    #[serde(default)]
    pub first_line_account: Option<String>,
}

/// Limits to change; the others stay.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct LimitsChange {
    /// Calls a minute and organisation.
    pub minute: Option<u32>,
    /// Calls a day and organisation.
    pub day: Option<u32>,
    /// Calls in flight of one organisation.
    pub concurrent: Option<u32>,
    /// Calls a minute of the whole app.
    pub app_minute: Option<u32>,
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
    // The only part that can refuse; it checks everything before it changes anything.
    Change::find(&inner.state.organisations[index], &control)?
        .make(&mut inner.state.organisations[index], clock.now());
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

/// Changes to an organisation with everything they name found, so that making them cannot fail.
struct Change {
    period_lock: Option<Option<NaiveDate>>,
    year_lock: Option<Option<NaiveDate>>,
    accounts: Vec<Account>,
    tax_type: Option<String>,
    tracking_option: Option<String>,
    journals: Vec<ManualJournal>,
    reporting_role: Option<bool>,
    approve_limit: Option<Option<u32>>,
}

impl Change {
    fn find(organisation: &Organisation, control: &Control) -> Result<Self, Refused> {
        let books = &organisation.books;
        if let Some(tax_type) = &control.archive_tax_rate {
            let mut rates = books.tax_rates.iter();
            rates
                .find(|rate| rate.tax_type == *tax_type)
                .ok_or_else(|| unknown("tax rate", tax_type))?;
        }
        if let Some(name) = &control.archive_tracking_option {
            let mut options = books.tracking.iter().flat_map(|category| &category.options);
            options
                .find(|option| option.name.eq_ignore_ascii_case(name))
                .ok_or_else(|| unknown("tracking option", name))?;
        }
        Ok(Self {
            period_lock: control.lock_date.as_deref().map(lock_date).transpose()?,
            year_lock: control.year_lock_date.as_deref().map(lock_date).transpose()?,
            accounts: changed_accounts(organisation, control)?,
            tax_type: control.archive_tax_rate.clone(),
            tracking_option: control.archive_tracking_option.clone(),
            journals: changed_journals(organisation, control)?,
            reporting_role: control.reporting_role,
            approve_limit: control.approve_limit,
        })
    }

    fn make(self, organisation: &mut Organisation, now: chrono::DateTime<chrono::Utc>) {
        organisation.period_lock = self.period_lock.unwrap_or(organisation.period_lock);
        organisation.year_lock = self.year_lock.unwrap_or(organisation.year_lock);
        organisation.approve_limit = self.approve_limit.unwrap_or(organisation.approve_limit);
        organisation.reporting_role = self.reporting_role.unwrap_or(organisation.reporting_role);
        let books = &mut organisation.books;
        for account in self.accounts {
            let id = account.id;
            books.accounts.put(Account { updated: now, ..account }, |old| old.id == id);
        }
        if let Some(tax_type) = self.tax_type {
            let rate = books.tax_rates.find_mut(|rate| rate.tax_type == tax_type);
            rate.into_iter().for_each(|rate| rate.active = false);
        }
        if let Some(name) = self.tracking_option {
            let is_it = |option: &TrackingOption| option.name.eq_ignore_ascii_case(&name);
            let category = books.tracking.find_mut(|known| known.options.iter().any(is_it));
            let option = category.and_then(|c| c.options.iter_mut().find(|option| is_it(option)));
            option.into_iter().for_each(|option| option.active = false);
        }
        for mut journal in self.journals {
            journal.updated = now;
            books.keep(journal, Author::Person);
        }
    }
}

fn unknown(what: &'static str, name: &str) -> Refused {
    Refused::Unknown { what, name: name.to_owned() }
}

fn lock_date(text: &str) -> Result<Option<NaiveDate>, Refused> {
    if text.is_empty() {
        return Ok(None);
    }
    text.parse().map(Some).map_err(|_| unknown("date", text))
}

fn find_account<'a>(organisation: &'a Organisation, name: &str) -> Result<&'a Account, Refused> {
    let mut accounts = organisation.books.accounts.iter();
    accounts.find(|account| account.is_named(name)).ok_or_else(|| unknown("account", name))
}

fn changed_accounts(
    organisation: &Organisation,
    control: &Control,
) -> Result<Vec<Account>, Refused> {
    let find = |name: &str| find_account(organisation, name).cloned();
    let mut changed = Vec::new();
    if let Some(name) = &control.archive_account {
        changed.push(Account { status: AccountStatus::Archived, ..find(name)? });
    }
    if let Some(name) = &control.restore_account {
        changed.push(Account { status: AccountStatus::Active, ..find(name)? });
    }
    if let Some(change) = &control.rename_account {
        changed.push(Account { name: change.to.clone(), ..find(&change.account)? });
    }
    if let Some(change) = &control.recode_account {
        changed.push(Account { code: Some(change.to.clone()), ..find(&change.account)? });
    }
    if let Some(change) = &control.retype_account {
        let kind =
            AccountType::parse(&change.to).ok_or_else(|| unknown("account type", &change.to))?;
        changed.push(Account { kind, ..find(&change.account)? });
    }
    if let Some(name) = &control.enable_payments {
        changed.push(Account { enable_payments: true, ..find(name)? });
    }
    Ok(changed)
}

fn changed_journals(
    organisation: &Organisation,
    control: &Control,
) -> Result<Vec<ManualJournal>, Refused> {
    let find = |id: Uuid| {
        let journal = organisation.books.journal(id).cloned();
        journal.ok_or_else(|| unknown("manual journal", &id.to_string()))
    };
    let mut changed = Vec::new();
    if let Some(edit) = &control.edit_journal {
        let mut journal = find(edit.id)?;
        journal.narration = edit.narration.clone().unwrap_or(journal.narration);
        journal.date = edit.date.unwrap_or(journal.date);
        if let Some(name) = &edit.first_line_account {
            let account = find_account(organisation, name)?.id;
            if let Some(line) = journal.lines.first_mut() {
                line.account = Some(account);
            }
        }
        changed.push(journal);
    }
    if let Some(id) = control.void_journal {
        let mut journal = find(id)?;
        journal.status = match journal.status {
            JournalStatus::Posted => JournalStatus::Voided,
            JournalStatus::Draft => JournalStatus::Deleted,
            ended @ (JournalStatus::Voided | JournalStatus::Deleted) => ended,
        };
        changed.push(journal);
    }
    Ok(changed)
}
