//! Amounts of money: integer minor units, with the currency kept beside them.
//!
//! An [`Amount`] is a count of minor units (cents, yen, fils) and does not know its currency: the
//! transaction, document or account it belongs to does. Rates and quantities are `Decimal`. No
//! floating point exists in this crate, and no operation wraps: an overflow of 64 bits, some
//! ninety quadrillion cents, is a bug in the caller and stops the program instead of the books.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Neg, Sub, SubAssign};
use std::str::FromStr;

use rust_decimal::Decimal;

/// A sum of money in minor units of a currency known from its surroundings. Debit is positive.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Amount(i64);

impl Amount {
    /// Nothing.
    pub const ZERO: Self = Self(0);

    /// Makes an amount of `minor` minor units.
    #[must_use]
    pub const fn from_minor(minor: i64) -> Self {
        Self(minor)
    }

    /// The count of minor units.
    #[must_use]
    pub const fn minor(self) -> i64 {
        self.0
    }

    /// Whether this is exactly nothing.
    #[must_use]
    pub const fn is_zero(self) -> bool {
        self.0 == 0
    }

    /// Whether this is below nothing: a credit, where debit is positive.
    #[must_use]
    pub const fn is_negative(self) -> bool {
        self.0 < 0
    }

    /// The amount without its sign.
    #[must_use]
    pub const fn abs(self) -> Self {
        Self(self.0.checked_abs().expect("an amount fits 63 bits"))
    }

    /// Reads an exact decimal of major units ("12.5" is 1250 cents).
    ///
    /// # Errors
    /// When the value has more decimals than the currency, or does not fit.
    pub fn from_decimal(value: Decimal, currency: Currency) -> Result<Self, MoneyError> {
        let places = currency.decimals();
        let value = value.normalize();
        if value.scale() > places {
            return Err(MoneyError::TooPrecise { value, currency, places });
        }
        let mut scaled = value;
        scaled.rescale(places);
        i64::try_from(scaled.mantissa())
            .ok()
            .filter(|minor| minor.unsigned_abs() <= MAX_MINOR)
            .map(Self)
            .ok_or(MoneyError::TooLarge { value })
    }

    /// The amount in major units, with the currency's number of decimals.
    #[must_use]
    pub fn to_decimal(self, currency: Currency) -> Decimal {
        Decimal::new(self.0, currency.decimals())
    }

    /// Rounds a decimal of major units to the currency, half away from zero, as Xero rounds tax
    /// (facts §7.3).
    ///
    /// # Errors
    /// When the value does not fit.
    pub fn round_half_up(value: Decimal, currency: Currency) -> Result<Self, MoneyError> {
        let strategy = rust_decimal::RoundingStrategy::MidpointAwayFromZero;
        Self::from_decimal(value.round_dp_with_strategy(currency.decimals(), strategy), currency)
    }

    /// This amount × `part` / `whole`, rounded half away from zero; nothing where `whole` is.
    #[must_use]
    pub(crate) fn prorated(self, part: Self, whole: Self) -> Self {
        if whole.is_zero() {
            return Self::ZERO;
        }
        let product = i128::from(self.0).checked_mul(i128::from(part.0));
        let product = product.expect("two amounts multiply within 128 bits");
        let whole = i128::from(whole.0);
        let sign = product.signum().checked_mul(whole.signum()).expect("a sign");
        let (magnitude, whole) = (product.unsigned_abs(), whole.unsigned_abs());
        let (quotient, rest) = (magnitude.div_euclid(whole), magnitude.rem_euclid(whole));
        let up = u128::from(rest >= whole.div_ceil(2));
        let rounded = quotient.checked_add(up).and_then(|rounded| i128::try_from(rounded).ok());
        Self::from_i128(rounded.and_then(|rounded| rounded.checked_mul(sign)).expect("a share"))
    }

