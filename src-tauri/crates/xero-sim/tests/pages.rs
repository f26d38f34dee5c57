//! The pages for people and the books as JSON (DESIGN §5, §6).

use axum::body::Body;
use axum::http::Request;
use reqwest::Client;
use serde_json::json;
use tower::ServiceExt as _;
use xero_sim::{Control, DEFAULT_CLIENT_ID, Dropped, Error, Fault, FaultKind, Options, Sim, serve};

use crate::desk::{Answer, Desk, client, options, read};
use crate::paper::{STRANGER, received, text, use_for};

async fn page(desk: &Desk, path: &str) -> Answer {
    read(desk.http.get(format!("{}{path}", desk.running.url()))).await
}

#[tokio::test]
async fn the_deep_link_of_a_journal_shows_it() {
    let desk = Desk::new().await;
    let posted = desk.posted("Cashout <b>Main St</b>").await;
    let id = posted["ManualJournalID"].as_str().unwrap();
    let shown = page(&desk, &format!("/Journal/View.aspx?invoiceID={id}")).await;
    assert_eq!(shown.status, 200);
    for text in [&format!("id=\"journal-{id}\""), "613 Card Clearing", "100.00", "5 October 2026"] {
        assert!(shown.text.contains(text), "no {text}");
    }
    assert!(shown.text.contains("Cashout &lt;b&gt;Main St&lt;/b&gt;"), "names are not markup");
    let books = page(&desk, "/books/ca").await;
    assert!(books.text.contains(&format!("id=\"journal-{id}\"")));
    assert!(books.text.contains("Trial balance") && books.text.contains("Revenue Clearing"));
    assert!(page(&desk, "/").await.text.contains("Harbour Boat Rentals (CA)"));
    assert_eq!(page(&desk, "/Journal/View.aspx?invoiceID=nope").await.status, 404);
}

#[tokio::test]
async fn xero_s_own_links_lead_to_documents_payments_and_contacts() {
    let desk = Desk::new().await;
    let organisation = desk.get("Organisation").await.one("Organisations");
    let code = text(&organisation, "ShortCode");
    let invoice = desk.invoiced("1234.50").await;
    let paid = desk.paid(&invoice, "200.00").await;
    let note = desk.credited("50.00").await;
    let allocations = format!("CreditNotes/{}/Allocations", text(&note, "CreditNoteID"));
    desk.put(&allocations, &use_for(&invoice, "50.00")).await.one("Allocations");
    let money = desk.put("BankTransactions", &received(|_| {})).await.one("BankTransactions");
    let (invoice, paid) = (text(&invoice, "InvoiceID"), text(&paid, "PaymentID"));
    let contact = text(&note["Contact"], "ContactID");
    let note = text(&note, "CreditNoteID");
    let money = text(&money, "BankTransactionID");
    let within =
        |path: &str| format!("/organisationlogin/default.aspx?shortcode={code}&redirecturl={path}");
    for (link, shown) in [
        (
            format!("/app/{code}/invoicing/view/{invoice}"),
            vec![
                "INV-0001 · Jo",
                "1,234.50",
                "984.50",
                "Credit CN-0001",
                "201 Boats",
                "due 19 October 2026",
            ],
        ),
        (format!("/app/{code}/contacts/contact/{contact}"), vec!["<h1>Jo</h1>"]),
        (
            within(&format!("/AccountsPayable/ViewCreditNote.aspx?creditNoteID={note}")),
            vec!["CN-0001 · Jo", "PAID", "INV-0001"],
        ),
        (
            within(&format!("/Bank/ViewTransaction.aspx?bankTransactionID={money}&accountID=1")),
            vec!["RECEIVE · Jo", "090 Business Bank Account"],
        ),
        (
            within(&format!("/Bank/ViewTransaction.aspx?bankTransactionID={paid}")),
            vec!["Payment 200.00", "612 Cash Clearing", "INV-0001"],
        ),
    ] {
        let page = page(&desk, &link).await;
        assert_eq!(page.status, 200, "{link}");
        for text in shown {
            assert!(page.text.contains(text), "no {text} at {link}: {}", page.text);
        }
    }
    let books = page(&desk, "/books/ca").await.text;
    for anchor in [
        format!("invoice-{invoice}"),
        format!("credit-note-{note}"),
        format!("payment-{paid}"),
        format!("bank-transaction-{money}"),
        format!("contact-{contact}"),
    ] {
        assert!(books.contains(&format!("id=\"{anchor}\"")), "no {anchor}");
    }
    for lost in [
        format!("/app/!other/invoicing/view/{invoice}"),
        format!("/app/{code}/invoicing/view/{STRANGER}"),
        within("//example.org/"),
    ] {
        assert_eq!(page(&desk, &lost).await.status, 404, "{lost}");
    }
}

