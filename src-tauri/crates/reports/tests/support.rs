//! What the tests share: names as people and their systems really write them, a general ledger
//! made of them, and the programs that read our files.

use std::process::{Command, Output, Stdio};

use chrono::NaiveDate;
use ledger::{AccountType, Amount, Currency};
use proptest::prelude::*;
use reports::{Account, Contents, Entry, GeneralLedger, Opening, Posting};

/// Names that break notations: each has been somebody's account, item or customer.
pub(crate) const HOSTILE: [&str; 42] = [
    "",
    " ",
    "Cash",
    "cash",
    "Till \"A\"",
    "O'Brien & Söhne",
    "a;b ; c",
    "two  spaces   here",
    "tab\there",
    "line\nbreak\r\nand more",
    "[brackets] (round) {curly} <angle>",
    "(virtual)",
    "[balanced virtual]",
    "pipe | pipe",
    "back\\slash \\\" end\\",
    "date:2026-13-99",
    "date: 2026-01-01, type: Z",
    "[2026-13-45] [=13-45]",
    "# hash",
    "* star",
    "! bang",
    "= equals",
    "~ tilde",
    "@ at @@ at {10 CAD} {{20 CAD}}",
    "-12.50 CAD",
    "2026-11-21 * \"x\"",
    "include /etc/passwd",
    "200",
    "12 Months: Prepaid : Parts:",
    "🚣 Kayak 👨‍👩‍👧 🇨🇦",
    "現金 (本店)",
    "Ψηφιακά — μετρητά",
    "Касса №1",
    "إيرادات",
    "हिंदी खाता",
    "e\u{301}te\u{301}",
    "\u{202e}desrever\u{feff}\u{200b}",
    "\u{a0}non\u{a0}breaking\u{2003}",
    "Ⅷ ⓐ ½ ² ǅ ŉ ß",
    "nul\u{0}bell\u{7}",
    "%s ${jndi} '; DROP TABLE accounts; --",
    "\u{ffff}\u{10ffff}\u{e000}",
];

/// A name of 150 characters.
pub(crate) fn long_name() -> String {
    "Überlange Kontobezeichnung; \"mit\" allem: ".chars().cycle().take(150).collect()
}

/// A date.
pub(crate) fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

/// Any text: hostile, long, or made of anything at all.
pub(crate) fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => prop::sample::select(HOSTILE.as_slice()).prop_map(str::to_owned),
        1 => Just(long_name()),
        3 => "\\PC{0,24}",
        2 => ".{0,24}",
        1 => "[-=+@:;,|\\[\\](){}\"'\\\\ \t\r\n*!#~]{0,12}",
    ]
}

const KINDS: [AccountType; 8] = [
    AccountType::Bank,
    AccountType::Current,
    AccountType::CurrLiab,
    AccountType::Equity,
    AccountType::Revenue,
    AccountType::Expense,
    AccountType::Overheads,
    AccountType::Unknown,
];

fn account(at: usize, code: String, name: String, kind: usize) -> Account {
    Account { id: format!("id-{at}"), code, name, kind: KINDS[kind % KINDS.len()] }
}

fn accounts() -> impl Strategy<Value = Vec<Account>> {
    prop::collection::vec((text(), text(), 0..KINDS.len()), 2..12).prop_map(|all| {
        let numbered = all.into_iter().enumerate();
        numbered.map(|(at, (code, name, kind))| account(at, code, name, kind)).collect()
    })
}

/// Postings that sum to zero: the last takes what is left.
fn balanced(
    legs: Vec<(prop::sample::Index, i64, String, String)>,
    accounts: usize,
) -> Vec<Posting> {
    let rest: i64 = legs.iter().map(|leg| leg.1).sum();
    let posting = |(at, minor, text, tag): (prop::sample::Index, i64, String, String)| Posting {
        account: format!("id-{}", at.index(accounts)),
        amount: Amount::from_minor(minor),
        description: text.clone(),
        tags: vec![(tag.clone(), text), (tag, String::new())],
    };
    let last = Posting {
        account: "id-0".into(),
        amount: Amount::from_minor(-rest),
        description: String::new(),
        tags: Vec::new(),
    };
    legs.into_iter().map(posting).chain([last]).collect()
}

