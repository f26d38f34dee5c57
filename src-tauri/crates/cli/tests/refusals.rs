//! What Xero would refuse is refused before anything is sent.

use serde_json::{Value, json};

use crate::backups::rot;
use crate::journey::{import, map};
use crate::support::{Desk, Ran, Simulator};

/// A command that changed nothing, and its sentence.
#[track_caller]
fn refused(ran: &Ran) -> String {
    assert!([1, 2].contains(&ran.code), "{ran:?}");
    let sentence = ran.sentence();
    assert!(sentence.ends_with('.') && sentence.contains(' '), "a sentence: {sentence}");
    sentence
}

#[test]
fn accounts_that_cannot_play_their_part_are_refused_while_mapping() {
    let simulator = Simulator::start("ca");
    let desk = Desk::connected(&simulator);
    for (words, why) in [
        (["role", "revenue-clearing", "Business Bank Account"].as_slice(), "bank"),
        (&["role", "ar-control", "Accounts Receivable"], "Accounts Receivable"),
        (&["set", "6545", "Bike Rentals (discontinued)"], "archived"),
        (&["set", "6545", "Sales", "--tax-type", "NOSUCHTAX"], "NOSUCHTAX"),
        (&["set", "6545", "Sales", "--tracking", "Region=Nowhere"], "Region"),
        (&["role", "no-such-role", "Sales"], "no-such-role"),
        (&["tax", "GST", "No Such Thing"], "No Such Thing"),
    ] {
        let words: Vec<_> = ["map"].iter().chain(words).copied().collect();
        let sentence = refused(&desk.run(&words));
        let (said, about) = (sentence.to_lowercase(), why.to_lowercase());
        assert!(said.contains(&about), "{words:?}: {sentence}");
    }
    let exported = desk.command(&["map", "export", "-"]).output().unwrap();
    let exported = String::from_utf8(exported.stdout).unwrap();
    assert_eq!(exported, "", "nothing was mapped");
}

#[test]
fn a_tax_type_that_is_not_for_sales_never_leaves_in_way_a() {
    let simulator = Simulator::start("au");
    let desk = Desk::connected(&simulator);
    assert_eq!(desk.run(&["location", "list"]).done()["locations"][0]["tax_way"], "A");
    desk.run(&["map", "role", "revenue-clearing", "Revenue Clearing"]).done();
    let sale = json!({
        "id": "S1", "kind": "sale", "at": "2026-11-20T10:00:00",
        "lines": [{ "gl_code": "Boats", "net": "100.00",
                    "taxes": [{ "code": "GST", "amount": "10.00" }] }],
        "tenders": [{ "name": "Card", "amount": "110.00" }],
    });
    let recorded = desk.feed(&["record", "--json", "-"], &sale.to_string());
    assert_eq!(recorded.done()["recorded"], 1);
    let refusal = refused(&desk.run(&["map", "set", "Boats", "Boats", "--tax-type", "INPUT"]));
    assert!(refusal.contains("tax rate"), "{refusal}");
    // What was right when it was mapped may be wrong when it is sent.
    desk.run(&["map", "set", "Boats", "Boats", "--tax-type", "OUTPUT"]).done();
    simulator.control(&json!({ "archive_tax_rate": "OUTPUT" }));
    let sent = desk.run(&["sync", "--from", "2026-11-20", "--to", "2026-11-20"]);
    assert_eq!(sent.code, 1, "{sent:?}");
    assert_eq!(sent.json()["documents"][0]["attempts"], 0);
    assert_eq!(simulator.posted().len(), 0);
}

#[test]
fn an_account_is_no_answer_where_xero_works_out_the_tax() {
    let simulator = Simulator::start("au");
    let desk = Desk::connected(&simulator);
    let ran = desk.run(&["map", "tax", "GST", "GST"]);
    assert_eq!(ran.code, 1, "{ran:?}");
    assert!(refused(&ran).contains("name a Xero tax rate"), "{ran:?}");
    let failure: Value = serde_json::from_str(&ran.complaint).unwrap();
    let hint = failure["error"]["hint"].as_str().unwrap();
    assert!(hint.contains("(OUTPUT)") && !hint.contains("(INPUT)"), "{hint}");
    desk.run(&["map", "tax", "GST", "OUTPUT"]).done();
}

