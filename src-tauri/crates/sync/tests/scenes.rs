//! Scenes: for every kind of document something that happens at the desk and makes it, with what
//! Xero's books hold afterwards, worked out by hand from accounting §5. The claims about the
//! protocol are made over all of them.

use ledger::{DocumentKind, Kind, Role};
use store::{NewTransaction, State, keys};
use sync::Until;

use crate::books::{balances, in_force, trial_balance};
use crate::desk::{Circumstances, Desk, Office};
use crate::till::{cad, event, payout, settled};

/// Something that happens on the 20th of November.
pub(crate) struct Scene {
    pub(crate) name: &'static str,
    /// What was decided before.
    pub(crate) settings: &'static [Setting],
    /// What is recorded.
    pub(crate) events: Vec<NewTransaction>,
    /// Whether the day is closed, too.
    pub(crate) closes: bool,
    /// The documents it makes, in the order of their making.
    pub(crate) documents: &'static [DocumentKind],
    /// What Xero's books hold afterwards: accounts by name, debit positive.
    pub(crate) balances: &'static [(&'static str, &'static str)],
}

/// A decision that a scene depends on.
#[derive(Clone, Copy)]
pub(crate) enum Setting {
    /// One of the location.
    Location(&'static str, &'static str),
    /// Payouts go to the account in American dollars.
    ForeignBank,
}

const BILL: &str = "Boats 100.00 GST 5.00 PST 7.00";
const RECEIVABLE: &str = "Accounts Receivable";
pub(crate) const BANK: &str = "Business Bank Account";

/// Every scene. Amounts of the example of accounting §5: 100.00, GST 5.00, PST 7.00.
pub(crate) fn scenes() -> Vec<Scene> {
    [journals(), accounts(), credits(), bank(), invoices()].into_iter().flatten().collect()
}

fn scene(
    name: &'static str,
    events: Vec<NewTransaction>,
    documents: &'static [DocumentKind],
    balances: &'static [(&'static str, &'static str)],
) -> Scene {
    Scene { name, settings: &[], events, closes: false, documents, balances }
}

fn journals() -> Vec<Scene> {
    use DocumentKind::{Invoice, ManualJournal, Payment};
    let deposit = || event(Kind::BookingPayment, "D", 20, "pay Card 50.00; booking B-17");
    let check_in = |more: &str| {
        event(
            Kind::CheckIn,
            "C",
            20,
            &format!("{BILL}; booking B-17; customer Anneke_Larsen{more}"),
        )
    };
    let cashout = Scene {
        closes: true,
        ..scene(
            "a cashout",
            vec![event(Kind::Sale, "S", 20, &format!("{BILL}; pay Card 122.00; tip 10.00"))],
            &[ManualJournal],
            &[
                ("Boats", "-100.00"),
                ("Card Clearing", "122.00"),
                ("GST", "-5.00"),
                ("PST", "-7.00"),
                ("Tips Payable", "-10.00"),
            ],
        )
    };
    let invoiced = Scene {
        settings: &[Setting::Location(keys::INVOICE_BALANCES, "yes")],
        ..scene(
            "a balance that is invoiced and paid",
            vec![
                deposit(),
                check_in(""),
                event(Kind::BalancePayment, "P", 20, "pay Card 62.00; booking B-17"),
            ],
            &[ManualJournal, ManualJournal, Invoice, Payment],
            &[
                ("Boats", "-100.00"),
                ("Card Clearing", "112.00"),
                ("GST", "-5.00"),
                ("PST", "-7.00"),
            ],
        )
    };
    vec![
        cashout,
        scene(
            "a deposit",
            vec![deposit()],
            &[ManualJournal],
            &[("Card Clearing", "50.00"), ("Deferred Revenue", "-50.00")],
        ),
        scene(
            "a check-in",
            vec![deposit(), check_in("; pay Cash 12.00")],
            &[ManualJournal, ManualJournal],
            &[
                ("Boats", "-100.00"),
                ("Card Clearing", "50.00"),
                ("Cash Clearing", "12.00"),
                ("GST", "-5.00"),
                ("PST", "-7.00"),
                ("Rental Receivables", "50.00"),
            ],
        ),
        invoiced,
    ]
}

fn charge(id: &str) -> NewTransaction {
    event(Kind::AccountCharge, id, 20, &format!("{BILL}; customer Anneke_Larsen"))
}

