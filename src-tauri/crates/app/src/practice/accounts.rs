//! Customers with an account: charged by invoice, paid, credited, in every way there is.

use chrono::NaiveDate;
use ledger::{Amount, Chosen, Customer, Kind, Line, Tender, Transaction};
use rand::RngExt;

use super::Season;
use super::bill::{billed, dollars, sold, tender};
use super::catalogue::{ACCOUNTS, CARD, CASH, ITEMS, TRANSFER};
use super::story::{Story, later, rental};

/// How many days an invoice may be paid in.
const TERM_DAYS: u64 = 14;
/// What is paid above all invoices.
const EXCESS: Amount = Amount::from_minor(6_000);
/// Where single kayaks for half a day are on the price list.
const KAYAK: usize = 5;

/// What the accounts did in the month that begins on a date.
pub(super) fn of_month(season: &Season, first: NaiveDate) -> Vec<Transaction> {
    let [society, hotel] = ACCOUNTS.map(|(name, email, short)| {
        let customer = Customer {
            id: Some(format!("C-{short}")),
            name: name.to_owned(),
            email: Some(email.to_owned()),
        };
        let name = format!("{short}{}", first.format("%m%d"));
        Story::begin(season, name, first).about(customer)
    });
    [society_month(society), hotel_month(hotel)].concat()
}

/// A charge of the story: its id and what of it is open.
struct Charge {
    id: String,
    open: Amount,
}

/// Courses: paid by transfer, the oldest first, too little and too much; a credit before and one
/// after payment.
fn society_month(mut story: Story<'_>) -> Vec<Transaction> {
    let first = charge(&mut story, 1);
    let mut second = charge(&mut story, 4);
    let part = dollars(second.open, 50);
    pay(&mut story, 7, vec![tender(TRANSFER, first.open + part)], |_| {});
    second.open -= part;

    let mut third = charge(&mut story, 10);
    let back = vec![sold(&ITEMS[KAYAK], 1, 0)];
    third.open -= billed(&back);
    credit(&mut story, 12, &third, back, Vec::new());
    // The newer one is paid before the older one: they say which.
    let chosen = Chosen { invoice: third.id, amount: third.open };
    let paid = vec![tender(CARD, third.open)];
    pay(&mut story, 15, paid, |one| one.extras.invoices = vec![chosen]);
    pay(&mut story, 17, vec![tender(CARD, second.open + EXCESS)], |_| {});

    let fourth = charge(&mut story, 20);
    let rest = vec![tender(TRANSFER, fourth.open - EXCESS)];
    pay(&mut story, 22, rest, |one| one.extras.deposit_used = Some(EXCESS));
    let back = vec![sold(&ITEMS[KAYAK], 2, 0)];
    let given_back = vec![tender(CARD, billed(&back))];
    credit(&mut story, 24, &fourth, back, given_back);

    charge(&mut story, 26);
    charge(&mut story, 29);
    story.end()
}

/// Guests: an invoice by its name, a charge taken back whole, a transfer of too much, a payment in
/// two tenders, and one that is charged and paid on the last day: what today pays has to be posted
/// today.
fn hotel_month(mut story: Story<'_>) -> Vec<Transaction> {
    let first = charge(&mut story, 2);
    let name = first.id.clone();
    pay(&mut story, 5, vec![tender(CARD, first.open)], |one| one.invoice = Some(name));

    let wrong = charge(&mut story, 9);
    let lines = story.last().map(|charged| charged.lines.clone()).unwrap_or_default();
    credit(&mut story, 11, &wrong, lines, Vec::new());

    let second = charge(&mut story, 14);
    pay(&mut story, 16, vec![tender(TRANSFER, second.open + EXCESS)], |_| {});

    let mut third = charge(&mut story, 19);
    if let Some(charged) = story.last() {
        charged.extras.rental = rental(charged.business_date, TERM_DAYS);
    }
    let (cash, card) = (dollars(third.open, 20), dollars(third.open, 40));
    pay(&mut story, 23, vec![tender(CASH, cash), tender(CARD, card)], |_| {});
    third.open -= cash + card;
    charge(&mut story, 27);
    // The third's rest, the oldest that is open.
    pay(&mut story, 28, vec![tender(CARD, third.open)], |_| {});
    let last = charge(&mut story, 29);
    let name = last.id.clone();
    pay(&mut story, 29, vec![tender(CARD, last.open)], |one| one.invoice = Some(name));
    story.end()
}

/// Kayaks for a group, due in two weeks.
fn charge(story: &mut Story<'_>, days: u64) -> Charge {
    let group = story.rng.random_range(6..=14);
    let lines = vec![sold(&ITEMS[KAYAK], group, 0), sold(&ITEMS[0], 1, 0)];
    let open = billed(&lines);
    let due = later(story.began, days + TERM_DAYS);
    let id = story.tell(days, Kind::AccountCharge, |one| {
        one.lines = lines;
        one.extras.due_date = Some(due);
    });
    Charge { id, open }
}

fn pay(
    story: &mut Story<'_>,
    days: u64,
    tenders: Vec<Tender>,
    fill: impl FnOnce(&mut Transaction),
) {
    story.tell(days, Kind::AccountPayment, |one| {
        one.tenders = tenders;
        fill(one);
    });
}

fn credit(
    story: &mut Story<'_>,
    days: u64,
    charge: &Charge,
    lines: Vec<Line>,
    tenders: Vec<Tender>,
) {
    story.tell(days, Kind::AccountRefund, |one| {
        one.invoice = Some(charge.id.clone());
        one.lines = lines;
        one.tenders = tenders;
    });
}
