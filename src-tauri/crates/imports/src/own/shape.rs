//! What each kind of transaction must and may have (accounting §5).

use ledger::Kind;

/// Whether something must be there.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Presence {
    Needed,
    Allowed,
    Refused,
}

use Presence::{Allowed, Needed, Refused};

/// What a kind has.
pub(super) struct Shape {
    /// Its lines. Where there are none there is no tip and no surcharge either: nothing would post
    /// them.
    pub(super) lines: Presence,
    pub(super) tenders: Presence,
    /// The common fields it cannot do without.
    pub(super) needs: &'static [&'static str],
    /// Fields of which it needs one.
    pub(super) either: Option<[&'static str; 2]>,
    /// What it must have beyond the common fields.
    pub(super) must: &'static [&'static str],
    /// What it may have beyond them.
    pub(super) may: &'static [&'static str],
}

const fn shape(lines: Presence, tenders: Presence) -> Shape {
    Shape { lines, tenders, needs: &[], either: None, must: &[], may: &[] }
}

/// What a kind has.
pub(super) const fn of(kind: Kind) -> Shape {
    match kind {
        Kind::Sale | Kind::Refund => shape(Allowed, Allowed),
        Kind::BookingPayment | Kind::BalancePayment => {
            Shape { needs: &["booking"], ..shape(Refused, Needed) }
        }
        Kind::BookingRefund => {
            Shape { either: Some(["booking", "customer"]), ..shape(Refused, Needed) }
        }
        Kind::CheckIn => Shape {
            needs: &["booking"],
            may: &["deposit_used", "due_date", "rental"],
            ..shape(Needed, Allowed)
        },
        Kind::DepositMove => Shape {
            needs: &["booking"],
            must: &["amount", "to_booking"],
            ..shape(Refused, Refused)
        },
        Kind::Cancellation => {
            Shape { needs: &["booking"], must: &["kept"], ..shape(Refused, Allowed) }
        }
        Kind::AccountCharge => {
            Shape { needs: &["customer"], may: &["due_date", "rental"], ..shape(Needed, Refused) }
        }
        Kind::AccountPayment => Shape {
            needs: &["customer"],
            either: Some(["tenders", "deposit_used"]),
            may: &["deposit_used", "invoices"],
            ..shape(Refused, Allowed)
        },
        Kind::AccountRefund => Shape { needs: &["customer"], ..shape(Needed, Allowed) },
        Kind::BalanceWriteOff => {
            Shape { needs: &["booking"], must: &["amount"], ..shape(Refused, Refused) }
        }
        Kind::TipPayout => Shape { may: &["bank", "paid_from"], ..shape(Refused, Needed) },
        Kind::PaidOut | Kind::PaidIn => shape(Needed, Needed),
        Kind::FloatChange => Shape { must: &["amount"], may: &["bank"], ..shape(Refused, Refused) },
        Kind::CashCount => Shape { must: &["count"], ..shape(Refused, Refused) },
        Kind::BankDeposit => Shape { may: &["bank"], ..shape(Refused, Needed) },
        Kind::ProcessorPayout => {
            Shape { must: &["payout"], may: &["bank"], ..shape(Refused, Refused) }
        }
        Kind::GiftCardSale | Kind::GiftCardRefund => {
            Shape { may: &["gift_card"], ..shape(Needed, Needed) }
        }
        Kind::BondTaken | Kind::BondReturned => Shape { may: &["bond"], ..shape(Allowed, Needed) },
        Kind::BondKept => Shape { may: &["bond"], ..shape(Needed, Refused) },
    }
}

/// Whether its prices may be in another currency than the book's. A drawer is counted in the
/// book's, and a payout says its own currency itself.
pub(super) const fn may_be_foreign(kind: Kind) -> bool {
    !matches!(kind, Kind::CashCount | Kind::ProcessorPayout)
}

