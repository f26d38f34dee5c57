//! What happens at the desk of the tests, as it is recorded.

use chrono::{NaiveDate, NaiveTime, TimeDelta};
use ledger::{
    Amount, Chargeback, Count, Currency, Customer, Extras, Foreign, Kind, Line, LineAccount,
    PaidFrom, Payout, Rental, Settled, SourceId, Tax, Tender, Transaction,
};
use store::NewTransaction;

use crate::desk::november;

/// A card sale of a GL code with GST 5 % and PST 7 % on `net` cents.
pub(crate) fn sale(id: &str, day: u32, code: &str, net: i64) -> NewTransaction {
    taxed(Kind::Sale, id, day, code, net)
}

pub(crate) fn refund(id: &str, day: u32, code: &str, net: i64) -> NewTransaction {
    taxed(Kind::Refund, id, day, code, net)
}

fn taxed(kind: Kind, id: &str, day: u32, code: &str, net: i64) -> NewTransaction {
    let tax =
        |code: &str, amount| Tax { code: code.to_owned(), amount: Amount::from_minor(amount) };
    let (gst, pst) = (net / 20, net * 7 / 100);
    let line = Line {
        description: "Two hours".to_owned(),
        account: LineAccount::Gl(code.to_owned()),
        quantity: 1.into(),
        unit_price: None,
        net: Amount::from_minor(net),
        discount: Amount::ZERO,
        taxes: vec![tax("GST", gst), tax("PST", pst)],
    };
    let tender = Tender {
        name: "Card".to_owned(),
        amount: Amount::from_minor(net + gst + pst),
        foreign: None,
    };
    let transaction =
        Transaction { lines: vec![line], tenders: vec![tender], ..bare(kind, id, day) };
    NewTransaction { transaction, raw: None }
}

