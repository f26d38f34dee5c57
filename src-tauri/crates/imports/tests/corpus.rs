//! Small good files of every format: invented rows under real headers, and the examples of the
//! documentation. What they are mutated into is in `mutations`.

use std::sync::OnceLock;

use imports::Format;

use crate::documentation::examples;
use crate::schema::samples;
use crate::{import, options};

/// A good file.
pub(crate) struct Good {
    pub(crate) format: Format,
    pub(crate) bytes: Vec<u8>,
}

/// Every good file there is.
pub(crate) fn all() -> &'static [Good] {
    static ALL: OnceLock<Vec<Good>> = OnceLock::new();
    ALL.get_or_init(|| Format::ALL.into_iter().flat_map(of).collect())
}

fn of(format: Format) -> Vec<Good> {
    let good = |bytes: &[u8]| Good { format, bytes: bytes.to_vec() };
    match format {
        Format::SquareTransactions => vec![
            good(include_bytes!("corpus/square_2018.csv")),
            good(include_bytes!("corpus/square_2022.csv")),
            good(include_bytes!("corpus/square_2026.csv")),
            good(include_bytes!("corpus/square_utf16.csv")),
        ],
        Format::DaybookCsv => {
            examples("csv").into_iter().map(|text| good(text.as_bytes())).collect()
        }
        Format::DaybookJson => {
            let samples = serde_json::to_vec_pretty(&samples()).expect("values are JSON");
            let pages = examples("json").into_iter().map(|text| good(text.as_bytes()));
            pages.chain([good(&samples)]).collect()
        }
    }
}

#[test]
fn every_good_file_is_read_without_a_reject() {
    let mut of_square = Vec::new();
    for good in all() {
        let outcome = import(&good.bytes, &options());
        assert_eq!(outcome.rejects, []);
        assert_eq!(outcome.report.recognised.format, good.format);
        assert!(!outcome.transactions.is_empty());
        if good.format == Format::SquareTransactions {
            of_square.push(outcome.transactions.len());
        }
    }
    assert_eq!(of_square, [3, 2, 2, 2]);
}
