//! Other currencies: who may have them, and what they come to in the books (facts §10.4).

use serde_json::{Value, json};
use xero_sim::{Options, Scenario};

use crate::desk::{Desk, options};
use crate::paper::{credit_note, invoice, payment, received, text, use_for};

async fn abroad() -> Desk {
    let scenario = Scenario { foreign_bank: true, ..Scenario::default() };
    Desk::with(Options { scenario, ..options() }).await
}

/// 100.00 US dollars at 0.8 for one Canadian: 125.00 in the books.
fn dollars() -> Value {
    invoice(|invoice| {
        invoice["CurrencyCode"] = json!("USD");
        invoice["CurrencyRate"] = json!("0.8");
    })
}

#[tokio::test]
async fn a_currency_is_added_where_the_plan_has_several() {
    let desk = Desk::new().await;
    let put = async |code: &str| desk.put("Currencies", &json!({ "Code": code })).await;
    assert_eq!(desk.get("Currencies").await.each("Currencies", "Code"), ["CAD"]);
    let refused = desk.put("Invoices", &dollars()).await.refusals();
    assert_eq!(refused, ["Organisation is not subscribed to currency USD"]);
    assert_eq!(put("USD").await.one("Currencies")["Description"], "United States Dollar");
    assert_eq!(desk.get("Currencies").await.each("Currencies", "Code"), ["CAD", "USD"]);
    for code in ["USD", "CAD", "ZZZ"] {
        assert_eq!(put(code).await.refusals().len(), 1, "{code}");
    }
    assert_eq!(desk.put("Invoices", &dollars()).await.status, 200);

    let scenario = Scenario { multicurrency: false, foreign_bank: true, ..Scenario::default() };
    let plain = Desk::with(Options { scenario, ..options() }).await;
    assert_eq!(plain.put("Currencies", &json!({ "Code": "USD" })).await.status, 400);
    let refused = plain.put("Invoices", &dollars()).await.refusals();
    assert_eq!(refused, ["Organisation is not subscribed to currency USD"]);
    let banks = plain.find("Accounts", "Type==\"BANK\"").await;
    assert_eq!(banks.each("Accounts", "CurrencyCode"), ["CAD", "CAD"]);
}

#[tokio::test]
async fn a_foreign_bank_account_shows_its_currency_and_its_transactions_have_it() {
    let desk = abroad().await;
    let bank = desk.find("Accounts", "Code==\"092\"").await.one("Accounts");
    assert_eq!((&bank["Name"], &bank["CurrencyCode"]), (&json!("USD Account"), &json!("USD")));
    let body = received(|transaction| {
        transaction["BankAccount"] = json!({ "Code": "092" });
        transaction["CurrencyRate"] = json!(0.8);
        transaction["CurrencyCode"] = json!("CAD");
    });
    let made = desk.put("BankTransactions", &body).await.one("BankTransactions");
    assert_eq!((&made["CurrencyCode"], &made["CurrencyRate"]), (&json!("USD"), &json!(0.8)));
    assert_eq!(made["Total"], 100.0, "in its own currency");
    assert_eq!(desk.balance("USD Account").await, "125.00", "in the base currency");
    assert_eq!(desk.balance("Boats").await, "-125.00");
    let by_day = received(|transaction| transaction["BankAccount"] = json!({ "Code": "092" }));
    let by_day = desk.put("BankTransactions", &by_day).await.one("BankTransactions");
    assert_eq!(by_day["CurrencyRate"].to_string(), "0.735294", "the day's rate");

    let account = |code: &str, currency: &str| {
        json!({ "Code": code, "Name": code, "Type": "BANK",
        "BankAccountNumber": "06", "CurrencyCode": currency })
    };
    let made = desk.put("Accounts", &account("093", "USD")).await.one("Accounts");
    assert_eq!(made["CurrencyCode"], "USD");
    assert_eq!(desk.put("Accounts", &account("094", "EUR")).await.status, 400);
    let between = json!({ "FromBankAccount": { "Code": "090" },
        "ToBankAccount": { "Code": "092" }, "Amount": 1 });
    let text = "Both bank accounts of a transfer must have the same currency.";
    assert_eq!(desk.put("BankTransfers", &between).await.refusals(), [text]);
}

