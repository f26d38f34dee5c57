//! A company with a month of every kind, posted day by day, and taken back whole.

use std::sync::Arc;

use app::Season;
use chrono::{DateTime, NaiveDate, NaiveTime, TimeZone, Utc};
use ipc::Code;
use ledger::{GlTarget, TaxSet, TaxWay, Transaction};
use serde_json::{Value, json};
use store::{
    Book, Document, DocumentFilter, DocumentId, MapEntry, NewTransaction, Pushed, State,
    TransactionFilter, TransactionState,
};
use world::{Clock, OsEntropy, World};
use xero::{HttpTransport, Request, Transport};

use super::calendar::Calendar;
use crate::Desk;
use crate::support::get;

/// Where the season happens.
pub(crate) const LOCATION: &str = "Main Dock";
const ZONE: chrono_tz::Tz = chrono_tz::America::Vancouver;
/// More transactions than wait.
const WAITING_MAX: u32 = 100;
/// More documents than a month has.
const DOCUMENTS_MAX: u32 = 20_000;

pub(crate) struct Company {
    pub(crate) desk: Desk,
    pub(crate) book: Book,
    pub(crate) season: Season,
    calendar: Arc<Calendar>,
    /// Where its simulator listens.
    url: String,
}

impl Company {
    /// The practice company itself, on a day, with its whole season.
    pub(crate) async fn practice(seed: u64, today: NaiveDate) -> Self {
        let calendar = Arc::new(Calendar::default());
        calendar.turn_to(evening(today));
        let desk = Desk::practice_in(world(&calendar), seed).await;
        let status = desk.ask("status", json!({})).await;
        assert_eq!(status["today"], today.to_string());
        let url = status["simulatorUrl"].as_str().unwrap().to_owned();
        let book = Book::open(&desk.book_folder().join("practice"), evening(today)).unwrap();
        let season = season(seed, today, 100);
        let company = Self { desk, book, season, calendar, url }.with_time_for_all().await;
        // The month has not begun yet, and is posted from its first day on.
        let first = company.season.month_begins();
        company.calendar.turn_to(evening(first.pred_opt().unwrap()));
        company.desk.app.set_setting("posting-starts", &first.to_string()).await.unwrap();
        company
    }

    /// A company of its own with the month of a season.
    pub(crate) async fn of(season: Season) -> Self {
        let calendar = Arc::new(Calendar::default());
        calendar.turn_to(evening(season.month_begins()));
        let desk = Desk::connected_in(world(&calendar), "ca").await;
        let book = Book::open(&desk.book_folder(), evening(season.today)).unwrap();
        let mut location = book.locations().unwrap().remove(0);
        LOCATION.clone_into(&mut location.location.name);
        ZONE.name().clone_into(&mut location.location.zone);
        book.update_location(&location).unwrap();
        let url = desk.sim.as_ref().unwrap().url();
        Self { desk, book, season, calendar, url }.with_time_for_all().await
    }

    /// The limits of calls are not what is looked at here.
    async fn with_time_for_all(self) -> Self {
        let limits = json!({ "minute": 1_000_000, "day": 1_000_000, "app_minute": 1_000_000 });
        self.control(&json!({ "limits": limits })).await;
        self
    }

    pub(crate) async fn control(&self, control: &Value) {
        let mut request = Request::new(control.to_string().into_bytes());
        *request.method_mut() = "POST".parse().unwrap();
        *request.uri_mut() = format!("{}/sim/control", self.url).parse().unwrap();
        let answer = HttpTransport::new().unwrap().send(request).await.unwrap();
        let said = String::from_utf8_lossy(answer.body()).into_owned();
        assert!(answer.status().is_success(), "{said}");
    }

    /// Everything in the simulator's books.
    pub(crate) async fn books(&self) -> Value {
        let answer = get(&format!("{}/sim/books.json", self.url)).await.unwrap();
        serde_json::from_slice(answer.body()).unwrap()
    }

