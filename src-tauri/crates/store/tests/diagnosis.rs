//! What of the book goes into a diagnostic bundle: how it is, and nothing of what is in it.

use chrono::TimeDelta;
use store::{Book, Diagnosis, DiagnosisAsked, LogEntry, State};

use crate::desk::{Desk, desk, everything, later, noon, november, reason, sale};

const ASKED: DiagnosisAsked<'static> = DiagnosisAsked {
    since: chrono::DateTime::UNIX_EPOCH,
    documents_max: 100,
    calls_max: 100,
    settings: &["range"],
    location_settings: &["recognition"],
};

fn diagnosis(desk: &Desk, asked: &DiagnosisAsked<'_>) -> Diagnosis {
    desk.book.diagnosis(asked).expect("a diagnosis")
}

/// A day in Xero, a day that is held, and a transaction with something in every field.
fn furnished() -> Desk {
    let desk = desk();
    desk.record(&[
        sale("S-1", november(19), 10_000),
        sale("S-2", november(20), 523_143),
        everything("T-9"),
    ]);
    let posted = desk.close("4K7Q2M", november(19));
    desk.post(posted);
    let held = desk.close("9XW3FD", november(20));
    desk.book.hold(held, &reason("contact_unsure:contact:Bo"), None).expect("held");
    desk.book.set_setting("range", Some("daily")).expect("set");
    desk.book.set_setting("staff-tips", Some("Crew tips of Bo")).expect("set");
    desk.book.set_location_setting(desk.dock, "recognition", Some("by-day")).expect("set");
    desk.book.set_location_setting(desk.dock, "walk-in-contact", Some("Bo")).expect("set");
    desk.book
        .log(&LogEntry {
            at: noon(),
            who: "Ana".to_owned(),
            operation: "create journal".to_owned(),
            document: Some(held),
            ok: false,
            message: "Bo O'Neil is not a contact.".to_owned(),
            status: Some(400),
            duration: std::time::Duration::from_millis(120),
            attempt: Some(1),
            xero_id: Some("X-9".to_owned()),
        })
        .expect("logged");
    desk
}

#[test]
fn it_tells_what_became_of_documents_and_calls() {
    let desk = furnished();
    let told = diagnosis(&desk, &ASKED);
    let documents = told.documents.expect("documents");
    let states: Vec<State> = documents.newest.iter().map(|one| one.state).collect();
    assert_eq!((states, documents.left_out), (vec![State::Held, State::Posted], 0));
    assert_eq!(documents.newest[0].cause.as_deref(), Some("contact_unsure:contact:Bo"));
    assert_eq!(documents.newest[1].attempts[0].started_at, later(1));
    let calls = told.calls.expect("calls");
    assert_eq!(calls.newest[0].status, Some(400));
    assert_eq!(calls.newest[0].document, Some(documents.newest[0].id));
    assert_eq!(told.settings, Some(vec![("range".to_owned(), "daily".to_owned())]));
    let locations = told.locations.expect("locations");
    let decided = [("recognition".to_owned(), "by-day".to_owned())];
    assert_eq!(locations[0].settings, decided);
    let rows = |name: &str| told.rows.iter().find(|(table, _)| *table == name).expect("listed").1;
    assert_eq!((rows("transactions"), rows("documents")), (Some(3), Some(2)));
}

#[test]
fn it_tells_nothing_of_what_is_in_the_book() {
    let desk = furnished();
    let mut told = diagnosis(&desk, &ASKED);
    // The cause is told without names by who makes the bundle.
    for document in &mut told.documents.as_mut().expect("documents").newest {
        document.cause = None;
    }
    let told = format!("{told:?}");
    for never in
        ["Bo", "Ana", "Dock", "S-1", "T-9", "4K7Q2M", "X-1", "X-9", "523143", "Kayak", "Crew"]
    {
        assert!(!told.contains(never), "{never}: {told}");
    }
}

#[test]
fn old_documents_are_told_while_they_wait_and_the_rest_is_counted() {
    let desk = furnished();
    let late = noon() + TimeDelta::days(100);
    let documents = |asked: DiagnosisAsked<'_>| diagnosis(&desk, &asked).documents.expect("told");
    let old = documents(DiagnosisAsked { since: late, ..ASKED });
    let states: Vec<State> = old.newest.iter().map(|one| one.state).collect();
    assert_eq!((states, old.left_out), (vec![State::Held], 1));
    let few = documents(DiagnosisAsked { documents_max: 1, ..ASKED });
    assert_eq!((few.newest.len(), few.left_out), (1, 1));
    let calls = diagnosis(&desk, &DiagnosisAsked { calls_max: 0, ..ASKED }).calls.expect("told");
    assert_eq!((calls.newest.len(), calls.left_out), (0, 1));
}

#[test]
fn it_changes_nothing_and_what_is_damaged_is_left_out() {
    let desk = furnished();
    let before = desk.book.latest_change().expect("read");
    diagnosis(&desk, &ASKED);
    assert_eq!(desk.book.latest_change().expect("read"), before);
    desk.assert_sound();
    desk.tamper("UPDATE documents SET lane = 'nowhere'");
    let told = diagnosis(&desk, &ASKED);
    assert_eq!(told.documents, None);
    assert!(told.calls.is_some_and(|calls| calls.newest.len() == 1));
}

#[test]
fn the_sizes_of_files_are_told_of_a_book_that_is_not_open_too() {
    let desk = desk();
    let bytes = Book::file_bytes(desk.folder.path());
    assert!(bytes.book.is_some_and(|bytes| bytes > 0), "{bytes:?}");
    let nowhere = desk.folder.path().join("nowhere");
    assert_eq!(Book::file_bytes(&nowhere), store::FileBytes::default());
}
