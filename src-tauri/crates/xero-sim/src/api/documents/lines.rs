//! From a line as it was sent to one with its amounts worked out (facts §7.2, §7.3).

use rust_decimal::{Decimal, RoundingStrategy};
use uuid::Uuid;

use super::request::LineRequest;
use crate::api::lines::{AccountRequest, Said};
use crate::books::{
    Account, Discount, DocumentKind, Item, Line, LineAmountTypes, Organisation, SystemAccount,
    cents, split_tax,
};
use crate::wire::two_places;

/// Amounts and quantities stay below these, so that no sum of a request's lines can overflow.
const MAX_AMOUNT: i64 = 10_000_000_000_000;
const MAX_QUANTITY: i64 = 1_000_000_000;
/// The decimals a quantity keeps.
const QUANTITY_DECIMALS: u32 = 4;
const MAX_DESCRIPTION: usize = 4_000;

/// What lines of one document share.
pub(super) struct Lines<'a> {
    pub(super) organisation: &'a Organisation,
    pub(super) kind: DocumentKind,
    pub(super) types: LineAmountTypes,
    /// Whether the document had these types before.
    pub(super) keeps_types: bool,
    pub(super) is_draft: bool,
    /// The decimals a unit amount keeps: 2, or 4 where asked for.
    pub(super) unit_decimals: u32,
    pub(super) said: Said,
}

/// A line's figures before they are looked at.
struct Figures {
    quantity: Decimal,
    unit: Decimal,
    discount: Option<Discount>,
    /// Discounted and not rounded.
    exact: Decimal,
}

impl<'a> Lines<'a> {
    /// A line of the document. One with the id of an old line changes that; what it does not say
    /// stays. Without it, the line is new and gets the id `new` (facts §7.2).
    pub(super) fn line(&mut self, request: &LineRequest, old: Option<&Line>, new: Uuid) -> Line {
        let item = self.item(request, old);
        let sale = item.as_ref().map(|item| &item.sale);
        let figures = self.figures(request, old, sale.and_then(|sale| sale.unit_price));
        let account = self.account(request, old, sale.and_then(|sale| sale.account_code.clone()));
        let asked = request.tax_type.as_deref().or(old.map(|old| old.tax_type.as_str()));
        let tax_type = self.said.tax_type(self.organisation, asked, account, self.types);
        let rate = self.organisation.books.tax_rate(&tax_type);
        let percent = rate.map_or(Decimal::ZERO, |rate| rate.effective());
        let (_, computed) = split_tax(figures.exact, percent, self.types);
        let amount = cents(figures.exact);
        let tracking = request
            .tracking
            .as_ref()
            .map(|tracking| self.said.tracking(&self.organisation.books, tracking));
        // A tax that was given once stays for as long as what it is a tax of.
        let is_same =
            |old: &&Line| self.keeps_types && old.amount == amount && old.tax_type == tax_type;
        let kept = old.filter(is_same).map(|old| old.tax);
        let described = request.description.clone().or(old.map(|old| old.description.clone()));
        let line = Line {
            id: old.map_or(new, |old| old.id),
            description: described.or(item.map(|item| item.description)).unwrap_or_default(),
            quantity: figures.quantity,
            unit: figures.unit,
            discount: figures.discount,
            item: request.item.clone().or(old.and_then(|old| old.item.clone())),
            account: account.map(|account| account.id),
            tax_type,
            tax: self.tax(request.tax.or(kept), cents(computed), amount),
            amount,
            tracking: tracking.or(old.map(|old| old.tracking.clone())).unwrap_or_default(),
        };
        self.check(&line, request.amount);
        line
    }

    fn item(&mut self, request: &LineRequest, old: Option<&Line>) -> Option<Item> {
        let code = request.item.as_ref()?;
        let found = self.organisation.books.items.iter().find(|item| item.code == *code);
        if found.is_none() {
            self.said.errors.push(format!("Item code '{code}' is not valid"));
        }
        found.filter(|_| old.is_none()).cloned()
    }

