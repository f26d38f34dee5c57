//! Bills and what they are paid with: lines with the taxes of British Columbia, and tenders.

use ledger::{Amount, Line, LineAccount, Role, Tax, Tender};
use rust_decimal::Decimal;

use super::catalogue::Item;

/// The taxes on what is sold, in tenths of a per cent.
const SALES_TAXES: [(&str, i64); 2] = [("GST", 50), ("PST", 70)];
/// The tax on what is bought that may be claimed back.
const CLAIMED_TAXES: [(&str, i64); 1] = [("GST", 50)];

/// A line of an item, with a discount in per cent shown apart and both taxes on what is left.
pub(super) fn sold(item: &Item, quantity: i64, discount_percent: i64) -> Line {
    let net = item.price_minor * quantity;
    let discount = net * discount_percent / 100;
    Line {
        quantity: Decimal::from(quantity),
        unit_price: Some(Decimal::new(item.price_minor, 2)),
        net: Amount::from_minor(net),
        discount: Amount::from_minor(discount),
        taxes: taxes(&SALES_TAXES, net - discount),
        ..line(item.name, LineAccount::Gl(item.gl_code.to_owned()))
    }
}

/// A line of something bought with petty cash.
pub(super) fn bought(item: &Item) -> Line {
    Line {
        net: Amount::from_minor(item.price_minor),
        taxes: taxes(&CLAIMED_TAXES, item.price_minor),
        ..line(item.name, LineAccount::Gl(item.gl_code.to_owned()))
    }
}

/// A line without tax to a GL code.
pub(super) fn plain(item: &Item) -> Line {
    Line {
        net: Amount::from_minor(item.price_minor),
        ..line(item.name, LineAccount::Gl(item.gl_code.to_owned()))
    }
}

/// A line without tax to a role: a gift card, a bond.
pub(super) fn of_role(role: Role, description: &str, amount: Amount) -> Line {
    Line { net: amount, ..line(description, LineAccount::Role(role)) }
}

/// What lines come to, with their taxes and less their discounts.
pub(super) fn billed(lines: &[Line]) -> Amount {
    lines.iter().map(Line::payable).sum()
}

/// A way of paying, in the season's own currency.
pub(super) fn tender(name: &str, amount: Amount) -> Tender {
    Tender { name: name.to_owned(), amount, foreign: None }
}

/// A share of an amount in per cent, in whole dollars.
pub(super) fn dollars(amount: Amount, percent: i64) -> Amount {
    Amount::from_minor(amount.minor() * percent / 10_000 * 100)
}

fn line(description: &str, account: LineAccount) -> Line {
    Line {
        description: description.to_owned(),
        account,
        quantity: Decimal::ONE,
        unit_price: None,
        net: Amount::ZERO,
        discount: Amount::ZERO,
        taxes: Vec::new(),
    }
}

fn taxes(rates: &[(&str, i64)], net_minor: i64) -> Vec<Tax> {
    let tax = |&(code, tenths): &(&str, i64)| Tax {
        code: code.to_owned(),
        amount: Amount::from_minor((net_minor * tenths + 500) / 1000),
    };
    rates.iter().map(tax).collect()
}
