//! An organisation: who it is, and the books it keeps.

use chrono::{DateTime, NaiveDate, Utc};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    Account, Allocation, Attachment, BankTransfer, Contact, Currency, Document, Entry, Item,
    JournalStatus, Ledger, ManualJournal, Payment, SystemAccount, TaxRate, TrackingCategory,
};
use crate::rows::{Rows, Table};

/// A tenant.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Organisation {
    /// The tenant id, which is the OrganisationID too.
    pub(crate) id: Uuid,
    /// The key it was seeded under: `ca`.
    pub(crate) key: String,
    pub(crate) name: String,
    /// `CA`.
    pub(crate) country: String,
    /// `GLOBAL`: which default chart and rates it has.
    pub(crate) version: String,
    pub(crate) base_currency: String,
    /// Xero's token, `PACIFICSTANDARDTIME`.
    pub(crate) timezone: String,
    /// The same zone for the calendar, `America/Vancouver`.
    pub(crate) zone: String,
    /// `!aB3dE`.
    pub(crate) short_code: String,
    /// The tax type that means no tax here.
    pub(crate) no_tax: String,
    pub(crate) year_end: (u32, u32),
    pub(crate) period_lock: Option<NaiveDate>,
    pub(crate) year_lock: Option<NaiveDate>,
    pub(crate) multicurrency: bool,
    /// Whether the connecting user may see reports (facts §2.7).
    pub(crate) reporting_role: bool,
    /// How many sales invoices may be approved in a month, where the plan limits it (facts §3).
    #[serde(default)]
    pub(crate) approve_limit: Option<u32>,
    pub(crate) created: DateTime<Utc>,
    /// Saved row by row.
    #[serde(skip)]
    pub(crate) books: Books,
}

impl Organisation {
    /// Today's date where the organisation is.
    pub(crate) fn today(&self, now: DateTime<Utc>) -> NaiveDate {
        let zone: chrono_tz::Tz = self.zone.parse().unwrap_or(chrono_tz::UTC);
        now.with_timezone(&zone).date_naive()
    }

    /// What Xero says to a date in a locked period; empty when it is open (facts §11).
    pub(crate) fn locked(&self, date: NaiveDate) -> Vec<String> {
        [("period", self.period_lock), ("end of year", self.year_lock)]
            .into_iter()
            .filter_map(|(name, lock)| Some((name, lock.filter(|lock| date <= *lock)?)))
            .map(|(name, lock)| {
                format!(
                    "The document date cannot be before the {name} lock date, currently set at {}",
                    lock.format("%d-%b-%Y")
                )
            })
            .collect()
    }
}

/// What an organisation keeps.
#[derive(Clone, Default)]
pub(crate) struct Books {
    pub(crate) accounts: Rows<Account>,
    pub(crate) tax_rates: Rows<TaxRate>,
    pub(crate) tracking: Rows<TrackingCategory>,
    pub(crate) journals: Rows<ManualJournal>,
    pub(crate) contacts: Rows<Contact>,
    pub(crate) invoices: Rows<Document>,
    pub(crate) credit_notes: Rows<Document>,
    /// Overpayments, prepayments and the halves of transfers are among them.
    pub(crate) bank_transactions: Rows<Document>,
    pub(crate) payments: Rows<Payment>,
    pub(crate) allocations: Rows<Allocation>,
    pub(crate) bank_transfers: Rows<BankTransfer>,
    pub(crate) attachments: Rows<Attachment>,
    pub(crate) items: Rows<Item>,
    /// Those beside the base currency.
    pub(crate) currencies: Rows<Currency>,
    /// History and notes of all documents, oldest first.
    pub(crate) history: Rows<HistoryRecord>,
    pub(crate) ledger: Ledger,
}

/// The tables of [`Books::table`].
pub(crate) const TABLES: [&str; 16] = [
    "accounts",
    "tax_rates",
    "tracking",
    "journals",
    "contacts",
    "invoices",
    "credit_notes",
    "bank_transactions",
    "payments",
    "allocations",
    "bank_transfers",
    "attachments",
    "items",
    "currencies",
    "history",
    "entries",
];

/// One line of a document's history.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct HistoryRecord {
    pub(crate) document: Uuid,
    pub(crate) at: DateTime<Utc>,
    /// `Created`, `Note` …
    pub(crate) changes: String,
    pub(crate) details: String,
    #[serde(default)]
    pub(crate) author: Author,
}

/// Who changed something.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Author {
    /// The app, through the API.
    #[default]
    App,
    /// Somebody in Xero.
    Person,
}

