//! Sales invoices: writing, numbering, finding (facts §7).

use serde_json::{Value, json};
use xero_sim::{Options, Scenario};

use crate::desk::{Desk, messages, options, read};
use crate::paper::{LOCKED, NOBODY, STRANGER, invoice, line, text};

const NAME: &str = "Invoices";

#[tokio::test]
async fn an_approved_invoice_is_answered_whole_and_is_owed() {
    let desk = Desk::new().await;
    let body = invoice(|invoice| {
        invoice["Reference"] = json!("desk 17");
        invoice["Url"] = json!("https://example.org/bookings/17");
    });
    let answer = desk.put(NAME, &body).await;
    let made = answer.one(NAME);
    assert_eq!(made["Type"], "ACCREC");
    assert_eq!(made["Status"], "AUTHORISED");
    assert_eq!(made["InvoiceNumber"], "INV-0001");
    assert_eq!(made["Date"], "/Date(1791158400000+0000)/", "midnight UTC of 5 October");
    assert_eq!(made["DateString"], "2026-10-05T00:00:00");
    assert_eq!(made["DueDateString"], "2026-10-19T00:00:00");
    assert_eq!(made["Contact"]["Name"], "Jo");
    assert_eq!(made["CurrencyCode"], "CAD");
    assert_eq!(made["HasAttachments"], false);
    for part in ["\"AmountDue\":100.00", "\"AmountPaid\":0.00", "\"Quantity\":1.0000"] {
        assert!(answer.text.contains(part), "no {part} in {}", answer.text);
    }
    assert_eq!(desk.invoice(&made).await, made);
    assert_eq!(desk.get("Invoices/inv-0001").await.one(NAME), made, "its number does as well");
    assert_eq!(desk.balance("Accounts Receivable").await, "100.00");
    assert_eq!(desk.balance("Boats").await, "-100.00");
    assert_eq!(desk.books().await["Invoices"][0]["Reference"], "desk 17");
    let contact = desk.get("Contacts?page=1").await.one("Contacts");
    assert_eq!(contact["IsCustomer"], true);
    assert_eq!(contact["Balances"]["AccountsReceivable"]["Outstanding"], 100.0);
    assert_eq!(contact["Balances"]["AccountsReceivable"]["Overdue"], 0.0);
}

#[tokio::test]
async fn the_defaults_are_draft_exclusive_and_today_and_a_draft_reaches_no_ledger() {
    let desk = Desk::of("nz").await;
    let body = json!({ "Type": "ACCREC", "Contact": { "Name": "Jo" },
        "LineItems": [{ "Description": "A boat", "UnitAmount": 100, "AccountCode": "201" }] });
    let draft = desk.put(NAME, &body).await.one(NAME);
    assert_eq!(draft["Status"], "DRAFT");
    assert_eq!(draft["LineAmountTypes"], "Exclusive");
    assert_eq!(draft["DateString"], "2026-10-06T00:00:00", "the 6th in Auckland");
    assert_eq!(draft["Total"], 115.0);
    assert_eq!(draft["DueDateString"], Value::Null);
    assert_eq!(desk.books().await["TrialBalance"], json!([]));
}

#[tokio::test]
async fn numbers_are_made_in_order_and_never_given_twice() {
    let desk = Desk::new().await;
    let numbered = |number: &str| {
        let number = number.to_owned();
        invoice(|invoice| invoice["InvoiceNumber"] = json!(number))
    };
    let first = desk.invoiced("1.00").await;
    desk.put(NAME, &numbered("INV-0041")).await.one(NAME);
    desk.put(NAME, &numbered("Desk 7/1")).await.one(NAME);
    assert_eq!(desk.get("Invoices/Desk%207%2F1").await.one(NAME)["InvoiceNumber"], "Desk 7/1");
    assert_eq!(desk.invoiced("1.00").await["InvoiceNumber"], "INV-0042");
    let taken = ["Invoice # must be unique."];
    assert_eq!(desk.put(NAME, &numbered("inv-0041")).await.refusals(), taken);
    desk.edit(&first, &json!({ "Status": "VOIDED" })).await.one(NAME);
    assert_eq!(desk.put(NAME, &numbered("INV-0001")).await.refusals(), taken, "voided ones too");

    let two = json!({ "Invoices": [numbered("A")["Invoices"][0], numbered("A")["Invoices"][0]] });
    assert_eq!(desk.put(NAME, &two).await.refusals(), taken, "in one request");
    assert_eq!(desk.books().await["Invoices"].as_array().unwrap().len(), 4);
}

