//! What becomes of every body Xero is known to send (facts §12, §13).

use expect_test::{Expect, expect};
use http::Method;
use xero::{Outcome, Retry};

use crate::support::{
    Scripted, TENANT, answer, client_of, failure_of, signed_in, tokens_answer, with_header,
};

async fn check(status: u16, body: &[u8], expected: Expect) {
    let error = failure_of(&answer(status, body)).await;
    let told = format!("{}\n{:?}, {:?}", wrapped(&error), error.outcome(), error.retry());
    expected.assert_eq(&told);
}

/// Lines that fit the page, for the expectations below.
fn wrapped(error: &xero::Error) -> String {
    let mut lines = vec![String::new()];
    for word in error.to_string().split(' ') {
        let line = lines.last_mut().expect("there is always a line");
        match line.len() {
            0 => line.push_str(word),
            length if length + word.len() < 80 => *line += &format!(" {word}"),
            _ => lines.push(word.to_owned()),
        }
    }
    lines.join("\n")
}

#[tokio::test]
async fn a_validation_exception_tells_the_sentences_of_element_and_lines() {
    check(
        400,
        include_bytes!("fixtures/400_validation.json"),
        expect![[r#"
            Xero refused it: Account code '800' is not a valid code for this document. The
            total debits (100.00) must equal total credits (-10.00). The document date
            cannot be before the period lock date, currently set at 30-Nov-2018. The
            document date cannot be before the end of year lock date, currently set at
            30-Nov-2018.
            Refused, AfterMending"#]],
    )
    .await;
}

#[tokio::test]
async fn a_value_xero_cannot_read_is_told_in_its_own_words() {
    check(
        400,
        include_bytes!("fixtures/400_malformed.json"),
        expect![[r#"
        Xero could not read the request: Error converting value "NO_TAX" to type
        'Xero.API.Library..LineAmountType'. Path 'ManualJournals[0].LineAmountTypes'
        Refused, AfterMending"#]],
    )
    .await;
    check(
        400,
        include_bytes!("fixtures/400_query.json"),
        expect![[r#"
        Xero could not read the request: No property or field 'Narrative' exists in type
        'ManualJournal'
        Refused, AfterMending"#]],
    )
    .await;
}

#[tokio::test]
async fn a_refusal_in_xml_text_or_lower_case_is_read_all_the_same() {
    check(
        400,
        include_bytes!("fixtures/400.xml"),
        expect![[r#"
            Xero could not read the request: The string '20100510' is not a valid AllXsd
            value.
            Refused, AfterMending"#]],
    )
    .await;
    check(
        400,
        include_bytes!("fixtures/400_text.txt"),
        expect![[r#"
            Xero could not read the request: The string was not recognized as a valid
            DateTime.
            Refused, AfterMending"#]],
    )
    .await;
    check(
        400,
        include_bytes!("fixtures/400_lower_case.json"),
        expect![[r#"
        Xero could not read the request: The request is not valid.
        Refused, AfterMending"#]],
    )
    .await;
    check(
        400,
        b"",
        expect![[r#"
        Xero could not read the request: it gave no reason.
        Refused, AfterMending"#]],
    )
    .await;
}

#[tokio::test]
async fn a_key_used_for_another_request_is_known_as_such() {
    check(
        400,
        include_bytes!("fixtures/400_key.json"),
        expect![[r#"
        Xero knows this request's key from another request. Nothing was done.
        Refused, AfterLookingUp"#]],
    )
    .await;
}

#[tokio::test]
async fn the_kinds_of_401_and_403_are_told_apart() {
    check(
        401,
        include_bytes!("fixtures/401_scope.json"),
        expect![[r#"
        Daybook was not given permission for this in Xero. Sign in to Xero again.
        NotDone, AfterSigningIn"#]],
    )
    .await;
    check(
        403,
        include_bytes!("fixtures/403_tenant.json"),
        expect![[r#"
        This organisation is no longer connected to Daybook. Connect it again.
        NotDone, AfterSigningIn"#]],
    )
    .await;
    check(
        403,
        include_bytes!("fixtures/403_reporting.json"),
        expect![[r#"
        Xero does not let this user do that: You are not permitted to access this
        resource without the reporting role or higher privileges.
        Refused, AfterMending"#]],
    )
    .await;
    // The status of the missing permission is not documented (facts §2.7).
    check(
        401,
        include_bytes!("fixtures/403_reporting.json"),
        expect![[r#"
        Xero does not let this user do that: You are not permitted to access this
        resource without the reporting role or higher privileges.
        Refused, AfterMending"#]],
    )
    .await;
}

#[tokio::test]
async fn a_place_or_condition_or_call_that_does_not_exist_is_refused() {
    check(
        404,
        include_bytes!("fixtures/404.html"),
        expect![[r#"
        Xero has nothing at this place.
        Refused, AfterMending"#]],
    )
    .await;
    check(
        412,
        b"",
        expect![[r#"
        Xero refused the request's conditions. Nothing was done.
        Refused, AfterMending"#]],
    )
    .await;
    check(
        413,
        b"Too large",
        expect![[r#"
        Xero refused the request (413): Too large
        Refused, AfterMending"#]],
    )
    .await;
    check(
        501,
        include_bytes!("fixtures/501.xml"),
        expect![[r#"
        Xero does not offer this call.
        Refused, AfterMending"#]],
    )
    .await;
}

#[tokio::test]
async fn a_fault_of_xero_leaves_the_outcome_unknown() {
    check(
        500,
        include_bytes!("fixtures/500.txt"),
        expect![[r#"
        Xero had a fault of its own (500). Whether it has acted is not known yet.
        Unknown, AfterLookingUp"#]],
    )
    .await;
    // Also where its page speaks of permissions: what it did is not known.
    check(
        500,
        include_bytes!("fixtures/403_reporting.json"),
        expect![[r#"
        Xero had a fault of its own (500). Whether it has acted is not known yet.
        Unknown, AfterLookingUp"#]],
    )
    .await;
    check(
        503,
        include_bytes!("fixtures/503.txt"),
        expect![[r#"
        Xero is not available at the moment: The Organisation is offline
        Unknown, AfterLookingUp"#]],
    )
    .await;
    check(
        504,
        include_bytes!("fixtures/504.html"),
        expect![[r#"
        Xero had a fault of its own (504). Whether it has acted is not known yet.
        Unknown, AfterLookingUp"#]],
    )
    .await;
    check(
        302,
        b"",
        expect![[r#"
        Xero had a fault of its own (302). Whether it has acted is not known yet.
        Unknown, AfterLookingUp"#]],
    )
    .await;
}

#[tokio::test]
async fn a_success_that_cannot_be_read_leaves_the_outcome_unknown() {
    check(
        200,
        b"<html>Welcome</html>",
        expect![[r#"
        Xero answered 200, but its answer could not be read (Organisations).
        Unknown, AfterLookingUp"#]],
    )
    .await;
    check(
        200,
        br#"{"Status":"OK"}"#,
        expect![[r#"
        Xero answered 200, but its answer could not be read (Organisations).
        Unknown, AfterLookingUp"#]],
    )
    .await;
    check(
        200,
        br#"{"Organisations":[]}"#,
        expect![[r#"
        Xero answered 200, but its answer could not be read (Organisations).
        Unknown, AfterLookingUp"#]],
    )
    .await;
}

#[tokio::test]
async fn a_limit_for_the_day_is_handed_on_with_its_end() {
    let response = with_header(answer(429, ""), "x-rate-limit-problem", "day");
    let error = failure_of(&with_header(response, "retry-after", "66975")).await;
    assert_eq!(error.outcome(), Outcome::NotDone);
    assert_eq!(error.retry(), Retry::After(std::time::Duration::from_secs(66_975)));
}

#[tokio::test]
async fn an_expired_token_is_renewed_once_and_the_same_request_sent_again() {
    let expired = answer(401, include_bytes!("fixtures/401_expired.json"));
    let journal = answer(200, include_bytes!("fixtures/manual_journal.json"));
    let xero = Scripted::new(move |request| {
        Ok(match request.headers().get("authorization").map(|value| value.as_bytes()) {
            None => tokens_answer("access-2", "refresh-2"),
            Some(b"Bearer access-1") => expired.clone(),
            Some(_) => journal.clone(),
        })
    });
    let client = xero::Client::new(signed_in(xero.clone()), TENANT);
    client.send_manual_journal(b"{}", "key-1").await.expect("the second try is accepted");

    let sent = xero.seen("/api.xro/2.0/ManualJournals");
    assert_eq!(sent.len(), 2);
    for request in &sent {
        assert_eq!((request.method(), request.body().as_slice()), (&Method::PUT, &b"{}"[..]));
        assert_eq!(request.headers()["idempotency-key"], "key-1");
        assert_eq!(request.headers()["xero-tenant-id"], TENANT.to_string());
        assert_eq!(request.headers()["accept"], "application/json");
        assert_eq!(request.uri().query(), Some("summarizeErrors=true"));
    }
    assert_eq!(xero.seen("/connect/token").len(), 1);
}

#[tokio::test]
async fn a_token_that_is_refused_after_a_refresh_is_not_refreshed_again() {
    let refused = answer(401, include_bytes!("fixtures/401_bad_token.json"));
    let xero = Scripted::new(move |request| {
        let is_grant = request.uri().path() == "/connect/token";
        Ok(if is_grant { tokens_answer("access-2", "refresh-2") } else { refused.clone() })
    });
    let client = xero::Client::new(signed_in(xero.clone()), TENANT);
    let error = client.accounts().await.expect_err("refused twice");
    assert!(matches!(error, xero::Error::TokenRejected), "{error:?}");
    assert_eq!(xero.seen("/connect/token").len(), 1);
    assert_eq!(xero.seen("/api.xro").len(), 2);
}

#[tokio::test]
async fn a_missing_scope_is_not_refreshed_at_all() {
    let refused = answer(401, include_bytes!("fixtures/401_scope.json"));
    let xero = Scripted::new(move |_| Ok(refused.clone()));
    let client = xero::Client::new(signed_in(xero.clone()), TENANT);
    client.accounts().await.expect_err("refused");
    assert_eq!(xero.seen("/connect/token").len(), 0);
}

#[tokio::test]
async fn remarks_inside_a_success_are_handed_on() {
    let client = client_of(&answer(200, include_bytes!("fixtures/manual_journal_warned.json")));
    let answer = client.send_manual_journal(b"{}", "key").await.expect("a 200");
    assert_eq!(
        answer.warnings,
        [
            "Account code '476' has been removed as it does not match a recognised account.",
            "The total debits (100.00) must equal total credits (-10.00)",
        ]
    );
    assert_eq!(answer.value.status, xero::JournalStatus::Draft);
}

#[tokio::test]
async fn journals_are_looked_up_by_exact_narration_page_by_page() {
    let xero = Scripted::new(|request| {
        let last = request.uri().query().unwrap_or_default().contains("page=2");
        let id = if last { "2" } else { "1" };
        Ok(answer(
            200,
            format!(
                r#"{{"pagination":{{"page":1,"pageSize":100,"pageCount":2,"itemCount":101}},
            "ManualJournals":[{{"ManualJournalID":"99cb8353-ff73-4a5d-8e0d-8b0bffc6ea3{id}",
            "Narration":"Cashout & more","Date":"/Date(0)/","Status":"POSTED"}}]}}"#
            ),
        ))
    });
    let client = xero::Client::new(signed_in(xero.clone()), TENANT);
    let found = client.find_manual_journals_by_narration("Cashout & more").await.expect("found");
    assert_eq!(found.len(), 2);
    let queries: Vec<_> = xero
        .seen("/api.xro")
        .iter()
        .map(|request| request.uri().query().unwrap().to_owned())
        .collect();
    assert_eq!(
        queries,
        [
            "where=Narration%3D%3D%22Cashout%20%26%20more%22&page=1",
            "where=Narration%3D%3D%22Cashout%20%26%20more%22&page=2",
        ]
    );
}

#[tokio::test]
async fn a_narration_that_could_not_be_looked_up_is_not_searched_for() {
    let xero = Scripted::new(|_| Ok(answer(500, "")));
    let client = xero::Client::new(signed_in(xero.clone()), TENANT);
    let error = client.find_manual_journals_by_narration("a \"quoted\" one").await;
    assert!(matches!(error, Err(xero::Error::Unsearchable)));
    assert!(xero.seen("/").is_empty());
}

#[test]
fn every_outcome_of_no_answer_asks_for_a_look_up() {
    let lost = xero::TransportError::unknown("lost");
    assert_eq!(xero::Error::NoAnswer(lost).retry(), Retry::AfterLookingUp);
    let unsent = xero::TransportError::not_sent("unsent");
    assert_eq!(xero::Error::NotReached(unsent).outcome(), Outcome::NotDone);
}