impl Books {
    /// A table by its name on disk.
    pub(crate) fn table(&mut self, name: &str) -> Option<&mut dyn Table> {
        match name {
            "accounts" => Some(&mut self.accounts),
            "tax_rates" => Some(&mut self.tax_rates),
            "tracking" => Some(&mut self.tracking),
            "journals" => Some(&mut self.journals),
            "contacts" => Some(&mut self.contacts),
            "invoices" => Some(&mut self.invoices),
            "credit_notes" => Some(&mut self.credit_notes),
            "bank_transactions" => Some(&mut self.bank_transactions),
            "payments" => Some(&mut self.payments),
            "allocations" => Some(&mut self.allocations),
            "bank_transfers" => Some(&mut self.bank_transfers),
            "attachments" => Some(&mut self.attachments),
            "items" => Some(&mut self.items),
            "currencies" => Some(&mut self.currencies),
            "history" => Some(&mut self.history),
            "entries" => Some(&mut self.ledger.entries),
            _ => None,
        }
    }

    pub(crate) fn account(&self, id: Uuid) -> Option<&Account> {
        self.accounts.iter().find(|account| account.id == id)
    }

    pub(crate) fn by_code(&self, code: &str) -> Option<&Account> {
        self.accounts.iter().find(|account| account.code.as_deref() == Some(code))
    }

    pub(crate) fn by_system(&self, system: SystemAccount) -> Option<&Account> {
        self.accounts.iter().find(|account| account.system == Some(system))
    }

    pub(crate) fn tax_rate(&self, tax_type: &str) -> Option<&TaxRate> {
        self.tax_rates.iter().find(|rate| rate.tax_type.eq_ignore_ascii_case(tax_type))
    }

    pub(crate) fn journal(&self, id: Uuid) -> Option<&ManualJournal> {
        self.journals.iter().find(|journal| journal.id == id)
    }

    pub(crate) fn contact(&self, id: Uuid) -> Option<&Contact> {
        self.contacts.iter().find(|contact| contact.id == id)
    }

    /// An invoice, a credit note or a bank transaction.
    pub(crate) fn document(&self, id: Uuid) -> Option<&Document> {
        let tables = [&self.invoices, &self.credit_notes, &self.bank_transactions];
        tables.into_iter().find_map(|table| table.iter().find(|document| document.id == id))
    }

    /// Whether a document has attachments.
    pub(crate) fn has_files(&self, document: Uuid) -> bool {
        self.attachments.iter().any(|file| file.document == document)
    }

    pub(crate) fn payment(&self, id: Uuid) -> Option<&Payment> {
        self.payments.iter().find(|payment| payment.id == id)
    }

    /// Stores a journal, new or changed, and makes the ledger agree with it.
    pub(crate) fn keep(&mut self, journal: ManualJournal, author: Author) {
        let was_posted =
            self.journal(journal.id).is_some_and(|old| old.status == JournalStatus::Posted);
        let changes = match (journal.status, self.journal(journal.id)) {
            (JournalStatus::Voided, _) => "Voided",
            (JournalStatus::Deleted, _) => "Deleted",
            (JournalStatus::Posted, Some(old)) if old.status == JournalStatus::Draft => "Approved",
            (JournalStatus::Draft | JournalStatus::Posted, Some(_)) => "Edited",
            (JournalStatus::Draft | JournalStatus::Posted, None) => "Created",
        };
        self.note(journal.id, journal.updated, changes, "", author);
        if was_posted {
            self.ledger.reverse(journal.id);
        }
        if journal.status == JournalStatus::Posted {
            let entry = self.entry_of(&journal);
            self.ledger.post(entry);
        }
        let id = journal.id;
        self.journals.put(journal, |old| old.id == id);
    }

    fn entry_of(&self, journal: &ManualJournal) -> Entry {
        let tax = self.by_system(SystemAccount::Gst).expect("every chart has a tax account");
        journal.entry(tax.id)
    }

    /// Adds to a document's history. Without details it says by which way the change came.
    pub(crate) fn note(
        &mut self,
        document: Uuid,
        at: DateTime<Utc>,
        changes: &str,
        details: &str,
        author: Author,
    ) {
        let way = match author {
            Author::App => "through the API",
            Author::Person => "in Xero",
        };
        let changes = changes.to_owned();
        let details =
            if details.is_empty() { format!("{changes} {way}") } else { details.to_owned() };
        self.history.push(HistoryRecord { document, at, changes, details, author });
    }

    /// Every account that was posted to, in the order of the chart, with its balance.
    pub(crate) fn trial_balance(&self) -> Vec<(&Account, Decimal)> {
        let balances = self.ledger.balances();
        self.accounts
            .iter()
            .filter_map(|account| Some((account, *balances.get(&account.id)?)))
            .collect()
    }
}
