//! In which currency and at which rate bookkeepers put a document into the books (facts §10.4).

use rust_decimal::Decimal;

use super::{DocumentEdit, Refused, unknown};
use crate::books::{Document, Organisation, day_rate, rate};

/// Gives a document the currency and the rate an edit says. Its amounts stay the figures they are.
pub(super) fn revalue(
    organisation: &Organisation,
    edit: &DocumentEdit,
    document: &mut Document,
) -> Result<(), Refused> {
    let base = &organisation.base_currency;
    if let Some(code) = &edit.currency {
        if document.kind.is_of_a_bank() {
            return Err(Refused::Impossible("a bank transaction has its account's currency"));
        }
        let mut added = organisation.books.currencies.iter();
        if code != base && !added.any(|known| known.code == *code) {
            return Err(unknown("currency", code));
        }
        document.rate = day_rate(base, code).ok_or_else(|| unknown("currency", code))?;
        document.currency.clone_from(code);
    }
    if let Some(new) = edit.rate {
        if document.currency == *base {
            return Err(Refused::Impossible("the base currency has no rate"));
        }
        if rate(new) <= Decimal::ZERO {
            return Err(Refused::Impossible("a rate is above zero"));
        }
        document.rate = rate(new);
    }
    Ok(())
}
