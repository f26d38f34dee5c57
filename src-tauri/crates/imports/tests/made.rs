//! Made-up transactions: every kind, with all that it may have.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use ledger::{
    Amount, Chargeback, Chosen, Count, Currency, Customer, Extras, Foreign, Kind, Line,
    LineAccount, PaidFrom, Payout, Piece, Rental, Role, Settled, SourceId, Tax, Tender,
    Transaction,
};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;
use rust_decimal::Decimal;

/// A text as it is read: without blanks around it, carriage returns and NULs.
fn a_text() -> impl Strategy<Value = String> {
    vec(any::<char>(), 0..12).prop_map(|characters| {
        let text: String = characters.into_iter().filter(|c| !matches!(c, '\0' | '\r')).collect();
        let text = text.trim();
        if text.is_empty() { "x".to_owned() } else { text.to_owned() }
    })
}

fn maybe() -> impl Strategy<Value = Option<String>> {
    option::weighted(0.3, a_text())
}

fn an_amount() -> impl Strategy<Value = Amount> {
    prop_oneof![1 => Just(0), 4 => 1..100_000_i64, 1 => 1..1_000_000_000_000_i64]
        .prop_map(Amount::from_minor)
}

fn a_rate() -> impl Strategy<Value = Decimal> {
    (1..10_000_000_i64, 0..8_u32).prop_map(|(digits, scale)| Decimal::new(digits, scale))
}

fn a_day() -> impl Strategy<Value = NaiveDate> {
    (1900..2200_i32, 1..366_u32)
        .prop_map(|(year, day)| NaiveDate::from_yo_opt(year, day).expect("a day of the year"))
}

fn an_instant() -> impl Strategy<Value = DateTime<Utc>> {
    (0..4_000_000_000_i64, 0..1_000_000_000_u32)
        .prop_map(|(seconds, nanos)| DateTime::from_timestamp(seconds, nanos).expect("a time"))
}

fn a_line() -> impl Strategy<Value = Line> {
    let account = prop_oneof![
        4 => a_text().prop_map(LineAccount::Gl),
        1 => select(vec![Role::GiftCards, Role::DamageBonds]).prop_map(LineAccount::Role),
    ];
    let codes = vec![("GST", 0), ("PST", 1), ("TVQ 9.975", 2)];
    let taxes = proptest::sample::subsequence(codes, 0..3);
    let decimal =
        (any::<i32>(), 0..6_u32).prop_map(|(digits, scale)| Decimal::new(digits.into(), scale));
    let numbers = (decimal.clone(), option::of(decimal), an_amount(), 0..=100_i64);
    (a_text(), account, numbers, taxes, vec(an_amount(), 3)).prop_map(
        |(description, account, (quantity, unit_price, net, percent), taxes, amounts)| Line {
            description,
            account,
            quantity,
            unit_price,
            net,
            discount: Amount::from_minor(net.minor() / 100 * percent / 2),
            taxes: taxes
                .into_iter()
                .map(|(code, at): (&str, usize)| Tax { code: code.to_owned(), amount: amounts[at] })
                .collect(),
        },
    )
}

/// How one tender is paid.
#[derive(Debug, Clone)]
struct Purse {
    name: String,
    currency: Option<Currency>,
    amount: Amount,
    change: Amount,
    rate: Option<Decimal>,
}

fn a_currency() -> impl Strategy<Value = Currency> {
    select(vec!["CAD", "USD", "EUR", "JPY", "KWD"]).prop_map(|code| code.parse().expect("a code"))
}

fn a_purse() -> impl Strategy<Value = Purse> {
    let currency = option::weighted(0.4, a_currency());
    let change = (0..10_000_i64).prop_map(Amount::from_minor);
    (a_text(), currency, an_amount(), change, option::weighted(0.8, a_rate())).prop_map(
        |(name, currency, amount, change, rate)| Purse { name, currency, amount, change, rate },
    )
}

