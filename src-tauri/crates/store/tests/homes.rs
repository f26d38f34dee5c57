//! A book that came from elsewhere or from earlier: whoever opens it is told apart, and what may
//! have been sent since is asked for first.

use std::fs;
use std::path::{Path, PathBuf};

use store::{Book, Home, RestoreCause, Restored};
use tempfile::TempDir;

use crate::desk::{Desk, desk, later, november, sale};

/// A machine with a folder of its own for what it keeps apart from its books.
struct Machine {
    folder: TempDir,
    name: &'static str,
}

impl Machine {
    fn new(name: &'static str) -> Self {
        Self { folder: tempfile::tempdir().expect("a folder"), name }
    }

    fn home(&self) -> Home {
        Home { machine: self.name.to_owned(), marks: self.folder.path().join("marks") }
    }

    /// Opens the book of a folder as the desk does.
    fn open(&self, folder: &Path, seconds: i64) -> Book {
        let book = Book::open(folder, later(seconds)).expect("opened");
        book.recognise(&self.home(), later(seconds)).expect("recognised");
        book
    }
}

/// A desk of a machine, with a day recorded, closed and posted.
fn posted(machine: &Machine) -> Desk {
    let desk = desk();
    desk.book.set_setting(Book::ID_SETTING, Some("0198-book")).expect("an id");
    desk.book.recognise(&machine.home(), later(0)).expect("recognised");
    desk.record(&[sale("S-1", november(19), 10_000)]);
    let document = desk.close("AAAAAA", november(19));
    desk.post(document);
    desk
}

fn post_another_day(desk: &Desk) {
    desk.record(&[sale("S-2", november(20), 700)]);
    let document = desk.close("BBBBBB", november(20));
    desk.post_as(document, "X-2");
}

/// Copies everything that lies in a book's folder, as a file history does.
fn copy_all(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_file() {
            fs::copy(&path, to.join(path.file_name().expect("a name"))).expect("copied");
        }
    }
}

fn went_back(book: &Book) -> bool {
    let restored: Option<Restored> = book.restored().expect("read");
    restored.is_some_and(|one| one.cause == RestoreCause::WentBack)
}

fn mark_of(machine: &Machine) -> PathBuf {
    machine.home().marks.join("0198-book")
}

#[test]
fn a_backup_copied_by_hand_into_an_empty_folder_is_noticed() {
    let machine = Machine::new("desk-1");
    let desk = posted(&machine);
    let new = tempfile::tempdir().expect("a folder");
    desk.book.backup(&new.path().join(Book::FILE)).expect("a backup");
    post_another_day(&desk);
    // By any program that opens it.
    let book = Book::open(new.path(), later(1_000)).expect("opened");
    assert!(went_back(&book));
    book.settle_restored(&[], later(1_500)).expect("asked");
    drop(book);
    let again = Book::open(new.path(), later(2_000)).expect("opened");
    assert_eq!(again.restored().expect("read"), None, "it has a mark now");
}

#[test]
fn a_backup_from_before_the_first_recording_is_noticed_too() {
    let desk = desk();
    let new = tempfile::tempdir().expect("a folder");
    desk.book.backup(&new.path().join(Book::FILE)).expect("a backup");
    assert!(went_back(&Book::open(new.path(), later(1_000)).expect("opened")));
}

#[test]
fn a_folder_that_came_back_whole_from_last_night_is_noticed() {
    let machine = Machine::new("desk-1");
    let desk = posted(&machine);
    let night = tempfile::tempdir().expect("a folder");
    copy_all(desk.folder.path(), night.path());
    post_another_day(&desk);
    drop(desk);
    // Its own mark came along: only the machine knows better.
    let book = machine.open(night.path(), 1_000);
    assert!(went_back(&book));
    let document = book.doubtful_documents().expect("read");
    assert_eq!(document, []);
    book.settle_restored(&[], later(1_500)).expect("asked");
    drop(book);
    assert_eq!(machine.open(night.path(), 2_000).restored().expect("read"), None, "once");
}

#[test]
fn a_folder_that_went_back_is_noted_once() {
    let machine = Machine::new("desk-1");
    let desk = posted(&machine);
    let copy = tempfile::tempdir().expect("a folder");
    let copy = copy.path().join("copy");
    desk.book.backup(&copy).expect("a backup");
    post_another_day(&desk);
    let Desk { folder, book, .. } = desk;
    drop(book);
    fs::copy(&copy, folder.path().join(Book::FILE)).expect("copied by hand");
    drop(machine.open(folder.path(), 1_000));
    let file = rusqlite::Connection::open(folder.path().join(Book::FILE)).expect("the file");
    let count: i64 =
        file.query_row("SELECT count(*) FROM restores", [], |row| row.get(0)).expect("a count");
    assert_eq!(count, 1, "by both marks, and by one note");
}

