//! `/connect/token` and `/connect/revocation` for a client without a secret (facts §2.4).

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Utc};
use serde_json::json;
use sha2::{Digest as _, Sha256};

use super::{ACCESS_LIFE, Access, CODE_LIFE, Grant, REFRESH_GRACE, REFRESH_IDLE_LIFE, Refresh};
use crate::call::Call;
use crate::reply::Reply;
use crate::state::State;

type Form = [(String, String)];

pub(crate) fn token(state: &mut State, call: &Call) -> Reply {
    let form = call.form();
    if field(&form, "client_id") != state.client_id {
        return refuse("invalid_client");
    }
    prune(state);
    let grant = match field(&form, "grant_type") {
        "authorization_code" => redeem_code(state, &form),
        "refresh_token" => redeem_refresh(state, &form),
        _ => return refuse("unsupported_grant_type"),
    };
    match grant {
        Some(grant) => issue(state, &grant),
        None => refuse("invalid_grant"),
    }
}

/// Withdraws the user's consent: every connection and token goes. An unknown token is no error.
pub(crate) fn revoke(state: &mut State, call: &Call) -> Reply {
    let form = call.form();
    if field(&form, "client_id") != state.client_id {
        return refuse("invalid_client");
    }
    let token = field(&form, "token");
    if state.sign_in.refresh.iter().any(|refresh| refresh.token == token) {
        state.sign_in.withdraw();
    }
    Reply::empty(200)
}

fn field<'a>(form: &'a Form, name: &str) -> &'a str {
    form.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value)
}

fn refuse(error: &str) -> Reply {
    Reply::json(400, &json!({ "error": error }))
}

/// A code works once, for five minutes, with its own redirect URI and verifier. One that was
/// tried is gone, whatever came of it.
fn redeem_code(state: &mut State, form: &Form) -> Option<Grant> {
    let now = state.clock.now();
    let codes = &mut state.sign_in.codes;
    let code = codes.swap_remove(codes.iter().position(|c| c.code == field(form, "code"))?);
    let verifier = field(form, "code_verifier");
    let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(verifier.as_bytes()));
    let good = now - code.issued < CODE_LIFE
        && code.redirect_uri == field(form, "redirect_uri")
        && (43..=128).contains(&verifier.len())
        && code.challenge == challenge;
    good.then_some(code.grant)
}

/// A refresh token is replaced by its use and works on for the grace that follows.
fn redeem_refresh(state: &mut State, form: &Form) -> Option<Grant> {
    let now = state.clock.now();
    let token = field(form, "refresh_token");
    let refresh = state.sign_in.refresh.iter_mut().find(|r| r.token == token)?;
    if !is_alive(refresh, now) {
        return None;
    }
    refresh.replaced.get_or_insert(now);
    Some(refresh.grant.clone())
}

fn is_alive(refresh: &Refresh, now: DateTime<Utc>) -> bool {
    match refresh.replaced {
        Some(at) => now - at < REFRESH_GRACE,
        None => now - refresh.issued < REFRESH_IDLE_LIFE,
    }
}

/// Drops what can never be used again, so that the state does not grow by the half hour. Expired
/// access tokens stay for a day: the API tells them from unknown ones.
fn prune(state: &mut State) {
    let now = state.clock.now();
    let sign_in = &mut state.sign_in;
    sign_in.refresh.retain(|refresh| is_alive(refresh, now));
    sign_in.codes.retain(|code| now - code.issued < CODE_LIFE);
    sign_in.access.retain(|access| now - access.expires < chrono::TimeDelta::days(1));
}

fn issue(state: &mut State, grant: &Grant) -> Reply {
    let now = state.clock.now();
    let expires = now + ACCESS_LIFE;
    let access_token = jwt(state, grant, expires);
    state.sign_in.access.push(Access {
        token: access_token.clone(),
        expires,
        grant: grant.clone(),
    });
    let scopes: Vec<&str> = grant.scopes.iter().map(String::as_str).collect();
    let mut answer = json!({
        "access_token": access_token,
        "expires_in": ACCESS_LIFE.num_seconds(),
        "token_type": "Bearer",
        "scope": scopes.join(" "),
    });
    if grant.offline {
        let token = state.ids.secret();
        answer["refresh_token"] = json!(token);
        let refresh = Refresh { token, issued: now, replaced: None, grant: grant.clone() };
        state.sign_in.refresh.push(refresh);
    }
    if grant.scopes.contains("openid") {
        answer["id_token"] = json!(jwt(state, grant, now + chrono::TimeDelta::minutes(5)));
    }
    Reply::json(200, &answer)
}

/// The claims a client may read. The signature is a random secret: nobody checks it here.
fn jwt(state: &mut State, grant: &Grant, expires: DateTime<Utc>) -> String {
    let part = |value: serde_json::Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let head = part(json!({ "alg": "RS256", "kid": "xero-sim", "typ": "JWT" }));
    let claims = part(json!({
        "iss": "https://identity.xero.com",
        "client_id": state.client_id,
        "sub": state.sign_in.user.simple().to_string(),
        "xero_userid": state.sign_in.user.to_string(),
        "authentication_event_id": grant.event.to_string(),
        "scope": grant.scopes,
        "nbf": state.clock.now().timestamp(),
        "exp": expires.timestamp(),
        "jti": state.ids.uuid().simple().to_string(),
    }));
    format!("{head}.{claims}.{}", state.ids.secret())
}