impl Purse {
    /// The tender, of a transaction in `own`; nothing where its money is out of all bounds.
    fn tender(self, own: Currency) -> Option<Tender> {
        let Self { name, currency, amount, change, rate } = self;
        let Some(currency) = currency.filter(|one| *one != own || own != Currency::CAD) else {
            return Some(Tender { name, amount, foreign: None });
        };
        if currency == own {
            let foreign = rate.map(|rate| Foreign { currency, amount: amount + change, rate });
            return Some(Tender { name, amount, foreign });
        }
        if own != Currency::CAD {
            let rate = rate.unwrap_or(Decimal::TWO);
            return Some(Tender {
                name,
                amount,
                foreign: Some(Foreign { currency, amount, rate }),
            });
        }
        let rate = rate.unwrap_or_default();
        let value = amount.to_decimal(currency).checked_mul(rate)?;
        let value = Amount::round_half_up(value, own).ok().filter(|v| v.minor() < 1 << 45)?;
        let foreign = Some(Foreign { currency, amount, rate });
        Some(Tender { name, amount: value - change, foreign })
    }
}

/// Everything drawn before it is put together as its kind can have it.
#[derive(Debug, Clone)]
struct Drawn {
    texts: Vec<String>,
    maybe: Vec<Option<String>>,
    at: DateTime<Utc>,
    currency: Currency,
    lines: Vec<Line>,
    purses: Vec<Purse>,
    amounts: Vec<Amount>,
    days: (NaiveDate, i64),
    pieces: Vec<(Amount, u64)>,
    settled: Vec<(String, Amount, Amount)>,
    flags: Vec<bool>,
}

fn drawn() -> impl Strategy<Value = Drawn> {
    let words = (vec(a_text(), 8), vec(maybe(), 16), an_instant());
    let money = (a_currency(), vec(a_line(), 0..4), vec(a_purse(), 1..4), vec(an_amount(), 10));
    let days = (a_day(), 0..60_i64);
    let pieces = vec((an_amount(), 0..100_u64), 0..4);
    let settled = vec((a_text(), an_amount(), an_amount()), 0..4);
    (words, money, days, pieces, settled, vec(any::<bool>(), 6)).prop_map(
        |((texts, maybe, at), (currency, lines, purses, amounts), days, pieces, settled, flags)| {
            Drawn {
                texts,
                maybe,
                at,
                currency,
                lines,
                purses,
                amounts,
                days,
                pieces,
                settled,
                flags,
            }
        },
    )
}

/// Any transaction of Daybook's own formats, recorded at the main dock.
pub(crate) fn a_transaction() -> impl Strategy<Value = Transaction> {
    (select(Kind::ALL.to_vec()), drawn()).prop_map(|(kind, drawn)| assembled(kind, &drawn))
}

fn assembled(kind: Kind, drawn: &Drawn) -> Transaction {
    let mut made = common(kind, drawn);
    let has = |kinds: &[Kind]| kinds.contains(&kind);
    use Kind as K;
    let sold = has(&[K::Sale, K::Refund, K::GiftCardSale, K::GiftCardRefund, K::BondTaken])
        || has(&[K::BondReturned, K::PaidOut, K::PaidIn]);
    let billed = sold || has(&[K::CheckIn, K::AccountCharge, K::AccountRefund, K::BondKept]);
    if billed {
        made.lines = drawn.lines.clone();
        made.tip = drawn.amounts[0];
        made.surcharge = drawn.amounts[1];
        if made.lines.is_empty() && !has(&[K::Sale, K::Refund]) {
            made.lines.push(plain_line(drawn));
        }
    }
    let takes_tenders = !has(&[K::AccountCharge, K::BalanceWriteOff, K::FloatChange])
        && !has(&[K::CashCount, K::ProcessorPayout, K::DepositMove, K::BondKept]);
    if takes_tenders {
        let own = made.currency;
        made.tenders.extend(drawn.purses.iter().cloned().filter_map(|purse| purse.tender(own)));
        made.tenders.push(cash(&drawn.texts[0], drawn.amounts[2]));
    }
    // What is given back goes one way only, and no invoice is paid backwards.
    let one_way = has(&[K::Refund, K::GiftCardRefund, K::BondReturned, K::AccountRefund])
        || has(&[K::BookingRefund, K::AccountPayment]);
    if one_way {
        made.tenders.retain(|tender| !tender.amount.is_negative());
    }
    let share_of_sale = kind == K::Refund && made.lines.is_empty() && made.refund_of.is_some();
    if sold && !share_of_sale {
        settle(&mut made);
    }
    if has(&[K::CheckIn, K::AccountRefund]) && made.tendered() > made.billed() && !waits(&made) {
        settle(&mut made);
    }
    made.extras = extras(kind, drawn, &made);
    made
}