    /// The tax inside an amount that includes it, at `rate` per cent, as Xero works it out:
    /// amount × rate / (100 + rate), rounded half away from zero to the minor unit (facts §7.3).
    #[must_use]
    pub(crate) fn tax_inside(self, rate: Decimal) -> Self {
        let share = Decimal::from(self.0)
            .checked_mul(rate)
            .zip(Decimal::ONE_HUNDRED.checked_add(rate))
            .and_then(|(product, whole)| product.checked_div(whole));
        let strategy = rust_decimal::RoundingStrategy::MidpointAwayFromZero;
        let minor = share.map_or(Decimal::ZERO, |share| share.round_dp_with_strategy(0, strategy));
        i64::try_from(minor).map_or(Self::ZERO, Self)
    }

    pub(crate) fn from_i128(minor: i128) -> Self {
        Self(i64::try_from(minor).expect("an amount fits 64 bits"))
    }

    /// Prints major units with the currency's decimals and no separators: "-12.50".
    #[must_use]
    pub fn display(self, currency: Currency) -> String {
        self.to_decimal(currency).to_string()
    }
}

/// The largest amount accepted from outside: a hundred trillion major units of a two-decimal
/// currency, far from where sums of millions of them would overflow.
const MAX_MINOR: u64 = 10_000_000_000_000_000;

impl fmt::Debug for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}m", self.0)
    }
}

impl Add for Amount {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0.checked_add(other.0).expect("a sum of amounts fits 64 bits"))
    }
}

impl Sub for Amount {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0.checked_sub(other.0).expect("a difference of amounts fits 64 bits"))
    }
}

impl Neg for Amount {
    type Output = Self;
    fn neg(self) -> Self {
        Self(self.0.checked_neg().expect("an amount fits 63 bits"))
    }
}

impl AddAssign for Amount {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl SubAssign for Amount {
    fn sub_assign(&mut self, other: Self) {
        *self = *self - other;
    }
}

impl Sum for Amount {
    fn sum<I: Iterator<Item = Self>>(iter: I) -> Self {
        iter.fold(Self::ZERO, |total, amount| total + amount)
    }
}

impl<'a> Sum<&'a Self> for Amount {
    fn sum<I: Iterator<Item = &'a Self>>(iter: I) -> Self {
        iter.copied().sum()
    }
}

/// An ISO 4217 currency code, with the number of decimals its amounts have.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Currency([u8; 3]);

impl Currency {
    /// Canadian dollars: the practice company's currency.
    pub const CAD: Self = Self(*b"CAD");

    /// The three letters.
    #[must_use]
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.0).expect("a currency code is ASCII")
    }

    /// How many decimals the minor unit has: JPY 0, KWD 3, most 2 (ISO 4217).
    #[must_use]
    pub const fn decimals(self) -> u32 {
        match &self.0 {
            b"BIF" | b"CLP" | b"DJF" | b"GNF" | b"ISK" | b"JPY" | b"KMF" | b"KRW" | b"PYG"
            | b"RWF" | b"UGX" | b"UYI" | b"VND" | b"VUV" | b"XAF" | b"XOF" | b"XPF" => 0,
            b"BHD" | b"IQD" | b"JOD" | b"KWD" | b"LYD" | b"OMR" | b"TND" => 3,
            _ => 2,
        }
    }
}

impl FromStr for Currency {
    type Err = MoneyError;

    fn from_str(text: &str) -> Result<Self, MoneyError> {
        let code = text.trim().to_ascii_uppercase();
        <[u8; 3]>::try_from(code.as_bytes())
            .ok()
            .filter(|bytes| bytes.iter().all(u8::is_ascii_uppercase))
            .map(Self)
            .ok_or_else(|| MoneyError::NotACurrency { text: text.to_owned() })
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// Why a value is not an amount of money.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MoneyError {
    /// More decimals than the currency has: rounding it would be a guess.
    #[error("{value} has more than the {places} decimals of {currency}")]
    TooPrecise {
        /// The value as read.
        value: Decimal,
        /// The currency it was read for.
        currency: Currency,
        /// The decimals that currency has.
        places: u32,
    },
    /// Larger than any amount a desk takes.
    #[error("{value} is too large to be an amount")]
    TooLarge {
        /// The value as read.
        value: Decimal,
    },
    /// Not three letters.
    #[error("\"{text}\" is not a three-letter currency code")]
    NotACurrency {
        /// The text as read.
        text: String,
    },
}