fn accounts() -> Vec<Scene> {
    use DocumentKind::{Invoice, ManualJournal, Payment};
    let pays = |more: &str| {
        event(Kind::AccountPayment, "P", 20, &format!("{more}; customer Anneke_Larsen"))
    };
    vec![
        scene(
            "a charge",
            vec![charge("C-1")],
            &[Invoice],
            &[(RECEIVABLE, "112.00"), ("Boats", "-100.00"), ("GST", "-5.00"), ("PST", "-7.00")],
        ),
        scene(
            "a payment of one invoice",
            vec![charge("C-1"), pays("pay Cash 100.00")],
            &[Invoice, Payment],
            &[
                (RECEIVABLE, "12.00"),
                ("Boats", "-100.00"),
                ("Cash Clearing", "100.00"),
                ("GST", "-5.00"),
                ("PST", "-7.00"),
            ],
        ),
        scene(
            "a payment of several invoices",
            vec![charge("C-1"), charge("C-2"), pays("pay Card 200.00")],
            &[Invoice, Invoice, Payment, Payment],
            &[
                (RECEIVABLE, "24.00"),
                ("Boats", "-200.00"),
                ("Card Clearing", "200.00"),
                ("GST", "-10.00"),
                ("PST", "-14.00"),
            ],
        ),
        scene(
            "a payment above what is owed",
            vec![charge("C-1"), pays("pay Card 130.00")],
            &[Invoice, Payment, ManualJournal],
            &[
                ("Boats", "-100.00"),
                ("Card Clearing", "130.00"),
                ("Deferred Revenue", "-18.00"),
                ("GST", "-5.00"),
                ("PST", "-7.00"),
            ],
        ),
    ]
}

fn credits() -> Vec<Scene> {
    use DocumentKind::{Allocation, CreditNote, Invoice, ManualJournal, Payment};
    let given_up = Scene {
        settings: &[Setting::Location(keys::INVOICE_BALANCES, "yes")],
        ..scene(
            "an invoiced balance that is given up",
            vec![
                event(
                    Kind::CheckIn,
                    "C",
                    20,
                    &format!("{BILL}; booking B-17; customer Anneke_Larsen"),
                ),
                event(
                    Kind::BalanceWriteOff,
                    "W",
                    20,
                    "amount 112.00; booking B-17; customer Anneke_Larsen",
                ),
            ],
            &[ManualJournal, Invoice, CreditNote, Allocation],
            &[("Bad Debts", "112.00"), ("Boats", "-100.00"), ("GST", "-5.00"), ("PST", "-7.00")],
        )
    };
    vec![
        scene(
            "a credit note set off against its invoice",
            vec![
                charge("C-1"),
                event(
                    Kind::AccountRefund,
                    "R",
                    20,
                    "Boats 50.00 GST 2.50 PST 3.50; customer Anneke_Larsen; invoice C-1",
                ),
            ],
            &[Invoice, CreditNote, Allocation],
            &[(RECEIVABLE, "56.00"), ("Boats", "-50.00"), ("GST", "-2.50"), ("PST", "-3.50")],
        ),
        scene(
            "a credit note paid out",
            vec![
                charge("C-1"),
                event(Kind::AccountPayment, "P", 20, "pay Card 112.00; customer Anneke_Larsen"),
                event(
                    Kind::AccountRefund,
                    "R",
                    20,
                    "Boats 50.00 GST 2.50 PST 3.50; pay Cash 56.00; customer Anneke_Larsen",
                ),
            ],
            &[Invoice, Payment, CreditNote, Payment],
            &[
                ("Boats", "-50.00"),
                ("Card Clearing", "112.00"),
                ("Cash Clearing", "-56.00"),
                ("GST", "-2.50"),
                ("PST", "-3.50"),
            ],
        ),
        given_up,
    ]
}

