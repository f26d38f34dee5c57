//! What a person said of something that was found in Xero is kept as it was said.

use store::Error;

use crate::desk::{desk, later, november, sale};
use crate::restored::{cashout, put_back, send};

#[test]
fn an_answer_that_came_into_the_book_by_itself_lets_nothing_go() {
    let desk = put_back(desk(), |_| {});
    desk.record(&[sale("S-1", november(20), 10_000)]);
    let day = desk.close("BBBBBB", november(20));
    let found = cashout("AAAAAA", Some(desk.dock), 20, 20);
    desk.book.settle_restored(&[found], later(1_500)).expect("asked");
    desk.tamper(&format!("INSERT INTO answers VALUES ({}, 'X-AAAAAA', 'Bea', 'no', 1)", day.0));
    let refused = send(&desk, day);
    let Err(Error::Altered(altered)) = refused else { panic!("{refused:?}") };
    assert_eq!(altered.tables, ["answers"]);
}

#[test]
fn an_answer_is_never_edited_nor_forgotten() {
    let desk = put_back(desk(), |_| {});
    desk.record(&[sale("S-1", november(20), 10_000)]);
    let day = desk.close("BBBBBB", november(20));
    let found = cashout("AAAAAA", Some(desk.dock), 20, 20);
    desk.book.settle_restored(std::slice::from_ref(&found), later(1_500)).expect("asked");
    desk.book.dismiss_found(day, &found.xero_id, "Bea", "no", later(1_600)).expect("said");
    for statement in ["UPDATE answers SET why = 'x'", "DELETE FROM answers"] {
        let refused = desk.file().execute(statement, []).expect_err(statement);
        assert!(refused.to_string().contains("never"), "{refused}");
    }
}
