//! Random histories: everything a desk does in some days, mixed with corrections, undos, lost
//! answers and crashes at random steps. In the end each part is in Xero exactly once, and Xero's
//! books are those of a desk at which the same happened and nothing went wrong.

use std::sync::Arc;

use ledger::{DocumentKind, Kind};
use serde_json::{Value, json};
use store::{DocumentSummary, NewTransaction, Operation, State, keys};
use sync::{DRAFTS_SETTING, OwnScope, Until, queue_own, retry};

use crate::books::{Balances, documented};
use crate::chance::Chance;
use crate::desk::{Circumstances, Desk, november};
use crate::till::event;
use crate::wire::Crash;

/// One seed for all of them; history n begins with seed + n.
const SEED: u64 = 20_261_120;
const HISTORIES: u64 = 14;
/// What happens in one.
const STEPS: u32 = 45;
/// Crashes come within so many points of a run.
const POINTS: u32 = 70;
/// More runs than what is left needs, and how many of them somebody in Xero tidies up at.
const RUNS_MAX: u32 = 60;
const TIDY_RUNS: u32 = 30;

const FAULTS: [&str; 5] =
    ["loss_before", "loss_after_commit", "torn_body", "duplicate_delivery", "server_error"];

/// What happened, so that it can happen again elsewhere.
type Recorded = Vec<NewTransaction>;

struct History {
    chance: Chance,
    /// Whether somebody works in Xero at the same time.
    bookkeeper: bool,
    desk: Desk,
    recorded: Recorded,
    known: Vec<Known>,
}

async fn desk() -> Desk {
    let desk = Desk::under(Circumstances { mapped: true, ..Circumstances::default() }).await;
    let office = desk.office();
    office.book.set_location_setting(office.dock, keys::INVOICE_BALANCES, Some("yes")).unwrap();
    desk.control(json!({ "limits": { "minute": 100_000, "day": 100_000 } }));
    desk
}

/// Nobody is like another.
const CUSTOMERS: [&str; 3] = ["Anneke_Larsen", "Bo_Chen", "Carla_Oliveira"];

/// What happens at a desk, with words in the place of what chance decides.
const EVENTS: [(Kind, &str); 12] = [
    (Kind::Sale, "Boats AMOUNT; pay Card AMOUNT"),
    (Kind::BookingPayment, "pay Card AMOUNT; booking BOOKING"),
    (Kind::CheckIn, "Boats AMOUNT; booking BOOKING; customer CUSTOMER"),
    (Kind::BalancePayment, "pay Cash AMOUNT; booking BOOKING"),
    (Kind::AccountCharge, "Boats AMOUNT; customer CUSTOMER"),
    (Kind::AccountCharge, "Boats AMOUNT; customer CUSTOMER"),
    (Kind::AccountPayment, "pay Card AMOUNT; customer CUSTOMER"),
    (Kind::AccountRefund, "Boats AMOUNT; customer CUSTOMER"),
    (Kind::AccountRefund, "Boats AMOUNT; pay Cash AMOUNT; customer CUSTOMER"),
    (Kind::BankDeposit, "pay Cash AMOUNT"),
    (Kind::TipPayout, "pay Cash AMOUNT; from_bank"),
    (Kind::ProcessorPayout, "gross AMOUNT; fees 1.00; net LESS_ONE; settles Card AMOUNT"),
];

/// Something that may be corrected.
#[derive(Clone)]
struct Known {
    id: String,
    day: u32,
    who: usize,
    /// Its place in [`EVENTS`].
    what: usize,
}

impl History {
    fn happens(&mut self, known: &Known) {
        let cents = 1_000 + self.chance.below(9_000);
        let amount = |cents: u32| format!("{}.{:02}", cents / 100, cents % 100);
        let (kind, text) = EVENTS[known.what];
        let text = text
            .replace("AMOUNT", &amount(cents))
            .replace("LESS_ONE", &amount(cents - 100))
            .replace("BOOKING", &format!("B-{}", known.who))
            .replace("CUSTOMER", CUSTOMERS[known.who]);
        let happened = event(kind, &known.id, known.day, &text);
        let office = self.desk.office();
        // What contradicts the book is refused, here as elsewhere.
        drop(office.book.record(std::slice::from_ref(&happened), office.world.now()).unwrap());
        self.recorded.push(happened);
    }