/// A transaction with nothing in it, of a day of November 2026.
pub(crate) fn bare(kind: Kind, id: &str, day: u32) -> Transaction {
    Transaction {
        source: SourceId { source: "square".to_owned(), id: id.to_owned() },
        kind,
        at: november(day).and_time(NaiveTime::MIN).and_utc() + TimeDelta::hours(18),
        business_date: november(day),
        location: "Main Dock".to_owned(),
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

/// An amount of Canadian dollars as written.
pub(crate) fn cad(text: &str) -> Amount {
    Amount::from_decimal(text.parse().unwrap(), Currency::CAD).unwrap()
}

/// What happened, as written: `Boats 100.00 less 10.00 GST 4.50; pay Card 104.50; tip 1.00`, with
/// what only some kinds have after it. Underscores are spaces; an account in parentheses is a role.
pub(crate) fn event(kind: Kind, id: &str, day: u32, text: &str) -> NewTransaction {
    let mut read = bare(kind, id, day);
    let clauses = text.split(';').map(|clause| clause.split_whitespace().collect::<Vec<_>>());
    for words in clauses.filter(|words| !words.is_empty()) {
        let is_read = of_anything(&mut read, &words)
            || of_some(&mut read, &words)
            || of_payout(&mut read, &words);
        if !is_read {
            of_line(&mut read, &words);
        }
    }
    NewTransaction { transaction: read, raw: None }
}

/// What every kind may have.
fn of_anything(read: &mut Transaction, words: &[&str]) -> bool {
    match words {
        ["pay", name, amount] => read.tenders.push(tender(name, amount)),
        ["pay", name, amount, "as", foreign, currency, "at", rate] => {
            let foreign = Foreign {
                currency: currency.parse().unwrap(),
                amount: cad(foreign),
                rate: rate.parse().unwrap(),
            };
            read.tenders.push(Tender { foreign: Some(foreign), ..tender(name, amount) });
        }
        ["tip", amount] => read.tip = cad(amount),
        ["surcharge", amount] => read.surcharge = cad(amount),
        ["customer", name] => {
            let name = name.replace('_', " ");
            read.customer = Some(Customer { name, ..Customer::default() });
        }
        ["booking", number] => read.booking = Some((*number).to_owned()),
        ["invoice", number] => read.invoice = Some((*number).to_owned()),
        ["refund_of", number] => read.refund_of = Some((*number).to_owned()),
        _ => return false,
    }
    true
}

/// What only some kinds have.
fn of_some(read: &mut Transaction, words: &[&str]) -> bool {
    let extras = &mut read.extras;
    match words {
        ["amount", amount] => extras.amount = Some(cad(amount)),
        ["deposit_used", amount] => extras.deposit_used = Some(cad(amount)),
        ["kept", amount] => extras.kept = Some(cad(amount)),
        ["from_bank"] => extras.paid_from = PaidFrom::Bank,
        ["to_booking", number] => extras.to_booking = Some((*number).to_owned()),
        ["rental", from, to] => {
            let (from, to) = (from.parse().unwrap(), to.parse().unwrap());
            extras.rental = Some(Rental { from, to });
        }
        ["counted", counted, "of", expected] => extras.count = Some(count(counted, expected)),
        _ => return false,
    }
    true
}

/// What a processor says of its payout.
fn of_payout(read: &mut Transaction, words: &[&str]) -> bool {
    let (number, date) = (read.source.id.clone(), read.business_date);
    if read.kind != Kind::ProcessorPayout {
        return false;
    }
    let payout = read.extras.payout.get_or_insert_with(|| blank_payout(number, date));
    match words {
        ["gross", amount] => payout.gross = cad(amount),
        ["fees", amount] => payout.fees = cad(amount),
        ["net", amount] => payout.net = cad(amount),
        ["exchange", amount] => payout.exchange = cad(amount),
        ["settles", tender, amount] => payout.settles.push(settled(tender, amount)),
        ["chargeback", amount, "fee", fee] => {
            payout.chargebacks.push(Chargeback { amount: cad(amount), fee: cad(fee), sale: None });
        }
        _ => return false,
    }
    true
}

fn of_line(read: &mut Transaction, words: &[&str]) {
    match words {
        [code, net, "less", discount, taxes @ ..] => {
            read.lines.push(line(code, cad(net), cad(discount), taxes));
        }
        [code, net, taxes @ ..] => read.lines.push(line(code, cad(net), Amount::ZERO, taxes)),
        _ => panic!("not a clause: {words:?}"),
    }
}

fn tender(name: &str, amount: &str) -> Tender {
    Tender { name: name.replace('_', " "), amount: cad(amount), foreign: None }
}

fn line(code: &str, net: Amount, discount: Amount, taxes: &[&str]) -> Line {
    let role = code.strip_prefix('(').and_then(|code| code.strip_suffix(')'));
    let code = code.replace('_', " ");
    let taxes = taxes.chunks_exact(2);
    Line {
        description: code.clone(),
        account: match role {
            Some(role) => LineAccount::Role(role.parse().unwrap()),
            None => LineAccount::Gl(code),
        },
        quantity: 1.into(),
        unit_price: None,
        net,
        discount,
        taxes: taxes.map(|tax| Tax { code: tax[0].to_owned(), amount: cad(tax[1]) }).collect(),
    }
}

fn count(counted: &str, expected: &str) -> Count {
    Count {
        counted: cad(counted),
        expected: Some(cad(expected)),
        float_to_leave: None,
        pieces: Vec::new(),
        reason: None,
    }
}

/// A payout of Square's of what cards took, and what becomes of it.
pub(crate) fn payout(
    id: &str,
    day: u32,
    (gross, fees, net): (&str, &str, &str),
    change: impl FnOnce(&mut Payout),
) -> NewTransaction {
    let text = format!("gross {gross}; fees {fees}; net {net}; settles Card {gross}");
    let mut payout = event(Kind::ProcessorPayout, id, day, &text);
    change(payout.transaction.extras.payout.as_mut().unwrap());
    payout
}

fn blank_payout(number: String, date: NaiveDate) -> Payout {
    Payout {
        processor: "Square".to_owned(),
        id: Some(number),
        date,
        gross: Amount::ZERO,
        fees: Amount::ZERO,
        net: Amount::ZERO,
        settles: Vec::new(),
        chargebacks: Vec::new(),
        exchange: Amount::ZERO,
        currency: None,
    }
}

/// What a payout settles of a tender.
pub(crate) fn settled(tender: &str, amount: &str) -> Settled {
    Settled { tender: tender.to_owned(), amount: cad(amount), carried: None }
}
