//! Restored books: nothing that may have been sent since goes twice.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use ledger::{Amount, DocumentKind, Lane};
use store::{
    Book, DocumentId, DueFor, Error, FoundDays, FoundInXero, LocationId, LogEntry, NewDocument,
    Outcome, RestoreCause, State,
};

use crate::desk::{Desk, desk, later, location, noon, november, posted, reason, sale};

/// A desk whose book is put back to what it was before `since` happened to it.
pub(crate) fn put_back(desk: Desk, since: impl FnOnce(&Desk)) -> Desk {
    let backup = desk.folder.path().join("copy");
    desk.book.backup(&backup).expect("a backup");
    since(&desk);
    let Desk { folder, book, dock } = desk;
    drop(book);
    Book::restore(folder.path(), &backup, None, later(1_000)).expect("restored");
    let book = Book::open(folder.path(), later(1_001)).expect("opened");
    Desk { folder, book, dock }
}

pub(crate) fn cashout(code: &str, location: Option<LocationId>, from: u32, to: u32) -> FoundInXero {
    FoundInXero {
        xero_id: format!("X-{code}"),
        kind: DocumentKind::ManualJournal,
        reference: format!("Cashout {} · Main Dock · {code}", november(to)),
        code: code.to_owned(),
        date: november(to),
        total: Amount::from_minor(10_500),
        days: Some(FoundDays { location, from: november(from), to: november(to) }),
    }
}

pub(crate) fn send(desk: &Desk, document: DocumentId) -> Result<u32, Error> {
    desk.book.begin_attempt(document, "key", "{}", later(2_000))
}

#[test]
fn a_restored_book_sends_nothing_new_before_xero_was_asked() {
    let desk = put_back(desk(), |desk| {
        desk.record(&[sale("S-1", november(20), 10_000)]);
        let document = desk.close("AAAAAA", november(20));
        desk.post(document);
    });
    let restored = desk.book.restored().expect("read").expect("restored");
    assert_eq!(restored.cause, RestoreCause::Backup);
    assert_eq!((restored.restored_at, restored.known_until), (later(1_000), Some(noon())));
    // The day can be recorded and closed all the same.
    desk.record(&[sale("S-1", november(20), 10_000)]);
    let document = desk.close("BBBBBB", november(20));
    let refused = send(&desk, document);
    assert!(matches!(refused, Err(Error::Unsure)), "{refused:?}");
    assert_eq!(desk.book.document(document).expect("read").summary.state, State::Queued);
    // Another process, or the same one later, knows it too.
    let again = Book::open(desk.folder.path(), later(3_000)).expect("opened");
    assert_eq!(again.restored().expect("read"), Some(restored));
    desk.book.settle_restored(&[], later(1_500)).expect("nothing was sent");
    assert_eq!(again.restored().expect("read"), None);
    send(&desk, document).expect("sent");
    desk.assert_sound();
}

/// Something the sync log says was done at a time.
fn log(desk: &Desk, at: DateTime<Utc>) {
    let entry = LogEntry {
        at,
        who: "Ana".to_owned(),
        operation: "create".to_owned(),
        document: None,
        ok: true,
        message: "Sent.".to_owned(),
        status: None,
        duration: Duration::ZERO,
        attempt: None,
        xero_id: None,
    };
    desk.book.log(&entry).expect("logged");
}

/// Until when a desk's book knows what it sent, once it is put back at a time.
fn known_until(desk: Desk, at: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let backup = desk.folder.path().join("copy");
    desk.book.backup(&backup).expect("a backup");
    let Desk { folder, book, .. } = desk;
    drop(book);
    Book::restore(folder.path(), &backup, None, at).expect("restored").known_until
}

#[test]
fn a_book_says_until_when_it_knows_what_it_sent() {
    let desk = desk();
    desk.record(&[sale("S-1", november(20), 10_000)]);
    let document = desk.close("AAAAAA", november(20));
    desk.post(document);
    // Not later than when the last document was made: what was sent since is of later ones.
    assert_eq!(known_until(desk, later(1_000)), Some(noon()));
}

