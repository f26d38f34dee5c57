//! The worked examples of accounting §5 that are sales and what is given back of them.

use expect_test::{Expect, expect};
use ledger::TaxWay::{TaxLines, XeroComputes};
use ledger::{Amount, Currency, Foreign, Kind, Rejection, post, refund_share};
use rust_decimal::Decimal;

use crate::books::{cad, review_of, story, table, tender, transaction};

fn check(way: ledger::TaxWay, kind: Kind, text: &str, expected: &Expect) {
    let review = review_of(way, &[transaction(kind, text)]);
    expected.assert_eq(&table(&review));
    assert!(review.entry().expect("postable").is_balanced());
}

const SALE: &str = "Boats 100.00 GST 5.00 PST 7.00; pay Card 112.00";
const DISCOUNTED: &str = "Boats 100.00 less 10.00 GST 4.50 PST 6.30; pay Other 100.80";

#[test]
fn a_sale_with_a_tip_owes_the_tip_and_the_taxes() {
    let text = "Boats 100.00 GST 5.00 PST 7.00; pay Card 122.00; tip 10.00";
    check(
        TaxLines,
        Kind::Sale,
        text,
        &expect![[r#"
        Dr  122.00  Card Clearing     Card: 1 payment
        Cr  100.00  Boats             Boats: 1 sale
        Cr    5.00  GST               GST: 1 sale
        Cr    7.00  PST               PST: 1 sale
        Cr   10.00  Tips Payable      Tips: 1 sale
    "#]],
    );
}

#[test]
fn a_discount_shown_apart_lowers_the_taxes() {
    check(
        TaxLines,
        Kind::Sale,
        DISCOUNTED,
        &expect![[r#"
        Dr   10.00  Discounts Given   Discounts: 1 sale
        Dr  100.80  Revenue Clearing  Other: 1 payment
        Cr  100.00  Boats             Boats: 1 sale
        Cr    4.50  GST               GST: 1 sale
        Cr    6.30  PST               PST: 1 sale
    "#]],
    );
}

#[test]
fn a_surcharge_is_income_of_its_own() {
    let text = "Boats 100.00 GST 5.00 PST 7.00; pay Other 113.68; surcharge 1.68";
    check(
        TaxLines,
        Kind::Sale,
        text,
        &expect![[r#"
        Dr  113.68  Revenue Clearing  Other: 1 payment
        Cr  100.00  Boats             Boats: 1 sale
        Cr    1.68  Surcharges        Surcharges: 1 sale
        Cr    5.00  GST               GST: 1 sale
        Cr    7.00  PST               PST: 1 sale
    "#]],
    );
}

#[test]
fn a_split_tender_clears_on_each_account() {
    let text = "Boats 100.00 GST 5.00 PST 7.00; pay Cash 50.00; pay Card 62.00";
    check(
        TaxLines,
        Kind::Sale,
        text,
        &expect![[r#"
        Dr   50.00  Cash Clearing     Cash: 1 payment
        Dr   62.00  Card Clearing     Card: 1 payment
        Cr  100.00  Boats             Boats: 1 sale
        Cr    5.00  GST               GST: 1 sale
        Cr    7.00  PST               PST: 1 sale
    "#]],
    );
}

#[test]
fn a_refund_turns_every_sign_on_the_tender_it_was_given_back_with() {
    let text = "Boats 100.00 GST 5.00 PST 7.00; pay Cash 112.00";
    check(
        TaxLines,
        Kind::Refund,
        text,
        &expect![[r#"
        Dr  100.00  Boats             Boats: 1 refund
        Dr    5.00  GST               GST: 1 refund
        Dr    7.00  PST               PST: 1 refund
        Cr  112.00  Cash Clearing     Cash: 1 refund
    "#]],
    );
}

#[test]
fn a_refund_gives_the_tip_back_only_if_it_names_it() {
    let text = "Boats 100.00 GST 5.00 PST 7.00; pay Card 122.00; tip 10.00";
    check(
        TaxLines,
        Kind::Refund,
        text,
        &expect![[r#"
        Dr  100.00  Boats             Boats: 1 refund
        Dr    5.00  GST               GST: 1 refund
        Dr    7.00  PST               PST: 1 refund
        Dr   10.00  Tips Payable      Tips: 1 refund
        Cr  122.00  Card Clearing     Card: 1 refund
    "#]],
    );
}

#[test]
fn way_a_sends_a_sale_gross_and_no_tax_line() {
    check(
        XeroComputes,
        Kind::Sale,
        SALE,
        &expect![[r#"
        Dr  112.00  Card Clearing     NONE     Card: 1 payment
        Cr  112.00  Boats             TAX001   Boats: 1 sale
    "#]],
    );
}

#[test]
fn way_a_sends_a_discount_gross_with_the_tax_type_of_what_it_reduces() {
    check(
        XeroComputes,
        Kind::Sale,
        DISCOUNTED,
        &expect![[r#"
        Dr   11.20  Discounts Given   TAX001   Discounts: 1 sale
        Dr  100.80  Revenue Clearing  NONE     Other: 1 payment
        Cr  112.00  Boats             TAX001   Boats: 1 sale
    "#]],
    );
    let review = review_of(XeroComputes, &[transaction(Kind::Sale, DISCOUNTED)]);
    let collected: Amount = review.lines.iter().map(|one| one.line.tax_collected).sum();
    assert_eq!(collected, cad("-10.80"));
    assert_eq!(review.tax_difference(), Amount::ZERO);
}

#[test]
fn the_tax_a_discount_saved_is_rounded_half_up() {
    let half = "Boats 1.50 less 0.50 GST 0.03; pay Cash 1.03";
    check(
        XeroComputes,
        Kind::Sale,
        half,
        &expect![[r#"
        Dr    0.52  Discounts Given   TAX001   Discounts: 1 sale
        Dr    1.03  Cash Clearing     NONE     Cash: 1 payment
        Cr    1.55  Boats             TAX001   Boats: 1 sale
    "#]],
    );
    let third = "Boats 4.00 less 1.00 GST 0.01; pay Cash 3.01";
    check(
        XeroComputes,
        Kind::Sale,
        third,
        &expect![[r#"
        Dr    1.00  Discounts Given   TAX001   Discounts: 1 sale
        Dr    3.01  Cash Clearing     NONE     Cash: 1 payment
        Cr    4.01  Boats             TAX001   Boats: 1 sale
    "#]],
    );
}

#[test]
fn a_gift_card_is_owed_when_sold_and_used_up_when_paid_with() {
    check(
        TaxLines,
        Kind::GiftCardSale,
        "(gift-cards) 50.00; pay Card 50.00",
        &expect![[r#"
        Dr   50.00  Card Clearing     Card: 1 payment
        Cr   50.00  Gift Cards        Gift cards: 1 gift card sale
    "#]],
    );
    let text = "Boats 100.00 GST 5.00 PST 7.00; pay Square_Gift_Card 50.00; pay Cash 62.00";
    check(
        TaxLines,
        Kind::Sale,
        text,
        &expect![[r#"
        Dr   62.00  Cash Clearing     Cash: 1 payment
        Dr   50.00  Gift Cards        Square Gift Card: 1 payment
        Cr  100.00  Boats             Boats: 1 sale
        Cr    5.00  GST               GST: 1 sale
        Cr    7.00  PST               PST: 1 sale
    "#]],
    );
    check(
        TaxLines,
        Kind::GiftCardRefund,
        "(gift-cards) 50.00; pay Card 50.00",
        &expect![[r#"
        Dr   50.00  Gift Cards        Gift cards: 1 gift card refund
        Cr   50.00  Card Clearing     Card: 1 refund
    "#]],
    );
}

#[test]
fn a_bond_is_owed_until_it_is_returned() {
    check(
        TaxLines,
        Kind::BondTaken,
        "(damage-bonds) 200.00; pay Card 200.00",
        &expect![[r#"
        Dr  200.00  Card Clearing     Card: 1 payment
        Cr  200.00  Damage Bonds      Damage bonds: 1 bond
    "#]],
    );
    check(
        TaxLines,
        Kind::BondReturned,
        "(damage-bonds) 200.00; pay Card 200.00",
        &expect![[r#"
        Dr  200.00  Damage Bonds      Damage bonds: 1 bond return
        Cr  200.00  Card Clearing     Card: 1 refund
    "#]],
    );
}

#[test]
fn a_sale_all_given_away_is_valid_and_shows_the_discount() {
    check(
        TaxLines,
        Kind::Sale,
        "Boats 100.00 less 100.00",
        &expect![[r#"
        Dr  100.00  Discounts Given   Discounts: 1 sale
        Cr  100.00  Boats             Boats: 1 sale
    "#]],
    );
}

#[test]
fn a_sale_of_nothing_has_a_part_without_legs() {
    let parts = post(&transaction(Kind::Sale, "Boats 0.00"), &story()).expect("valid");
    assert_eq!(parts.len(), 1);
    assert!(parts[0].legs.is_empty());
}

#[test]
fn the_last_refund_in_parts_takes_exactly_what_is_left() {
    let sale = transaction(Kind::Sale, SALE);
    let mut already = Amount::ZERO;
    let mut parts = String::new();
    for this in ["37.33", "37.33", "37.34"].map(cad) {
        let lines = refund_share(&sale.lines, already, this).expect("within the sale");
        let taxes = lines[0].taxes.iter().map(|tax| tax.amount.display(Currency::CAD));
        let amounts: Vec<String> =
            [lines[0].net.display(Currency::CAD)].into_iter().chain(taxes).collect();
        parts.push_str(&format!("{}\n", amounts.join(" + ")));
        already += this;
    }
    expect![[r#"
        33.33 + 1.67 + 2.33
        33.33 + 1.66 + 2.34
        33.34 + 1.67 + 2.33
    "#]]
    .assert_eq(&parts);
    assert!(refund_share(&sale.lines, already, cad("0.01")).is_err());
}

#[test]
fn what_contradicts_itself_is_rejected_in_a_sentence() {
    let mut foreign = transaction(Kind::Sale, SALE);
    let currency = "USD".parse().expect("a currency");
    let amount = cad("80.00");
    foreign.tenders[0].foreign = Some(Foreign { currency, amount, rate: Decimal::ZERO });
    let mut empty = transaction(Kind::Sale, SALE);
    empty.lines.clear();
    let mut unpaid = transaction(Kind::Sale, SALE);
    unpaid.tenders.clear();
    let mut short = transaction(Kind::Sale, SALE);
    short.tenders = vec![tender("Cash", cad("111.99"))];
    let oversized = transaction(Kind::Sale, "Boats 10.00 less 12.00; pay Cash -2.00");
    let turned = transaction(Kind::Refund, "Boats -10.00; pay Cash -10.00");
    let sentences: Vec<String> = [empty, oversized, foreign, unpaid, short, turned]
        .iter()
        .map(|one| post(one, &story()).expect_err("contradictory").to_string())
        .collect();
    expect![[r#"
        there is nothing in it: no line, no tip and no surcharge
        the discount of 12.00 on "Boats" is more than the line's 10.00
        there is no exchange rate for Card in USD; enter the day's rate
        nothing says how the 112.00 was paid
        the tenders come to 111.99 but the lines, tip and surcharge come to 112.00
        a refund of -10.00 would be a sale; give a refund's amounts without a minus sign"#]]
    .assert_eq(&sentences.join("\n"));
}

#[test]
fn the_first_reason_is_the_one_given() {
    let both = transaction(Kind::Sale, "Boats 10.00 less 12.00; pay Cash 5.00");
    assert!(matches!(post(&both, &story()), Err(Rejection::DiscountExceedsLine { .. })));
}
