//! People at the command line: who they are, what they may, and what is kept of it.

use serde_json::{Value, json};

use crate::support::{Desk, Ran, Simulator};

pub(crate) const ANA: &str = "9171";
pub(crate) const SAM: &str = "1379";

impl Desk {
    /// Runs a command for scripts as somebody, with the PIN left in the environment.
    pub(crate) fn run_as(&self, name: &str, pin: &str, words: &[&str]) -> Ran {
        let mut command = self.command(words);
        command.args(["--as", name, "--json"]).env("DAYBOOK_PIN", pin);
        command.output().unwrap().into()
    }

    /// The same with a PIN to be set.
    fn set_as(&self, name: &str, pin: &str, new: &str, words: &[&str]) -> Ran {
        let mut command = self.command(words);
        command.arg("--json").env("DAYBOOK_NEW_PIN", new);
        if !name.is_empty() {
            command.args(["--as", name]).env("DAYBOOK_PIN", pin);
        }
        command.output().unwrap().into()
    }

    /// Adds Ana, who may everything, and Sam at the desk.
    pub(crate) fn hire(&self) {
        self.set_as("", "", ANA, &["people", "add", "Ana", "--role", "administrator"]).done();
        self.set_as("Ana", ANA, SAM, &["people", "add", "Sam", "--role", "front-desk"]).done();
    }
}

/// The code a command failed with, which it says last.
fn code(ran: &Ran) -> String {
    let last = ran.complaint.lines().last().unwrap_or_default();
    let failure: Value = serde_json::from_str(last).unwrap_or(Value::Null);
    failure["error"]["code"].as_str().unwrap_or("none").to_owned()
}

/// Who may give a command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum May {
    /// Whoever has the account of the system: nobody signs in for it.
    Anybody,
    /// Everybody who has signed in.
    Desk,
    /// Nobody at the front desk.
    NotDesk,
}

/// Every command there is, with what it takes and who may give it.
const COMMANDS: &[(&str, &str, May)] = &[
    ("practice", "", May::NotDesk),
    ("connect", "--no-browser --timeout 1", May::NotDesk),
    ("org list", "", May::NotDesk),
    ("org use", "none", May::NotDesk),
    ("org disconnect", "", May::NotDesk),
    ("chart refresh", "", May::NotDesk),
    ("chart list", "", May::Desk),
    ("chart enable-payments", "Sales", May::NotDesk),
    ("chart add-option", "Region North", May::NotDesk),
    ("location list", "", May::Desk),
    ("location add", "Beach", May::NotDesk),
    ("location set", "Main name Dock", May::NotDesk),
    ("location rules", "Main", May::Desk),
    ("settings get", "", May::Desk),
    ("settings set", "drafts none", May::NotDesk),
    ("map list", "", May::Desk),
    ("map check", "", May::Desk),
    ("map suggest", "--accept", May::NotDesk),
    ("map import", "map.csv", May::NotDesk),
    ("map export", "-", May::Desk),
    ("map set", "6545 Sales", May::NotDesk),
    ("map role", "tips-payable Sales", May::NotDesk),
    ("map tax", "GST Sales", May::NotDesk),
    ("map tender", "Cash Sales", May::NotDesk),
    ("map bank", "Savings Sales", May::NotDesk),
    ("map tracking", "location Region", May::NotDesk),
    ("map no-tax", "", May::NotDesk),
    ("contact list", "", May::Desk),
    ("contact choices", "Larsen", May::Desk),
    ("contact link", "Larsen Larsen", May::NotDesk),
    ("contact create", "Larsen", May::NotDesk),
    ("contact unlink", "none", May::NotDesk),
    ("rate list", "", May::Desk),
    ("rate set", "USD 2026-11-19 1.36", May::NotDesk),
    ("record", "sale --line 6545=40.00 --tender Cash=40.00", May::Desk),
    ("import", "day.csv", May::Desk),
    ("count", "--date 2026-11-19 --input count.json", May::Desk),
    ("cashout", "", May::Desk),
    ("transactions list", "", May::Desk),
    ("transactions show", "1", May::Desk),
    ("transactions withdraw", "1 --why no", May::Desk),
    ("sync", "", May::Desk),
    ("outbox list", "", May::Desk),
    ("outbox show", "1", May::Desk),
    ("outbox run", "", May::Desk),
    ("outbox retry", "1", May::NotDesk),
    ("outbox hold", "1", May::NotDesk),
    ("outbox skip", "1 --why no", May::NotDesk),
    ("outbox keep", "1", May::NotDesk),
    ("outbox undo", "1", May::NotDesk),
    ("outbox approvals", "", May::NotDesk),
    ("outbox move", "1 all", May::NotDesk),
    ("outbox take-over", "1", May::NotDesk),
    ("outbox not-the-same", "1 --why other", May::NotDesk),
    ("drift accept", "1", May::NotDesk),
    ("drift repost", "1", May::NotDesk),
    ("attention", "", May::Desk),
    ("log", "", May::Desk),
    ("people list", "", May::Anybody),
    ("people add", "Mo --role bookkeeper", May::NotDesk),
    ("people set", "Sam --role bookkeeper", May::NotDesk),
    ("people pin", "Ana", May::NotDesk),
    ("people reset", "Nobody", May::Anybody),
    ("people lock-after", "10", May::NotDesk),
    ("audit", "", May::NotDesk),
    ("export", "--format csv", May::NotDesk),
    ("check", "", May::Desk),
    ("diagnose", "", May::Desk),
    ("backup list", "", May::NotDesk),
    ("backup make", "copy.sqlite", May::NotDesk),
    ("backup restore", "nothing.sqlite", May::NotDesk),
];

