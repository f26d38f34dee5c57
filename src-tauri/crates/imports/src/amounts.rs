//! Amounts as exports write them, and which mark stands before their cents.

use std::fmt;

use ledger::{Amount, Currency};
use rust_decimal::Decimal;

use crate::error::{Cell, ImportError};
use crate::reject::{NotAnAmount, quoted};

/// The mark between whole units and decimals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DecimalMark {
    /// 1,234.56
    Point,
    /// 1.234,56
    Comma,
}

impl DecimalMark {
    const fn byte(self) -> u8 {
        match self {
            Self::Point => b'.',
            Self::Comma => b',',
        }
    }

    /// The usual mark in a country, for files in which no amount shows it.
    fn usual(country: Option<&str>) -> Self {
        const COMMA: [&str; 36] = [
            "AR", "AT", "BE", "BG", "BR", "CL", "CO", "CZ", "DE", "DK", "EE", "ES", "FI", "FR",
            "GR", "HR", "HU", "ID", "IS", "IT", "LT", "LU", "LV", "NL", "NO", "PL", "PT", "RO",
            "RS", "RU", "SE", "SI", "SK", "TR", "UA", "VN",
        ];
        if country.is_some_and(|code| COMMA.contains(&code)) { Self::Comma } else { Self::Point }
    }
}

impl fmt::Display for DecimalMark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Point => "a decimal point",
            Self::Comma => "a decimal comma",
        })
    }
}

/// An amount taken apart: sign, digits and marks, without symbols and spaces.
struct Figure {
    negative: bool,
    /// ASCII digits, points and commas; begins and ends with a digit or a mark.
    digits: String,
}

/// What may stand before or after a figure, and the currency it can only mean.
const SYMBOLS: [(&str, Option<&str>); 21] = [
    ("", None),
    ("$", None),
    ("£", None),
    ("€", None),
    ("¥", None),
    ("₹", None),
    ("kr", None),
    ("R", None),
    ("zł", None),
    ("Kč", None),
    ("CA$", Some("CAD")),
    ("C$", Some("CAD")),
    ("US$", Some("USD")),
    ("AU$", Some("AUD")),
    ("A$", Some("AUD")),
    ("NZ$", Some("NZD")),
    ("S$", Some("SGD")),
    ("HK$", Some("HKD")),
    ("R$", Some("BRL")),
    ("JP¥", Some("JPY")),
    ("CN¥", Some("CNY")),
];

/// Reads an amount. Blank is no amount at all.
///
/// Accepted: `$1,149.00 `, `($33.62)`, `-$0.95`, `$-0.95`, `12.50-`, `CA$1.00`, `1.00 CAD`, and the
/// same with a decimal comma. Thousands may be parted by the other mark, a space or an apostrophe.
pub(crate) fn parse(
    text: &str,
    mark: DecimalMark,
    currency: Currency,
) -> Result<Option<Amount>, NotAnAmount> {
    if is_blank(text) {
        return Ok(None);
    }
    if let Some(amount) = parse_plain(text, mark, currency) {
        return Ok(Some(amount));
    }
    let Figure { negative, digits } = take_apart(text, currency)?;
    let (whole, decimals) = match digits.split_once(char::from(mark.byte())) {
        Some((whole, decimals)) => (whole, decimals),
        None => (digits.as_str(), ""),
    };
    let well_grouped = is_grouped(whole) && decimals.bytes().all(|byte| byte.is_ascii_digit());
    if !well_grouped || (whole.is_empty() && decimals.is_empty()) {
        return Err(NotAnAmount::Malformed);
    }
    let places = u32::try_from(decimals.len()).map_err(|_| NotAnAmount::Malformed)?;
    let joined: String =
        whole.chars().chain(decimals.chars()).filter(char::is_ascii_digit).collect();
    let magnitude: i128 = joined.parse().map_err(|_| NotAnAmount::Malformed)?;
    let signed = if negative { -magnitude } else { magnitude };
    let value =
        Decimal::try_from_i128_with_scale(signed, places).map_err(|_| NotAnAmount::Malformed)?;
    Ok(Some(Amount::from_decimal(value, currency)?))
}

/// The letters of a currency's code.
const CODE_LETTERS: usize = 3;

