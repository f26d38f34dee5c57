//! From a request to a document that may be kept, with everything Xero has to say against it.

use rust_decimal::Decimal;
use uuid::Uuid;

use super::lines::Lines;
use super::request::{DocumentRequest, LineRequest};
use crate::api::lines::{Said, line_errors, locked};
use crate::api::{Ask, contacts};
use crate::books::{
    Author, Contact, Document, DocumentKind, DocumentStatus, Line, LineAmountTypes, Open,
    Organisation, day_rate, rate,
};

const MAX_TEXT: usize = 255;
/// Said of what may not change any more (facts §7.1).
const SETTLED: &str =
    "This document cannot be edited as it has a payment or credit note allocated to it.";

/// A document as it would be kept. It is kept when there are no errors.
pub(in crate::api) struct Draft {
    pub(in crate::api) document: Document,
    pub(in crate::api) said: Said,
    /// The document before, and what was applied to it.
    old: Option<Old>,
    /// Whom it is made out to, where that is new or changed.
    contact: Option<Contact>,
}

struct Old {
    document: Document,
    is_settled_in_part: bool,
    is_paid: bool,
}

impl Draft {
    /// Begins with the document `id`, or with a new one.
    pub(in crate::api) fn begin(ask: &mut Ask<'_>, kind: DocumentKind, id: Option<Uuid>) -> Self {
        let books = &ask.organisation.books;
        let old = id.and_then(|id| books.document(id)).map(|document| {
            let open = Open::of(books);
            Old {
                document: document.clone(),
                is_settled_in_part: open.is_settled_in_part(document.id),
                is_paid: open.status(document) == "PAID",
            }
        });
        let document = match &old {
            Some(old) => old.document.clone(),
            None => blank(ask, kind),
        };
        Self { document, said: Said::default(), old, contact: None }
    }

    pub(in crate::api) fn refuse(&mut self, text: impl Into<String>) {
        self.said.errors.push(text.into());
    }

    pub(in crate::api) fn is_new(&self) -> bool {
        self.old.is_none()
    }

    /// Whether its line amounts mean what they meant before.
    fn keeps_types(&self) -> bool {
        self.old.as_ref().is_none_or(|old| old.document.types == self.document.types)
    }

    fn is_of_a_bank(&self) -> bool {
        self.document.kind.is_of_a_bank()
    }

    /// Whether keeping it will put it into the ledger for the first time.
    pub(in crate::api) fn is_approved_now(&self) -> bool {
        self.document.is_posted() && !self.old.as_ref().is_some_and(|old| old.document.is_posted())
    }

    /// Applies a request, status first: what ends keeps all else as it was, and what has ended
    /// is not looked at any further. `noun` is what errors call such a document.
    pub(in crate::api) fn apply(
        &mut self,
        ask: &mut Ask<'_>,
        request: &DocumentRequest,
        noun: &str,
    ) {
        self.apply_status(request.status.as_deref(), noun);
        if !self.said.errors.is_empty() {
            return;
        }
        if !self.document.status.ends() {
            self.apply_head(request);
            self.apply_contact(ask, request);
            self.apply_currency(ask.organisation, request);
            match &request.lines {
                Some(lines) => self.apply_lines(ask, lines),
                // The same lines with their taxes worked out anew.
                None if !self.keeps_types() => {
                    let same = self.document.lines.iter().map(|line| LineRequest::same(line.id));
                    self.apply_lines(ask, &same.collect::<Vec<_>>());
                }
                None => {}
            }
            self.check(ask.organisation);
        }
        self.check_dates(ask.organisation);
    }

    /// Keeps it when nothing stands against it; a refused new one has an id of zeros.
    pub(in crate::api) fn finish(&mut self, ask: &mut Ask<'_>) {
        self.document.updated = ask.now;
        if self.said.errors.is_empty() {
            let books = &mut ask.organisation.books;
            if let Some(contact) = self.contact.take() {
                books.keep_contact(contact, Author::App);
            }
            books.keep_document(self.document.clone(), Author::App);
        } else if self.old.is_none() {
            self.document.id = Uuid::nil();
        }
    }

