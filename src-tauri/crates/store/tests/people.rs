//! People and their PINs, and what they did.

use std::path::{Path, PathBuf};

use store::{
    AuditFilter, Book, Deed, DeedOutcome, Error, Person, PersonId, PersonRole, PinHash, PinTry,
};

use crate::desk::{Desk, desk, later, noon, november, sale};

fn pin() -> PinHash {
    PinHash("a hash".to_owned())
}

fn administrator(book: &Book) -> PersonId {
    book.add_person("Ana", PersonRole::Administrator, &pin(), noon()).expect("the first")
}

fn deed(who: &str, what: &str) -> Deed {
    Deed {
        at: noon(),
        person: None,
        who: who.to_owned(),
        command: "set_rate".to_owned(),
        what: what.to_owned(),
        ids: vec!["USD".to_owned()],
    }
}

#[test]
fn the_first_person_is_an_administrator_and_one_stays_while_anybody_signs_in() {
    let desk = desk();
    let book = &desk.book;
    assert!(!book.people_sign_in().expect("read"));
    let early = book.add_person("Sam", PersonRole::FrontDesk, &pin(), noon());
    assert!(matches!(early, Err(Error::NoAdministrator)), "{early:?}");
    let ana = administrator(book);
    let sam = book.add_person("Sam", PersonRole::FrontDesk, &pin(), noon()).expect("the second");
    assert!(book.people_sign_in().expect("read"));

    let mut left = book.person(ana).expect("Ana");
    left.role = PersonRole::Bookkeeper;
    assert!(matches!(book.save_person(&left, noon()), Err(Error::NoAdministrator)));
    left = Person { role: PersonRole::Administrator, active: false, ..left };
    assert!(matches!(book.save_person(&left, noon()), Err(Error::NoAdministrator)));
    // By any other program neither.
    assert!(desk.file().execute("UPDATE people SET active = 0 WHERE id = 1", []).is_err());
    assert!(desk.file().execute("DELETE FROM people", []).is_err());

    let gone = Person { active: false, ..book.person(sam).expect("Sam") };
    book.save_person(&gone, noon()).expect("Sam leaves");
    book.save_person(&left, noon()).expect("the last one may give signing in up");
    assert!(!book.people_sign_in().expect("read"));
    desk.assert_sound();
}

#[test]
fn a_deed_of_a_recording_is_in_the_log_with_what_was_recorded_or_neither_is() {
    let desk = desk();
    let all = || desk.book.deeds(&AuditFilter::default(), None, 10).expect("read");
    for is_kept in [false, true] {
        let mut recorder = desk.book.recorder(None, noon()).expect("a recorder");
        recorder.push(&sale("S-1", november(20), 10_000)).expect("pushed");
        recorder.note_deed(&deed("Ana", "Correct S-1")).expect("noted");
        if is_kept {
            recorder.commit().expect("committed");
        } else {
            drop(recorder);
        }
        assert_eq!(all().len(), usize::from(is_kept));
        let count = desk.book.transaction_count().expect("a count");
        assert_eq!(count, u64::from(is_kept));
    }
    assert_eq!(all()[0].outcome, Some(DeedOutcome::Done));
    desk.assert_sound();
}

#[test]
fn two_people_never_share_a_name() {
    let desk = desk();
    administrator(&desk.book);
    let again = desk.book.add_person(" ana ", PersonRole::FrontDesk, &pin(), noon());
    assert!(matches!(again, Err(Error::PersonNamed { .. })), "{again:?}");
    let lee = desk.book.add_person("Lee", PersonRole::Bookkeeper, &pin(), noon()).expect("Lee");
    let mut lee = desk.book.person(lee).expect("read");
    lee.name = "ANA".to_owned();
    assert!(matches!(desk.book.save_person(&lee, noon()), Err(Error::PersonNamed { .. })));
    lee.name = "Lee K.".to_owned();
    desk.book.save_person(&lee, noon()).expect("another name");
    let names: Vec<_> = desk.book.people().expect("read").into_iter().map(|one| one.name).collect();
    assert_eq!(names, ["Ana", "Lee K."]);
}

