//! A small company's books, and a notation for transactions and journals that reads like the
//! design's tables.

use chrono::{DateTime, NaiveDate};
use ledger::{
    Account, AccountType, Against, Amount, CashoutInput, Chart, Counter, Currency, Extras,
    GlTarget, Kind, LegTotal, Line, LineAccount, Mapping, Organisation, Part, PartInput, Review,
    Role, Rules, SourceId, Story, Tags, Target, Tax, TaxRate, TaxSet, TaxWay, Tender, Transaction,
    cashout, post, review_part,
};
use rust_decimal::Decimal;

/// A date as written.
pub(crate) fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

/// An amount of Canadian dollars as written.
pub(crate) fn cad(text: &str) -> Amount {
    Amount::from_decimal(text.parse().expect("a number"), Currency::CAD).expect("an amount")
}

/// An active account; the id is its name.
pub(crate) fn account(code: &str, name: &str, kind: AccountType, system: &str) -> Account {
    Account {
        id: name.to_owned(),
        code: code.to_owned(),
        name: name.to_owned(),
        kind,
        class: kind.class().expect("a known type"),
        active: true,
        system: (!system.is_empty()).then(|| system.to_owned()),
        tax_type: None,
        takes_payments: false,
        currency: None,
    }
}

/// A Canadian company with the accounts of the worked examples and the traps among them.
pub(crate) fn chart() -> Chart {
    use AccountType as T;
    let mut accounts = vec![
        account("", "Till", T::Bank, ""),
        account("090", "Chequing", T::Bank, ""),
        account("200", "Sales", T::Revenue, ""),
        account("210", "Boats", T::Revenue, ""),
        account("220", "Kayak Rentals", T::Revenue, ""),
        account("230", "Discounts Given", T::Revenue, ""),
        account("240", "Surcharges", T::OtherIncome, ""),
        account("260", "Old Rentals", T::Revenue, ""),
        account("610", "Accounts Receivable", T::Current, "DEBTORS"),
        account("620", "Revenue Clearing", T::Current, ""),
        account("621", "Cash Clearing", T::Current, ""),
        account("622", "Card Clearing", T::Current, ""),
        account("800", "Accounts Payable", T::CurrLiab, "CREDITORS"),
        account("820", "GST", T::CurrLiab, "GST"),
        account("821", "PST", T::CurrLiab, ""),
        account("830", "Tips Payable", T::CurrLiab, ""),
        account("840", "Gift Cards", T::CurrLiab, ""),
        account("841", "Damage Bonds", T::CurrLiab, ""),
        account("842", "Deferred Revenue", T::CurrLiab, ""),
        account("630", "Rental Receivables", T::Current, ""),
        account("245", "Cancellation Income", T::OtherIncome, ""),
        account("429", "General Expenses", T::Expense, ""),
        account("430", "Over/Short", T::Expense, ""),
        account("431", "Processor Fees", T::Expense, ""),
        account("432", "Exchange Differences", T::Expense, ""),
        account("433", "Bad Debts", T::Expense, ""),
        account("434", "Chargebacks", T::Expense, ""),
        account("860", "Rounding", T::Expense, "ROUNDING"),
    ];
    accounts.iter_mut().filter(|one| one.name == "Old Rentals").for_each(|one| one.active = false);
    Chart {
        organisation: Organisation {
            id: "org".to_owned(),
            name: "Harbour Boats".to_owned(),
            country: "CA".to_owned(),
            base_currency: Currency::CAD,
            short_code: None,
            period_lock: None,
            year_lock: None,
            year_end: Some((3, 31)),
            time_zone: None,
        },
        accounts,
        tax_rates: vec![rate("NONE", "Tax Exempt", 0), rate("TAX001", "BC taxes", 12)],
        tracking: Vec::new(),
    }
}

/// An active tax rate for every class of account.
pub(crate) fn rate(tax_type: &str, name: &str, percent: i64) -> TaxRate {
    use ledger::AccountClass as C;
    TaxRate {
        tax_type: tax_type.to_owned(),
        name: name.to_owned(),
        rate: Decimal::from(percent),
        active: true,
        applies_to: vec![C::Asset, C::Equity, C::Expense, C::Liability, C::Revenue],
    }
}

