//! A month of a desk in which anything happens: what is sold, booked and owed.

use ledger::Kind;
use store::NewTransaction;

use super::model::{Model, written};
use super::{DAYS, EVENTS};
use crate::chance::Chance;
use crate::till::event;

/// A line of so many whole dollars net, as the tests write it.
pub(super) fn line(code: &str, dollars: i64) -> String {
    let (gst, pst) = (written(dollars * 5), written(dollars * 7));
    format!("{code} {} GST {gst} PST {pst}", written(dollars * 100))
}

pub(super) struct Desktop {
    pub(super) chance: Chance,
    pub(super) model: Model,
    pub(super) events: Vec<NewTransaction>,
    pub(super) day: u32,
    /// What counts found over so far, and on which day.
    pub(super) over_today: (u32, i64),
    /// Whether gift cards are used: in the mode of invoices their account takes payments only once
    /// a person lets it in Xero.
    pub(super) uses_gift_cards: bool,
}

impl Desktop {
    pub(super) fn up_to(&self, end: i64) -> i64 {
        i64::from(self.chance.below(u32::try_from(end).unwrap())) + 1
    }

    pub(super) fn tender(&self) -> &'static str {
        if self.chance.below(2) == 0 { "Cash" } else { "Card" }
    }

    pub(super) fn happens(&mut self, kind: Kind, text: &str) -> String {
        let id = format!("E-{}", self.events.len());
        self.events.push(event(kind, &id, self.day, text));
        id
    }

    pub(super) fn a_sale(&mut self) {
        let dollars = self.up_to(400);
        let account = *self.chance.of(&["Boats", "Kayak Rentals"]);
        let code = account.replace(' ', "_");
        let (tip, surcharge) = (self.up_to(500), self.up_to(90));
        let total = dollars * 112 + tip + surcharge;
        let cash = self.up_to(total);
        let text = format!(
            "{}; pay Cash {}; pay Card {}; tip {}; surcharge {}",
            line(&code, dollars),
            written(cash),
            written(total - cash),
            written(tip),
            written(surcharge)
        );
        let id = self.happens(Kind::Sale, &text);
        self.model.sell(account, dollars);
        self.model.add("Tips Payable", -tip);
        self.model.add("Surcharges", -surcharge);
        self.model.move_money("Cash", cash);
        self.model.move_money("Card", total - cash);
        if account == "Boats" && self.chance.below(3) == 0 {
            self.model.returns.push((id, dollars * 112));
        }
    }

    /// A discount shown apart: a tenth, so that the tax on the rest has no odd cents.
    pub(super) fn a_discounted_sale(&mut self) {
        let tens = self.up_to(20);
        let (net, discount) = (tens * 1_000, tens * 100);
        let (gst, pst) = (tens * 45, tens * 63);
        let text = format!(
            "Boats {} less {} GST {} PST {}; pay Card {}",
            written(net),
            written(discount),
            written(gst),
            written(pst),
            written(net - discount + gst + pst)
        );
        self.happens(Kind::Sale, &text);
        self.model.add("Boats", -net);
        self.model.add("Discounts Given", discount);
        self.model.add("GST", -gst);
        self.model.add("PST", -pst);
        self.model.move_money("Card", net - discount + gst + pst);
    }

    /// Gives some of a sale back, to the cent; in the end all of it.
    pub(super) fn a_refund(&mut self, all: bool) {
        let Some((sale, left)) = self.model.returns.pop() else { return };
        let part = if all { left } else { self.up_to(left) };
        let tender = self.tender();
        let text = format!("pay {tender} {}; refund_of {sale}", written(part));
        self.happens(Kind::Refund, &text);
        self.model.move_money(tender, -part);
        if part < left {
            self.model.returns.push((sale, left - part));
        }
        // Which account a part of it takes is not for the model to say: all parts together are
        // the sale, and by then each has its own.
        self.model.add("(given back)", part);
    }

    pub(super) fn a_booking_payment(&mut self) {
        let (booking, cents, tender) = (self.a_booking(), self.up_to(20_000), self.tender());
        self.happens(
            Kind::BookingPayment,
            &format!("pay {tender} {}; booking {booking}", written(cents)),
        );
        self.model.move_money(tender, cents);
        self.model.add("Deferred Revenue", -cents);
        *self.model.deposits.entry(booking).or_default() += cents;
    }

    pub(super) fn a_booking(&self) -> String {
        format!("B-{}", self.chance.below(12))
    }

    pub(super) fn a_deposit(&self) -> Option<(String, i64)> {
        let open = self.model.deposits.iter().filter(|(_, left)| **left > 0);
        let open: Vec<_> = open.map(|(booking, left)| (booking.clone(), *left)).collect();
        (!open.is_empty()).then(|| self.chance.of(&open).clone())
    }

    pub(super) fn a_booking_refund(&mut self) {
        let Some((booking, left)) = self.a_deposit() else { return };
        let (cents, tender) = (self.up_to(left), self.tender());
        self.happens(
            Kind::BookingRefund,
            &format!("pay {tender} {}; booking {booking}", written(cents)),
        );
        self.model.move_money(tender, -cents);
        self.model.add("Deferred Revenue", cents);
        *self.model.deposits.entry(booking).or_default() -= cents;
    }

    pub(super) fn a_deposit_is_moved(&mut self) {
        let Some((booking, left)) = self.a_deposit() else { return };
        let (cents, to) = (self.up_to(left), self.a_booking());
        if to == booking {
            return;
        }
        self.happens(
            Kind::DepositMove,
            &format!("booking {booking}; to_booking {to}; amount {}", written(cents)),
        );
        *self.model.deposits.entry(booking).or_default() -= cents;
        *self.model.deposits.entry(to).or_default() += cents;
    }

    pub(super) fn a_cancellation(&mut self) {
        let Some((booking, left)) = self.a_deposit() else { return };
        let (kept, tender) = (self.up_to(left) - 1, self.tender());
        let back = left - kept;
        self.happens(
            Kind::Cancellation,
            &format!("pay {tender} {}; kept {}; booking {booking}", written(back), written(kept)),
        );
        self.model.move_money(tender, -back);
        self.model.add("Deferred Revenue", left);
        self.model.add("Cancellation Income", -kept);
        self.model.deposits.insert(booking, 0);
    }

    pub(super) fn a_check_in(&mut self) {
        let (booking, dollars) = (self.a_booking(), self.up_to(200));
        let bill = dollars * 112;
        let left = self.model.deposits.get(&booking).copied().unwrap_or_default();
        let rest = bill - left.min(bill);
        let paid = if rest > 0 && self.chance.below(2) == 0 { self.up_to(rest) } else { 0 };
        let owed = rest - paid;
        let mut text = format!("{}; booking {booking}", line("Boats", dollars));
        if paid > 0 {
            text += &format!("; pay Card {}", written(paid));
        }
        self.happens(Kind::CheckIn, &text);
        self.model.sell("Boats", dollars);
        self.model.move_money("Card", paid);
        self.model.add("Deferred Revenue", left.min(bill));
        self.model.add("Rental Receivables", owed);
        *self.model.deposits.entry(booking.clone()).or_default() -= left.min(bill);
        *self.model.owed.entry(booking).or_default() += owed;
    }

    /// A balance is paid, or given up.
    pub(super) fn a_balance(&mut self, paid: bool) {
        let open = self.model.owed.iter().filter(|(_, owed)| **owed > 0);
        let open: Vec<_> = open.map(|(booking, owed)| (booking.clone(), *owed)).collect();
        if open.is_empty() {
            return;
        }
        let (booking, owed) = self.chance.of(&open).clone();
        let cents = self.up_to(owed);
        if paid {
            let tender = self.tender();
            let text = format!("pay {tender} {}; booking {booking}", written(cents));
            self.happens(Kind::BalancePayment, &text);
            self.model.move_money(tender, cents);
        } else {
            let text = format!("amount {}; booking {booking}", written(cents));
            self.happens(Kind::BalanceWriteOff, &text);
            self.model.add("Bad Debts", cents);
        }
        self.model.add("Rental Receivables", -cents);
        *self.model.owed.entry(booking).or_default() -= cents;
    }

    pub(super) fn a_customer(&self) -> String {
        (*self.chance.of(&["Anneke_Larsen", "Harbour_Hotel", "Bo_Chen"])).to_owned()
    }

    pub(super) fn an_account_charge(&mut self) {
        let (customer, dollars) = (self.a_customer(), self.up_to(300));
        let text = format!("{}; customer {customer}", line("Boats", dollars));
        let id = self.happens(Kind::AccountCharge, &text);
        self.model.sell("Boats", dollars);
        self.model.add("Accounts Receivable", dollars * 112);
        self.model.invoices.entry(customer).or_default().push((id, dollars * 112));
    }

    /// Pays the oldest invoices; what is above them is kept for the customer.
    pub(super) fn an_account_payment(&mut self) {
        let (customer, cents, tender) = (self.a_customer(), self.up_to(60_000), self.tender());
        self.happens(
            Kind::AccountPayment,
            &format!("pay {tender} {}; customer {customer}", written(cents)),
        );
        self.model.move_money(tender, cents);
        let mut rest = cents;
        for (_, outstanding) in self.model.invoices.entry(customer.clone()).or_default() {
            let pays = rest.min(*outstanding);
            *outstanding -= pays;
            rest -= pays;
        }
        self.model.add("Accounts Receivable", rest - cents);
        self.model.add("Deferred Revenue", -rest);
        *self.model.ahead.entry(customer).or_default() += rest;
    }

    /// Part of an invoice nothing of which was paid is set off; of a paid one it is paid out.
    pub(super) fn an_account_refund(&mut self) {
        let customer = self.a_customer();
        let invoices = self.model.invoices.entry(customer.clone()).or_default();
        let Some(place) = invoices.iter().position(|(_, open)| *open >= 112) else { return };
        let (id, open) = invoices[place].clone();
        let dollars = self.up_to(open / 112);
        let text = format!("{}; invoice {id}; customer {customer}", line("Boats", dollars));
        self.happens(Kind::AccountRefund, &text);
        self.model.sell("Boats", -dollars);
        self.model.add("Accounts Receivable", -dollars * 112);
        self.model.invoices.entry(customer).or_default()[place].1 -= dollars * 112;
    }

    pub(super) fn something(&mut self) {
        match self.chance.below(32) {
            0..=6 => self.a_sale(),
            7 => self.a_discounted_sale(),
            8..=9 => self.a_refund(false),
            10..=12 => self.a_booking_payment(),
            13 => self.a_booking_refund(),
            14 => self.a_deposit_is_moved(),
            15 => self.a_cancellation(),
            16..=17 => self.a_check_in(),
            18 => self.a_balance(true),
            19 => self.a_balance(false),
            20 => self.an_account_charge(),
            21 => self.an_account_payment(),
            22 => self.an_account_refund(),
            23 => self.tips_are_paid(),
            24 => self.petty_cash(),
            25 => self.the_float(),
            26 => self.cash_to_the_bank(),
            27 => self.a_count(),
            28 => self.a_payout(),
            29 => self.a_gift_card(),
            30 => self.a_gift_card_is_used(),
            _ => match self.chance.below(2) {
                0 => self.a_bond(),
                _ => self.a_bond_ends(),
            },
        }
    }
}

/// A month at a desk, as it should come to, and everything that happened.
pub(super) fn a_month(seed: u64, uses_gift_cards: bool) -> (Model, Vec<NewTransaction>) {
    let mut desk = Desktop {
        chance: Chance::new(seed),
        model: Model::default(),
        events: Vec::new(),
        day: 1,
        over_today: (1, 0),
        uses_gift_cards,
    };
    let mut tries = 0;
    while desk.events.len() < EVENTS as usize {
        desk.something();
        tries += 1;
        desk.day = (1 + tries * DAYS / (EVENTS + EVENTS / 4)).min(DAYS);
    }
    while !desk.model.returns.is_empty() {
        desk.a_refund(true);
    }
    (desk.model, desk.events)
}
