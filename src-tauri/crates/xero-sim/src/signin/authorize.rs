//! `/identity/connect/authorize`: checks the request, asks the person, sends the code back.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use url::Url;

use super::{Code, Connection, Grant, page, scopes};
use crate::call::Call;
use crate::reply::Reply;
use crate::sim::Config;
use crate::state::State;

/// A request that passed every check.
struct Asked {
    redirect_uri: Url,
    scopes: Vec<String>,
    state: Option<String>,
    challenge: String,
    /// `acr_values=bulk_connect:false`: one organisation in this consent.
    single: bool,
}

/// GET: shows the consent page, or answers it where the simulator was told to.
pub(crate) fn authorize(state: &mut State, config: &Config, call: &Call) -> Reply {
    let asked = match check(state, config, &call.query) {
        Ok(asked) => asked,
        Err(page) => return *page,
    };
    if !config.auto_approve {
        return page::consent(&state.organisations, &call.query, &asked.scopes);
    }
    let mut tenants: Vec<_> = state.organisations.iter().map(|o| o.id).collect();
    tenants.truncate(if asked.single { 1 } else { config.scenario.connections });
    approve(state, config, &asked, &tenants)
}

/// POST: the person's decision, from the page above.
pub(crate) fn consent(state: &mut State, config: &Config, call: &Call) -> Reply {
    let form = call.form();
    let asked = match check(state, config, &form) {
        Ok(asked) => asked,
        Err(page) => return *page,
    };
    if field(&form, "decision") != Some("allow") {
        let denied =
            [("error", "access_denied"), ("error_description", "The user cancelled the request")];
        return send_back(&asked, &denied);
    }
    match field(&form, "organisation").and_then(|id| state.organisation(Some(id))) {
        Some(index) => {
            let tenant = state.organisations[index].id;
            approve(state, config, &asked, &[tenant])
        }
        None => page::error("invalid_request", "No organisation was chosen"),
    }
}

fn field<'a>(fields: &'a [(String, String)], name: &str) -> Option<&'a str> {
    fields.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
}

/// The checks of facts §2.2 and §2.3. What fails is a page of Xero's, not a redirect.
fn check(state: &State, config: &Config, fields: &[(String, String)]) -> Result<Asked, Box<Reply>> {
    let get = |name| field(fields, name);
    let refuse = |code, reason| Err(Box::new(page::error(code, reason)));
    if get("client_id") != Some(state.client_id.as_str()) {
        return refuse("unauthorized_client", "Unknown client or client not enabled");
    }
    let redirect = get("redirect_uri").filter(|uri| is_registered(uri, config));
    let Some(redirect_uri) = redirect.and_then(|uri| Url::parse(uri).ok()) else {
        return refuse("unauthorized_client", "Invalid redirect_uri");
    };
    if get("response_type") != Some("code") {
        return refuse("unsupported_response_type", "Only code is supported");
    }
    let scopes: Vec<String> =
        get("scope").unwrap_or("").split_whitespace().map(str::to_owned).collect();
    if scopes.is_empty() || !scopes.iter().all(|scope| scopes::is_known(scope)) {
        return refuse("invalid_scope", "Invalid scope for client");
    }
    let challenge = get("code_challenge").unwrap_or("");
    // A SHA-256 in base64url without padding is 43 characters.
    if get("code_challenge_method") != Some("S256") || challenge.len() != 43 {
        return refuse("invalid_request", "A code_challenge with method S256 is required");
    }
    Ok(Asked {
        redirect_uri,
        scopes,
        state: get("state").map(str::to_owned),
        challenge: challenge.to_owned(),
        single: get("acr_values").is_some_and(|values| values.contains("bulk_connect:false")),
    })
}

/// Exact match with a registered URI; unless strict, `/callback` on any port of `localhost` too.
fn is_registered(uri: &str, config: &Config) -> bool {
    let any_port = || {
        uri.strip_prefix("http://localhost:")
            .and_then(|rest| rest.strip_suffix("/callback"))
            .is_some_and(|port| port.parse::<u16>().is_ok())
    };
    config.redirect_uris.iter().any(|known| known == uri)
        || (!config.strict_redirects && any_port())
}

/// Connects the organisations and sends a code back.
fn approve(state: &mut State, config: &Config, asked: &Asked, tenants: &[uuid::Uuid]) -> Reply {
    if config.scenario.uncertified_apps_full {
        return page::error(
            "access_denied",
            "This organisation has reached the limit of two uncertified apps",
        );
    }
    let new = tenants.iter().filter(|tenant| !state.sign_in.is_connected(**tenant)).count();
    if state.sign_in.connections.len() + new > config.scenario.connections {
        return page::error("access_denied", "This app has reached its limit of connections");
    }
    let now = state.clock.now();
    let event = state.ids.uuid();
    for tenant in tenants {
        connect(state, *tenant, event, now);
    }
    state.sign_in.granted.extend(asked.scopes.iter().cloned());
    let grant = Grant {
        event,
        scopes: state.sign_in.granted.clone(),
        offline: asked.scopes.iter().any(|scope| scope == "offline_access"),
    };
    let code = state.ids.secret();
    state.sign_in.codes.push(Code {
        code: code.clone(),
        redirect_uri: asked.redirect_uri.to_string(),
        challenge: asked.challenge.clone(),
        issued: now,
        grant,
    });
    let scopes: BTreeSet<&str> = asked.scopes.iter().map(String::as_str).collect();
    let scope = scopes.into_iter().collect::<Vec<_>>().join(" ");
    send_back(asked, &[("code", &code), ("scope", &scope)])
}

fn connect(state: &mut State, tenant: uuid::Uuid, event: uuid::Uuid, now: DateTime<Utc>) {
    let known = state.sign_in.connections.iter_mut().find(|known| known.tenant == tenant);
    if let Some(known) = known {
        known.event = event;
        known.updated = now;
        return;
    }
    let id = state.ids.uuid();
    state.sign_in.connections.push(Connection { id, tenant, event, created: now, updated: now });
}

fn send_back(asked: &Asked, fields: &[(&str, &str)]) -> Reply {
    let mut url = asked.redirect_uri.clone();
    url.query_pairs_mut().extend_pairs(fields);
    if let Some(state) = &asked.state {
        url.query_pairs_mut().append_pair("state", state);
    }
    Reply::redirect(url.as_str())
}