/// Whether a text can be an amount or another number at all, of whatever currency and mark. "2 men"
/// is none, and a currency's code is in capitals.
pub(crate) fn is_figure(text: &str) -> bool {
    let is_code = |text: &str| {
        let mut letters = text.chars().filter(|c| c.is_alphabetic());
        letters.clone().count() <= CODE_LETTERS && letters.all(char::is_uppercase)
    };
    [DecimalMark::Point, DecimalMark::Comma].into_iter().any(|mark| {
        match parse(text, mark, Currency::CAD) {
            Ok(amount) => amount.is_some(),
            Err(NotAnAmount::OtherCurrency { .. }) => is_code(text),
            Err(NotAnAmount::OutOfRange(_)) => true,
            Err(NotAnAmount::Malformed) => false,
        }
    })
}

/// Nearly every cell of a file is like `$112.00`: read without taking it apart.
fn parse_plain(text: &str, mark: DecimalMark, currency: Currency) -> Option<Amount> {
    const DIGITS: usize = 15;
    let text = text.strip_prefix('$').unwrap_or(text).as_bytes();
    let decimals = usize::try_from(currency.decimals()).ok()?;
    let at = text.len().checked_sub(decimals + 1).filter(|at| (1..DIGITS).contains(at))?;
    if decimals == 0 || text[at] != mark.byte() {
        return None;
    }
    let digits = text[..at].iter().chain(&text[at + 1..]);
    let minor = digits.copied().try_fold(0_i64, |minor, byte| {
        byte.is_ascii_digit().then(|| minor * 10 + i64::from(byte - b'0'))
    });
    minor.map(Amount::from_minor)
}

/// Whether a cell says nothing: blank, or the dash that stands for it.
fn is_blank(text: &str) -> bool {
    matches!(text.trim(), "" | "-" | "–" | "—")
}

/// Sign, symbol and figure, in any of the orders tills write them.
fn take_apart(text: &str, currency: Currency) -> Result<Figure, NotAnAmount> {
    let mut rest = text.trim();
    let mut signs = 0_u32;
    if let Some(inner) = rest.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) {
        rest = inner.trim();
        signs += 1;
    }
    let is_figure = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',');
    let first = rest.find(|c: char| c.is_ascii_digit()).ok_or(NotAnAmount::Malformed)?;
    let first = rest[..first].rfind(|c| !is_figure(c)).map_or(0, |at| at + width(rest, at));
    let last = rest.rfind(|c: char| c.is_ascii_digit()).ok_or(NotAnAmount::Malformed)?;
    let mut symbols = 0_u32;
    for around in [&rest[..first], &rest[last + 1..]] {
        let symbol: String = around.chars().filter(|c| !c.is_whitespace()).collect();
        let unsigned = symbol.replace(['-', '\u{2212}'], "");
        signs += u32::try_from((symbol.chars().count()) - unsigned.chars().count()).unwrap_or(9);
        symbols += u32::from(!unsigned.is_empty());
        check_symbol(&unsigned, currency)?;
    }
    if signs > 1 || symbols > 1 {
        return Err(NotAnAmount::Malformed);
    }
    let figure = &rest[first..=last];
    let digits: String = figure.chars().filter(|c| !is_space(*c)).collect();
    if !digits.chars().all(is_figure) || !is_spaced(figure) {
        return Err(NotAnAmount::Malformed);
    }
    Ok(Figure { negative: signs == 1, digits })
}

/// The bytes of the character at `at`.
fn width(text: &str, at: usize) -> usize {
    text[at..].chars().next().map_or(0, char::len_utf8)
}

/// The characters besides point and comma that part thousands.
fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\'' | '\u{2019}')
}

/// Whether spaces, where there are any, part groups of three digits.
fn is_spaced(figure: &str) -> bool {
    figure.split(is_space).skip(1).all(|group| {
        let whole = group.split(['.', ',']).next().unwrap_or("");
        whole.len() == 3
    })
}

