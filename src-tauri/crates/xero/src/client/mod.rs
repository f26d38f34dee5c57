//! Calls to one organisation.
//!
//! Every call goes through [`Client::call`]: a seat within the limits, a fresh token, one
//! exchange, a judged answer. Only two failures are repeated here, because both certainly
//! happened before Xero acted: a rejected token, once, after a refresh, and a short rate limit.
//! Everything else is the outbox's to decide, which can look first (DESIGN §4).

mod attachments;
mod bank_transactions;
mod body;
mod chart;
mod contacts;
mod credit_notes;
mod find;
mod history;
mod invoices;
mod journals;
mod payments;

pub use attachments::{ATTACHMENT_BYTES_MAX, FILE_NAME_MAX, InvalidAttachment, NewAttachment};
pub use bank_transactions::{bank_transaction_body, bank_transaction_deletion_body};
pub use chart::{account_body, account_payments_body, tracking_option_body};
pub use contacts::contact_body;
pub use credit_notes::{allocation_body, credit_note_body, credit_note_status_body};
pub use find::{CHANGED_PAGES_MAX, LOOK_UP_PAGES_MAX, Page, is_searchable};
pub use history::{Endpoint, HISTORY_NOTE_MAX, history_note_body};
pub use invoices::{invoice_body, invoice_status_body};
pub use journals::{manual_journal_body, void_manual_journal_body};
pub use payments::{payment_body, payment_deletion_body};

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use http::header::{CONTENT_TYPE, HeaderValue, IF_MODIFIED_SINCE};
use http::{HeaderName, Method};
use url::Url;
use uuid::Uuid;

use crate::error::Error;
use crate::limits::{Limits, Priority};
use crate::refusal;
use crate::session::{Session, authorise, plain};
use crate::tokens::AccessToken;
use crate::transport::{Request, Response, TransportError};
use crate::wire::{self, Element};
use crate::xeros_clock::XerosClock;

/// Exchanges one call may take: a refresh and two short rate limits.
const ATTEMPTS_MAX: u32 = 4;
/// A longer rate limit is the caller's to plan with.
const PAUSE_MAX: Duration = Duration::from_secs(60);
/// A write leaves within so long of its call, or not at all: the outbox counts its settle time
/// from the call, and a request that leaves late would be looked up too early (DESIGN §4).
pub const WRITE_LEAVES_WITHIN: Duration = Duration::from_secs(15);

/// All or nothing, with the reasons in a 400: the documented default contradicts itself (§12).
const SUMMARIZE: (&str, &str) = ("summarizeErrors", "true");
/// Unit amounts with their four decimals, out and in; without it Xero rounds them (facts §7.2).
const FOUR_DECIMALS: (&str, &str) = ("unitdp", "4");

const JSON: HeaderValue = HeaderValue::from_static("application/json");
const TENANT: HeaderName = HeaderName::from_static("xero-tenant-id");
const IDEMPOTENCY_KEY: HeaderName = HeaderName::from_static("idempotency-key");

/// One organisation of a session. Clones share its limits.
#[derive(Clone, Debug)]
pub struct Client {
    session: Session,
    tenant: Uuid,
    priority: Priority,
    limits: Arc<Limits>,
    xeros_clock: Arc<XerosClock>,
}

/// A successful answer, and what Xero remarked about it. A remark on a write means that Xero did
/// not do quite what was asked (facts §6.6): the caller must not take it for success.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer<T> {
    /// What Xero has now.
    pub value: T,
    /// Xero's sentences.
    pub warnings: Vec<String>,
}

/// A call before it has a token.
struct Call<'a> {
    method: Method,
    path: String,
    query: &'a [(&'a str, &'a str)],
    body: &'a [u8],
    content_type: HeaderValue,
    key: Option<&'a str>,
    modified_since: Option<DateTime<Utc>>,
}

impl<'a> Call<'a> {
    fn get(path: impl Into<String>) -> Self {
        Self {
            method: Method::GET,
            path: path.into(),
            query: &[],
            body: &[],
            content_type: JSON,
            key: None,
            modified_since: None,
        }
    }

