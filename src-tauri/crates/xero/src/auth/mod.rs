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
pub use sign_in::{Answered, SIGN_IN_PATIENCE, SignIn, SignInError, SignInParts, SignedIn};

/// What Daybook asks for, all of it at the first sign-in, so that nothing it posts waits for
/// another consent: who signs in and a refresh token; journals; invoices and credit notes;
/// payments; bank transactions; contacts; files on all of these; the chart, and creating accounts
/// and tracking options in it. Granular scopes; apps made since March 2026 have no others
/// (facts §2.6). A sign-in of an older version has fewer: see
/// [`TokenSet::missing_scopes`](crate::TokenSet::missing_scopes).
pub const SCOPES: &[&str] = &[
    "openid",
    "profile",
    "email",
    "offline_access",
    "accounting.manualjournals",
    "accounting.invoices",
    "accounting.payments",
    "accounting.banktransactions",
    "accounting.contacts",
    "accounting.attachments",
    "accounting.settings",
];
