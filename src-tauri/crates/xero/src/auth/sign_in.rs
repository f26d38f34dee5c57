//! One attempt to sign in, from the browser's address to the tokens.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use oauth2::basic::BasicClient;
use oauth2::{
    AuthUrl, ClientId, CsrfToken, PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, Scope,
};
use serde::Deserialize;
use thiserror::Error;
use url::{Url, form_urlencoded};
use uuid::Uuid;
use world::{World, token_urlsafe};

use super::grants::{GrantError, Grants};
use super::loopback::{Callback, Loopback};
use super::pages::Page;
use crate::error::Error;
use crate::observe::{Observed, Observer};
use crate::origins::Origins;
use crate::session::list_connections;
use crate::tokens::{AccessToken, TokenSet};
use crate::transport::Transport;
use crate::wire::Connection;

/// How long a person may take by default. Xero shows some errors on a page of its own and never
/// comes back (facts §2.2), so there must be an end.
pub const SIGN_IN_PATIENCE: Duration = Duration::from_secs(120);

/// Random bytes of the state and of the verifier: 43 characters, as Xero's own tools (§2.2).
const SECRET_BYTES: usize = 32;

/// What a sign-in is made of.
#[derive(Clone, Debug)]
pub struct SignInParts {
    /// The way to Xero.
    pub transport: Arc<dyn Transport>,
    /// Where Xero is.
    pub origins: Origins,
    /// The user's own Xero app.
    pub client_id: String,
    /// What to ask for, usually [`crate::SCOPES`].
    pub scopes: Vec<String>,
    /// The ports registered in the app, usually [`crate::LOOPBACK_PORTS`].
    pub ports: Vec<u16>,
    /// Hears of every exchange.
    pub observer: Arc<dyn Observer>,
    /// Clock and randomness.
    pub world: World,
}

/// A sign-in that waits for the browser.
pub struct SignIn {
    parts: SignInParts,
    loopback: Loopback,
    authorize_url: Url,
    redirect: RedirectUrl,
    state: CsrfToken,
    verifier: PkceCodeVerifier,
}

/// A sign-in whose browser has come back with a code. Until it is exchanged Xero has given nothing
/// out: who gives it up leaves nothing behind, neither here nor there.
pub struct Answered {
    parts: SignInParts,
    loopback: Loopback,
    callback: Callback,
    code: String,
    redirect: RedirectUrl,
    verifier: PkceCodeVerifier,
}

/// A sign-in that succeeded. The tokens go to [`crate::Session::adopt`].
#[derive(Clone, Debug)]
pub struct SignedIn {
    /// Hidden by `Debug`.
    pub tokens: TokenSet,
    /// The organisations of this consent; all connected ones when Xero names none for it.
    pub connections: Vec<Connection>,
}

/// A sign-in that did not succeed. Nothing has changed.
#[derive(Debug, Error)]
pub enum SignInError {
    /// Every registered port is taken, by another program or another sign-in.
    #[error(
        "The ports for the sign-in ({}) are all in use. Close the other sign-in, or the \
             program that uses them.",
        listed(ports)
    )]
    PortsBusy {
        /// Those that were tried.
        ports: Vec<u16>,
    },
    /// This machine refuses to listen at all.
    #[error("This machine does not let Daybook wait for the browser's answer.")]
    Loopback(#[source] std::io::Error),
    /// The person said no on the consent page.
    #[error("The sign-in was cancelled in the browser. Nothing has changed.")]
    Cancelled,
    /// Xero said no.
    #[error(
        "Xero refused the sign-in ({code}). Check the client id and the app's redirect \
             addresses."
    )]
    Refused {
        /// OAuth2's error code, for example `invalid_scope`.
        code: String,
    },
    /// Nobody came back in time.
    #[error("The browser did not come back within {} seconds. Nothing has changed.",
            patience.as_secs())]
    TimedOut {
        /// How long was waited.
        patience: Duration,
    },
    /// The code could not be exchanged, or the organisations not be listed.
    #[error(transparent)]
    Call(#[from] Error),
}

