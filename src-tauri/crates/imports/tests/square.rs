//! What a Square row means.

use chrono::{NaiveDate, NaiveTime};
use imports::{Format, Ignored, Need, TaxRule, Warning};
use ledger::{Currency, Kind, LineAccount, Role};

use crate::square_file::{ALL_YEARS, YEAR_2018, YEAR_2022, YEAR_2026, file, refund, sale};
use crate::stories::posted;
use crate::{cents, import, options};

fn taxes(transaction: &ledger::Transaction) -> Vec<(&str, i64)> {
    let taxes = transaction.lines.iter().flat_map(|line| &line.taxes);
    taxes.map(|tax| (tax.code.as_str(), tax.amount.minor())).collect()
}

fn tenders(transaction: &ledger::Transaction) -> Vec<(&str, i64)> {
    let tenders = transaction.tenders.iter();
    tenders.map(|tender| (tender.name.as_str(), tender.amount.minor())).collect()
}

#[test]
fn a_card_sale_is_read_from_every_years_columns() {
    for header in ALL_YEARS {
        let outcome = import(&file(header, &[sale()]), &options());
        let one = outcome.only();
        assert_eq!(outcome.report.recognised.format, Format::SquareTransactions);
        assert_eq!((one.source.source.as_str(), one.source.id.as_str()), ("square", "P1"));
        assert_eq!(one.kind, Kind::Sale);
        assert_eq!(one.at.to_rfc3339(), "2026-08-14T19:59:30+00:00");
        assert_eq!(one.business_date, NaiveDate::from_ymd_opt(2026, 8, 14).unwrap());
        assert_eq!(one.lines[0].net, cents(10_000));
        assert_eq!(one.lines[0].account, LineAccount::Gl("Boats".to_owned()));
        assert_eq!(taxes(one), [("GST", 500), ("PST", 700)]);
        assert_eq!(tenders(one), [("Card", 11_200)]);
        assert_eq!(posted(one).len(), 1);
        assert!(outcome.raws[0].contains(r#""Fees":"($3.05)""#), "fees are kept, not posted");
    }
}

#[test]
fn columns_are_found_by_name_in_any_order_and_dress() {
    let mut names: Vec<String> = YEAR_2026.trim().split(',').map(str::to_owned).collect();
    names.reverse();
    let plain = file(&names.join(","), &[sale()]);
    let text = String::from_utf8(plain).unwrap();
    let (header, rows) = text.split_once('\n').unwrap();
    let dressed =
        format!("{}\n{rows}", header.to_uppercase().replace("NET SALES", "  net  Sales "));
    assert_eq!(import(dressed.as_bytes(), &options()).only().lines[0].net, cents(10_000));
}

#[test]
fn a_split_tender_is_every_amount_that_is_not_zero() {
    let row = sale()
        .set("Card", "$50.00")
        .set("Cash", "$40.00")
        .set("Square Gift Card", "$10.00")
        .set("Other Tender", "$7.00")
        .set("Other Tender Type", "Voucher")
        .set("Cash App", "$5.00");
    let outcome = import(&file(YEAR_2022, &[row]), &options());
    let expected = [
        ("Card", 5_000),
        ("Cash", 4_000),
        ("Square Gift Card", 1_000),
        ("Voucher", 700),
        ("Cash App", 500),
    ];
    assert_eq!(tenders(outcome.only()), expected);
}

#[test]
fn a_tip_and_a_discount_shown_apart_keep_their_places() {
    let row = sale()
        .set("Discounts", "($10.00)")
        .set("Net Sales", "$90.00")
        .set("Tax", "$10.80")
        .set("Tip", "$10.00")
        .set("Total Collected", "$110.80")
        .set("Card", "$110.80");
    let outcome = import(&file(YEAR_2018, &[row]), &options());
    let one = outcome.only();
    assert_eq!((one.lines[0].net, one.lines[0].discount), (cents(10_000), cents(1_000)));
    assert_eq!(one.tip, cents(1_000));
    assert_eq!(taxes(one), [("GST", 450), ("PST", 630)]);
}

#[test]
fn a_discount_is_found_in_a_file_without_gross_sales() {
    let header = YEAR_2018.replace("Gross Sales,", "");
    for discount in ["($10.00)", "$10.00"] {
        let row = sale().set("Discounts", discount);
        let outcome = import(&file(&header, &[row]), &options());
        let line = &outcome.only().lines[0];
        assert_eq!((line.net, line.discount), (cents(11_000), cents(1_000)), "{discount}");
    }
}

#[test]
fn a_service_charge_is_found_wherever_the_file_keeps_it() {
    for (gross, net, why) in [
        ("105.00", "105.00", "inside both"),
        ("100.00", "105.00", "inside Net Sales only"),
        ("100.00", "100.00", "outside both"),
    ] {
        let row = sale()
            .set("Gross Sales", gross)
            .set("Net Sales", net)
            .set("Service Charges", "5.00")
            .set("Total Collected", "117.00")
            .set("Card", "117.00");
        let outcome = import(&file(YEAR_2022, &[row]), &options());
        let one = outcome.only();
        assert_eq!((one.lines[0].net, one.surcharge), (cents(10_000), cents(500)), "{why}");
    }
}

#[test]
fn a_gift_card_sold_is_a_liability_and_no_revenue() {
    let row = sale()
        .set("Gross Sales", "0.00")
        .set("Net Sales", "0.00")
        .set("Tax", "0.00")
        .set("Gift Card Sales", "50.00")
        .set("Total Collected", "50.00")
        .set("Card", "50.00");
    let outcome = import(&file(YEAR_2018, &[row]), &options());
    let [line] = outcome.only().lines.as_slice() else { panic!("one line") };
    assert_eq!((&line.account, line.net), (&LineAccount::Role(Role::GiftCards), cents(5_000)));
}

#[test]
fn a_refund_is_turned_to_magnitudes_and_knows_its_sale() {
    // Newest first, as Square exports them.
    let outcome = import(&file(YEAR_2018, &[refund(), sale()]), &options());
    let [back, _] = outcome.transactions.as_slice() else { panic!("two rows") };
    assert_eq!(back.kind, Kind::Refund);
    assert_eq!(back.lines[0].net, cents(3_000));
    assert_eq!(tenders(back), [("Card", 3_360)]);
    assert_eq!(taxes(back), [("GST", 150), ("PST", 210)]);
    assert_eq!(back.refund_of.as_deref(), Some("P1"));
    assert_eq!(back.source.id, "P2/refund/20260814T2210Z/3360");
    assert_eq!(outcome.report.tenders["Card"].amounts[&Currency::CAD], cents(11_200 - 3_360));
}

#[test]
fn two_refunds_of_one_payment_are_two_and_two_payments_of_one_transaction_too() {
    let rows = [
        sale(),
        sale().set("Payment ID", "P9"),
        refund().set("Payment ID", "P1"),
        refund().set("Payment ID", "P1").set("Time", "16:00:00"),
    ];
    let outcome = import(&file(YEAR_2018, &rows), &options());
    let mut ids: Vec<_> = outcome.transactions.iter().map(|one| &one.source.id).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), 4);
    assert_eq!(outcome.transactions[2].refund_of.as_deref(), Some("P1"));
}

