//! What the desk does with the money: the drawer counted and banked, tips handed out, petty cash,
//! and what the processors pay out of what the cards brought.

use std::collections::VecDeque;

use chrono::{Datelike, NaiveDate, NaiveTime, Weekday};
use ledger::{Amount, Chargeback, Count, Kind, PaidFrom, Payout, Settled, Tender, Transaction};
use rand::RngExt;
use rand_chacha::ChaCha8Rng;

use super::Season;
use super::bill::{billed, bought, plain, tender};
use super::catalogue::{
    BOOKING_PAGE, BOUGHT, CARD, CASH, CHEQUE, COINS, ONLINE_CARD, STAFF, TERMINALS, TRANSFER,
};
use super::story::{at, later};

/// The days of the month the float is raised and lowered again, with by how much.
const FLOAT_CHANGES: [(u64, i64); 3] = [(0, 30_000), (10, 10_000), (20, -10_000)];
/// Tips are handed out once a week; the last time from the bank.
const TIP_DAYS: [u64; 4] = [6, 13, 20, 27];
/// What stays in the drawer when tips are handed out of it.
const DRAWER_LEAST: Amount = Amount::from_minor(5_000);
/// Cheques are brought to the bank every so many days.
const CHEQUE_DAYS: u64 = 7;
/// The day of the sale that its card holder takes back, and from when on the bank says so.
const DISPUTED: u64 = 5;
/// See [`DISPUTED`].
const CHARGED_BACK: u64 = 15;
/// What the bank takes for a chargeback.
const CHARGEBACK_FEE: Amount = Amount::from_minor(1_500);
/// The terminals' fee, in hundredths of a per cent.
const TERMINAL_FEE: i64 = 265;
/// The booking page's fee, in hundredths of a per cent.
const PAGE_FEE: i64 = 290;
/// The booking page pays out every so many days.
const PAGE_DAYS: u64 = 4;
/// The day its monthly fee takes all of a payout.
const PAGE_ZERO: u64 = 12;
/// The day its yearly fee takes more than there is.
const PAGE_BELOW_ZERO: u64 = 20;
/// The yearly fee above what there is.
const PAGE_ABOVE: Amount = Amount::from_minor(4_500);
/// A bill is given out as change for a smaller one.
const WRONG_CHANGE: i64 = -2_000;

/// The money of the desk, day after day.
pub(super) struct Money<'a> {
    season: &'a Season,
    first: NaiveDate,
    float: Amount,
    /// What should be in the drawer.
    drawer: Amount,
    /// Tips owed to staff.
    tips: Amount,
    /// Cheques not yet brought to the bank.
    cheques: Amount,
    /// Takings that no payout has settled, by day.
    card: VecDeque<(NaiveDate, Amount)>,
    online: VecDeque<(NaiveDate, Amount)>,
    disputed: Option<(String, Amount)>,
}

/// A day under the money's hands.
struct Today<'a, 'day> {
    offset: u64,
    date: NaiveDate,
    rng: ChaCha8Rng,
    season: &'a Season,
    day: &'day mut Vec<Transaction>,
}

impl<'a> Money<'a> {
    pub(super) const fn new(season: &'a Season, first: NaiveDate) -> Self {
        Self {
            season,
            first,
            float: Amount::ZERO,
            drawer: Amount::ZERO,
            tips: Amount::ZERO,
            cheques: Amount::ZERO,
            card: VecDeque::new(),
            online: VecDeque::new(),
            disputed: None,
        }
    }

    /// Adds to a day what is done with its money and with that of the days before.
    pub(super) fn handle(&mut self, offset: u64, day: &mut Vec<Transaction>) {
        let date = later(self.first, offset);
        let rng = self.season.stream(&format!("money {date}"));
        let mut today = Today { offset, date, rng, season: self.season, day };
        self.morning(&mut today);
        self.payouts(&mut today);
        today.petty_cash();
        self.take(&today);
        self.evening(&mut today);
    }

