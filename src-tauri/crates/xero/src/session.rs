//! A signed-in session: fresh tokens for whoever calls, and the organisations they open.
//!
//! One refresh at a time: within the process by a mutex, across processes by the
//! [`RefreshLock`]. The new tokens are saved before anybody may use them, and the refresh token
//! they replace is kept beside them (facts §2.4). Only a clear `invalid_grant` for both drops
//! them: a bad network never signs anybody out.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE};
use http::{HeaderValue, Method};
use url::Url;
use url::form_urlencoded::Serializer;
use uuid::Uuid;
use world::{Bug, World, planted};

use crate::auth::{GrantError, Grants};
use crate::error::Error;
use crate::observe::{Observed, Observer};
use crate::origins::Origins;
use crate::refusal;
use crate::tokens::{AccessToken, RefreshLock, TokenSet, TokenVault};
use crate::transport::{Request, Response, Transport, TransportError};
use crate::wire::Connection;

/// What a session is made of.
#[derive(Clone, Debug)]
pub struct SessionParts {
    /// The way to Xero.
    pub transport: Arc<dyn Transport>,
    /// Where Xero is.
    pub origins: Origins,
    /// Where the tokens are kept.
    pub vault: Arc<dyn TokenVault>,
    /// One refresher across processes.
    pub refresh_lock: Arc<dyn RefreshLock>,
    /// Hears of every exchange.
    pub observer: Arc<dyn Observer>,
    /// Clock and randomness.
    pub world: World,
}

/// A session; clones share it.
#[derive(Clone)]
pub struct Session {
    inner: Arc<Inner>,
}

struct Inner {
    parts: SessionParts,
    wire: Observed,
    /// The tokens as last seen by this process.
    known: Mutex<Option<TokenSet>>,
    /// Held by the one refresh of this process.
    refreshing: tokio::sync::Mutex<()>,
}

impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Session")
            .field("origins", &self.inner.parts.origins)
            .finish_non_exhaustive()
    }
}

impl Session {
    /// A session over what the vault holds, now or later.
    #[must_use]
    pub fn new(parts: SessionParts) -> Self {
        let wire = Observed {
            transport: Arc::clone(&parts.transport),
            observer: Arc::clone(&parts.observer),
            clock: Arc::clone(&parts.world.clock),
        };
        let (known, refreshing) = (Mutex::default(), tokio::sync::Mutex::default());
        Self { inner: Arc::new(Inner { parts, wire, known, refreshing }) }
    }

    /// Where Xero is.
    #[must_use]
    pub fn origins(&self) -> &Origins {
        &self.inner.parts.origins
    }

    pub(crate) fn world(&self) -> &World {
        &self.inner.parts.world
    }

    pub(crate) fn wire(&self) -> &Observed {
        &self.inner.wire
    }

    /// The tokens as they are kept; `None` when nobody is signed in. For the connection's page:
    /// scopes, and how long ago they were renewed.
    ///
    /// # Errors
    /// [`Error::Vault`].
    pub async fn tokens(&self) -> Result<Option<TokenSet>, Error> {
        Ok(self.inner.parts.vault.load().await?)
    }

    /// Takes over the tokens of a new sign-in, in the place of any former ones.
    ///
    /// # Errors
    /// [`Error::Vault`], [`Error::RefreshLock`].
    pub async fn adopt(&self, tokens: TokenSet) -> Result<(), Error> {
        let _alone = self.inner.refreshing.lock().await;
        let _guard = self.inner.parts.refresh_lock.acquire().await?;
        self.inner.keep(tokens).await.map(drop)
    }

    /// An access token with time left, renewed if need be.
    ///
    /// # Errors
    /// [`Error::NotSignedIn`], [`Error::SignInExpired`], and what a refresh can meet.
    pub async fn access_token(&self) -> Result<AccessToken, Error> {
        match self.inner.usable(self.inner.known(), None) {
            Some(token) => Ok(token),
            None => self.renew(None).await,
        }
    }

    /// Renews the tokens whatever time they have left: while the program runs, at least monthly,
    /// so that a seasonal business does not lose its sign-in to sixty idle days (facts §15.11).
    ///
    /// # Errors
    /// As [`Session::access_token`].
    pub async fn keep_alive(&self) -> Result<(), Error> {
        let kept = self.tokens().await?.ok_or(Error::NotSignedIn)?;
        self.renew(Some(kept.access)).await.map(drop)
    }

    /// A token in the place of one that Xero has rejected.
    pub(crate) async fn replace(&self, rejected: AccessToken) -> Result<AccessToken, Error> {
        self.renew(Some(rejected)).await
    }

    /// Runs in a task of its own: a caller that gives up half-way must not lose the answer, and
    /// with it the only valid refresh token.
    async fn renew(&self, rejected: Option<AccessToken>) -> Result<AccessToken, Error> {
        let inner = Arc::clone(&self.inner);
        let renewing = tokio::spawn(async move { inner.renew(rejected).await });
        renewing.await.unwrap_or_else(|ended| {
            let why = TransportError::not_sent("the program is ending").because(ended);
            Err(Error::NotReached(why))
        })
    }

