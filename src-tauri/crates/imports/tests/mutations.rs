//! Good files damaged in every way: whatever is in a file, reading it ends, panics never, loses no
//! row silently and says what is wrong in a sentence that can be read.

use imports::{Format, LocationRule, Options, Reject, TaxRule};
use ledger::Amount;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;

use crate::cases::config;
use crate::stories::story;
use crate::{corpus, options, try_import};

/// What breaks programs that read files.
const NASTY: [&[u8]; 36] = [
    b"\"",
    b"\"\"",
    b",",
    b";",
    b"\t",
    b"\n",
    b"\r",
    b"\0",
    b"\xEF\xBB\xBF",
    b"\xFF\xFE",
    b"\xE9",
    b"\xED\xA0\x80",
    b"1e30",
    b"-",
    b"(",
    b"NaN",
    b"99999999999999.99",
    b"-99999999999999.99",
    b"0.0000000000000000000000000001",
    b"99999999999999999999999999999999999999999",
    b"{",
    b"}",
    b"[",
    b"]",
    b":",
    b"\\",
    b"\\u0000",
    b"\\ud800",
    b"null",
    b"2026-02-30",
    b"+262142-12-31",
    b"0001-01-01",
    b"USD",
    b"=HYPERLINK(1)",
    b"deposit_move",
    b"tax:GST",
];

/// The most a damaged file grows to.
const BYTES_MAX: usize = 256 * 1024;

/// One way of damaging a file.
#[derive(Debug, Clone)]
enum Damage {
    Set(Index, u8),
    Cut(Index, u8),
    Truncate(Index),
    Insert(Index, usize),
    /// A stretch of it again, some times over.
    Repeat(Index, u8, u8),
    /// A stretch of another file.
    Splice(Index, usize, Index, u8),
    /// Twice the bytes, as UTF-16, with or without its mark.
    Widen(bool, bool),
}

fn damage() -> impl Strategy<Value = Damage> {
    let at = any::<Index>;
    prop_oneof![
        4 => (at(), any::<u8>()).prop_map(|(at, byte)| Damage::Set(at, byte)),
        2 => (at(), any::<u8>()).prop_map(|(at, length)| Damage::Cut(at, length)),
        1 => at().prop_map(Damage::Truncate),
        6 => (at(), 0..NASTY.len()).prop_map(|(at, which)| Damage::Insert(at, which)),
        2 => (at(), any::<u8>(), 1..64_u8).prop_map(|(at, length, times)| {
            Damage::Repeat(at, length, times)
        }),
        2 => (at(), any::<usize>(), at(), any::<u8>()).prop_map(|(at, which, from, length)| {
            Damage::Splice(at, which, from, length)
        }),
        1 => (any::<bool>(), any::<bool>()).prop_map(|(big, mark)| Damage::Widen(big, mark)),
    ]
}

fn place(at: &Index, bytes: &[u8]) -> usize {
    if bytes.is_empty() { 0 } else { at.index(bytes.len()) }
}

fn stretch(bytes: &[u8], from: usize, length: u8) -> &[u8] {
    &bytes[from..bytes.len().min(from + usize::from(length))]
}

fn damaged(mut bytes: Vec<u8>, damages: &[Damage]) -> Vec<u8> {
    let others = corpus::all();
    for damage in damages {
        match damage {
            Damage::Set(at, byte) => {
                let at = place(at, &bytes);
                bytes.iter_mut().skip(at).take(1).for_each(|one| *one = *byte);
            }
            Damage::Cut(at, length) => {
                let from = place(at, &bytes);
                let to = bytes.len().min(from + usize::from(*length));
                bytes.drain(from..to);
            }
            Damage::Truncate(at) => bytes.truncate(place(at, &bytes)),
            Damage::Insert(at, which) => {
                let at = place(at, &bytes);
                bytes.splice(at..at, NASTY[*which].iter().copied());
            }
            Damage::Repeat(at, length, times) => {
                let at = place(at, &bytes);
                let more = stretch(&bytes, at, *length).repeat(usize::from(*times));
                bytes.splice(at..at, more);
            }
            Damage::Splice(at, which, from, length) => {
                let other = &others[which % others.len()].bytes;
                let at = place(at, &bytes);
                let more = stretch(other, place(from, other), *length).to_vec();
                bytes.splice(at..at, more);
            }
            Damage::Widen(big, mark) => {
                let text = String::from_utf8_lossy(&bytes).into_owned();
                let units = mark.then_some(0xFEFF).into_iter().chain(text.encode_utf16());
                let bytes_of =
                    |unit: u16| if *big { unit.to_be_bytes() } else { unit.to_le_bytes() };
                bytes = units.flat_map(bytes_of).collect();
            }
        }
        bytes.truncate(BYTES_MAX);
    }
    bytes
}