#[test]
fn refunds_that_share_payment_minute_and_amount_are_all_taken() {
    let refund = || refund().set("Payment ID", "P1");
    let later = refund().set("Time", "15:10:40");
    let untaxed = refund().set("Gross Sales", "-33.60").set("Net Sales", "-33.60").set("Tax", "0");
    let bytes = file(YEAR_2018, &[untaxed, later, refund(), sale()]);
    let outcome = import(&bytes, &options());
    let ids: Vec<_> = outcome.transactions.iter().map(|one| one.source.id.as_str()).collect();
    let first = "P1/refund/20260814T2210Z/3360";
    assert_eq!(ids, [first, &format!("{first}/2"), &format!("{first}/3"), "P1"]);
    assert_eq!(outcome.report.tenders["Card"].amounts[&Currency::CAD], cents(11_200 - 3 * 3_360));
    let again = import(&bytes, &options());
    assert_eq!(again.transactions, outcome.transactions, "every row keeps its name");
}

#[test]
fn a_row_that_stands_twice_is_taken_once_and_counted() {
    let rows = [sale(), refund(), refund(), sale()];
    let outcome = import(&file(YEAR_2018, &rows), &options());
    assert_eq!((outcome.transactions.len(), outcome.rejects.len()), (2, 0));
    assert_eq!(outcome.report.ignored[&Ignored::Repeated], 2);
    let total = outcome.report.totals.iter().find(|total| total.column == "Tax").unwrap();
    assert_eq!((total.taken, total.left), (cents(840), cents(840)), "both are accounted for");
}

