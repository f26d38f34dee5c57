//! Files at documents (facts §6.8).

use serde_json::{Value, json};

use crate::desk::{Answer, Desk, read, sign_in};
use crate::paper::{STRANGER, received, text};

const NAME: &str = "Attachments";

async fn attach(desk: &Desk, path: &str, bytes: &[u8]) -> Answer {
    let request = desk.request("PUT", path).header("content-type", "application/pdf");
    read(request.body(bytes.to_vec())).await
}

#[tokio::test]
async fn a_file_is_attached_listed_and_given_back() {
    let desk = Desk::new().await;
    let invoice = desk.invoiced("100.00").await;
    let journal = desk.posted("Cashout").await;
    let note = desk.credited("100.00").await;
    let money = desk.put("BankTransactions", &received(|_| {})).await.one("BankTransactions");
    for path in [
        format!("Invoices/{}", text(&invoice, "InvoiceID")),
        format!("ManualJournals/{}", text(&journal, "ManualJournalID")),
        format!("CreditNotes/{}", text(&note, "CreditNoteID")),
        format!("BankTransactions/{}", text(&money, "BankTransactionID")),
    ] {
        let bytes = [0_u8, 159, 146, 150, 255];
        let files = format!("{path}/Attachments");
        let url = format!("{files}/handover%20sheet.pdf?IncludeOnline=true");
        let made = attach(&desk, &url, &bytes).await.one(NAME);
        assert_eq!(made["FileName"], "handover sheet.pdf");
        assert_eq!(
            (&made["MimeType"], &made["ContentLength"]),
            (&json!("application/pdf"), &json!(5))
        );
        assert_eq!(made["IncludeOnline"], true);
        assert!(text(&made, "Url").ends_with("/Attachments/handover%20sheet.pdf"));
        assert_eq!(desk.get(&files).await.one(NAME), made);
        for name in ["handover%20sheet.pdf", text(&made, "AttachmentID")] {
            let request = desk.request("GET", &format!("{files}/{name}"));
            let response = request.send().await.unwrap();
            assert_eq!(response.headers()["content-type"], "application/pdf");
            assert_eq!(response.bytes().await.unwrap().as_ref(), bytes);
        }
        let collection = path.split('/').next().unwrap();
        assert_eq!(desk.get(&path).await.one(collection)["HasAttachments"], true);
        assert_eq!(desk.get(&format!("{files}/other.pdf")).await.status, 404);
        let history = desk.get(&format!("{path}/History")).await;
        assert_eq!(history.each("HistoryRecords", "Changes"), ["Attached a file", "Created"]);
    }
}

#[tokio::test]
async fn the_same_name_takes_the_place_of_the_file_and_an_eleventh_is_refused() {
    let desk = Desk::new().await;
    let invoice = desk.invoiced("100.00").await;
    let files = format!("Invoices/{}/Attachments", text(&invoice, "InvoiceID"));
    let first = attach(&desk, &format!("{files}/0.pdf"), b"one").await.one(NAME);
    for number in 1..10 {
        attach(&desk, &format!("{files}/{number}.pdf"), b"x").await.one(NAME);
    }
    let again = attach(&desk, &format!("{files}/0.pdf"), b"three").await.one(NAME);
    assert_eq!(again["AttachmentID"], first["AttachmentID"]);
    assert_eq!(desk.get(&format!("{files}/0.pdf")).await.text, "three");
    let eleventh = attach(&desk, &format!("{files}/10.pdf"), b"x").await;
    assert_eq!(eleventh.refusals(), ["A document cannot have more than 10 attachments."]);
    assert_eq!(desk.get(&files).await.json()[NAME].as_array().unwrap().len(), 10);
}

#[tokio::test]
async fn names_sizes_and_documents_have_their_limits() {
    let desk = Desk::new().await;
    let invoice = desk.invoiced("100.00").await;
    let files = format!("Invoices/{}/Attachments", text(&invoice, "InvoiceID"));
    for code in ["%3C", "%3E", "%3A", "%22", "%2F", "%5C", "%7C", "%3F", "*", "%00", "+"] {
        let refused = attach(&desk, &format!("{files}/a{code}b.pdf"), b"x").await;
        let text = "The file name contains characters that are not allowed.";
        assert_eq!(refused.refusals(), [text], "{code}");
    }
    let empty = attach(&desk, &format!("{files}/a.pdf"), b"").await;
    assert_eq!(empty.refusals(), ["The file must have 1 byte to 10 MB."]);
    let most = vec![7; 10 * 1024 * 1024];
    assert_eq!(attach(&desk, &format!("{files}/most.bin"), &most).await.status, 200);
    let more = vec![7; 10 * 1024 * 1024 + 1];
    assert_eq!(attach(&desk, &format!("{files}/more.bin"), &more).await.status, 413);
    let lost = attach(&desk, &format!("Invoices/{STRANGER}/Attachments/a.pdf"), b"x").await;
    let text = "The document with the supplied id was not found for this endpoint.";
    assert_eq!(lost.refusals(), [text]);
}

#[tokio::test]
async fn files_have_a_scope_of_their_own() {
    let mut desk = Desk::new().await;
    let invoice = desk.invoiced("100.00").await;
    let files = format!("Invoices/{}/Attachments", text(&invoice, "InvoiceID"));
    desk.control(json!({ "revoke": true }));
    let token = async |desk: &Desk, scopes: &str| -> Value {
        sign_in(&desk.http, &desk.running, scopes).await["access_token"].clone()
    };
    desk.access = token(&desk, "accounting.invoices").await.as_str().unwrap().to_owned();
    assert_eq!(desk.get("Invoices").await.status, 200);
    assert_eq!(desk.get(&files).await.status, 401);
    desk.access = token(&desk, "accounting.attachments.read").await.as_str().unwrap().to_owned();
    assert_eq!(desk.get(&files).await.status, 200);
    assert_eq!(attach(&desk, &format!("{files}/a.pdf"), b"x").await.status, 401);
}
