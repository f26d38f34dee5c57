//! What is no general ledger, and what its balances are.

use ledger::{AccountType, Amount, Currency};
use reports::{
    Account, Contents, Entry, GeneralLedger, GeneralLedgerError, Opening, Posting, beancount,
    hledger,
};

use crate::support::day;

fn contents() -> Contents {
    let account = |id: &str, code: &str, name: &str, kind| Account {
        id: id.into(),
        code: code.into(),
        name: name.into(),
        kind,
    };
    let posting = |account: &str, minor, description: &str| Posting {
        account: account.into(),
        amount: Amount::from_minor(minor),
        description: description.into(),
        tags: vec![("Region".into(), "North".into())],
    };
    Contents {
        organisation: "Harbour Rentals".into(),
        currency: Currency::CAD,
        accounts: vec![
            account("a", "090", "Till", AccountType::Bank),
            account("b", "200", "Boats", AccountType::Revenue),
        ],
        opening: None,
        entries: vec![
            Entry {
                date: day(2026, 11, 22),
                document: "Manual journal".into(),
                reference: "J-2".into(),
                description: "Cashout Harbour 2026-11-22".into(),
                postings: vec![posting("a", -500, "Refund"), posting("b", 500, "Refund")],
            },
            Entry {
                date: day(2026, 11, 21),
                document: "Manual journal".into(),
                reference: "J-1".into(),
                description: "Cashout Harbour 2026-11-21".into(),
                postings: vec![
                    posting("a", 11_200, "Cash"),
                    posting("b", -11_200, "Boats: 3 sales, 1 discount"),
                ],
            },
        ],
    }
}

fn refused(change: impl FnOnce(&mut Contents)) -> GeneralLedgerError {
    let mut contents = contents();
    change(&mut contents);
    GeneralLedger::new(contents).unwrap_err()
}

#[test]
fn what_does_not_hold_together_is_refused() {
    let unknown = refused(|all| all.entries[0].postings[0].account = "x".into());
    assert!(matches!(unknown, GeneralLedgerError::UnknownAccount { id, .. } if id == "x"));
    let twice = refused(|all| all.accounts[1].id = "a".into());
    assert!(matches!(twice, GeneralLedgerError::SameAccountTwice { id } if id == "a"));
    let unbalanced = refused(|all| all.entries[0].postings[0].amount = Amount::from_minor(-501));
    let difference = "-0.01".to_owned();
    let entry = "Cashout Harbour 2026-11-22".to_owned();
    assert_eq!(unbalanced, GeneralLedgerError::Unbalanced { entry, difference });
    let empty = refused(|all| all.entries[0].postings.clear());
    assert!(matches!(empty, GeneralLedgerError::Empty { .. }));
    let early = refused(|all| all.entries[0].date = day(1899, 12, 31));
    assert!(matches!(early, GeneralLedgerError::DateOutOfRange { .. }));
    let before = refused(|all| {
        let balances = vec![("a".into(), Amount::ZERO)];
        all.opening = Some(Opening { date: day(2026, 11, 22), balances });
    });
    assert!(matches!(before, GeneralLedgerError::BeforeOpening { .. }));
    let opening = refused(|all| {
        let balances = vec![("a".to_owned(), Amount::from_minor(1))];
        all.opening = Some(Opening { date: day(2026, 1, 1), balances });
    });
    assert!(matches!(opening, GeneralLedgerError::Unbalanced { .. }));
}

#[test]
fn balances_are_opening_and_both_sides() {
    let mut all = contents();
    let balances =
        vec![("a".into(), Amount::from_minor(1_000)), ("b".into(), Amount::from_minor(-1_000))];
    all.opening = Some(Opening { date: day(2026, 1, 1), balances });
    let balance = GeneralLedger::new(all).unwrap().balances()[0];
    assert_eq!(balance.opening, Amount::from_minor(1_000));
    assert_eq!(balance.debits, Amount::from_minor(11_200));
    assert_eq!(balance.credits, Amount::from_minor(500));
    assert_eq!(balance.closing(), Amount::from_minor(11_700));
}

#[test]
fn hledgers_journal_reads_like_one() {
    let all = contents();
    let expected = "\
; Harbour Rentals
; The general ledger, written by Daybook.

commodity 1000.00 CAD

account assets:090 Till  ; type:C
account revenues:200 Boats  ; type:R

2026-11-21 * (J-1) Cashout Harbour 2026-11-21  ; document:Manual journal
    assets:090 Till  112.00 CAD  ; Cash, region:North
    revenues:200 Boats  -112.00 CAD  ; Boats - 3 sales. 1 discount, region:North

2026-11-22 * (J-2) Cashout Harbour 2026-11-22  ; document:Manual journal
    assets:090 Till  -5.00 CAD  ; Refund, region:North
    revenues:200 Boats  5.00 CAD  ; Refund, region:North
";
    assert_eq!(hledger(&GeneralLedger::new(all).unwrap()), expected);
}

#[test]
fn beancounts_file_reads_like_one() {
    let mut all = contents();
    all.entries.truncate(1);
    let expected = "\
option \"title\" \"Harbour Rentals\"
option \"operating_currency\" \"CAD\"

2026-11-22 commodity CAD

2026-11-22 open Assets:090-Till CAD
  name: \"Till\"
  code: \"090\"
  type: \"Bank\"
2026-11-22 open Income:200-Boats CAD
  name: \"Boats\"
  code: \"200\"
  type: \"Revenue\"

2026-11-22 * \"Manual journal\" \"Cashout Harbour 2026-11-22\"
  reference: \"J-2\"
  Assets:090-Till  -5.00 CAD
    description: \"Refund\"
    region: \"North\"
  Income:200-Boats  5.00 CAD
    description: \"Refund\"
    region: \"North\"
";
    assert_eq!(beancount(&GeneralLedger::new(all).unwrap()), expected);
}
