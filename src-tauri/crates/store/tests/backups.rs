//! Backups: whole, checked, never written over, and never in the way.

use std::fs;
use std::path::{Path, PathBuf};

use ledger::Lane;
use store::{BackupFile, BackupKind, Book, Error, LogEntry, OtherBook, RestoreCause};

use crate::desk::{Desk, desk, later, noon, november, sale};

fn recorded() -> Desk {
    let desk = desk();
    desk.record(&[sale("S-1", november(20), 10_000)]);
    desk
}

fn daily(desk: &Desk, day: u32) -> BackupFile {
    desk.book.back_up_daily(november(day)).expect("made").expect("the first of the day")
}

/// The names in the folder of backups.
fn names(desk: &Desk) -> Vec<String> {
    let folder = desk.folder.path().join("backups");
    let entries = fs::read_dir(folder).expect("a folder");
    let mut names: Vec<String> = entries
        .map(|entry| entry.expect("an entry").file_name().into_string().expect("a name"))
        .filter(|name| name != "backups.lock")
        .collect();
    names.sort_unstable();
    names
}

#[test]
fn a_backup_that_fails_leaves_no_half_a_book() {
    let desk = desk();
    let elsewhere = tempfile::tempdir().expect("a folder");
    let copy = elsewhere.path().join("copy.sqlite");
    fs::remove_file(desk.book.path()).expect("the book is gone");
    let failed = desk.book.backup(&copy).expect_err("nothing to copy");
    assert!(matches!(failed, Error::Gone { .. }), "{failed}");
    assert_eq!(fs::read_dir(elsewhere.path()).expect("a folder").count(), 0);
}

#[test]
fn a_backup_is_a_whole_book() {
    let desk = recorded();
    let folder = tempfile::tempdir().expect("a folder");
    desk.book.backup(&folder.path().join(Book::FILE)).expect("a backup");
    let files = fs::read_dir(folder.path()).expect("a folder").count();
    assert_eq!(files, 1, "one file, with nothing beside it");
    let copy = Book::open(folder.path(), noon()).expect("a book");
    let totals = |book: &Book| {
        book.open_totals(desk.dock, Lane::Cashout, november(1), november(30)).expect("totals")
    };
    assert_eq!(totals(&copy), totals(&desk.book));
    let taken = desk.book.backup(&folder.path().join(Book::FILE)).expect_err("it is there");
    assert!(matches!(taken, Error::Folder { .. }), "{taken}");
}

#[test]
fn each_day_is_backed_up_once() {
    let desk = recorded();
    let made = daily(&desk, 20);
    assert_eq!((made.kind, made.date), (BackupKind::Daily, november(20)));
    let bytes = fs::read(&made.path).expect("a backup");
    desk.record(&[sale("S-2", november(20), 700)]);
    assert_eq!(desk.book.back_up_daily(november(20)).expect("asked"), None);
    assert_eq!(fs::read(&made.path).expect("a backup"), bytes, "never written over");
    daily(&desk, 21);
    assert_eq!(names(&desk), ["daily-2026-11-20.sqlite", "daily-2026-11-21.sqlite"]);
    let listed = Book::backups(desk.folder.path()).expect("listed");
    assert_eq!(listed.iter().map(|one| one.date).collect::<Vec<_>>(), [november(21), november(20)]);
}

#[test]
fn old_backups_make_room_for_new_ones() {
    let desk = recorded();
    for day in 1..=20 {
        daily(&desk, day);
    }
    // The last seven, and the last of two weeks before them. 2026-11-01 was a Sunday.
    let days: Vec<u32> = vec![1, 8, 14, 15, 16, 17, 18, 19, 20];
    let expected: Vec<String> =
        days.into_iter().map(|day| format!("daily-2026-11-{day:02}.sqlite")).collect();
    assert_eq!(names(&desk), expected);
}

#[test]
fn a_copy_left_by_a_crash_is_made_anew() {
    let desk = recorded();
    let folder = desk.folder.path().join("backups");
    fs::create_dir(&folder).expect("a folder");
    fs::write(folder.join("daily-2026-11-20.sqlite.part"), [1, 2, 3]).expect("half a copy");
    daily(&desk, 20);
    assert_eq!(names(&desk), ["daily-2026-11-20.sqlite"]);
}

/// What one changed bit in the sync log is to the seals: the least that matters.
const ROT: &str = "UPDATE sync_log SET message = 'Gone'";

