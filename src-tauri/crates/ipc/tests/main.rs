//! Claims about the wire as a whole.

use std::collections::BTreeSet;

use ipc::{Code, EVENT_NAMES, Money, NAMES, Topic, typescript};
use serde_json::json;

#[test]
fn every_command_has_a_name_of_its_own() {
    let names: BTreeSet<_> = NAMES.iter().collect();
    assert_eq!(names.len(), NAMES.len(), "a name listed twice would hide a command");
}

#[test]
fn every_code_has_a_name_of_its_own() {
    let names: BTreeSet<_> = Code::ALL
        .iter()
        .map(|code| serde_json::to_string(code).expect("a code is a string"))
        .collect();
    assert_eq!(names.len(), Code::ALL.len());
}

#[test]
fn the_list_of_topics_has_every_one_once() {
    let shape = typescript();
    let (_, declared) = shape.split_once("export type Topic = ").expect("the window knows it");
    let declared = declared.split_once(';').expect("an end").0;
    let declared: BTreeSet<_> = declared.split(" | ").map(str::to_owned).collect();
    let listed = Topic::ALL.iter().map(|topic| serde_json::to_string(topic).expect("a string"));
    assert_eq!(listed.collect::<BTreeSet<_>>(), declared);
    assert_eq!(Topic::ALL.len(), declared.len());
}

macro_rules! accepts_strange_field {
    ($($(#[$doc:meta])* $name:ident($request:ty) -> $answer:ty,)*) => {
        vec![$((
            stringify!($name),
            serde_json::from_value::<$request>(json!({ "strange": 1 })).is_ok(),
        )),*]
    };
}

#[test]
fn every_request_refuses_a_field_it_does_not_know() {
    for (name, accepted) in ipc::with_commands!(accepts_strange_field) {
        assert!(!accepted, "{name} swallows a misspelt field");
    }
}

#[test]
fn the_window_is_told_of_every_command_and_event() {
    let typescript = typescript();
    for name in NAMES.iter().chain(EVENT_NAMES) {
        assert!(typescript.contains(&format!("\n  {name}: ")), "{name} is not in the TypeScript");
    }
}

#[test]
fn nothing_in_the_window_can_lose_digits_or_types() {
    let typescript = typescript();
    for loose in ["bigint", ": any", "unknown"] {
        let found = typescript.lines().find(|line| line.contains(loose) && !line.contains("/**"));
        assert!(found.is_none_or(|line| line.contains('"')), "{loose}: {found:?}");
    }
}

#[test]
fn the_typescript_is_the_same_every_time_and_has_no_trailing_space() {
    assert_eq!(typescript(), typescript());
    assert!(typescript().lines().all(|line| line == line.trim_end()));
}

#[test]
fn money_is_a_decimal_string_on_the_wire() {
    assert_eq!(json!(Money::from("112.00")), json!("112.00"));
}

#[test]
fn a_pin_is_read_from_a_text_and_never_shown() {
    let read = |pin: serde_json::Value| {
        serde_json::from_value::<ipc::SignIn>(json!({ "person": "1", "pin": pin }))
    };
    let asked = read(json!("4711")).expect("a PIN");
    assert_eq!(asked.pin.secret(), "4711");
    assert!(!format!("{asked:?} {asked:#?}").contains("4711"), "{asked:?}");
    for wrong in [json!(4711), json!(["4711"]), json!({ "4711": 1 }), json!(null)] {
        let error = read(wrong).expect_err("no PIN").to_string();
        assert!(!error.contains("4711"), "{error}");
    }
}
