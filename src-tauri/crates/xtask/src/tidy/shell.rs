//! What the window's shell allows: the content policy, the capabilities, and updates only where
//! they are signed. `docs/SECURITY.md` promises what is checked here.

use serde_json::Value;

use super::Violation;
use super::source::Source;

const CONFIGURATION: &str = "src-tauri/tauri.conf.json";
const CAPABILITIES: &str = "src-tauri/capabilities/";

/// All the window may ask of Tauri: the one command, and to hear what changed.
const PERMISSIONS: [&str; 3] =
    ["allow-rpc", "core:event:allow-listen", "core:event:allow-unlisten"];

/// The sources a page may be made of: its own files, and Tauri's way to the program.
const SOURCES: [&str; 4] = ["'none'", "'self'", "ipc:", "http://ipc.localhost"];

/// What is denied until it is allowed, and what `default-src` does not cover.
const DIRECTIVES: [&str; 5] =
    ["default-src", "base-uri", "form-action", "frame-ancestors", "object-src"];

/// Refuses a shell that allows more.
pub(super) fn check(sources: &[Source]) -> Vec<Violation> {
    let of = |source: &Source, rule: fn(&Value) -> Vec<String>| -> Vec<Violation> {
        let broken = match serde_json::from_str(&source.text) {
            Ok(value) => rule(&value),
            Err(error) => vec![format!("it is not JSON: {error}")],
        };
        broken.into_iter().map(|message| Violation::new(&source.path, 0, message)).collect()
    };
    let configuration = sources.iter().filter(|source| source.path == CONFIGURATION);
    let capabilities = sources.iter().filter(|source| source.path.starts_with(CAPABILITIES));
    configuration
        .flat_map(|source| of(source, configured))
        .chain(capabilities.flat_map(|source| of(source, capable)))
        .collect()
}

fn configured(configuration: &Value) -> Vec<String> {
    let mut broken = Vec::new();
    let app = &configuration["app"];
    let security = &app["security"];
    if app["withGlobalTauri"] != false {
        broken.push("withGlobalTauri: pages reach Tauri through one file only".to_owned());
    }
    if security["freezePrototype"] != true {
        broken.push("freezePrototype: a page may not change what others build on".to_owned());
    }
    let known = ["csp", "freezePrototype", "capabilities"];
    let more = security.as_object().into_iter().flat_map(|fields| fields.keys());
    let more = more.filter(|name| !known.contains(&name.as_str()));
    broken.extend(more.map(|name| format!("security.{name}: say in tidy/shell.rs why")));
    broken.extend(policy(&security["csp"]));
    broken.extend(updates(configuration));
    broken
}

/// A content policy that lets nothing in from outside, and no text run.
fn policy(csp: &Value) -> Vec<String> {
    let Some(directives) = csp.as_object() else {
        return vec!["csp: there is no content policy".to_owned()];
    };
    let mut broken = Vec::new();
    for needed in DIRECTIVES.iter().filter(|name| !directives.contains_key(**name)) {
        broken.push(format!("csp: {needed} is not said"));
    }
    if directives.get("default-src").is_some_and(|sources| sources != "'none'") {
        broken.push("csp: default-src is not 'none'".to_owned());
    }
    for (name, sources) in directives {
        let sources = sources.as_str().unwrap_or("(not a text)");
        let strange = sources.split_whitespace().filter(|source| !SOURCES.contains(source));
        broken.extend(strange.map(|source| format!("csp: {name} allows {source}")));
    }
    broken
}

/// Updates come signed, over TLS, or not at all.
fn updates(configuration: &Value) -> Vec<String> {
    let updater = &configuration["plugins"]["updater"];
    let endpoints = updater["endpoints"].as_array().map_or(&[][..], Vec::as_slice);
    let is_signed = updater["pubkey"].as_str().is_some_and(|key| !key.trim().is_empty());
    let makes = configuration["bundle"]["createUpdaterArtifacts"] != Value::Null;
    let mut broken = Vec::new();
    if !is_signed && (!endpoints.is_empty() || makes) {
        broken.push("updater: without a public key there are no updates".to_owned());
    }
    let is_open = |endpoint: &&Value| !endpoint.as_str().unwrap_or("").starts_with("https://");
    broken.extend(endpoints.iter().filter(is_open).map(|one| format!("updater: {one} is not TLS")));
    if updater["dangerousInsecureTransportProtocol"] == true {
        broken.push("updater: updates come over TLS".to_owned());
    }
    broken
}