/// A book whose machine once ran a year ahead, and was set right since.
fn once_ahead() -> Desk {
    let desk = desk();
    desk.record(&[sale("S-1", november(20), 10_000), sale("S-2", november(21), 700)]);
    let ahead = noon() + TimeDelta::days(365);
    let new = desk.document("AAAAAA", november(20), november(20));
    desk.book.enqueue(&new, ahead).expect("queued");
    log(&desk, ahead);
    let new = desk.document("BBBBBB", november(21), november(21));
    desk.book.enqueue(&new, later(50)).expect("queued");
    log(&desk, later(60));
    desk
}

#[test]
fn a_time_that_has_not_come_yet_says_nothing_of_what_a_book_knows() {
    assert_eq!(known_until(once_ahead(), later(1_000)), Some(noon()));
}

#[test]
fn nor_does_one_that_came_since_and_was_not_the_last() {
    let years = noon() + TimeDelta::days(2 * 365);
    assert_eq!(known_until(once_ahead(), years), Some(noon()));
}

#[test]
fn a_book_with_nothing_but_times_that_have_not_come_knows_when_it_was_made() {
    let desk = desk();
    log(&desk, noon() + TimeDelta::days(365));
    assert_eq!(known_until(desk, later(1_000)), Some(noon()), "that it was made");
}

#[test]
fn no_book_knows_more_than_the_day_its_backup_was_made() {
    let desk = desk();
    log(&desk, noon());
    // The machine ran ahead; it was set right before the backup was made, and nothing was done.
    log(&desk, noon() + TimeDelta::days(365));
    let made = desk.book.back_up_daily(november(22)).expect("made").expect("the first");
    let Desk { folder, book, .. } = desk;
    drop(book);
    let years = noon() + TimeDelta::days(2 * 365);
    let restored = Book::restore(folder.path(), &made.path, None, years).expect("restored");
    assert_eq!(restored.known_until, Some("2026-11-22T00:00:00Z".parse().expect("a time")));
}

#[test]
fn what_xero_has_stays_in_the_way_until_it_is_taken_over() {
    let desk = put_back(desk(), |_| {});
    desk.record(&[sale("S-1", november(20), 10_000), sale("S-2", november(21), 700)]);
    let (day, other) = (desk.close("BBBBBB", november(20)), desk.close("CCCCCC", november(21)));
    let found = cashout("AAAAAA", Some(desk.dock), 19, 20);
    desk.book.settle_restored(std::slice::from_ref(&found), later(1_500)).expect("asked");
    assert_eq!(desk.book.found_in_xero().expect("read"), std::slice::from_ref(&found));
    assert_eq!(desk.book.doubtful_documents().expect("read"), [(day, found.clone())]);
    let refused = send(&desk, day);
    let Err(Error::MaybeInXero { reference, found: there }) = refused else {
        panic!("{refused:?}")
    };
    assert!(reference.ends_with("BBBBBB") && there.ends_with("AAAAAA"));
    send(&desk, other).expect("another day");
    // It is taken over: a document of that very name, which is never sent.
    desk.book.record_undone(day, later(1_600)).expect("never sent");
    let taken = NewDocument {
        hold: Some(reason("found")),
        ..desk.document("AAAAAA", november(20), november(20))
    };
    let taken = desk.book.enqueue(&taken, later(1_700)).expect("held");
    desk.book.record_posted(taken, &posted(&found.xero_id), later(1_701)).expect("it is there");
    assert_eq!(desk.book.found_in_xero().expect("read"), []);
    // What came late goes as a supplement.
    desk.record(&[sale("S-3", november(20), 900)]);
    let supplement = desk.close("DDDDDD", november(20));
    send(&desk, supplement).expect("sent");
    desk.assert_sound();
}