/// The roles and tenders mapped, one legacy code (6545), and both tax sets for way A.
pub(crate) fn mapping() -> Mapping {
    let owned = |pairs: &[(&str, &str)]| {
        pairs.iter().map(|(key, id)| ((*key).to_owned(), (*id).to_owned())).collect()
    };
    let roles = [
        (Role::RevenueClearing, "Revenue Clearing"),
        (Role::TipsPayable, "Tips Payable"),
        (Role::GiftCards, "Gift Cards"),
        (Role::DamageBonds, "Damage Bonds"),
        (Role::Discounts, "Discounts Given"),
        (Role::Surcharges, "Surcharges"),
        (Role::Bank, "Chequing"),
        (Role::DeferredRevenue, "Deferred Revenue"),
        (Role::ArControl, "Rental Receivables"),
        (Role::CancellationIncome, "Cancellation Income"),
        (Role::OverShort, "Over/Short"),
        (Role::ProcessorFees, "Processor Fees"),
        (Role::ExchangeDifferences, "Exchange Differences"),
        (Role::BadDebts, "Bad Debts"),
        (Role::Chargebacks, "Chargebacks"),
    ];
    let kayaks =
        GlTarget { account_id: "Kayak Rentals".to_owned(), tax_type: None, tracking: Vec::new() };
    Mapping {
        roles: roles.into_iter().map(|(role, id)| (role, id.to_owned())).collect(),
        gl_codes: [("6545".to_owned(), kayaks)].into(),
        tax_types: [TaxSet::of(["GST"]), TaxSet::of(["GST", "PST"])]
            .map(|set| (set, "TAX001".to_owned()))
            .into(),
        tenders: owned(&[("card", "Card Clearing"), ("cash", "Cash Clearing")]),
        ..Mapping::default()
    }
}

/// The small company's books where Cash and Card Clearing take payments.
pub(crate) fn paying_chart() -> Chart {
    let mut chart = chart();
    let takes = ["Cash Clearing", "Card Clearing", "Deferred Revenue"];
    for account in chart.accounts.iter_mut().filter(|one| takes.contains(&one.name.as_str())) {
        account.takes_payments = true;
    }
    chart
}

/// Every document a transaction makes: its lane, what it is about, its lines and the side that
/// Xero adds.
pub(crate) fn documents(way: TaxWay, transaction: &Transaction, story: &Story) -> String {
    let parts = post(transaction, story).unwrap_or_else(|why| panic!("{why}"));
    let (chart, mapping) = (paying_chart(), mapping());
    let resolver = ledger::Resolver::new(&chart, &mapping, way);
    let mut shown = String::new();
    for part in parts {
        shown.push_str(&format!("{} {}", part.lane.key(), part.key.0));
        shown.push_str(&part.date.map(|date| format!(" on {date}")).unwrap_or_default());
        match &part.against {
            Some(Against::Own(key)) => shown.push_str(&format!(" of its {}", key.0)),
            Some(Against::Other(part)) => {
                shown.push_str(&format!(" of {} {}", part.transaction, part.part.0));
            }
            None => {}
        }
        let review = review_part(
            &PartInput {
                lane: part.lane,
                kind: transaction.kind,
                date: part.date.unwrap_or(transaction.business_date),
                due: None,
                reference: "T · 4K7Q2M".to_owned(),
                currency: Currency::CAD,
                legs: &part.legs,
                allocated: part.allocated,
                tags: Tags::none(),
                contact: Ok("somebody".to_owned()),
            },
            &resolver,
        );
        let entry = review.so_far();
        assert!(entry.is_balanced(), "{entry:?}");
        shown.push_str(&format!(" {}\n{}", entry.total.display(Currency::CAD), table(&review)));
        match &entry.counter {
            Some(Counter::Receivable) => {
                shown.push_str(&format!(
                    "   Xero adds {} to Accounts Receivable\n",
                    (-entry.sum()).display(Currency::CAD)
                ));
            }
            Some(Counter::Bank(bank)) => {
                shown.push_str(&format!(
                    "   Xero adds {} to {}\n",
                    (-entry.sum()).display(Currency::CAD),
                    bank.name
                ));
            }
            None => {}
        }
    }
    shown
}