fn capable(capability: &Value) -> Vec<String> {
    let mut broken = Vec::new();
    if capability["windows"] != serde_json::json!(["main"]) {
        broken.push("windows: there is one, and its name is main".to_owned());
    }
    if capability.get("remote").is_some() {
        broken.push("remote: no page from elsewhere may ask anything".to_owned());
    }
    let given = capability["permissions"].as_array().map_or(&[][..], Vec::as_slice);
    let more =
        given.iter().filter(|one| !one.as_str().is_some_and(|one| PERMISSIONS.contains(&one)));
    broken.extend(more.map(|one| format!("{one}: say in tidy/shell.rs why the window needs it")));
    broken
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn sound() -> Value {
        json!({
            "app": {
                "withGlobalTauri": false,
                "security": {
                    "csp": {
                        "default-src": "'none'", "script-src": "'self'",
                        "connect-src": "ipc: http://ipc.localhost", "base-uri": "'none'",
                        "form-action": "'none'", "frame-ancestors": "'none'",
                        "object-src": "'none'",
                    },
                    "freezePrototype": true,
                },
            },
            "plugins": { "updater": { "pubkey": "", "endpoints": [] } },
        })
    }

    fn messages(path: &str, value: &Value) -> Vec<String> {
        let source = Source::new(path, value.to_string());
        check(&[source]).into_iter().map(|violation| violation.message).collect()
    }

    /// What is said of the sound configuration with one thing put at a place.
    fn with(place: &str, value: Value) -> Vec<String> {
        let mut changed = sound();
        let mut at = &mut changed;
        for name in place.split('/') {
            at = &mut at[name];
        }
        *at = value;
        messages(CONFIGURATION, &changed)
    }

    #[test]
    fn a_shell_that_lets_nothing_in_is_sound() {
        assert!(messages(CONFIGURATION, &sound()).is_empty());
    }

    #[test]
    fn a_policy_that_lets_something_in_is_refused() {
        let csp = "app/security/csp";
        assert_eq!(with(csp, Value::Null), ["csp: there is no content policy"]);
        for (name, sources, said) in [
            ("script-src", "'self' 'unsafe-inline'", "csp: script-src allows 'unsafe-inline'"),
            ("script-src", "'unsafe-eval'", "csp: script-src allows 'unsafe-eval'"),
            ("img-src", "https://example.invalid", "csp: img-src allows https://example.invalid"),
            ("img-src", "data:", "csp: img-src allows data:"),
            ("connect-src", "*", "csp: connect-src allows *"),
        ] {
            assert_eq!(with(&format!("{csp}/{name}"), json!(sources)), [said]);
        }
        assert_eq!(with(&format!("{csp}/default-src"), json!("'self'")).len(), 1);
        assert_eq!(with("app/withGlobalTauri", json!(true)).len(), 1);
        assert_eq!(with("app/security/freezePrototype", json!(false)).len(), 1);
        assert_eq!(with("app/security/assetProtocol", json!({ "enable": true })).len(), 1);
    }

    #[test]
    fn updates_that_are_not_signed_are_refused() {
        let updater = "plugins/updater";
        let unsigned = json!({ "pubkey": " ", "endpoints": ["https://example.invalid/u"] });
        assert_eq!(with(updater, unsigned), ["updater: without a public key there are no updates"]);
        let open = json!({ "pubkey": "key", "endpoints": ["http://example.invalid/u"] });
        assert_eq!(with(updater, open).len(), 1);
        let signed = json!({ "pubkey": "key", "endpoints": ["https://example.invalid/u"] });
        assert!(with(updater, signed).is_empty());
        assert_eq!(with("bundle", json!({ "createUpdaterArtifacts": true })).len(), 1);
    }

    #[test]
    fn a_window_that_may_more_is_refused() {
        let path = "src-tauri/capabilities/main.json";
        let asks = |permissions: Value| json!({ "windows": ["main"], "permissions": permissions });
        assert!(messages(path, &asks(json!(PERMISSIONS))).is_empty());
        assert_eq!(messages(path, &asks(json!(["fs:default"]))).len(), 1);
        assert_eq!(messages(path, &asks(json!(["updater:default"]))).len(), 1);
        let mut remote = asks(json!(PERMISSIONS));
        remote["remote"] = json!({ "urls": ["https://example.invalid"] });
        assert_eq!(messages(path, &remote).len(), 1);
        remote["windows"] = json!(["*"]);
        assert_eq!(messages(path, &remote).len(), 2);
    }
}