    /// Gives the code nobody has mapped an account.
    pub(crate) async fn map_the_unmapped_code(&self) {
        let account = "Equipment Sales";
        let target = json!({"code": "6545", "account": account, "taxType": null, "tracking": []});
        self.desk.ask("set_gl_code", target).await;
    }

    /// Maps every role and tender as the practice company has them.
    pub(crate) async fn map_all(&self) {
        for (role, account) in [
            ("bank", "Business Bank Account"),
            ("revenue-clearing", "Revenue Clearing"),
            ("deferred-revenue", "Deferred Revenue"),
            ("ar-control", "Rental Receivables"),
            ("tips-payable", "Tips Payable"),
            ("gift-cards", "Gift Cards"),
            ("damage-bonds", "Damage Bonds"),
            ("discounts", "Discounts Given"),
            ("surcharges", "Surcharges"),
            ("over-short", "Cash Over/Short"),
            ("processor-fees", "Processor Fees"),
            ("cancellation-income", "Cancellation Income"),
            ("bad-debts", "Bad Debts"),
            ("chargebacks", "Chargebacks"),
        ] {
            self.desk.ask("set_role", json!({ "role": role, "account": account })).await;
        }
        for (tender, account, direct) in [
            ("Cash", "Cash Clearing", false),
            ("Card", "Card Clearing", false),
            ("Online card", "Card Clearing", false),
            ("Bank transfer", "Business Bank Account", true),
        ] {
            let target = json!({ "tender": tender, "account": account, "direct": direct });
            self.desk.ask("set_tender", target).await;
        }
    }

    /// Lets Xero work out the tax, or not.
    pub(crate) fn tax_way(&self, way: TaxWay) {
        let mut location = self.book.locations().unwrap().remove(0);
        location.location.tax_way = way;
        self.book.update_location(&location).unwrap();
    }

    /// The tax types that stand for the taxes at the till: both on what is sold, one of them on
    /// what is bought.
    pub(crate) fn map_taxes_of_way_a(&self) {
        let chart = self.book.chart().unwrap().unwrap().chart;
        let account = |name: &str| {
            let found = chart.accounts.iter().find(|one| one.name == name);
            found.unwrap_or_else(|| panic!("no account {name}")).id.clone()
        };
        let gl = |code: &str, name: &str, tax: Option<&str>| {
            let target = GlTarget {
                account_id: account(name),
                tax_type: tax.map(str::to_owned),
                tracking: Vec::new(),
            };
            MapEntry::Gl(code.to_owned(), Some(target))
        };
        let both = TaxSet::of(["GST", "PST"]);
        let entries = [
            MapEntry::TaxType(both, Some("TAX003".to_owned())),
            gl("6545", "Equipment Sales", None),
            gl("General Expenses", "General Expenses", Some("TAX001")),
            gl("Motor Vehicle Expenses", "Motor Vehicle Expenses", Some("TAX001")),
            gl("Office Expenses", "Office Expenses", Some("TAX001")),
        ];
        self.book.map(&entries, "Ana", self.calendar.now()).unwrap();
    }

    /// Ticks in Xero that payments may be made to an account.
    pub(crate) async fn allow_payments_to(&self, account: &str) {
        self.desk.ask("enable_payments", json!({ "account": account })).await;
    }

    /// Posts an invoice for each sale from a day on.
    pub(crate) async fn post_invoices_from(&self, day: NaiveDate) {
        let location = self.book.locations().unwrap()[0].id.to_string();
        let request = json!({
            "location": location, "mode": "invoices", "from": day.to_string(), "confirmed": true,
        });
        let changed = self.desk.ask("set_posting_mode", request).await;
        assert_eq!(changed["changed"], true, "{changed:#}");
    }

    /// Decides something for the location.
    pub(crate) fn choose_rule(&self, key: &str, value: &str) {
        let location = self.book.locations().unwrap()[0].id;
        self.book.set_location_setting(location, key, Some(value)).unwrap();
    }

