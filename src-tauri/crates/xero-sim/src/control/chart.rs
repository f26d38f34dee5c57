//! What bookkeepers change of an organisation, its chart and its journals.

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use super::tracking::retag;
use super::{Control, Refused, unknown};
use crate::books::{
    Account, AccountStatus, AccountType, Author, JournalStatus, ManualJournal, Organisation,
    TrackingOption,
};

pub(super) fn apply(
    organisation: &mut Organisation,
    control: &Control,
    now: DateTime<Utc>,
) -> Result<(), Refused> {
    Change::find(organisation, control)?.make(organisation, now);
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

    fn make(self, organisation: &mut Organisation, now: DateTime<Utc>) {
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

fn lock_date(text: &str) -> Result<Option<NaiveDate>, Refused> {
    if text.is_empty() {
        return Ok(None);
    }
    text.parse().map(Some).map_err(|_| unknown("date", text))
}

pub(super) fn find_account<'a>(
    organisation: &'a Organisation,
    name: &str,
) -> Result<&'a Account, Refused> {
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
    if let Some(name) = &control.disable_payments {
        changed.push(Account { enable_payments: false, ..find(name)? });
    }
    Ok(changed)
}

fn changed_journals(
    organisation: &Organisation,
    control: &Control,
) -> Result<Vec<ManualJournal>, Refused> {
    let find = |id: Uuid| {
        let journal = organisation.books.journal(id).cloned();
        journal.ok_or_else(|| unknown("manual journal", id))
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
        let lines = journal.lines.iter_mut().map(|line| &mut line.tracking);
        retag(&organisation.books, &edit.into(), lines)?;
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