    fn something_new(&mut self) {
        let known = Known {
            id: format!("T-{}", self.known.len()),
            day: 18 + self.chance.below(3),
            who: self.chance.place(CUSTOMERS.len()),
            what: self.chance.place(EVENTS.len()),
        };
        self.happens(&known);
        self.known.push(known);
    }

    fn a_correction(&mut self) {
        if !self.known.is_empty() {
            let known = self.chance.of(&self.known).clone();
            self.happens(&known);
        }
    }

    async fn an_undo(&mut self) {
        let office = self.desk.office();
        let live = office.live();
        if !live.is_empty() {
            // What is on its way cannot be undone.
            drop(office.outbox.undo(self.chance.of(&live).id).await);
        }
    }

    fn a_person_posts_it_again(&self) {
        let office = self.desk.office();
        let (location, from, to) = (office.dock, november(18), november(20));
        let days = OwnScope::Days { location, from, to };
        queue_own(&office.book, days, "Ana", &office.world).unwrap().all().unwrap();
        for day in 18..=20 {
            office.close(day);
        }
    }

    /// A run that dies at a random point, or does not.
    async fn a_run(&mut self) {
        let at = self.chance.below(POINTS);
        let crash = Arc::new(Crash::at(at));
        let office = self.desk.office_that(crash.clone());
        tokio::select! {
            _ = office.run(Until::Empty) => {}
            () = crash.happens() => {}
        }
    }

    fn trouble(&self) {
        let kind = self.chance.of(&FAULTS);
        let method = self.chance.of(&["PUT", "PUT", "POST", "DELETE", "GET"]);
        let mut fault = json!({ "kind": kind, "method": method, "times": 1 });
        if *kind == "server_error" {
            fault["status"] = json!(500);
            fault["committed"] = json!(self.chance.below(2) == 0);
        }
        self.desk.fault(&fault);
    }

    /// Somebody locks a period, approves, deletes and matches things in Xero.
    async fn a_bookkeeper(&mut self) {
        let office = self.desk.office();
        let books = self.desk.books().await;
        match self.chance.below(6) {
            0 => {
                let until = *self.chance.of(&["2026-11-18", "2026-11-19", "2026-11-20"]);
                self.desk.control(json!({ "lock_date": until }));
            }
            1 => self.desk.control(json!({ "lock_date": "" })),
            2 => {
                let drafts = *self.chance.of(&["all", "journals", "none"]);
                office.book.set_setting(DRAFTS_SETTING, Some(drafts)).unwrap();
            }
            3 => self.with_each("approve", &drafts(&books), 2),
            4 => self.with_each("delete_draft", &drafts(&books), 6),
            _ => self.with_each("reconcile", &matchable(&books), 3),
        }
    }

    /// Does something in Xero with one of so many of some things.
    fn with_each(&self, what: &str, ids: &[Value], of: u32) {
        for id in ids {
            if self.chance.below(of) == 0 {
                self.desk.control(json!({ what: id }));
            }
        }
    }

    /// Everything somebody did in Xero is in order again.
    async fn a_tidy_bookkeeper(&self) {
        let office = self.desk.office();
        office.book.set_setting(DRAFTS_SETTING, None).unwrap();
        self.desk.control(json!({ "lock_date": "" }));
        let books = self.desk.books().await;
        self.with_each("unreconcile", &matchable(&books), 1);
        for document in office.live() {
            let id = document.id;
            match document.state {
                State::AwaitingApproval => {
                    self.desk.control(json!({ "approve": document.xero_id }));
                }
                State::Held if office.cause(id) == "found_not_posted" => {
                    drop(office.outbox.undo(id).await);
                }
                State::Held | State::Rejected => {
                    // What was left in a locked period may stand in the way of an undo since.
                    let left = allocations_of(&books, &json!(document.xero_id));
                    if document.operation == Operation::Void {
                        self.with_each("remove_allocation", &left, 1);
                    }
                    drop(retry(&office.book, id, office.world.now()));
                }
                State::Draft
                | State::Queued
                | State::Sending
                | State::Unknown
                | State::Posted
                | State::Skipped
                | State::Undone => {}
            }
        }
    }

    async fn step(&mut self) {
        match self.chance.below(if self.bookkeeper { 24 } else { 20 }) {
            20.. => self.a_bookkeeper().await,
            0..8 => self.something_new(),
            8 | 9 => self.a_correction(),
            10 => self.an_undo().await,
            11 => self.a_person_posts_it_again(),
            12 | 13 => self.trouble(),
            14 => self.desk.advance(u64::from(self.chance.below(500))),
            _ => self.a_run().await,
        }
    }

