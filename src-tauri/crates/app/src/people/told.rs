//! What a request is about, for the audit log: the words behind the deed's, and the ids. PINs,
//! client ids and addresses of files read are left out; a request that only asks says nothing.

use ipc::{
    AcceptSuggestions, AccountId, AddLocation, AddPerson, AuditLogRequest, CashoutRequest,
    CauseRef, ConnectStart, CreateTrackingOption, CustomerRef, DismissFound, DocumentRef,
    DocumentsRequest, DriftRef, DriftRequest, EnablePayments, ExportRequest, ImportPreviewRequest,
    ImportRun, LineTransactionsRequest, LinkContact, Location, LockAfter, MappingTarget,
    NoArguments, OrganisationRef, PartRef, PersonRole, PickFile, Rate, RestoreBackup, Run,
    SaveBundle, SavePerson, SetBank, SetClientId, SetGlCode, SetNoTaxType, SetPin, SetPostingMode,
    SetRole, SetTax, SetTender, SetTracking, Settings, SignIn, SkipDocument, SyncCashout,
    SyncLogRequest, TaxTarget, TransactionRef, TransactionsRequest, UnlinkContact,
    WithdrawTransaction,
};
use serde::Serialize;
use serde_json::Value;

/// The most characters of one request that the log keeps.
const WORDS_MAX: usize = 500;

/// What a request is about.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Subject {
    /// In words.
    pub(crate) words: String,
    /// The ids of what it is about.
    pub(crate) ids: Vec<String>,
    /// The account it gives, by id, code or name: the log says how people call it.
    pub(crate) account: Option<String>,
}

impl Subject {
    /// Words only.
    pub(crate) fn of(words: impl Into<String>) -> Self {
        let words: String = words.into();
        let words = words.chars().take(WORDS_MAX).collect();
        Self { words, ..Self::default() }
    }

    fn id(mut self, id: &impl ToString) -> Self {
        self.ids.push(id.to_string());
        self
    }

    fn account(mut self, account: Option<&AccountId>) -> Self {
        self.account = Some(account.map_or_else(|| "none".to_owned(), |id| id.0.clone()));
        self.ids.extend(account.map(|id| id.0.clone()));
        self
    }
}

/// A request that can say what it is about.
pub(crate) trait Told {
    /// What it is about.
    fn told(&self) -> Subject;
}

macro_rules! only_asks {
    ($($request:ty),* $(,)?) => {$(
        impl Told for $request {
            fn told(&self) -> Subject {
                Subject::default()
            }
        }
    )*};
}

only_asks!(
    DriftRequest,
    AuditLogRequest,
    CashoutRequest,
    // The client id is the business's own affair.
    ConnectStart,
    CustomerRef,
    DocumentsRequest,
    ImportPreviewRequest,
    LineTransactionsRequest,
    MappingTarget,
    NoArguments,
    PickFile,
    Run,
    // Where it goes is on this machine only.
    SaveBundle,
    SetClientId,
    // Who signs in is noted by name.
    SignIn,
    SyncLogRequest,
    TransactionRef,
    TransactionsRequest,
);

macro_rules! tells {
    ($($request:ty: |$it:ident| $subject:expr;)*) => {$(
        impl Told for $request {
            fn told(&self) -> Subject {
                let $it = self;
                $subject
            }
        }
    )*};
}

