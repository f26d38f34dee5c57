//! What ought to be open at the end of a month, worked out from its transactions alone and in a way
//! of its own: no rule of `ledger` is asked.

use std::collections::{BTreeMap, VecDeque};

use chrono::{Datelike, NaiveDate};
use ledger::{Amount, Currency, Kind, PaidFrom, Payout, Rental, Tender, Transaction};
use rust_decimal::Decimal;

use super::accounts::Balances;

/// An invoice of an account.
struct Bill {
    id: String,
    customer: String,
    open: Amount,
}

/// What was decided for the location.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Rules {
    /// The last day that is posted, where revenue is recognised by the day.
    pub(crate) by_day_until: Option<NaiveDate>,
    /// Whether balances owed at check-in are invoiced.
    pub(crate) invoices_balances: bool,
    /// Whether a card holder owes again what was taken back.
    pub(crate) chargebacks_owed: bool,
    /// The tax inside a kept fee, in per cent.
    pub(crate) cancellation_tax: i64,
}

/// The desk as somebody would keep it on paper.
#[derive(Default)]
pub(crate) struct Shadow {
    rules: Rules,
    /// Paid ahead, by booking, and above all invoices, by customer.
    deposits: BTreeMap<String, Amount>,
    /// Billed ahead of the month it is earned in.
    ahead: Amount,
    /// Owed since check-in, by booking.
    owed: BTreeMap<String, Amount>,
    bills: Vec<Bill>,
    /// Taken back by card holders, where they owe it again.
    charged_back: Amount,
    drawer: Amount,
    counted: Option<Amount>,
    /// Takings that no payout has settled, by tender and day.
    takings: BTreeMap<String, VecDeque<(NaiveDate, Amount)>>,
    /// Cheques and notes not brought to the bank.
    pile: Amount,
    /// The rates foreign notes were taken at, by sale.
    rates: BTreeMap<String, Decimal>,
    /// What came in over the counter less what was given back, by day; what only moved to or from
    /// the bank is none.
    taken: BTreeMap<NaiveDate, Amount>,
    /// Every other account, debit positive.
    others: Balances,
}

impl Shadow {
    /// Keeps the books of some transactions, in their order.
    pub(crate) fn of(transactions: &[Transaction], rules: Rules) -> Self {
        let mut shadow = Self { rules, ..Self::default() };
        transactions.iter().for_each(|one| shadow.tell(one));
        shadow
    }

    /// What ought to be on the accounts that hold something open, and on those that only what is
    /// told here moves.
    pub(crate) fn open_items(&self) -> Balances {
        let deferred = self.ahead + self.deposits.values().sum();
        let takings = self.takings.values().flatten().map(|(_, amount)| *amount).sum();
        let owed: Amount = self.owed.values().sum();
        let billed: Amount = self.bills.iter().map(|bill| bill.open).sum();
        let (on_control, billed) = match self.rules.invoices_balances {
            true => (Amount::ZERO, billed + owed),
            false => (owed, billed),
        };
        let mut open = self.others.clone();
        for (account, amount) in [
            ("Deferred Revenue", -deferred),
            ("Rental Receivables", on_control + self.charged_back),
            ("Accounts Receivable", billed),
            ("Cash Clearing", self.drawer),
            ("Card Clearing", takings),
            ("Revenue Clearing", self.pile),
        ] {
            open.insert(account.to_owned(), amount);
        }
        open
    }

    /// What was billed ahead of a month that has not begun.
    pub(crate) const fn billed_ahead(&self) -> Amount {
        self.ahead
    }

    /// What the desk took on a day.
    pub(crate) fn taken_on(&self, day: NaiveDate) -> Amount {
        self.taken.get(&day).copied().unwrap_or_default()
    }

    /// What was in the drawer when it was last counted.
    pub(crate) fn counted(&self) -> Amount {
        self.counted.expect("it was counted")
    }