fn logged() -> Desk {
    let desk = recorded();
    let entry = LogEntry {
        at: noon(),
        who: "Ana".to_owned(),
        operation: "create".to_owned(),
        document: None,
        ok: true,
        message: "Done".to_owned(),
        status: None,
        duration: std::time::Duration::ZERO,
        attempt: None,
        xero_id: None,
    };
    desk.book.log(&entry).expect("logged");
    desk
}

#[test]
fn a_copy_of_a_damaged_book_is_kept_under_another_name_and_pushes_no_backup_out() {
    let desk = logged();
    for day in 1..=8 {
        daily(&desk, day);
    }
    let before = names(&desk);
    desk.tamper(ROT);
    for day in 9..=20 {
        let told = desk.book.back_up_daily(november(day)).expect_err("it is not what was written");
        let Error::KeptDamaged { path, altered } = &told else { panic!("{told:?}") };
        assert_eq!(altered.tables, ["sync_log"]);
        let said = told.to_string();
        assert!(said.contains("the table sync_log") && said.contains("it was kept as"), "{said}");
        assert!(path.ends_with(format!("damaged-2026-11-{day:02}.sqlite")), "{}", path.display());
        assert_eq!(desk.book.back_up_daily(november(day)).expect("asked"), None, "once a day");
    }
    // The first, and the last seven.
    let kept =
        [9, 14, 15, 16, 17, 18, 19, 20].map(|day| format!("damaged-2026-11-{day:02}.sqlite"));
    let expected: Vec<String> = before.into_iter().chain(kept).collect();
    assert_eq!(names(&desk), expected, "what was whole is still there");
    let last = desk.book.damaged_since_backup().expect("listed").expect("damaged");
    assert_eq!(last.date, november(20));
    desk.book.set_setting("a", Some("b")).expect("the book goes on");
}

#[test]
fn a_damaged_copy_says_nothing_of_the_backup_that_was_put_back_after_it() {
    let desk = logged();
    let whole = daily(&desk, 19).path;
    desk.tamper(ROT);
    desk.book.back_up_daily(november(20)).expect_err("it is not what was written");
    assert!(desk.book.damaged_since_backup().expect("listed").is_some());
    let (desk, _) = restored(desk, &whole);
    assert_eq!(desk.book.damaged_since_backup().expect("listed"), None);
    assert_eq!(daily(&desk, 20).kind, BackupKind::Daily, "it has no backup of today yet");
    assert_eq!(desk.book.damaged_since_backup().expect("listed"), None);
    // A damaged one that is put back says it of itself again, and on the same day.
    let damaged = desk.folder.path().join("backups/damaged-2026-11-20.sqlite");
    let (desk, _) = restored(desk, &damaged);
    assert_eq!(desk.book.damaged_since_backup().expect("listed"), None);
    let told = desk.book.back_up_daily(november(21)).expect_err("it is not what was written");
    assert!(matches!(told, Error::KeptDamaged { .. }), "{told}");
    assert!(desk.book.damaged_since_backup().expect("listed").is_some());
}

#[test]
fn a_copy_by_hand_of_a_damaged_book_is_kept_beside_the_name_that_was_asked_for() {
    let desk = logged();
    desk.tamper(ROT);
    let folder = tempfile::tempdir().expect("a folder");
    let to = folder.path().join("mine.sqlite");
    let told = desk.book.backup(&to).expect_err("it is not what was written");
    let Error::KeptDamaged { path, .. } = &told else { panic!("{told:?}") };
    assert_eq!(*path, folder.path().join("damaged-mine.sqlite"));
    assert!(path.exists() && !to.exists());
}

#[test]
fn a_damaged_copy_can_be_put_back_as_what_it_is_and_so_can_a_damaged_book_aside() {
    let desk = logged();
    let whole = daily(&desk, 19).path;
    desk.record(&[sale("S-2", november(20), 700)]);
    desk.tamper(ROT);
    let told = desk.book.back_up_daily(november(20)).expect_err("it is not what was written");
    let Error::KeptDamaged { path, .. } = told else { panic!("{told:?}") };
    let (desk, damaged_aside) = restored(desk, &whole);
    assert_eq!(desk.book.transaction_count().expect("a count"), 1);
    // What came after the last backup is in the damaged copy, and in the damaged book.
    for damaged in [path, damaged_aside.join(Book::FILE)] {
        let Desk { folder, book, .. } = &desk;
        let home = tempfile::tempdir().expect("a folder");
        assert_ne!(folder.path(), home.path());
        Book::restore(home.path(), &damaged, None, noon()).expect("it comes back");
        let again = Book::open(home.path(), noon()).expect("a book");
        assert_eq!(again.transaction_count().expect("a count"), 2);
        let told = again.back_up_daily(november(21)).expect_err("still not what was written");
        assert!(matches!(told, Error::KeptDamaged { .. }), "never sealed over: {told}");
        drop(again);
        assert_eq!(book.transaction_count().expect("a count"), 1);
    }
    // By another name nobody says that it is damaged.
    let unnamed = desk.folder.path().join("copy.sqlite");
    fs::copy(desk.folder.path().join("backups/damaged-2026-11-20.sqlite"), &unnamed)
        .expect("copied");
    let refused = Book::restore(desk.folder.path().join("new").as_path(), &unnamed, None, noon());
    assert!(matches!(refused, Err(Error::Unrestorable { .. })), "{refused:?}");
}

