//! What every call of the API passes, in Xero's order: bearer, scope, tenant, limits,
//! idempotency, and only then the endpoint (facts §16 "Every API call").

use std::collections::BTreeSet;

use sha2::{Digest as _, Sha256};

use super::{Ask, ENDPOINTS, Endpoint, Outcome, Refusal, envelope};
use crate::call::Call;
use crate::fault::RateLimit;
use crate::limits::too_many;
use crate::reply::{Reply, Wants};
use crate::signin::{self, Bearer};
use crate::sim::Inner;
use crate::state::Recall;

/// The longest Idempotency-Key (facts §5).
const MAX_KEY: usize = 128;

/// Resources that exist in Xero and are not modelled: 501 instead of 404.
const NOT_SERVED: [&str; 10] = [
    "BatchPayments",
    "BrandingThemes",
    "ContactGroups",
    "LinkedTransactions",
    "Journals",
    "PurchaseOrders",
    "Quotes",
    "RepeatingInvoices",
    "Reports",
    "Users",
];

/// The scope of what is attached to any document.
const FILES: [&str; 1] = ["accounting.attachments"];

pub(super) fn answer(inner: &mut Inner, call: &Call, rest: &str, instead: Option<Reply>) -> Reply {
    let parts: Vec<String> = rest.split('/').filter(|part| !part.is_empty()).map(decoded).collect();
    let mut rest: Vec<&str> = parts.iter().map(String::as_str).collect();
    let name = if rest.is_empty() { "" } else { rest.remove(0) };
    let endpoint = ENDPOINTS.iter().find(|endpoint| endpoint.name.eq_ignore_ascii_case(name));
    let index = match admit(inner, call, &rest, endpoint) {
        Ok(index) => index,
        Err(reply) => return inner.usage.headers(call.tenant().unwrap_or_default(), reply),
    };
    let tenant = inner.state.organisations[index].id;
    let now = inner.state.clock.now();
    let reply = if call.crowded {
        too_many(RateLimit::Concurrent, 0)
    } else {
        match inner.usage.spend(tenant, now) {
            Err(reply) => reply,
            Ok(()) => once(inner, call, instead, |inner| {
                let wants = wants(call);
                let outcome = match endpoint {
                    Some(endpoint) => ask(inner, call, index, rest, endpoint),
                    None if is_not_served(name) => Err(Refusal::NotImplemented),
                    None => Err(Refusal::NotFound),
                };
                envelope::seal(outcome, wants, &mut inner.state.ids, now)
            }),
        }
    };
    inner.usage.headers(tenant, reply)
}

/// A segment of a path, with `%20` and the like made what they stand for: numbers of documents and
/// names of files may hold anything.
fn decoded(segment: &str) -> String {
    let mut bytes = Vec::with_capacity(segment.len());
    let mut rest = segment.as_bytes();
    while let Some((first, tail)) = rest.split_first() {
        rest = tail;
        let hex = tail.get(..2).filter(|_| *first == b'%');
        let code = hex.and_then(|hex| std::str::from_utf8(hex).ok());
        match code.and_then(|code| u8::from_str_radix(code, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = &tail[2..];
            }
            None => bytes.push(*first),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn is_not_served(name: &str) -> bool {
    NOT_SERVED.iter().any(|known| known.eq_ignore_ascii_case(name))
}

fn ask(
    inner: &mut Inner,
    call: &Call,
    index: usize,
    rest: Vec<&str>,
    endpoint: &Endpoint,
) -> Outcome {
    let now = inner.state.clock.now();
    let state = &mut inner.state;
    let organisation = &mut state.organisations[index];
    (endpoint.handle)(&mut Ask { call, rest, organisation, ids: &mut state.ids, now })
}

/// Bearer, scope, tenant, reporting role; gives the organisation's index.
fn admit(
    inner: &Inner,
    call: &Call,
    rest: &[&str],
    endpoint: Option<&Endpoint>,
) -> Result<usize, Reply> {
    let state = &inner.state;
    let scopes = match state.sign_in.bearer(call.header("authorization"), state.clock.now()) {
        Bearer::Valid { scopes } => scopes,
        Bearer::Expired { at } => return Err(signin::expired(at)),
        Bearer::Unknown => return Err(Reply::problem(401, "AuthenticationUnsuccessful")),
    };
    let is_of_files = rest.get(1).is_some_and(|part| *part == "Attachments");
    let may = |endpoint: &Endpoint| {
        let needed = if is_of_files { &FILES[..] } else { endpoint.scopes };
        needed.iter().any(|scope| covers(scopes, scope, &call.method))
    };
    if endpoint.is_some_and(|endpoint| !may(endpoint)) {
        return Err(Reply::problem(401, "AuthorizationUnsuccessful"));
    }
    let tenant = call.tenant().filter(|tenant| state.sign_in.is_connected(*tenant));
    let Some(index) = tenant.and_then(|tenant| state.tenant(tenant)) else {
        return Err(Reply::problem(403, "AuthenticationUnsuccessful"));
    };
    if endpoint.is_some_and(|e| e.reporting) && !state.organisations[index].reporting_role {
        let detail = "You are not permitted to access this resource without the reporting role or \
                      higher privileges.";
        return Err(Reply::problem(403, detail));
    }
    Ok(index)
}

fn covers(scopes: &BTreeSet<String>, needed: &str, method: &str) -> bool {
    scopes.contains(needed) || (method == "GET" && scopes.contains(&format!("{needed}.read")))
}

fn wants(call: &Call) -> Wants {
    match call.header("accept") {
        Some(accept) if accept.contains("application/json") => Wants::Json,
        Some(_) | None => Wants::Xml,
    }
}

/// Carries a keyed write out once in six minutes and replays its answer, errors too (facts §5).
fn once(
    inner: &mut Inner,
    call: &Call,
    instead: Option<Reply>,
    carry_out: impl FnOnce(&mut Inner) -> Reply,
) -> Reply {
    let is_keyed = matches!(call.method.as_str(), "POST" | "PUT" | "PATCH");
    let key = call.header("idempotency-key").filter(|_| is_keyed);
    let Some(key) = key.map(str::to_owned) else {
        let reply = carry_out(inner);
        return instead.unwrap_or(reply);
    };
    let now = inner.state.clock.now();
    let refuse = |inner: &mut Inner, message: &str| {
        envelope::seal(Err(Refusal::says(message)), wants(call), &mut inner.state.ids, now)
    };
    if key.len() > MAX_KEY {
        return refuse(inner, "Idempotency Key cannot be longer than 128 characters.");
    }
    let fingerprint = fingerprint(call);
    match inner.state.remembered.recall(&key, &fingerprint, now) {
        Recall::Same(reply) => reply,
        Recall::Different => {
            refuse(inner, &format!("Idempotency Key: {key} is used with a different request."))
        }
        Recall::New => {
            let reply = carry_out(inner);
            let reply = instead.unwrap_or(reply);
            inner.state.remembered.remember(key, fingerprint, reply.clone(), now);
            reply
        }
    }
}

/// What makes two requests the same: method, URL, organisation and body.
fn fingerprint(call: &Call) -> String {
    let mut hash = Sha256::new();
    hash.update(format!("{} {} {:?} ", call.method, call.path, call.query));
    hash.update(call.header("xero-tenant-id").unwrap_or(""));
    hash.update(&call.body);
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}