#[tokio::test]
async fn a_payment_at_another_rate_realises_a_gain_and_leaves_nothing_receivable() {
    let desk = abroad().await;
    let made = desk.put("Invoices", &dollars()).await.one("Invoices");
    assert_eq!((&made["CurrencyCode"], &made["CurrencyRate"]), (&json!("USD"), &json!(0.8)));
    assert_eq!(desk.balance("Accounts Receivable").await, "125.00");
    let paid = async |account: &str, amount: &str, rate: &str| {
        let mut body = payment(&made, amount);
        body["Account"] = json!({ "Code": account });
        body["CurrencyRate"] = json!(rate);
        desk.put("Payments", &body).await.one("Payments")
    };
    let first = paid("092", "33.33", "0.75").await;
    assert_eq!(first["BankAmount"].to_string(), "33.33");
    assert_eq!(desk.balance("USD Account").await, "44.44");
    assert_eq!(desk.balance("Accounts Receivable").await, "83.34", "41.66 of 125.00");
    assert_eq!(desk.balance("Realised Currency Gains").await, "-2.78");
    let second = paid("612", "66.67", "0.9").await;
    assert_eq!(second["BankAmount"].to_string(), "74.08", "into an account of the base currency");
    assert_eq!(desk.balance("Cash Clearing").await, "74.08");
    assert_eq!(desk.balance("Accounts Receivable").await, "0.00", "to the cent");
    assert_eq!(desk.balance("Realised Currency Gains").await, "6.48");
    assert_eq!(desk.invoice(&made).await["Status"], "PAID");
    for payment in [first, second] {
        desk.unpaid(&payment).await.one("Payments");
    }
    assert_eq!(desk.balance("Accounts Receivable").await, "125.00");
    assert_eq!(desk.balance("Realised Currency Gains").await, "0.00");
}

#[tokio::test]
async fn a_payment_may_say_what_arrived_instead_of_a_rate() {
    let desk = abroad().await;
    let made = desk.put("Invoices", &dollars()).await.one("Invoices");
    let mut body = payment(&made, "100.00");
    body["BankAmount"] = json!("130.00");
    let paid = desk.put("Payments", &body).await.one("Payments");
    assert_eq!(paid["CurrencyRate"].to_string(), "0.769231");
    assert_eq!(desk.balance("Cash Clearing").await, "130.00");
    assert_eq!(desk.balance("Realised Currency Gains").await, "-5.00");

    let domestic = desk.invoiced("100.00").await;
    let mut body = payment(&domestic, "100.00");
    body["Account"] = json!({ "Code": "092" });
    let paid = desk.put("Payments", &body).await.one("Payments");
    assert_eq!(
        (paid["BankAmount"].to_string(), &paid["CurrencyRate"]),
        ("73.53".to_owned(), &json!(1))
    );
    assert_eq!(desk.balance("USD Account").await, "100.00");
}

#[tokio::test]
async fn a_payment_between_two_foreign_currencies_is_refused() {
    let desk = abroad().await;
    desk.put("Currencies", &json!({ "Code": "EUR" })).await.one("Currencies");
    let bank = json!({ "Code": "093", "Name": "EUR Account", "Type": "BANK",
        "BankAccountNumber": "06", "CurrencyCode": "EUR" });
    desk.put("Accounts", &bank).await.one("Accounts");
    let made = desk.put("Invoices", &dollars()).await.one("Invoices");
    let mut body = payment(&made, "1.00");
    body["Account"] = json!({ "Code": "093" });
    let text = "The account is of neither the document's currency nor the base currency.";
    assert_eq!(desk.put("Payments", &body).await.refusals(), [text]);
}

#[tokio::test]
async fn credit_of_another_rate_realises_a_gain_and_of_another_currency_is_refused() {
    let desk = abroad().await;
    let made = desk.put("Invoices", &dollars()).await.one("Invoices");
    let note = credit_note(|note| {
        note["CurrencyCode"] = json!("USD");
        note["CurrencyRate"] = json!("1.0000001");
    });
    let note = desk.put("CreditNotes", &note).await.one("CreditNotes");
    assert_eq!(desk.balance("Accounts Receivable").await, "25.00");
    let path = format!("CreditNotes/{}/Allocations", text(&note, "CreditNoteID"));
    let domestic = desk.invoiced("100.00").await;
    let refused = desk.put(&path, &use_for(&domestic, "1.00")).await.refusals();
    assert_eq!(refused, ["Credit can only be allocated to invoices of the same currency"]);
    desk.put(&path, &use_for(&made, "100.00")).await.one("Allocations");
    assert_eq!(desk.balance("Accounts Receivable").await, "100.00", "of the domestic one");
    assert_eq!(desk.balance("Realised Currency Gains").await, "25.00");
}

#[tokio::test]
async fn rates_and_amounts_out_of_all_proportion_are_refused() {
    let desk = abroad().await;
    for rate in ["0", "-1", "0.0000001"] {
        let mut body = dollars();
        body["Invoices"][0]["CurrencyRate"] = json!(rate);
        assert_eq!(desk.put("Invoices", &body).await.refusals().len(), 1, "{rate}");
    }
    let made = desk.put("Invoices", &dollars()).await.one("Invoices");
    for (member, value) in [
        ("CurrencyRate", "0.0000001"),
        ("BankAmount", "-1"),
        ("BankAmount", "79228162514264337593543950335"),
        ("Amount", "79228162514264337593543950335"),
    ] {
        let mut body = payment(&made, "1.00");
        body[member] = json!(value);
        assert_eq!(desk.put("Payments", &body).await.refusals().len(), 1, "{member} {value}");
    }
    let huge = "9999999999999";
    let line = json!({ "Description": "x", "Quantity": "999999999", "UnitAmount": huge,
        "AccountCode": "201", "TaxAmount": huge });
    let body = invoice(|invoice| invoice["LineItems"] = json!([line]));
    assert_eq!(desk.put("Invoices", &body).await.status, 400);
}