    fn apply_status(&mut self, word: Option<&str>, noun: &str) {
        let current = self.document.status;
        let wanted = match word {
            None => current,
            // What Xero says of a paid one may be sent back to it.
            Some("PAID") if self.old.as_ref().is_some_and(|old| old.is_paid) => current,
            Some("PAID") => {
                let way = if self.is_new() { "creation" } else { "modification" };
                return self.refuse(format!("{noun} not of valid status for {way}"));
            }
            Some(word) => match DocumentStatus::parse(word) {
                Some(status) => status,
                None => {
                    let text = format!("The status '{word}' cannot be applied to the document");
                    return self.refuse(text);
                }
            },
        };
        match &self.old {
            None if wanted.ends() || (self.is_of_a_bank() && wanted != current) => {
                return self.refuse(format!("{noun} not of valid status for creation"));
            }
            Some(old) if !old.document.may_become(wanted) => {
                return self.refuse(format!("{noun} not of valid status for modification"));
            }
            Some(old) if wanted == DocumentStatus::Voided && old.is_settled_in_part => {
                return self.refuse(format!(
                    "The status VOIDED cannot be applied to the {} because it has payments or \
                     credit notes allocated to it.",
                    noun.to_lowercase()
                ));
            }
            Some(_) | None => {}
        }
        self.document.status = wanted;
    }

    fn apply_head(&mut self, request: &DocumentRequest) {
        let document = &mut self.document;
        document.date = request.date.unwrap_or(document.date);
        document.due = request.due.or(document.due);
        document.types = request.types.unwrap_or(document.types);
        document.branding = request.branding.or(document.branding);
        document.sent = request.sent.unwrap_or(document.sent);
        if let Some(reference) = &request.reference {
            document.reference.clone_from(reference);
        }
        if let Some(number) = &request.number {
            document.number.clone_from(number);
        }
        if request.url.is_some() {
            document.url.clone_from(&request.url);
        }
    }

    fn apply_contact(&mut self, ask: &mut Ask<'_>, request: &DocumentRequest) {
        let Some(request) = &request.contact else { return };
        let new = ask.ids.uuid();
        match contacts::resolve(&ask.organisation.books, request, new, ask.now) {
            Ok(Some(contact)) => {
                self.document.contact = Some(contact.id);
                let known = ask.organisation.books.contact(contact.id);
                self.contact = Some(contact).filter(|contact| known != Some(contact));
            }
            Ok(None) => {}
            Err(errors) => self.said.errors.extend(errors),
        }
    }

    /// The base currency, or one the organisation has added (facts §10.4).
    fn apply_currency(&mut self, organisation: &Organisation, request: &DocumentRequest) {
        let document = &mut self.document;
        let is_bound = document.kind.is_of_a_bank() && !document.kind.is_overpayment();
        let asked = request.currency.as_ref().filter(|_| !is_bound);
        let changes = asked.is_some_and(|code| *code != document.currency);
        if let Some(code) = asked {
            document.currency = code.to_ascii_uppercase();
        }
        let (base, currency) = (&organisation.base_currency, &document.currency);
        if currency == base {
            document.rate = Decimal::ONE;
            return;
        }
        let has_it = organisation.books.currencies.iter().any(|known| known.code == *currency);
        if !organisation.multicurrency || !has_it {
            let text = format!("Organisation is not subscribed to currency {currency}");
            self.said.errors.push(text);
            return;
        }
        let kept = Some(document.rate).filter(|rate| !changes && *rate != Decimal::ONE);
        let asked = request.rate.or(kept).or_else(|| day_rate(base, currency));
        document.rate = rate(asked.unwrap_or(Decimal::ONE));
        if document.rate <= Decimal::ZERO {
            document.rate = Decimal::ONE;
            self.said.errors.push("The CurrencyRate must be greater than zero.".to_owned());
        }
    }

    fn apply_lines(&mut self, ask: &mut Ask<'_>, requests: &[LineRequest]) {
        let document = &self.document;
        let unit_decimals = ask.unit_decimals();
        let mut lines = Lines {
            organisation: ask.organisation,
            kind: document.kind,
            types: document.types,
            keeps_types: self.keeps_types(),
            is_draft: document.status == DocumentStatus::Draft,
            unit_decimals,
            said: std::mem::take(&mut self.said),
        };
        let made = requests
            .iter()
            .map(|request| {
                let old = document.lines.iter().find(|old| Some(old.id) == request.id);
                lines.line(request, old, ask.ids.uuid())
            })
            .collect();
        self.said = lines.said;
        self.document.lines = made;
    }