    /// The organisations this sign-in opens; with `auth_event_id` those of that one consent.
    ///
    /// # Errors
    /// As a call of [`crate::Client`].
    pub async fn connections(&self, auth_event_id: Option<Uuid>) -> Result<Vec<Connection>, Error> {
        let url = connections_url(self.origins(), auth_event_id);
        read_connections(&self.ask(Method::GET, &url).await?)
    }

    /// The organisations that tokens open which are not this session's yet, whatever consent they
    /// were opened by.
    ///
    /// # Errors
    /// As a call of [`crate::Client`].
    pub async fn opened_by(&self, tokens: &TokenSet) -> Result<Vec<Connection>, Error> {
        list_connections(self.wire(), self.origins(), &tokens.access, None).await
    }

    /// Ends one organisation's connection, in Xero too: it would go on counting against the
    /// app's limit of connections (facts §3). One that is gone already is no error.
    ///
    /// # Errors
    /// As a call of [`crate::Client`].
    pub async fn disconnect(&self, connection: Uuid) -> Result<(), Error> {
        let url = self.origins().connection(connection);
        match self.ask(Method::DELETE, &url).await {
            Ok(_) | Err(Error::NotFound) => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// One exchange that belongs to no organisation, repeated once after a refresh if need be.
    async fn ask(&self, method: Method, url: &Url) -> Result<Response, Error> {
        let token = self.access_token().await?;
        match ask(self.wire(), bearer(method.clone(), url, &token), 1).await {
            Err(Error::TokenRejected) => {
                let token = self.replace(token).await?;
                ask(self.wire(), bearer(method, url, &token), 2).await
            }
            ended => ended,
        }
    }

    /// Signs out: revokes the refresh token, which ends every connection of this user to this
    /// app, and forgets the tokens. They are forgotten also when Xero cannot be reached, or when
    /// they cannot be read any more and there is nothing to revoke with.
    ///
    /// # Errors
    /// [`Error::Vault`] when they could not be forgotten, else what the revocation met.
    pub async fn sign_out(&self) -> Result<(), Error> {
        let _alone = self.inner.refreshing.lock().await;
        let _guard = self.inner.parts.refresh_lock.acquire().await?;
        let kept = self.inner.parts.vault.load().await;
        self.inner.forget().await?;
        match kept {
            Ok(Some(tokens)) => self.revoke(&tokens).await,
            Ok(None) | Err(_) => Ok(()),
        }
    }

    /// Revokes tokens, whether or not they are this session's. Every connection of their user to
    /// their app ends with it, also where other tokens use it (facts §2.4).
    ///
    /// # Errors
    /// As a call of [`crate::Client`].
    pub async fn revoke(&self, tokens: &TokenSet) -> Result<(), Error> {
        // A PKCE app has no secret: its id goes in the body instead of a Basic header (§2.4).
        let form = Serializer::new(String::new())
            .append_pair("token", tokens.refresh.secret())
            .append_pair("client_id", &tokens.client_id)
            .finish();
        let url = self.origins().revocation();
        let mut request = plain(Method::POST, &url, form.into_bytes());
        let urlencoded = HeaderValue::from_static("application/x-www-form-urlencoded");
        request.headers_mut().insert(CONTENT_TYPE, urlencoded);
        ask(self.wire(), request, 1).await.map(drop)
    }
}

impl Inner {
    fn known(&self) -> Option<TokenSet> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn know(&self, tokens: Option<TokenSet>) {
        *self.known.lock().unwrap_or_else(PoisonError::into_inner) = tokens;
    }

    /// The set's access token, if it has time left and is not the one that was rejected.
    fn usable(&self, set: Option<TokenSet>, rejected: Option<&AccessToken>) -> Option<AccessToken> {
        let set = set.filter(|set| set.is_fresh(self.parts.world.now()))?;
        let same = rejected.is_some_and(|rejected| rejected.secret() == set.access.secret());
        (!same).then_some(set.access)
    }

    async fn renew(&self, rejected: Option<AccessToken>) -> Result<AccessToken, Error> {
        let _alone = self.refreshing.lock().await;
        // Whoever held the mutex, or another process, may have done it already.
        if let Some(token) = self.usable(self.known(), rejected.as_ref()) {
            return Ok(token);
        }
        let kept = self.look_in_vault().await?;
        if let Some(token) = self.usable(Some(kept), rejected.as_ref()) {
            return Ok(token);
        }
        let _guard = self.parts.refresh_lock.acquire().await?;
        let kept = self.look_in_vault().await?;
        if let Some(token) = self.usable(Some(kept.clone()), rejected.as_ref()) {
            return Ok(token);
        }
        self.refresh(kept).await
    }

    async fn look_in_vault(&self) -> Result<TokenSet, Error> {
        let kept = self.parts.vault.load().await?;
        self.know(kept.clone());
        kept.ok_or(Error::NotSignedIn)
    }

    async fn refresh(&self, old: TokenSet) -> Result<AccessToken, Error> {
        let grants = Grants::new(&self.parts.origins, &old.client_id, &self.wire);
        let now = self.parts.world.now();
        let mut answer = grants.refresh(&old.refresh, now).await;
        // The newest token may have been saved and still never have been given out by Xero.
        if let (Err(GrantError::Invalid), Some(previous)) = (&answer, &old.previous_refresh) {
            answer = grants.refresh(previous, now).await;
        }
        match answer {
            Ok(mut fresh) => {
                if fresh.scopes.is_empty() {
                    fresh.scopes.clone_from(&old.scopes);
                }
                self.keep(fresh).await
            }
            Err(GrantError::Invalid) => self.ended(&old).await,
            Err(GrantError::Refused { code }) => Err(Error::RefreshRefused { code }),
            // Whatever became of the refresh, the call that wanted a token was not sent.
            Err(GrantError::Unanswered(error)) => Err(Error::NotReached(
                TransportError::not_sent("the sign-in could not be renewed").because(error),
            )),
            Err(GrantError::Unreadable) => Err(Error::NotReached(TransportError::not_sent(
                "the answer about the sign-in could not be read",
            ))),
        }
    }

    /// What was refused is forgotten, unless another process has kept newer tokens meanwhile: this
    /// machine may have slept while it asked, and its right to refresh run out.
    async fn ended(&self, refused: &TokenSet) -> Result<AccessToken, Error> {
        let kept = self.parts.vault.load().await?;
        if let Some(newer) = kept.filter(|kept| kept.refresh.secret() != refused.refresh.secret()) {
            let access = newer.access.clone();
            self.know(Some(newer));
            return Ok(access);
        }
        self.forget().await?;
        Err(Error::SignInExpired)
    }

    /// Saves before use: were it the other way round, a crash between would lose the sign-in.
    async fn keep(&self, tokens: TokenSet) -> Result<AccessToken, Error> {
        if !planted(Bug::TokensNotSaved) {
            self.parts.vault.save(&tokens).await?;
        }
        let access = tokens.access.clone();
        self.know(Some(tokens));
        Ok(access)
    }

    async fn forget(&self) -> Result<(), Error> {
        self.know(None);
        Ok(self.parts.vault.clear().await?)
    }
}

/// Lists connections with a token that is not in a session yet.
pub(crate) async fn list_connections(
    wire: &Observed,
    origins: &Origins,
    token: &AccessToken,
    auth_event_id: Option<Uuid>,
) -> Result<Vec<Connection>, Error> {
    let url = connections_url(origins, auth_event_id);
    read_connections(&ask(wire, bearer(Method::GET, &url, token), 1).await?)
}

fn connections_url(origins: &Origins, auth_event_id: Option<Uuid>) -> Url {
    let mut url = origins.connections();
    if let Some(id) = auth_event_id {
        url.query_pairs_mut().append_pair("authEventId", &id.to_string());
    }
    url
}

fn read_connections(response: &Response) -> Result<Vec<Connection>, Error> {
    serde_json::from_slice(response.body()).map_err(|_| Error::Unreadable {
        status: response.status().as_u16(),
        what: "a list of connections",
    })
}

/// One exchange, judged.
async fn ask(wire: &Observed, request: Request, attempt: u32) -> Result<Response, Error> {
    let response = wire.send(request, attempt).await.map_err(Error::from_transport)?;
    if response.status().is_success() { Ok(response) } else { Err(refusal::judge(&response)) }
}

/// A request without a token. JSON is always asked for: Xero's default is XML (facts §12).
pub(crate) fn plain(method: Method, url: &Url, body: Vec<u8>) -> Request {
    let mut request = Request::new(body);
    *request.method_mut() = method;
    *request.uri_mut() = url.as_str().parse().expect("a URL is a URI");
    request.headers_mut().insert(ACCEPT, HeaderValue::from_static("application/json"));
    request
}

/// A request with a token and no body.
fn bearer(method: Method, url: &Url, token: &AccessToken) -> Request {
    let mut request = plain(method, url, Vec::new());
    authorise(&mut request, token);
    request
}

/// Puts a token on a request, marked so that no `Debug` shows it.
pub(crate) fn authorise(request: &mut Request, token: &AccessToken) {
    // A token with control characters would be no token; Xero's refusal then says so.
    let value = HeaderValue::from_str(&format!("Bearer {}", token.secret()));
    let mut value = value.unwrap_or(HeaderValue::from_static("Bearer"));
    value.set_sensitive(true);
    request.headers_mut().insert(AUTHORIZATION, value);
}
