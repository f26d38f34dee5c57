//! Credit notes: writing them, using them for invoices, paying them back (facts §8).

use serde_json::{Value, json};

use crate::desk::{Answer, Desk, read};
use crate::paper::{LOCKED, SETTLED, STRANGER, credit_note, line, text, use_for};

const NAME: &str = "CreditNotes";

fn path(note: &Value) -> String {
    format!("CreditNotes/{}", text(note, "CreditNoteID"))
}

async fn used(desk: &Desk, note: &Value, allocation: &Value) -> Answer {
    desk.put(&format!("{}/Allocations", path(note)), allocation).await
}

#[tokio::test]
async fn an_approved_credit_note_takes_back_what_an_invoice_does() {
    let desk = Desk::of("nz").await;
    let body = credit_note(|note| {
        note["Reference"] = json!("desk 17");
        note["LineItems"][0]["TaxType"] = json!("OUTPUT2");
    });
    let made = desk.put(NAME, &body).await.one(NAME);
    assert_eq!(made["CreditNoteNumber"], "CN-0001");
    assert_eq!((&made["Status"], &made["Total"]), (&json!("AUTHORISED"), &json!(115.0)));
    assert_eq!(made["RemainingCredit"], 115.0);
    assert_eq!((&made["Allocations"], &made["Payments"]), (&json!([]), &json!([])));
    for (account, balance) in
        [("Accounts Receivable", "-115.00"), ("Boats", "100.00"), ("GST", "15.00")]
    {
        assert_eq!(desk.balance(account).await, balance);
    }
    assert_eq!(desk.get(&path(&made)).await.one(NAME), made);
    assert_eq!(desk.get("CreditNotes/cn-0001").await.one(NAME), made);
    let found = desk.find(NAME, "Reference==\"desk 17\"").await;
    assert_eq!(found.each(NAME, "CreditNoteNumber"), ["CN-0001"]);
    assert_eq!(found.json()[NAME][0]["LineItems"], json!([]), "not on a page");
    let page = desk.get("CreditNotes?page=1").await.json();
    assert_eq!(page[NAME][0]["LineItems"][0]["Description"], "A boat");
    let voided = desk.post(&path(&made), &json!({ "Status": "VOIDED" })).await.one(NAME);
    assert_eq!(voided["RemainingCredit"], 0.0);
    assert_eq!(desk.balance("GST").await, "0.00");
}

#[tokio::test]
async fn credit_used_for_an_invoice_lowers_both_and_moves_no_account() {
    let desk = Desk::new().await;
    let invoice = desk.invoiced("80.00").await;
    let note = desk.credited("100.00").await;
    desk.advance(60);
    let one = used(&desk, &note, &json!({ "Allocations": [use_for(&invoice, "30.00")] })).await;
    let one = one.one("Allocations");
    assert_eq!(one["Date"], "/Date(1791244800000+0000)/", "the later of the two");
    assert_eq!(one["CreditNote"]["CreditNoteID"], note["CreditNoteID"]);
    assert_eq!(used(&desk, &note, &use_for(&invoice, "50.00")).await.status, 200);
    let settled = desk.invoice(&invoice).await;
    assert_eq!((&settled["Status"], &settled["AmountDue"]), (&json!("PAID"), &json!(0.0)));
    assert_eq!(settled["AmountCredited"], 80.0);
    assert_eq!(settled["CreditNotes"][0]["CreditNoteNumber"], "CN-0001");
    assert_eq!(settled["CreditNotes"][0]["AppliedAmount"], 30.0);
    assert_ne!(settled["UpdatedDateUTC"], invoice["UpdatedDateUTC"]);
    let left = desk.get(&path(&note)).await.one(NAME);
    assert_eq!(left["RemainingCredit"], 20.0);
    assert_eq!(left["Allocations"][0]["Invoice"]["InvoiceNumber"], "INV-0001");
    assert_eq!(desk.balance("Accounts Receivable").await, "-20.00");
    let id = text(&invoice, "InvoiceID");
    let expected = ["Credit Applied", "Credit Applied", "Created"];
    assert_eq!(desk.changes("Invoices", id).await, expected);

    let allocation = text(&one, "AllocationID");
    let url = format!("{}/Allocations/{allocation}", path(&note));
    let gone = read(desk.request("DELETE", &url).header("Idempotency-Key", "k-1")).await;
    assert_eq!(gone.status, 200, "{}", gone.text);
    let gone = gone.json();
    assert_eq!((&gone["AllocationId"], &gone["IsDeleted"]), (&json!(allocation), &json!(true)));
    assert_eq!(gone["Invoice"][0]["InvoiceID"], invoice["InvoiceID"]);
    let open = desk.invoice(&invoice).await;
    assert_eq!((&open["Status"], &open["AmountDue"]), (&json!("AUTHORISED"), &json!(30.0)));
    let again = read(desk.request("DELETE", &url).header("Idempotency-Key", "k-1")).await;
    assert_eq!(again.status, 404, "a key means nothing to DELETE");
}