fn common(kind: Kind, drawn: &Drawn) -> Transaction {
    let text = |at: usize| drawn.maybe[at].clone();
    let home = matches!(kind, Kind::CashCount | Kind::ProcessorPayout);
    let customer = Customer { id: text(0), name: drawn.texts[1].clone(), email: text(1) };
    Transaction {
        source: SourceId { source: "daybook".to_owned(), id: drawn.texts[2].clone() },
        kind,
        at: drawn.at,
        business_date: (drawn.at.with_timezone(&chrono_tz::America::Vancouver)).date_naive(),
        location: "Main Dock".to_owned(),
        till: text(2),
        staff: text(3),
        customer: Some(customer),
        booking: Some(drawn.texts[3].clone()),
        currency: if home { Currency::CAD } else { drawn.currency },
        lines: Vec::new(),
        tenders: Vec::new(),
        tip: Amount::ZERO,
        surcharge: Amount::ZERO,
        refund_of: text(4),
        invoice: text(5),
        note: text(6),
        department: text(7),
        class: text(8),
        extras: Extras::default(),
    }
}

fn plain_line(drawn: &Drawn) -> Line {
    Line {
        description: drawn.texts[4].clone(),
        account: LineAccount::Gl(drawn.texts[5].clone()),
        quantity: Decimal::ONE,
        unit_price: None,
        net: drawn.amounts[3],
        discount: Amount::ZERO,
        taxes: Vec::new(),
    }
}

fn cash(name: &str, amount: Amount) -> Tender {
    Tender { name: name.to_owned(), amount, foreign: None }
}

fn waits(made: &Transaction) -> bool {
    let foreign = made.tenders.iter().filter_map(|tender| tender.foreign.as_ref());
    foreign.into_iter().any(|foreign| foreign.rate.is_zero())
}

/// Makes tenders and bill come to the same: by a tender more where something is left to be paid,
/// by a line more where too much was.
fn settle(made: &mut Transaction) {
    if waits(made) {
        return;
    }
    let left = made.billed() - made.tendered();
    if left > Amount::ZERO {
        made.tenders.push(cash("Rest", left));
    } else if left.is_negative() {
        let account = LineAccount::Gl("Rest".to_owned());
        let (description, quantity) = ("Rest".to_owned(), Decimal::ONE);
        let (unit_price, discount, taxes) = (None, Amount::ZERO, Vec::new());
        let net = -left;
        made.lines.push(Line { description, account, quantity, unit_price, net, discount, taxes });
    }
}

