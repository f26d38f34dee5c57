//! What a broken network means: was it sent, or may it have been?

use http::Method;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use xero::{HttpTransport, InvalidOrigin, Origins, Request, Sent, Transport as _, Uuid};

fn get(url: &str) -> Request {
    let mut request = Request::new(Vec::new());
    *request.method_mut() = Method::GET;
    *request.uri_mut() = url.parse().unwrap();
    request
}

/// A server that reads one request and answers with these bytes, then hangs up.
async fn server(answer: Vec<u8>) -> String {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let mut request = [0; 4096];
        let read = stream.read(&mut request).await.unwrap();
        assert!(read > 0);
        // A client that has heard enough may hang up first.
        stream.write_all(&answer).await.ok();
    });
    url
}

async fn sent(answer: &[u8]) -> Sent {
    let url = server(answer.to_vec()).await;
    let transport = HttpTransport::new().expect("a network");
    transport.send(get(&url)).await.expect_err("no whole answer").sent
}

#[tokio::test]
async fn a_refused_connection_was_not_sent() {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    drop(listener);
    let error = HttpTransport::new().unwrap().send(get(&url)).await.expect_err("nobody listens");
    assert_eq!(error.sent, Sent::No);
}

#[tokio::test]
async fn a_name_that_does_not_exist_was_not_sent() {
    let url = "http://daybook.localhost.invalid/";
    let error = HttpTransport::new().unwrap().send(get(url)).await.expect_err("no such name");
    assert_eq!(error.sent, Sent::No);
}

#[tokio::test]
async fn no_answer_half_an_answer_and_a_garbled_one_may_have_been_acted_on() {
    assert_eq!(sent(b"").await, Sent::Unknown);
    assert_eq!(sent(b"HTTP/1.1 200 OK\r\nContent-Le").await, Sent::Unknown);
    assert_eq!(sent(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf").await, Sent::Unknown);
    assert_eq!(sent(b"not HTTP at all\r\n\r\n").await, Sent::Unknown);
}

#[tokio::test]
async fn an_answer_without_end_is_cut_off() {
    let mut long = b"HTTP/1.1 200 OK\r\n\r\n".to_vec();
    long.resize(xero::BODY_BYTES_MAX + 100_000, b'x');
    assert_eq!(sent(&long).await, Sent::Unknown);
}

#[tokio::test]
async fn a_redirect_is_an_answer_and_not_followed() {
    let url =
        server(b"HTTP/1.1 302 Found\r\nLocation: /\r\nContent-Length: 0\r\n\r\n".to_vec()).await;
    let response = HttpTransport::new().unwrap().send(get(&url)).await.expect("an answer");
    assert_eq!(response.status(), 302);
}

#[test]
fn origins_are_xeros_or_those_given_and_never_open_to_listeners() {
    let id = Uuid::from_u128(1);
    let link = Origins::default().manual_journal_link(id);
    assert_eq!(
        link.as_str(),
        "https://go.xero.com/Journal/View.aspx?invoiceID=00000000-0000-0000-0000-000000000001"
    );
    let simulator = Origins::one("http://127.0.0.1:8080/").expect("loopback may be plain");
    assert!(!simulator.is_xero());
    assert!(
        simulator.manual_journal_link(id).as_str().starts_with("http://127.0.0.1:8080/Journal")
    );
    let plain = Origins::one("http://xero.example.com");
    assert!(matches!(plain, Err(InvalidOrigin::NotEncrypted(_))), "{plain:?}");
    for not_one in ["xero", "", "ftp://localhost", "file:///tmp", "mailto:a@b"] {
        assert!(matches!(Origins::one(not_one), Err(InvalidOrigin::NotAnAddress(_))), "{not_one}");
    }
}

#[test]
fn every_document_has_its_page_in_its_organisation() {
    let id = Uuid::from_u128(1);
    let inside =
        "https://go.xero.com/organisationlogin/default.aspx?shortcode=%2123eYt&redirecturl";
    let origins = Origins::default();
    assert_eq!(
        origins.invoice_link("!23eYt", id).as_str(),
        format!("https://go.xero.com/app/!23eYt/invoicing/view/{id}")
    );
    assert_eq!(
        origins.contact_link("!23eYt", id).as_str(),
        format!("https://go.xero.com/app/!23eYt/contacts/contact/{id}")
    );
    assert_eq!(
        origins.credit_note_link("!23eYt", id).as_str(),
        format!("{inside}=%2FAccountsPayable%2FViewCreditNote.aspx%3FcreditNoteID%3D{id}")
    );
    assert_eq!(
        origins.bank_transaction_link("!23eYt", id).as_str(),
        format!("{inside}=%2FBank%2FViewTransaction.aspx%3FbankTransactionID%3D{id}")
    );
    let simulator = Origins::one("http://127.0.0.1:8080/").expect("loopback may be plain");
    assert_eq!(simulator.contact_link("!x", id).port(), Some(8080));
}
