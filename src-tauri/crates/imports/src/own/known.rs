//! The fields there are, object by object. The published schema has the same ones.

/// A transaction: the fields every kind may have, then those that some kinds have beyond them.
pub(super) const TRANSACTION: [&str; 32] = [
    "id",
    "kind",
    "at",
    "location",
    "till",
    "staff",
    "customer",
    "booking",
    "currency",
    "department",
    "class",
    "lines",
    "tenders",
    "tip",
    "surcharge",
    "refund_of",
    "invoice",
    "note",
    "$schema",
    "amount",
    "bank",
    "bond",
    "count",
    "deposit_used",
    "due_date",
    "gift_card",
    "invoices",
    "kept",
    "paid_from",
    "payout",
    "rental",
    "to_booking",
];

/// How many of those every kind may have.
const COMMON: usize = 19;

/// The fields that some kinds have beyond the common ones.
pub(super) fn extras() -> &'static [&'static str] {
    &TRANSACTION[COMMON..]
}

pub(super) const CUSTOMER: [&str; 3] = ["id", "name", "email"];
pub(super) const LINE: [&str; 8] =
    ["description", "gl_code", "role", "quantity", "unit_price", "net", "discount", "taxes"];
pub(super) const TAX: [&str; 2] = ["code", "amount"];
pub(super) const TENDER: [&str; 6] = ["name", "amount", "tendered", "change", "currency", "rate"];
pub(super) const CHOSEN: [&str; 2] = ["invoice", "amount"];
pub(super) const COUNT: [&str; 5] =
    ["counted", "expected", "float_to_leave", "denominations", "reason"];
pub(super) const PIECE: [&str; 2] = ["value", "count"];
pub(super) const PAYOUT: [&str; 10] = [
    "processor",
    "id",
    "date",
    "gross",
    "fees",
    "net",
    "settles",
    "chargebacks",
    "exchange",
    "currency",
];
pub(super) const SETTLED: [&str; 3] = ["tender", "amount", "carried"];
pub(super) const CHARGEBACK: [&str; 3] = ["amount", "fee", "refund_of"];
pub(super) const RENTAL: [&str; 2] = ["from", "to"];

/// Names longer than this are near to none.
const NAME_MAX: usize = 64;

/// The word that a misspelt one is nearest to.
pub(crate) fn nearest<'k>(word: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
    if word.len() > NAME_MAX {
        return None;
    }
    let word = word.to_lowercase().replace([' ', '-'], "_");
    // A word that is part of another is nearer to it than one of other letters.
    let holds = |one: &str, other: &str| other.len() > 1 && one.contains(other);
    let distance = |known: &&str| match holds(known, &word) || holds(&word, known) {
        true => 1,
        false => strsim::damerau_levenshtein(known, &word),
    };
    known.into_iter().min_by_key(distance)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use serde_json::Value;

    use super::*;
    use crate::own::SCHEMA;
    use crate::own::columns::{EACH, ONCE};

    /// Every object: where the schema has it, and where a value does.
    const OBJECTS: [(&str, &str, &[&str]); 12] = [
        ("/properties", "", &TRANSACTION),
        ("/properties/customer/properties", "/customer", &CUSTOMER),
        ("/$defs/line/properties", "/lines", &LINE),
        ("/$defs/line/properties/taxes/items/properties", "/lines/taxes", &TAX),
        ("/$defs/tender/properties", "/tenders", &TENDER),
        ("/properties/invoices/items/properties", "/invoices", &CHOSEN),
        ("/properties/count/properties", "/count", &COUNT),
        (
            "/properties/count/properties/denominations/items/properties",
            "/count/denominations",
            &PIECE,
        ),
        ("/properties/payout/properties", "/payout", &PAYOUT),
        ("/properties/payout/properties/settles/items/properties", "/payout/settles", &SETTLED),
        (
            "/properties/payout/properties/chargebacks/items/properties",
            "/payout/chargebacks",
            &CHARGEBACK,
        ),
        ("/properties/rental/properties", "/rental", &RENTAL),
    ];

    fn schema() -> Value {
        serde_json::from_str(SCHEMA).expect("the schema is JSON")
    }

    /// The pointers of all objects below a value that list properties without condition.
    fn listings(value: &Value, at: &str, found: &mut BTreeSet<String>) {
        let Some(map) = value.as_object() else { return };
        for (key, below) in map.iter().filter(|(key, _)| *key != "allOf" && *key != "examples") {
            let place = format!("{at}/{key}");
            if key == "properties" {
                found.insert(place.clone());
            }
            listings(below, &place, found);
        }
    }

    #[test]
    fn the_schema_names_the_fields_that_are_read_and_no_others() {
        let schema = schema();
        for (pointer, _, known) in OBJECTS {
            let listed = schema.pointer(pointer).and_then(Value::as_object).expect(pointer);
            let listed: BTreeSet<&str> = listed.keys().map(String::as_str).collect();
            assert_eq!(listed, known.iter().copied().collect(), "{pointer}");
        }
        let mut found = BTreeSet::new();
        listings(&schema, "", &mut found);
        let known: BTreeSet<String> =
            OBJECTS.iter().map(|(pointer, _, _)| (*pointer).to_owned()).collect();
        assert_eq!(found, known);
    }

    #[test]
    fn every_field_has_a_column() {
        let columns: BTreeSet<String> = ONCE
            .iter()
            .map(|(_, pointer)| (*pointer).to_owned())
            .chain(EACH.iter().map(|(_, list, field)| format!("{list}/{field}")))
            .collect();
        // Taxes have a column for each code, and where a schema is kept is of no use in a table.
        let without = ["/$schema", "/lines/taxes/code", "/lines/taxes/amount"];
        let places: BTreeSet<&str> = OBJECTS.iter().map(|(_, place, _)| *place).collect();
        let fields: BTreeSet<String> = OBJECTS
            .iter()
            .flat_map(|(_, place, known)| known.iter().map(move |field| format!("{place}/{field}")))
            .filter(|field| !places.contains(field.as_str()) && !without.contains(&field.as_str()))
            .collect();
        assert_eq!(columns, fields);
    }

    #[test]
    fn a_misspelt_word_is_led_to_the_one_meant() {
        for (word, meant) in [
            ("nett", "net"),
            ("gl", "gl_code"),
            ("Unit price", "unit_price"),
            ("discuont", "discount"),
            ("descripton", "description"),
        ] {
            assert_eq!(nearest(word, LINE), Some(meant));
        }
        assert_eq!(nearest(&"x".repeat(65), LINE), None);
    }
}
