//! Currencies an organisation has added, and the rates of the simulated day (facts §10.4).

use rust_decimal::{Decimal, RoundingStrategy};
use serde::{Deserialize, Serialize};

/// A currency beside the base currency.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Currency {
    pub(crate) code: String,
}

/// Code, name, and units for one US dollar in hundredths. Invented, and the same every day, so
/// that a run can be repeated.
const KNOWN: [(&str, &str, i64); 10] = [
    ("AUD", "Australian Dollar", 152),
    ("CAD", "Canadian Dollar", 136),
    ("CHF", "Swiss Franc", 88),
    ("EUR", "Euro", 92),
    ("GBP", "British Pound", 79),
    ("HKD", "Hong Kong Dollar", 780),
    ("MXN", "Mexican Peso", 1850),
    ("NZD", "New Zealand Dollar", 166),
    ("SGD", "Singapore Dollar", 134),
    ("USD", "United States Dollar", 100),
];

/// The decimals of a CurrencyRate.
const RATE_DECIMALS: u32 = 6;

fn known(code: &str) -> Option<(&'static str, Decimal)> {
    let found = KNOWN.iter().find(|(known, _, _)| *known == code);
    found.map(|(_, name, hundredths)| (*name, Decimal::new(*hundredths, 2)))
}

/// The name of a currency the simulator knows.
pub(crate) fn currency_name(code: &str) -> Option<&'static str> {
    known(code).map(|(name, _)| name)
}

/// Units of `currency` for one of `base`; `None` for one the simulator does not know.
pub(crate) fn day_rate(base: &str, currency: &str) -> Option<Decimal> {
    let ((_, base), (_, currency)) = (known(base)?, known(currency)?);
    Some(rate(currency / base))
}

/// A rate as Xero keeps it.
pub(crate) fn rate(rate: Decimal) -> Decimal {
    rate.round_dp_with_strategy(RATE_DECIMALS, RoundingStrategy::MidpointAwayFromZero).normalize()
}