#[tokio::test]
async fn post_with_a_known_number_changes_that_invoice_and_put_never_does() {
    let desk = Desk::new().await;
    let made = desk.invoiced("100.00").await;
    let same = invoice(|invoice| {
        invoice["InvoiceNumber"] = json!("INV-0001");
        invoice["LineItems"] = json!([line("70.00")]);
    });
    let over = desk.post(NAME, &same).await.one(NAME);
    assert_eq!(over["InvoiceID"], made["InvoiceID"]);
    assert_eq!(desk.balance("Boats").await, "-70.00");
    let new = invoice(|invoice| invoice["InvoiceNumber"] = json!("INV-0002"));
    assert_ne!(desk.post(NAME, &new).await.one(NAME)["InvoiceID"], made["InvoiceID"]);
    let lost = invoice(|invoice| invoice["InvoiceID"] = json!(STRANGER));
    let text = "An existing invoice with the specified ID could not be found";
    assert_eq!(desk.post(NAME, &lost).await.refusals(), [text]);
    assert_eq!(desk.get(&format!("Invoices/{STRANGER}")).await.status, 404);
}

#[tokio::test]
async fn an_approved_invoice_needs_contact_account_description_and_due_date() {
    let desk = Desk::new().await;
    let without = |member: &str| {
        let member = member.to_owned();
        invoice(|invoice| drop(invoice.as_object_mut().unwrap().remove(&member)))
    };
    let lineless = |member: &str| {
        let member = member.to_owned();
        invoice(|invoice| drop(invoice["LineItems"][0].as_object_mut().unwrap().remove(&member)))
    };
    for (body, message) in [
        (without("Contact"), "A Contact must be specified for this type of transaction"),
        (without("DueDate"), "Due date cannot be empty."),
        (without("LineItems"), "One or more line items must be specified"),
        (lineless("AccountCode"), "Account code must be specified"),
        (lineless("Description"), "The description field is mandatory for each line item."),
        (without("Type"), "The Type of the document must be specified"),
    ] {
        let refused = desk.put(NAME, &body).await;
        assert_eq!(refused.refusals(), [message]);
        assert_eq!(refused.json()["Elements"][0]["InvoiceID"], NOBODY);
        let mut draft = body;
        draft["Invoices"][0]["Status"] = json!("DRAFT");
        let kept = desk.put(NAME, &draft).await.status == 200;
        let is_fine = message.starts_with("Due")
            || message.starts_with("Account")
            || message.contains("description");
        assert_eq!(kept, is_fine, "{message}");
    }
    assert_eq!(desk.books().await["TrialBalance"], json!([]));
    let only_words = invoice(|invoice| {
        invoice["LineItems"] = json!([line(1), { "Description": "Thank you" }]);
    });
    assert_eq!(desk.put(NAME, &only_words).await.one(NAME)["Total"], 1.0);
}

