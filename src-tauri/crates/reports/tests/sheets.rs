//! Sheets to print: an ordinary day, an empty one, long ones, and one of the worst names.

use reports::{
    CashCount, CashoutSheet, CategoryLine, Closed, CountOutcome, Denomination, Recount,
    SeparateLine, SheetJournal, SheetLine, SheetTotals, TenderLine,
};

use crate::support::{HOSTILE, long_name};

/// Cents as a sheet shows them.
pub(crate) fn money(minor: i64) -> String {
    let (whole, cents) = (minor.abs() / 100, minor.abs() % 100);
    let digits = whole.to_string();
    let mut grouped = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    format!("{}{grouped}.{cents:02}", if minor < 0 { "−" } else { "" })
}

fn text(text: &str) -> String {
    text.to_owned()
}

fn tender(tender: &str, count: i64, taken: i64, refunded: i64) -> TenderLine {
    TenderLine {
        tender: text(tender),
        transactions: count.to_string(),
        taken: money(taken),
        refunded: if refunded == 0 { String::new() } else { money(refunded) },
        net: money(taken + refunded),
    }
}

fn category(label: &str, is_part: bool, count: i64, amount: i64) -> CategoryLine {
    let (label, transactions) = (text(label), count.to_string());
    CategoryLine { label, is_part, transactions, amount: money(amount) }
}

fn line(account: (&str, &str), description: &str, tax: &str, minor: i64) -> SheetLine {
    SheetLine {
        account_code: text(account.0),
        account_name: text(account.1),
        description: text(description),
        tax_type: text(tax),
        tracking: if minor < 0 { text("Region: North") } else { String::new() },
        debit: if minor > 0 { money(minor) } else { String::new() },
        credit: if minor < 0 { money(-minor) } else { String::new() },
    }
}

/// A journal of so many lines, the first of which balances the others.
pub(crate) fn journal(narration: &str, count: i64) -> SheetJournal {
    let credit = |at: i64| {
        let (account, description) = match at % 4 {
            0 => (("210", "Boat rentals"), "Boats: 23 sales, 1 refund"),
            1 => (("211", "Kayak and paddle board rentals"), "Kayaks: 9 sales"),
            2 => (("820", "GST collected"), "GST 5 % of 1,842.00"),
            _ => (("", "Tips payable"), "Tips: 7"),
        };
        line(account, description, "GST on sales", -(4_200 + at * 105))
    };
    let credits: i64 = (0..count - 1).map(|at| 4_200 + at * 105).sum();
    let clearing = line(("105", "Card clearing"), "Visa, Mastercard: 31", "BASEXCLUDED", credits);
    SheetJournal {
        narration: text(narration),
        date: text("21 November 2026"),
        state: text("Posted 21 Nov 2026, 18:44"),
        reference: text("Xero #4417"),
        lines: std::iter::once(clearing).chain((0..count - 1).map(credit)).collect(),
        debits: money(credits),
        credits: money(credits),
    }
}

fn count() -> CashCount {
    let values = [10_000, 5_000, 2_000, 1_000, 500, 200, 100, 25, 10, 5];
    let pieces = [0, 2, 11, 4, 9, 17, 23, 40, 31, 12];
    let piece = |(value, count): (i64, i64)| Denomination {
        value: money(value),
        count: count.to_string(),
        amount: money(value * count),
    };
    let counted: i64 = values.iter().zip(pieces).map(|(value, count)| value * count).sum();
    CashCount {
        till: text("Till 1, Pier"),
        counted_by: text("Maja Lindqvist"),
        counted_at: text("21 Nov 2026, 18:31"),
        denominations: values.into_iter().zip(pieces).map(piece).collect(),
        expected: money(counted + 500),
        counted: money(counted),
        over_short: money(-500),
        outcome: CountOutcome::Short,
        reason: text("A five went out with the change of the 14:05 tour; the guest had left."),
        recounts: vec![Recount {
            by: text("Ben Okafor"),
            at: text("21 Nov 2026, 18:12"),
            counted: money(counted - 1_000),
            over_short: money(-1_500),
        }],
    }
}

