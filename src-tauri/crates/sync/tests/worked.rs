//! The worked examples of accounting §5, through the client, over HTTP, into the simulator, whose
//! trial balance is compared with the numbers in `worked.txt`.

use chrono::{NaiveDate, NaiveTime};
use ledger::TaxWay::{TaxLines, XeroComputes};
use ledger::{GlTarget, TaxSet, TaxWay};
use store::MapEntry;
use sync::Until;

use crate::books::balances;
use crate::desk::{Circumstances, Desk, Office};
use crate::till::event;

const EXAMPLES: &str = include_str!("worked.txt");

/// A desk in one way of tax, and where it is in its example.
struct Example {
    name: String,
    way: TaxWay,
    desk: Desk,
    office: Office,
    /// How many balances were compared.
    compared: u32,
}

impl Example {
    async fn begin(name: &str, way: TaxWay) -> Self {
        let circumstances = Circumstances { way, mapped: true, ..Circumstances::default() };
        let desk = Desk::under(circumstances).await;
        let office = desk.office();
        let general = GlTarget {
            account_id: office.account("General Expenses"),
            tax_type: Some("TAX001".to_owned()),
            tracking: Vec::new(),
        };
        office.map(&[
            MapEntry::TaxType(TaxSet::of(["GST", "PST"]), Some("TAX003".to_owned())),
            MapEntry::TaxType(TaxSet::of(["GST"]), Some("TAX001".to_owned())),
            MapEntry::Gl("General Expenses".to_owned(), Some(general)),
        ]);
        Self { name: format!("{name}, way {}", way.key()), way, desk, office, compared: 0 }
    }

    async fn follow(&mut self, line: &str) {
        let (head, text) = line.split_once(": ").unwrap_or((line.trim_end_matches(':'), ""));
        let words: Vec<&str> = head.split_whitespace().collect();
        match words.as_slice() {
            ["set", key, value] => {
                let dock = self.office.dock;
                self.office.book.set_location_setting(dock, key, Some(value)).unwrap();
            }
            ["book", key, value] => self.office.book.set_setting(key, Some(value)).unwrap(),
            ["direct", tender] => {
                let bank = Some(self.office.account("Business Bank Account"));
                self.office.map(&[MapEntry::DirectTender((*tender).to_owned(), bank)]);
            }
            ["tax", role, tax_type] => {
                let (role, tax_type) = (role.parse().unwrap(), Some((*tax_type).to_owned()));
                self.office.map(&[MapEntry::RoleTaxType(role, tax_type)]);
            }
            ["takes_payments", account] => {
                let account = account.replace('_', " ");
                self.desk.control(serde_json::json!({ "enable_payments": account }));
            }
            ["close", day] => drop(self.office.close(day.parse().unwrap())),
            ["wait", date] => self.wait(date.parse().unwrap()),
            ["B"] if self.way == TaxLines => self.compare(text).await,
            ["A"] if self.way == XeroComputes => self.compare(text).await,
            ["both"] => self.compare(text).await,
            ["A" | "B"] => {}
            [kind, id, day] => {
                let (kind, day) = (kind.parse().unwrap(), day.parse().unwrap());
                self.office.record(&[event(kind, id, day, text)]);
            }
            _ => panic!("{}: not understood: {line}", self.name),
        }
    }

    /// Noon at the dock on that day.
    fn wait(&self, date: NaiveDate) {
        let noon = date.and_time(NaiveTime::from_hms_opt(20, 0, 0).unwrap()).and_utc();
        let seconds = (noon - self.office.world.now()).num_seconds();
        self.desk.advance(seconds.try_into().unwrap());
    }

    /// Sends everything and compares Xero's books with what is written.
    async fn compare(&mut self, text: &str) {
        let name = &self.name;
        let report = self.office.run(Until::Empty).await;
        assert_eq!(report.blocked_by, None, "{name}: {:?}", self.office.troubles());
        let written = text.split(", ").filter(|text| !text.is_empty());
        let written: Vec<_> = written.map(|text| text.rsplit_once(' ').unwrap()).collect();
        let found = self.desk.trial_balance().await;
        assert_eq!(found, balances(&written), "{name}: {:?}", self.office.troubles());
        assert_eq!(self.office.troubles(), Vec::<String>::new(), "{name}");
        self.office.assert_sound();
        self.compared += 1;
    }
}

/// How often the books are compared in either way.
const COMPARED: u32 = 62;

/// Runs every example in one way; gives how often the books were compared.
async fn run_through(way: TaxWay) -> u32 {
    let mut compared = 0;
    let mut example: Option<Example> = None;
    for line in EXAMPLES.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        if let Some(name) = line.strip_prefix("= ") {
            compared += example.take().map_or(0, |ended| ended.compared);
            example = Some(Example::begin(name, way).await);
        } else {
            example.as_mut().unwrap().follow(line).await;
        }
    }
    compared + example.map_or(0, |ended| ended.compared)
}

#[tokio::test]
async fn every_worked_example_with_tax_lines() {
    assert_eq!(run_through(TaxLines).await, COMPARED);
}

#[tokio::test]
async fn every_worked_example_with_tax_that_xero_works_out() {
    assert_eq!(run_through(XeroComputes).await, COMPARED);
}