#[test]
fn what_a_person_calls_another_thing_is_in_the_way_no_more() {
    let desk = put_back(desk(), |_| {});
    desk.record(&[sale("S-1", november(20), 10_000)]);
    let day = desk.close("BBBBBB", november(20));
    // The location was renamed since: it may be of any.
    let found = cashout("AAAAAA", None, 20, 20);
    desk.book.settle_restored(std::slice::from_ref(&found), later(1_500)).expect("asked");
    assert!(matches!(send(&desk, day), Err(Error::MaybeInXero { .. })));
    let say = |xero_id: &str, why, at| desk.book.dismiss_found(day, xero_id, "Bea", why, at);
    say(&found.xero_id, "voided by hand", later(1_600)).expect("said");
    for (xero_id, at) in [(found.xero_id.as_str(), later(1_601)), ("X-nothing", later(1_602))] {
        let again = say(xero_id, "again", at);
        assert!(matches!(again, Err(Error::NotFound { .. })), "{again:?}");
    }
    assert_eq!(desk.book.doubtful_documents().expect("read"), []);
    assert_eq!(desk.book.found_in_xero().expect("read"), [found], "nor is it the book's");
    send(&desk, day).expect("sent");
    desk.assert_sound();
}

/// A document of a day that is of another kind than a cashout.
fn invoice(desk: &Desk, code: &str, date: u32) -> DocumentId {
    let mut new = desk.document(code, november(date), november(date));
    new.entry.kind = DocumentKind::Invoice;
    (new.entry.lines, new.entry.total) = (Vec::new(), Amount::ZERO);
    new.entry.reference = format!("T-{date} · {code}");
    desk.book.enqueue(&new, noon()).expect("queued")
}

#[test]
fn a_cashout_that_was_found_holds_whatever_is_made_of_its_days() {
    let desk = put_back(desk(), |_| {});
    let days = [sale("S-1", november(19), 900), sale("S-2", november(20), 10_000)];
    desk.record(&days);
    desk.record(&[sale("S-3", november(21), 700)]);
    let on = [19, 20, 21].map(|day| invoice(&desk, &format!("BBBB{day}"), day));
    let found = cashout("AAAAAA", Some(desk.dock), 19, 20);
    desk.book.settle_restored(std::slice::from_ref(&found), later(1_500)).expect("asked");
    for document in &on[..2] {
        let refused = send(&desk, *document);
        assert!(matches!(refused, Err(Error::MaybeInXero { .. })), "{refused:?}");
    }
    send(&desk, on[2]).expect("another day");
    let doubtful = desk.book.doubtful_documents().expect("read");
    assert_eq!(doubtful, [(on[0], found.clone()), (on[1], found.clone())]);
    assert_eq!(desk.book.alike_in_xero().expect("read"), [], "neither is taken over for it");
    let is_another = |document| {
        desk.book.dismiss_found(document, &found.xero_id, "Bea", "voided there", later(1_600))
    };
    is_another(on[0]).expect("said");
    assert_eq!(desk.book.doubtful_documents().expect("read"), [(on[1], found.clone())]);
    send(&desk, on[0]).expect("sent");
    let refused = send(&desk, on[1]);
    assert!(matches!(refused, Err(Error::MaybeInXero { .. })), "of it nobody said so: {refused:?}");
    is_another(on[1]).expect("said");
    assert_eq!(desk.book.doubtful_documents().expect("read"), []);
    send(&desk, on[1]).expect("sent");
}

#[test]
fn a_cashout_of_another_location_holds_nothing_here() {
    let desk = put_back(desk(), |_| {});
    let north = desk.book.add_location(&location("North")).expect("a location");
    desk.record(&[sale("S-1", november(20), 10_000)]);
    let here = invoice(&desk, "BBBBBB", 20);
    let found = cashout("AAAAAA", Some(north), 20, 20);
    desk.book.settle_restored(&[found], later(1_500)).expect("asked");
    send(&desk, here).expect("sent");
}