#[tokio::test]
async fn the_books_are_given_without_signing_in_and_balance() {
    let desk = Desk::new().await;
    desk.posted("Cashout").await;
    let books = page(&desk, &format!("/sim/books.json?org={}", desk.tenant)).await.json();
    for name in ["Accounts", "ManualJournals", "Invoices", "CreditNotes", "Payments"] {
        assert!(books[name].is_array(), "no {name}");
    }
    assert_eq!(books["ManualJournals"][0]["JournalLines"].as_array().unwrap().len(), 2);
    let expected = json!([
        { "code": "201", "name": "Boats", "balance": "-100.00" },
        { "code": "613", "name": "Card Clearing", "balance": "100.00" },
    ]);
    assert_eq!(books["TrialBalance"], expected);
    assert_eq!(page(&desk, "/sim/books.json?org=zz").await.status, 404);
}

#[tokio::test]
async fn the_log_counts_the_calls() {
    let desk = Desk::new().await;
    desk.posted("Cashout").await;
    let calls = page(&desk, "/sim/log.json").await.json()["calls"].clone();
    assert_eq!(calls[0]["method"], "PUT");
    assert_eq!(calls[0]["path"], "/api.xro/2.0/ManualJournals");
    assert_eq!(calls[0]["status"], 200);
}

#[tokio::test]
async fn it_listens_on_both_loopback_addresses_and_stops() {
    let running = serve(options()).await.unwrap();
    assert_eq!(running.client_id(), DEFAULT_CLIENT_ID);
    let port = running.url().rsplit_once(':').unwrap().1.to_owned();
    let both = [format!("http://127.0.0.1:{port}/"), format!("http://[::1]:{port}/")];
    for url in &both {
        assert_eq!(read(client().get(url)).await.status, 200);
    }
    running.stop().await;
    for url in &both {
        assert!(Client::get(&client(), url).send().await.is_err());
    }
}

#[tokio::test]
async fn the_simulator_answers_without_sockets_too() {
    let sim = Sim::new(options()).unwrap();
    let get = Request::get("/books/ca").body(Body::empty()).unwrap();
    assert_eq!(sim.clone().oneshot(get).await.unwrap().status(), 200);

    let fault = Fault {
        kind: FaultKind::LossBefore,
        times: None,
        skip: 0,
        method: None,
        path: Some("/connections".to_owned()),
        tenant: None,
    };
    sim.control(Control { faults: vec![fault], ..Control::default() }).unwrap();
    let get = Request::get("/connections").body(Body::empty()).unwrap();
    assert_eq!(sim.oneshot(get).await.unwrap_err(), Dropped);
}

#[tokio::test]
async fn an_unknown_country_and_a_taken_port_are_said() {
    let orgs = vec!["fr".to_owned()];
    let error = serve(Options { orgs, ..options() }).await.unwrap_err();
    assert!(matches!(error, Error::UnknownOrganisation(name) if name == "fr"));
    let running = serve(options()).await.unwrap();
    let port = running.url().rsplit_once(':').unwrap().1.parse().unwrap();
    let error = serve(Options { port, ..options() }).await.unwrap_err();
    assert!(matches!(error, Error::Bind { .. }));
}