/// Tries a PIN that is wrong.
fn wrong(book: &Book, id: PersonId, seconds: i64) -> PinTry {
    book.try_pin(id, later(seconds)).expect("tried")
}

#[test]
fn wrong_pins_are_slowed_across_restarts_and_never_for_ever() {
    let desk = desk();
    let ana = administrator(&desk.book);
    for _ in 0..3 {
        assert_eq!(wrong(&desk.book, ana, 0), PinTry::Now(pin()), "a finger slips");
    }
    assert!(matches!(wrong(&desk.book, ana, 0), PinTry::Now(_)));
    assert_eq!(wrong(&desk.book, ana, 4), PinTry::NotBefore(later(5)));
    assert_eq!(desk.book.next_try(ana, later(4)).expect("read"), Some(later(5)));

    let again = Book::open(desk.folder.path(), later(4)).expect("another process");
    assert_eq!(wrong(&again, ana, 4), PinTry::NotBefore(later(5)), "it is in the book");
    assert!(matches!(wrong(&again, ana, 5), PinTry::Now(_)), "the wait is over");
    assert_eq!(wrong(&again, ana, 14), PinTry::NotBefore(later(15)), "twice as long");

    let mut now = 15;
    for _ in 0..40 {
        assert!(matches!(wrong(&again, ana, now), PinTry::Now(_)), "at {now}");
        let PinTry::NotBefore(until) = wrong(&again, ana, now) else { panic!("no wait at {now}") };
        let wait = (until - later(now)).num_seconds();
        assert!(wait <= 300, "{wait} seconds");
        now += wait;
    }
    again.pin_was_right(ana).expect("kept");
    assert!(matches!(wrong(&again, ana, now), PinTry::Now(_)), "a right one forgives");
    assert_eq!(again.next_try(ana, later(now)).expect("read"), None);
}

#[test]
fn a_clock_that_is_set_back_locks_nobody_out() {
    let desk = desk();
    let ana = administrator(&desk.book);
    let day = 24 * 60 * 60;
    for _ in 0..5 {
        wrong(&desk.book, ana, day);
    }
    assert!(matches!(wrong(&desk.book, ana, day), PinTry::NotBefore(_)));
    assert!(matches!(wrong(&desk.book, ana, 0), PinTry::Now(_)));
}

#[test]
fn a_new_pin_forgives_the_wrong_ones_before_it() {
    let desk = desk();
    let ana = administrator(&desk.book);
    for _ in 0..6 {
        wrong(&desk.book, ana, 0);
    }
    let other = PinHash("another hash".to_owned());
    desk.book.set_pin(ana, &other, later(1)).expect("set");
    assert_eq!(wrong(&desk.book, ana, 1), PinTry::Now(other));
    assert!(desk.book.set_pin(PersonId(9), &pin(), noon()).is_err(), "nobody is 9");
    assert!(desk.book.try_pin(PersonId(9), noon()).is_err());
}

#[test]
fn a_deed_is_written_before_its_outcome_and_neither_is_ever_changed() {
    let desk = desk();
    let book = &desk.book;
    let id = book.begin_deed(&deed("Ana", "Enter a rate: USD")).expect("begun");
    let begun = book.deeds(&AuditFilter::default(), None, 10).expect("read").remove(0);
    assert_eq!((begun.id, begun.outcome), (id, None), "interrupted, so far");
    book.end_deed(id, later(1), DeedOutcome::Failed, Some("There is no such currency."))
        .expect("ended");
    assert!(book.end_deed(id, later(2), DeedOutcome::Done, None).is_err(), "once");
    let ended = book.deeds(&AuditFilter::default(), None, 10).expect("read").remove(0);
    assert_eq!(ended.outcome, Some(DeedOutcome::Failed));
    assert_eq!(ended.message.as_deref(), Some("There is no such currency."));
    assert_eq!(ended.deed, deed("Ana", "Enter a rate: USD"));
    for statement in ["UPDATE audit_log SET who = 'Sam' WHERE id = 1", "DELETE FROM audit_log"] {
        assert!(desk.file().execute(statement, []).is_err(), "{statement}");
    }
    desk.assert_sound();
}