    /// The rules over the whole document as it would be kept.
    fn check(&mut self, organisation: &Organisation) {
        let document = &self.document;
        let is_of_a_bank = document.kind.is_of_a_bank();
        let mut errors = Vec::new();
        if document.contact.is_none() && self.said.errors.is_empty() {
            errors.push(if is_of_a_bank {
                "The Contact must contain at least 1 of the following elements to identify the \
                 contact: Name, ContactID, ContactNumber"
            } else {
                "A Contact must be specified for this type of transaction"
            });
        }
        if document.lines.is_empty() {
            errors.push("One or more line items must be specified");
        }
        if document.status != DocumentStatus::Draft {
            errors.extend(incomplete(document));
            // A code nobody has was said already. A line of words alone needs no account.
            let lacks = |line: &Line| line.account.is_none() && !line.unit.is_zero();
            if self.said.errors.is_empty() && document.lines.iter().any(lacks) {
                errors.push("Account code must be specified");
            }
        }
        let total = document.total();
        if total < Decimal::ZERO {
            errors.push("The Total for this document must be greater than or equal to zero.");
        } else if is_of_a_bank && total.is_zero() {
            errors.push("The Total for this document must be greater than zero.");
        }
        if [&document.number, &document.reference].iter().any(|t| t.chars().count() > MAX_TEXT) {
            errors.push("A number or reference must have at most 255 characters.");
        }
        if document.url.as_ref().is_some_and(|url| !is_link(url)) {
            errors.push("The Url must be an absolute link that does not name Xero.");
        }
        self.said.errors.extend(errors.into_iter().map(str::to_owned));
        if !document.kind.is_overpayment() {
            let lines = document.lines.iter();
            let errors = lines.flat_map(|l| line_errors(organisation, l.account, &l.tax_type));
            self.said.errors.extend(errors);
        }
        let is_fixed = self.old.as_ref().is_some_and(|old| old.is_settled_in_part);
        if let Some(old) = self.old.as_ref().filter(|_| is_fixed)
            && fixed(&old.document) != fixed(&self.document)
        {
            self.refuse(SETTLED);
        }
    }

    /// Locked dates bind what is or was in the ledger.
    fn check_dates(&mut self, organisation: &Organisation) {
        let old = self.old.as_ref().map(|old| &old.document);
        let dates = old
            .into_iter()
            .chain([&self.document])
            .filter(|document| document.is_posted())
            .map(|document| document.date);
        self.said.errors.extend(locked(organisation, dates));
    }
}

fn blank(ask: &mut Ask<'_>, kind: DocumentKind) -> Document {
    let (types, status) = if kind.is_overpayment() {
        (LineAmountTypes::NoTax, DocumentStatus::Authorised)
    } else if kind.is_of_a_bank() {
        (LineAmountTypes::Inclusive, DocumentStatus::Authorised)
    } else {
        (LineAmountTypes::Exclusive, DocumentStatus::Draft)
    };
    Document {
        id: ask.ids.uuid(),
        kind,
        number: String::new(),
        reference: String::new(),
        contact: None,
        date: ask.organisation.today(ask.now),
        due: None,
        types,
        currency: ask.organisation.base_currency.clone(),
        rate: Decimal::ONE,
        status,
        lines: Vec::new(),
        url: None,
        branding: None,
        sent: false,
        bank: None,
        reconciled: false,
        credit: None,
        approved: None,
        by_app: true,
        updated: ask.now,
    }
}

/// What one that is to be approved lacks.
fn incomplete(document: &Document) -> Vec<&'static str> {
    let mut errors = Vec::new();
    if document.lines.iter().any(|line| line.description.trim().is_empty()) {
        errors.push("The description field is mandatory for each line item.");
    }
    if document.kind == DocumentKind::Invoice && document.due.is_none() {
        errors.push("Due date cannot be empty.");
    }
    errors
}

fn is_link(text: &str) -> bool {
    let is_web = |url: url::Url| matches!(url.scheme(), "http" | "https") && url.has_host();
    text.parse().is_ok_and(is_web) && !text.to_ascii_lowercase().contains("xero")
}

/// What must stay as it is once money or credit was applied (facts §7.1): all that an amount
/// comes from.
fn fixed(document: &Document) -> Document {
    let line = |line: &Line| Line {
        description: String::new(),
        item: None,
        account: None,
        tracking: Vec::new(),
        id: Uuid::nil(),
        ..line.clone()
    };
    Document {
        lines: document.lines.iter().map(line).collect(),
        number: String::new(),
        reference: String::new(),
        contact: None,
        due: None,
        url: None,
        branding: None,
        sent: false,
        status: DocumentStatus::Authorised,
        ..document.clone()
    }
}