tells! {
    AddPerson: |it| Subject::of(format!("{}, {}", it.name, role(it.role)));
    SavePerson: |it| Subject::of(format!(
        "{}, {}, {}",
        it.name,
        role(it.role),
        if it.active { "may sign in" } else { "may not sign in" },
    )).id(&it.id);
    SetPin: |it| Subject::default().id(&it.id);
    LockAfter: |it| Subject::of(match it.minutes {
        Some(minutes) => format!("after {minutes} minutes"),
        None => "never".to_owned(),
    });
    OrganisationRef: |it| Subject::of(it.name.clone()).id(&it.id);

    SyncCashout: |it| {
        let days = Subject::of(days(&it.from, &it.to));
        it.location.iter().fold(days, Subject::id)
    };
    DocumentRef: |it| Subject::of(format!("document {}", it.document)).id(&it.document);
    SkipDocument: |it| {
        Subject::of(format!("document {}, because: {}", it.document, it.why)).id(&it.document)
    };
    DriftRef: |it| Subject::of(format!("drift {}", it.drift)).id(&it.drift);
    RestoreBackup: |it| Subject::of(it.file.clone());
    DismissFound: |it| {
        Subject::of(format!("document {}, because: {}", it.document, it.why)).id(&it.document)
    };
    CauseRef: |it| Subject::of(it.cause.to_string());
    PartRef: |it| {
        Subject::of(format!("{} of transaction {}", it.part, it.transaction)).id(&it.transaction)
    };

    SetRole: |it| Subject::of(it.role.to_string()).account(it.account.as_ref());
    SetGlCode: |it| Subject::of(it.code.to_string()).account(it.account.as_ref());
    SetTax: |it| match &it.target {
        Some(TaxTarget::Account { account, .. }) => {
            Subject::of(it.tax.to_string()).account(Some(account))
        }
        Some(TaxTarget::TaxType { tax_type, .. }) => {
            Subject::of(format!("{} → {tax_type}", it.tax))
        }
        None => Subject::of(it.tax.to_string()).account(None),
    };
    SetTender: |it| Subject::of(it.tender.to_string()).account(it.account.as_ref());
    SetBank: |it| Subject::of(it.bank.clone()).account(it.account.as_ref());
    SetTracking: |it| Subject::of(format!(
        "{} → {}",
        it.field,
        it.category.as_deref().unwrap_or("none"),
    ));
    SetNoTaxType: |it| {
        Subject::of(it.tax_type.as_ref().map_or("the usual one", |one| one.as_str()))
    };
    CreateTrackingOption: |it| Subject::of(format!("{}: {}", it.category, it.option));
    EnablePayments: |it| Subject::default().account(Some(&it.account));
    AcceptSuggestions: |it| Subject::of(match it.targets.len() {
        0 => "all that are sure".to_owned(),
        count => format!("{count} of them"),
    });
    LinkContact: |it| Subject::of(match &it.contact {
        Some(contact) => format!("{} → {contact}", it.customer),
        None => format!("{}, as a new contact", it.customer),
    });
    UnlinkContact: |it| Subject::default().id(&it.id);
    Rate: |it| Subject::of(format!("{} on {}, {}", it.currency, it.day, it.rate));

    WithdrawTransaction: |it| {
        let words = format!("transaction {}, because: {}", it.transaction, it.why);
        Subject::of(words).id(&it.transaction)
    };
    ImportRun: |it| Subject::default().id(&it.preview);
    Settings: |it| Subject::of(fields(&Settings { client_id: None, ..it.clone() }));
    AddLocation: |it| Subject::of(it.name.clone());
    Location: |it| Subject::of(format!(
        "{}, {}, day end {}, {}",
        it.name,
        it.zone,
        it.day_end,
        fields(&it.rules),
    )).id(&it.id);
    SetPostingMode: |it| Subject::of(fields(it)).id(&it.location);
    ExportRequest: |it| Subject::of(fields(&ExportRequest { path: None, ..it.clone() }));
}

/// A role of a person, as people say it.
pub(super) const fn role(role: PersonRole) -> &'static str {
    match role {
        PersonRole::FrontDesk => "front desk",
        PersonRole::Bookkeeper => "bookkeeper",
        PersonRole::Administrator => "administrator",
    }
}

fn days(from: &ipc::Day, to: &ipc::Day) -> String {
    if from == to { from.to_string() } else { format!("{from} to {to}") }
}

/// The fields of a request that say something: "deposits automatic, drafts none".
fn fields(request: &impl Serialize) -> String {
    let Ok(Value::Object(fields)) = serde_json::to_value(request) else { return String::new() };
    let said = fields.iter().filter_map(|(name, value)| match value {
        Value::Null | Value::Array(_) | Value::Object(_) => None,
        Value::String(text) if text.is_empty() => None,
        Value::String(text) => Some(format!("{name} {text}")),
        Value::Bool(_) | Value::Number(_) => Some(format!("{name} {value}")),
    });
    said.collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use ipc::{Pin, RoleName};

    use super::*;

    #[test]
    fn what_is_secret_is_not_told() {
        let add = AddPerson {
            name: "Ana".to_owned(),
            role: PersonRole::Administrator,
            pin: Pin::new("4711"),
        };
        assert_eq!(add.told().words, "Ana, administrator");
        let pin = SetPin { id: "3".into(), pin: Pin::new("4711"), own: Pin::new("4712") };
        assert_eq!(pin.told(), Subject { ids: vec!["3".to_owned()], ..Subject::default() });
        let connect = ConnectStart { client_id: Some("DA7B00C5".to_owned()) };
        assert_eq!(connect.told(), Subject::default());
    }

    #[test]
    fn an_account_that_is_given_is_named() {
        let account = Some(AccountId("820".to_owned()));
        let set = SetRole { role: RoleName::from("tips-payable"), account, tax_type: None };
        let told = set.told();
        assert_eq!((told.words.as_str(), told.account.as_deref()), ("tips-payable", Some("820")));
        assert_eq!(told.ids, ["820"]);
    }

    #[test]
    fn a_text_without_end_is_cut() {
        let skip = SkipDocument { document: "7".into(), why: "x".repeat(5_000) };
        assert_eq!(skip.told().words.chars().count(), WORDS_MAX);
    }
}