    /// A write, with the key that makes a repetition within six minutes harmless (facts §5).
    fn write(method: Method, path: impl Into<String>, body: &'a [u8], key: &'a str) -> Self {
        Self { method, body, key: Some(key), ..Self::get(path) }
    }

    /// A deletion. Xero heeds no key there (facts §5), and twice is as good as once.
    fn delete(path: impl Into<String>) -> Self {
        Self { method: Method::DELETE, ..Self::get(path) }
    }

    fn is_write(&self) -> bool {
        self.method != Method::GET
    }

    fn query(self, query: &'a [(&'a str, &'a str)]) -> Self {
        Self { query, ..self }
    }

    fn content_type(self, content_type: HeaderValue) -> Self {
        Self { content_type, ..self }
    }

    fn modified_since(self, since: DateTime<Utc>) -> Self {
        Self { modified_since: Some(since), ..self }
    }
}

impl Client {
    /// The organisation `tenant`, with limits of its own; clone it rather than making a second.
    #[must_use]
    pub fn new(session: Session, tenant: Uuid) -> Self {
        Self {
            session,
            tenant,
            priority: Priority::Background,
            limits: Arc::default(),
            xeros_clock: Arc::default(),
        }
    }

    /// The same organisation and limits, for work with another priority.
    #[must_use]
    pub fn at(&self, priority: Priority) -> Self {
        Self { priority, ..self.clone() }
    }

    /// Which organisation this is.
    #[must_use]
    pub fn tenant(&self) -> Uuid {
        self.tenant
    }

    /// The session it belongs to.
    #[must_use]
    pub fn session(&self) -> &Session {
        &self.session
    }

    /// What is left of this organisation's limits.
    #[must_use]
    pub fn limits(&self) -> &Limits {
        &self.limits
    }

    /// Until when a limit is known to hold the next call back, in UTC; `None` when it may leave.
    #[must_use]
    pub fn held_back_until(&self) -> Option<DateTime<Utc>> {
        let now = self.session.world().now();
        self.limits.snapshot().wait(self.priority, now).map(|(_, wait)| now + wait)
    }

    /// By how much this machine's clock is ahead of Xero's (less than zero: behind), to some
    /// seconds: as of an answer of the last minutes, else of one small call. `None` where Xero's
    /// answers say no time.
    ///
    /// # Errors
    /// Any [`Error`] of a read without an answer that says a time.
    pub async fn clock_ahead(&self) -> Result<Option<TimeDelta>, Error> {
        let clock = &self.session.world().clock;
        if let Some(ahead) = self.xeros_clock.ahead(clock.now()) {
            return Ok(Some(ahead));
        }
        let asked = self.organisation().await;
        match self.xeros_clock.ahead(clock.now()) {
            // A refusal has its time as well.
            Some(ahead) => Ok(Some(ahead)),
            None => asked.map(|_| None),
        }
    }

    /// The elements of the answer, with its page count.
    async fn elements<T: Element>(&self, call: &Call<'_>) -> Result<wire::Envelope<T>, Error> {
        read_elements(&self.call(call).await?)
    }

    /// The only element of the answer to a read.
    async fn element<T: Element>(&self, call: &Call<'_>) -> Result<T, Error> {
        read_element(&self.call(call).await?)
    }

    /// The only element of the answer to a write, with everything Xero remarks about it.
    async fn written<T: Element>(&self, call: &Call<'_>) -> Result<Answer<T>, Error> {
        let response = self.call(call).await?;
        let remarks = refusal::remarks(response.body(), T::COLLECTION);
        // Not every write can be asked to say so with a 400.
        if remarks.is_refusal {
            return Err(Error::Invalid { messages: remarks.sentences });
        }
        Ok(Answer { value: read_element(&response)?, warnings: remarks.sentences })
    }