/// Any general ledger that holds together.
pub(crate) fn general_ledger() -> impl Strategy<Value = GeneralLedger> {
    let leg = || (any::<prop::sample::Index>(), -99_999_999_i64..99_999_999, text(), text());
    let entry = (0..2_000_u32, text(), text(), text(), prop::collection::vec(leg(), 1..5));
    let currency = prop::sample::select(["CAD", "JPY", "KWD"].as_slice());
    let opening = prop::option::of(prop::collection::vec(leg(), 0..4));
    (accounts(), prop::collection::vec(entry, 0..8), currency, opening, text()).prop_map(
        |(accounts, entries, currency, opening, organisation)| {
            let start = day(2024, 1, 1);
            let opening = opening.map(|legs| Opening {
                date: start,
                balances: balanced(legs, accounts.len())
                    .into_iter()
                    .map(|posting| (posting.account, posting.amount))
                    .collect(),
            });
            let entries =
                entries.into_iter().map(|(days, document, reference, text, legs)| Entry {
                    date: start + chrono::Days::new(u64::from(days)),
                    document,
                    reference,
                    description: text,
                    postings: balanced(legs, accounts.len()),
                });
            let entries = entries.collect();
            let currency = currency.parse().unwrap();
            let contents = Contents { organisation, currency, accounts, opening, entries };
            GeneralLedger::new(contents).unwrap()
        },
    )
}

/// One ledger in which every hostile text is account, code, reference, narration, note and tag.
pub(crate) fn worst_ledger() -> GeneralLedger {
    let texts: Vec<String> =
        HOSTILE.iter().map(|text| (*text).to_owned()).chain([long_name()]).collect();
    let accounts: Vec<Account> = texts
        .iter()
        .enumerate()
        .map(|(at, name)| account(at, texts[(at * 7) % texts.len()].clone(), name.clone(), at))
        // The same code and name again: their names have to be told apart.
        .chain([
            account(100, "1".into(), "A B".into(), 0),
            account(101, "1".into(), "A/B".into(), 0),
        ])
        .collect();
    let entries = texts.iter().enumerate().map(|(at, text)| {
        let amount = Amount::from_minor(i64::try_from(at * 101 + 1).unwrap());
        let other = accounts[(at * 5 + 3) % accounts.len()].id.clone();
        let posting = |account: String, amount| Posting {
            account,
            amount,
            description: text.clone(),
            tags: vec![(text.clone(), text.clone()), ("Region".into(), "North".into())],
        };
        Entry {
            date: day(2026, 1, 1) + chrono::Days::new(u64::try_from(at).unwrap()),
            document: text.clone(),
            reference: text.clone(),
            description: text.clone(),
            postings: vec![posting(accounts[at].id.clone(), amount), posting(other, -amount)],
        }
    });
    let entries = entries.collect();
    let organisation = HOSTILE.join(" ");
    let opening = None;
    let currency = Currency::CAD;
    GeneralLedger::new(Contents { organisation, currency, accounts, opening, entries }).unwrap()
}

/// Whether a program is installed; says so where it is not.
pub(crate) fn is_installed(program: &str) -> bool {
    let mut command = Command::new(program);
    command.arg(if program.starts_with("pdf") { "-v" } else { "--version" });
    let starts = command.stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok();
    if !starts {
        println!("skipped: {program} is not installed");
    }
    starts
}

/// What a program prints, which has to end well.
pub(crate) fn printed(program: &str, arguments: &[&str]) -> String {
    let output = output(program, arguments);
    let (out, error) =
        (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{program} {arguments:?}:\n{out}\n{error}");
    out.into_owned()
}

fn output(program: &str, arguments: &[&str]) -> Output {
    let mut command = Command::new(program);
    // hledger reads files in the locale's encoding, and ours are UTF-8.
    command.args(arguments).env("LC_ALL", "C.UTF-8").stdin(Stdio::null());
    command.output().unwrap()
}