fn bank() -> Vec<Scene> {
    use DocumentKind::{BankTransaction, ManualJournal};
    // 100.00 American dollars were carried at 137.00; the simulator's day has them at 1.36.
    let foreign = Scene {
        settings: &[Setting::ForeignBank],
        ..scene(
            "a payout abroad",
            vec![payout("P-9", 20, ("100.00", "4.00", "96.00"), |payout| {
                payout.currency = Some("USD".parse().unwrap());
                payout.settles[0].carried = Some(cad("137.00"));
            })],
            &[BankTransaction, ManualJournal],
            &[
                ("Card Clearing", "-137.00"),
                ("Exchange Differences", "1.00"),
                ("Processor Fees", "5.44"),
                ("USD Account", "130.56"),
            ],
        )
    };
    vec![
        scene(
            "cash taken to the bank",
            vec![event(Kind::BankDeposit, "B", 20, "pay Cash 500.00")],
            &[BankTransaction],
            &[(BANK, "500.00"), ("Cash Clearing", "-500.00")],
        ),
        scene(
            "tips paid from the bank",
            vec![event(Kind::TipPayout, "T", 20, "pay Cash 40.00; from_bank")],
            &[BankTransaction],
            &[(BANK, "-40.00"), ("Tips Payable", "40.00")],
        ),
        scene(
            "a payout with fees",
            vec![payout("P-9", 20, ("1000.00", "29.30", "970.70"), |payout| {
                payout.settles = vec![settled("Card", "900.00"), settled("Voucher", "100.00")];
            })],
            &[BankTransaction],
            &[
                (BANK, "970.70"),
                ("Card Clearing", "-900.00"),
                ("Processor Fees", "29.30"),
                ("Revenue Clearing", "-100.00"),
            ],
        ),
        scene(
            "a payout below zero",
            vec![payout("P-9", 20, ("0.00", "29.30", "-29.30"), |payout| payout.settles.clear())],
            &[BankTransaction],
            &[(BANK, "-29.30"), ("Processor Fees", "29.30")],
        ),
        scene(
            "a payout of nothing",
            vec![payout("P-9", 20, ("29.30", "29.30", "0.00"), |_| {})],
            &[ManualJournal],
            &[("Card Clearing", "-29.30"), ("Processor Fees", "29.30")],
        ),
        foreign,
    ]
}

fn invoices() -> Vec<Scene> {
    use DocumentKind::{CreditNote, Invoice, Payment};
    vec![Scene {
        settings: &[Setting::Location(keys::MODE, "invoices")],
        ..scene(
            "a sale that is a paid invoice, and its refund",
            vec![
                event(
                    Kind::Sale,
                    "S",
                    20,
                    "Boats 100.00 less 10.00 GST 4.50 PST 6.30; pay Cash 50.00; pay Card 60.80; \
                     tip 10.00",
                ),
                event(
                    Kind::Refund,
                    "R",
                    20,
                    "Boats 10.00 GST 0.50 PST 0.70; pay Cash 11.20; refund_of S",
                ),
            ],
            &[Invoice, Payment, Payment, CreditNote, Payment],
            &[
                ("Boats", "-90.00"),
                ("Card Clearing", "60.80"),
                ("Cash Clearing", "38.80"),
                ("Discounts Given", "10.00"),
                ("GST", "-4.00"),
                ("PST", "-5.60"),
                ("Tips Payable", "-10.00"),
            ],
        )
    }]
}

impl Scene {
    /// A desk at which all of it was recorded; nothing is sent yet.
    pub(crate) async fn desk(&self) -> Desk {
        let foreign_bank = self.settings.iter().any(|one| matches!(one, Setting::ForeignBank));
        let desk =
            Desk::under(Circumstances { mapped: true, foreign_bank, ..Circumstances::default() });
        let desk = desk.await;
        let office = desk.office();
        for setting in self.settings {
            match setting {
                Setting::Location(key, value) => {
                    office.book.set_location_setting(office.dock, key, Some(value)).unwrap();
                }
                Setting::ForeignBank => office.map_role(Role::Bank, "USD Account"),
            }
        }
        office.record(&self.events);
        desk
    }

    /// Closes the day where the scene does, and sends what is queued.
    pub(crate) async fn post(&self, office: &Office) {
        self.close(office);
        let report = office.run(Until::Empty).await;
        assert_eq!(report.blocked_by, None, "{}: {report:?}", self.name);
    }

    pub(crate) fn close(&self, office: &Office) {
        if self.closes {
            office.close(20);
        }
    }

    /// Everything it makes is in Xero, once, and the book says so.
    pub(crate) async fn assert_posted(&self, desk: &Desk, office: &Office, when: &str) {
        let name = self.name;
        let documents = office.live();
        let told: Vec<_> = documents.iter().map(|one| (one.kind, one.state)).collect();
        let expected: Vec<_> = self.documents.iter().map(|kind| (*kind, State::Posted)).collect();
        assert_eq!(told, expected, "{name}, {when}: {:#?}", office.troubles());
        let books = desk.books().await;
        assert_eq!(trial_balance(&books), balances(self.balances), "{name}, {when}");
        assert_eq!(in_force(&books), self.documents.len(), "{name}, {when}");
        office.assert_sound();
    }

    /// Nothing of it is in Xero's books, and the book says so.
    pub(crate) async fn assert_undone(&self, desk: &Desk, office: &Office, when: &str) {
        let name = self.name;
        assert_eq!(office.live().len(), 0, "{name}, {when}: {:#?}", office.troubles());
        assert_eq!(desk.trial_balance().await, [], "{name}, {when}");
        assert_eq!(desk.in_force().await, 0, "{name}, {when}");
        office.assert_sound();
    }
}
