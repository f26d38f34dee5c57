//! A desk to record at: a fresh book with one location, and transactions for it.

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc};
use ledger::{
    Amount, Currency, Customer, DocumentKind, Entry, EntryLine, Extras, Foreign, Kind, Lane, Line,
    LineAccount, Role, SourceId, Tax, TaxWay, Tender, Transaction,
};
use rusqlite::Connection;
use rusqlite::config::DbConfig;
use store::{
    About, Book, Claims, DocumentId, LocationId, NewDocument, NewLocation, NewTransaction, Posted,
    ReadBack, Reason,
};
use tempfile::TempDir;

/// A book in a folder of its own, with the location "Main Dock".
pub(crate) struct Desk {
    pub(crate) folder: TempDir,
    pub(crate) book: Book,
    pub(crate) dock: LocationId,
}

pub(crate) fn desk() -> Desk {
    let folder = tempfile::tempdir().expect("a folder");
    let book = Book::open(folder.path(), noon()).expect("a new book");
    let dock = book.add_location(&location("Main Dock")).expect("a location");
    Desk { folder, book, dock }
}

pub(crate) fn location(name: &str) -> NewLocation {
    NewLocation {
        name: name.to_owned(),
        zone: "America/Vancouver".to_owned(),
        day_end: NaiveTime::from_hms_opt(3, 0, 0).expect("a time"),
        tax_way: TaxWay::TaxLines,
    }
}

pub(crate) fn noon() -> DateTime<Utc> {
    "2026-11-21T12:00:00Z".parse().expect("a time")
}

pub(crate) fn later(seconds: i64) -> DateTime<Utc> {
    noon() + TimeDelta::seconds(seconds)
}

/// A day of November 2026.
pub(crate) fn november(day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, day).expect("a date")
}

/// A cash sale of a boat with 5 % GST on top of `net` cents.
pub(crate) fn sale(id: &str, date: NaiveDate, net: i64) -> NewTransaction {
    taxed(Kind::Sale, id, date, net)
}

/// The refund of such a sale.
pub(crate) fn refund(id: &str, date: NaiveDate, net: i64) -> NewTransaction {
    taxed(Kind::Refund, id, date, net)
}

fn taxed(kind: Kind, id: &str, date: NaiveDate, net: i64) -> NewTransaction {
    let (net, tax) = (Amount::from_minor(net), Amount::from_minor(net / 20));
    let line = Line {
        description: "Boat, 2 hours".to_owned(),
        account: LineAccount::Gl("4000".to_owned()),
        quantity: 1.into(),
        unit_price: None,
        net,
        discount: Amount::ZERO,
        taxes: vec![Tax { code: "GST".to_owned(), amount: tax }],
    };
    let tender = Tender { name: "Cash".to_owned(), amount: net + tax, foreign: None };
    NewTransaction {
        transaction: bare(kind, id, date, vec![line], vec![tender]),
        raw: Some(format!("{id},sale,{}", net.minor())),
    }
}

pub(crate) fn bare(
    kind: Kind,
    id: &str,
    date: NaiveDate,
    lines: Vec<Line>,
    tenders: Vec<Tender>,
) -> Transaction {
    Transaction {
        source: SourceId { source: "square".to_owned(), id: id.to_owned() },
        kind,
        at: date.and_time(NaiveTime::MIN).and_utc() + TimeDelta::hours(20),
        business_date: date,
        location: "Main Dock".to_owned(),
        till: None,
        staff: Some("Ana".to_owned()),
        customer: None,
        booking: None,
        currency: Currency::CAD,
        lines,
        tenders,
        tip: Amount::ZERO,
        surcharge: Amount::ZERO,
        refund_of: None,
        invoice: None,
        note: None,
        department: None,
        class: None,
        extras: Extras::default(),
    }
}

/// A transaction with something in every field, of a kind without a posting.
pub(crate) fn everything(id: &str) -> NewTransaction {
    let rental = Line {
        description: "Kayak \"Wave\", ½ day".to_owned(),
        account: LineAccount::Gl("Boat hire".to_owned()),
        quantity: "2.50".parse().expect("a quantity"),
        unit_price: Some("33.335".parse().expect("a price")),
        net: Amount::from_minor(8_334),
        discount: Amount::from_minor(834),
        taxes: vec![
            Tax { code: "PST".to_owned(), amount: Amount::from_minor(525) },
            Tax { code: "GST".to_owned(), amount: Amount::from_minor(375) },
        ],
    };
    let card = Line {
        description: "Gift card".to_owned(),
        account: LineAccount::Role(Role::GiftCards),
        quantity: 1.into(),
        unit_price: None,
        net: Amount::from_minor(2_000),
        discount: Amount::ZERO,
        taxes: Vec::new(),
    };
    let dollars = Foreign {
        currency: "USD".parse().expect("a currency"),
        amount: Amount::from_minor(8_000),
        rate: "1.3725".parse().expect("a rate"),
    };
    let tender = Tender {
        name: "US cash".to_owned(),
        amount: Amount::from_minor(10_980),
        foreign: Some(dollars),
    };
    let mut transaction =
        bare(Kind::BookingPayment, id, november(20), vec![rental, card], vec![tender]);
    transaction.till = Some("Till 2".to_owned());
    transaction.customer = Some(Customer {
        id: Some("C-9".to_owned()),
        name: "Bo O'Neil".to_owned(),
        email: Some("bo@example.invalid".to_owned()),
    });
    transaction.booking = Some("B-100".to_owned());
    transaction.tip = Amount::from_minor(500);
    transaction.surcharge = Amount::from_minor(80);
    transaction.refund_of = Some("S-1".to_owned());
    transaction.invoice = Some("INV-7".to_owned());
    transaction.note = Some("paid at the dock; 100% sure".to_owned());
    NewTransaction { transaction, raw: None }
}