fn check_symbol(symbol: &str, currency: Currency) -> Result<(), NotAnAmount> {
    let named = match SYMBOLS.iter().find(|(known, _)| *known == symbol) {
        Some((_, None)) => return Ok(()),
        Some((_, Some(code))) => code,
        None => symbol,
    };
    match named.parse::<Currency>() {
        Ok(named) if named == currency => Ok(()),
        Ok(_) => Err(NotAnAmount::OtherCurrency { currency }),
        Err(_) => Err(NotAnAmount::Malformed),
    }
}

/// Whether a whole number is plain digits, or digits in groups: 1,149 and 12,34,567 are.
fn is_grouped(whole: &str) -> bool {
    let mark = whole.bytes().find(|byte| !byte.is_ascii_digit());
    let Some(mark) = mark else { return true };
    let groups: Vec<&str> = whole.split(char::from(mark)).collect();
    let digits = groups.iter().all(|group| group.bytes().all(|byte| byte.is_ascii_digit()));
    let [first, middle @ .., last] = groups.as_slice() else { return false };
    digits
        && (1..=3).contains(&first.len())
        && *first != "0"
        && last.len() == 3
        && middle.iter().all(|group| (2..=3).contains(&group.len()))
}

/// The largest sum that one transaction may have, in minor units: as large as the largest amount
/// the ledger takes, and so far from where sums overflow.
pub(crate) const SUM_MAX: i128 = 10_000_000_000_000_000;

/// Whether the tax that a discount saved, which the ledger works out as a share of the tax
/// collected, is an amount at all: of a sale all but given away it may not be.
pub(crate) fn is_in_proportion(net: Amount, discount: Amount, tax: Amount) -> bool {
    let [net, discount, tax] = [net, discount, tax].map(|amount| i128::from(amount.minor()));
    match net - discount {
        0 => true,
        left => (tax * discount / left).abs() <= SUM_MAX,
    }
}

/// What amounts have shown of their decimal mark, over a file.
#[derive(Debug, Default)]
pub(crate) struct MarkEvidence {
    point: Option<Cell>,
    comma: Option<Cell>,
    /// Three digits after a lone mark: `1.149` is a thousand in a currency of two decimals, but
    /// only where no cell is clearer.
    weak_point: bool,
    weak_comma: bool,
}

impl MarkEvidence {
    /// Takes in one cell.
    pub(crate) fn see(&mut self, line: u64, text: &str, currency: Currency) {
        let known = |mark| parse_plain(text, mark, currency).is_some();
        if !text.contains(['.', ','])
            || (self.point.is_some() && known(DecimalMark::Point))
            || (self.comma.is_some() && known(DecimalMark::Comma))
        {
            return;
        }
        let Ok(Figure { digits, .. }) = take_apart(text, currency) else { return };
        let Some(last) = digits.rfind(['.', ',']) else { return };
        let mark = digits.as_bytes()[last];
        let lone = digits.bytes().filter(|byte| !byte.is_ascii_digit()).count() == 1;
        let repeated = !lone && !digits[..last].bytes().any(|b| b != mark && !b.is_ascii_digit());
        let tail = digits.len() - last - 1;
        let could_group = lone && tail == 3 && is_grouped(&digits);
        if could_group {
            if currency.decimals() < 3 {
                *(if mark == b'.' { &mut self.weak_comma } else { &mut self.weak_point }) = true;
            }
            return;
        }
        // What can be read neither way shows nothing: its own row is rejected, not the file.
        let whole = if repeated { digits.as_str() } else { &digits[..last] };
        if !is_grouped(whole) {
            return;
        }
        let is_point = (mark == b'.') != repeated;
        let shown = if is_point { &mut self.point } else { &mut self.comma };
        shown.get_or_insert_with(|| Cell { line, text: quoted(text.trim()) });
    }

    /// The mark of the file.
    pub(crate) fn decide(self, country: Option<&str>) -> Result<DecimalMark, ImportError> {
        match (self.point, self.comma) {
            (Some(point), Some(comma)) => Err(ImportError::ContradictoryAmounts { point, comma }),
            (Some(_), None) => Ok(DecimalMark::Point),
            (None, Some(_)) => Ok(DecimalMark::Comma),
            (None, None) => Ok(match (self.weak_point, self.weak_comma) {
                (true, false) => DecimalMark::Point,
                (false, true) => DecimalMark::Comma,
                (true, true) | (false, false) => DecimalMark::usual(country),
            }),
        }
    }
}