#[test]
fn a_backup_that_the_program_put_back_is_no_further_news_to_its_machine() {
    let machine = Machine::new("desk-1");
    let desk = posted(&machine);
    let copy = desk.folder.path().join("copy");
    desk.book.backup(&copy).expect("a backup");
    post_another_day(&desk);
    let Desk { folder, book, .. } = desk;
    drop(book);
    let home = machine.home();
    let put_back = Book::restore(folder.path(), &copy, Some(&home), later(900)).expect("restored");
    let book = machine.open(folder.path(), 1_000);
    assert_eq!(book.restored().expect("read"), Some(put_back), "by its one cause");
    // Nor is one that another machine made.
    drop(book);
    let other = Machine::new("desk-2");
    let put_back =
        Book::restore(folder.path(), &copy, Some(&other.home()), later(1_100)).expect("restored");
    assert_eq!(other.open(folder.path(), 1_200).restored().expect("read"), Some(put_back));
}

#[test]
fn a_book_that_another_machine_opened_last_asks_first() {
    let (one, other) = (Machine::new("desk-1"), Machine::new("desk-2"));
    let desk = posted(&one);
    let Desk { folder, book, .. } = desk;
    drop(book);
    let book = other.open(folder.path(), 1_000);
    assert!(went_back(&book));
    book.settle_restored(&[], later(1_500)).expect("asked");
    drop(book);
    assert_eq!(other.open(folder.path(), 2_000).restored().expect("read"), None, "its own now");
    assert!(went_back(&one.open(folder.path(), 3_000)), "and another's again");
}

#[test]
fn a_book_that_stays_where_it_is_asks_nothing() {
    let machine = Machine::new("desk-1");
    // A first start.
    let folder = tempfile::tempdir().expect("a folder");
    let book = Book::open(folder.path(), later(0)).expect("a new book");
    book.set_setting(Book::ID_SETTING, Some("0198-new")).expect("an id");
    book.recognise(&machine.home(), later(0)).expect("recognised");
    assert_eq!(book.restored().expect("read"), None);
    drop(book);
    // Every later one, and a second process beside it.
    let book = machine.open(folder.path(), 10);
    let beside = machine.open(folder.path(), 11);
    beside.set_setting("a", Some("b")).expect("written");
    book.set_setting("a", Some("c")).expect("written");
    drop((book, beside));
    assert_eq!(machine.open(folder.path(), 20).restored().expect("read"), None);
}

#[test]
fn a_book_of_a_version_without_homes_is_taken_as_it_is() {
    let desk = desk();
    desk.book.set_setting(Book::ID_SETTING, Some("0198-book")).expect("an id");
    desk.record(&[sale("S-1", november(19), 10_000)]);
    let document = desk.close("AAAAAA", november(19));
    desk.post(document);
    let Desk { folder, book, .. } = desk;
    drop(book);
    let machine = Machine::new("desk-1");
    assert_eq!(machine.open(folder.path(), 1_000).restored().expect("read"), None);
}

#[test]
fn a_machine_that_can_keep_no_mark_holds_nobody_up() {
    let machine = Machine::new("desk-1");
    fs::write(machine.folder.path().join("marks"), "in the way").expect("a file");
    let desk = posted(&machine);
    post_another_day(&desk);
    let Desk { folder, book, .. } = desk;
    drop(book);
    assert_eq!(machine.open(folder.path(), 1_000).restored().expect("read"), None);
}

#[cfg(unix)]
#[test]
fn only_its_owner_can_read_a_machines_mark() {
    use std::os::unix::fs::PermissionsExt;
    let machine = Machine::new("desk-1");
    let _desk = posted(&machine);
    let mode = |path: &Path| fs::metadata(path).expect("there").permissions().mode() & 0o777;
    assert_eq!(mode(&mark_of(&machine)), 0o600);
    assert_eq!(mode(&machine.home().marks), 0o700);
}

#[test]
fn an_id_that_is_no_name_of_a_file_keeps_no_mark() {
    let machine = Machine::new("desk-1");
    let desk = desk();
    desk.book.set_setting(Book::ID_SETTING, Some("../../elsewhere")).expect("an id");
    desk.book.recognise(&machine.home(), later(0)).expect("recognised");
    assert!(!machine.folder.path().join("../elsewhere").exists());
    assert_eq!(desk.book.restored().expect("read"), None);
}