#[test]
fn a_payment_id_met_again_with_other_figures_never_replaces_the_first() {
    let other = sale().set("Total Collected", "56.00").set("Card", "56.00");
    let other = other.set("Gross Sales", "50.00").set("Net Sales", "50.00").set("Tax", "6.00");
    let outcome = import(&file(YEAR_2018, &[sale(), other]), &options());
    assert_eq!(outcome.transactions.len(), 1);
    assert_eq!(outcome.transactions[0].billed(), cents(11_200));
    let reason = outcome.reason();
    assert!(reason.starts_with("Payment ID \"P1\" is on a row further up"), "{reason}");
}

#[test]
fn a_refund_is_called_the_same_in_an_export_without_seconds() {
    let name = |time| {
        let bytes = file(YEAR_2018, &[refund().set("Time", time)]);
        import(&bytes, &options()).only().source.id.clone()
    };
    assert_eq!(name("3:10:25 PM"), name("15:10"));
}

#[test]
fn without_payment_ids_rows_are_told_apart_by_their_figures() {
    let row = sale().set("Payment ID", "");
    let other = row.clone().set("Cash", "112.00").set("Card", "0.00");
    let outcome = import(&file(YEAR_2018, &[row, other]), &options());
    let ids: Vec<_> = outcome.transactions.iter().map(|one| one.source.id.as_str()).collect();
    assert!(ids[0].starts_with("T1/") && ids[0] != ids[1]);
}

#[test]
fn a_refund_of_an_amount_goes_to_revenue_without_tax_and_says_so() {
    let row = refund()
        .set("Gross Sales", "0.00")
        .set("Net Sales", "0.00")
        .set("Tax", "0.00")
        .set("Partial Refunds", "-$20.00")
        .set("Total Collected", "-$20.00")
        .set("Card", "-$20.00");
    let outcome = import(&file(YEAR_2018, &[row]), &options());
    let [line] = outcome.only().lines.as_slice() else { panic!("one line") };
    assert_eq!((line.net, line.taxes.len()), (cents(2_000), 0));
    assert_eq!(outcome.warnings, [Warning::RefundWithoutTax]);
}

#[test]
fn a_partial_refund_that_its_items_already_say_is_not_taken_twice() {
    let row = refund().set("Partial Refunds", "($33.60)");
    let outcome = import(&file(YEAR_2018, &[row]), &options());
    let one = outcome.only();
    assert_eq!((one.lines.len(), one.billed()), (1, cents(3_360)));
    assert_eq!(taxes(one), [("GST", 150), ("PST", 210)]);
}

#[test]
fn a_row_that_does_not_add_up_is_rejected_with_the_sums_tried() {
    let off = sale().set("Total Collected", "33.62").set("Card", "33.62");
    let outcome = import(&file(YEAR_2018, &[sale(), off]), &options());
    assert_eq!(outcome.transactions.len(), 1);
    assert_eq!(outcome.rejects[0].0, 3, "the line of the file");
    let expected = "Total Collected 33.62 is not Net Sales 100.00 + Tax 12.00 = 112.00.";
    assert_eq!(outcome.reason(), expected);

    let unpaid = sale().set("Card", "100.00").set("Cash", "5.00");
    let expected = "Total Collected 112.00 is not Card 100.00 + Cash 5.00 = 105.00.";
    assert_eq!(import(&file(YEAR_2018, &[unpaid]), &options()).reason(), expected);

    let gross = sale().set("Gross Sales", "99.00").set("Discounts", "5.00");
    let expected = "Net Sales 100.00 is not Gross Sales 99.00 + Discounts 5.00 = 104.00 \
                    and not Gross Sales 99.00 + Discounts -5.00 = 94.00.";
    assert_eq!(import(&file(YEAR_2018, &[gross]), &options()).reason(), expected);
}