#[test]
fn a_backup_that_cannot_be_made_is_told_and_holds_nobody_up() {
    let desk = recorded();
    fs::write(desk.folder.path().join("backups"), "in the way").expect("a file");
    let failed = desk.book.back_up_daily(november(20)).expect_err("no folder");
    assert!(matches!(failed, Error::NoBackup(_)), "{failed:?}");
    assert!(failed.to_string().contains("the book itself goes on"), "{failed}");
    desk.record(&[sale("S-2", november(20), 700)]);
}

/// Restores a desk's backup, with every handle given up.
fn restored(desk: Desk, backup: &Path) -> (Desk, PathBuf) {
    let Desk { folder, book, dock } = desk;
    drop(book);
    let report = Book::restore(folder.path(), backup, None, later(100)).expect("restored");
    assert_eq!(report.cause, RestoreCause::Backup);
    let book = Book::open(folder.path(), later(101)).expect("opened");
    let aside = folder.path().join("aside").join("2026-11-21T12-01-40Z");
    (Desk { folder, book, dock }, aside)
}

#[test]
fn a_restored_book_is_the_backup_and_the_book_is_kept_aside() {
    let desk = recorded();
    let made = daily(&desk, 20);
    desk.record(&[sale("S-2", november(20), 700)]);
    let (desk, aside) = restored(desk, &made.path);
    assert_eq!(desk.book.transaction_count().expect("a count"), 1);
    desk.assert_sound();
    assert!(made.path.exists(), "the backup is still there");
    let old = Book::open(&aside, noon()).expect("a whole book");
    assert_eq!(old.transaction_count().expect("a count"), 2);
    desk.record(&[sale("S-2", november(20), 700)]);
    desk.assert_sound();
}

#[test]
fn a_restore_keeps_the_wal_of_a_book_that_crashed_with_it() {
    let desk = recorded();
    let made = daily(&desk, 20);
    desk.record(&[sale("S-2", november(20), 700)]);
    let folder = tempfile::tempdir().expect("a folder");
    for name in ["book.sqlite", "book.sqlite-wal", "book.mark"] {
        fs::copy(desk.folder.path().join(name), folder.path().join(name)).expect("copied");
    }
    Book::restore(folder.path(), &made.path, None, later(100)).expect("restored");
    let aside = folder.path().join("aside").join("2026-11-21T12-01-40Z");
    // And it can come back, WAL and all.
    Book::restore(folder.path(), &aside.join(Book::FILE), None, later(200)).expect("restored");
    let book = Book::open(folder.path(), later(201)).expect("opened");
    assert_eq!(book.transaction_count().expect("a count"), 2, "what was only in the WAL is there");
    let old = Book::open(&aside, noon()).expect("a whole book");
    assert_eq!(old.transaction_count().expect("a count"), 2, "and is still aside");
}

#[test]
fn a_book_that_somebody_has_open_is_not_replaced() {
    let desk = recorded();
    let made = daily(&desk, 20);
    let refused = Book::restore(desk.folder.path(), &made.path, None, noon());
    assert!(matches!(refused, Err(Error::InUse)), "{refused:?}");
    assert_eq!(desk.book.transaction_count().expect("a count"), 1);
    let other = desk.book.clone();
    let Desk { folder, book, .. } = desk;
    drop(book);
    let refused = Book::restore(folder.path(), &made.path, None, noon());
    assert!(matches!(refused, Err(Error::InUse)), "{refused:?}");
    drop(other);
    Book::restore(folder.path(), &made.path, None, noon()).expect("nobody has it open");
}

