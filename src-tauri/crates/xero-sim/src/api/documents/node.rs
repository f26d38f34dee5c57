//! Documents as Xero sends them, in the parts that all of them have.

use chrono::{DateTime, Utc};
use rust_decimal::RoundingStrategy;

use crate::api::{contacts, lines::tracking_node};
use crate::books::{
    Account, Allocation, Books, Discount, Document, DocumentKind, Line, Open, cents,
};
use crate::wire::Node;

/// How much of a document an answer has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::api) enum Detail {
    /// By id, and what a write answers.
    Whole,
    /// On a page: the contact by name only.
    Page,
    /// In a list without a page: no lines (facts §6.7, §16).
    List,
    /// With `summaryOnly`: no lines, and nothing of what was applied.
    Summary,
}

impl Detail {
    fn has_lines(self) -> bool {
        matches!(self, Self::Whole | Self::Page)
    }
}

/// What documents are shown with.
pub(in crate::api) struct View<'a> {
    pub(in crate::api) open: &'a Open<'a>,
    pub(in crate::api) detail: Detail,
    pub(in crate::api) unit_decimals: u32,
}

impl<'a> View<'a> {
    pub(in crate::api) fn new(open: &'a Open<'a>, detail: Detail, unit_decimals: u32) -> Self {
        Self { open, detail, unit_decimals }
    }

    /// Everything, for whoever looks at the books.
    pub(in crate::api) fn whole(open: &'a Open<'a>) -> Self {
        Self::new(open, Detail::Whole, 4)
    }

    pub(in crate::api) fn books(&self) -> &'a Books {
        self.open.books()
    }
}

/// Contact, dates, status and lines.
pub(in crate::api) fn add_head(
    node: &mut Node,
    document: &Document,
    status: &'static str,
    view: &View<'_>,
) {
    let (books, detail) = (view.books(), view.detail);
    if let Some(contact) = document.contact.and_then(|id| books.contact(id)) {
        let contact = match detail {
            Detail::Whole => contacts::node(contact),
            Detail::Page | Detail::List | Detail::Summary => contacts::short(contact),
        };
        node.push("Contact", contact);
    }
    node.push("DateString", Node::text(format!("{}T00:00:00", document.date)));
    node.push("Date", Node::Date(document.date));
    if let Some(due) = document.due {
        node.push("DueDateString", Node::text(format!("{due}T00:00:00")));
        node.push("DueDate", Node::Date(due));
    }
    if let Some(branding) = document.branding {
        node.push("BrandingThemeID", Node::id(branding));
    }
    node.push("Status", Node::text(status));
    node.push("LineAmountTypes", Node::text(document.types.as_str()));
    let lines = if detail.has_lines() {
        let lines = document.lines.iter();
        Node::list(lines.map(|line| line_node(line, books, view.unit_decimals)))
    } else {
        Node::List(vec![])
    };
    node.push("LineItems", lines);
    if let Some(url) = &document.url {
        node.push("Url", Node::text(url));
    }
    node.push("HasAttachments", Node::Bool(books.has_files(document.id)));
}

/// When the last of it was settled, where nothing is open any more.
pub(in crate::api) fn add_paid_on(node: &mut Node, document: &Document, open: &Open<'_>) {
    if open.status(document) != "PAID" {
        return;
    }
    let payments = open.payments(document.id).iter().map(|payment| payment.date);
    let credits = open.allocations(document.id).iter().map(|allocation| allocation.date);
    let last = payments.chain(credits).max();
    node.push("FullyPaidOnDate", Node::Date(last.unwrap_or(document.date)));
}

/// Totals, currency and time.
pub(in crate::api) fn add_money(node: &mut Node, document: &Document) {
    node.push("SubTotal", Node::Amount(document.subtotal()));
    node.push("TotalTax", Node::Amount(document.tax()));
    node.push("Total", Node::Amount(document.total()));
    node.push("CurrencyCode", Node::text(&document.currency));
    node.push("CurrencyRate", Node::Number(document.rate));
    node.push("UpdatedDateUTC", Node::Instant(document.updated));
}

pub(in crate::api) fn iso_instant(at: DateTime<Utc>) -> Node {
    Node::text(at.format("%Y-%m-%d %H:%M:%S+00:00").to_string())
}

