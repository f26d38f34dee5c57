//! Damage: each sort says what happened, loses nothing, and leaves the book as it was.

use std::fs;
use std::path::Path;

use rusqlite::Connection;
use store::{Book, Error, RestoreCause};
use tempfile::TempDir;

use crate::desk::{Desk, desk, later, noon, november, sale};

/// A folder with the files of a book as a crash would leave them: the WAL not yet in the book.
fn crashed(desk: &Desk) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for name in ["book.sqlite", "book.sqlite-wal", "book.mark"] {
        fs::copy(desk.folder.path().join(name), folder.path().join(name)).expect("copied");
    }
    folder
}

fn recorded() -> Desk {
    let desk = desk();
    desk.record(&[sale("S-1", november(20), 10_000), sale("S-2", november(20), 500)]);
    desk
}

/// The bytes of every file in a folder, by name.
fn bytes(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut all: Vec<_> = fs::read_dir(folder)
        .expect("a folder")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.is_file())
        .map(|path| (path.display().to_string(), fs::read(&path).expect("a file")))
        .filter(|(name, _)| name.contains("book.sqlite"))
        .collect();
    all.sort_unstable();
    all
}

fn refused(folder: &Path) -> Error {
    Book::open(folder, noon()).expect_err("it cannot be opened")
}

#[test]
fn a_crash_loses_nothing() {
    let desk = recorded();
    let folder = crashed(&desk);
    let book = Book::open(folder.path(), noon()).expect("opened");
    assert_eq!(book.transaction_count().expect("a count"), 2);
    assert_eq!(book.restored().expect("read"), None);
}

#[test]
fn a_file_that_is_no_book_is_told_from_a_damaged_one() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join(Book::FILE), [7; 8_192]).expect("rubbish");
    let before = bytes(folder.path());
    let error = refused(folder.path());
    assert!(matches!(error, Error::NotABook { .. }), "{error}");
    assert_eq!(bytes(folder.path()), before);
}

#[test]
fn another_programs_database_is_no_book() {
    let folder = tempfile::tempdir().expect("a folder");
    let other = Connection::open(folder.path().join(Book::FILE)).expect("a file");
    other.execute_batch("CREATE TABLE songs (name TEXT);").expect("a table");
    drop(other);
    let before = bytes(folder.path());
    let error = refused(folder.path());
    assert!(matches!(error, Error::NotABook { .. }), "{error}");
    assert_eq!(bytes(folder.path()), before);
}

#[test]
fn a_damaged_page_is_told_and_nothing_is_written_to_the_file() {
    let Desk { folder, book, .. } = recorded();
    drop(book);
    let path = folder.path().join(Book::FILE);
    let mut whole = fs::read(&path).expect("the book");
    // The first page is that of the tables' names; its header stays.
    whole[200..4_096].fill(0xAB);
    fs::write(&path, &whole).expect("damaged");
    let error = refused(folder.path());
    assert!(matches!(error, Error::Damaged(_)), "{error:?}");
    assert!(error.to_string().contains("restore the latest backup"), "{error}");
}

#[test]
fn a_page_that_is_damaged_while_the_book_is_open_is_told_when_it_is_read() {
    let Desk { folder, book, .. } = recorded();
    drop(book);
    let path = folder.path().join(Book::FILE);
    let mut whole = fs::read(&path).expect("the book");
    whole[4_096..].fill(0xAB);
    fs::write(&path, &whole).expect("damaged");
    let error = Book::open(folder.path(), noon())
        .and_then(|book| book.transaction_count())
        .expect_err("unreadable");
    assert!(matches!(error, Error::Damaged(_)), "{error:?}");
}

#[test]
fn an_empty_file_is_not_taken_for_a_new_book() {
    let desk = recorded();
    let folder = crashed(&desk);
    fs::write(folder.path().join(Book::FILE), []).expect("emptied");
    let before = bytes(folder.path());
    let error = refused(folder.path());
    assert!(matches!(error, Error::Emptied { .. }), "{error}");
    assert_eq!(bytes(folder.path()), before, "its WAL is still there");
}

