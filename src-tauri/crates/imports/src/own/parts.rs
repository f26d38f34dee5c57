//! The money of a transaction: lines, tenders, and what its kind has beyond them.

use ledger::{Amount, Currency, Foreign, Kind, Line, LineAccount, Role, Tax, Tender};
use rust_decimal::Decimal;
use serde_json::Value;

use super::fields::{Fields, Object, Place};
use super::problem::Wrong;
use super::shape;
use crate::reject::Sums;

/// The account of a line that names none.
pub(super) enum Account {
    Revenue(Option<String>),
    Role(Role),
}

/// Everything in a transaction that is money.
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
            money.tenders.extend(tender(fields, value, place.index(index)));
        }
        if let (Account::Role(role), true) = (account, money.lines.is_empty()) {
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

    /// Makes a refund's amounts positive, finds the reading of `net`, and checks the sum.
    pub(super) fn settle(&mut self, fields: &mut Fields, kind: Kind) {
        if !fields.problems.is_empty() {
            return;
        }
        if shape::is_refund(kind) {
            self.turn_refund(fields);
        }
        if !shape::adds_up(kind) || self.billed() == self.tendered() {
            return;
        }
        let discounts: Amount = self.lines.iter().map(|line| line.discount).sum();
        if self.billed() + discounts == self.tendered() {
            // `net` was given after the discount: the one reading in which it adds up.
            self.lines.iter_mut().for_each(|line| line.net += line.discount);
            return;
        }
        let shown = |amount: Amount| amount.display(fields.currency);
        let figure = format!("what the tenders come to, {},", shown(self.tendered()));
        let sums = "what lines, tip and surcharge come to";
        let tried = vec![format!("{sums}, {}", shown(self.billed()))];
        fields.note(Place::Root.key("tenders"), Wrong::DoesNotAddUp(Sums { figure, tried }));
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

const LINE: [&str; 8] =
    ["description", "gl_code", "role", "quantity", "unit_price", "net", "discount", "taxes"];

fn line(fields: &mut Fields, value: &Value, place: Place<'_>, account: &Account) -> Option<Line> {
    let object = fields.object(value, place, &LINE)?;
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
        let (text, allowed) = (text.to_owned(), "gift-cards, damage-bonds");
        fields.note(object.place.key("role"), Wrong::NotOneOf { text, allowed });
    }
    role
}

fn tax(fields: &mut Fields, value: &Value, place: Place<'_>) -> Option<Tax> {
    let object = fields.object(value, place, &["code", "amount"])?;
    fields.need(object, "code");
    fields.need(object, "amount");
    Some(Tax { code: fields.owned(object, "code")?, amount: fields.amount(object, "amount")? })
}

fn tender(fields: &mut Fields, value: &Value, place: Place<'_>) -> Option<Tender> {
    let known = ["name", "amount", "tendered", "change", "currency", "rate"];
    let object = fields.object(value, place, &known)?;
    fields.need(object, "name");
    let name = fields.owned(object, "name");
    let currency = match fields.text(object, "currency").map(str::parse::<Currency>) {
        None => fields.currency,
        Some(Ok(currency)) => currency,
        Some(Err(error)) => {
            fields.note(object.place.key("currency"), Wrong::NotAnAmount(error));
            return None;
        }
    };
    let handed = fields.amount_in(object, "tendered", currency);
    let rate = fields.decimal(object, "rate");
    let (tendered, foreign) = if currency == fields.currency {
        (handed, None)
    } else {
        let foreign = foreign(fields, object, currency, handed, rate)?;
        (Some(converted(fields, object, &foreign)?), Some(foreign))
    };
    let amount = settled(fields, object, tendered)?;
    Some(Tender { name: name?, amount, foreign })
}

/// Foreign money needs what was handed over and its rate: none is ever guessed (accounting §7).
fn foreign(
    fields: &mut Fields,
    object: Object<'_, '_>,
    currency: Currency,
    handed: Option<Amount>,
    rate: Option<Decimal>,
) -> Option<Foreign> {
    match (handed, rate.filter(|rate| *rate > Decimal::ZERO)) {
        (Some(amount), Some(rate)) => Some(Foreign { currency, amount, rate }),
        (None, _) | (Some(_), None) => {
            fields.note(object.place, Wrong::ForeignIncomplete);
            None
        }
    }
}

fn converted(fields: &mut Fields, object: Object<'_, '_>, foreign: &Foreign) -> Option<Amount> {
    let value = foreign.amount.to_decimal(foreign.currency).checked_mul(foreign.rate);
    let rounded = value.map(|value| Amount::round_half_up(value, fields.currency));
    match rounded {
        Some(Ok(amount)) => Some(amount),
        Some(Err(error)) => {
            fields.note(object.place.key("tendered"), Wrong::NotAnAmount(error));
            None
        }
        None => {
            fields.note(object.place, Wrong::ForeignIncomplete);
            None
        }
    }
}

/// What a tender settled of the bill: its amount, or what was handed over less the change.
fn settled(
    fields: &mut Fields,
    object: Object<'_, '_>,
    tendered: Option<Amount>,
) -> Option<Amount> {
    let given = fields.amount(object, "amount");
    let change = fields.amount(object, "change");
    let Some(tendered) = tendered else {
        if given.is_none() {
            fields.need(object, "amount");
        }
        return given;
    };
    let left = tendered - change.unwrap_or_default();
    if given.is_some_and(|given| given != left) {
        let shown = |amount: Amount| amount.display(fields.currency);
        let sums = Sums {
            figure: shown(given.unwrap_or_default()),
            tried: vec![format!("what was tendered less the change, {}", shown(left))],
        };
        fields.note(object.place.key("amount"), Wrong::DoesNotAddUp(sums));
    }
    Some(left)
}

/// Checks what a kind has beyond the common fields. It is kept as given.
pub(super) fn check_extras(fields: &mut Fields, object: Object<'_, '_>, kind: Kind, money: &Money) {
    for key in ["bank", "bond", "gift_card"] {
        let _text = fields.text(object, key);
    }
    let _due = fields.date(object, "due_date");
    let amount = fields.amount(object, "amount").unwrap_or_default();
    if kind == Kind::BalanceWriteOff && amount.is_negative() {
        let shown = amount.display(fields.currency);
        fields.note(object.place.key("amount"), Wrong::Negative(shown));
    }
    let _kept = fields.positive(object, "kept");
    if let Some(text) = fields.text(object, "paid_from")
        && !["drawer", "bank"].contains(&text)
    {
        let (text, allowed) = (text.to_owned(), "drawer, bank");
        fields.note(object.place.key("paid_from"), Wrong::NotOneOf { text, allowed });
    }
    rental(fields, object);
    let deposit = fields.positive(object, "deposit_used").unwrap_or_default();
    if matches!(kind, Kind::CheckIn | Kind::AccountRefund) {
        at_most(
            fields,
            object.place.key("tenders"),
            ("the deposit and the tenders together", deposit + money.tendered()),
            ("the bill", money.billed()),
        );
    }
    invoices(fields, object, money);
    count(fields, object);
    super::payout::check(fields, object);
}

/// Notes where one figure is above another.
fn at_most(
    fields: &mut Fields,
    place: Place<'_>,
    (what, figure): (&str, Amount),
    (limit, most): (&str, Amount),
) {
    if figure > most {
        let shown = |amount: Amount| amount.display(fields.currency);
        let sums = Sums {
            figure: format!("{what}, {},", shown(figure)),
            tried: vec![format!("within {limit}, {}", shown(most))],
        };
        fields.note(place, Wrong::DoesNotAddUp(sums));
    }
}

fn rental(fields: &mut Fields, object: Object<'_, '_>) {
    let Some(value) = object.get("rental") else { return };
    let place = object.place.key("rental");
    let Some(rental) = fields.object(value, place, &["from", "to"]) else { return };
    fields.need(rental, "from");
    fields.need(rental, "to");
    let (from, to) = (fields.date(rental, "from"), fields.date(rental, "to"));
    if let (Some(from), Some(to)) = (from, to)
        && to < from
    {
        let sums = Sums { figure: to.to_string(), tried: vec![format!("after {from}")] };
        fields.note(rental.place.key("to"), Wrong::DoesNotAddUp(sums));
    }
}

fn invoices(fields: &mut Fields, object: Object<'_, '_>, money: &Money) {
    let place = object.place.key("invoices");
    let mut chosen = Amount::ZERO;
    for (index, value) in fields.list(object, "invoices").iter().enumerate() {
        let at = place.index(index);
        let Some(one) = fields.object(value, at, &["invoice", "amount"]) else { continue };
        fields.need(one, "invoice");
        let _invoice = fields.text(one, "invoice");
        chosen += fields.magnitude(one, "amount").unwrap_or_default();
    }
    at_most(fields, place, ("what the invoices take", chosen), ("what was paid", money.tendered()));
}

fn count(fields: &mut Fields, object: Object<'_, '_>) {
    let Some(value) = object.get("count") else { return };
    let at = object.place.key("count");
    let known = ["counted", "float_to_leave", "denominations"];
    let Some(count) = fields.object(value, at, &known) else { return };
    let counted = fields.magnitude(count, "counted");
    let _float = fields.positive(count, "float_to_leave");
    let place = count.place.key("denominations");
    let mut total = Decimal::ZERO;
    let pieces = fields.list(count, "denominations");
    for (index, value) in pieces.iter().enumerate() {
        let at = place.index(index);
        let Some(piece) = fields.object(value, at, &["value", "count"]) else { continue };
        let worth = fields.magnitude(piece, "value").unwrap_or_default();
        fields.need(piece, "count");
        let number = fields.decimal(piece, "count").unwrap_or_default();
        if number.is_sign_negative() || !number.is_integer() {
            fields.note(piece.place.key("count"), Wrong::NotADecimal(number.to_string()));
        }
        total = total.saturating_add(worth.to_decimal(fields.currency).saturating_mul(number));
    }
    let Some(counted) = counted else { return };
    let counted = counted.to_decimal(fields.currency);
    if !pieces.is_empty() && total != counted {
        let tried = vec![format!("what the pieces come to, {}", total.normalize())];
        let sums = Sums { figure: format!("what was counted, {counted},"), tried };
        fields.note(count.place.key("counted"), Wrong::DoesNotAddUp(sums));
    }
}
