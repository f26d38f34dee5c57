//! The money of a transaction: lines, taxes and tenders, and whether they add up.

use ledger::{Amount, Kind, Line, LineAccount, Role, Tax, Tender};
use rust_decimal::Decimal;
use serde_json::Value;

use super::fields::{Fields, Object, Place};
use super::problem::Wrong;
use super::{known, shape, tenders};
use crate::amounts::is_in_proportion;
use crate::reject::Sums;

/// The account of a line that names none.
pub(super) enum Account {
    Revenue(Option<String>),
    Role(Role),
}

/// Lines, tenders, tip and surcharge.
pub(super) struct Money {
    pub(super) lines: Vec<Line>,
    pub(super) tenders: Vec<Tender>,
    pub(super) tip: Amount,
    pub(super) surcharge: Amount,
    /// Whether a line names no account and no choice gives it one.
    pub(super) lacks_account: bool,
}

impl Money {
    pub(super) fn read(fields: &mut Fields, object: Object<'_, '_>, account: &Account) -> Self {
        let mut money = Self {
            lines: Vec::new(),
            tenders: Vec::new(),
            tip: fields.amount(object, "tip").unwrap_or_default(),
            surcharge: fields.amount(object, "surcharge").unwrap_or_default(),
            lacks_account: false,
        };
        let place = object.place.key("lines");
        for (index, value) in fields.list(object, "lines").iter().enumerate() {
            let line = line(fields, value, place.index(index), account);
            money.lacks_account |= line.is_some() && !has_account(value, account);
            money.lines.extend(line);
        }
        let place = object.place.key("tenders");
        for (index, value) in fields.list(object, "tenders").iter().enumerate() {
            money.tenders.extend(tenders::tender(fields, value, place.index(index)));
        }
        if let (Account::Role(role), false) = (account, object.says("lines")) {
            if money.waits() {
                fields.note(object.place.key("lines"), Wrong::LinesNeeded);
            }
            let net = money.tendered() - money.tip - money.surcharge;
            money.lines.push(role_line(*role, net));
        }
        money
    }

    pub(super) fn tendered(&self) -> Amount {
        self.tenders.iter().map(|tender| tender.amount).sum()
    }

    pub(super) fn billed(&self) -> Amount {
        self.lines.iter().map(Line::payable).sum::<Amount>() + self.tip + self.surcharge
    }

    /// Whether it is foreign money whose rate is not known yet, so that no sum can be checked.
    pub(super) fn waits(&self) -> bool {
        self.tenders.iter().any(tenders::waits)
    }

    /// Makes a refund's amounts positive, finds the reading of `net`, and checks the sum.
    pub(super) fn settle(&mut self, fields: &mut Fields, object: Object<'_, '_>, kind: Kind) {
        if !fields.problems.is_empty() {
            return;
        }
        if shape::is_refund(kind) {
            self.turn_refund(fields);
        }
        let is_settled = self.waits() || self.billed() == self.tendered();
        if !shape::adds_up(kind) || is_settled {
            return;
        }
        if kind == Kind::Refund && self.lines.is_empty() {
            // It gives back its share of the sale, which the book knows.
            if !object.says("refund_of") {
                fields.note(Place::Root.key("lines"), Wrong::NothingGivenBack);
            }
            return;
        }
        let discounts: Amount = self.lines.iter().map(|line| line.discount).sum();
        if self.billed() + discounts == self.tendered() {
            // `net` was given after the discount: the one reading in which it adds up.
            self.lines.iter_mut().for_each(|line| line.net += line.discount);
            return;
        }
        let figure = format!("what the tenders come to, {},", fields.shown(self.tendered()));
        let sums = "what lines, tip and surcharge come to";
        let tried = vec![format!("{sums}, {}", fields.shown(self.billed()))];
        fields.note(Place::Root.key("tenders"), Wrong::DoesNotAddUp(Sums { figure, tried }));
    }

