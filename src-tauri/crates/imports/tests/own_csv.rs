//! Daybook's own table.

use imports::{ImportError, Reject, Warning};
use ledger::{Kind, LineAccount, Role};

use crate::{cents, documentation, import, options, try_import};

/// A sale of two lines and two tenders on two rows, a refund, and a cash count on two rows.
pub(crate) const SALES: &str = "\
id,kind,at,customer_name,line_description,line_gl_code,line_net,line_discount,tax:GST,tax:PST,\
tender_name,tender_amount,tender_tendered,tender_change,tip,counted,denomination_value,\
denomination_count
S1,sale,2026-08-14 12:59,Ada,Kayak,Kayak Rentals,100.00,10.00,4.50,6.30,Cash,,60.00,5.80,4.00,,,
S1,,,,Paddle,Equipment Sales,20.00,,1.00,1.40,Card,73.00,,,,,,
R1,refund,2026-08-14T15:00:00-07:00,,Paddle,,-20.00,,-1.00,-1.40,Card,-22.40,,,,,,
C1,cash_count,2026-08-14 18:00,,,,,,,,,,,,,537.50,100.00,5
C1,,,,,,,,,,,,,,,,12.50,3
";

#[test]
fn rows_of_one_id_are_one_transaction() {
    let outcome = import(SALES.as_bytes(), &options());
    assert_eq!(outcome.rejects, []);
    let [sale, back, count] = outcome.transactions.as_slice() else { panic!("three") };
    assert_eq!((sale.source.source.as_str(), sale.lines.len()), ("daybook", 2));
    assert_eq!(sale.tenders[0].amount, cents(5_420));
    assert_eq!(sale.billed(), sale.tendered());
    assert_eq!(sale.lines[1].taxes[1].amount, cents(140));
    assert_eq!((back.kind, back.lines[0].net), (Kind::Refund, cents(2_000)));
    assert_eq!(back.lines[0].account, LineAccount::Gl("Boats".to_owned()));
    assert_eq!(count.kind, Kind::CashCount);
    assert!(outcome.raws[2].contains(r#""denominations":[{"count":"5","value":"100.00"}"#));
    assert_eq!(outcome.report.totals[5].taken, cents(5_420 + 7_300 - 2_240));
}

#[test]
fn a_quote_that_is_not_closed_swallows_no_row_unseen() {
    let header = "id,kind,at,line_gl_code,line_net,tender_name,tender_amount,note\n";
    let row = |id: &str, note: &str| {
        format!("{id},sale,2026-09-02 10:00,Boats,10.00,Cash,10.00,{note}\n")
    };
    let last =
        [header, &row("Q1", "fine"), &row("Q2", "\"12 ft boat"), &row("Q3", "fine")].concat();
    let closed = format!("{last}{}", row("Q4", "a \"big\" boat"));
    for (text, to) in [(&last, 4), (&closed, 5)] {
        let outcome = import(text.as_bytes(), &options());
        assert_eq!(outcome.transactions.len(), 1);
        let expected = format!(
            "Column note goes on over lines that look like rows, from line 3 to line {to}: a quote \
             is not closed. None of these lines was read; close it and import the file again."
        );
        assert_eq!(outcome.reason(), expected);
    }
    let two_lines = [header, &row("Q1", "\"paid, in full,\nall of it, late\"")].concat();
    assert_eq!(import(two_lines.as_bytes(), &options()).rejects, []);
}

#[test]
fn a_quote_that_the_next_row_closes_swallows_no_row_unseen() {
    let middle = "id,kind,at,note,line_gl_code,line_net,tender_name,tender_amount\n";
    let in_middle = |id: &str, note: &str, amount: &str| {
        format!("{id},sale,2026-09-02 10:00,{note},Boats,{amount},Cash,{amount}\n")
    };
    let last = "id,kind,at,line_gl_code,line_net,tender_name,tender_amount,customer_name,note\n";
    let at_end = |id: &str, name: &str, note: &str| {
        format!("{id},sale,2026-09-02 10:00,Boats,10.00,Cash,10.00,{name},{note}\n")
    };
    let opened = in_middle("Q2", "\"boat 12\"\"", "10.00");
    for (what, text) in [
        ("its opening quote", [middle, &opened, &in_middle("Q3", "\"kayak\"", "99.00")].concat()),
        ("an inch", [middle, &opened, &in_middle("Q3", "boat 14\"", "99.00")].concat()),
        (
            "a column before",
            [last, &at_end("Q2", "", "\"boat"), &at_end("Q3", "\"Ada\"", "")].concat(),
        ),
    ] {
        let outcome = import(text.as_bytes(), &options());
        assert_eq!(outcome.transactions, [], "{what}");
        let reason = outcome.reason();
        assert!(reason.contains("look like rows, from line 2 to line 3: a quote"), "{reason}");
    }
    let notes = [
        "\"paid, in full,\nall of it, late, at the desk, by Ada\"",
        "\"a kayak, a canoe, two paddles, two vests, a bag\nfor Ada, for Bo\"",
        "\"12\"\" boat, blue,\n\n\"\"big\"\", new\"",
    ];
    for note in notes {
        let text = [middle, &in_middle("Q2", note, "10.00"), &in_middle("Q3", note, "99.00")];
        let outcome = import(text.concat().as_bytes(), &options());
        assert_eq!(outcome.rejects, [], "{note}");
        assert_eq!(outcome.transactions.len(), 2);
    }
}

#[test]
fn separators_and_windows_encoding_are_accepted() {
    let german = SALES.replace(',', ";").replace("Ada", "Käthe");
    let bytes = encoding_rs::WINDOWS_1252.encode(&german).0.into_owned();
    let outcome = import(&bytes, &options());
    let customer = outcome.transactions[0].customer.as_ref().unwrap();
    assert_eq!(customer.name, "Käthe");
}

#[test]
fn a_problem_names_its_row_and_column() {
    let broken = SALES
        .replace("Equipment Sales,20.00,,1.00", "Equipment Sales,20.00,,\"1,00\"")
        .replace("Card,73.00", ",73.00");
    let outcome = import(broken.as_bytes(), &options());
    assert_eq!(outcome.rejects[0].0, 2);
    let expected = "line 3, tax:GST: \"1,00\" is not a number like \"-12.50\". \
                    line 3, tender_name: it is missing.";
    assert_eq!(outcome.reason(), expected);
}

#[test]
fn an_unknown_column_refuses_the_file() {
    let misspelt = SALES.replace("line_discount", "line_discuont");
    let error = try_import(misspelt.as_bytes(), &options()).err().expect("refused");
    assert!(matches!(error, ImportError::UnknownColumns { .. }));
    assert!(error.to_string().contains("\"line_discuont\""), "{error}");
}

#[test]
fn rows_that_contradict_or_scatter_are_rejected() {
    let contradicts = SALES.replace("S1,,,,Paddle", "S1,refund,,,Paddle");
    let reason = import(contradicts.as_bytes(), &options()).reason();
    assert!(reason.starts_with("line 3, kind: \"refund\" is not what"), "{reason}");
    let scattered = format!("{SALES}S1,sale,2026-08-14 12:59,,,,,,,,,,,,4.00,,,\n");
    let outcome = import(scattered.as_bytes(), &options());
    assert!(outcome.reason().contains("must follow one another"));
}

/// The file with each of its rows twice, one under the other.
fn written_twice(file: &str) -> String {
    let (header, rows) = file.split_once('\n').expect("a header");
    let rows: String = rows.lines().map(|row| format!("{row}\n{row}\n")).collect();
    format!("{header}\n{rows}")
}

#[test]
fn an_export_that_was_written_twice_doubles_no_money() {
    let twice = written_twice(SALES);
    let outcome = import(twice.as_bytes(), &options());
    assert_eq!(outcome.transactions, []);
    assert!(outcome.report.totals.iter().all(|total| total.taken == cents(0)));
    let lines: Vec<u64> = outcome.rejects.iter().map(|(line, _)| *line).collect();
    assert_eq!(lines, [2, 6, 8], "as ever, of the first row");
    let reason = outcome.rejects[0].1.to_string();
    let expected = "Line 3 is line 2 again, to the last cell, and its money would count twice: \
                    nothing of transaction \"S1\" was taken. Remove the repeated row and import the \
                    file again; ";
    assert!(reason.starts_with(expected), "{reason}");
    assert!(outcome.rejected_raws[0].contains("Kayak"), "what was there is kept");
    // The payment of each may as well stand below the lines, or beyond a row of another.
    let apart = "id,kind,at,line_net,tender_name,tender_amount\n\
                 S1,sale,2026-08-14 12:00,10.00,,\nS1,sale,2026-08-14 12:00,10.00,,\n\
                 S1,,,,Card,10.00\nS1,,,1.00,Cash,1.00\n S1,,, ,Card,10.00,\n\
                 S2,sale,2026-08-14 12:00,10.00,Card,10.00\n";
    let outcome = import(apart.as_bytes(), &options());
    assert_eq!(outcome.transactions.len(), 1, "the next is another");
    assert_eq!(outcome.rejects[0].0, 2);
    assert!(outcome.reason().starts_with("Line 6 is line 4 again"), "{}", outcome.reason());
}

#[test]
fn every_payment_payout_and_count_of_the_page_counts_once() {
    for example in documentation::examples("csv") {
        let once = import(example.as_bytes(), &options()).transactions;
        let twice = import(written_twice(example).as_bytes(), &options());
        let repeated: Vec<&Reject> = twice.rejects.iter().map(|(_, reason)| reason).collect();
        assert!(repeated.iter().all(|one| matches!(one, Reject::Repeated { .. })), "{repeated:?}");
        for one in &twice.transactions {
            let is_paid = !one.tenders.is_empty() || one.extras.payout.is_some();
            assert!(!is_paid && one.extras.count.is_none(), "{one:?}");
        }
        assert_eq!(twice.transactions.len() + repeated.len(), once.len());
    }
}

#[test]
fn two_equal_lines_of_one_sale_are_two() {
    let text = "id,kind,at,line_description,line_net,tender_name,tender_amount\n\
                S1,sale,2026-08-14 12:00,Kayak,20.00,Card,60.00\n\
                S1,,,Paddle,20.00,,\nS1,,,Paddle,20.00,,\n";
    let outcome = import(text.as_bytes(), &options());
    assert_eq!(outcome.only().lines.len(), 3);
    assert_eq!(outcome.only().tendered(), cents(6_000));
    assert_eq!(outcome.warnings, [], "what was paid shows it");
}

#[test]
fn equal_lines_that_nobody_has_paid_are_taken_and_told() {
    let header = "id,kind,at,customer_name,line_description,line_net\n";
    let charge = "C1,account_charge,2026-08-14 12:00,Lakeside School,Kayak,20.00\n";
    let once = import(format!("{header}{charge}").as_bytes(), &options());
    assert_eq!((once.only().lines.len(), once.warnings.as_slice()), (1, [].as_slice()));
    let twice = import(format!("{header}{charge}{charge}").as_bytes(), &options());
    assert_eq!(twice.only().lines.len(), 2);
    assert_eq!(twice.warnings, [Warning::EqualLines]);
    let other = charge.replace("Kayak", "Paddle");
    let two = import(format!("{header}{charge}{other}").as_bytes(), &options());
    assert_eq!((two.only().lines.len(), two.warnings.as_slice()), (2, [].as_slice()));
}

#[test]
fn a_gift_card_and_a_bond_find_their_liability() {
    let text = "id,kind,at,line_net,tender_name,tender_amount,bond\n\
                G1,gift_card_sale,2026-08-14 12:00,50.00,Card,50.00,\n\
                B1,bond_taken,2026-08-14 12:00,,Card,200.00,B-7\n";
    let outcome = import(text.as_bytes(), &options());
    let [card, bond] = outcome.transactions.as_slice() else { panic!("{:?}", outcome.rejects) };
    assert_eq!(card.lines[0].account, LineAccount::Role(Role::GiftCards));
    assert_eq!(bond.lines[0].account, LineAccount::Role(Role::DamageBonds));
    assert_eq!(bond.billed(), bond.tendered());
}