#[test]
fn deeds_are_found_by_text_name_time_and_outcome() {
    let desk = desk();
    let book = &desk.book;
    book.note_deed(&deed("Ana", "Give role deposits an account"), DeedOutcome::Done, None)
        .expect("kept");
    let late = Deed { at: later(60), ..deed("Sam", "Undo document 7") };
    book.note_deed(&late, DeedOutcome::Refused, Some("Only a bookkeeper may.")).expect("kept");
    let found = |filter: AuditFilter| -> Vec<String> {
        let deeds = book.deeds(&filter, None, 10).expect("read");
        deeds.into_iter().map(|one| one.deed.who).collect()
    };
    let all = AuditFilter::default();
    assert_eq!(found(all.clone()), ["Sam", "Ana"], "newest first");
    assert_eq!(found(AuditFilter { text: Some("bookkeeper".into()), ..all.clone() }), ["Sam"]);
    assert_eq!(found(AuditFilter { text: Some("ROLE DEP".into()), ..all.clone() }), ["Ana"]);
    assert_eq!(found(AuditFilter { who: Some("Ana".into()), ..all.clone() }), ["Ana"]);
    assert_eq!(found(AuditFilter { from: Some(later(60)), ..all.clone() }), ["Sam"]);
    assert_eq!(found(AuditFilter { before: Some(later(60)), ..all.clone() }), ["Ana"]);
    assert_eq!(found(AuditFilter { outcome: Some(DeedOutcome::Refused), ..all.clone() }), ["Sam"]);
    let first = book.deeds(&all, None, 1).expect("read").remove(0);
    assert_eq!(book.deeds(&all, Some(first.id), 10).expect("read")[0].deed.who, "Ana");
}

#[test]
fn what_another_program_does_to_the_log_breaks_its_chain() {
    for (statement, entry) in [
        ("UPDATE audit_log SET who = 'Sam' WHERE id = 3", "entry 3"),
        ("UPDATE audit_log SET outcome = 'done' WHERE id = 4", "entry 4"),
        ("DELETE FROM audit_log WHERE id = 2", "entry 3"),
        ("DELETE FROM audit_log WHERE id >= 5", "the log ends at 4"),
    ] {
        let desk = desk();
        for what in ["one", "two", "three"] {
            desk.book.note_deed(&deed("Ana", what), DeedOutcome::Failed, None).expect("kept");
        }
        let mark = desk.book.audit_mark().expect("read").expect("a mark");
        assert_eq!(mark.len(), 64);
        let file = desk.file();
        file.execute_batch("DROP TRIGGER audit_log_stays; DROP TRIGGER audit_log_kept;")
            .expect("another program can");
        file.execute_batch(&format!("PRAGMA foreign_keys = OFF; {statement}")).expect("changed");
        let findings = desk.book.check().expect("a check");
        let broken = findings.iter().find(|one| one.invariant.starts_with("the audit log"));
        let broken = &broken.expect("the invariant").broken;
        assert_eq!(broken.first().map(String::as_str), Some(entry), "{statement}: {broken:?}");
    }
    let desk = desk();
    assert_eq!(desk.book.audit_mark().expect("read"), None);
    desk.book.note_deed(&deed("Ana", "one"), DeedOutcome::Done, None).expect("kept");
    let one = desk.book.audit_mark().expect("read");
    desk.book.note_deed(&deed("Ana", "one"), DeedOutcome::Done, None).expect("kept");
    assert_ne!(desk.book.audit_mark().expect("read"), one);
}

