//! What happens at a desk, and by rules of its own what that does to the books.

use std::collections::BTreeMap;

use chrono::{NaiveDate, NaiveTime, TimeDelta};
use ledger::{
    Amount, Currency, Customer, Extras, Kind, Line, LineAccount, PaidFrom, Payout, Settled,
    SourceId, Tax, Tender, Transaction,
};
use store::NewTransaction;

use crate::chance::Chance;

/// Nobody is like another.
const CUSTOMERS: [&str; 3] = ["Anneke Larsen", "Bo Chen", "Carla Oliveira"];

/// What can happen. Nothing here depends on what happened before, so that the books are the sum.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum What {
    CardSale,
    CashSale,
    Refund,
    BookingPayment,
    AccountCharge,
    BankDeposit,
    TipPayout,
    Payout,
}

/// Mostly sales.
pub(crate) const WHATS: [What; 10] = [
    What::CardSale,
    What::CardSale,
    What::CashSale,
    What::Refund,
    What::BookingPayment,
    What::AccountCharge,
    What::AccountCharge,
    What::BankDeposit,
    What::TipPayout,
    What::Payout,
];

/// Accounts by the names they have at the beginning, in cents, debit positive.
pub(crate) type Effects = BTreeMap<&'static str, i64>;

/// One thing that happened.
#[derive(Clone, Debug)]
pub(crate) struct Happened {
    pub(crate) id: String,
    pub(crate) what: What,
    pub(crate) location: String,
    pub(crate) day: NaiveDate,
}

impl Happened {
    /// It, with an amount that chance decides, and what that does to the books.
    pub(crate) fn told(&self, chance: &Chance) -> (NewTransaction, Effects) {
        let dollars = 1 + chance.cents(90);
        let cents = dollars * 100;
        let (gst, pst) = (dollars * 5, dollars * 7);
        let all = cents + gst + pst;
        let mut told = self.bare();
        let customer = *chance.of(&CUSTOMERS);
        let effects: Vec<(&'static str, i64)> = match self.what {
            What::CardSale | What::CashSale | What::Refund => {
                let cash = self.what == What::CashSale;
                let sign = if self.what == What::Refund { -1 } else { 1 };
                told.lines = vec![boats(cents, &[("GST", gst), ("PST", pst)])];
                told.tenders = vec![tender(if cash { "Cash" } else { "Card" }, all)];
                let clearing = if cash { "Cash Clearing" } else { "Card Clearing" };
                vec![
                    ("Boats", -cents * sign),
                    ("GST", -gst * sign),
                    ("PST", -pst * sign),
                    (clearing, all * sign),
                ]
            }
            What::BookingPayment => {
                told.booking = Some(format!("B-{}", self.id));
                told.tenders = vec![tender("Card", cents)];
                vec![("Deferred Revenue", -cents), ("Card Clearing", cents)]
            }
            What::AccountCharge => {
                told.customer = Some(Customer { name: customer.to_owned(), ..Customer::default() });
                told.lines = vec![boats(cents, &[])];
                vec![("Boats", -cents), ("Accounts Receivable", cents)]
            }
            What::BankDeposit => {
                told.tenders = vec![tender("Cash", cents)];
                vec![("Cash Clearing", -cents), ("Business Bank Account", cents)]
            }
            What::TipPayout => {
                told.tenders = vec![tender("Cash", cents)];
                told.extras.paid_from = PaidFrom::Bank;
                vec![("Tips Payable", cents), ("Business Bank Account", -cents)]
            }
            What::Payout => {
                let fees = 100.min(cents - 1);
                told.extras.payout = Some(self.payout(cents, fees));
                vec![
                    ("Card Clearing", -cents),
                    ("Processor Fees", fees),
                    ("Business Bank Account", cents - fees),
                ]
            }
        };
        let mut sums = Effects::new();
        for (account, cents) in effects {
            *sums.entry(account).or_default() += cents;
        }
        (NewTransaction { transaction: told, raw: None }, sums)
    }

    fn kind(&self) -> Kind {
        match self.what {
            What::CardSale | What::CashSale => Kind::Sale,
            What::Refund => Kind::Refund,
            What::BookingPayment => Kind::BookingPayment,
            What::AccountCharge => Kind::AccountCharge,
            What::BankDeposit => Kind::BankDeposit,
            What::TipPayout => Kind::TipPayout,
            What::Payout => Kind::ProcessorPayout,
        }
    }

    fn bare(&self) -> Transaction {
        Transaction {
            source: SourceId { source: "square".to_owned(), id: self.id.clone() },
            kind: self.kind(),
            at: self.day.and_time(NaiveTime::MIN).and_utc() + TimeDelta::hours(18),
            business_date: self.day,
            location: self.location.clone(),
            till: None,
            staff: None,
            customer: None,
            booking: None,
            currency: Currency::CAD,
            lines: Vec::new(),
            tenders: Vec::new(),
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

    fn payout(&self, gross: i64, fees: i64) -> Payout {
        let gross_amount = Amount::from_minor(gross);
        Payout {
            processor: "Square".to_owned(),
            id: Some(self.id.clone()),
            date: self.day,
            gross: gross_amount,
            fees: Amount::from_minor(fees),
            net: Amount::from_minor(gross - fees),
            settles: vec![Settled {
                tender: "Card".to_owned(),
                amount: gross_amount,
                carried: None,
            }],
            chargebacks: Vec::new(),
            exchange: Amount::ZERO,
            currency: None,
        }
    }
}

fn tender(name: &str, cents: i64) -> Tender {
    Tender { name: name.to_owned(), amount: Amount::from_minor(cents), foreign: None }
}

fn boats(cents: i64, taxes: &[(&str, i64)]) -> Line {
    let tax = |(code, cents): &(&str, i64)| Tax {
        code: (*code).to_owned(),
        amount: Amount::from_minor(*cents),
    };
    Line {
        description: "Two hours".to_owned(),
        account: LineAccount::Gl("Boats".to_owned()),
        quantity: 1.into(),
        unit_price: None,
        net: Amount::from_minor(cents),
        discount: Amount::ZERO,
        taxes: taxes.iter().map(tax).collect(),
    }
}
