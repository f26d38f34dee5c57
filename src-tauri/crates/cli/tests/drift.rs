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