#[tokio::test]
async fn a_name_finds_its_contact_or_makes_one_and_what_else_is_said_overwrites_it() {
    let desk = Desk::new().await;
    let jo = json!({ "Name": "Jo", "EmailAddress": "jo@example.org",
        "ContactPersons": [{ "FirstName": "Al" }] });
    let jo = desk.put("Contacts", &jo).await.one("Contacts");
    let to = async |contact: Value| {
        desk.put(NAME, &invoice(|invoice| invoice["Contact"] = contact)).await
    };
    let id = |answer: &Value| answer["Contact"]["ContactID"].clone();
    assert_eq!(id(&to(json!({ "Name": "JO" })).await.one(NAME)), jo["ContactID"]);
    assert_eq!(id(&to(json!({ "ContactID": jo["ContactID"] })).await.one(NAME)), jo["ContactID"]);
    let same = desk.get("Contacts?page=1").await.one("Contacts");
    assert_eq!(same["ContactPersons"][0]["FirstName"], "Al");

    let more = json!({ "ContactID": jo["ContactID"], "EmailAddress": "new@example.org" });
    let told = to(more).await.one(NAME);
    assert_eq!(told["Contact"]["EmailAddress"], "new@example.org");
    assert_eq!(told["Contact"]["ContactPersons"], json!([]), "its persons are dropped");

    let new = to(json!({ "Name": "Bea" })).await.one(NAME);
    assert_eq!(desk.get("Contacts").await.each("Contacts", "Name"), ["Jo", "Bea"]);
    let unknown = to(json!({ "ContactID": STRANGER })).await.refusals();
    assert_eq!(unknown, ["The contact with the specified ContactID could not be found"]);

    let path = format!("Contacts/{}", text(&new["Contact"], "ContactID"));
    desk.post(&path, &json!({ "ContactStatus": "ARCHIVED" })).await.one("Contacts");
    for contact in [json!({ "Name": "bea" }), json!({ "ContactID": id(&new) })] {
        let refused = to(contact).await.refusals();
        let tail = "The contact must be un-archived before creating new invoices or credit notes.";
        assert!(refused.len() == 1 && refused[0].ends_with(tail), "{refused:?}");
    }
    assert_eq!(desk.get("Contacts").await.each("Contacts", "Name"), ["Jo"]);
}

