//! Where Xero is: three hosts, or the simulator's one, and the links a person can open.

use thiserror::Error;
use url::{Host, Url};
use uuid::Uuid;

const XERO_API: &str = "https://api.xero.com";
const XERO_LOGIN: &str = "https://login.xero.com";
const XERO_IDENTITY: &str = "https://identity.xero.com";
const XERO_WEB: &str = "https://go.xero.com";

/// The three origins of Xero (facts §2.1): scheme, host and port, with no path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origins {
    api: Url,
    login: Url,
    identity: Url,
}

/// An address that cannot be an origin of Xero.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum InvalidOrigin {
    /// Not an address at all, or none with a host.
    #[error("“{0}” is not an address. Write it like http://localhost:8080.")]
    NotAnAddress(String),
    /// Plain HTTP to another machine would show the tokens to everybody on the way.
    #[error("“{0}” is not encrypted. Only an address on this machine may begin with http://.")]
    NotEncrypted(String),
}

impl Default for Origins {
    /// Xero itself.
    fn default() -> Self {
        Self::parse(None, None, None).expect("Xero's own origins are addresses")
    }
}

impl Origins {
    /// Reads origins that replace Xero's; each that is `None` stays Xero's.
    ///
    /// # Errors
    /// [`InvalidOrigin`] for what is no address, and for plain HTTP to another machine.
    pub fn parse(
        api: Option<&str>,
        login: Option<&str>,
        identity: Option<&str>,
    ) -> Result<Self, InvalidOrigin> {
        Ok(Self {
            api: origin(api.unwrap_or(XERO_API))?,
            login: origin(login.unwrap_or(XERO_LOGIN))?,
            identity: origin(identity.unwrap_or(XERO_IDENTITY))?,
        })
    }

    /// One origin for all three: the simulator.
    ///
    /// # Errors
    /// As [`Origins::parse`].
    pub fn one(address: &str) -> Result<Self, InvalidOrigin> {
        Self::parse(Some(address), Some(address), Some(address))
    }

    /// Whether the API is Xero's own, and not a simulator.
    #[must_use]
    pub fn is_xero(&self) -> bool {
        self.api.host_str() == Some("api.xero.com")
    }

    /// The page of a manual journal in a browser. On Xero it opens in whichever organisation is
    /// active there (facts §14; the parameter really is called `invoiceID`).
    #[must_use]
    pub fn manual_journal_link(&self, id: Uuid) -> Url {
        let mut link = at(&self.web(), "/Journal/View.aspx");
        link.query_pairs_mut().append_pair("invoiceID", &id.to_string());
        link
    }

    /// The page of an invoice, in the organisation of this
    /// [`short_code`](crate::Organisation::short_code), as the links that follow (facts §14).
    #[must_use]
    pub fn invoice_link(&self, short_code: &str, id: Uuid) -> Url {
        at(&self.web(), &format!("/app/{short_code}/invoicing/view/{id}"))
    }

    /// The page of a contact.
    #[must_use]
    pub fn contact_link(&self, short_code: &str, id: Uuid) -> Url {
        at(&self.web(), &format!("/app/{short_code}/contacts/contact/{id}"))
    }

    /// The page of a credit note. It has its place among the bills, also a customer's.
    #[must_use]
    pub fn credit_note_link(&self, short_code: &str, id: Uuid) -> Url {
        let page = format!("/AccountsPayable/ViewCreditNote.aspx?creditNoteID={id}");
        self.page_inside(short_code, &page)
    }

    /// The page of a bank transaction or a payment, which share one.
    #[must_use]
    pub fn bank_transaction_link(&self, short_code: &str, id: Uuid) -> Url {
        let page = format!("/Bank/ViewTransaction.aspx?bankTransactionID={id}");
        self.page_inside(short_code, &page)
    }

    /// A page that is reached by way of choosing the organisation.
    fn page_inside(&self, short_code: &str, page: &str) -> Url {
        let mut link = at(&self.web(), "/organisationlogin/default.aspx");
        link.query_pairs_mut()
            .append_pair("shortcode", short_code)
            .append_pair("redirecturl", page);
        link
    }

    /// Where the pages are: the simulator has them beside everything else.
    fn web(&self) -> Url {
        if self.is_xero() {
            return Url::parse(XERO_WEB).expect("Xero's web origin is an address");
        }
        self.api.clone()
    }

    /// The connections to organisations.
    pub(crate) fn connections(&self) -> Url {
        at(&self.api, "/connections")
    }

    /// One connection.
    pub(crate) fn connection(&self, id: Uuid) -> Url {
        at(&self.api, &format!("/connections/{id}"))
    }

    /// A resource of the accounting API; `path` begins with a slash.
    pub(crate) fn accounting(&self, path: &str) -> Url {
        at(&self.api, &format!("/api.xro/2.0{path}"))
    }

    /// The consent page.
    pub(crate) fn authorize(&self) -> Url {
        at(&self.login, "/identity/connect/authorize")
    }

    /// Code exchange and refresh. On the login host this path is a 404 (facts §2.1).
    pub(crate) fn token(&self) -> Url {
        at(&self.identity, "/connect/token")
    }

    /// Ends every connection of this user to this app.
    pub(crate) fn revocation(&self) -> Url {
        at(&self.identity, "/connect/revocation")
    }
}

fn at(origin: &Url, path: &str) -> Url {
    let mut url = origin.clone();
    url.set_path(path);
    url
}

fn origin(text: &str) -> Result<Url, InvalidOrigin> {
    let not_an_address = || InvalidOrigin::NotAnAddress(text.to_owned());
    let mut url = Url::parse(text).map_err(|_| not_an_address())?;
    if !url.has_host() {
        return Err(not_an_address());
    }
    match url.scheme() {
        "https" => {}
        "http" if is_loopback(&url) => {}
        "http" => return Err(InvalidOrigin::NotEncrypted(text.to_owned())),
        _ => return Err(not_an_address()),
    }
    url.set_path("");
    url.set_query(None);
    url.set_fragment(None);
    Ok(url)
}

/// Whether an address stays on this machine.
pub(crate) fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}