fn extras(kind: Kind, drawn: &Drawn, made: &Transaction) -> Extras {
    let none = Extras::default();
    let amount = drawn.amounts[4];
    let above_zero = Some(amount + Amount::from_minor(1));
    let text = |at: usize| drawn.maybe[at].clone();
    let (from, days) = drawn.days;
    let rental = drawn.flags[0].then_some(Rental { from, to: from + TimeDelta::days(days.min(5)) });
    let due_date = drawn.flags[1].then_some(from);
    let paid = made.tendered().max(Amount::ZERO);
    match kind {
        Kind::CheckIn => {
            let owed = (made.billed() - paid).max(Amount::ZERO);
            let deposit_used = drawn.flags[2].then_some(owed);
            Extras { deposit_used, due_date, rental, ..none }
        }
        Kind::DepositMove => {
            let to_booking = Some(format!("{}2", drawn.texts[3]));
            Extras { amount: above_zero, to_booking, ..none }
        }
        Kind::Cancellation => Extras { kept: Some(amount), ..none },
        Kind::AccountCharge => Extras { due_date, rental, ..none },
        Kind::AccountPayment => {
            let chosen = Chosen { invoice: drawn.texts[6].clone(), amount: paid };
            let another = Chosen { invoice: drawn.texts[7].clone(), amount };
            let invoices = if drawn.flags[3] { vec![chosen, another] } else { Vec::new() };
            Extras { deposit_used: Some(amount), invoices, ..none }
        }
        Kind::BalanceWriteOff => Extras { amount: above_zero, ..none },
        Kind::TipPayout => {
            let paid_from = if drawn.flags[4] { PaidFrom::Bank } else { PaidFrom::Drawer };
            Extras { paid_from, bank: text(9), ..none }
        }
        Kind::FloatChange => {
            let amount = Some(if drawn.flags[5] { -amount } else { amount });
            Extras { amount, bank: text(9), ..none }
        }
        Kind::CashCount => Extras { count: Some(count(drawn)), ..none },
        Kind::BankDeposit => Extras { bank: text(9), ..none },
        Kind::ProcessorPayout => Extras { payout: Some(payout(drawn)), bank: text(9), ..none },
        Kind::GiftCardSale | Kind::GiftCardRefund => Extras { gift_card: text(10), ..none },
        Kind::BondTaken | Kind::BondReturned | Kind::BondKept => Extras { bond: text(10), ..none },
        Kind::Sale
        | Kind::Refund
        | Kind::BookingPayment
        | Kind::BookingRefund
        | Kind::AccountRefund
        | Kind::BalancePayment
        | Kind::PaidOut
        | Kind::PaidIn => none,
    }
}

fn count(drawn: &Drawn) -> Count {
    let pieces: Vec<Piece> =
        drawn.pieces.iter().map(|(value, count)| Piece { value: *value, count: *count }).collect();
    let worth = |piece: &Piece| piece.value.minor() * i64::try_from(piece.count).expect("few");
    let counted = match pieces.is_empty() {
        true => drawn.amounts[5],
        false => Amount::from_minor(pieces.iter().map(worth).sum()),
    };
    let optional = |at: usize, flag: usize| drawn.flags[flag].then_some(drawn.amounts[at]);
    Count {
        counted,
        expected: optional(6, 0).map(|amount| if drawn.flags[1] { -amount } else { amount }),
        float_to_leave: optional(7, 2),
        pieces,
        reason: drawn.maybe[11].clone(),
    }
}

fn payout(drawn: &Drawn) -> Payout {
    let is_foreign = drawn.currency != Currency::CAD && !drawn.settled.is_empty();
    let settled = |(tender, amount, carried): &(String, Amount, Amount)| {
        let carried = if amount.is_zero() { Amount::ZERO } else { *carried };
        Settled { tender: tender.clone(), amount: *amount, carried: is_foreign.then_some(carried) }
    };
    let settles: Vec<Settled> = drawn.settled.iter().map(settled).collect();
    let exchange = if settles.is_empty() { Amount::ZERO } else { -drawn.amounts[5] };
    let gross = match settles.is_empty() {
        true => drawn.amounts[6],
        false => settles.iter().map(|one| one.amount).sum::<Amount>() + exchange,
    };
    let taken = Chargeback {
        amount: drawn.amounts[7],
        fee: drawn.amounts[8],
        sale: drawn.maybe[12].clone(),
    };
    let chargebacks = if drawn.flags[0] { vec![taken] } else { Vec::new() };
    let mut payout = Payout {
        processor: drawn.texts[6].clone(),
        id: drawn.maybe[13].clone(),
        date: drawn.days.0,
        gross,
        fees: drawn.amounts[9],
        net: Amount::ZERO,
        settles,
        chargebacks,
        exchange,
        currency: is_foreign.then_some(drawn.currency),
    };
    payout.net = payout.gross - payout.fees - payout.taken_back();
    payout
}