/// A desk's book, put back to a copy of it.
fn put_back(desk: Desk, copy: &Path) -> Desk {
    let Desk { folder, book, dock } = desk;
    drop(book);
    Book::restore(folder.path(), copy, None, later(1_000)).expect("restored");
    let book = Book::open(folder.path(), later(1_001)).expect("opened");
    Desk { folder, book, dock }
}

fn copy_of(desk: &Desk) -> PathBuf {
    let copy = desk.folder.path().join("copy");
    desk.book.backup(&copy).expect("a backup");
    copy
}

#[test]
fn a_backup_from_before_there_were_people_lets_nobody_in() {
    let desk = desk();
    let copy = copy_of(&desk);
    let ana = administrator(&desk.book);
    desk.book.add_person("Sam", PersonRole::FrontDesk, &pin(), noon()).expect("the second");
    desk.book.try_pin(ana, noon()).expect("a wrong one");
    let before = desk.book.people().expect("read");
    let desk = put_back(desk, &copy);
    assert_eq!(desk.book.people().expect("read"), before);
    assert_eq!(desk.book.try_pin(ana, noon()).expect("counted"), PinTry::Now(pin()));
    desk.assert_sound();
}

#[test]
fn whoever_left_or_was_renamed_since_a_backup_stays_so() {
    let desk = desk();
    let ana = administrator(&desk.book);
    let sam = desk.book.add_person("Sam", PersonRole::FrontDesk, &pin(), noon()).expect("Sam");
    let copy = copy_of(&desk);
    // Sam is the administrator now and has Ana's name; Ana has gone.
    let gone = Person { name: "Anna".to_owned(), ..desk.book.person(ana).expect("Ana") };
    desk.book.save_person(&gone, later(1)).expect("renamed");
    let role = PersonRole::Administrator;
    let heir = Person { id: sam, name: "Ana".to_owned(), role, active: true };
    desk.book.save_person(&heir, later(2)).expect("saved");
    let gone = Person { active: false, role: PersonRole::FrontDesk, ..gone };
    desk.book.save_person(&gone, later(3)).expect("left");
    let before = desk.book.people().expect("read");
    let desk = put_back(desk, &copy);
    assert_eq!(desk.book.people().expect("read"), before);
    desk.assert_sound();
}

#[test]
fn people_who_gave_signing_in_up_are_not_asked_again_by_a_backup() {
    let desk = desk();
    let ana = administrator(&desk.book);
    let sam = desk.book.add_person("Sam", PersonRole::FrontDesk, &pin(), noon()).expect("Sam");
    let copy = copy_of(&desk);
    for id in [sam, ana] {
        let gone = Person { active: false, ..desk.book.person(id).expect("there") };
        desk.book.save_person(&gone, later(1)).expect("left");
    }
    let desk = put_back(desk, &copy);
    assert!(!desk.book.people_sign_in().expect("read"));
    desk.assert_sound();
}

#[test]
fn a_restore_says_in_the_audit_log_what_is_gone_from_it() {
    let desk = desk();
    desk.book.note_deed(&deed("Ana", "before"), DeedOutcome::Done, None).expect("noted");
    let copy = copy_of(&desk);
    for what in ["after", "and after that"] {
        desk.book.note_deed(&deed("Ana", what), DeedOutcome::Done, None).expect("noted");
    }
    let mark = desk.book.audit_mark().expect("read").expect("an end");
    let desk = put_back(desk, &copy);
    let deeds = desk.book.deeds(&AuditFilter::default(), None, 10).expect("read");
    let whats: Vec<_> = deeds.iter().map(|one| one.deed.what.as_str()).collect();
    let [told, "before"] = whats[..] else { panic!("{whats:?}") };
    assert!(told.contains("2 entries of its audit log are not in the backup's"), "{told}");
    assert!(told.contains(&format!("ends with row 6 and the mark {mark}")), "{told}");
    assert_eq!(deeds[0].outcome, Some(DeedOutcome::Done));
    desk.assert_sound();
}
