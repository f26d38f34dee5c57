//! What the practice company rents, and the people around its desk. All invented.

/// The tenders, as the till names them. All of them have a clearing account but the last, which
/// is paid straight into the bank account, and the gift card, which is a liability's own.
pub(super) const CASH: &str = "Cash";
/// See [`CASH`].
pub(super) const CARD: &str = "Card";
/// What is paid on the booking page, through a processor of its own.
pub(super) const ONLINE_CARD: &str = "Online card";
/// See [`CASH`].
pub(super) const CHEQUE: &str = "Cheque";
/// Foreign notes, kept apart from the drawer.
pub(super) const US_DOLLARS: &str = "US dollars";
/// See [`CASH`].
pub(super) const GIFT_CARD: &str = "Gift card";
/// See [`CASH`].
pub(super) const TRANSFER: &str = "Bank transfer";

/// Who pays out what the terminals took.
pub(super) const TERMINALS: &str = "Northcard Terminals";
/// Who pays out what the booking page took.
pub(super) const BOOKING_PAGE: &str = "Paylane";

/// Something rented, sold or bought.
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

/// How many of [`ITEMS`] are rented; the rest is sold.
pub(super) const RENTALS: usize = 9;

/// What is on the price list, what is rented first.
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

/// A boat for a research station.
pub(super) const CHARTER: Item = item("Research launch, a day", "Boats", 12_000);
/// What a customer pays who lost a paddle.
pub(super) const DAMAGE: Item = item("Paddle and spray deck lost", "Other Revenue", 8_000);
/// What petty cash is spent on.
pub(super) const BOUGHT: [Item; 3] = [
    item("Ice", "General Expenses", 1_500),
    item("Fuel for the tender", "Motor Vehicle Expenses", 4_400),
    item("Stamps and paper", "Office Expenses", 1_260),
];
/// Where coins come into the drawer from.
pub(super) const COINS: Item = item("Coins of the telescope", "Other Revenue", 2_350);

/// Who has an account, with the mail address and a short name for its papers.
pub(super) const ACCOUNTS: [(&str, &str, &str); 2] = [
    ("Harbour View Outdoor Education Society", "office@harbourview.example", "HV"),
    ("The Lighthouse Hotel", "accounts@lighthouse.example", "LH"),
];

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
    "Marek Nowak",
    "Lucía Fernández",
    "Emily Chen",
    "Jack O’Neill",
    "Priya Nair",
];

/// Who works at the desk.
pub(super) const STAFF: [&str; 4] = ["Maya", "Tom", "Aiko", "Ben"];

/// The till with the drawer.
pub(super) const FRONT_DESK: &str = "Front desk";
/// The till of the booking page.
pub(super) const ONLINE: &str = "Online";
/// The tills people stand at.
pub(super) const TILLS: [&str; 2] = [FRONT_DESK, "Dock"];
