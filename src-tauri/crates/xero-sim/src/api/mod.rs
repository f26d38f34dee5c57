//! The accounting API under `/api.xro/2.0/`, and the way to everything else the simulator serves.
//!
//! An endpoint is one file with one `handle`, and one row in `ENDPOINTS`. What every call must
//! pass first (bearer, tenant, scope, limits, idempotency) is in `gate` and nowhere else.

mod accounts;
mod allocations;
mod attachments;
mod bank_transactions;
mod bank_transfers;
mod contacts;
mod credit_notes;
mod currencies;
mod documents;
mod envelope;
mod gate;
mod history;
mod invoices;
mod items;
mod lines;
mod manual_journals;
mod organisation;
mod overpayments;
mod payments;
mod query;
mod save;
mod tax_rates;
mod tracking_categories;

use chrono::{DateTime, NaiveDateTime, Utc};

use crate::books::Organisation;
use crate::call::Call;
use crate::ids::Ids;
use crate::reply::Reply;
use crate::sim::Inner;
use crate::wire::{Field, Input, Malformed, Node};
use crate::{control, signin, site};

pub(crate) use accounts::node as account_node;
pub(crate) use bank_transactions::whole as bank_transaction_node;
pub(crate) use bank_transfers::node as bank_transfer_node;
pub(crate) use contacts::node as contact_node;
pub(crate) use credit_notes::whole as credit_note_node;
pub(crate) use invoices::whole as invoice_node;
pub(crate) use manual_journals::node as journal_node;
pub(crate) use overpayments::whole as credit_node;
pub(crate) use payments::node as payment_node;

const API: &str = "/api.xro/2.0/";

/// Sends a call where it belongs. `instead` replaces the answer of an accounting call that was
/// carried out; see [`crate::FaultKind::ServerError`].
pub(crate) fn route(inner: &mut Inner, call: &Call, instead: Option<Reply>) -> Reply {
    if let Some(rest) = call.path.strip_prefix(API) {
        return gate::answer(inner, call, rest, instead);
    }
    let state = &mut inner.state;
    let reply = match (call.method.as_str(), call.path.as_str()) {
        ("GET", "/identity/connect/authorize") => signin::authorize(state, &inner.config, call),
        ("POST", "/identity/connect/authorize") => signin::consent(state, &inner.config, call),
        ("POST", "/connect/token") => signin::token(state, call),
        ("POST", "/connect/revocation") => signin::revoke(state, call),
        ("GET", "/connections") => signin::list_connections(state, call),
        ("POST", "/sim/control") => control::receive(inner, call),
        ("GET", _) => site::show(inner, call),
        ("DELETE", path) => match path.strip_prefix("/connections/") {
            Some(id) => signin::delete_connection(state, call, id),
            None => Reply::not_found(),
        },
        _ => Reply::not_found(),
    };
    instead.unwrap_or(reply)
}

/// One resource of the API.
struct Endpoint {
    name: &'static str,
    /// The scope to write; with `.read` at the end, or itself, to read (facts §2.6). Items have
    /// two, of which either does.
    scopes: &'static [&'static str],
    /// Whether the user needs the reporting role (facts §2.7).
    reporting: bool,
    handle: fn(&mut Ask<'_>) -> Outcome,
}

