//! The cashout: what its lines say, what is left out, and what keeps it from being sent.

use expect_test::expect;
use ledger::TaxWay::{TaxLines, XeroComputes};
use ledger::{
    Amount, Concern, Currency, Kind, LegTotal, Narration, NotReady, Role, Tags, Target, TaxSet,
    clean_location, summary,
};

use crate::books::{cad, chart, day, mapping, review, review_of, table, totals, transaction};

fn busy_day() -> Vec<ledger::Transaction> {
    vec![
        transaction(Kind::Sale, "Boats 100.00 GST 5.00 PST 7.00; pay Card 122.00; tip 10.00"),
        transaction(Kind::Sale, "Boats 100.00 less 10.00 GST 4.50 PST 6.30; pay Cash 100.80"),
        transaction(Kind::Sale, "6545 40.00 GST 2.00; pay Cash 20.00; pay Card 22.00"),
        transaction(Kind::Refund, "Boats 50.00 GST 2.50 PST 3.50; pay Card 56.00"),
    ]
}

#[test]
fn a_day_is_summed_by_account_debits_first() {
    let review = review_of(TaxLines, &busy_day());
    expect![[r#"
        Dr   10.00  Discounts Given   Discounts: 1 sale
        Dr  120.80  Cash Clearing     Cash: 2 payments
        Dr   88.00  Card Clearing     Card: 2 payments, 1 refund
        Cr  150.00  Boats             Boats: 2 sales, 1 refund
        Cr   40.00  Kayak Rentals     Kayak Rentals: 1 sale
        Cr    9.00  GST               GST: 3 sales, 1 refund
        Cr    9.80  PST               PST: 2 sales, 1 refund
        Cr   10.00  Tips Payable      Tips: 1 sale
    "#]]
    .assert_eq(&table(&review));
    let journal = review.entry().expect("postable");
    assert!(journal.is_balanced());
    assert_eq!(journal.total, cad("218.80"));
}

#[test]
fn way_a_sums_by_tax_type_too_and_shows_both_taxes() {
    let mut mapping = mapping();
    mapping.tax_types.insert(TaxSet::of(["GST"]), "TAX002".to_owned());
    let mut chart = chart();
    chart.tax_rates.push(crate::books::rate("TAX002", "GST only", 5));
    let sales = [
        transaction(Kind::Sale, "Boats 0.07 GST 0.00; pay Cash 0.07"),
        transaction(Kind::Sale, "Boats 0.14 GST 0.00; pay Cash 0.14"),
        transaction(Kind::Sale, "Boats 1.00 GST 0.05 PST 0.07; pay Cash 1.12"),
    ];
    let review = review(&chart, &mapping, XeroComputes, &totals(&sales));
    expect![[r#"
        Dr    1.33  Cash Clearing     NONE     Cash: 3 payments
        Cr    1.12  Boats             TAX001   Boats: 1 sale
        Cr    0.21  Boats             TAX002   Boats: 2 sales
    "#]]
    .assert_eq(&table(&review));
    let taxes: Vec<_> =
        review.lines.iter().map(|one| (one.line.tax_collected, one.line.tax_expected)).collect();
    assert_eq!(taxes[1..], [(cad("-0.12"), cad("-0.12")), (cad("0.00"), cad("-0.01"))]);
    assert_eq!(review.tax_difference(), cad("-0.01"));
}

#[test]
fn unmapped_codes_are_one_sentence_and_the_rest_still_shows() {
    let sales = [
        transaction(Kind::Sale, "7010 70.00; 8000 5.00; pay Cash 75.00"),
        transaction(Kind::Sale, "7010 50.00; Boats 10.00; pay Cash 60.00"),
    ];
    let review = review_of(TaxLines, &sales);
    expect![[r#"
        Dr  135.00  Cash Clearing     Cash: 2 payments
        Cr   10.00  Boats             Boats: 1 sale
        ! Unmapped GL codes: 7010 (2 transactions, 120.00), 8000 (1 transaction, 5.00)
    "#]]
    .assert_eq(&table(&review));
    assert_eq!(review.entry(), Err(NotReady::Blocked));
    assert_eq!(review.blockers[0].problem.concern(), Concern::GlCode("7010".to_owned()));
    assert_eq!(review.unresolved.len(), 2);
}

#[test]
fn a_line_knows_the_totals_behind_it() {
    let review = review_of(TaxLines, &busy_day());
    let boats = review.lines.iter().find(|one| one.line.account_name == "Boats").expect("boats");
    let kinds: Vec<Kind> = boats.totals.iter().map(|total| total.kind).collect();
    assert_eq!(kinds, [Kind::Sale, Kind::Refund]);
    assert!(boats.totals.iter().all(|total| total.target == Target::Gl("Boats".to_owned())));
    let sum: Amount = boats.totals.iter().map(|total| total.amount).sum();
    assert_eq!(sum, boats.line.amount);
}

#[test]
fn a_day_that_nets_out_has_nothing_to_post() {
    let text = "Boats 100.00 GST 5.00 PST 7.00; pay Cash 112.00";
    let both = [transaction(Kind::Sale, text), transaction(Kind::Refund, text)];
    assert_eq!(review_of(TaxLines, &both).entry(), Err(NotReady::NothingToPost));
    assert_eq!(review_of(TaxLines, &[]).entry(), Err(NotReady::NothingToPost));
}

#[test]
fn a_locked_date_a_foreign_base_and_our_own_bugs_block_the_journal() {
    let mut chart = chart();
    chart.organisation.year_lock = Some(day("2026-11-21"));
    chart.organisation.base_currency = "USD".parse().expect("a currency");
    let lost = LegTotal {
        tags: Tags::none(),
        kind: Kind::Sale,
        target: Target::Tender("Cash".to_owned()),
        tax_set: TaxSet::none(),
        amount: cad("1.00"),
        tax: Amount::ZERO,
        transactions: 1,
    };
    let review = review(&chart, &mapping(), TaxLines, &[lost]);
    expect![[r#"
        Dr    1.00  Cash Clearing     Cash: 1 payment
        ! These totals are out of balance by 1.00. This is a fault in Daybook; nothing was sent.
        ! These takings are in CAD, but Xero takes journals only in the organisation's USD.
        ! 2026-11-21 is locked: the books are closed up to 2026-11-21. Post it on a later day, or move the lock date in Xero.
    "#]].assert_eq(&table(&review));
    assert_eq!(review.entry(), Err(NotReady::Blocked));
}

#[test]
fn many_targets_on_one_line_are_named_up_to_four() {
    let text = "Boats 60.00; pay A 10.00; pay B 10.00; pay C 10.00; pay D 10.00; pay E 10.00; \
                pay F 10.00";
    let review = review_of(TaxLines, &[transaction(Kind::Sale, text)]);
    assert_eq!(review.lines[0].line.description, "A, B, C, D and 2 more: 6 payments");
}

#[test]
fn kinds_that_are_called_the_same_are_counted_together() {
    let day = [
        transaction(Kind::Sale, "Boats 100.00; pay Card 100.00"),
        transaction(Kind::BondTaken, "@damage-bonds 50.00; pay Card 50.00"),
        transaction(Kind::Refund, "Boats 10.00; pay Card 10.00"),
        transaction(Kind::BondReturned, "(damage-bonds) 20.00; pay Card 20.00"),
    ];
    let review = review_of(TaxLines, &day);
    let card = review.lines.iter().find(|one| one.line.account_name == "Card Clearing");
    let said = card.map(|one| one.line.description.as_str());
    assert_eq!(said, Some("Card: 2 payments, 2 refunds"));
}

#[test]
fn the_summary_adds_up_to_the_takings() {
    let sums = summary(&totals(&busy_day()));
    let display = |amount: Amount| amount.display(Currency::CAD);
    let shown = [sums.taken, sums.refunds, sums.takings, sums.discounts, sums.tips].map(display);
    assert_eq!(shown, ["264.80", "56.00", "208.80", "10.00", "10.00"]);
    assert_eq!(sums.tenders["Card"], cad("88.00"));
    assert_eq!(sums.categories["Boats"], cad("150.00"));
    assert_eq!(sums.taxes["GST"], cad("9.00"));
    assert!(!sums.other.contains_key(&Role::Discounts));
    let parts = sums.categories.values().chain(sums.other.values()).chain(sums.taxes.values());
    let whole = parts.sum::<Amount>() - sums.discounts + sums.tips + sums.surcharges;
    assert_eq!(whole, sums.takings);
}

#[test]
fn a_narration_names_the_days_the_place_and_the_code() {
    let (from, to) = (day("2026-11-18"), day("2026-11-21"));
    let one = Narration { from: to, to, location: "Main Dock", code: "4K7Q2M", supplement: 1 };
    let more = Narration { supplement: 2, ..one.clone() };
    let range = Narration { from, ..one.clone() };
    expect![[r#"
        Cashout 2026-11-21 · Main Dock · 4K7Q2M
        Cashout 2026-11-21 · Main Dock · 4K7Q2M · 2
        Cashout 2026-11-18 to 2026-11-21 · Main Dock · 4K7Q2M"#]]
    .assert_eq(&format!("{one}\n{more}\n{range}"));
}

#[test]
fn a_location_keeps_no_quote_and_no_invisible_letter() {
    let name = " Bob\u{2019}s \"Main\"\n\tDock\u{200b} \\ «Süd» ";
    assert_eq!(clean_location(name), "Bobs Main Dock Süd");
}