#[test]
fn whatever_was_found_of_a_day_holds_its_cashout() {
    let desk = put_back(desk(), |_| {});
    desk.record(&[sale("S-1", november(20), 10_000), sale("S-2", november(21), 700)]);
    let (day, other) = (desk.close("BBBBBB", november(20)), desk.close("CCCCCC", november(21)));
    let found = FoundInXero {
        kind: DocumentKind::Invoice,
        reference: "T-1042 · AAAAAA".to_owned(),
        days: None,
        ..cashout("AAAAAA", None, 20, 20)
    };
    desk.book.settle_restored(std::slice::from_ref(&found), later(1_500)).expect("asked");
    assert!(matches!(send(&desk, day), Err(Error::MaybeInXero { .. })));
    assert_eq!(desk.book.doubtful_documents().expect("read"), [(day, found)]);
    send(&desk, other).expect("another day");
}

#[test]
fn what_takes_back_something_known_holds_nothing() {
    let desk = desk();
    desk.record(&[sale("S-1", november(20), 10_000)]);
    let known = desk.close("KKKKKK", november(20));
    desk.post(known);
    let desk = put_back(desk, |_| {});
    desk.record(&[sale("S-2", november(20), 700)]);
    let supplement = desk.close("BBBBBB", november(20));
    let found = FoundInXero {
        reference: "Reversal of KKKKKK · AAAAAA".to_owned(),
        days: None,
        ..cashout("AAAAAA", None, 20, 20)
    };
    desk.book.settle_restored(&[found], later(1_500)).expect("asked");
    send(&desk, supplement).expect("sent");
}

#[test]
fn a_restore_that_rotted_to_settled_lets_nothing_go() {
    let desk = put_back(desk(), |_| {});
    desk.record(&[sale("S-1", november(20), 10_000)]);
    let day = desk.close("BBBBBB", november(20));
    desk.tamper("UPDATE restores SET settled_at_ms = 1");
    let refused = send(&desk, day);
    let Err(Error::Altered(altered)) = refused else { panic!("{refused:?}") };
    assert_eq!(altered.tables, ["restores"]);
}

#[test]
fn what_was_found_and_rotted_to_dismissed_lets_nothing_go() {
    let desk = put_back(desk(), |_| {});
    desk.record(&[sale("S-1", november(20), 10_000)]);
    let day = desk.close("BBBBBB", november(20));
    let found = cashout("AAAAAA", Some(desk.dock), 20, 20);
    desk.book.settle_restored(&[found], later(1_500)).expect("asked");
    assert!(matches!(send(&desk, day), Err(Error::MaybeInXero { .. })));
    // Also where it was whole when it was last compared.
    for rot in [
        "UPDATE found SET first_day = first_day - 9, last_day = last_day - 9",
        "UPDATE found SET dismissed_at_ms = 1, dismissed_by = '', why = ''",
        "DELETE FROM found",
    ] {
        desk.tamper(rot);
        let refused = send(&desk, day);
        let Err(Error::Altered(altered)) = refused else { panic!("{rot}: {refused:?}") };
        assert_eq!(altered.tables, ["found"], "{rot}");
    }
}

#[test]
fn what_the_book_knows_is_in_nobodys_way() {
    let desk = desk();
    desk.record(&[sale("S-1", november(20), 10_000)]);
    let known = desk.close("AAAAAA", november(20));
    desk.post(known);
    let desk = put_back(desk, |_| {});
    desk.record(&[sale("S-2", november(20), 700)]);
    let supplement = desk.close("BBBBBB", november(20));
    let found = cashout("AAAAAA", Some(desk.dock), 20, 20);
    desk.book.settle_restored(&[found], later(1_500)).expect("asked");
    assert_eq!(desk.book.found_in_xero().expect("read"), []);
    send(&desk, supplement).expect("sent");
}

