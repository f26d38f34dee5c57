//! Signing in: OAuth2 with PKCE in the person's own browser (facts §2).
//!
//! The app is the user's own, without a secret; the exchange happens here and not in the webview,
//! since Xero takes no single-page apps (facts §2.3). Opening the browser is the caller's part.

mod grants;
mod loopback;
mod pages;
mod sign_in;

pub(crate) use grants::{GrantError, Grants};
pub use loopback::LOOPBACK_PORTS;
pub use sign_in::{SIGN_IN_PATIENCE, SignIn, SignInError, SignInParts, SignedIn};

/// What Daybook asks for: who signs in, a refresh token, posting journals, reading the chart.
/// Granular scopes; apps made since March 2026 have no others (facts §2.6).
pub const SCOPES: &[&str] = &[
    "openid",
    "profile",
    "email",
    "offline_access",
    "accounting.manualjournals",
    "accounting.settings.read",
];

/// What later features add, each asked for when it is first switched on: scopes add up over
/// consents and are never taken back (facts §2.6). Invoices and credit notes; payments; contacts;
/// bank transactions; attachments; creating accounts and tracking options.
pub const FUTURE_SCOPES: &[&str] = &[
    "accounting.invoices",
    "accounting.payments",
    "accounting.contacts",
    "accounting.banktransactions",
    "accounting.attachments",
    "accounting.settings",
];
