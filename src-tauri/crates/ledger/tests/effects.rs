//! What documents do to the accounts once they are in Xero.

use ledger::{
    Amount, BankAccount, Chart, Counter, Currency, DocumentKind, Effect, Entry, EntryLine,
    NoEffects, TaxWay, sum_effects,
};

use crate::books::{cad, chart, day};

/// A document of lines, each as (account, amount, tax in it).
fn entry(kind: DocumentKind, counter: Option<Counter>, lines: &[(&str, &str, &str)]) -> Entry {
    let line = |(account, amount, tax): &(&str, &str, &str)| EntryLine {
        account_id: (*account).to_owned(),
        account_code: String::new(),
        account_name: (*account).to_owned(),
        description: String::new(),
        quantity: 1.into(),
        amount: cad(amount),
        tax_type: "TAX001".to_owned(),
        tracking: Vec::new(),
        tax_collected: cad(tax),
        tax_expected: cad(tax),
    };
    let lines: Vec<EntryLine> = lines.iter().map(line).collect();
    let amounts = || lines.iter().map(|line| line.amount);
    let total = if kind == DocumentKind::ManualJournal {
        amounts().filter(|amount| !amount.is_negative()).sum()
    } else {
        amounts().sum::<Amount>().abs()
    };
    Entry {
        kind,
        reference: "T-1 · AAAAAA".to_owned(),
        date: day("2026-11-21"),
        due: None,
        currency: Currency::CAD,
        tax_way: TaxWay::XeroComputes,
        lines,
        counter,
        contact: None,
        total,
        draft: false,
    }
}

fn chequing() -> Option<Counter> {
    Some(Counter::Bank(BankAccount {
        id: "Chequing".to_owned(),
        code: "090".to_owned(),
        name: "Chequing".to_owned(),
    }))
}

fn usd() -> Currency {
    "USD".parse().expect("a currency")
}

fn shown(effects: &[Effect]) -> Vec<(&str, String)> {
    let amount = |effect: &Effect| effect.amount.to_decimal(Currency::CAD).to_string();
    effects.iter().map(|effect| (effect.account_id.as_str(), amount(effect))).collect()
}

fn of(entry: &Entry) -> Vec<Effect> {
    let effects = entry.effects(None, &chart()).expect("a chart with all accounts");
    let sum: Amount = effects.iter().map(|effect| effect.amount).sum();
    assert_eq!(sum, Amount::ZERO, "{effects:?}");
    effects
}

