//! The names of rows, each a type of its own so that one cannot be given for another.

use std::fmt;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub i64);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    )*};
}

ids! {
    /// A recorded transaction.
    TransactionId,
    /// A document: one thing we put into Xero.
    DocumentId,
    /// A location: a desk with its own day.
    LocationId,
    /// One run of an import.
    ImportId,
    /// Somebody who works with the book.
    PersonId,
}
