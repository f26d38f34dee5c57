//! The consent page and what it refuses (facts §2.2, §2.3, §2.6).

use serde_json::json;
use xero_sim::{Options, Scenario, serve};

use crate::desk::{
    Desk, SCOPES, authorize_query, authorize_url, client, options, read, redirected, value,
};

#[tokio::test]
async fn the_consent_page_lists_the_organisations_and_the_two_decisions() {
    let asked = Options {
        auto_approve: false,
        orgs: ["ca", "nz"].map(str::to_owned).to_vec(),
        ..options()
    };
    let running = serve(asked).await.unwrap();
    let query = authorize_query(&running.client_id(), SCOPES);
    let page = read(client().get(authorize_url(&running)).query(&query)).await;

    assert_eq!(page.status, 200);
    assert_eq!(page.header("content-type"), Some("text/html; charset=utf-8"));
    for text in ["Harbour Boat Rentals (CA)", "Tasman Kayak Hire (NZ)", "Allow access", "Cancel"] {
        assert!(page.text.contains(text), "no {text}");
    }
}

#[tokio::test]
async fn allowing_connects_the_chosen_organisation_and_sends_code_and_state_back() {
    let orgs = ["ca", "nz"].map(str::to_owned).to_vec();
    let running = serve(Options { auto_approve: false, orgs, ..options() }).await.unwrap();
    let http = client();
    let mut form = authorize_query(&running.client_id(), SCOPES);
    form.push(("organisation".to_owned(), running.organisations()[1].id.clone()));
    form.push(("decision".to_owned(), "allow".to_owned()));
    let answer = read(http.post(authorize_url(&running)).form(&form)).await;
    let back = redirected(&answer);
    assert_eq!(value(&back, "state"), "st&te=1");

    let form = crate::desk::code_form(&running, value(&back, "code"));
    let tokens = crate::desk::redeem(&http, &running, &form).await.json();
    let url = format!("{}/connections", running.url());
    let access = tokens["access_token"].as_str().unwrap();
    let rows = read(http.get(url).bearer_auth(access)).await.json();
    assert_eq!(rows.as_array().unwrap().len(), 1);
    assert_eq!(rows[0]["tenantName"], "Tasman Kayak Hire (NZ)");
    assert_eq!(rows[0]["tenantType"], "ORGANISATION");
    assert_eq!(rows[0]["createdDateUtc"], "2026-10-05T20:00:00.0000000");
}

#[tokio::test]
async fn cancelling_sends_access_denied_back() {
    let running = serve(Options { auto_approve: false, ..options() }).await.unwrap();
    let mut form = authorize_query(&running.client_id(), SCOPES);
    form.push(("decision".to_owned(), "cancel".to_owned()));
    let back = redirected(&read(client().post(authorize_url(&running)).form(&form)).await);
    assert_eq!(value(&back, "error"), "access_denied");
    assert_eq!(value(&back, "state"), "st&te=1");
}

/// Every refusal is a page; none redirects.
#[tokio::test]
async fn what_is_not_registered_or_not_granular_gets_an_error_page_without_redirect() {
    let running = serve(Options { strict_redirects: true, ..options() }).await.unwrap();
    let http = client();
    let cases = [
        ("client_id", "SOMEBODYELSE", "unauthorized_client"),
        ("redirect_uri", "http://127.0.0.1:8742/callback", "Invalid redirect_uri"),
        ("redirect_uri", "daybook://callback", "Invalid redirect_uri"),
        ("redirect_uri", "http://localhost:8742/callback/", "Invalid redirect_uri"),
        ("redirect_uri", "http://localhost:9999/callback", "Invalid redirect_uri"),
        ("scope", "offline_access accounting.transactions", "invalid_scope"),
        ("scope", "accounting.journals.read", "invalid_scope"),
        ("scope", "", "invalid_scope"),
        ("code_challenge_method", "plain", "invalid_request"),
        ("code_challenge", "short", "invalid_request"),
        ("response_type", "token", "unsupported_response_type"),
    ];
    for (name, wrong, says) in cases {
        let mut query = authorize_query(&running.client_id(), SCOPES);
        query.iter_mut().find(|(key, _)| key == name).unwrap().1 = wrong.to_owned();
        let page = read(http.get(authorize_url(&running)).query(&query)).await;
        assert_eq!(page.status, 400, "{name}={wrong}");
        assert_eq!(page.header("location"), None, "{name}={wrong}");
        assert!(page.text.contains(says), "{name}={wrong}: {}", page.text);
    }
}

#[tokio::test]
async fn any_port_of_localhost_is_accepted_unless_redirects_are_strict() {
    let running = serve(options()).await.unwrap();
    let mut query = authorize_query(&running.client_id(), SCOPES);
    query[2].1 = "http://localhost:50123/callback".to_owned();
    let answer = read(client().get(authorize_url(&running)).query(&query)).await;
    assert!(
        answer.header("location").unwrap().starts_with("http://localhost:50123/callback?code=")
    );
}

#[tokio::test]
async fn a_sixth_connection_and_a_third_uncertified_app_are_refused() {
    for scenario in [
        Scenario { connections: 0, ..Scenario::default() },
        Scenario { uncertified_apps_full: true, ..Scenario::default() },
    ] {
        let asked = Options { auto_approve: false, scenario, ..options() };
        let running = serve(asked).await.unwrap();
        let mut form = authorize_query(&running.client_id(), SCOPES);
        form.push(("organisation".to_owned(), running.organisations()[0].id.clone()));
        form.push(("decision".to_owned(), "allow".to_owned()));
        let page = read(client().post(authorize_url(&running)).form(&form)).await;
        assert_eq!(page.status, 400);
        assert!(page.text.contains("limit"));
    }
}

#[tokio::test]
async fn connections_are_filtered_by_event_and_deleted_once() {
    let desk = Desk::new().await;
    let url = format!("{}/connections", desk.running.url());
    let list = |query: serde_json::Value| {
        let request = desk.http.get(&url).bearer_auth(&desk.access).query(&query);
        async { read(request).await.json().as_array().unwrap().clone() }
    };
    let all = list(json!({})).await;
    assert_eq!(list(json!({ "authEventId": all[0]["authEventId"] })).await.len(), 1);
    assert_eq!(list(json!({ "authEventId": all[0]["id"] })).await.len(), 0);

    let one = format!("{url}/{}", all[0]["id"].as_str().unwrap());
    let delete = || read(desk.http.delete(&one).bearer_auth(&desk.access));
    assert_eq!(delete().await.status, 204);
    assert_eq!(delete().await.status, 404);
    let after = desk.get("Organisation").await;
    assert_eq!(after.status, 403);
    assert_eq!(after.json()["Detail"], "AuthenticationUnsuccessful");
}