#[test]
fn a_missing_file_is_not_taken_for_a_new_book() {
    let desk = recorded();
    let folder = crashed(&desk);
    fs::remove_file(folder.path().join(Book::FILE)).expect("removed");
    let before = bytes(folder.path());
    let error = refused(folder.path());
    assert!(matches!(error, Error::Gone { .. }), "{error}");
    assert_eq!(bytes(folder.path()), before, "its WAL is still there");
}

#[test]
fn a_book_whose_wal_was_cut_off_knows_that_it_went_back() {
    let desk = recorded();
    let document = desk.close("4K7Q2M", november(20));
    desk.book.begin_attempt(document, "key", "{}", later(1)).expect("begun");
    for part in [0, 2, 3] {
        let folder = crashed(&desk);
        let wal = folder.path().join("book.sqlite-wal");
        let length = fs::metadata(&wal).expect("a WAL").len();
        let file = fs::OpenOptions::new().write(true).open(&wal).expect("a WAL");
        file.set_len(length * part / 4).expect("cut off");
        match Book::open(folder.path(), later(9)) {
            Ok(book) => {
                let restored = book.restored().expect("read").expect("noticed");
                assert_eq!(restored.cause, RestoreCause::WentBack);
                assert_eq!(restored.restored_at, later(9));
            }
            // Nothing of it had come into the file yet.
            Err(error) => assert!(matches!(error, Error::Emptied { .. }), "{part}: {error}"),
        }
    }
    assert_eq!(desk.book.restored().expect("read"), None, "the book itself lost nothing");
}

#[test]
fn a_folder_that_vanishes_stops_every_write_until_it_is_back() {
    let desk = recorded();
    let elsewhere = desk.folder.path().with_extension("moved");
    fs::rename(desk.folder.path(), &elsewhere).expect("moved");
    let lost = desk.book.record(&[sale("S-3", november(20), 700)], noon()).map(drop);
    assert!(matches!(lost, Err(Error::Gone { .. })), "{lost:?}");
    let lost = desk.book.set_setting("a", Some("b"));
    assert!(matches!(lost, Err(Error::Gone { .. })), "{lost:?}");
    let unread = desk.book.transaction_count();
    assert!(matches!(unread, Err(Error::Gone { .. })), "{unread:?}");
    fs::rename(&elsewhere, desk.folder.path()).expect("back");
    desk.record(&[sale("S-3", november(20), 700)]);
    assert_eq!(desk.book.transaction_count().expect("a count"), 3);
    desk.assert_sound();
}

#[cfg(unix)]
#[test]
fn a_file_that_was_replaced_is_not_written_past() {
    let desk = recorded();
    let path = desk.book.path().to_owned();
    let copy = path.with_extension("copy");
    fs::copy(&path, &copy).expect("copied");
    fs::rename(&copy, &path).expect("replaced");
    let lost = desk.book.set_setting("a", Some("b"));
    assert!(matches!(lost, Err(Error::Gone { .. })), "{lost:?}");
}

#[cfg(target_os = "linux")]
#[test]
fn a_folder_that_cannot_be_written_is_told() {
    // Not even its owner may make anything there.
    let error = refused(Path::new("/sys/daybook"));
    assert!(matches!(error, Error::ReadOnly), "{error:?}");
    assert!(error.to_string().contains("nothing is lost"), "{error}");
}

#[test]
fn a_format_that_another_program_brought_on_meanwhile_stops_every_write() {
    let desk = recorded();
    desk.file().pragma_update(None, "user_version", 9_999).expect("a newer format");
    let refused = desk.book.set_setting("a", Some("b"));
    assert!(matches!(refused, Err(Error::NewerBook { found: 9_999, .. })), "{refused:?}");
    let refused = desk.book.record(&[sale("S-3", november(20), 700)], noon()).map(drop);
    assert!(matches!(refused, Err(Error::NewerBook { .. })), "{refused:?}");
}

#[test]
fn a_clock_that_was_set_back_is_told_and_nothing_is_changed() {
    let desk = recorded();
    desk.book.check_clock(noon()).expect("the same time");
    desk.book.check_clock(later(-300)).expect("clocks are set by a little");
    let error = desk.book.check_clock(later(-86_400)).expect_err("a day");
    assert!(matches!(error, Error::ClockBehind { latest, .. } if latest == noon()), "{error:?}");
    assert!(error.to_string().contains("2026-11-20 12:00:00 UTC"), "{error}");
}