impl Desk {
    pub(crate) fn record(&self, transactions: &[NewTransaction]) -> store::Recorded {
        let (recorded, refused) = self.book.record(transactions, noon()).expect("recorded");
        assert_eq!(refused, [], "nothing is refused");
        recorded
    }

    /// The document of what is open on some days, as the planner would make it.
    pub(crate) fn document(&self, code: &str, from: NaiveDate, to: NaiveDate) -> NewDocument {
        let expected = self.book.open_totals(self.dock, Lane::Cashout, from, to).expect("totals");
        let lines = expected.iter().map(|total| EntryLine {
            account_id: format!("{:?}", total.target),
            account_code: String::new(),
            account_name: "An account".to_owned(),
            description: format!("{} transactions", total.transactions),
            quantity: 1.into(),
            amount: total.amount,
            tax_type: "NONE".to_owned(),
            tracking: vec![("category".to_owned(), "option".to_owned())],
            tax_collected: Amount::ZERO,
            tax_expected: Amount::ZERO,
        });
        let lines: Vec<EntryLine> = lines.collect();
        let debits = lines.iter().map(|line| line.amount).filter(|one| !one.is_negative());
        NewDocument {
            code: code.to_owned(),
            location: self.dock,
            lane: Lane::Cashout,
            from,
            to,
            entry: Entry {
                kind: DocumentKind::ManualJournal,
                reference: format!("Cashout {to} · Main Dock · {code}"),
                date: to,
                due: None,
                currency: Currency::CAD,
                tax_way: TaxWay::TaxLines,
                total: debits.sum(),
                lines,
                counter: None,
                contact: None,
                draft: false,
            },
            body: "{}".to_owned(),
            claims: Claims::Days { expected },
            about: About::default(),
            evidence: false,
            created_by: "Ana".to_owned(),
            hold: None,
        }
    }

    /// Closes a day: its document, queued.
    pub(crate) fn close(&self, code: &str, date: NaiveDate) -> DocumentId {
        self.book.enqueue(&self.document(code, date, date), noon()).expect("queued")
    }

    /// Takes a queued document through a request that Xero answers.
    pub(crate) fn post(&self, document: DocumentId) {
        self.post_as(document, "X-1");
    }

    /// The same, under an id of Xero's own.
    pub(crate) fn post_as(&self, document: DocumentId, xero_id: &str) {
        self.book.begin_attempt(document, xero_id, "{}", later(1)).expect("begun");
        self.book.record_posted(document, &posted(xero_id), later(2)).expect("posted");
    }

    /// The file behind the book, for what no operation offers.
    pub(crate) fn file(&self) -> Connection {
        Connection::open(self.book.path()).expect("the file")
    }

    /// Changes the file as no operation could: past the triggers, and past the book's own writer.
    pub(crate) fn tamper(&self, statement: &str) {
        let file = self.file();
        file.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false).expect("no triggers");
        file.pragma_update(None, "foreign_keys", false).expect("no references");
        assert!(file.execute(statement, []).expect("a statement") > 0, "{statement}");
    }

    /// What the check finds broken, as (invariant, breaks).
    pub(crate) fn broken(&self) -> Vec<(&'static str, Vec<String>)> {
        let findings = self.book.check().expect("the check runs").into_iter();
        let broken = findings.filter(|finding| !finding.broken.is_empty());
        broken.map(|finding| (finding.invariant, finding.broken)).collect()
    }

    /// Every invariant of the book, by the book's own check.
    pub(crate) fn assert_sound(&self) {
        assert_eq!(self.broken(), [], "nothing is broken");
    }
}

/// What Xero says of a document that is there under this id.
pub(crate) fn posted(xero_id: &str) -> Posted {
    let read_back = read_back();
    Posted { xero_id: xero_id.to_owned(), number: None, rate: None, read_back }
}

pub(crate) fn read_back() -> ReadBack {
    ReadBack {
        status: "POSTED".to_owned(),
        date: november(20),
        currency: None,
        rate: None,
        lines: Vec::new(),
    }
}

pub(crate) fn reason(cause: &str) -> Reason {
    Reason { cause: cause.to_owned(), message: format!("Because of {cause}.") }
}