    /// Everything that was taken back is posted again, and everything is sent.
    async fn end(&self) {
        self.desk.heal();
        self.a_person_posts_it_again();
        for run in 0..RUNS_MAX {
            let office = self.desk.office();
            let report = office.run(Until::Empty).await;
            if self.bookkeeper && run < TIDY_RUNS {
                self.a_tidy_bookkeeper().await;
            }
            self.a_person_posts_it_again();
            let all_settled = office.live().iter().all(|one| self.is_settled(one));
            if report.blocked_by.is_none() && all_settled {
                return;
            }
            self.desk.advance(91);
        }
        panic!("{:#?}", self.desk.office().troubles());
    }
}

impl History {
    /// Whether nothing more is to be done. An allocation that was left in a locked period, and
    /// whose credit note or invoice is another one since, is refused; it moves nothing.
    fn is_settled(&self, document: &DocumentSummary) -> bool {
        let is_left = self.bookkeeper && document.kind == DocumentKind::Allocation;
        match document.state {
            State::Posted | State::Skipped => true,
            State::Rejected => is_left,
            State::Draft
            | State::Queued
            | State::Sending
            | State::AwaitingApproval
            | State::Unknown
            | State::Held
            | State::Undone => false,
        }
    }
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

/// The ids of a credit note's allocations, or of those to an invoice.
fn allocations_of(books: &Value, document: &Value) -> Vec<Value> {
    let notes = books["CreditNotes"].as_array().unwrap().iter();
    let of_note = |note: &Value| -> Vec<Value> {
        let all = note["Allocations"].as_array().unwrap().iter();
        let is_its = |one: &&Value| {
            note["CreditNoteID"] == *document || one["Invoice"]["InvoiceID"] == *document
        };
        all.filter(is_its).map(|one| one["AllocationID"].clone()).collect()
    };
    notes.flat_map(of_note).collect()
}

/// The ids of what can be matched with the bank's statement.
fn matchable(books: &Value) -> Vec<Value> {
    let tables = [("Payments", "PaymentID"), ("BankTransactions", "BankTransactionID")];
    with_status(books, &tables, "AUTHORISED")
}

fn with_status(books: &Value, tables: &[(&str, &str)], status: &str) -> Vec<Value> {
    let of_table = |(table, id): &(&str, &str)| -> Vec<Value> {
        let all = books[*table].as_array().unwrap().iter();
        all.filter(|one| one["Status"] == status).map(|one| one[*id].clone()).collect()
    };
    tables.iter().flat_map(of_table).collect()
}

/// The books of a desk at which the same happened and nothing went wrong.
async fn untroubled(recorded: &Recorded) -> Balances {
    let desk = desk().await;
    let office = desk.office();
    for happened in recorded {
        drop(office.book.record(std::slice::from_ref(happened), office.world.now()).unwrap());
    }
    for day in 18..=20 {
        office.close(day);
    }
    office.run(Until::Empty).await;
    desk.trial_balance().await
}

async fn plays(seed: u64, bookkeeper: bool) {
    println!("seed {seed}");
    let mut history = History {
        chance: Chance::new(seed),
        bookkeeper,
        desk: desk().await,
        recorded: Vec::new(),
        known: Vec::new(),
    };
    for _ in 0..STEPS {
        history.step().await;
    }
    history.end().await;
    let office = history.desk.office();
    let balances = history.desk.trial_balance().await;
    assert_eq!(balances, documented(&office), "seed {seed}: as the book says");
    if !bookkeeper {
        let posted = office.live().iter().filter(|one| one.state == State::Posted).count();
        assert_eq!(history.desk.in_force().await, posted, "seed {seed}: each document once");
    }
    assert_eq!(balances, untroubled(&history.recorded).await, "seed {seed}: nothing is missing");
    office.assert_sound();
}

#[tokio::test]
async fn whatever_happens_ends_with_each_part_in_xero_once() {
    for history in 0..HISTORIES / 2 {
        plays(SEED + history, false).await;
    }
}

#[tokio::test]
async fn whatever_else_happens_ends_with_each_part_in_xero_once() {
    for history in HISTORIES / 2..HISTORIES {
        plays(SEED + history, false).await;
    }
}

#[tokio::test]
async fn whatever_somebody_does_in_xero_meanwhile_ends_with_each_part_there_once() {
    for history in 0..HISTORIES / 2 {
        plays(SEED + history, true).await;
    }
}
