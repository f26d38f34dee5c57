//! What the practice company rents, and the people around its desk. All invented.

/// Something rented or sold.
#[derive(Debug)]
pub(super) struct Item {
    /// Its name on the receipt.
    pub(super) name: &'static str,
    /// Its GL code: here an account's name, but for [`FUEL`].
    pub(super) gl_code: &'static str,
    /// Its price before tax, in cents.
    pub(super) price_minor: i64,
}

const fn item(name: &'static str, gl_code: &'static str, price_minor: i64) -> Item {
    Item { name, gl_code, price_minor }
}

/// What is on the price list.
pub(super) const ITEMS: [Item; 12] = [
    item("Pontoon boat, half day", "Boats", 28_900),
    item("Motor boat, 2 hours", "Boats", 14_900),
    item("Sailing dinghy, 2 hours", "Boats", 9_500),
    item("Rowing boat, 1 hour", "Boats", 3_900),
    item("Single kayak, 1 hour", "Kayak Rentals", 2_400),
    item("Single kayak, half day", "Kayak Rentals", 5_600),
    item("Double kayak, 1 hour", "Kayak Rentals", 3_400),
    item("Stand-up paddleboard, 1 hour", "Kayak Rentals", 2_800),
    item("Canoe, half day", "Kayak Rentals", 6_900),
    item("Dry bag", "Equipment Sales", 3_250),
    item("Sun hat", "Equipment Sales", 2_495),
    item("Waterproof phone case", "Equipment Sales", 1_899),
];

/// The one item whose code is from the old till and means nothing to Xero.
pub(super) const FUEL: Item = item("Fuel top-up", "6545", 4_000);

/// Customers who gave a name.
pub(super) const CUSTOMERS: [&str; 16] = [
    "Anneke Larsen",
    "Rohan Mehta",
    "Claire Dubois",
    "Tomás Herrera",
    "Wei Zhang",
    "Fatima Haddad",
    "Owen Blackwood",
    "Sofia Rossi",
    "Noah Tremblay",
    "Ingrid Solberg",
    "Kwame Boateng",
    "Harbour View Outdoor Education Society",
    "Lucía Fernández",
    "Emily Chen",
    "Jack O’Neill",
    "Priya Nair",
];

/// Who works at the desk.
pub(super) const STAFF: [&str; 4] = ["Maya", "Tom", "Aiko", "Ben"];

/// The tills.
pub(super) const TILLS: [&str; 2] = ["Front desk", "Dock"];