/// Whether lines, tip and surcharge of this kind come to its tenders.
pub(super) const fn adds_up(kind: Kind) -> bool {
    match kind {
        Kind::Sale
        | Kind::Refund
        | Kind::PaidOut
        | Kind::PaidIn
        | Kind::GiftCardSale
        | Kind::GiftCardRefund
        | Kind::BondTaken
        | Kind::BondReturned => true,
        Kind::BookingPayment
        | Kind::BookingRefund
        | Kind::CheckIn
        | Kind::DepositMove
        | Kind::Cancellation
        | Kind::AccountCharge
        | Kind::AccountPayment
        | Kind::AccountRefund
        | Kind::BalancePayment
        | Kind::BalanceWriteOff
        | Kind::TipPayout
        | Kind::FloatChange
        | Kind::CashCount
        | Kind::BankDeposit
        | Kind::ProcessorPayout
        | Kind::BondKept => false,
    }
}

/// Whether this kind gives back what another took: its amounts may all be below zero in a file.
pub(super) const fn is_refund(kind: Kind) -> bool {
    match kind {
        Kind::Refund
        | Kind::BookingRefund
        | Kind::AccountRefund
        | Kind::GiftCardRefund
        | Kind::BondReturned => true,
        Kind::Sale
        | Kind::BookingPayment
        | Kind::CheckIn
        | Kind::DepositMove
        | Kind::Cancellation
        | Kind::AccountCharge
        | Kind::AccountPayment
        | Kind::BalancePayment
        | Kind::BalanceWriteOff
        | Kind::TipPayout
        | Kind::PaidOut
        | Kind::PaidIn
        | Kind::FloatChange
        | Kind::CashCount
        | Kind::BankDeposit
        | Kind::ProcessorPayout
        | Kind::GiftCardSale
        | Kind::BondTaken
        | Kind::BondKept => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Map, Value, json};

    use super::*;
    use crate::own::{SCHEMA, known};

    /// What the schema has to say of a kind.
    fn condition(kind: Kind) -> Value {
        let shape = of(kind);
        let mut properties = Map::new();
        let mut required: Vec<&str> = Vec::new();
        for (list, presence) in [("lines", shape.lines), ("tenders", shape.tenders)] {
            match presence {
                Needed => {
                    properties.insert(list.to_owned(), json!({"minItems": 1}));
                    required.push(list);
                }
                Allowed => {}
                Refused => drop(properties.insert(list.to_owned(), json!({"maxItems": 0}))),
            }
        }
        if shape.lines == Refused {
            for extra in ["tip", "surcharge"] {
                properties.insert(extra.to_owned(), json!({"$ref": "#/$defs/nothing"}));
            }
        }
        required.extend(shape.needs.iter().chain(shape.must));
        for text in required.iter().filter(|key| matches!(**key, "booking" | "to_booking")) {
            properties.insert((*text).to_owned(), json!({"minLength": 1}));
        }
        for key in known::extras() {
            if !shape.must.contains(key) && !shape.may.contains(key) {
                let none = if *key == "invoices" { json!({"maxItems": 0}) } else { json!(false) };
                properties.insert((*key).to_owned(), none);
            }
        }
        let mut then = json!({"properties": properties, "required": required});
        if let Some(either) = shape.either {
            let one = |key: &str| match key {
                "tenders" => json!({"properties": {key: {"minItems": 1}}, "required": [key]}),
                "booking" => json!({"properties": {key: {"minLength": 1}}, "required": [key]}),
                _ => json!({"required": [key]}),
            };
            then["anyOf"] = either.map(one).into_iter().collect();
        }
        json!({"if": {"properties": {"kind": {"const": kind.key()}}, "required": ["kind"]},
               "then": then})
    }

    #[test]
    fn the_schema_asks_of_every_kind_what_the_reading_asks() {
        let schema: Value = serde_json::from_str(SCHEMA).expect("the schema is JSON");
        let kinds: Vec<&str> = Kind::ALL.iter().map(|kind| kind.key()).collect();
        assert_eq!(schema["properties"]["kind"]["enum"], json!(kinds));
        let conditions: Vec<Value> = Kind::ALL.into_iter().map(condition).collect();
        assert_eq!(schema["allOf"], Value::from(conditions));
    }
}
