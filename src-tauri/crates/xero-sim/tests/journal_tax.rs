//! Tax on journal lines (facts §6.5, §7.3) and the tax types accounts take (facts §10.2).

use serde_json::{Value, json};

use crate::desk::{Desk, changed, messages};

fn taxed(types: &str, lines: Value) -> Value {
    changed(|journal| {
        journal["LineAmountTypes"] = json!(types);
        journal["JournalLines"] = lines;
    })
}

fn line(amount: &str, account: &str, tax: &str) -> Value {
    json!({ "LineAmount": amount, "AccountCode": account, "TaxType": tax })
}

#[tokio::test]
async fn inclusive_amounts_are_stored_net_and_their_tax_goes_to_the_tax_account() {
    let desk = Desk::of("nz").await;
    let lines = json!([line("115.00", "613", "NONE"), line("-115.00", "201", "OUTPUT2")]);
    let posted = desk.put("ManualJournals", &taxed("Inclusive", lines)).await.journal();
    assert_eq!(posted["LineAmountTypes"], "Exclusive");
    assert_eq!(posted["JournalLines"][1]["LineAmount"], -100.0);
    assert_eq!(posted["JournalLines"][1]["TaxAmount"], -15.0);
    assert_eq!(desk.balance("Boats").await, "-100.00");
    assert_eq!(desk.balance("GST").await, "-15.00");
    assert_eq!(desk.balance("Card Clearing").await, "115.00");
}

#[tokio::test]
async fn exclusive_journals_balance_with_their_tax() {
    let desk = Desk::of("au").await;
    let lines =
        |debit: &str| json!([line(debit, "613", "BASEXCLUDED"), line("-100.00", "201", "OUTPUT")]);
    let short = desk.put("ManualJournals", &taxed("Exclusive", lines("100.00"))).await;
    let text = "The total debits (100.00) must equal total credits (-110.00)";
    assert_eq!(short.refusals(), [text]);
    assert_eq!(desk.put("ManualJournals", &taxed("Exclusive", lines("110.00"))).await.status, 200);
    assert_eq!(desk.balance("GST").await, "-10.00");
}

#[tokio::test]
async fn tax_is_rounded_per_line_half_up_and_then_summed() {
    let desk = Desk::of("nz").await;
    // 25.06, 25.61, 25.63 at 15 %: 3.76 + 3.84 + 3.84 = 11.44, not 11.45. And 0.10 at 15 % is
    // 0.015, which is 0.02 for a credit as for a debit.
    let lines = json!([
        line("-25.06", "201", "OUTPUT2"),
        line("-25.61", "202", "OUTPUT2"),
        line("-25.63", "203", "OUTPUT2"),
        line("-0.10", "201", "OUTPUT2"),
        line("87.86", "613", "NONE"),
    ]);
    let posted = desk.put("ManualJournals", &taxed("Exclusive", lines)).await.journal();
    let taxes: Vec<String> =
        (0..4).map(|index| posted["JournalLines"][index]["TaxAmount"].to_string()).collect();
    assert_eq!(taxes, ["-3.76", "-3.84", "-3.84", "-0.02"]);
    assert_eq!(desk.balance("GST").await, "-11.46");
}

#[tokio::test]
async fn a_line_without_a_tax_type_takes_its_account_s() {
    let desk = Desk::of("uk").await;
    let lines = json!([
        { "LineAmount": 120, "AccountCode": "613" },
        { "LineAmount": -120, "AccountCode": "201" },
    ]);
    let posted = desk.put("ManualJournals", &taxed("Inclusive", lines)).await.journal();
    assert_eq!(posted["JournalLines"][0]["TaxType"], "NONE");
    assert_eq!(posted["JournalLines"][1]["TaxType"], "OUTPUT2");
    assert_eq!(desk.balance("VAT").await, "-20.00");
}

#[tokio::test]
async fn no_tax_computes_none_and_reads_back_as_the_country_s_no_tax_type() {
    let desk = Desk::of("au").await;
    let lines = json!([line("110.00", "613", "BASEXCLUDED"), line("-110.00", "201", "OUTPUT")]);
    let posted = desk.put("ManualJournals", &taxed("NoTax", lines)).await.journal();
    assert_eq!(posted["JournalLines"][1]["TaxType"], "BASEXCLUDED");
    assert_eq!(desk.balance("GST").await, "0.00");
    assert_eq!(desk.balance("Boats").await, "-110.00");
}

#[tokio::test]
async fn both_canadian_taxes_are_one_combined_rate() {
    let desk = Desk::of("ca").await;
    let lines = json!([line("112.00", "613", "NONE"), line("-112.00", "201", "TAX003")]);
    desk.put("ManualJournals", &taxed("Inclusive", lines)).await.journal();
    assert_eq!(desk.balance("Sales Tax").await, "-12.00");
    assert_eq!(desk.balance("Boats").await, "-100.00");
}

#[tokio::test]
async fn a_tax_type_must_exist_be_active_and_suit_the_account() {
    let desk = Desk::of("au").await;
    let refusals = async |tax: &str| {
        let lines = json!([line("110.00", "613", "BASEXCLUDED"), line("-110.00", "201", tax)]);
        desk.put("ManualJournals", &taxed("Inclusive", lines)).await.refusals()
    };
    let unknown = |tax| {
        format!(
            "The TaxType code {tax} does not exist or cannot be used for this type of transaction."
        )
    };
    assert_eq!(
        refusals("INPUT").await,
        ["The TaxType code 'INPUT' cannot be used with account code '201'."]
    );
    assert_eq!(refusals("OUTPUT2").await, [unknown("OUTPUT2")]);
    desk.control(json!({ "archive_tax_rate": "EXEMPTOUTPUT" }));
    assert_eq!(refusals("EXEMPTOUTPUT").await, [unknown("EXEMPTOUTPUT")]);
}

#[tokio::test]
async fn voiding_takes_the_tax_back_too() {
    let desk = Desk::of("nz").await;
    let lines = json!([line("115.00", "613", "NONE"), line("-115.00", "201", "OUTPUT2")]);
    let posted = desk.put("ManualJournals", &taxed("Inclusive", lines)).await.journal();
    desk.control(json!({ "void_journal": posted["ManualJournalID"] }));
    for account in ["Boats", "GST", "Card Clearing"] {
        assert_eq!(desk.balance(account).await, "0.00");
    }
    assert_eq!(messages(&posted["Warnings"]), Vec::<String>::new());
}

#[tokio::test]
async fn a_tax_type_that_does_not_suit_its_account_is_refused_without_tax_too() {
    let desk = Desk::of("au").await;
    let lines = json!([line("110.00", "613", "BASEXCLUDED"), line("-110.00", "201", "INPUT")]);
    let refused = desk.put("ManualJournals", &taxed("NoTax", lines)).await.refusals();
    assert_eq!(refused, ["The TaxType code 'INPUT' cannot be used with account code '201'."]);
}