    /// Quantity × unit amount, less the discount. Of quantity, unit and line amount one may be
    /// left out; a line of a description alone is worth nothing.
    fn figures(
        &mut self,
        request: &LineRequest,
        old: Option<&Line>,
        price: Option<Decimal>,
    ) -> Figures {
        let round = |amount: Decimal, decimals: u32| {
            amount.round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero)
        };
        let discount = self.discount(request, old);
        if let Some(old) = old.filter(|old| old.discount == discount && says_the_same(request, old))
        {
            let (quantity, unit, exact) = (old.quantity, old.unit, old.amount);
            return Figures { quantity, unit, discount, exact };
        }
        let quantity = request.quantity.map(|quantity| round(quantity, QUANTITY_DECIMALS));
        let quantity = quantity.or(old.map(|old| old.quantity));
        let unit = request.unit.or(price).map(|unit| round(unit, self.unit_decimals));
        let unit = unit.or(old.map(|old| old.unit));
        let full = quantity.unwrap_or(Decimal::ONE).checked_mul(unit.unwrap_or(Decimal::ONE));
        let is_too_large = [full, unit, request.amount, request.discount_amount]
            .into_iter()
            .map(Option::unwrap_or_default)
            .any(|amount| amount.abs() >= Decimal::from(MAX_AMOUNT))
            || full.is_none()
            || quantity.is_some_and(|quantity| quantity.abs() >= Decimal::from(MAX_QUANTITY));
        if is_too_large {
            self.said.errors.push("An amount or a quantity of a line is too large".to_owned());
            let zero = Decimal::ZERO;
            return Figures { quantity: zero, unit: zero, discount: None, exact: zero };
        }
        let one = Decimal::ONE;
        match (quantity, unit, request.amount) {
            (quantity, None, Some(amount)) => {
                let quantity = quantity.unwrap_or(one);
                let unit = if quantity.is_zero() { amount } else { amount / quantity };
                Figures { quantity, unit: round(unit, self.unit_decimals), discount, exact: amount }
            }
            (None, Some(unit), Some(amount)) if !unit.is_zero() => {
                let quantity = round(amount / unit, QUANTITY_DECIMALS);
                Figures { quantity, unit, discount, exact: amount }
            }
            (quantity, unit, _) => {
                // Nothing but a description is a line of nothing.
                let worth = if unit.is_some() { one } else { Decimal::ZERO };
                let (quantity, unit) = (quantity.unwrap_or(worth), unit.unwrap_or_default());
                let full = quantity * unit;
                let exact = match discount {
                    None => full,
                    Some(Discount::Rate(percent)) => full - full * percent / Decimal::ONE_HUNDRED,
                    Some(Discount::Amount(amount)) => full - amount,
                };
                Figures { quantity, unit, discount, exact }
            }
        }
    }

    /// Only invoices have discounts (facts §7.2).
    fn discount(&mut self, request: &LineRequest, old: Option<&Line>) -> Option<Discount> {
        let given = |amount: Option<Decimal>| amount.filter(|amount| !amount.is_zero());
        let discount = match (given(request.discount_rate), given(request.discount_amount)) {
            (Some(percent), _) => Some(Discount::Rate(percent)),
            (None, Some(amount)) => Some(Discount::Amount(amount)),
            (None, None) if request.discount_rate.or(request.discount_amount).is_some() => None,
            (None, None) => old.and_then(|old| old.discount),
        };
        if discount.is_some() && self.kind != DocumentKind::Invoice {
            self.said.errors.push("Discounts are only supported on sales invoices".to_owned());
            return None;
        }
        if let Some(Discount::Rate(percent)) = discount
            && !(Decimal::ZERO..=Decimal::ONE_HUNDRED).contains(&percent)
        {
            self.said.errors.push("The discount rate must be between 0 and 100".to_owned());
            return None;
        }
        discount
    }

    /// Drafts may do without an account. The line of an overpayment is coded by Xero (facts §8).
    fn account(
        &mut self,
        request: &LineRequest,
        old: Option<&Line>,
        sale: Option<String>,
    ) -> Option<&'a Account> {
        let books = &self.organisation.books;
        if self.kind.is_overpayment() {
            return books.by_system(if self.kind.comes_in() {
                SystemAccount::Debtors
            } else {
                SystemAccount::Creditors
            });
        }
        let asked = match old {
            _ if request.account.is_given() => request.account.clone(),
            Some(old) => AccountRequest { code: None, id: old.account },
            None => AccountRequest { code: sale, id: None },
        };
        if !asked.is_given() {
            return None;
        }
        self.said.account(books, &asked, self.is_draft)
    }

    /// The computed tax, or another where one may be given. Bank transactions take no other
    /// (facts §9).
    fn tax(&mut self, given: Option<Decimal>, computed: Decimal, amount: Decimal) -> Decimal {
        let Some(given) = given.filter(|given| *given != computed) else { return computed };
        if self.types == LineAmountTypes::NoTax {
            return computed;
        }
        if self.kind.is_of_a_bank() {
            self.said.errors.push(format!(
                "The tax amount {} does not match the calculated tax amount {}",
                two_places(given),
                two_places(computed)
            ));
            return computed;
        }
        if given.abs() > amount.abs() {
            let text = "The tax amount cannot be greater than the line amount!";
            self.said.errors.push(text.to_owned());
            return computed;
        }
        cents(given)
    }

    fn check(&mut self, line: &Line, given: Option<Decimal>) {
        let errors = &mut self.said.errors;
        if let Some(given) = given.filter(|given| cents(*given) != line.amount) {
            errors.push(format!(
                "The line total {} does not match the expected line total {}",
                two_places(given),
                two_places(line.amount)
            ));
        }
        if line.quantity.is_sign_negative() && !line.quantity.is_zero() {
            errors.push(format!(
                "The quantity value '{:.4}' is invalid. Quantity must not be less than zero.",
                line.quantity
            ));
        } else if self.kind.is_of_a_bank() && line.quantity.is_zero() {
            let text =
                "The quantity value '0.0000' is invalid. Quantity must be greater than zero.";
            errors.push(text.to_owned());
        } else if self.kind.is_of_a_bank() && line.unit.is_zero() {
            errors.push("The unit amount of a line must not be zero.".to_owned());
        }
        if line.description.chars().count() > MAX_DESCRIPTION {
            errors.push("The description of a line must have at most 4000 characters.".to_owned());
        }
    }
}

/// Whether a line sent back says of its figures what the old one has, if anything; its unit
/// amount may have been read with fewer decimals.
fn says_the_same(request: &LineRequest, old: &Line) -> bool {
    request.quantity.is_none_or(|quantity| quantity == old.quantity)
        && request.unit.is_none_or(|unit| cents(unit) == cents(old.unit))
        && request.amount.is_none_or(|amount| amount == old.amount)
}