#[test]
fn what_is_no_whole_book_is_not_restored() {
    let Desk { folder, book, .. } = recorded();
    let copy = folder.path().join("copy");
    book.backup(&copy).expect("a backup");
    drop(book);
    let whole = fs::read(&copy).expect("a backup");
    let mut damaged = whole.clone();
    let half = damaged.len() / 2;
    damaged[half..].fill(0xAB);
    let newer = folder.path().join("newer");
    fs::write(&newer, &whole).expect("written");
    let file = rusqlite::Connection::open(&newer).expect("a file");
    file.pragma_update(None, "user_version", 9_999).expect("a newer format");
    drop(file);
    fs::write(&copy, &damaged).expect("written");
    let empty = folder.path().join("empty");
    fs::write(&empty, []).expect("written");
    for path in [copy, newer, empty, folder.path().join("missing")] {
        let refused = Book::restore(folder.path(), &path, None, noon());
        assert!(matches!(refused, Err(Error::Unrestorable { .. })), "{refused:?}");
        let said = refused.expect_err("refused").to_string();
        assert!(said.contains("the book was left as it was"), "{said}");
        let book = Book::open(folder.path(), noon()).expect("as it was");
        assert_eq!(book.transaction_count().expect("a count"), 1);
        assert_eq!(book.restored().expect("read"), None);
    }
}

#[test]
fn a_restore_that_was_cut_off_goes_on_where_it_stopped() {
    let desk = recorded();
    let made = daily(&desk, 20);
    desk.record(&[sale("S-2", november(20), 700)]);
    let folder = tempfile::tempdir().expect("a folder");
    for name in ["book.sqlite", "book.sqlite-wal", "book.mark"] {
        fs::copy(desk.folder.path().join(name), folder.path().join(name)).expect("copied");
    }
    // The power went after the book was moved, and before its WAL was.
    let aside = folder.path().join("aside").join("2026-11-21T12-00-00Z");
    fs::create_dir_all(&aside).expect("a folder");
    fs::rename(folder.path().join("book.sqlite"), aside.join("book.sqlite")).expect("moved");
    let lost = Book::open(folder.path(), noon());
    assert!(matches!(lost, Err(Error::Gone { .. })), "{lost:?}");
    Book::restore(folder.path(), &made.path, None, later(100)).expect("restored");
    let book = Book::open(folder.path(), noon()).expect("opened");
    assert_eq!(book.transaction_count().expect("a count"), 1);
    let old = Book::open(&aside, noon()).expect("a whole book");
    assert_eq!(old.transaction_count().expect("a count"), 2);
}

#[test]
fn a_restore_that_was_cut_off_between_the_books_is_finished_by_whoever_opens_it() {
    let desk = recorded();
    let made = daily(&desk, 20);
    desk.record(&[sale("S-2", november(20), 700)]);
    let Desk { folder, book, .. } = desk;
    drop(book);
    Book::restore(folder.path(), &made.path, None, later(100)).expect("restored");
    // The power went after the book was moved, and before the backup had its name.
    let (path, ready) = (folder.path().join("book.sqlite"), folder.path().join("book.restored"));
    fs::rename(&path, &ready).expect("not yet");
    let book = Book::open(folder.path(), later(200)).expect("opened");
    assert_eq!(book.transaction_count().expect("a count"), 1);
    assert!(book.restored().expect("read").is_some(), "Xero is asked first");
    drop(book);
    // It went before: the book is where it was, and stays there.
    fs::write(&ready, [1, 2, 3]).expect("left");
    let book = Book::open(folder.path(), later(300)).expect("opened");
    assert_eq!(book.transaction_count().expect("a count"), 1);
    assert!(!ready.exists(), "nothing is left that could take its place one day");
    drop(book);
    // Neither is a book: it is said, and a backup comes into the place of both.
    fs::rename(&path, &ready).expect("not yet");
    fs::write(&ready, [7; 5_000]).expect("rotten");
    let refused = Book::open(folder.path(), later(400)).expect_err("no book");
    assert!(matches!(&refused, Error::NotABook { path } if *path == ready), "{refused}");
    Book::restore(folder.path(), &made.path, None, later(400)).expect("restored");
    let book = Book::open(folder.path(), later(500)).expect("opened");
    assert_eq!(book.transaction_count().expect("a count"), 1);
}

/// A used book of its own with this id, and a copy of it.
fn book_of(id: &str, settings: &[(&str, &str)]) -> (Desk, PathBuf) {
    let desk = recorded();
    for (key, value) in settings.iter().chain([&(Book::ID_SETTING, id)]) {
        desk.book.set_setting(key, Some(value)).expect("set");
    }
    let copy = desk.folder.path().join("copy");
    desk.book.backup(&copy).expect("a backup");
    (desk, copy)
}

