//! Somebody who works in Xero at the same time, and who tidies up in the end.

use std::collections::BTreeSet;

use chrono::Days;
use serde_json::{Value, json};
use store::{DocumentId, Operation, State};
use sync::{DRAFTS_SETTING, retry};

use crate::conviction::{Charge, Conviction};
use crate::desk::first_day;
use crate::errands::next_due;
use crate::history::{DAYS, History};

/// Accounts that are archived or renamed now and then.
const CHANGED: [&str; 4] = ["Boats", "Tips Payable", "Processor Fees", "Deferred Revenue"];
/// Where a line goes that a bookkeeper thinks is on the wrong account.
const ELSEWHERE: &str = "Kayak Rentals";
/// More rounds than what is left needs.
const ROUNDS_MAX: u32 = 60;
/// Longer than a settle time.
const ROUND_SECONDS: i64 = 91;
/// After so many, what is left waits for Xero's limit of the day: everybody knows of it.
const QUICK_ROUNDS: u32 = 24;

impl History {
    /// Somebody locks a period, changes the chart, approves, voids, edits or matches something.
    pub(crate) async fn somebody_in_xero(&mut self) {
        self.tally.meddled += 1;
        let network = std::sync::Arc::clone(&self.desk.network);
        match self.chance.below(9) {
            0 => {
                let until = first_day() + Days::new(self.chance.below(DAYS));
                network.control(&json!({ "lock_date": until.to_string() }));
            }
            1 => drop(network.control(&json!({ "lock_date": "" }))),
            2 => {
                let drafts = *self.chance.of(&["all", "journals", "none"]);
                self.set_drafts(Some(drafts));
            }
            3 => {
                let what = *self.chance.of(&["archive_account", "restore_account"]);
                network.control(&json!({ what: self.chance.of(&CHANGED) }));
            }
            4 => {
                let account = *self.chance.of(&CHANGED);
                let other = renamed(account);
                let (from, to) = match self.chance.one_in(2) {
                    true => (account.to_owned(), other),
                    false => (other, account.to_owned()),
                };
                network.control(&json!({ "rename_account": { "account": from, "to": to } }));
            }
            5 => self.with_some("approve", &drafts(&self.desk.books().await), 2),
            6 => self.with_some("delete_draft", &drafts(&self.desk.books().await), 6),
            7 => self.with_some("reconcile", &matchable(&self.desk.books().await), 3),
            _ => self.meddles(&self.desk.books().await),
        }
    }

    fn set_drafts(&self, drafts: Option<&str>) {
        self.window.book.set_setting(DRAFTS_SETTING, drafts).expect("a setting");
    }

    /// Does something in Xero with one of so many of some things.
    fn with_some(&self, what: &str, ids: &[Value], of: u64) {
        for id in ids.iter().filter(|_| self.chance.one_in(of)) {
            self.desk.network.control(&json!({ what: id }));
        }
    }

    /// Voids or changes one of the documents that are there.
    fn meddles(&mut self, books: &Value) {
        let tables = [
            ("ManualJournals", "ManualJournalID", "POSTED", "void_journal"),
            ("Invoices", "InvoiceID", "AUTHORISED", "void_invoice"),
            ("BankTransactions", "BankTransactionID", "AUTHORISED", "delete_bank_transaction"),
            ("Payments", "PaymentID", "AUTHORISED", "delete_payment"),
        ];
        let (table, id, status, ends) = *self.chance.of(&tables);
        if self.opposite_is_on_its_way() {
            return;
        }
        let mut there = with_status(books, &[(table, id)], status);
        let pairs = self.pairs();
        there.retain(|id| !pairs.contains(id.as_str().unwrap_or_default()));
        if there.is_empty() {
            return;
        }
        let id = self.chance.of(&there).clone();
        if table == "ManualJournals" && self.chance.one_in(2) {
            let edit = json!({ "id": id, "first_line_account": ELSEWHERE });
            if self.desk.network.control(&json!({ "edit_journal": edit })) {
                self.edited.insert(id.as_str().unwrap_or_default().to_owned());
            }
        } else {
            self.desk.network.control(&json!({ ends: id }));
        }
    }

    /// Xero's ids of what was taken back by its opposite, and of the opposites. Whoever voids one
    /// of two changes the books by hand: that is shown as a drift, and no undo here brings it back.
    fn pairs(&self) -> BTreeSet<String> {
        let documents = self.documents();
        let mut pairs: BTreeSet<DocumentId> = BTreeSet::new();
        for reversal in &documents {
            if let Some(original) = reversal.about.reverses {
                pairs.extend([original, reversal.id]);
            }
        }
        let of_pairs = documents.into_iter().filter(|one| pairs.contains(&one.id));
        of_pairs.filter_map(|one| one.xero_id).collect()
    }

    /// Whether an opposite may be in Xero that the book does not know of: which it is nobody knows.
    fn opposite_is_on_its_way(&self) -> bool {
        self.documents().iter().any(|one| {
            let is_done = matches!(one.state, State::Posted | State::Skipped | State::Undone);
            one.about.reverses.is_some() && !is_done
        })
    }