    async fn call(&self, call: &Call<'_>) -> Result<Response, Error> {
        let clock = &self.session.world().clock;
        let latest = call.is_write().then(|| clock.now() + WRITE_LEAVES_WITHIN);
        let longest_pause = if call.is_write() { WRITE_LEAVES_WITHIN } else { PAUSE_MAX };
        let mut token = self.session.access_token().await?;
        let mut refreshed = false;
        for attempt in 1..ATTEMPTS_MAX {
            match self.exchange(call, &token, latest, attempt).await {
                // Refreshing again would not help: the token was new (facts §15.10).
                Err(Error::TokenRejected) if !refreshed => {
                    token = self.session.replace(token).await?;
                    refreshed = true;
                }
                Err(Error::RateLimited { retry_after, .. }) if retry_after <= longest_pause => {
                    clock.sleep(retry_after).await;
                }
                ended => return ended,
            }
        }
        self.exchange(call, &token, latest, ATTEMPTS_MAX).await
    }

    async fn exchange(
        &self,
        call: &Call<'_>,
        token: &AccessToken,
        latest: Option<DateTime<Utc>>,
        attempt: u32,
    ) -> Result<Response, Error> {
        let clock = &self.session.world().clock;
        let seat = self.limits.enter(self.priority, latest, &**clock).await?;
        if latest.is_some_and(|latest| clock.now() > latest) {
            return Err(Error::NotReached(TransportError::not_sent("it could not leave in time")));
        }
        let request = self.request(call, token);
        let answered = self.session.wire().send(request, attempt).await;
        drop(seat);
        let response = answered.map_err(Error::from_transport)?;
        self.limits.learn(response.headers(), clock.now());
        self.xeros_clock.learn(response.headers(), clock.now());
        if response.status().is_success() {
            return Ok(response);
        }
        let error = refusal::judge(&response);
        if let Error::RateLimited { limit, retry_after } = error {
            self.limits.block(limit, retry_after, clock.now());
        }
        Err(error)
    }

    fn request(&self, call: &Call<'_>, token: &AccessToken) -> Request {
        let url = with_query(self.session.origins().accounting(&call.path), call.query);
        let mut request = plain(call.method.clone(), &url, call.body.to_vec());
        authorise(&mut request, token);
        let headers = request.headers_mut();
        let tenant = HeaderValue::from_str(&self.tenant.to_string());
        headers.insert(TENANT, tenant.expect("an id is a header's value"));
        if !call.body.is_empty() {
            headers.insert(CONTENT_TYPE, call.content_type.clone());
        }
        if let Some(key) = call.key {
            let key = HeaderValue::from_str(key);
            headers.insert(IDEMPOTENCY_KEY, key.expect("a key is made of letters and digits"));
        }
        if let Some(since) = call.modified_since {
            // Not HTTP's own notation (facts §6.7).
            let since = HeaderValue::from_str(&since.format("%Y-%m-%dT%H:%M:%S").to_string());
            headers.insert(IF_MODIFIED_SINCE, since.expect("a time is a header's value"));
        }
        request
    }
}

fn read_elements<T: Element>(response: &Response) -> Result<wire::Envelope<T>, Error> {
    let status = response.status().as_u16();
    wire::envelope(response.body()).ok_or(Error::Unreadable { status, what: T::COLLECTION })
}

fn read_element<T: Element>(response: &Response) -> Result<T, Error> {
    let status = response.status().as_u16();
    let first = read_elements(response)?.elements.into_iter().next();
    first.ok_or(Error::Unreadable { status, what: T::COLLECTION })
}

/// Spaces as `%20`: in a filter, `+` is not sure to be read as a space.
fn with_query(mut url: Url, query: &[(&str, &str)]) -> Url {
    if query.is_empty() {
        return url;
    }
    let encoded = url.query_pairs_mut().extend_pairs(query).finish().query();
    // A plus sign itself is encoded as %2B, so every plus left is a space.
    let encoded = encoded.map(|query| query.replace('+', "%20"));
    url.set_query(encoded.as_deref());
    url
}