    /// The ids of the transactions that wait for something.
    pub(crate) fn waiting(&self) -> Vec<String> {
        let filter = TransactionFilter {
            states: vec![TransactionState::Waiting],
            ..TransactionFilter::default()
        };
        let rows = self.book.transactions(&filter, None, WAITING_MAX).unwrap().rows;
        rows.into_iter().map(|row| row.transaction.source.id).collect()
    }

    /// The days of the month.
    pub(crate) fn days(&self) -> Vec<NaiveDate> {
        let first = self.season.month_begins();
        first.iter_days().take_while(|day| *day <= self.season.today).collect()
    }

    /// Records what happened; all of it has to be accepted.
    pub(crate) fn record(&self, transactions: &[Transaction]) {
        let mut recorder = self.book.recorder(None, self.calendar.now()).unwrap();
        for transaction in transactions {
            let new = NewTransaction { transaction: transaction.clone(), raw: None };
            match recorder.push(&new).unwrap() {
                Pushed::Recorded(_) => {}
                Pushed::Refused(why) => panic!("{why}: {transaction:#?}"),
            }
        }
        recorder.commit().unwrap();
    }

    /// Closes a day in its evening.
    pub(crate) async fn sync(&self, day: NaiveDate) -> Value {
        self.calendar.turn_to(evening(day));
        self.desk.sync(&day.to_string(), &day.to_string()).await
    }

    /// Closes a day again, on the day it is: a clock that is set back would keep it waiting.
    pub(crate) async fn sync_again(&self, day: NaiveDate) -> Value {
        self.desk.sync(&day.to_string(), &day.to_string()).await
    }

    /// Sends all that waits.
    pub(crate) async fn sync_now(&self) -> Value {
        self.desk.ask("sync_now", json!({ "run": "now" })).await
    }

    /// Every document, the first made first.
    pub(crate) fn documents(&self) -> Vec<Document> {
        let filter = DocumentFilter::default();
        let mut found = self.book.documents(&filter, DOCUMENTS_MAX).unwrap();
        found.sort_by_key(|one| one.id);
        found.into_iter().map(|one| self.book.document(one.id).unwrap()).collect()
    }

    /// Takes every document back, the first made first.
    pub(crate) async fn undo_everything(&self) {
        assert_eq!(self.undo_what_can_be().await, []);
    }

    /// Takes back what is posted and takes nothing back itself, the first made first; gives what
    /// was refused.
    pub(crate) async fn undo_what_can_be(&self) -> Vec<DocumentId> {
        let mut refused = Vec::new();
        for document in self.documents() {
            let id = document.summary.id;
            let now = self.book.document(id).unwrap().summary;
            if now.state != State::Posted || now.about.reverses.is_some() {
                continue;
            }
            let request = json!({ "document": id.to_string() });
            match self.desk.try_ask("undo_document", request).await {
                Ok(undone) => assert_eq!(undone["settled"], true, "{undone:#}"),
                Err(fault) if fault.code == Code::PeriodLocked => refused.push(id),
                Err(fault) => panic!("{}: {fault:?}", now.reference),
            }
        }
        refused
    }

    /// Locks the books in Xero through a day.
    pub(crate) async fn lock_until(&self, day: NaiveDate) {
        self.control(&json!({ "lock_date": day.to_string() })).await;
    }
}

fn world(calendar: &Arc<Calendar>) -> World {
    World { clock: Arc::clone(calendar) as _, entropy: Arc::new(OsEntropy) }
}

pub(crate) fn season(seed: u64, today: NaiveDate, busy: u32) -> Season {
    Season { seed, today, location: LOCATION.to_owned(), zone: ZONE, busy }
}

/// When a day is closed.
fn evening(day: NaiveDate) -> DateTime<Utc> {
    let nine = NaiveTime::from_hms_opt(21, 0, 0).unwrap();
    ZONE.from_local_datetime(&day.and_time(nine)).unwrap().with_timezone(&Utc)
}
