//! Single bits flipped in the file of a closed book: what changes anything is noticed.
//!
//! `DAYBOOK_FLIPS` and `DAYBOOK_FLIPS_SEED` ask for more of them or for others; the seed is
//! printed.

use std::fs;
use std::path::Path;

use rusqlite::types::ValueRef;
use rusqlite::{Connection, OpenFlags};
use store::{Book, LogEntry, Rate};
use tempfile::TempDir;
use world::{Entropy, SeededEntropy};

use crate::desk::{desk, everything, later, noon, november, posted, reason, refund, sale};

/// How many bits are flipped unless the environment asks for another number.
const FLIPS: u64 = 1_000;
/// What starts the row of bits unless the environment says otherwise.
const SEED: u64 = 20_261_121;
/// Of this many flips that change something, at most one may be missed.
const NOTICED_OF: u64 = 1_000;

/// What became of the flips.
#[derive(Debug, Default)]
struct Tally {
    /// The book could not be opened.
    refused: u64,
    /// The seals, the format or another invariant of ours did not hold.
    ours: u64,
    /// SQLite's own check said something, and ours found nothing.
    sqlites: u64,
    /// Nothing that can be read was another.
    harmless: u64,
    /// Something that can be read was another, and nothing noticed: the bit's place in the file.
    missed: Vec<u64>,
}

fn asked(name: &str, usual: u64) -> u64 {
    std::env::var(name).map_or(usual, |text| text.parse().expect("a number"))
}

#[test]
fn a_bit_that_flips_is_noticed_or_changes_nothing() {
    let (flips, seed) = (asked("DAYBOOK_FLIPS", FLIPS), asked("DAYBOOK_FLIPS_SEED", SEED));
    let tally = flip(flips, seed);
    println!("{flips} flips, seed {seed}: {tally:?}");
    let missed = u64::try_from(tally.missed.len()).expect("a count");
    let noticed = tally.refused + tally.ours + tally.sqlites;
    assert!(
        noticed > flips / 10,
        "seed {seed}: so few can only be a fault of this test: {tally:?}"
    );
    assert!(missed * NOTICED_OF <= noticed + missed, "seed {seed}: {tally:?}");
}

fn flip(flips: u64, seed: u64) -> Tally {
    let whole = closed_book();
    let folder = in_memory();
    let file = folder.path().join(Book::FILE);
    fs::write(&file, &whole).expect("written");
    let before = content(&file).expect("a sound file is read");
    let bits = u64::try_from(whole.len()).expect("a length") * 8;
    let entropy = SeededEntropy::new(seed);
    let mut tally = Tally::default();
    for _ in 0..flips {
        let mut random = [0; 8];
        entropy.fill(&mut random);
        let bit = u64::from_le_bytes(random) % bits;
        let mut bytes = whole.clone();
        bytes[usize::try_from(bit / 8).expect("a place")] ^= 1 << (bit % 8);
        clear(folder.path());
        fs::write(&file, &bytes).expect("written");
        // It is where it was, and knows so.
        fs::write(folder.path().join("book.mark"), format!("{:020}\n", 1)).expect("its mark");
        judge(folder.path(), bit, &before, &mut tally);
    }
    tally
}

fn judge(folder: &Path, bit: u64, before: &[u8], tally: &mut Tally) {
    let Ok(book) = Book::open(folder, noon()) else {
        tally.refused += 1;
        return;
    };
    let findings = book.check().unwrap_or_else(|error| panic!("bit {bit}: {error}"));
    drop(book);
    let broken: Vec<_> = findings.iter().filter(|finding| !finding.broken.is_empty()).collect();
    if broken.iter().any(|finding| finding.invariant != "the file is sound") {
        tally.ours += 1;
    } else if !broken.is_empty() {
        tally.sqlites += 1;
    } else if content(&folder.join(Book::FILE)).is_ok_and(|content| content == before) {
        tally.harmless += 1;
    } else {
        tally.missed.push(bit);
    }
}

/// A folder in memory where there is such a place: nothing here needs to outlive the power.
fn in_memory() -> TempDir {
    tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).expect("a folder")
}

/// Takes away what the last book left beside its file.
fn clear(folder: &Path) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_file() {
            fs::remove_file(path).expect("removed");
        }
    }
}

/// Everything that any query could give: all rows of all tables, and what made those.
fn content(file: &Path) -> Result<Vec<u8>, rusqlite::Error> {
    let book = Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    let mut tables = book.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'")?;
    let names = tables.query_map([], |row| row.get::<_, String>(0))?;
    let mut queries = vec![
        "PRAGMA user_version".to_owned(),
        "SELECT type, name, tbl_name, sql FROM sqlite_schema".to_owned(),
    ];
    for name in names {
        queries.push(format!("SELECT * FROM \"{}\"", name?));
    }
    let mut content = Vec::new();
    for query in queries {
        let mut statement = book.prepare(&query)?;
        let columns = statement.column_count();
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            for place in 0..columns {
                let (tag, bytes): (u8, &[u8]) = match row.get_ref(place)? {
                    ValueRef::Null => (0, &[]),
                    ValueRef::Integer(number) => (1, &number.to_le_bytes()),
                    ValueRef::Real(number) => (2, &number.to_le_bytes()),
                    ValueRef::Text(text) => (3, text),
                    ValueRef::Blob(blob) => (4, blob),
                };
                content.push(tag);
                content.extend_from_slice(&bytes.len().to_le_bytes());
                content.extend_from_slice(bytes);
            }
        }
    }
    Ok(content)
}

/// The file of a book with something in every table that matters, closed.
fn closed_book() -> Vec<u8> {
    let desk = desk();
    let book = &desk.book;
    for day in 1..=8 {
        let mut all: Vec<_> = (0..6)
            .map(|number| sale(&format!("S-{day}-{number}"), november(day), 1_000 + 20 * number))
            .collect();
        all.push(refund(&format!("R-{day}"), november(day), 500));
        all.push(everything(&format!("P-{day}")));
        desk.record(&all);
    }
    desk.record(&[sale("S-1-1", november(1), 9_000)]);
    book.set_setting("posting-starts", Some("2026-11-01")).expect("set");
    book.set_rate(&Rate {
        currency: ledger::Currency::CAD,
        date: november(1),
        rate: "1.5".parse().expect("a rate"),
        who: "Ana".to_owned(),
        entered_at: noon(),
    })
    .expect("set");
    for (code, day) in [("AAAAAA", 1), ("BBBBBB", 2), ("CCCCCC", 3)] {
        let document = desk.close(code, november(day));
        book.begin_attempt(document, code, "{}", later(1)).expect("begun");
        match day {
            1 => book.record_posted(document, &posted("X-1"), later(2)).expect("posted"),
            2 => book.record_rejected(document, &reason("locked"), later(2)).expect("refused"),
            _ => book
                .record_unknown(document, &reason("silence"), later(99), later(2))
                .expect("unknown"),
        }
        book.log(&LogEntry {
            at: later(2),
            who: "Ana".to_owned(),
            operation: "create".to_owned(),
            document: Some(document),
            ok: true,
            message: "done".to_owned(),
            status: Some(200),
            duration: std::time::Duration::from_millis(7),
            attempt: Some(1),
            xero_id: None,
        })
        .expect("logged");
    }
    desk.close("DDDDDD", november(4));
    desk.assert_sound();
    let (folder, path) = (desk.folder, book.path().to_owned());
    drop(desk.book);
    let bytes = fs::read(path).expect("the file");
    drop(folder);
    bytes
}
