//! What the caller refuses is rejected like any other row.

use std::io::Cursor;

use imports::{Answer, Need, Reject, Report, Row, read};
use ledger::{Amount, Currency, Rejection};

use crate::square_file::{YEAR_2022, file, sale};
use crate::{cents, options};

/// Reads a file and refuses every transaction of more than a hundred.
fn read_refusing(bytes: &[u8]) -> (Report, Vec<(u64, String, String)>, usize) {
    let (mut rejects, mut taken) = (Vec::new(), 0);
    let report = read(Cursor::new(bytes), &options(), &mut |row| match row {
        Row::Transaction { transaction, raw, .. } => {
            let billed = transaction.billed();
            if billed <= cents(10_000) {
                taken += 1;
                return Answer::GoOn;
            }
            let reason = Rejection::RefundAboveSale {
                left: Amount::ZERO,
                this: billed,
                currency: Currency::CAD,
            };
            Answer::Refused { reason, raw }
        }
        Row::Reject { line, reason, raw } => {
            assert!(matches!(reason, Reject::Refused(_)));
            rejects.push((line, reason.to_string(), raw));
            Answer::GoOn
        }
        Row::Progress { .. } => Answer::GoOn,
    });
    (report.expect("the file can be read"), rejects, taken)
}

#[test]
fn a_refused_transaction_is_told_and_counted_as_a_reject_of_its_line() {
    let small = |id: &str| {
        ["Gross Sales", "Net Sales", "Total Collected"]
            .into_iter()
            .fold(sale().set("Payment ID", id).set("Tax", ""), |row, name| row.set(name, "$50.00"))
            .set("Card", "")
            .set("Cash", "$50.00")
    };
    let (report, rejects, taken) =
        read_refusing(&file(YEAR_2022, &[small("A"), sale(), small("B")]));
    let [(line, reason, raw)] = rejects.as_slice() else { panic!("one reject") };
    assert_eq!((*line, taken), (3, 2));
    assert_eq!(reason, "0.00 is left of the sale, and 112.00 would be given back.");
    assert!(raw.contains("\"Payment ID\":\"P1\""), "the row is kept: {raw}");
    assert_eq!((report.rows, report.transactions, report.rejects), (3, 2, 1));
    let total = report.totals.iter().find(|total| total.column == "Total Collected");
    let total = total.expect("the column is summed");
    assert_eq!((total.taken, total.left), (cents(10_000), cents(11_200)));
    assert_eq!(report.tenders.keys().collect::<Vec<_>>(), ["Cash"], "its card is not counted");
    assert_eq!(report.locations["Main Dock"], 2);
    assert_eq!(report.needs, [] as [Need; 0]);
}

#[test]
fn what_is_refused_in_another_currency_is_left_out_of_that() {
    let text = r#"{"id": "S1", "kind": "sale", "at": "2026-08-14 12:00", "currency": "USD",
        "lines": [{"net": "200.00"}], "tenders": [{"name": "Card", "amount": "200.00"}]}"#;
    let (report, rejects, _) = read_refusing(text.as_bytes());
    assert_eq!(rejects.len(), 1);
    let left: Vec<(&str, Amount)> = report
        .totals
        .iter()
        .filter(|total| total.column == "net")
        .map(|total| (total.currency.code(), total.left))
        .collect();
    assert_eq!(left, [("CAD", Amount::ZERO), ("USD", cents(20_000))]);
}