    /// The float is changed, and what was taken the day before is brought to the bank.
    fn morning(&mut self, today: &mut Today<'_, '_>) {
        let change = FLOAT_CHANGES.iter().find(|(offset, _)| *offset == today.offset);
        if let Some((_, minor)) = change {
            let amount = Amount::from_minor(*minor);
            self.float += amount;
            self.drawer += amount;
            today.add(Kind::FloatChange, "float", at(8, 5), |one| one.extras.amount = Some(amount));
        }
        let takings = self.drawer - self.float;
        if takings > Amount::ZERO {
            self.drawer = self.float;
            today.bank(CASH, "banking", takings);
        }
        if today.offset.is_multiple_of(CHEQUE_DAYS) && self.cheques > Amount::ZERO {
            let cheques = std::mem::take(&mut self.cheques);
            today.bank(CHEQUE, "cheques", cheques);
        }
    }

    fn payouts(&mut self, today: &mut Today<'_, '_>) {
        let weekend = matches!(today.date.weekday(), Weekday::Sat | Weekday::Sun);
        if !weekend {
            let gross = settled_before(&mut self.card, today.date, 2);
            self.pay_out_terminals(today, gross);
        }
        if today.offset.is_multiple_of(PAGE_DAYS) {
            let gross = settled_before(&mut self.online, today.date, 1);
            pay_out_page(today, gross);
        }
    }

    fn pay_out_terminals(&mut self, today: &mut Today<'_, '_>, gross: Amount) {
        if gross.is_zero() {
            return;
        }
        let disputed = self.disputed.take_if(|_| today.offset >= CHARGED_BACK);
        let chargebacks = disputed.map(|(sale, amount)| Chargeback {
            amount,
            fee: CHARGEBACK_FEE,
            sale: Some(sale),
        });
        let fees = fee(gross, TERMINAL_FEE);
        today.pay_out(TERMINALS, CARD, (gross, fees), chargebacks.into_iter().collect());
    }

    /// Takes over what the day brought.
    fn take(&mut self, today: &Today<'_, '_>) {
        let sum = |tender: &str| today.day.iter().map(|one| taken(one, tender)).sum::<Amount>();
        let (card, online) = (sum(CARD), sum(ONLINE_CARD));
        self.card.push_back((today.date, card));
        self.online.push_back((today.date, online));
        self.tips += today.day.iter().map(tipped).sum::<Amount>();
        // What was banked this morning is out of the drawer and the pile already.
        let till = |tender: &str| -> Amount {
            let day = today.day.iter().filter(|one| one.kind != Kind::BankDeposit);
            day.map(|one| taken(one, tender)).sum()
        };
        self.drawer += till(CASH);
        self.cheques += till(CHEQUE);
        if today.offset == DISPUTED {
            let sale = today.day.iter().find(|one| is_by_card(one));
            self.disputed = sale.map(|sale| (sale.source.id.clone(), sale.tendered()));
        }
    }

    /// Tips are handed out and the drawer is counted.
    fn evening(&mut self, today: &mut Today<'_, '_>) {
        if let Some(place) = TIP_DAYS.iter().position(|offset| *offset == today.offset) {
            let from_bank = place + 1 == TIP_DAYS.len();
            let paid = match from_bank {
                true => self.tips,
                false => self.tips.min(self.drawer - DRAWER_LEAST),
            };
            if paid > Amount::ZERO {
                self.tips -= paid;
                self.drawer -= if from_bank { Amount::ZERO } else { paid };
                today.hand_out_tips(paid, from_bank);
            }
        }
        let expected = Some(self.drawer).filter(|_| today.offset == 0);
        let (over, reason) = today.over();
        self.drawer += over;
        let count = Count {
            counted: self.drawer,
            // The book has no count before the first, and works the others out.
            expected,
            float_to_leave: Some(self.float),
            pieces: Vec::new(),
            reason,
        };
        today.add(Kind::CashCount, "count", at(18, 30), |one| one.extras.count = Some(count));
    }
}

impl Today<'_, '_> {
    fn add(
        &mut self,
        kind: Kind,
        what: &str,
        time: NaiveTime,
        fill: impl FnOnce(&mut Transaction),
    ) {
        let id = format!("{}-{what}", self.date.format("%y%m%d"));
        let mut one = self.season.blank(kind, id, self.date, time);
        one.staff = Some(STAFF[self.rng.random_range(0..STAFF.len())].to_owned());
        fill(&mut one);
        self.day.push(one);
    }

    fn bank(&mut self, with: &str, what: &str, amount: Amount) {
        self.add(Kind::BankDeposit, what, at(8, 15), |one| {
            one.tenders = vec![tender(with, amount)];
        });
    }

