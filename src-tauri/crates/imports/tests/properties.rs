//! Properties: any amount in any dress.

use proptest::prelude::*;

use crate::cases::config;
use crate::options;
use crate::square_file::{YEAR_2022, file, refund, sale};

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
    #![proptest_config(config(256))]

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
}