fn listed(ports: &[u16]) -> String {
    ports.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

/// What the answer to this attempt says.
enum Verdict {
    Code(String),
    Cancelled,
    Refused(String),
}

impl SignIn {
    /// Starts to listen for the redirect and makes the address for the browser.
    ///
    /// # Errors
    /// [`SignInError::PortsBusy`], [`SignInError::Loopback`].
    pub async fn begin(parts: SignInParts) -> Result<Self, SignInError> {
        let loopback = Loopback::open(&parts.ports).await?;
        let redirect = RedirectUrl::new(format!("http://localhost:{}/callback", loopback.port))
            .expect("a host and a port are a URL");
        let secret = || token_urlsafe(&*parts.world.entropy, SECRET_BYTES);
        let (state, verifier) = (CsrfToken::new(secret()), PkceCodeVerifier::new(secret()));
        let (authorize_url, state) = BasicClient::new(ClientId::new(parts.client_id.clone()))
            .set_auth_uri(AuthUrl::from_url(parts.origins.authorize()))
            .set_redirect_uri(redirect.clone())
            .authorize_url(|| state)
            .add_scopes(parts.scopes.iter().cloned().map(Scope::new))
            .set_pkce_challenge(PkceCodeChallenge::from_code_verifier_sha256(&verifier))
            .url();
        Ok(Self { parts, loopback, authorize_url, redirect, state, verifier })
    }

    /// The address to open in the person's browser.
    #[must_use]
    pub fn authorize_url(&self) -> &Url {
        &self.authorize_url
    }

    /// Waits for the browser, exchanges the code and lists the organisations.
    ///
    /// # Errors
    /// As [`SignIn::wait`] and [`Answered::exchange`].
    pub async fn finish(self, patience: Duration) -> Result<SignedIn, SignInError> {
        self.wait(patience).await?.exchange().await
    }

    /// Waits for the browser. Visits that are not the answer to this attempt are refused and change
    /// nothing. This may be given up at any time: what is dropped here has asked Xero for nothing.
    ///
    /// # Errors
    /// [`SignInError::TimedOut`], [`SignInError::Cancelled`], [`SignInError::Refused`]; the port is
    /// free again then.
    pub async fn wait(mut self, patience: Duration) -> Result<Answered, SignInError> {
        let clock = Arc::clone(&self.parts.world.clock);
        let mut time_is_up = clock.sleep(patience);
        let (callback, verdict) = loop {
            tokio::select! {
                () = &mut time_is_up => {
                    self.loopback.close(&*clock).await;
                    return Err(SignInError::TimedOut { patience });
                }
                callback = self.loopback.next() => match self.judge(&callback) {
                    Some(verdict) => break (callback, verdict),
                    None => callback.answer(Page::NotOurs),
                },
            }
        };
        let Self { parts, loopback, redirect, verifier, .. } = self;
        let (page, error) = match verdict {
            Verdict::Code(code) => {
                return Ok(Answered { parts, loopback, callback, code, redirect, verifier });
            }
            Verdict::Cancelled => (Page::Cancelled, SignInError::Cancelled),
            Verdict::Refused(code) => (Page::Refused, SignInError::Refused { code }),
        };
        callback.answer(page);
        loopback.close(&*clock).await;
        Err(error)
    }

    /// `None` when the visit does not answer this attempt.
    fn judge(&self, callback: &Callback) -> Option<Verdict> {
        let fields: HashMap<_, _> =
            form_urlencoded::parse(callback.query.as_bytes()).into_owned().collect();
        if fields.get("state") != Some(self.state.secret()) {
            return None;
        }
        match (fields.get("code"), fields.get("error").map(String::as_str)) {
            (_, Some("access_denied")) => Some(Verdict::Cancelled),
            (_, Some(code)) => Some(Verdict::Refused(code.to_owned())),
            (Some(code), None) => Some(Verdict::Code(code.clone())),
            (None, None) => None,
        }
    }
}

impl Answered {
    /// Exchanges the code and lists the organisations. Whoever drops this half-way may lose tokens
    /// that Xero has given out.
    ///
    /// # Errors
    /// [`SignInError::Refused`], [`SignInError::Call`]; the port is free again in every case.
    pub async fn exchange(self) -> Result<SignedIn, SignInError> {
        let Self { parts, loopback, callback, code, redirect, verifier } = self;
        let ended = exchange(&parts, code, verifier, &redirect).await;
        callback.answer(match &ended {
            Ok(_) => Page::SignedIn,
            Err(_) => Page::Refused,
        });
        loopback.close(&*parts.world.clock).await;
        ended
    }

    /// Leaves the code unused, and tells the browser that nobody waits for it any more.
    pub async fn give_up(self) {
        self.callback.answer(Page::NotOurs);
        self.loopback.close(&*self.parts.world.clock).await;
    }
}

async fn exchange(
    parts: &SignInParts,
    code: String,
    verifier: PkceCodeVerifier,
    redirect: &RedirectUrl,
) -> Result<SignedIn, SignInError> {
    let wire = Observed {
        transport: Arc::clone(&parts.transport),
        observer: Arc::clone(&parts.observer),
        clock: Arc::clone(&parts.world.clock),
    };
    let now = parts.world.now();
    let grants = Grants::new(&parts.origins, &parts.client_id, &wire);
    let mut tokens = match grants.exchange(code, verifier, redirect, now).await {
        Ok(tokens) => tokens,
        Err(GrantError::Invalid) => {
            return Err(SignInError::Refused { code: "invalid_grant".to_owned() });
        }
        Err(GrantError::Refused { code }) => return Err(SignInError::Refused { code }),
        Err(GrantError::Unanswered(error)) => return Err(Error::from_transport(error).into()),
        Err(GrantError::Unreadable) => {
            return Err(Error::Unreadable { status: 200, what: "tokens" }.into());
        }
    };
    if tokens.scopes.is_empty() {
        tokens.scopes.clone_from(&parts.scopes);
    }
    let event = authentication_event(&tokens.access);
    let list = |event| list_connections(&wire, &parts.origins, &tokens.access, event);
    let mut connections = list(event).await?;
    if connections.is_empty() && event.is_some() {
        connections = list(None).await?;
    }
    Ok(SignedIn { tokens, connections })
}

/// The consent's id, from the access token's claims (facts §2.4). The token is read, not
/// trusted: it came straight from the identity server, and a wrong id only lists too much.
fn authentication_event(token: &AccessToken) -> Option<Uuid> {
    #[derive(Deserialize)]
    struct Claims {
        authentication_event_id: Uuid,
    }
    let payload = token.secret().split('.').nth(1)?;
    let claims = URL_SAFE_NO_PAD.decode(payload).ok()?;
    Some(serde_json::from_slice::<Claims>(&claims).ok()?.authentication_event_id)
}