fn owned(all: &[(&'static str, &str)]) -> Vec<(&'static str, String)> {
    all.iter().map(|(account, amount)| (*account, (*amount).to_owned())).collect()
}

#[test]
fn a_journal_in_way_a_leaves_its_tax_on_xeros_account() {
    let journal = entry(
        DocumentKind::ManualJournal,
        None,
        &[("Card Clearing", "112.00", "0"), ("Boats", "-112.00", "-12.00")],
    );
    let expected = [("Card Clearing", "112.00"), ("Boats", "-100.00"), ("GST", "-12.00")];
    assert_eq!(shown(&of(&journal)), owned(&expected));
}

#[test]
fn an_invoice_is_owed_and_a_credit_note_is_not() {
    let receivable = Some(Counter::Receivable);
    let invoice = entry(
        DocumentKind::Invoice,
        receivable.clone(),
        &[("Boats", "-112.00", "-12.00"), ("Gift Cards", "-20.00", "0")],
    );
    let expected = [
        ("Boats", "-100.00"),
        ("Gift Cards", "-20.00"),
        ("GST", "-12.00"),
        ("Accounts Receivable", "132.00"),
    ];
    assert_eq!(shown(&of(&invoice)), owned(&expected));
    let note = entry(DocumentKind::CreditNote, receivable, &[("Boats", "112.00", "12.00")]);
    let expected = [("Boats", "100.00"), ("GST", "12.00"), ("Accounts Receivable", "-112.00")];
    assert_eq!(shown(&of(&note)), owned(&expected));
}

#[test]
fn a_payment_moves_what_is_owed_to_where_the_money_is() {
    let receivable = Some(Counter::Receivable);
    let payment = entry(DocumentKind::Payment, receivable, &[("Card Clearing", "132.00", "0")]);
    let expected = [("Card Clearing", "132.00"), ("Accounts Receivable", "-132.00")];
    assert_eq!(shown(&of(&payment)), owned(&expected));
}

#[test]
fn an_allocation_moves_nothing() {
    let allocation = entry(DocumentKind::Allocation, None, &[]);
    assert_eq!(of(&allocation), []);
}

#[test]
fn foreign_money_is_converted_line_by_line_and_the_bank_has_the_rest() {
    let mut payout = entry(
        DocumentKind::BankTransaction,
        chequing(),
        &[("Card Clearing", "-100.00", "0"), ("Processor Fees", "4.00", "0")],
    );
    payout.currency = usd();
    // 100 / 0.7362 = 135.8326…, 4 / 0.7362 = 5.4333…
    let rate = Some("0.7362".parse().expect("a rate"));
    let effects = payout.effects(rate, &chart()).expect("a rate");
    let expected =
        [("Card Clearing", "-135.83"), ("Processor Fees", "5.43"), ("Chequing", "130.40")];
    assert_eq!(shown(&effects), owned(&expected));
    let half = Some("8".parse().expect("a rate"));
    // 0.04 / 8 is half a cent: away from zero.
    payout.lines.remove(0);
    payout.lines[0].amount = cad("0.04");
    let effects = payout.effects(half, &chart()).expect("a rate");
    assert_eq!(shown(&effects), owned(&[("Processor Fees", "0.01"), ("Chequing", "-0.01")]));
    let unknown = payout.effects(None, &chart());
    assert!(matches!(unknown, Err(NoEffects::NoRate { .. })), "{unknown:?}");
}

#[test]
fn a_chart_without_xeros_own_accounts_is_told() {
    let mut bare: Chart = chart();
    bare.accounts.iter_mut().for_each(|account| account.system = None);
    let journal = entry(
        DocumentKind::ManualJournal,
        None,
        &[("Card Clearing", "112.00", "0"), ("Boats", "-112.00", "-12.00")],
    );
    assert_eq!(journal.effects(None, &bare), Err(NoEffects::NoTaxAccount));
    let invoice =
        entry(DocumentKind::Invoice, Some(Counter::Receivable), &[("Boats", "-1.00", "0")]);
    assert_eq!(invoice.effects(None, &bare), Err(NoEffects::NoReceivable));
}

#[test]
fn a_document_and_its_opposite_leave_nothing() {
    let invoice =
        entry(DocumentKind::Invoice, Some(Counter::Receivable), &[("Boats", "-112.00", "-12.00")]);
    let turned =
        Entry { kind: DocumentKind::CreditNote, lines: invoice.turned_lines(), ..invoice.clone() };
    assert_eq!(sum_effects([of(&invoice), of(&turned)].concat()), []);
}

#[test]
fn a_trial_balance_is_in_the_order_of_codes_and_sums_to_zero() {
    let effect = |code: &str, name: &str, amount: &str| Effect {
        account_id: name.to_owned(),
        account_code: code.to_owned(),
        account_name: name.to_owned(),
        amount: cad(amount),
    };
    let sums = sum_effects([
        effect("622", "Card Clearing", "112.00"),
        effect("210", "Boats", "-100.00"),
        effect("820", "GST", "-12.00"),
        effect("210", "Boats", "-50.00"),
        effect("", "Till", "62.00"),
        effect("820", "GST", "-12.00"),
    ]);
    let expected =
        [("Till", "62.00"), ("Boats", "-150.00"), ("Card Clearing", "112.00"), ("GST", "-24.00")];
    assert_eq!(shown(&sums), owned(&expected));
}
