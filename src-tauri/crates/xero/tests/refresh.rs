//! One refresher of tokens, and never a sign-in lost for a bad network (facts §2.4).

use std::pin::pin;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::task::{Context, Waker};

use xero::{BoxFuture, Error, MemoryVault, TokenSet, TokenVault, TransportError, VaultError};

use crate::support::{
    CLIENT_ID, Scripted, answer, form_field, session_with, signed_in, tokens, tokens_answer,
};

/// An identity server that rotates: the newest token and the one before it are good.
#[derive(Default)]
struct Identity {
    good: Mutex<Vec<String>>,
    issued: AtomicU32,
}

impl Identity {
    fn knowing(token: &str) -> Arc<Self> {
        let identity = Self::default();
        identity.good.lock().unwrap().push(token.to_owned());
        Arc::new(identity)
    }

    fn refresh(&self, request: &xero::Request) -> xero::Response {
        assert_eq!(form_field(request, "grant_type").as_deref(), Some("refresh_token"));
        assert_eq!(form_field(request, "client_id").as_deref(), Some(CLIENT_ID));
        assert!(request.headers().get("authorization").is_none(), "a PKCE app has no secret");
        let used = form_field(request, "refresh_token").unwrap_or_default();
        let mut good = self.good.lock().unwrap();
        if !good.contains(&used) {
            return answer(400, r#"{"error":"invalid_grant"}"#);
        }
        let number = self.issued.fetch_add(1, Ordering::Relaxed) + 2;
        *good = vec![used, format!("refresh-{number}")];
        tokens_answer(&format!("access-{number}"), &format!("refresh-{number}"))
    }
}

fn lock_in(folder: &tempfile::TempDir) -> std::path::PathBuf {
    folder.path().join("refresh.lock")
}

#[tokio::test(flavor = "multi_thread")]
async fn many_callers_at_once_cause_one_refresh() {
    let folder = tempfile::tempdir().unwrap();
    let identity = Identity::knowing("refresh-1");
    let xero = Scripted::new(move |request| Ok(identity.refresh(request)));
    let vault = Arc::new(MemoryVault::holding(tokens("access-1", "refresh-1", 0)));
    let session = session_with(xero.clone(), vault, &lock_in(&folder));
    let callers: Vec<_> = (0..20)
        .map(|_| {
            let session = session.clone();
            tokio::spawn(async move { session.access_token().await })
        })
        .collect();
    for caller in callers {
        assert_eq!(caller.await.unwrap().expect("renewed").secret(), "access-2");
    }
    assert_eq!(xero.seen("/connect/token").len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_processes_at_once_cause_one_refresh() {
    let folder = tempfile::tempdir().unwrap();
    let identity = Identity::knowing("refresh-1");
    let xero = Scripted::new(move |request| Ok(identity.refresh(request)));
    let vault: Arc<dyn TokenVault> =
        Arc::new(MemoryVault::holding(tokens("access-1", "refresh-1", 0)));
    let processes: Vec<_> = (0..2)
        .map(|_| {
            let session = session_with(xero.clone(), vault.clone(), &lock_in(&folder));
            tokio::spawn(async move { session.access_token().await })
        })
        .collect();
    for process in processes {
        assert_eq!(process.await.unwrap().expect("renewed").secret(), "access-2");
    }
    assert_eq!(xero.seen("/connect/token").len(), 1);
}

#[tokio::test]
async fn a_token_with_time_left_is_not_renewed_unless_asked() {
    let identity = Identity::knowing("refresh-1");
    let xero = Scripted::new(move |request| Ok(identity.refresh(request)));
    let session = signed_in(xero.clone());
    assert_eq!(session.access_token().await.unwrap().secret(), "access-1");
    assert!(xero.seen("/").is_empty());
    session.keep_alive().await.expect("renewed");
    assert_eq!(session.access_token().await.unwrap().secret(), "access-2");
}

#[tokio::test]
async fn a_lost_answer_to_a_refresh_does_not_lose_the_sign_in() {
    let folder = tempfile::tempdir().unwrap();
    let identity = Identity::knowing("refresh-1");
    let losses = AtomicU32::new(1);
    let xero = Scripted::new(move |request| {
        let response = identity.refresh(request);
        if losses.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |n| n.checked_sub(1)).is_ok() {
            return Err(TransportError::unknown("the answer was lost"));
        }
        Ok(response)
    });
    let vault = Arc::new(MemoryVault::holding(tokens("access-1", "refresh-1", 0)));
    let session = session_with(xero, vault.clone(), &lock_in(&folder));
    let lost = session.access_token().await;
    // The call that wanted a token was not sent, whatever became of the refresh.
    assert!(matches!(lost, Err(Error::NotReached(_))), "{lost:?}");
    assert_eq!(session.access_token().await.expect("renewed").secret(), "access-3");
    let kept = vault.load().await.unwrap().expect("kept");
    assert_eq!(kept.refresh.secret(), "refresh-3");
    assert_eq!(kept.previous_refresh.expect("kept beside").secret(), "refresh-1");
}

#[tokio::test]
async fn the_token_before_is_tried_when_the_newest_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let identity = Identity::knowing("refresh-0");
    let xero = Scripted::new(move |request| Ok(identity.refresh(request)));
    let mut set = tokens("access-1", "refresh-1", 0);
    set.previous_refresh = Some(xero::RefreshToken::new("refresh-0".to_owned()));
    let session = session_with(xero, Arc::new(MemoryVault::holding(set)), &lock_in(&folder));
    assert_eq!(session.access_token().await.expect("renewed").secret(), "access-2");
}

#[tokio::test]
async fn a_sign_in_ends_only_when_both_tokens_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let xero = Scripted::new(|_| Ok(answer(400, r#"{"error":"invalid_grant"}"#)));
    let mut set = tokens("access-1", "refresh-1", 0);
    set.previous_refresh = Some(xero::RefreshToken::new("refresh-0".to_owned()));
    let vault = Arc::new(MemoryVault::holding(set));
    let session = session_with(xero.clone(), vault.clone(), &lock_in(&folder));
    let ended = session.access_token().await;
    assert!(matches!(ended, Err(Error::SignInExpired)), "{ended:?}");
    assert_eq!(xero.seen("/connect/token").len(), 2);
    assert!(vault.load().await.unwrap().is_none());
    let after = session.access_token().await;
    assert!(matches!(after, Err(Error::NotSignedIn)), "{after:?}");
}

#[tokio::test]
async fn no_other_failure_drops_the_tokens() {
    let failures: [fn() -> Result<xero::Response, TransportError>; 5] = [
        || Err(TransportError::not_sent("offline")),
        || Err(TransportError::unknown("lost")),
        || Ok(answer(500, "oops")),
        || Ok(answer(400, r#"{"error":"invalid_client"}"#)),
        || Ok(answer(200, "<html>a wireless network's own page</html>")),
    ];
    for fail in failures {
        let folder = tempfile::tempdir().unwrap();
        let vault = Arc::new(MemoryVault::holding(tokens("access-1", "refresh-1", 0)));
        let session =
            session_with(Scripted::new(move |_| fail()), vault.clone(), &lock_in(&folder));
        session.access_token().await.expect_err("the refresh fails");
        let kept = vault.load().await.unwrap().expect("the tokens stay");
        assert_eq!(kept.refresh.secret(), "refresh-1");
    }
}

/// A disk that is full.
#[derive(Debug)]
struct Full(MemoryVault);

impl TokenVault for Full {
    fn load(&self) -> BoxFuture<'_, Result<Option<TokenSet>, VaultError>> {
        self.0.load()
    }

    fn save<'a>(&'a self, _tokens: &'a TokenSet) -> BoxFuture<'a, Result<(), VaultError>> {
        Box::pin(std::future::ready(Err(VaultError::Sealed)))
    }

    fn clear(&self) -> BoxFuture<'_, Result<(), VaultError>> {
        self.0.clear()
    }
}

#[tokio::test]
async fn a_token_that_could_not_be_kept_is_not_used() {
    let folder = tempfile::tempdir().unwrap();
    let identity = Identity::knowing("refresh-1");
    let xero = Scripted::new(move |request| Ok(identity.refresh(request)));
    let vault = Full(MemoryVault::holding(tokens("access-1", "refresh-1", 0)));
    let session = session_with(xero.clone(), Arc::new(vault), &lock_in(&folder));
    for _ in 0..2 {
        let unkept = session.access_token().await;
        assert!(matches!(unkept, Err(Error::Vault(_))), "{unkept:?}");
    }
    // Each try used the token that is kept; the grace period makes the second one work too.
    for request in xero.seen("/connect/token") {
        assert_eq!(form_field(&request, "refresh_token").as_deref(), Some("refresh-1"));
    }
}

#[tokio::test]
async fn signing_out_revokes_and_forgets_also_without_a_network() {
    let folder = tempfile::tempdir().unwrap();
    let xero = Scripted::new(|_| Err(TransportError::not_sent("offline")));
    let vault = Arc::new(MemoryVault::holding(tokens("access-1", "refresh-1", 30)));
    let session = session_with(xero.clone(), vault.clone(), &lock_in(&folder));
    session.sign_out().await.expect_err("the revocation could not be sent");
    assert!(vault.load().await.unwrap().is_none());
    let revocation = &xero.seen("/connect/revocation")[0];
    assert_eq!(form_field(revocation, "token").as_deref(), Some("refresh-1"));
    assert_eq!(form_field(revocation, "client_id").as_deref(), Some(CLIENT_ID));
}

#[tokio::test]
async fn ending_a_connection_that_is_gone_already_is_no_error() {
    let xero = Scripted::new(|_| Ok(answer(404, "")));
    let session = signed_in(xero.clone());
    session.disconnect(xero::Uuid::from_u128(7)).await.expect("gone is gone");
    let request = &xero.seen("/connections/00000000-0000-0000-0000-000000000007")[0];
    assert_eq!(request.method(), http::Method::DELETE);
}

#[tokio::test]
async fn what_another_process_has_kept_meanwhile_is_not_forgotten() {
    let folder = tempfile::tempdir().unwrap();
    let vault = Arc::new(MemoryVault::holding(tokens("access-1", "refresh-1", 0)));
    let others = vault.clone();
    // This machine slept while it asked; another process renewed the sign-in.
    let xero = Scripted::new(move |_| {
        let newer = tokens("access-2", "refresh-2", 30);
        let kept = pin!(others.save(&newer)).poll(&mut Context::from_waker(Waker::noop()));
        assert!(kept.is_ready(), "memory keeps at once");
        Ok(answer(400, r#"{"error":"invalid_grant"}"#))
    });
    let session = session_with(xero, vault.clone(), &lock_in(&folder));
    assert_eq!(session.access_token().await.expect("the newer one").secret(), "access-2");
    assert_eq!(vault.load().await.unwrap().expect("kept").refresh.secret(), "refresh-2");
}