#[test]
fn a_locked_period_is_held_with_its_reason_and_goes_once_it_is_open() {
    let simulator = Simulator::start("ca");
    let desk = Desk::connected(&simulator);
    map(&desk);
    import(&desk);
    simulator.control(&json!({ "lock_date": "2026-11-19" }));
    let sent = desk.run(&["sync", "--from", "2026-11-19", "--to", "2026-11-19"]);
    assert_eq!(sent.code, 1, "{sent:?}");
    let document = &sent.json()["documents"][0];
    assert_eq!((&document["state"], &document["attempts"]), (&json!("held"), &json!(0)));
    assert!(document["message"].as_str().unwrap().contains("locked"), "{document}");
    assert_eq!(desk.run(&["attention"]).done()["total"], 1);
    assert_eq!(simulator.posted().len(), 0);

    simulator.control(&json!({ "lock_date": "" }));
    let document = &desk.run(&["outbox", "run", "--until-empty"]).done()["documents"][0];
    assert_eq!(document["state"], "posted");
    assert_eq!(simulator.posted().len(), 1);
}

#[test]
fn an_account_archived_after_it_was_mapped_holds_the_day_until_another_is_chosen() {
    let simulator = Simulator::start("ca");
    let desk = Desk::connected(&simulator);
    map(&desk);
    import(&desk);
    simulator.control(&json!({ "archive_account": "Card Clearing" }));
    let sent = desk.run(&["sync", "--from", "2026-11-19", "--to", "2026-11-19"]);
    assert_eq!(sent.code, 1, "{sent:?}");
    assert_eq!(sent.json()["documents"][0]["attempts"], 0);
    let mut mapped = desk.command(&["map", "tender", "Card", "Revenue Clearing"]);
    let said = String::from_utf8(mapped.output().unwrap().stdout).unwrap();
    assert!(said.contains("daybook outbox run"), "{said}");
    desk.run(&["outbox", "run", "--until-empty"]).done();
    assert_eq!(simulator.posted().len(), 1);
}

#[test]
fn an_unmapped_code_is_a_blocker_and_the_day_closes_all_the_same() {
    let simulator = Simulator::start("ca");
    let desk = Desk::connected(&simulator);
    desk.run(&["map", "role", "revenue-clearing", "Revenue Clearing"]).done();
    let sale = ["record", "sale", "--line", "6545=40.00", "--tender", "Cash=40.00"];
    assert_eq!(desk.run(&sale).done()["recorded"], 1);
    let review = desk.run(&["cashout"]).done();
    let message = review["blockers"][0]["message"].as_str().unwrap();
    assert!(message.starts_with("Unmapped GL codes: 6545 (1 transaction, 40.00)"), "{message}");
    assert_eq!(desk.run(&["sync"]).code, 1);
    let check = desk.run(&["map", "check"]);
    assert_eq!(check.code, 1, "closing the day does not mend it: {check:?}");
    desk.run(&["map", "set", "6545", "Equipment Sales"]).done();
    desk.run(&["outbox", "run"]).done();
    assert_eq!(simulator.posted().len(), 1);
}

#[test]
fn what_is_kept_is_not_said_to_have_failed_where_nothing_can_be_queued() {
    let simulator = Simulator::start("ca");
    let desk = Desk::connected(&simulator);
    map(&desk);
    import(&desk);
    // The mapping cannot be read any more, and without it no document is made.
    desk.run(&["map", "role", "surcharges", "Sales"]).done();
    rot(&desk.place().join("book/book.sqlite"), b"surcharges", b"surchargeX");
    assert_ne!(desk.run(&["map", "list"]).code, 0);
    for words in [
        ["settings", "set", "deposits", "with-cashout"].as_slice(),
        &["location", "set", "1", "recognition", "by-day"],
        &["location", "set", "1", "posting-mode", "invoices", "--confirm"],
        &["rate", "set", "USD", "2026-11-19", "1.36"],
    ] {
        let kept = desk.run(words);
        assert_eq!(kept.code, 0, "{words:?}: {kept:?}");
    }
    assert_eq!(
        desk.run(&["settings", "get", "deposits"]).done()["settings"]["deposits"],
        "with-cashout"
    );
    assert_eq!(desk.run(&["rate", "list"]).done()["rates"][0]["currency"], "USD");
}
