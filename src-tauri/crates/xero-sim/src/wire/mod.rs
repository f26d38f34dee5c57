//! What crosses the wire, in both directions, as trees of our own.
//!
//! `serde_json::Value` would read and write amounts as binary floats unless a feature is switched
//! on for the whole workspace; these trees keep every figure as the decimal text it is.

mod input;
mod node;
mod xml;

pub(crate) use input::{Field, Input, Malformed};
pub(crate) use node::Node;

/// Two decimals always, as Xero prints amounts; a negated zero is plain `0.00`.
pub(crate) fn two_places(amount: rust_decimal::Decimal) -> String {
    if amount.is_zero() { "0.00".to_owned() } else { format!("{amount:.2}") }
}
