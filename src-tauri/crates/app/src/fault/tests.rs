//! The book's errors as people read them: what happened, whether anything is lost, what to do.

use std::path::PathBuf;

use store::Error as E;

use super::of_book;

fn broken() -> Box<dyn std::error::Error + Send + Sync> {
    "SQLITE_IOERR".into()
}

fn book() -> PathBuf {
    PathBuf::from("/home/ana/book/book.sqlite")
}

fn at(text: &str) -> chrono::DateTime<chrono::Utc> {
    text.parse().expect("a time")
}

/// Each error of files and machines with its whole sentence.
fn of_files() -> Vec<(E, &'static str)> {
    vec![
        (
            E::Gone { path: book() },
            "The book is no longer at /home/ana/book/book.sqlite (its folder was moved or deleted, \
             or its drive is away); what was saved before is in that file, wherever it is now, \
             this was not saved; bring it back, or restore the latest backup.",
        ),
        (
            E::Emptied { path: book() },
            "The book's file /home/ana/book/book.sqlite is empty, and it was not before; nothing \
             was changed; restore the latest backup.",
        ),
        (
            E::NotABook { path: book() },
            "/home/ana/book/book.sqlite is not a Daybook book, or its beginning is damaged; \
             nothing was changed; restore the latest backup.",
        ),
        (
            E::Disk(broken()),
            "The disk could not read or write the book; what was saved before is safe, this was \
             not saved; check the disk and try again.",
        ),
        (
            E::NoLocks(broken()),
            "The book's folder does not let Daybook keep other programs out, as on a network \
             drive; nothing was changed; move the folder to a disk of this machine.",
        ),
        (
            E::InUse,
            "The book is open in another Daybook; nothing was changed; close it there and try \
             again.",
        ),
        (
            E::OtherMachine { machine: "front-desk-4K7Q2M".to_owned() },
            "Another machine, or another user of this one (front-desk-4K7Q2M), has this book open; \
             nothing was changed; close Daybook there first: two machines on one folder can damage the book.",
        ),
        (
            E::ClockBehind { latest: at("2026-11-21T20:00:00Z"), now: at("2026-11-20T08:00:00Z") },
            "This machine's clock says 2026-11-20 08:00:00 UTC, but something in the book was \
             done at 2026-11-21 20:00:00 UTC; nothing was changed and nothing is lost; set the \
             clock and try again.",
        ),
    ]
}

/// The same of backups, and of what was put back.
fn of_backups() -> Vec<(E, &'static str)> {
    vec![
        (
            E::KeptDamaged {
                path: PathBuf::from("/home/ana/book/backups/damaged-2026-11-21.sqlite"),
                altered: store::Altered {
                    tables: vec!["sync_log".to_owned()],
                    ..store::Altered::default()
                },
            },
            "The book's file was damaged, and the copy made of it is not what was recorded (the \
             table sync_log); it was kept as /home/ana/book/backups/damaged-2026-11-21.sqlite, \
             apart from the backups, which all stay; the book goes on as before, and what is named \
             is neither queued nor sent; look at it in the latest backup, and restore that one or \
             go on without it.",
        ),
        (
            E::NoBackup(Box::new(E::DiskFull)),
            "No backup was made, and the book itself goes on as before: the disk is full; what \
             was saved before is safe, this was not saved; make room and try again.",
        ),
        (
            E::Unrestorable { path: book(), source: Box::new(E::NotABook { path: book() }) },
            "/home/ana/book/book.sqlite was not restored, and the book was left as it was: \
             /home/ana/book/book.sqlite is not a Daybook book, or its beginning is damaged; \
             nothing was changed; restore the latest backup.",
        ),
        (
            E::Altered(store::Altered {
                documents: vec![store::DocumentId(3)],
                ..store::Altered::default()
            }),
            "The book's file was damaged, and what it says is not what was recorded (document 3); \
             nothing of it was queued or sent; stop posting and restore the latest backup.",
        ),
        (
            E::Unsure,
            "This book was put back to an earlier state and does not know what was sent since; \
             nothing was sent; connect to Xero, so that Daybook can look there first.",
        ),
        (
            E::MaybeInXero { reference: "S · 4K7Q2M".to_owned(), found: "S · 9ABCDE".to_owned() },
            "Xero has \"S · 9ABCDE\", which this book made before it was restored, and \"S · \
             4K7Q2M\" may be the same or a part of it; nothing was sent; record or import the days \
             since again, take over what is there, or say that it is another.",
        ),
    ]
}

#[test]
fn each_says_what_happened_and_whether_anything_is_lost_and_what_to_do() {
    for (error, sentence) in of_files().into_iter().chain(of_backups()) {
        let fault = of_book(error);
        assert_eq!(fault.message, sentence);
        let says = |words: &[&str]| words.iter().any(|word| sentence.contains(word));
        assert!(
            says(&[
                "nothing was changed",
                "nothing was sent",
                "nothing of it was queued or sent",
                "saved before is",
                "left as it was",
                "goes on as before",
            ]),
            "whether anything is lost: {sentence}"
        );
        assert!(!sentence.contains('!') && !sentence.contains("SQLITE"), "{sentence}");
    }
}

#[test]
fn what_a_backup_mends_says_where_they_are() {
    for error in [
        E::Gone { path: book() },
        E::Emptied { path: book() },
        E::NotABook { path: book() },
        E::Damaged(broken()),
    ] {
        let hint = of_book(error).hint.expect("a hint");
        assert!(hint.contains("daybook backup restore"), "{hint}");
    }
}