#[tokio::test]
async fn credit_is_used_within_what_is_open_of_approved_documents_of_one_contact() {
    let desk = Desk::new().await;
    let invoice = desk.invoiced("80.00").await;
    let note = desk.credited("100.00").await;
    let refusals =
        async |note: &Value, allocation: Value| used(&desk, note, &allocation).await.refusals();
    let much = refusals(&note, use_for(&invoice, "80.01")).await;
    assert_eq!(much, ["Allocation amount exceeds the amount outstanding on this document"]);
    let small = desk.credited("10.00").await;
    let much = refusals(&small, use_for(&invoice, "10.01")).await;
    assert_eq!(much, ["Allocation amount exceeds the remaining credit of this document"]);
    for amount in ["0", "-1", "0.001"] {
        assert_eq!(refusals(&note, use_for(&invoice, amount)).await.len(), 1, "{amount}");
    }
    let draft = credit_note(|note| note["Status"] = json!("DRAFT"));
    let draft = desk.put(NAME, &draft).await.one(NAME);
    let text = "Credit can only be allocated between Authorised documents";
    assert_eq!(refusals(&draft, use_for(&invoice, "1.00")).await, [text]);
    let other = credit_note(|note| note["Contact"] = json!({ "Name": "Bea" }));
    let other = desk.put(NAME, &other).await.one(NAME);
    assert_eq!(refusals(&other, use_for(&invoice, "1.00")).await.len(), 1);
    let lost = json!({ "InvoiceID": STRANGER });
    let text = "An existing invoice with the specified ID could not be found";
    assert_eq!(refusals(&note, use_for(&lost, "1.00")).await, [text]);
    let two = json!({ "Allocations": [use_for(&invoice, "50.00"), use_for(&invoice, "50.00")] });
    assert_eq!(refusals(&note, two).await.len(), 1, "the second knows of the first");
    assert_eq!(desk.invoice(&invoice).await["AmountDue"], 80.0);
    desk.control(json!({ "lock_date": "2026-10-06" }));
    let locked = refusals(&note, use_for(&invoice, "1.00")).await;
    assert_eq!(locked, [LOCKED.replace("30-Sep", "06-Oct")]);
    let stranger = format!("CreditNotes/{STRANGER}/Allocations");
    assert_eq!(desk.put(&stranger, &use_for(&invoice, "1.00")).await.status, 404);
}

#[tokio::test]
async fn a_credit_note_is_paid_back_and_then_neither_edited_nor_voided() {
    let desk = Desk::new().await;
    let note = desk.credited("100.00").await;
    let refund = json!({ "CreditNote": { "CreditNoteID": note["CreditNoteID"] },
        "Account": { "Code": "090" }, "Date": "2026-10-06", "Amount": "100.00" });
    let paid = desk.put("Payments", &refund).await.one("Payments");
    assert_eq!(paid["PaymentType"], "ARCREDITPAYMENT");
    assert_eq!(paid["Invoice"]["Type"], "ACCRECCREDIT");
    assert_eq!(desk.balance("Business Bank Account").await, "-100.00");
    assert_eq!(desk.balance("Accounts Receivable").await, "0.00");
    let whole = desk.get(&path(&note)).await.one(NAME);
    assert_eq!((&whole["Status"], &whole["RemainingCredit"]), (&json!("PAID"), &json!(0.0)));
    assert_eq!(whole["Payments"][0]["PaymentID"], paid["PaymentID"]);
    let edit = json!({ "LineItems": [line("90.00")] });
    assert_eq!(desk.post(&path(&note), &edit).await.refusals(), [SETTLED]);
    let void = desk.post(&path(&note), &json!({ "Status": "VOIDED" })).await;
    let text = "The status VOIDED cannot be applied to the credit note because it has payments \
                or credit notes allocated to it.";
    assert_eq!(void.refusals(), [text]);
    desk.unpaid(&paid).await.one("Payments");
    assert_eq!(desk.post(&path(&note), &json!({ "Status": "VOIDED" })).await.status, 200);
    assert_eq!(
        desk.books().await["TrialBalance"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|row| row["balance"] != "0.00")
            .count(),
        0
    );
}

#[tokio::test]
async fn credit_notes_have_no_discounts_no_due_date_and_no_cap_of_the_plan() {
    let desk = Desk::new().await;
    desk.control(json!({ "approve_limit": 0 }));
    let discounted = credit_note(|note| note["LineItems"][0]["DiscountRate"] = json!(10));
    let refused = desk.put(NAME, &discounted).await.refusals();
    assert_eq!(refused, ["Discounts are only supported on sales invoices"]);
    let negative = credit_note(|note| note["LineItems"] = json!([line("-1.00")]));
    let text = "The Total for this document must be greater than or equal to zero.";
    assert_eq!(desk.put(NAME, &negative).await.refusals(), [text]);
    let taken = credit_note(|note| note["CreditNoteNumber"] = json!("C-1"));
    desk.put(NAME, &taken).await.one(NAME);
    assert_eq!(desk.put(NAME, &taken).await.refusals(), ["Credit Note # must be unique."]);
    let bill = credit_note(|note| note["Type"] = json!("ACCPAYCREDIT"));
    assert_eq!(desk.put(NAME, &bill).await.status, 501);
}
