//! `/connections`: which organisations the user connected (facts §2.5).

use chrono::{DateTime, Timelike as _, Utc};
use serde_json::{Value, json};

use super::Bearer;
use crate::call::Call;
use crate::reply::Reply;
use crate::state::State;

/// GET, optionally of one consent only.
pub(crate) fn list(state: &State, call: &Call) -> Reply {
    if let Some(refusal) = refuse(state, call) {
        return refusal;
    }
    let event = call.param("authEventId");
    let rows: Vec<Value> = state
        .sign_in
        .connections
        .iter()
        .filter(|row| event.is_none_or(|id| row.event.to_string().eq_ignore_ascii_case(id)))
        .filter_map(|row| {
            let organisation = &state.organisations[state.tenant(row.tenant)?];
            Some(json!({
                "id": row.id, "authEventId": row.event, "tenantId": row.tenant,
                "tenantType": "ORGANISATION", "tenantName": organisation.name,
                "createdDateUtc": stamp(row.created), "updatedDateUtc": stamp(row.updated),
            }))
        })
        .collect();
    Reply::json(200, &Value::Array(rows))
}

/// DELETE of one: 204, or 404 where it is not there.
pub(crate) fn delete(state: &mut State, call: &Call, id: &str) -> Reply {
    if let Some(refusal) = refuse(state, call) {
        return refusal;
    }
    let rows = &mut state.sign_in.connections;
    match rows.iter().position(|row| row.id.to_string().eq_ignore_ascii_case(id)) {
        Some(index) => {
            rows.remove(index);
            Reply::empty(204)
        }
        None => Reply::not_found(),
    }
}

fn refuse(state: &State, call: &Call) -> Option<Reply> {
    match state.sign_in.bearer(call.header("authorization"), state.clock.now()) {
        Bearer::Valid { .. } => None,
        Bearer::Expired { at } => Some(expired(at)),
        Bearer::Unknown => Some(Reply::problem(401, "AuthenticationUnsuccessful")),
    }
}

/// The 401 that a refresh mends (facts §12).
pub(crate) fn expired(at: DateTime<Utc>) -> Reply {
    let when = at.format("%m/%d/%Y %H:%M:%S");
    Reply::problem(401, &format!("TokenExpired: token expired at {when}"))
}

/// Seven digits of a second and no zone.
fn stamp(at: DateTime<Utc>) -> String {
    format!("{}.{:07}", at.format("%Y-%m-%dT%H:%M:%S"), at.nanosecond() / 100)
}
