//! What somebody changed in Xero, from the command line.

use serde_json::json;

use crate::journey::{import, map};
use crate::support::{Desk, Simulator};

#[test]
fn what_was_changed_in_xero_is_shown_and_accepted_or_posted_again() {
    let simulator = Simulator::start("ca");
    let desk = Desk::connected(&simulator);
    map(&desk);
    import(&desk);
    desk.run(&["sync"]).done();
    let clean = desk.run(&["drift"]).done();
    assert_eq!((&clean["open"], &clean["drifts"]), (&json!(0), &json!([])));

    let [first, second] = simulator.posted().try_into().unwrap();
    simulator.control(&json!({ "void_journal": first["ManualJournalID"] }));
    simulator.control(&json!({
        "edit_journal": { "id": second["ManualJournalID"], "date": "2026-11-18" }
    }));
    let found = desk.run(&["drift"]);
    assert_eq!(found.code, 1, "{found:?}");
    let found = found.json();
    assert_eq!(found["open"], 2, "{found:#}");
    let drifts = found["drifts"].as_array().unwrap();
    let of_kind = |kind: &str| drifts.iter().find(|one| one["kind"] == kind).unwrap();
    let (voided, edited) = (of_kind("voided"), of_kind("edited"));
    assert_eq!(edited["now"]["day"], "2026-11-18");
    assert_eq!(edited["answered"]["day"], edited["sent"]["day"]);

    let left = desk.run(&["drift", "accept", edited["id"].as_str().unwrap()]).done();
    assert_eq!(left["open"], 1);
    desk.run(&["drift", "repost", voided["id"].as_str().unwrap()]).done();
    assert_eq!(simulator.posted().len(), 2, "the voided day is there again");
    desk.run(&["drift"]).done();
    let all = desk.run(&["drift", "--all"]).done();
    assert_eq!(all["drifts"].as_array().unwrap().len(), 2);
    let again = desk.run(&["drift", "repost", voided["id"].as_str().unwrap()]);
    assert_eq!(again.code, 1, "{again:?}");
}

#[test]
fn a_line_that_is_tracked_otherwise_is_shown_with_how_it_was() {
    let simulator = Simulator::start("ca");
    let desk = Desk::connected(&simulator);
    map(&desk);
    import(&desk);
    desk.run(&["sync"]).done();
    let [first, _] = simulator.posted().try_into().unwrap();
    simulator.control(&json!({
        "edit_journal": { "id": first["ManualJournalID"], "first_line_tracking": ["Lake"] }
    }));
    let found = desk.run(&["drift"]).json();
    assert_eq!(found["open"], 1, "{found:#}");
    let drift = &found["drifts"][0];
    let said = drift["message"].as_str().unwrap();
    assert!(said.ends_with("is tracked as Region: Lake now; it was not tracked."), "{said}");
    assert_eq!(drift["now"]["lines"][0]["tracking"][0]["option"], "Lake");
    for side in ["sent", "answered"] {
        let side = &drift[side];
        assert_eq!((&side["currency"], &side["rate"]), (&json!("CAD"), &json!(null)));
        let lines = side["lines"].as_array().unwrap();
        assert!(lines.iter().all(|line| line["tracking"] == json!([])), "{side:#}");
    }
}