    /// Ice, fuel and stamps out of the drawer, the telescope's coins into it.
    fn petty_cash(&mut self) {
        for (number, item) in (0..).zip(&BOUGHT) {
            if (self.offset + number).is_multiple_of(4) {
                let line = bought(item);
                let paid: Vec<Tender> = vec![tender(CASH, line.payable())];
                self.add(Kind::PaidOut, &format!("out{number}"), at(12, 40), |one| {
                    one.lines = vec![line];
                    one.tenders = paid;
                });
            }
        }
        if self.offset % 9 == 4 {
            let line = plain(&COINS);
            let paid = vec![tender(CASH, billed(std::slice::from_ref(&line)))];
            self.add(Kind::PaidIn, "in", at(17, 50), |one| {
                one.lines = vec![line];
                one.tenders = paid;
            });
        }
    }

    fn hand_out_tips(&mut self, paid: Amount, from_bank: bool) {
        self.add(Kind::TipPayout, "tips", at(18, 10), |one| {
            one.tenders = vec![tender(if from_bank { TRANSFER } else { CASH }, paid)];
            one.extras.paid_from = if from_bank { PaidFrom::Bank } else { PaidFrom::Drawer };
        });
    }

    /// How much more is counted than there should be, with why where that is known.
    fn over(&mut self) -> (Amount, Option<String>) {
        if self.offset % 11 == 8 {
            let reason = "A twenty was given out as change for a ten, twice".to_owned();
            return (Amount::from_minor(WRONG_CHANGE), Some(reason));
        }
        let small = if self.rng.random_ratio(1, 2) { self.rng.random_range(-300..=300) } else { 0 };
        (Amount::from_minor(small), None)
    }

    fn pay_out(
        &mut self,
        processor: &str,
        with: &str,
        (gross, fees): (Amount, Amount),
        chargebacks: Vec<Chargeback>,
    ) {
        let mut payout = Payout {
            processor: processor.to_owned(),
            id: Some(format!("{}-{}", &processor[..3].to_uppercase(), self.date.format("%y%m%d"))),
            date: self.date,
            gross,
            fees,
            net: Amount::ZERO,
            settles: vec![Settled { tender: with.to_owned(), amount: gross, carried: None }],
            chargebacks,
            exchange: Amount::ZERO,
            currency: None,
        };
        payout.net = gross - fees - payout.taken_back();
        let what = format!("payout-{}", &processor[..3].to_lowercase());
        self.add(Kind::ProcessorPayout, &what, at(10, 5), |one| {
            one.till = None;
            one.staff = None;
            one.extras.payout = Some(payout);
        });
    }
}

/// What the booking page pays out, or takes.
fn pay_out_page(today: &mut Today<'_, '_>, gross: Amount) {
    let fees = match today.offset {
        PAGE_ZERO => gross,
        PAGE_BELOW_ZERO => gross + PAGE_ABOVE,
        _ => fee(gross, PAGE_FEE),
    };
    if !gross.is_zero() {
        today.pay_out(BOOKING_PAGE, ONLINE_CARD, (gross, fees), Vec::new());
    }
}

/// What a payout settles: the takings of the days that are over for so many days.
fn settled_before(
    takings: &mut VecDeque<(NaiveDate, Amount)>,
    today: NaiveDate,
    days: u64,
) -> Amount {
    let mut gross = Amount::ZERO;
    while let Some((_, amount)) = takings.pop_front_if(|(date, _)| later(*date, days) <= today) {
        gross += amount;
    }
    gross
}

fn fee(gross: Amount, hundredths: i64) -> Amount {
    Amount::from_minor(gross.minor().max(0) * hundredths / 10_000)
}

/// What a transaction brought in of a tender; below zero where it gave something back.
fn taken(one: &Transaction, with: &str) -> Amount {
    if one.kind == Kind::TipPayout && one.extras.paid_from == PaidFrom::Bank {
        return Amount::ZERO;
    }
    let sum = one.tenders.iter().filter(|tender| tender.name == with).map(|tender| tender.amount);
    let sum: Amount = sum.sum();
    if one.kind.gives_back() { -sum } else { sum }
}

fn tipped(one: &Transaction) -> Amount {
    if one.kind.gives_back() { -one.tip } else { one.tip }
}

fn is_by_card(one: &Transaction) -> bool {
    one.kind == Kind::Sale && one.tenders.len() == 1 && one.tenders[0].name == CARD
}
