//! `/Items`, as far as lines of documents use them: without stock.

use rust_decimal::Decimal;
use uuid::Uuid;

use super::lines::{filled, not_for_this_document};
use super::save::{Saved, each};
use super::{Answer, Ask, Outcome, Refusal, query};
use crate::books::{Books, Item, Terms};
use crate::wire::{Field, Malformed, Node};

const NAME: &str = "Items";
const MAX_CODE: usize = 30;
const MAX_NAME: usize = 50;
const MAX_DESCRIPTION: usize = 4_000;

/// What is absent stays as it is.
struct Request {
    id: Option<Uuid>,
    code: Option<String>,
    name: Option<String>,
    description: Option<String>,
    purchase_description: Option<String>,
    sold: Option<bool>,
    purchased: Option<bool>,
    sale: Option<Terms>,
    purchase: Option<Terms>,
}

fn read(field: &Field<'_>) -> Result<Request, Malformed> {
    let terms = |name: &str| {
        let Some(terms) = field.get(name) else { return Ok(None) };
        Ok(Some(Terms {
            unit_price: terms.decimal("UnitPrice")?,
            account_code: filled(terms.text("AccountCode")?),
            tax_type: filled(terms.text("TaxType")?),
        }))
    };
    Ok(Request {
        id: field.guid("ItemID")?,
        code: filled(field.text("Code")?),
        name: field.text("Name")?,
        description: field.text("Description")?,
        purchase_description: field.text("PurchaseDescription")?,
        sold: field.boolean("IsSold")?,
        purchased: field.boolean("IsPurchased")?,
        sale: terms("SalesDetails")?,
        purchase: terms("PurchaseDetails")?,
    })
}

pub(super) fn handle(ask: &mut Ask<'_>) -> Outcome {
    let rest = ask.rest.clone();
    match (ask.call.method.as_str(), rest.as_slice()) {
        ("GET", []) => {
            let since = ask.modified_since();
            let items = ask.organisation.books.items.iter();
            let changed = items.filter(|item| since.is_none_or(|since| item.updated > since));
            let mut nodes = query::filter(ask.call, changed.map(node).collect())?;
            query::sort(ask.call, "Code", &mut nodes)?;
            Ok(Answer::of(NAME, nodes))
        }
        ("GET", [id]) => {
            let item = find(&ask.organisation.books, id).ok_or(Refusal::NotFound)?;
            Ok(Answer::of(NAME, vec![node(item)]))
        }
        ("PUT", []) => write(ask, None, true),
        ("POST", []) => write(ask, None, false),
        ("POST", [id]) => {
            let id = find(&ask.organisation.books, id).ok_or(Refusal::NotFound)?.id;
            write(ask, Some(id), false)
        }
        ("DELETE", [_]) => Err(Refusal::NotImplemented),
        _ => Err(Refusal::NotFound),
    }
}

/// By id or by code.
fn find<'a>(books: &'a Books, id: &str) -> Option<&'a Item> {
    let is_it = |item: &&Item| item.code == id || item.id.to_string().eq_ignore_ascii_case(id);
    books.items.iter().find(is_it)
}

fn write(ask: &mut Ask<'_>, id: Option<Uuid>, only_new: bool) -> Outcome {
    let requests = ask.elements(NAME, read)?;
    each(ask, NAME, &requests, |ask, request| {
        let new = ask.ids.uuid();
        let books = &ask.organisation.books;
        let wanted = id.or(request.id).map(|id| id.to_string()).or_else(|| request.code.clone());
        let old = wanted.filter(|_| !only_new).and_then(|id| find(books, &id));
        let blank = || Item {
            id: new,
            code: String::new(),
            name: String::new(),
            description: String::new(),
            purchase_description: String::new(),
            sold: true,
            purchased: true,
            sale: Terms::default(),
            purchase: Terms::default(),
            updated: ask.now,
        };
        let is_new = old.is_none();
        let mut item = request.onto(old.cloned().unwrap_or_else(blank));
        item.updated = ask.now;
        let errors = problems(books, &item);
        if errors.is_empty() {
            let id = item.id;
            ask.organisation.books.items.put(item.clone(), |old| old.id == id);
        } else if is_new {
            item.id = Uuid::nil();
        }
        Saved::new(node(&item), errors)
    })
}

impl Request {
    fn onto(&self, item: Item) -> Item {
        Item {
            code: self.code.clone().unwrap_or(item.code),
            name: self.name.clone().unwrap_or(item.name),
            description: self.description.clone().unwrap_or(item.description),
            purchase_description: self
                .purchase_description
                .clone()
                .unwrap_or(item.purchase_description),
            sold: self.sold.unwrap_or(item.sold),
            purchased: self.purchased.unwrap_or(item.purchased),
            sale: self.sale.clone().unwrap_or(item.sale),
            purchase: self.purchase.clone().unwrap_or(item.purchase),
            ..item
        }
    }
}

fn problems(books: &Books, item: &Item) -> Vec<String> {
    let mut errors = Vec::new();
    let too_long = |text: &str, most: usize| text.chars().count() > most;
    if item.code.is_empty() || too_long(&item.code, MAX_CODE) {
        errors.push("The Code of an item must have 1 to 30 characters.".to_owned());
    }
    if books.items.iter().any(|other| other.id != item.id && other.code == item.code) {
        errors.push(format!("Price List Item with Code '{}' already exists", item.code));
    }
    if too_long(&item.name, MAX_NAME) || too_long(&item.description, MAX_DESCRIPTION) {
        errors.push("The Name or the Description of an item is too long.".to_owned());
    }
    for terms in [&item.sale, &item.purchase] {
        if let Some(code) = terms.account_code.as_ref().filter(|c| books.by_code(c).is_none()) {
            errors.push(not_for_this_document(code));
        }
        if let Some(tax) = terms.tax_type.as_ref().filter(|tax| books.tax_rate(tax).is_none()) {
            errors.push(format!(
                "The TaxType code {tax} does not exist or cannot be used for this type of \
                 transaction."
            ));
        }
        if terms.unit_price.is_some_and(|price| price < Decimal::ZERO) {
            errors.push("The UnitPrice of an item must not be negative.".to_owned());
        }
    }
    errors
}

fn node(item: &Item) -> Node {
    let terms = |terms: &Terms| {
        let mut node = Node::Object(vec![]);
        if let Some(price) = terms.unit_price {
            node.push("UnitPrice", Node::Amount(price));
        }
        if let Some(code) = &terms.account_code {
            node.push("AccountCode", Node::text(code));
        }
        if let Some(tax) = &terms.tax_type {
            node.push("TaxType", Node::text(tax));
        }
        node
    };
    Node::Object(vec![
        ("ItemID", Node::id(item.id)),
        ("Code", Node::text(&item.code)),
        ("Name", Node::text(&item.name)),
        ("Description", Node::text(&item.description)),
        ("PurchaseDescription", Node::text(&item.purchase_description)),
        ("IsSold", Node::Bool(item.sold)),
        ("IsPurchased", Node::Bool(item.purchased)),
        ("IsTrackedAsInventory", Node::Bool(false)),
        ("SalesDetails", terms(&item.sale)),
        ("PurchaseDetails", terms(&item.purchase)),
        ("UpdatedDateUTC", Node::Instant(item.updated)),
    ])
}
