//! Words of the wire: strings with a meaning, branded in TypeScript so that none passes for
//! another. They hold what they are given; meaning is checked where `app` makes domain types.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Declares newtypes over `String` that are plain strings in JSON and brands in TypeScript.
macro_rules! branded {
    ($($(#[$doc:meta])* $name:ident: $brand:literal,)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
        #[serde(transparent)]
        #[ts(type = $brand)]
        pub struct $name(pub String);

        impl $name {
            /// The text as it is on the wire.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                Self(text)
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.to_owned())
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }
    )*};
}

branded! {
    /// An amount as a decimal string in major units (`"1234.50"`, `"-3.00"`), in the currency its
    /// neighbour names, else the organisation's. It is shown, compared with itself, never added.
    Money: r#"string & { readonly brand: "Money" }"#,
    /// A calendar day, `YYYY-MM-DD`: a business date at its location unless said otherwise.
    Day: r#"string & { readonly brand: "Day" }"#,
    /// A moment, RFC 3339 in UTC (`2026-11-21T18:04:05Z`).
    Instant: r#"string & { readonly brand: "Instant" }"#,
    /// A time of day at a location, `HH:MM`, in steps of 15 minutes.
    TimeOfDay: r#"string & { readonly brand: "TimeOfDay" }"#,
    /// A document of ours: a journal, invoice, payment … in this book.
    DocumentId: r#"string & { readonly brand: "DocumentId" }"#,
    /// A transaction of this book.
    TransactionId: r#"string & { readonly brand: "TransactionId" }"#,
    /// A part of a transaction's posting, which one document takes.
    PartName: r#"string & { readonly brand: "PartName" }"#,
    /// A location of this book.
    LocationId: r#"string & { readonly brand: "LocationId" }"#,
    /// A Xero organisation (Xero says tenant).
    TenantId: r#"string & { readonly brand: "TenantId" }"#,
    /// A Xero account, by Xero's own id: bank accounts may have no code.
    AccountId: r#"string & { readonly brand: "AccountId" }"#,
    /// A Xero tracking option, by Xero's own id.
    OptionId: r#"string & { readonly brand: "OptionId" }"#,
    /// A Xero tax type, as Xero names it (`OUTPUT`, `NONE`, `TAX001`).
    TaxType: r#"string & { readonly brand: "TaxType" }"#,
    /// What an item carries to say which account it goes to.
    GlCode: r#"string & { readonly brand: "GlCode" }"#,
    /// A job an account does for us: `revenue-clearing`, `deferred-revenue` …
    RoleName: r#"string & { readonly brand: "RoleName" }"#,
    /// A tax as the desk or the file names it: `GST`, `PST`.
    TaxCode: r#"string & { readonly brand: "TaxCode" }"#,
    /// A way to pay as the desk or the file names it: `Cash`, `Visa`.
    TenderName: r#"string & { readonly brand: "TenderName" }"#,
    /// A person who works with this book.
    PersonId: r#"string & { readonly brand: "PersonId" }"#,
    /// One line of a reviewed journal, good for asking what is in it.
    LineKey: r#"string & { readonly brand: "LineKey" }"#,
    /// One cause in *Needs attention*: all that waits for the same mending.
    CauseId: r#"string & { readonly brand: "CauseId" }"#,
    /// One previewed file, good for importing exactly what was shown.
    PreviewId: r#"string & { readonly brand: "PreviewId" }"#,
    /// One piece of long work, named by whoever starts it, so that progress and Cancel find it.
    RunId: r#"string & { readonly brand: "RunId" }"#,
    /// Where the next page starts. Opaque: it is only ever handed back.
    Cursor: r#"string & { readonly brand: "Cursor" }"#,
}