#[test]
fn unknown_events_are_refused_and_unsettled_payments_left_out() {
    let rows = [
        sale().set("Event Type", "Dispute"),
        sale().set("Transaction Status", "Pending"),
        sale().set("Transaction Status", "Failed"),
        sale().set("Transaction Status", "Completed"),
        sale().set("Transaction Status", "").set("Payment ID", "P9"),
    ];
    let outcome = import(&file(YEAR_2022, &rows), &options());
    assert_eq!(outcome.transactions.len(), 2);
    assert_eq!(outcome.reason(), "Event Type \"Dispute\" is neither Payment nor Refund.");
    let pending = Ignored::Status { status: "Pending".to_owned() };
    assert_eq!(outcome.report.ignored[&pending], 1);
    assert_eq!(outcome.report.ignored.len(), 2);
    assert_eq!(outcome.report.rows, 5);
}

#[test]
fn a_status_that_is_not_known_is_rejected_and_never_left_out() {
    let row = sale().set("Transaction Status", "Refunded");
    let outcome = import(&file(YEAR_2022, &[row]), &options());
    assert_eq!(outcome.reason(), "Transaction Status \"Refunded\" is not one Daybook knows.");
    assert!(outcome.report.ignored.is_empty());
}

#[test]
fn a_sign_against_its_event_is_refused() {
    let back = refund().set("Event Type", "Payment");
    let reason = import(&file(YEAR_2018, &[back]), &options()).reason();
    assert_eq!(reason, "It is a Payment but its Total Collected is -33.60.");
    let taken = sale().set("Event Type", "Refund");
    let reason = import(&file(YEAR_2018, &[taken]), &options()).reason();
    assert_eq!(reason, "It is a Refund but its Total Collected is 112.00.");
}

#[test]
fn missing_choices_are_named_and_their_rows_wait() {
    let mut bare = options();
    bare.tax = TaxRule::None;
    let outcome = import(&file(YEAR_2018, &[sale(), refund()]), &bare);
    assert!(outcome.transactions.is_empty());
    assert_eq!(outcome.report.needs, [Need::Tax { rows: 2, total: cents(1_200 - 360) }]);
    bare.revenue = None;
    let outcome = import(&file(YEAR_2018, &[sale(), refund()]), &bare);
    assert_eq!(outcome.report.needs, [Need::Revenue { rows: 2 }]);
}

#[test]
fn a_whole_tax_column_goes_to_one_code_and_odd_rates_are_pointed_out() {
    let mut whole = options();
    whole.tax = TaxRule::Whole("HST".to_owned());
    let outcome = import(&file(YEAR_2018, &[sale()]), &whole);
    assert_eq!(taxes(outcome.only()), [("HST", 1_200)]);
    let odd = sale().set("Tax", "5.00").set("Total Collected", "105.00").set("Card", "105.00");
    let outcome = import(&file(YEAR_2018, &[odd]), &options());
    assert_eq!(taxes(outcome.only()), [("GST", 208), ("PST", 292)]);
    assert_eq!(outcome.warnings, [Warning::TaxNotAtRates]);
}

#[test]
fn rates_that_no_law_has_reject_the_row_and_never_panic() {
    let mut mad = options();
    mad.tax = TaxRule::Split(vec![("GST".to_owned(), rust_decimal::Decimal::MAX); 2]);
    let outcome = import(&file(YEAR_2018, &[sale()]), &mad);
    assert_eq!((outcome.transactions.len(), outcome.rejects.len()), (0, 1));
}

#[test]
fn the_night_belongs_to_the_day_before_where_the_day_ends_late() {
    let mut late = options();
    let mut dock = crate::dock();
    dock.day_end = NaiveTime::from_hms_opt(3, 0, 0).unwrap();
    late.location = imports::LocationRule::Fixed(dock);
    let row = sale().set("Date", "2026-08-15").set("Time", "1:30:00 AM");
    let outcome = import(&file(YEAR_2018, &[row]), &late);
    assert_eq!(outcome.only().business_date, NaiveDate::from_ymd_opt(2026, 8, 14).unwrap());
}