const ENDPOINTS: [Endpoint; 15] = [
    Endpoint {
        name: "Organisation",
        scopes: &["accounting.settings"],
        reporting: false,
        handle: organisation::handle,
    },
    Endpoint {
        name: "Accounts",
        scopes: &["accounting.settings"],
        reporting: false,
        handle: accounts::handle,
    },
    Endpoint {
        name: "TaxRates",
        scopes: &["accounting.settings"],
        reporting: false,
        handle: tax_rates::handle,
    },
    Endpoint {
        name: "TrackingCategories",
        scopes: &["accounting.settings"],
        reporting: false,
        handle: tracking_categories::handle,
    },
    Endpoint {
        name: "Currencies",
        scopes: &["accounting.settings"],
        reporting: false,
        handle: currencies::handle,
    },
    Endpoint {
        name: "Items",
        scopes: &["accounting.invoices", "accounting.settings"],
        reporting: false,
        handle: items::handle,
    },
    Endpoint {
        name: "Contacts",
        scopes: &["accounting.contacts"],
        reporting: false,
        handle: contacts::handle,
    },
    Endpoint {
        name: "Invoices",
        scopes: &["accounting.invoices"],
        reporting: false,
        handle: invoices::handle,
    },
    Endpoint {
        name: "CreditNotes",
        scopes: &["accounting.invoices"],
        reporting: false,
        handle: credit_notes::handle,
    },
    Endpoint {
        name: "Payments",
        scopes: &["accounting.payments"],
        reporting: false,
        handle: payments::handle,
    },
    Endpoint {
        name: "Overpayments",
        scopes: &["accounting.payments"],
        reporting: false,
        handle: overpayments::overpayments,
    },
    Endpoint {
        name: "Prepayments",
        scopes: &["accounting.payments"],
        reporting: false,
        handle: overpayments::prepayments,
    },
    Endpoint {
        name: "BankTransactions",
        scopes: &["accounting.banktransactions"],
        reporting: false,
        handle: bank_transactions::handle,
    },
    Endpoint {
        name: "BankTransfers",
        scopes: &["accounting.banktransactions"],
        reporting: false,
        handle: bank_transfers::handle,
    },
    Endpoint {
        name: "ManualJournals",
        scopes: &["accounting.manualjournals"],
        reporting: true,
        handle: manual_journals::handle,
    },
];

/// A call that passed the gate, as an endpoint sees it.
struct Ask<'a> {
    call: &'a Call,
    /// The path below the resource: `{id}`, `History`.
    rest: Vec<&'a str>,
    organisation: &'a mut Organisation,
    ids: &'a mut Ids,
    now: DateTime<Utc>,
}

impl Ask<'_> {
    /// The elements of the body: `{"ManualJournals":[…]}`, a bare list, or one bare object.
    fn elements<T>(
        &self,
        collection: &str,
        read: impl Fn(&Field<'_>) -> Result<T, Malformed>,
    ) -> Result<Vec<T>, Refusal> {
        let body = Input::parse(&self.call.body)?;
        let root = Field::root(&body);
        let elements = root.get(collection).unwrap_or(root).items();
        Ok(elements.iter().map(read).collect::<Result<_, _>>()?)
    }

    /// `If-Modified-Since`, in the form facts §6.7 gives or as HTTP dates are written.
    fn modified_since(&self) -> Option<DateTime<Utc>> {
        let text = self.call.header("if-modified-since")?;
        NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S%.f")
            .map(|at| at.and_utc())
            .or_else(|_| DateTime::parse_from_rfc2822(text).map(Into::into))
            .ok()
    }

    /// How many decimals a unit amount has: 2, or 4 with `unitdp=4` (facts §7.2).
    fn unit_decimals(&self) -> u32 {
        if self.call.param("unitdp") == Some("4") { 4 } else { 2 }
    }

    /// Whether one bad element refuses all of them, which Xero does unless told otherwise.
    fn summarizes_errors(&self) -> bool {
        !self.call.param("summarizeErrors").is_some_and(|v| v.eq_ignore_ascii_case("false"))
    }
}

/// What an endpoint gives back.
type Outcome = Result<Answer, Refusal>;

/// A 200.
enum Answer {
    List {
        collection: &'static str,
        nodes: Vec<Node>,
        /// `pagination`, only where a page was asked for.
        pages: Option<Node>,
    },
    /// One thing without an envelope: what removing an allocation answers.
    Bare(Node),
    /// A file.
    Content { mime: String, bytes: Vec<u8> },
}

impl Answer {
    fn of(collection: &'static str, nodes: Vec<Node>) -> Self {
        Self::List { collection, nodes, pages: None }
    }
}

/// The errors of facts §12 that an endpoint can give.
enum Refusal {
    NotFound,
    NotImplemented,
    /// ErrorNumber 14: a value did not convert.
    Malformed(String),
    /// ErrorNumber 16: a `where` or `order` that cannot be read.
    BadFilter(String),
    /// ErrorNumber 10, with the refused elements.
    Invalid(Vec<Node>),
}

impl From<Malformed> for Refusal {
    fn from(Malformed(message): Malformed) -> Self {
        Self::Malformed(message)
    }
}

impl Refusal {
    /// A validation exception about one thing that has nothing to echo.
    fn says(message: &str) -> Self {
        let errors = Node::messages(&[message.to_owned()]);
        Self::Invalid(vec![Node::Object(vec![("ValidationErrors", errors)])])
    }
}