/// Reads a transaction: `Boats 100.00 less 10.00 GST 4.50 PST 6.30; pay Card 100.80; tip 1.00;
/// surcharge 2.00`. Codes of several words are written with underscores; an account in
/// parentheses is a role.
pub(crate) fn transaction(kind: Kind, text: &str) -> Transaction {
    let mut read = Transaction {
        source: SourceId { source: "test".to_owned(), id: text.to_owned() },
        kind,
        at: DateTime::UNIX_EPOCH,
        business_date: day("2026-11-21"),
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
    };
    for clause in text.split(';') {
        let words: Vec<&str> = clause.split_whitespace().collect();
        match words.as_slice() {
            ["pay", name, amount] => read.tenders.push(tender(name, cad(amount))),
            ["tip", amount] => read.tip = cad(amount),
            ["surcharge", amount] => read.surcharge = cad(amount),
            [code, net, "less", discount, taxes @ ..] => {
                read.lines.push(line(code, cad(net), cad(discount), taxes));
            }
            [code, net, taxes @ ..] => {
                read.lines.push(line(code, cad(net), Amount::ZERO, taxes));
            }
            _ => panic!("not a clause: {clause}"),
        }
    }
    read
}

/// A tender of the base currency.
pub(crate) fn tender(name: &str, amount: Amount) -> Tender {
    Tender { name: name.replace('_', " "), amount, foreign: None }
}

fn line(code: &str, net: Amount, discount: Amount, taxes: &[&str]) -> Line {
    let role = code.strip_prefix('(').and_then(|code| code.strip_suffix(')'));
    let code = code.replace('_', " ");
    let taxes = taxes.chunks_exact(2);
    Line {
        description: code.clone(),
        account: match role {
            Some(role) => LineAccount::Role(role.parse().expect("a role")),
            None => LineAccount::Gl(code),
        },
        quantity: Decimal::ONE,
        unit_price: None,
        net,
        discount,
        taxes: taxes.map(|tax| Tax { code: tax[0].to_owned(), amount: cad(tax[1]) }).collect(),
    }
}

/// A story in which nothing happened before, at a location with the usual rules.
pub(crate) fn story() -> Story {
    Story::new(Rules::usual(Currency::CAD))
}

/// A leg as one total, as the store would sum it.
pub(crate) fn totals(transactions: &[Transaction]) -> Vec<LegTotal> {
    let parts = transactions.iter().flat_map(|one| {
        let parts = post(one, &story()).unwrap_or_else(|why| panic!("{}: {why}", one.source.id));
        parts.into_iter().map(|part| (one.kind, part))
    });
    parts.flat_map(|(kind, part)| part_totals(kind, part)).collect()
}

fn part_totals(kind: Kind, part: Part) -> impl Iterator<Item = LegTotal> {
    part.legs.into_iter().map(move |leg| LegTotal {
        kind,
        target: leg.target,
        tax_set: leg.tax_set,
        tags: Tags::none(),
        amount: leg.amount,
        tax: leg.tax,
        transactions: 1,
    })
}

/// What is sent of a leg or total: nothing of a tax in way A, gross of everything else.
pub(crate) fn sent(target: &Target, amount: Amount, tax: Amount, way: TaxWay) -> Amount {
    match (way, target) {
        (TaxWay::TaxLines, _) => amount,
        (TaxWay::XeroComputes, Target::Tax(_)) => Amount::ZERO,
        (TaxWay::XeroComputes, _) => amount + tax,
    }
}

/// The cashout of some totals over a chart and a mapping.
pub(crate) fn review(chart: &Chart, mapping: &Mapping, way: TaxWay, totals: &[LegTotal]) -> Review {
    let input = CashoutInput {
        date: day("2026-11-21"),
        narration: "Cashout 2026-11-21 · Main Dock · 4K7Q2M".to_owned(),
        currency: Currency::CAD,
        totals,
    };
    cashout(&input, &ledger::Resolver::new(chart, mapping, way))
}

/// The cashout of some transactions over the small company's books.
pub(crate) fn review_of(way: TaxWay, transactions: &[Transaction]) -> Review {
    review(&chart(), &mapping(), way, &totals(transactions))
}

/// A review's lines as a table, with the tax type in way A.
pub(crate) fn table(review: &Review) -> String {
    let mut table = String::new();
    for line in review.lines.iter().map(|review| &review.line) {
        let side = if line.amount.is_negative() { "Cr" } else { "Dr" };
        let amount = line.amount.abs().display(Currency::CAD);
        let tax = match review.tax_way {
            TaxWay::XeroComputes => format!("  {:7}", line.tax_type),
            TaxWay::TaxLines => String::new(),
        };
        let (name, words) = (&line.account_name, &line.description);
        table.push_str(&format!("{side} {amount:>7}  {name:16}{tax}  {words}\n"));
    }
    for sentence in review.sentences() {
        table.push_str(&format!("! {sentence}\n"));
    }
    table
}