    fn tell(&mut self, one: &Transaction) {
        if one.currency != Currency::CAD {
            // Nobody knows what it is worth.
            return;
        }
        let paid = self.money(one);
        let booking = one.booking.clone().unwrap_or_default();
        let amount = one.extras.amount.unwrap_or_default();
        match one.kind {
            Kind::Sale | Kind::PaidIn | Kind::PaidOut | Kind::Refund | Kind::BankDeposit => {}
            Kind::GiftCardSale => self.add("Gift Cards", -one.billed()),
            Kind::GiftCardRefund => self.add("Gift Cards", one.billed()),
            Kind::BondTaken => self.add("Damage Bonds", -one.billed()),
            Kind::BondReturned | Kind::BondKept => self.add("Damage Bonds", one.billed()),
            Kind::BookingPayment => *self.deposits.entry(booking).or_default() += paid,
            Kind::BookingRefund => *self.deposits.entry(booking).or_default() -= paid,
            Kind::Cancellation => {
                let kept = one.extras.kept.unwrap_or_default();
                self.add("Cancellation Income", without_tax(kept, self.rules.cancellation_tax));
                *self.deposits.entry(booking).or_default() -= kept + paid;
            }
            Kind::DepositMove => {
                let to = one.extras.to_booking.clone().unwrap();
                *self.deposits.entry(booking).or_default() -= amount;
                *self.deposits.entry(to).or_default() += amount;
            }
            Kind::CheckIn => self.check_in(one, booking, paid),
            Kind::BalancePayment => *self.owed.entry(booking).or_default() -= paid,
            Kind::BalanceWriteOff => {
                *self.owed.entry(booking).or_default() -= amount;
                self.add("Bad Debts", amount);
            }
            Kind::AccountCharge => {
                self.bill_ahead(one);
                let (id, customer) = (one.source.id.clone(), name(one));
                self.bills.push(Bill { id, customer, open: one.billed() });
            }
            Kind::AccountPayment => self.pay_account(one, paid),
            Kind::AccountRefund => {
                let wanted = one.invoice.as_deref().unwrap();
                let bill = self.bills.iter_mut().find(|bill| bill.id == wanted).unwrap();
                bill.open -= one.billed() - paid;
            }
            Kind::TipPayout => self.add("Tips Payable", paid),
            Kind::FloatChange => {
                self.drawer += amount;
                self.add(BANK, -amount);
            }
            Kind::CashCount => {
                let count = one.extras.count.as_ref().unwrap();
                let over = count.counted - count.expected.unwrap_or(self.drawer);
                self.drawer += over;
                self.counted = Some(count.counted);
                self.add("Cash Over/Short", -over);
            }
            Kind::ProcessorPayout => self.pay_out(one.extras.payout.as_ref().unwrap()),
        }
        let turned = if one.kind.gives_back() { one.tip } else { -one.tip };
        self.add("Tips Payable", turned);
    }

    /// Puts what changed hands where it belongs, and says how much it was.
    fn money(&mut self, one: &Transaction) -> Amount {
        let mut paid = Amount::ZERO;
        for tender in &one.tenders {
            let amount = self.worth(one, tender);
            paid += amount;
            if one.kind == Kind::BankDeposit {
                self.add(BANK, amount);
            }
            let turned = if one.kind.gives_back() { -amount } else { amount };
            let from_bank = one.extras.paid_from == PaidFrom::Bank;
            if one.kind != Kind::BankDeposit && !from_bank {
                *self.taken.entry(one.business_date).or_default() += turned;
            }
            match tender.name.as_str() {
                _ if from_bank => self.add(BANK, turned),
                "Cash" => self.drawer += turned,
                "Card" | "Online card" => {
                    let takings = self.takings.entry(tender.name.clone()).or_default();
                    takings.push_back((one.business_date, turned));
                }
                "Cheque" | "US dollars" => self.pile += turned,
                "Gift card" => self.add("Gift Cards", turned),
                "Bank transfer" => self.add(BANK, turned),
                other => panic!("no tender is called {other}"),
            }
        }
        paid
    }

    /// Foreign notes are worth what the desk said, and given back they are worth the same.
    fn worth(&mut self, one: &Transaction, tender: &Tender) -> Amount {
        let Some(foreign) = &tender.foreign else { return tender.amount };
        if foreign.rate > Decimal::ZERO {
            self.rates.insert(one.source.id.clone(), foreign.rate);
            return tender.amount;
        }
        let rate = self.rates[one.refund_of.as_deref().unwrap()];
        let worth = foreign.amount.to_decimal(foreign.currency) * rate;
        Amount::from_decimal(worth, Currency::CAD).unwrap()
    }

    fn check_in(&mut self, one: &Transaction, booking: String, paid: Amount) {
        let unpaid = one.billed() - paid;
        let deposit = self.deposits.entry(booking.clone()).or_default();
        let used = unpaid.min(*deposit);
        *deposit -= used;
        *self.owed.entry(booking).or_default() += unpaid - used;
        self.bill_ahead(one);
    }