/// A Saturday in the season.
pub(crate) fn day() -> CashoutSheet {
    let separate = |title: &str, state: &str, minor| SeparateLine {
        title: text(title),
        state: text(state),
        amount: money(minor),
    };
    CashoutSheet {
        business: text("Harbour Rentals Ltd."),
        location: text("Granville Pier"),
        days: text("Saturday 21 November 2026"),
        country: text("CA"),
        currency: text("CAD"),
        state: text("Posted to Xero"),
        closed: Some(Closed { by: text("Maja Lindqvist"), at: text("21 Nov 2026, 18:42") }),
        made_at: None,
        totals: SheetTotals {
            taken: money(1_284_350),
            in_cashout: money(1_149_350),
            separately: money(135_000),
            by_tender: vec![
                tender("Cash", 42, 123_465, -2_000),
                tender("Visa, Mastercard", 131, 1_085_385, -12_500),
                tender("American Express", 6, 68_000, 0),
                tender("Gift card", 3, 22_000, 0),
            ],
            by_category: vec![
                category("Sales", false, 171, 1_118_000),
                category("Refunds", false, 2, -14_500),
                category("Discounts", false, 12, -36_250),
                category("Tax", false, 169, 130_100),
                category("GST", true, 169, 54_200),
                category("PST", true, 169, 75_900),
                category("Tips", false, 58, 87_000),
                category("Drawer", false, 0, 0),
            ],
        },
        journals: vec![journal("Cashout Granville Pier 2026-11-21 [DB-7F3K-Q2M9]", 12)],
        counts: vec![count()],
        separately: vec![
            separate("Deposit, booking B-1042, A. Larsen", "Posted", 60_000),
            separate("Final payment, booking B-0991, Söderström & Søn", "Waiting", 75_000),
        ],
    }
}

/// A day on which nobody came.
pub(crate) fn empty_day() -> CashoutSheet {
    let nothing = money(0);
    CashoutSheet {
        state: text("Nothing to post"),
        closed: None,
        country: text("GB"),
        currency: text("GBP"),
        totals: SheetTotals {
            taken: nothing.clone(),
            in_cashout: nothing.clone(),
            separately: nothing,
            ..SheetTotals::default()
        },
        journals: Vec::new(),
        counts: Vec::new(),
        separately: Vec::new(),
        ..day()
    }
}

/// A day whose journal has so many lines.
pub(crate) fn long_day(lines: i64, country: &str) -> CashoutSheet {
    CashoutSheet {
        country: text(country),
        made_at: Some(text("22 Nov 2026, 09:05")),
        journals: vec![journal("Cashout Granville Pier 2026-11-21 [DB-7F3K-Q2M9]", lines)],
        ..day()
    }
}

/// A day on which everything is called something terrible.
pub(crate) fn worst_day() -> CashoutSheet {
    let long = long_name();
    let words = HOSTILE.join(" ");
    let mut sheet = day();
    sheet.country = text("DE");
    sheet.business = format!("{long} {long}");
    sheet.location = text("ΟΔΟΣ Λιμανιού — Причал №5");
    sheet.closed = Some(Closed { by: long.clone(), at: text("21.11.2026, 18:42 Uhr") });
    sheet.totals.by_tender[0].tender = long.clone();
    sheet.totals.by_tender[0].taken = text("92,233,720,368,547,758.07");
    sheet.totals.by_tender[0].net = text("−92,233,720,368,547,758.07");
    sheet.totals.by_category[0].label = "Donaudampfschifffahrtsgesellschaft".repeat(3);
    sheet.totals.taken = text("92,233,720,368,547,758.07");
    sheet.journals[0].narration = words.clone();
    sheet.journals[0].lines = HOSTILE
        .iter()
        .map(|name| SheetLine {
            account_code: text("4000"),
            account_name: text(name),
            description: text(name),
            tax_type: text(name),
            tracking: format!("{name}: {name}"),
            debit: money(123_456_789),
            credit: String::new(),
        })
        .collect();
    sheet.journals[0].lines[5].debit = text("92,233,720,368,547,758.07");
    sheet.journals[0].lines[6].account_name = long.clone();
    sheet.journals[0].lines[6].description = words.clone();
    sheet.journals.push(journal(&long, 3));
    sheet.counts[0].till = long.clone();
    sheet.counts[0].reason = words;
    sheet.counts[0].outcome = CountOutcome::Over;
    sheet.counts.push(CashCount {
        denominations: Vec::new(),
        outcome: CountOutcome::Exact,
        over_short: money(0),
        recounts: Vec::new(),
        reason: String::new(),
        ..sheet.counts[0].clone()
    });
    sheet.separately[0].title = long;
    sheet
}