/// Why a backup is not put in the place of a desk's book, which stays as it was.
fn why_not(desk: Desk, backup: &Path) -> OtherBook {
    let Desk { folder, book, .. } = desk;
    let before = book.transaction_count().expect("a count");
    drop(book);
    let refused = Book::restore(folder.path(), backup, None, later(100)).expect_err("another's");
    let said = refused.to_string();
    assert!(said.contains("the book was left as it was"), "{said}");
    let book = Book::open(folder.path(), noon()).expect("as it was");
    assert_eq!(book.transaction_count().expect("a count"), before);
    assert_eq!(book.restored().expect("read"), None);
    let Error::Unrestorable { source, .. } = refused else { panic!("{refused:?}") };
    let Error::OtherBook(other) = *source else { panic!("{source:?}") };
    other
}

#[test]
fn the_backup_of_another_book_is_refused_and_says_whose_it_is() {
    let (desk, _) = book_of("0198-here", &[]);
    let named = [(Book::ORGANISATION_NAME_SETTING, "Lake Boats")];
    let (_branch, theirs) = book_of("0198-branch", &named);
    let other = why_not(desk, &theirs);
    let said = other.to_string();
    assert!(said.contains("another book (Lake Boats: Main Dock)"), "{said}");
    assert!(said.contains("the book here (Main Dock)"), "{said}");
}

#[test]
fn a_backup_that_posts_to_another_organisation_is_refused() {
    let (desk, theirs) = book_of("0198-here", &[]);
    desk.book.bind("tenant-1", noon()).expect("bound");
    let elsewhere = tempfile::tempdir().expect("a folder");
    fs::copy(&theirs, elsewhere.path().join(Book::FILE)).expect("copied");
    let book = Book::open(elsewhere.path(), noon()).expect("opened");
    book.bind("tenant-2", noon()).expect("bound");
    drop(book);
    let theirs = elsewhere.path().join(Book::FILE);
    assert!(matches!(why_not(desk, &theirs), OtherBook::Another { .. }));
}

#[test]
fn practice_never_takes_the_place_of_a_real_book_nor_the_other_way_round() {
    let practice = [(Book::PRACTICE_SETTING, "4711")];
    let (desk, real) = book_of("0198-here", &[]);
    let (practising, theirs) = book_of("0198-practice", &practice);
    // Nor that of a book that cannot be read, or of none.
    let empty = tempfile::tempdir().expect("a folder");
    let copies = [real, theirs].map(|copy| {
        let kept = empty.path().join(copy.parent().and_then(Path::file_name).expect("a name"));
        fs::copy(&copy, &kept).expect("copied");
        kept
    });
    let [real, theirs] = copies;
    assert_eq!(why_not(desk, &theirs), OtherBook::Practice);
    assert_eq!(why_not(practising, &real), OtherBook::Real);
    let refused = Book::restore(empty.path(), &theirs, None, noon()).expect_err("practice");
    assert!(refused.to_string().contains("practice company's book"), "{refused}");
}

#[test]
fn a_book_that_nobody_has_used_makes_room_for_any() {
    let (_old, theirs) = book_of("0198-old-machine", &[]);
    let desk = desk();
    desk.book.set_setting(Book::ID_SETTING, Some("0198-new-machine")).expect("set");
    let (desk, _) = restored(desk, &theirs);
    assert_eq!(desk.book.transaction_count().expect("a count"), 1);
}

#[test]
fn a_book_that_cannot_be_read_makes_room_for_its_backup() {
    let (desk, copy) = book_of("0198-here", &[]);
    let Desk { folder, book, .. } = desk;
    drop(book);
    let path = folder.path().join(Book::FILE);
    let mut bytes = fs::read(&path).expect("the book");
    bytes[200..].fill(0xAB);
    fs::write(&path, &bytes).expect("damaged");
    Book::restore(folder.path(), &copy, None, later(100)).expect("restored");
    let book = Book::open(folder.path(), later(101)).expect("opened");
    assert_eq!(book.transaction_count().expect("a count"), 1);
}

#[test]
fn a_restored_book_is_nobody_elses_who_worked_on_it_when_the_backup_was_made() {
    let desk = recorded();
    let ttl = std::time::Duration::from_secs(180);
    desk.book.claim_for_machine("the laptop that is gone", noon(), ttl).expect("claimed");
    let made = daily(&desk, 20);
    let home = tempfile::tempdir().expect("a folder");
    Book::restore(home.path(), &made.path, None, later(10)).expect("it comes back");
    let book = Book::open(home.path(), later(10)).expect("a book");
    book.claim_for_machine("the new one", later(11), ttl).expect("nobody else has it");
}
