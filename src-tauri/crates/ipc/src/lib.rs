//! The one list of commands and events between window and program.
//!
//! Everything that crosses the edge is here: requests, answers, events and faults, each a plain
//! shape with serde and ts-rs on it. The crate knows no domain crate and has no behaviour, so that
//! a change of the core can't change the wire by accident: `app` converts, by hand, in one place.
//! [`typescript`] prints the same shapes for the window; `cargo xtask codegen` writes them down.
//!
//! Wire rules: names in camelCase, requests refuse fields they don't know, money is a decimal
//! string, days are `YYYY-MM-DD`, instants RFC 3339 in UTC, and no number needs more than 32 bits.

mod attention;
mod backups;
mod cashout;
mod chart;
mod commands;
mod connection;
mod contacts;
mod diagnosis;
mod documents;
mod drift;
mod events;
mod exports;
mod fault;
mod imports;
mod mapping_choices;
mod mappings;
mod notice;
mod people;
mod settings;
mod status;
mod sync_log;
mod transactions;
mod typescript;
mod wire;

pub use attention::{Attention, AttentionGroup, AttentionItem, CauseRef, Subject};
pub use backups::{Backup, Backups, DismissFound, FoundDocument, RestoreBackup, RestoredBook};
pub use cashout::{
    AccountTotal, CallPlan, Cashout, CashoutRequest, Category, CategoryTotal, DayState,
    JournalLine, JournalPreview, LineTransactionsRequest, OpenDay, SeparateDocument, SeparateGroup,
    TenderTotal,
};
pub use chart::{
    Account, AccountRef, AmountsAre, Chart, ChartChange, ChartRefresh, TaxRate, TrackingCategory,
    TrackingChoice, TrackingOption,
};
pub use commands::NAMES;
pub use connection::{ConnectStart, Connection, Organisation, OrganisationRef, SetClientId};
pub use contacts::{
    ContactChoice, ContactChoices, ContactLink, Contacts, CustomerRef, LinkContact, UnlinkContact,
};
pub use diagnosis::{SaveBundle, SavedBundle};
pub use documents::{
    Attempt, Document, DocumentKind, DocumentPage, DocumentRef, DocumentState, DocumentSummary,
    DocumentsRequest, PartRef, SkipDocument, SyncCashout, SyncOutcome, UndoPreview,
};
pub use drift::{Drift, DriftKind, DriftLine, DriftRef, DriftRequest, DriftSide, Drifts};
pub use events::{Changed, EVENT_NAMES, Progress, Run, Step, Topic};
pub use exports::{ExportFormat, ExportRequest, Exported};
pub use fault::{Code, Fault};
pub use imports::{
    DateOrder, ImportNeed, ImportOptions, ImportOutcome, ImportPreview, ImportPreviewRequest,
    ImportProfile, ImportRun, PickFile, PickedFile, Reject, TaxColumn, TaxShare, TotalCheck,
};
pub use mapping_choices::{
    AcceptSuggestions, Candidate, Candidates, CreateTrackingOption, EnablePayments, MappingsSaved,
    SetBank, SetGlCode, SetNoTaxType, SetRole, SetTax, SetTender, SetTracking, TaxTypeCandidate,
};
pub use mappings::{
    BankMapping, GlMapping, MappingState, MappingTarget, Mappings, NoTaxMapping, RoleMapping,
    Suggestion, TaxMapping, TaxTarget, TenderMapping, TrackingMapping, TrackingValue,
};
pub use notice::{Action, Notice};
pub use people::{
    AddPerson, AtWindow, AuditEntry, AuditLogPage, AuditLogRequest, AuditOutcome, LockAfter,
    People, Person, PersonRole, Pin, SavePerson, SetPin, SignIn,
};
pub use settings::{
    AddLocation, Chargebacks, ContactPolicy, DeferralPolicy, Drafts, Location, LocationRules,
    Locations, LockedDays, PostingMode, PostingModeChange, RangePosting, Rate, Rates, Recognition,
    SetPostingMode, Settings, TaxWay,
};
pub use status::{
    ChecklistItem, ChecklistStep, ConnectionState, Done, NoArguments, Status, SyncState,
};
pub use sync_log::{ExchangeResult, SyncLogEntry, SyncLogPage, SyncLogRequest};
pub use transactions::{
    HistoryEntry, Particular, Posting, Transaction, TransactionFilter, TransactionKind,
    TransactionLine, TransactionPage, TransactionPart, TransactionRef, TransactionSummary,
    TransactionTender, TransactionsRequest, WithdrawTransaction,
};
pub use typescript::typescript;
pub use wire::{
    AccountId, CauseId, Cursor, Day, DocumentId, GlCode, Instant, LineKey, LocationId, Money,
    OptionId, PartName, PersonId, PreviewId, RoleName, RunId, TaxCode, TaxType, TenantId,
    TenderName, TimeOfDay, TransactionId,
};