#[test]
fn a_reference_that_differs_in_its_code_only_may_be_the_same_thing() {
    let desk = put_back(desk(), |_| {});
    desk.record(&[sale("S-1", november(20), 10_000)]);
    let mut new = desk.document("BBBBBB", november(20), november(20));
    new.entry.reference = "T-1042 · BBBBBB".to_owned();
    let id = desk.book.enqueue(&new, later(1_100)).expect("queued");
    // Of other days, so that nothing but their names is in question.
    let found = |reference: &str, kind| FoundInXero {
        kind,
        reference: format!("{reference}AAAAAA"),
        date: november(5),
        days: None,
        xero_id: format!("{reference}{kind}"),
        ..cashout("AAAAAA", None, 20, 20)
    };
    let others = [
        found("T-1042 · ", DocumentKind::Payment),
        found("T-104 · ", DocumentKind::ManualJournal),
        found("", DocumentKind::ManualJournal),
    ];
    desk.book.settle_restored(&others, later(1_500)).expect("asked");
    assert_eq!(desk.book.doubtful_documents().expect("read"), []);
    let same = found("T-1042 · ", DocumentKind::ManualJournal);
    desk.book.settle_restored(std::slice::from_ref(&same), later(1_501)).expect("asked");
    assert_eq!(desk.book.doubtful_documents().expect("read"), [(id, same)]);
    assert!(matches!(send(&desk, id), Err(Error::MaybeInXero { .. })));
}

#[test]
fn what_waited_when_the_backup_was_made_counts_as_tried() {
    let desk = desk();
    desk.record(&[sale("S-1", november(20), 10_000), sale("S-2", november(21), 700)]);
    let queued = desk.close("AAAAAA", november(20));
    let held = desk.close("BBBBBB", november(21));
    desk.book.hold(held, &reason("locked"), None).expect("held");
    let desk = put_back(desk, |desk| desk.post(queued));
    let due = desk.book.next_due(later(9_000)).expect("read").expect("due");
    assert_eq!((due.document, due.what, due.attempts), (queued, DueFor::Send, 1));
    for document in [queued, held] {
        let attempts = desk.book.document(document).expect("read").attempts;
        assert_eq!(attempts.len(), 1, "so that it is looked up before it is sent");
        assert_eq!(attempts[0].outcome, Some(Outcome::Unknown));
        assert_eq!(attempts[0].started_at, later(1_000));
    }
    desk.assert_sound();
}

#[test]
fn an_older_file_put_there_by_hand_is_noticed() {
    let desk = desk();
    let backup = desk.folder.path().join("copy");
    desk.book.backup(&backup).expect("a backup");
    desk.record(&[sale("S-1", november(20), 10_000)]);
    let Desk { folder, book, dock } = desk;
    drop(book);
    std::fs::copy(&backup, folder.path().join(Book::FILE)).expect("copied by hand");
    let book = Book::open(folder.path(), later(1_000)).expect("opened");
    let restored = book.restored().expect("read").expect("noticed");
    assert_eq!(restored.cause, RestoreCause::WentBack);
    drop(book);
    let book = Book::open(folder.path(), later(2_000)).expect("opened");
    assert_eq!(book.restored().expect("read"), Some(restored), "once");
    Desk { folder, book, dock }.assert_sound();
}

/// A Xero of our own: each journal that was sent, by its reference and its code.
type Xero = Vec<(String, String)>;