#[tokio::test]
async fn a_refused_invoice_makes_no_contact() {
    let desk = Desk::new().await;
    let bad = invoice(|invoice| invoice["DueDate"] = json!(null));
    desk.put(NAME, &bad).await.refusals();
    assert_eq!(desk.books().await["Contacts"], json!([]));
    let mixed = json!({ "Invoices": [invoice(|_| {})["Invoices"][0], bad["Invoices"][0]] });
    desk.put(NAME, &mixed).await.refusals();
    assert_eq!(desk.books().await["Contacts"], json!([]), "nor does the good one beside it");
    let each = desk.put("Invoices?summarizeErrors=false", &mixed).await;
    assert_eq!(each.each(NAME, "StatusAttributeString"), ["OK", "ERROR"]);
    assert_eq!(each.json()["Invoices"][1]["HasErrors"], true);
    assert_eq!(messages(&each.json()["Invoices"][1]["ValidationErrors"]).len(), 1);
    assert_eq!(desk.books().await["Invoices"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn lists_have_lines_only_on_pages_and_are_narrowed_by_parameters() {
    let desk = Desk::new().await;
    let mut made = Vec::new();
    for (number, name, status) in
        [("A", "Jo", "DRAFT"), ("B", "Jo", "AUTHORISED"), ("C", "Bea", "AUTHORISED")]
    {
        let body = invoice(|invoice| {
            invoice["InvoiceNumber"] = json!(number);
            invoice["Reference"] = json!(format!("#{number}"));
            invoice["Contact"] = json!({ "Name": name });
            invoice["Status"] = json!(status);
        });
        made.push(desk.put(NAME, &body).await.one(NAME));
        desk.advance(1);
    }
    let whole = desk.get(NAME).await.json();
    assert_eq!(whole["Invoices"][0]["LineItems"], json!([]));
    assert_eq!(whole["pagination"], Value::Null);
    let page = desk.get("Invoices?page=1&pageSize=2").await.json();
    assert_eq!(
        page["pagination"],
        json!({ "page": 1, "pageSize": 2, "pageCount": 2,
        "itemCount": 3 })
    );
    assert_eq!(page["Invoices"][0]["LineItems"][0]["AccountCode"], "201");
    let summary = desk.get("Invoices?page=1&summaryOnly=true").await.json()["Invoices"][0].clone();
    assert_eq!((&summary["Payments"], &summary["LineItems"]), (&Value::Null, &json!([])));

    let contact = text(&made[0]["Contact"], "ContactID").to_owned();
    let numbers = async |path: String| desk.get(&path).await.each(NAME, "InvoiceNumber");
    assert_eq!(numbers("Invoices?Statuses=DRAFT,PAID".to_owned()).await, ["A"]);
    assert_eq!(numbers("Invoices?InvoiceNumbers=c,B".to_owned()).await, ["B", "C"]);
    assert_eq!(numbers(format!("Invoices?ContactIDs={contact}")).await, ["A", "B"]);
    let id = text(&made[1], "InvoiceID");
    assert_eq!(numbers(format!("Invoices?IDs={id}")).await, ["B"]);
    assert_eq!(numbers("Invoices?searchTerm=bea".to_owned()).await, ["C"]);
    assert_eq!(numbers("Invoices?createdByMyApp=true".to_owned()).await, ["A", "B", "C"]);
    let filtered = async |filter: &str| desk.find(NAME, filter).await.each(NAME, "InvoiceNumber");
    assert_eq!(filtered("Reference==\"#B\"").await, ["B"]);
    assert_eq!(filtered("Status==\"AUTHORISED\"").await, ["B", "C"]);
    assert_eq!(filtered(&format!("Contact.ContactID=guid(\"{contact}\")")).await, ["A", "B"]);
    assert_eq!(filtered("Reference==\"#B\" AND AmountDue>100").await, [""; 0]);
    let since = desk.request("GET", NAME).header("If-Modified-Since", "2026-10-05T20:00:01");
    assert_eq!(read(since).await.each(NAME, "InvoiceNumber"), ["C"]);
}

#[tokio::test]
async fn a_locked_date_refuses_what_touches_the_ledger_and_no_draft() {
    let desk = Desk::new().await;
    let dated = |status: &str| {
        let status = status.to_owned();
        invoice(|invoice| {
            invoice["Date"] = json!("2026-09-30");
            invoice["Status"] = json!(status);
        })
    };
    let before = desk.put(NAME, &dated("AUTHORISED")).await.one(NAME);
    desk.control(json!({ "lock_date": "2026-09-30" }));
    assert_eq!(desk.put(NAME, &dated("AUTHORISED")).await.refusals(), [LOCKED]);
    for change in [json!({ "Status": "VOIDED" }), json!({ "Date": "2026-10-01" })] {
        assert_eq!(desk.edit(&before, &change).await.refusals(), [LOCKED]);
    }
    let draft = desk.put(NAME, &dated("DRAFT")).await.one(NAME);
    assert_eq!(desk.edit(&draft, &json!({ "Status": "AUTHORISED" })).await.refusals(), [LOCKED]);
    assert_eq!(desk.edit(&draft, &json!({ "Status": "DELETED" })).await.status, 200);
}

#[tokio::test]
async fn the_early_plan_approves_so_many_invoices_a_month() {
    let scenario = Scenario { approve_limit: Some(2), ..Scenario::default() };
    let mut desk = Desk::with(Options { scenario, ..options() }).await;
    let voided = desk.invoiced("1.00").await;
    desk.edit(&voided, &json!({ "Status": "VOIDED" })).await.one(NAME);
    desk.invoiced("1.00").await;
    let limit = ["You have reached the limit of invoices you can approve"];
    assert_eq!(desk.put(NAME, &invoice(|_| {})).await.refusals(), limit);
    let draft = invoice(|invoice| invoice["Status"] = json!("DRAFT"));
    let draft = desk.put(NAME, &draft).await.one(NAME);
    assert_eq!(desk.edit(&draft, &json!({ "Status": "AUTHORISED" })).await.refusals(), limit);
    desk.advance(27 * 86_400);
    desk.sign_in_again().await;
    let approved = desk.edit(&draft, &json!({ "Status": "AUTHORISED" })).await;
    assert_eq!(approved.one(NAME)["Status"], "AUTHORISED", "another month");
}

#[tokio::test]
async fn bills_are_not_modelled_and_other_words_do_not_convert() {
    let desk = Desk::new().await;
    let of = |kind: &str| {
        let kind = kind.to_owned();
        invoice(|invoice| invoice["Type"] = json!(kind))
    };
    assert_eq!(desk.put(NAME, &of("ACCPAY")).await.status, 501);
    let wrong = desk.put(NAME, &of("SALE")).await.json();
    assert_eq!(wrong["ErrorNumber"], 14);
    let text = "Error converting value \"SALE\" to type 'Xero.API.Library..InvoiceType'. Path \
                'Invoices[0].Type'";
    assert_eq!(wrong["Message"], text);
}
