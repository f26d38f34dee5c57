//! The identity server's token endpoint: a code or a refresh token in, a token set out.

use std::borrow::Cow;

use chrono::{DateTime, TimeDelta, Utc};
use oauth2::basic::{BasicClient, BasicErrorResponseType, BasicTokenResponse};
use oauth2::{
    AuthorizationCode, ClientId, EndpointNotSet, EndpointSet, HttpRequest, HttpResponse,
    PkceCodeVerifier, RedirectUrl, RefreshToken, RequestTokenError, TokenResponse as _, TokenUrl,
};

use crate::observe::Observed;
use crate::origins::Origins;
use crate::tokens::TokenSet;
use crate::transport::{BoxFuture, TransportError};

/// How long an access token lives when the answer does not say (facts §2.4).
const ACCESS_TOKEN_LIFE: TimeDelta = TimeDelta::minutes(30);

type Oauth =
    BasicClient<EndpointNotSet, EndpointNotSet, EndpointNotSet, EndpointNotSet, EndpointSet>;

type Sending = BoxFuture<'static, Result<HttpResponse, TransportError>>;

/// A grant that gave no tokens.
#[derive(Debug)]
pub(crate) enum GrantError {
    /// `invalid_grant`: this code or refresh token is worth nothing any more.
    Invalid,
    /// Another refusal, which says nothing about the token.
    Refused {
        /// OAuth2's error code.
        code: String,
    },
    /// No answer.
    Unanswered(TransportError),
    /// An answer that holds neither tokens nor a refusal, or no refresh token.
    Unreadable,
}

/// Asks for tokens on behalf of one app.
pub(crate) struct Grants {
    client_id: String,
    oauth: Oauth,
    wire: Observed,
}

impl Grants {
    pub(crate) fn new(origins: &Origins, client_id: &str, wire: &Observed) -> Self {
        // Without a secret the crate puts the client id in the body, as Xero wants it (§2.4).
        let oauth = BasicClient::new(ClientId::new(client_id.to_owned()))
            .set_token_uri(TokenUrl::from_url(origins.token()));
        Self { client_id: client_id.to_owned(), oauth, wire: wire.clone() }
    }

    pub(crate) async fn exchange(
        &self,
        code: String,
        verifier: PkceCodeVerifier,
        redirect: &RedirectUrl,
        now: DateTime<Utc>,
    ) -> Result<TokenSet, GrantError> {
        let send = self.sender();
        let answer = self
            .oauth
            .exchange_code(AuthorizationCode::new(code))
            .set_pkce_verifier(verifier)
            .set_redirect_uri(Cow::Borrowed(redirect))
            .request_async(&send)
            .await
            .map_err(refused)?;
        self.token_set(&answer, None, now)
    }

    /// The set that replaces `refresh`, with `refresh` kept beside the new refresh token.
    pub(crate) async fn refresh(
        &self,
        refresh: &RefreshToken,
        now: DateTime<Utc>,
    ) -> Result<TokenSet, GrantError> {
        let send = self.sender();
        let answer = self
            .oauth
            .exchange_refresh_token(refresh)
            .request_async(&send)
            .await
            .map_err(refused)?;
        self.token_set(&answer, Some(refresh), now)
    }

    fn sender(&self) -> impl Fn(HttpRequest) -> Sending + use<> {
        let wire = self.wire.clone();
        move |request| {
            let wire = wire.clone();
            Box::pin(async move { wire.send(request, 1).await })
        }
    }

    fn token_set(
        &self,
        answer: &BasicTokenResponse,
        used: Option<&RefreshToken>,
        now: DateTime<Utc>,
    ) -> Result<TokenSet, GrantError> {
        // No refresh token without `offline_access`; a refresh that gives none keeps the old.
        let refresh = answer.refresh_token().or(used).cloned().ok_or(GrantError::Unreadable)?;
        let life = answer.expires_in().and_then(|life| TimeDelta::from_std(life).ok());
        Ok(TokenSet {
            client_id: self.client_id.clone(),
            access: answer.access_token().clone(),
            previous_refresh: used.filter(|used| used.secret() != refresh.secret()).cloned(),
            refresh,
            expires_at: now + life.unwrap_or(ACCESS_TOKEN_LIFE),
            refreshed_at: now,
            scopes: answer
                .scopes()
                .map(|scopes| scopes.iter().map(|scope| scope.to_string()).collect())
                .unwrap_or_default(),
        })
    }
}

type Refused = RequestTokenError<TransportError, oauth2::basic::BasicErrorResponse>;

/// The parts of the error that may be kept: never a body, which may hold tokens.
fn refused(error: Refused) -> GrantError {
    match error {
        RequestTokenError::ServerResponse(answer) => {
            if *answer.error() == BasicErrorResponseType::InvalidGrant {
                return GrantError::Invalid;
            }
            GrantError::Refused { code: answer.error().to_string() }
        }
        RequestTokenError::Request(error) => GrantError::Unanswered(error),
        RequestTokenError::Parse(..) | RequestTokenError::Other(_) => GrantError::Unreadable,
    }
}
