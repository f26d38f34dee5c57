//! The worked examples of accounting §5: what goes to and comes from the bank.

use expect_test::expect;
use ledger::TaxWay::{TaxLines, XeroComputes};
use ledger::{
    Chargeback, Concern, Kind, PartInput, Payout, Resolver, Settled, Tags, Transaction, post,
    review_part,
};

use crate::books::{cad, day, mapping, paying_chart, story};
use crate::told::{check, paid};

#[test]
fn cash_goes_to_the_bank_as_one_line() {
    let one = paid(Kind::BankDeposit, "Boats 0.00; pay Cash 500.00");
    check(
        XeroComputes,
        &one,
        &story(),
        &expect![[r#"
        bank all 500.00
        Cr  500.00  Cash Clearing     Cash taken to the bank
           Xero adds 500.00 to Chequing
    "#]],
    );
}

fn payout(net: &str, change: impl FnOnce(&mut Payout)) -> Transaction {
    let settled = |tender: &str, amount| Settled {
        tender: tender.to_owned(),
        amount: cad(amount),
        carried: None,
    };
    let mut payout = Payout {
        processor: "Square".to_owned(),
        id: Some("P-9".to_owned()),
        date: day("2026-11-23"),
        gross: cad("1000.00"),
        fees: cad("29.30"),
        net: cad(net),
        settles: vec![settled("Card", "900.00"), settled("Voucher", "100.00")],
        chargebacks: Vec::new(),
        exchange: cad("0.00"),
        currency: None,
    };
    change(&mut payout);
    let mut one = paid(Kind::ProcessorPayout, "Boats 0.00");
    one.extras.payout = Some(payout);
    one
}

#[test]
fn a_payout_matches_the_bank_line_to_the_cent() {
    check(
        TaxLines,
        &payout("970.70", |_| {}),
        &story(),
        &expect![[r#"
        bank all on 2026-11-23 970.70
        Cr  900.00  Card Clearing     Card takings settled
        Cr  100.00  Revenue Clearing  Voucher takings settled
        Dr   29.30  Processor Fees    Fees
           Xero adds 970.70 to Chequing
    "#]],
    );
}

#[test]
fn a_payout_of_less_than_nothing_is_spent_and_of_nothing_is_a_journal() {
    let below = payout("-29.30", |payout| {
        payout.settles[1].amount = cad("-900.00");
        payout.gross = cad("0.00");
    });
    check(
        TaxLines,
        &below,
        &story(),
        &expect![[r#"
        bank all on 2026-11-23 29.30
        Cr  900.00  Card Clearing     Card takings settled
        Dr  900.00  Revenue Clearing  Voucher takings settled
        Dr   29.30  Processor Fees    Fees
           Xero adds -29.30 to Chequing
    "#]],
    );
    let nothing = payout("0.00", |payout| {
        payout.settles.truncate(1);
        (payout.settles[0].amount, payout.gross) = (cad("29.30"), cad("29.30"));
    });
    check(
        TaxLines,
        &nothing,
        &story(),
        &expect![[r#"
        journal all on 2026-11-23 29.30
        Dr   29.30  Processor Fees    Processor fees: 1 processor payout
        Cr   29.30  Card Clearing     Card: 1 processor payout
    "#]],
    );
}

#[test]
fn a_chargeback_is_inside_its_payout() {
    let one = payout("843.70", |payout| {
        let sale = Some("S-4".to_owned());
        payout.chargebacks = vec![Chargeback { amount: cad("112.00"), fee: cad("15.00"), sale }];
    });
    check(
        TaxLines,
        &one,
        &story(),
        &expect![[r#"
        bank all on 2026-11-23 843.70
        Cr  900.00  Card Clearing     Card takings settled
        Cr  100.00  Revenue Clearing  Voucher takings settled
        Dr   29.30  Processor Fees    Fees
        Dr  112.00  Chargebacks       Chargeback of S-4
        Dr   15.00  Processor Fees    Fee for the chargeback of S-4
           Xero adds 843.70 to Chequing
    "#]],
    );
}

#[test]
fn an_exchange_difference_is_inside_its_payout() {
    let one = payout("131.00", |payout| {
        payout.settles.truncate(1);
        payout.settles[0].amount = cad("136.00");
        (payout.gross, payout.fees, payout.exchange) = (cad("135.00"), cad("4.00"), cad("-1.00"));
    });
    check(
        TaxLines,
        &one,
        &story(),
        &expect![[r#"
        bank all on 2026-11-23 131.00
        Cr  136.00  Card Clearing     Card takings settled
        Dr    4.00  Processor Fees    Fees
        Dr    1.00  Exchange Differences  Exchange difference
           Xero adds 131.00 to Chequing
    "#]],
    );
}

#[test]
fn a_payout_that_does_not_say_what_it_settled_cannot_have_an_exchange_difference() {
    let one = payout("970.70", |payout| {
        payout.settles.clear();
        payout.exchange = cad("5.00");
    });
    let refused = ledger::post(&one, &story()).expect_err("it does not add up");
    assert!(refused.to_string().contains("970.70"), "{refused}");
}

#[test]
fn a_foreign_payout_of_nothing_balances_when_one_tender_is_settled_twice() {
    let one = payout("0.00", |payout| {
        let settled = |amount: &str, carried: &str| Settled {
            tender: "Card".to_owned(),
            amount: cad(amount),
            carried: Some(cad(carried)),
        };
        payout.currency = Some("USD".parse().expect("a currency"));
        payout.gross = cad("100.00");
        payout.fees = cad("100.00");
        payout.settles = vec![settled("60.00", "81.60"), settled("40.00", "54.40")];
        payout.exchange = cad("0.00");
    });
    let parts = ledger::post(&one, &story()).expect("a posting");
    let sum: ledger::Amount = parts.iter().flat_map(|part| &part.legs).map(|leg| leg.amount).sum();
    assert!(sum.is_zero(), "{parts:?}");
}

/// What keeps a payout in USD from going to this bank account of a CAD organisation.
fn concern_of_usd_to(bank: Option<&str>) -> Concern {
    let mut one = payout("970.70", |_| {});
    one.extras.bank = bank.map(str::to_owned);
    let (chart, mut mapping) = (paying_chart(), mapping());
    mapping.banks.insert(ledger::normalise("US account"), "Chequing".to_owned());
    let part = post(&one, &story()).expect("a payout").remove(0);
    let input = PartInput {
        lane: part.lane,
        kind: one.kind,
        date: one.business_date,
        due: None,
        reference: "T".to_owned(),
        currency: "USD".parse().expect("a currency"),
        legs: &part.legs,
        allocated: part.allocated,
        tags: Tags::none(),
        contact: Ok("somebody".to_owned()),
    };
    let review = review_part(&input, &Resolver::new(&chart, &mapping, TaxLines));
    review.blockers[0].problem.concern()
}

#[test]
fn a_bank_account_in_another_currency_is_mended_where_that_account_is_mapped() {
    assert_eq!(concern_of_usd_to(None), Concern::Role(ledger::Role::Bank));
    let named = Concern::Bank("US account".to_owned());
    assert_eq!(concern_of_usd_to(Some("US account")), named);
}
