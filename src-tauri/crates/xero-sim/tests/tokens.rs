//! Codes, access tokens and refresh tokens (facts §2.4).

use serde_json::{Value, json};
use xero_sim::serve;

use crate::desk::{
    Answer, Desk, SCOPES, authorize_query, authorize_url, client, code_form, options, read, redeem,
    redirected, sign_in, value,
};

const MINUTE: i64 = 60;
const DAY: i64 = 86_400;

/// A code nobody has used.
async fn fresh_code(desk: &Desk) -> String {
    let query = authorize_query(&desk.running.client_id(), SCOPES);
    let answer = read(desk.http.get(authorize_url(&desk.running)).query(&query)).await;
    value(&redirected(&answer), "code").to_owned()
}

async fn refresh(desk: &Desk, token: &str) -> Answer {
    let form = json!({
        "grant_type": "refresh_token", "client_id": desk.running.client_id(),
        "refresh_token": token,
    });
    redeem(&desk.http, &desk.running, &form).await
}

#[track_caller]
fn assert_refused(answer: &Answer, error: &str) {
    assert_eq!(answer.status, 400);
    assert_eq!(answer.json(), json!({ "error": error }));
}

#[tokio::test]
async fn a_code_is_bound_to_verifier_redirect_and_client_and_works_once() {
    let desk = Desk::new().await;
    let wrong: [(&str, String, &str); 5] = [
        ("code_verifier", "x".repeat(43), "invalid_grant"),
        ("code_verifier", "short".to_owned(), "invalid_grant"),
        ("redirect_uri", "http://localhost:8743/callback".to_owned(), "invalid_grant"),
        ("client_id", "SOMEBODYELSE".to_owned(), "invalid_client"),
        ("code", "guess".to_owned(), "invalid_grant"),
    ];
    for (name, text, error) in wrong {
        let mut form = code_form(&desk.running, &fresh_code(&desk).await);
        form[name] = Value::String(text);
        assert_refused(&redeem(&desk.http, &desk.running, &form).await, error);
    }
    let form = code_form(&desk.running, &fresh_code(&desk).await);
    assert_eq!(redeem(&desk.http, &desk.running, &form).await.status, 200);
    assert_refused(&redeem(&desk.http, &desk.running, &form).await, "invalid_grant");
}

#[tokio::test]
async fn a_code_expires_after_five_minutes() {
    let desk = Desk::new().await;
    let form = code_form(&desk.running, &fresh_code(&desk).await);
    desk.advance(5 * MINUTE);
    assert_refused(&redeem(&desk.http, &desk.running, &form).await, "invalid_grant");
}

#[tokio::test]
async fn tokens_say_what_xero_s_say() {
    let running = serve(options()).await.unwrap();
    let tokens = sign_in(&client(), &running, SCOPES).await;
    assert_eq!(tokens["expires_in"], 1800);
    assert_eq!(tokens["token_type"], "Bearer");
    assert!(tokens["id_token"].is_string() && tokens["refresh_token"].is_string());
    assert!(tokens["scope"].as_str().unwrap().contains("accounting.manualjournals"));
}

#[tokio::test]
async fn without_offline_access_there_is_no_refresh_token() {
    let running = serve(options()).await.unwrap();
    let tokens = sign_in(&client(), &running, "accounting.settings.read").await;
    assert_eq!(tokens["refresh_token"], Value::Null);
    assert_eq!(tokens["id_token"], Value::Null);
}

#[tokio::test]
async fn an_access_token_ends_after_half_an_hour_and_says_so() {
    let desk = Desk::new().await;
    desk.advance(30 * MINUTE - 1);
    assert_eq!(desk.get("Organisation").await.status, 200);
    desk.advance(1);
    let answer = desk.get("Organisation").await;
    assert_eq!(answer.status, 401);
    let body = answer.json();
    assert_eq!(body["Title"], "Unauthorized");
    assert_eq!(body["Detail"], "TokenExpired: token expired at 10/05/2026 20:30:00");
}

#[tokio::test]
async fn a_missing_scope_is_a_401_that_is_not_about_the_token() {
    let mut desk = Desk::new().await;
    desk.control(json!({ "revoke": true }));
    let scopes = "offline_access accounting.manualjournals.read";
    let tokens = sign_in(&desk.http, &desk.running, scopes).await;
    desk.access = tokens["access_token"].as_str().unwrap().to_owned();
    assert_eq!(desk.get("ManualJournals").await.status, 200);
    for answer in [desk.get("Accounts").await, desk.put("ManualJournals", &json!({})).await] {
        assert_eq!(answer.status, 401);
        assert_eq!(answer.json()["Detail"], "AuthorizationUnsuccessful");
    }
}

#[tokio::test]
async fn scopes_add_up_over_consents() {
    let mut desk = Desk::new().await;
    let tokens = sign_in(&desk.http, &desk.running, "offline_access accounting.contacts").await;
    desk.access = tokens["access_token"].as_str().unwrap().to_owned();
    assert_eq!(desk.get("ManualJournals").await.status, 200);
}

#[tokio::test]
async fn a_replaced_refresh_token_works_for_thirty_minutes_more() {
    let desk = Desk::new().await;
    let first = refresh(&desk, &desk.refresh).await.json();
    assert_ne!(first["refresh_token"], desk.refresh);

    desk.advance(30 * MINUTE - 1);
    assert_eq!(refresh(&desk, &desk.refresh).await.status, 200, "inside the grace");
    desk.advance(1);
    assert_refused(&refresh(&desk, &desk.refresh).await, "invalid_grant");
    let kept = first["refresh_token"].as_str().unwrap();
    assert_eq!(refresh(&desk, kept).await.status, 200, "the new one is not touched by it");
}

#[tokio::test]
async fn a_refresh_token_dies_of_sixty_idle_days() {
    let desk = Desk::new().await;
    desk.advance(59 * DAY);
    let next = refresh(&desk, &desk.refresh).await.json();
    desk.advance(60 * DAY);
    let next = next["refresh_token"].as_str().unwrap();
    assert_refused(&refresh(&desk, next).await, "invalid_grant");
}

#[tokio::test]
async fn revoking_a_refresh_token_ends_tokens_and_connections() {
    let desk = Desk::new().await;
    let form = json!({ "client_id": desk.running.client_id(), "token": desk.refresh });
    let url = format!("{}/connect/revocation", desk.running.url());
    let answer = read(desk.http.post(url).form(&form)).await;
    assert_eq!((answer.status, answer.text.as_str()), (200, ""));
    assert_refused(&refresh(&desk, &desk.refresh).await, "invalid_grant");
    assert_eq!(desk.get("Organisation").await.json()["Detail"], "AuthenticationUnsuccessful");
}

#[tokio::test]
async fn a_call_without_a_tenant_or_with_a_strange_one_is_forbidden() {
    let mut desk = Desk::new().await;
    desk.tenant = "00000000-0000-0000-0000-000000000001".to_owned();
    let answer = desk.get("Organisation").await;
    assert_eq!(answer.status, 403);
    assert_eq!(answer.json()["Title"], "Forbidden");
}