    /// What a rental's lines come to in months that are not posted yet, where that is looked at.
    fn bill_ahead(&mut self, one: &Transaction) {
        if let (Some(rental), Some(until)) = (one.extras.rental, self.rules.by_day_until) {
            for line in &one.lines {
                self.ahead += ahead(rental, line.net - line.discount, one.business_date, until);
            }
        }
    }

    fn pay_account(&mut self, one: &Transaction, paid: Amount) {
        let customer = name(one);
        let from_deposit = one.extras.deposit_used.unwrap_or_default();
        let deposit = self.deposits.entry(customer.clone()).or_default();
        *deposit -= from_deposit;
        let mut left = paid + from_deposit;
        if !one.extras.invoices.is_empty() {
            for chosen in &one.extras.invoices {
                let bill = self.bills.iter_mut().find(|bill| bill.id == chosen.invoice).unwrap();
                bill.open -= chosen.amount;
                left -= chosen.amount;
            }
        } else {
            let is_meant = |bill: &&mut Bill| match &one.invoice {
                Some(wanted) => bill.id == *wanted,
                None => bill.customer == customer,
            };
            for bill in self.bills.iter_mut().filter(is_meant) {
                let takes = bill.open.min(left);
                bill.open -= takes;
                left -= takes;
            }
        }
        *deposit += left;
    }

    /// A payout settles the whole takings of some days, the oldest first, all of them over.
    fn pay_out(&mut self, payout: &Payout) {
        for settled in &payout.settles {
            let takings = self.takings.get_mut(&settled.tender).unwrap();
            let mut left = settled.amount;
            let mut last = None;
            while let Some((day, amount)) = takings.front().copied() {
                if left.is_zero() && last.is_some_and(|last| last != day) {
                    break;
                }
                assert!(day < payout.date, "{payout:#?} settles {day}");
                (left, last) = (left - amount, Some(day));
                takings.pop_front();
            }
            assert!(left.is_zero(), "{payout:#?} settles {left:?} more than was taken");
        }
        self.add(BANK, payout.net);
        self.add("Processor Fees", payout.fees);
        for taken in &payout.chargebacks {
            match self.rules.chargebacks_owed {
                true => self.charged_back += taken.amount,
                false => self.add("Chargebacks", taken.amount),
            }
            self.add("Processor Fees", taken.fee);
        }
    }

    fn add(&mut self, account: &str, amount: Amount) {
        *self.others.entry(account.to_owned()).or_default() += amount;
    }
}

const BANK: &str = "Business Bank Account";

/// Income of a kept fee, less the tax inside it, rounded half away from zero.
fn without_tax(kept: Amount, percent: i64) -> Amount {
    let (twice, whole) = (2 * kept.minor() * percent, 100 + percent);
    Amount::from_minor((twice + whole) / (2 * whole)) - kept
}

fn name(one: &Transaction) -> String {
    one.customer.as_ref().unwrap().name.clone()
}

/// The share of a line that belongs to months after the bill's that have not begun on `until`: the
/// line by its days in each month, the cents left over to the largest remainders.
fn ahead(rental: Rental, net: Amount, billed: NaiveDate, until: NaiveDate) -> Amount {
    let first = |date: NaiveDate| date.with_day(1).unwrap();
    let mut months: BTreeMap<NaiveDate, i64> = BTreeMap::new();
    let mut days = 0;
    for day in rental.from.iter_days().take_while(|day| *day <= rental.to) {
        *months.entry(first(day).max(first(billed))).or_default() += 1;
        days += 1;
    }
    let exact = |of: i64| (net.minor() * of / days, net.minor() * of % days);
    let short = net.minor() - months.values().map(|of| exact(*of).0).sum::<i64>();
    let mut by_remainder: Vec<_> = months.iter().collect();
    by_remainder.sort_by_key(|(month, of)| (-exact(**of).1, -**of, **month));
    let extra: Vec<NaiveDate> = by_remainder
        .iter()
        .take(usize::try_from(short).unwrap())
        .map(|(month, _)| **month)
        .collect();
    let is_ahead = |month: &NaiveDate| *month > first(billed) && *month > until;
    let shares = months.iter().filter(|(month, _)| is_ahead(month));
    let minor = shares.map(|(month, of)| exact(*of).0 + i64::from(extra.contains(month)));
    Amount::from_minor(minor.sum())
}
