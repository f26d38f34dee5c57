//! Properties: any bytes at all, and any amount in any dress.

use proptest::prelude::*;

use crate::square_file::{YEAR_2022, file, refund, sale};
use crate::{options, try_import};

/// An amount of cents as one of the tills would write it.
fn dressed(minor: i64, style: u8, comma: bool) -> String {
    let (point, group) = if comma { (',', '.') } else { ('.', ',') };
    let digits = (minor.abs() / 100).to_string();
    let grouped: String = digits
        .char_indices()
        .flat_map(|(at, digit)| {
            let part = at > 0 && (digits.len() - at).is_multiple_of(3);
            part.then_some(group).into_iter().chain([digit])
        })
        .collect();
    let whole = if style & 1 == 0 { grouped } else { digits };
    let plain = format!("{whole}{point}{:02}", minor.abs() % 100);
    match (minor < 0, style >> 1 & 3) {
        (false, 0) => plain,
        (false, 1) => format!("${plain} "),
        (false, 2) => format!("CA${plain}"),
        (false, _) => format!("{plain} CAD"),
        (true, 0) => format!("-{plain}"),
        (true, 1) => format!("(${plain})"),
        (true, 2) => format!("-${plain}"),
        (true, _) => format!("{plain}-"),
    }
}

proptest! {
    #[test]
    fn any_amount_reads_back_from_any_dress(
        minor in 1_i64..999_999_999_999, style in 0_u8..8, comma: bool, back: bool,
    ) {
        let minor = if back { -minor } else { minor };
        let shown = dressed(minor, style, comma);
        let zero = if comma { "0,00" } else { "0.00" };
        let mut row = if back { refund() } else { sale() };
        for header in ["Discounts", "Tax", "Tip", "Cash", "Fees", "Net Total"] {
            row = row.set(header, zero);
        }
        for header in ["Gross Sales", "Net Sales", "Total Collected", "Card"] {
            row = row.set(header, &shown);
        }
        let outcome = crate::import(&file(YEAR_2022, &[row]), &options());
        prop_assert_eq!(outcome.only().tenders[0].amount.minor(), minor.abs());
    }

    #[test]
    fn random_bytes_never_panic(bytes in proptest::collection::vec(any::<u8>(), 0..2_000)) {
        drop(try_import(&bytes, &options()));
    }

    #[test]
    fn a_mutated_export_never_panics_and_loses_no_row_silently(
        changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..12),
    ) {
        let mut bytes = file(YEAR_2022, &[sale(), refund(), sale(), refund()]);
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if let Ok(outcome) = try_import(&bytes, &options()) {
            let report = outcome.report;
            let ignored: u64 = report.ignored.values().sum();
            prop_assert_eq!(report.rows, report.transactions + report.rejects + ignored);
            for one in &outcome.transactions {
                prop_assert_eq!(one.billed(), one.tendered());
            }
        }
    }

    #[test]
    fn mutated_json_and_own_tables_never_panic(
        json: bool,
        changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..12),
    ) {
        let mut bytes = if json {
            crate::own_json::SALE.as_bytes().to_vec()
        } else {
            crate::own_csv::SALES.as_bytes().to_vec()
        };
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        drop(try_import(&bytes, &options()));
    }
}