fn line_node(line: &Line, books: &Books, unit_decimals: u32) -> Node {
    let unit = if unit_decimals > 2 {
        let strategy = RoundingStrategy::MidpointAwayFromZero;
        Node::Rate(line.unit.round_dp_with_strategy(unit_decimals, strategy))
    } else {
        Node::Amount(cents(line.unit))
    };
    let mut node = Node::Object(vec![
        ("LineItemID", Node::id(line.id)),
        ("Description", Node::text(&line.description)),
        ("Quantity", Node::Rate(line.quantity)),
        ("UnitAmount", unit),
        ("TaxType", Node::text(&line.tax_type)),
        ("TaxAmount", Node::Amount(line.tax)),
        ("LineAmount", Node::Amount(line.amount)),
        ("Tracking", tracking_node(books, &line.tracking)),
    ]);
    match line.discount {
        Some(Discount::Rate(percent)) => node.push("DiscountRate", Node::Number(percent)),
        Some(Discount::Amount(amount)) => node.push("DiscountAmount", Node::Amount(amount)),
        None => {}
    }
    if let Some(code) = &line.item {
        node.push("ItemCode", Node::text(code));
    }
    if let Some(account) = line.account.and_then(|id| books.account(id)) {
        node.push("AccountID", Node::id(account.id));
        if let Some(code) = &account.code {
            node.push("AccountCode", Node::text(code));
        }
    }
    node
}

/// Payments as they are shown inside what they settle.
fn payment_nodes(document: &Document, open: &Open<'_>) -> Node {
    Node::list(open.payments(document.id).iter().map(|payment| {
        Node::Object(vec![
            ("PaymentID", Node::id(payment.id)),
            ("Date", Node::Date(payment.date)),
            ("Amount", Node::Amount(payment.amount)),
            ("Reference", Node::text(&payment.reference)),
            ("CurrencyRate", Node::Number(payment.rate)),
            ("HasAccount", Node::Bool(true)),
            ("HasValidationErrors", Node::Bool(false)),
        ])
    }))
}

/// What an invoice was settled with: payments, and credits of each kind.
pub(in crate::api) fn add_settled(node: &mut Node, invoice: &Document, open: &Open<'_>) {
    node.push("Payments", payment_nodes(invoice, open));
    let credits = |belongs: fn(DocumentKind) -> bool| {
        let allocations = open.allocations(invoice.id).iter();
        Node::list(allocations.filter_map(|allocation| {
            let credit = open.books().document(allocation.credit)?;
            belongs(credit.kind).then(|| applied(credit, allocation))
        }))
    };
    node.push("CreditNotes", credits(|kind| kind == DocumentKind::CreditNote));
    node.push("Prepayments", credits(DocumentKind::is_prepayment));
    node.push("Overpayments", credits(DocumentKind::is_overpayment));
}

fn applied(credit: &Document, allocation: &Allocation) -> Node {
    let mut node = credit_ids(credit);
    node.push("AppliedAmount", Node::Amount(allocation.amount));
    node.push("Date", Node::Date(credit.date));
    node.push("Total", Node::Amount(credit.total()));
    node.push("CurrencyRate", Node::Number(credit.rate));
    node
}

/// A credit by its ids.
pub(in crate::api) fn credit_ids(credit: &Document) -> Node {
    let id = credit.credit.unwrap_or(credit.id);
    let name = if credit.kind.is_overpayment() {
        "OverpaymentID"
    } else if credit.kind.is_prepayment() {
        "PrepaymentID"
    } else {
        "CreditNoteID"
    };
    let mut node = Node::Object(vec![(name, Node::id(id)), ("ID", Node::id(id))]);
    if credit.kind == DocumentKind::CreditNote {
        node.push("CreditNoteNumber", Node::text(&credit.number));
    }
    node
}

/// A bank account as documents name it; it may have no code.
pub(in crate::api) fn bank_node(account: &Account) -> Node {
    let mut node = Node::Object(vec![("AccountID", Node::id(account.id))]);
    if let Some(code) = &account.code {
        node.push("Code", Node::text(code));
    }
    node.push("Name", Node::text(&account.name));
    node
}

/// What a credit was used for, and what is left of it.
pub(in crate::api) fn add_credits(node: &mut Node, credit: &Document, open: &Open<'_>) {
    node.push("RemainingCredit", Node::Amount(open.outstanding(credit)));
    let allocations = open.allocations(credit.id).iter().map(|allocation| {
        let invoice = open.books().document(allocation.invoice);
        let number = invoice.map_or("", |i| i.number.as_str());
        Node::Object(vec![
            ("AllocationID", Node::id(allocation.id)),
            ("Amount", Node::Amount(allocation.amount)),
            ("Date", Node::Date(allocation.date)),
            (
                "Invoice",
                Node::Object(vec![
                    ("InvoiceID", Node::id(allocation.invoice)),
                    ("InvoiceNumber", Node::text(number)),
                ]),
            ),
        ])
    });
    node.push("Allocations", Node::list(allocations));
    node.push("Payments", payment_nodes(credit, open));
}
