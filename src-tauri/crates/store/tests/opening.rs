//! Opening a book: its files, its format, several at once.

use std::fs;
use std::process::{Command, Stdio};
use std::thread;

use ledger::Lane;
use store::{Book, Error};

use crate::desk::{desk, location, noon, november, sale};

/// Tells a copy of this test binary which folder to work in.
const FOLDER: &str = "STORE_TEST_FOLDER";

#[test]
fn an_opened_book_keeps_what_was_recorded() {
    let desk = desk();
    desk.record(&[sale("S-1", november(20), 10_000)]);
    let again = Book::open(desk.folder.path(), noon()).expect("the same book");
    assert_eq!(again.transaction_count().expect("a count"), 1);
}

#[cfg(unix)]
#[test]
fn only_its_owner_can_read_the_book() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path().join("book");
    let book = Book::open(&folder, noon()).expect("a new book");
    book.set_setting("a", Some("b")).expect("a write, so that the WAL exists");
    book.backup(&folder.join("copy.sqlite")).expect("a backup");
    let mode = |path| fs::metadata(path).expect("there").permissions().mode() & 0o777;
    assert_eq!(mode(folder.clone()), 0o700);
    for entry in fs::read_dir(&folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        assert_eq!(mode(path.clone()), 0o600, "{}", path.display());
    }
}

#[test]
fn a_newer_book_is_refused_and_left_as_it_was() {
    let desk = desk();
    desk.file().pragma_update(None, "user_version", 9_999).expect("a newer format");
    let before = fs::read(desk.book.path()).expect("the file");
    let refused = Book::open(desk.folder.path(), noon()).expect_err("it is newer");
    assert!(matches!(refused, Error::NewerBook { found: 9_999, .. }), "{refused}");
    assert_eq!(fs::read(desk.book.path()).expect("the file"), before);
}

#[test]
fn a_book_changed_by_another_build_is_refused() {
    let desk = desk();
    desk.file()
        .execute("UPDATE migrations SET sha256 = x'00' WHERE number = 2", [])
        .expect("another history");
    let refused = Book::open(desk.folder.path(), noon()).expect_err("it is another's");
    assert!(matches!(refused, Error::OtherHistory { number: 2 }), "{refused}");
}

#[test]
fn threads_that_open_a_new_book_at_once_all_get_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let opened = thread::scope(|scope| {
        let threads: Vec<_> =
            (0..8).map(|_| scope.spawn(|| Book::open(folder.path(), noon()))).collect();
        threads.into_iter().map(|thread| thread.join().expect("no panic")).collect::<Vec<_>>()
    });
    for book in opened {
        assert!(book.expect("opened").locations().expect("read").is_empty());
    }
}

/// Runs only as a child of the test below.
#[test]
fn child_records_what_its_siblings_record_too() {
    let Some(folder) = std::env::var_os(FOLDER) else { return };
    let book = Book::open(folder.as_ref(), noon()).expect("the shared book");
    for number in 0..20 {
        let new = sale(&format!("S-{number}"), november(20), 10_000);
        book.record(&[new], noon()).expect("recorded");
    }
}

#[test]
fn processes_that_record_the_same_at_once_record_it_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let book = Book::open(folder.path(), noon()).expect("a new book");
    let dock = book.add_location(&location("Main Dock")).expect("a location");
    let children: Vec<_> = (0..3)
        .map(|_| {
            Command::new(std::env::current_exe().expect("this test"))
                .args(["--exact", "opening::child_records_what_its_siblings_record_too"])
                .env(FOLDER, folder.path())
                .stdout(Stdio::null())
                .spawn()
                .expect("a child")
        })
        .collect();
    for mut child in children {
        assert!(child.wait().expect("it ends").success());
    }
    assert_eq!(book.transaction_count().expect("a count"), 20);
    book.recheck(dock, Lane::Cashout, november(1), november(30)).expect("the totals hold");
}

#[test]
fn every_write_is_seen_by_another_handle() {
    let desk = desk();
    let other = Book::open(desk.folder.path(), noon()).expect("another process's handle");
    let before = other.latest_change().expect("a place");
    desk.record(&[sale("S-1", november(20), 10_000)]);
    let document = desk.close("4K7Q2M", november(20));
    let changes = other.changes_since(before, 100).expect("changes");
    assert_eq!(changes.last().map(|change| change.id), other.latest_change().ok());
    assert!(changes.iter().any(|change| change.topic == store::Topic::Transactions));
    assert!(changes.iter().any(|change| {
        change.topic == store::Topic::Documents && change.row == Some(document.0)
    }));
}