    /// Notes the lines that cannot be posted, once it is known how `net` is meant.
    pub(super) fn check_discounts(&self, fields: &mut Fields) {
        for (index, line) in self.lines.iter().enumerate() {
            let tax = line.taxes.iter().map(|tax| tax.amount).sum();
            if !is_in_proportion(line.net, line.discount, tax) {
                let place = Place::Root.key("lines");
                fields.note(place.index(index).key("discount"), Wrong::OutOfProportion);
            }
        }
    }

    /// Amounts of a refund may be all below zero, as tills export them; never some of them.
    fn turn_refund(&mut self, fields: &mut Fields) {
        let mut amounts = self.amounts();
        let below = amounts.iter().any(|amount| amount.is_negative());
        if !below {
            return;
        }
        if amounts.iter().any(|amount| **amount > Amount::ZERO) {
            fields.note(Place::Root, Wrong::MixedSigns);
            return;
        }
        amounts.iter_mut().for_each(|amount| **amount = -**amount);
        self.lines.iter_mut().for_each(|line| line.quantity = line.quantity.abs());
    }

    fn amounts(&mut self) -> Vec<&mut Amount> {
        let mut amounts = vec![&mut self.tip, &mut self.surcharge];
        for line in &mut self.lines {
            amounts.extend([&mut line.net, &mut line.discount]);
            amounts.extend(line.taxes.iter_mut().map(|tax| &mut tax.amount));
        }
        for tender in &mut self.tenders {
            amounts.push(&mut tender.amount);
            amounts.extend(tender.foreign.as_mut().map(|foreign| &mut foreign.amount));
        }
        amounts
    }
}

fn role_line(role: Role, net: Amount) -> Line {
    Line {
        description: role.title().to_owned(),
        account: LineAccount::Role(role),
        quantity: Decimal::ONE,
        unit_price: None,
        net,
        discount: Amount::ZERO,
        taxes: Vec::new(),
    }
}

fn has_account(line: &Value, account: &Account) -> bool {
    let named = |key| line[key].as_str().is_some_and(|text| !text.trim().is_empty());
    named("gl_code") || named("role") || !matches!(account, Account::Revenue(None))
}

fn line(fields: &mut Fields, value: &Value, place: Place<'_>, account: &Account) -> Option<Line> {
    let object = fields.object(value, place, &known::LINE)?;
    fields.need(object, "net");
    let default = match account {
        Account::Revenue(code) => LineAccount::Gl(code.clone().unwrap_or_default()),
        Account::Role(role) => LineAccount::Role(*role),
    };
    let code = fields.owned(object, "gl_code").map(LineAccount::Gl);
    let role = role(fields, object).map(LineAccount::Role);
    let account = code.or(role).unwrap_or(default);
    let description = fields.owned(object, "description").unwrap_or_else(|| match &account {
        LineAccount::Gl(code) => code.clone(),
        LineAccount::Role(role) => role.title().to_owned(),
    });
    let at = object.place.key("taxes");
    let taxes = fields.list(object, "taxes").iter().enumerate();
    let taxes = taxes.filter_map(|(index, tax)| self::tax(fields, tax, at.index(index))).collect();
    Some(Line {
        description,
        account,
        quantity: fields.decimal(object, "quantity").unwrap_or(Decimal::ONE),
        unit_price: fields.decimal(object, "unit_price"),
        net: fields.amount(object, "net")?,
        discount: fields.amount(object, "discount").unwrap_or_default(),
        taxes,
    })
}

/// The roles a line may name: liabilities that are sold or taken among other things.
fn role(fields: &mut Fields, object: Object<'_, '_>) -> Option<Role> {
    let text = fields.text(object, "role")?;
    let role = [Role::GiftCards, Role::DamageBonds].into_iter().find(|role| role.key() == text);
    if role.is_none() {
        fields.note(object.place.key("role"), Wrong::not_one_of(text, "gift-cards, damage-bonds"));
    }
    role
}

fn tax(fields: &mut Fields, value: &Value, place: Place<'_>) -> Option<Tax> {
    let object = fields.object(value, place, &known::TAX)?;
    fields.need(object, "amount");
    let (code, amount) = (fields.needed(object, "code"), fields.amount(object, "amount"));
    Some(Tax { code: code?, amount: amount? })
}