/// Choices under which rows find their place, and ones under which they wait.
fn choices(format: Format, forced: bool, bare: bool) -> Options {
    let mut options = options();
    options.format = forced.then_some(format);
    if bare {
        options.location = LocationRule::FromFile { known: vec![crate::dock()], fallback: None };
        options.revenue = None;
        options.tax = TaxRule::None;
    }
    options
}

/// The longest sentence about a row or a file: twenty problems of a line each.
const SENTENCE_MAX: usize = 8 * 1024;
/// The most that is kept of a rejected row.
const RAW_MAX: usize = 4 * 1024 + 4;

/// One file in so many is read a second time.
const READ_TWICE: usize = 4;

fn is_sentence(text: &str) -> bool {
    text.len() <= SENTENCE_MAX && text.ends_with('.')
}

fn survives(bytes: &[u8], options: &Options) -> Result<(), TestCaseError> {
    let outcome = match try_import(bytes, options) {
        Ok(outcome) => outcome,
        Err(error) => {
            let said = error.to_string();
            prop_assert!(is_sentence(&said), "{}", said);
            return Ok(());
        }
    };
    let report = &outcome.report;
    let ignored: u64 = report.ignored.values().sum();
    prop_assert_eq!(report.rows, report.transactions + report.rejects + ignored);
    prop_assert_eq!(report.rejects, outcome.rejects.len() as u64);
    for ((_, reason), raw) in outcome.rejects.iter().zip(&outcome.rejected_raws) {
        prop_assert!(is_sentence(&reason.to_string()), "{}", reason);
        prop_assert!(raw.len() <= RAW_MAX);
        let in_bounds = !matches!(reason, Reject::Refused(_));
        prop_assert!(in_bounds, "nobody refused it");
    }
    let story = story();
    for one in &outcome.transactions {
        for part in ledger::post(one, &story).unwrap_or_default() {
            let sum: Amount = part.legs.iter().map(|leg| leg.amount).sum();
            prop_assert_eq!(sum, Amount::ZERO, "{:?}", one);
        }
    }
    if bytes.len().is_multiple_of(READ_TWICE) {
        let again = try_import(bytes, options);
        let again = again.map_err(|error| TestCaseError::fail(error.to_string()))?;
        prop_assert_eq!(again.report, outcome.report, "the same file says the same again");
    }
    Ok(())
}

fn check(
    format: Format,
    which: Index,
    damages: &[Damage],
    forced: bool,
    bare: bool,
) -> Result<(), TestCaseError> {
    let good: Vec<&corpus::Good> =
        corpus::all().iter().filter(|one| one.format == format).collect();
    let bytes = good[which.index(good.len())].bytes.clone();
    survives(&damaged(bytes, damages), &choices(format, forced, bare))
}

proptest! {
    #![proptest_config(config(2_000))]

    #[test]
    fn a_damaged_square_export_is_survived(
        which: Index, damages in vec(damage(), 1..8), forced: bool, bare: bool,
    ) {
        check(Format::SquareTransactions, which, &damages, forced, bare)?;
    }

    #[test]
    fn a_damaged_table_is_survived(
        which: Index, damages in vec(damage(), 1..8), forced: bool, bare: bool,
    ) {
        check(Format::DaybookCsv, which, &damages, forced, bare)?;
    }

    #[test]
    fn damaged_json_is_survived(
        which: Index, damages in vec(damage(), 1..8), forced: bool, bare: bool,
    ) {
        check(Format::DaybookJson, which, &damages, forced, bare)?;
    }

    #[test]
    fn any_bytes_are_survived(bytes in vec(any::<u8>(), 0..2_000), forced in 0..4_usize) {
        let mut options = options();
        options.format = Format::ALL.get(forced).copied();
        survives(&bytes, &options)?;
    }
}