/// The commands below some words, as the help names them.
fn leaves(desk: &Desk, words: &[&str], found: &mut Vec<String>) {
    let help = desk.command(words).arg("--help").output().unwrap();
    let help = String::from_utf8(help.stdout).unwrap();
    let Some((_, listed)) = help.split_once("Commands:\n") else {
        found.push(words.join(" "));
        return;
    };
    let names = listed.lines().take_while(|line| !line.is_empty());
    for name in names.filter_map(|line| line.strip_prefix("  ")?.split(' ').next()) {
        if !name.is_empty() && name != "help" {
            leaves(desk, &[words, &[name]].concat(), found);
        }
    }
}

#[test]
fn every_command_asks_who_gives_it_and_whether_they_may() {
    let simulator = Simulator::start("ca");
    let desk = Desk::connected(&simulator);
    let mut found = Vec::new();
    leaves(&desk, &[], &mut found);
    // The local Xero has no book, and so nobody to ask for.
    found.retain(|words| words != "sim");
    found.sort();
    let mut known: Vec<_> = COMMANDS.iter().map(|(words, ..)| (*words).to_owned()).collect();
    known.sort();
    assert_eq!(found, known, "a command is in the help and not in this test, or the reverse");

    desk.write("day.csv", &crate::till::export());
    desk.write("map.csv", "kind,name,account,tax_type,tracking\ntender,Cash,612,,\n");
    desk.write("count.json", r#"{"counted":"537.50","float_to_leave":"200.00"}"#);
    desk.hire();
    for (words, arguments, may) in COMMANDS {
        let words: Vec<_> = words.split(' ').chain(arguments.split_whitespace()).collect();
        let run = |signed_in: bool| {
            let mut command = desk.command(&words);
            command.current_dir(desk.place()).arg("--json").env("DAYBOOK_NEW_PIN", "4829");
            if signed_in {
                command.args(["--as", "Sam"]).env("DAYBOOK_PIN", SAM);
            }
            Ran::from(command.output().unwrap())
        };
        let alone = run(false);
        let expected = if *may == May::Anybody { "none" } else { "person_needed" };
        let told = code(&alone);
        let told = if told == "not_found" { "none".to_owned() } else { told };
        assert_eq!(told, expected, "{words:?}: {alone:?}");
        let as_sam = run(true);
        let refused = code(&as_sam) == "not_allowed";
        assert_eq!(refused, *may == May::NotDesk, "{words:?}: {as_sam:?}");
        assert!(!refused || as_sam.code == 1, "{words:?}: {as_sam:?}");
    }
    assert_eq!(desk.run_as("Ana", ANA, &["check"]).done()["ok"], true);
}

#[test]
fn a_script_signs_in_by_name_and_pin_and_the_audit_log_keeps_the_name() {
    let simulator = Simulator::start("ca");
    let desk = Desk::connected(&simulator);
    desk.hire();
    let sale = ["record", "sale", "--line", "6545=40.00", "--tender", "Cash=40.00"];
    assert_eq!(desk.run_as("sam", SAM, &sale).done()["recorded"], 1);
    let wrong = desk.run_as("Sam", "0000", &sale);
    assert_eq!((wrong.code, code(&wrong).as_str()), (2, "invalid_input"), "{wrong:?}");
    assert_eq!(wrong.sentence(), "That is not the PIN of Sam.");
    let nobody = desk.run_as("Mo", SAM, &sale);
    assert_eq!(code(&nobody), "not_found");
    let unsaid = desk.run(&sale);
    assert_eq!((unsaid.code, code(&unsaid).as_str()), (1, "person_needed"));
    assert!(unsaid.complaint.contains("--as NAME"), "{unsaid:?}");
    let refused = desk.run_as("Sam", SAM, &["map", "set", "6545", "Sales"]);
    assert!(refused.sentence().starts_with("Only a bookkeeper or an administrator"), "{refused:?}");

    let audited = desk.run_as("Ana", ANA, &["audit", "--by", "Sam"]);
    assert_eq!(audited.code, 0, "{audited:?}");
    let lines: Vec<Value> =
        audited.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let told: Vec<_> = lines.iter().map(|one| json!([one["what"], one["outcome"]])).collect();
    let expected = [
        json!(["Sign in", "done"]),
        json!(["Record transactions", "done"]),
        json!(["Sign in", "refused"]),
        json!(["Sign in", "done"]),
        json!(["Give a GL code its account: 6545 → 400 · Sales", "refused"]),
    ];
    let last = told.last().and_then(|one| one[0].as_str()).unwrap_or_default();
    assert!(last.starts_with("Give a GL code its account: 6545 → "), "{last}");
    assert_eq!(told[..4], expected[..4]);
    assert_eq!(told[4][1], expected[4][1]);
    for words in [["audit"].as_slice(), &["audit", "--since", "today"]] {
        let mut command = desk.command(words);
        let shown = command.args(["--as", "Ana"]).env("DAYBOOK_PIN", ANA).output().unwrap();
        let shown = String::from_utf8(shown.stdout).unwrap();
        assert!(shown.contains("Add a person: Sam, front desk"), "{shown}");
        assert!(shown.contains("The log ends at "), "{shown}");
        assert!(!shown.contains(SAM) && !shown.contains(ANA), "{shown}");
    }
}

#[test]
fn a_forgotten_pin_is_set_by_whoever_has_the_account_of_the_system() {
    let simulator = Simulator::start("ca");
    let desk = Desk::new(&simulator);
    let early = desk.run_as("Ana", ANA, &["check"]);
    assert_eq!((early.code, code(&early).as_str()), (2, "invalid_input"), "nobody signs in yet");
    desk.hire();
    desk.set_as("", "", "55512", &["people", "reset", "Ana"]).done();
    assert_eq!(code(&desk.run_as("Ana", ANA, &["check"])), "invalid_input");
    desk.run_as("Ana", "55512", &["check"]).done();
    let audited = desk.run_as("Ana", "55512", &["audit", "--by", "command line"]);
    assert!(audited.out.contains("Set a PIN without the old one: Ana"), "{audited:?}");
    let as_somebody = desk.set_as("Ana", "55512", "66612", &["people", "reset", "Ana"]);
    assert_eq!(as_somebody.code, 2, "{as_somebody:?}");
    assert!(as_somebody.complaint.contains("leave --as out"), "{as_somebody:?}");
    desk.run_as("Ana", "55512", &["check"]).done();
    let no_terminal = desk.run(&["people", "reset", "Ana"]);
    assert_eq!(no_terminal.code, 2, "{no_terminal:?}");
    assert!(no_terminal.complaint.contains("DAYBOOK_NEW_PIN"), "{no_terminal:?}");
}