/// Whatever is restored whenever, each day's takings are in Xero once.
#[test]
fn a_day_is_in_xero_once_whenever_the_book_was_put_back() {
    for backup_at in 0..5 {
        let mut xero = Xero::new();
        let desk = desk();
        let backup = desk.folder.path().join("copy");
        let keep = |step: u32| {
            if step == backup_at {
                desk.book.backup(&backup).expect("a backup");
            }
        };
        keep(0);
        desk.record(&[sale("S-1", november(20), 10_000)]);
        keep(1);
        let document = desk.close("AAAAAA", november(20));
        keep(2);
        desk.book.begin_attempt(document, "key", "{}", later(1)).expect("begun");
        let reference = desk.book.document(document).expect("read").entry.reference;
        xero.push((reference, "AAAAAA".to_owned()));
        keep(3);
        desk.book.record_posted(document, &posted("X-AAAAAA"), later(2)).expect("posted");
        keep(4);
        let Desk { folder, book, dock } = desk;
        drop(book);
        Book::restore(folder.path(), &backup, None, later(1_000)).expect("restored");
        let book = Book::open(folder.path(), later(1_001)).expect("opened");
        let desk = Desk { folder, book, dock };
        // The file is imported again, and somebody syncs at once.
        desk.record(&[sale("S-1", november(20), 10_000)]);
        sync(&desk, &mut xero, "BBBBBB");
        settle(&desk, &xero);
        sync(&desk, &mut xero, "CCCCCC");
        sync(&desk, &mut xero, "DDDDDD");
        assert_eq!(xero.len(), 1, "backed up at {backup_at}: {xero:?}");
        let open = desk.book.open_totals(desk.dock, Lane::Cashout, november(1), november(30));
        assert_eq!(open.expect("totals"), [], "backed up at {backup_at}");
        desk.assert_sound();
    }
}

/// Closes the day where it is open, and sends what is due as the outbox does: what was tried
/// before is looked up first.
fn sync(desk: &Desk, xero: &mut Xero, code: &str) {
    match desk.book.enqueue(&desk.document(code, november(20), november(20)), later(1_100)) {
        Ok(_) | Err(Error::NothingToClaim) => {}
        Err(error) => panic!("{error}"),
    }
    let Some(due) = desk.book.next_due(later(9_000)).expect("read") else { return };
    let document = desk.book.document(due.document).expect("read");
    let reference = document.entry.reference;
    let id = due.document;
    let there = xero.iter().any(|(sent, _)| *sent == reference);
    match due.what {
        DueFor::Interrupted => {
            let (soon, now) = (later(1_200), later(1_101));
            desk.book.record_unknown(id, &reason("silence"), soon, now).expect("unknown");
        }
        DueFor::LookUp if there => {
            desk.book.record_posted(id, &posted("X-AAAAAA"), later(1_300)).expect("found");
        }
        DueFor::Send if due.attempts > 0 && there => {
            desk.book.hold(id, &reason("found"), None).expect("held");
            desk.book.record_posted(id, &posted("X-AAAAAA"), later(1_300)).expect("found");
        }
        DueFor::Send => match desk.book.begin_attempt(id, code, "{}", later(1_300)) {
            Ok(_) => {
                xero.push((reference, document.summary.code));
                desk.book.record_posted(id, &posted("X-2"), later(1_301)).expect("posted");
            }
            Err(error) => assert!(matches!(error, Error::Unsure | Error::MaybeInXero { .. })),
        },
        DueFor::LookUp | DueFor::Reconsider | DueFor::Approval | DueFor::Evidence => {
            panic!("{due:?}")
        }
    }
}

/// Asks Xero for everything of ours, and takes over what the book does not know.
fn settle(desk: &Desk, xero: &Xero) {
    let found: Vec<FoundInXero> =
        xero.iter().map(|(_, code)| cashout(code, Some(desk.dock), 20, 20)).collect();
    desk.book.settle_restored(&found, later(1_150)).expect("asked");
    for (document, found) in desk.book.doubtful_documents().expect("read") {
        desk.book.record_undone(document, later(1_151)).expect("never sent");
        let taken = NewDocument {
            hold: Some(reason("found")),
            ..desk.document(&found.code, november(20), november(20))
        };
        let taken = desk.book.enqueue(&taken, later(1_152)).expect("held");
        desk.book.record_posted(taken, &posted(&found.xero_id), later(1_153)).expect("there");
    }
}