    /// Nothing is in the way any more, and everything is sent, what somebody voided or changed in
    /// Xero once more.
    pub(crate) async fn heal(&mut self) -> Result<(), Conviction> {
        self.calms_down().await;
        let refused = self.documents().into_iter().find(|one| one.state == State::Rejected);
        if let Some(refused) = refused.filter(|_| !self.character.bookkeeper) {
            let reason = refused.reason.map(|reason| reason.message).unwrap_or_default();
            return Err(self.convict(Charge::Unfounded, format!("refused by nobody: {reason}")));
        }
        for round in 0..ROUNDS_MAX {
            if self.character.bookkeeper {
                self.tidies_up(round).await?;
            }
            self.signs_in_again().await?;
            self.closes_everything()?;
            self.sends_everything().await?;
            self.closes_everything()?;
            if self.is_settled().await {
                return Ok(());
            }
            let later = match round < QUICK_ROUNDS {
                true => chrono::TimeDelta::seconds(ROUND_SECONDS),
                false => chrono::TimeDelta::hours(1),
            };
            let now = self.desk.nature.at_the_desk();
            let wait = next_due(&self.window).map_or(later, |due| (due - now).max(later));
            self.desk.network.pass_until(self.desk.nature.now() + wait).await;
        }
        let wrong = self.wrong().await;
        Err(self.convict(Charge::Stuck, self.troubles(&wrong).join("; ")))
    }

    async fn is_settled(&self) -> bool {
        let is_done =
            |state: State| matches!(state, State::Posted | State::Skipped | State::Undone);
        self.documents().iter().all(|one| is_done(one.state)) && self.wrong().await.is_empty()
    }

    fn troubles(&self, wrong: &[DocumentId]) -> Vec<String> {
        let all = self.documents();
        let troubled = all.iter().filter(|one| {
            let is_done = matches!(one.state, State::Posted | State::Skipped | State::Undone);
            !is_done || wrong.contains(&one.id)
        });
        let told = |one: &store::DocumentSummary| {
            let reason = one.reason.as_ref().map_or("-", |reason| reason.message.as_str());
            let tried = self.tried(one.id);
            format!("{} {} {}: {reason}; tried {tried}", one.kind, one.reference, one.state)
        };
        troubled.map(told).collect()
    }

    async fn tidies_up(&mut self, round: u32) -> Result<(), Conviction> {
        self.set_drafts(None);
        let network = std::sync::Arc::clone(&self.desk.network);
        network.control(&json!({ "lock_date": "" }));
        for account in CHANGED {
            let back = json!({ "account": renamed(account), "to": account });
            network.control(&json!({ "rename_account": back }));
            network.control(&json!({ "restore_account": account }));
        }
        self.with_some("unreconcile", &matchable(&self.desk.books().await), 1);
        for document in self.documents() {
            let id = document.id;
            match document.state {
                State::AwaitingApproval => {
                    network.control(&json!({ "approve": document.xero_id }));
                }
                State::Held | State::Rejected => self.sees_to(id, round).await?,
                State::Draft
                | State::Queued
                | State::Sending
                | State::Unknown
                | State::Posted
                | State::Skipped
                | State::Undone => {}
            }
        }
        for id in self.wrong().await {
            self.undoes(id).await?;
        }
        Ok(())
    }

    /// Tries again what was held or refused, and undoes what Xero has in another way.
    async fn sees_to(&mut self, id: DocumentId, round: u32) -> Result<(), Conviction> {
        let document = self.window.book.document(id).expect("it is there").summary;
        let cause = document.reason.map(|reason| reason.cause).unwrap_or_default();
        let is_other = ["found_not_posted", "found_different", "gone"].contains(&cause.as_str());
        let is_void = document.operation == Operation::Void;
        if is_other || (is_void && round % 4 == 3) {
            return self.undoes(id).await;
        }
        // What cannot be tried again now is tried in the next round.
        drop(retry(&self.window.book, id, self.window.world.now()));
        Ok(())
    }

    /// The documents that are posted here and are not in Xero as they were posted.
    async fn wrong(&self) -> Vec<DocumentId> {
        let books = self.desk.books().await;
        let live: BTreeSet<String> = LIVE
            .iter()
            .flat_map(|(table, id, statuses)| {
                let of = |status: &&str| with_status(&books, &[(*table, *id)], status);
                statuses.iter().flat_map(of).collect::<Vec<_>>()
            })
            .filter_map(|id| id.as_str().map(str::to_owned))
            .filter(|id| !self.edited.contains(id))
            .collect();
        let is_wrong = |one: &store::DocumentSummary| {
            one.state == State::Posted
                && one.kind != ledger::DocumentKind::Allocation
                && one.xero_id.as_ref().is_some_and(|id| !live.contains(id))
        };
        self.documents().iter().filter(|one| is_wrong(one)).map(|one| one.id).collect()
    }
}

/// How what is in Xero stands while it counts.
const LIVE: [(&str, &str, &[&str]); 5] = [
    ("ManualJournals", "ManualJournalID", &["POSTED"]),
    ("Invoices", "InvoiceID", &["AUTHORISED", "PAID"]),
    ("CreditNotes", "CreditNoteID", &["AUTHORISED", "PAID"]),
    ("Payments", "PaymentID", &["AUTHORISED"]),
    ("BankTransactions", "BankTransactionID", &["AUTHORISED"]),
];

fn renamed(account: &str) -> String {
    format!("{account} (old)")
}

/// The ids of the drafts in Xero.
fn drafts(books: &Value) -> Vec<Value> {
    let tables = [
        ("ManualJournals", "ManualJournalID"),
        ("Invoices", "InvoiceID"),
        ("CreditNotes", "CreditNoteID"),
    ];
    with_status(books, &tables, "DRAFT")
}

/// The ids of what can be matched with the bank's statement.
fn matchable(books: &Value) -> Vec<Value> {
    let tables = [("Payments", "PaymentID"), ("BankTransactions", "BankTransactionID")];
    with_status(books, &tables, "AUTHORISED")
}

fn with_status(books: &Value, tables: &[(&str, &str)], status: &str) -> Vec<Value> {
    let of_table = |(table, id): &(&str, &str)| -> Vec<Value> {
        let all = books[*table].as_array().into_iter().flatten();
        all.filter(|one| one["Status"] == status).map(|one| one[*id].clone()).collect()
    };
    tables.iter().flat_map(of_table).collect()
}
