//! The HTTP client of Xero: sign-in, wire types, errors, limits. The only place that says HTTP.
//!
//! It knows Xero's protocol and nothing else: no book, no posting rule, no settings, no
//! environment variable. What it needs (origins, vault, clock, randomness) comes in as arguments,
//! so that the same code runs against Xero, the simulator and a test in the same process.
//!
//! A caller goes through three steps:
//! 1. [`SignIn`] opens the loopback redirect, gives the address for the browser and ends with a
//!    [`TokenSet`].
//! 2. [`Session`] keeps those tokens fresh and lists the organisations they open.
//! 3. [`Client`] speaks to one organisation. Every failure is an [`Error`], and
//!    [`Error::outcome`] says whether Xero may have acted on the request all the same.
//!
//! Rules of Xero are cited as "facts §n": the fact sheet the project was built from.

mod auth;
mod client;
mod error;
mod limits;
mod observe;
mod origins;
mod refusal;
mod session;
mod tokens;
mod transport;
mod wire;
mod xeros_clock;

pub use auth::{
    Answered, LOOPBACK_PORTS, SCOPES, SIGN_IN_PATIENCE, SignIn, SignInError, SignInParts, SignedIn,
};
pub use client::{
    ATTACHMENT_BYTES_MAX, Answer, CHANGED_PAGES_MAX, Client, Endpoint, FILE_NAME_MAX,
    HISTORY_NOTE_MAX, InvalidAttachment, LOOK_UP_PAGES_MAX, NewAttachment, Page,
    WRITE_LEAVES_WITHIN, account_body, account_payments_body, allocation_body,
    bank_transaction_body, bank_transaction_deletion_body, contact_body, credit_note_body,
    credit_note_status_body, history_note_body, invoice_body, invoice_status_body, is_searchable,
    manual_journal_body, payment_body, payment_deletion_body, tracking_option_body,
    void_manual_journal_body,
};
pub use error::{Error, Outcome, RateLimit, Retry};
pub use limits::{Budget, CALLS_A_MINUTE, DAY_RESERVE, Limits, MINUTE_RESERVE, Priority};
pub use observe::{Exchange, NoObserver, Observer};
pub use origins::{InvalidOrigin, Origins};
pub use refusal::{Lock, Refusal};
pub use session::{Session, SessionParts};
pub use tokens::{
    AccessToken, FileRefreshLock, LockError, MemoryVault, RefreshGuard, RefreshLock, RefreshToken,
    SealedVault, TokenSet, TokenVault, VaultChoice, VaultError, VaultKind, VaultPlaces, open_vault,
};
pub use transport::{
    BODY_BYTES_MAX, BoxFuture, CONNECT_TIMEOUT, HttpTransport, Request, Response, Sent, Transport,
    TransportError, WHOLE_TIMEOUT,
};
pub use uuid::Uuid;
pub use wire::{
    Account, AccountClass, AccountKey, AccountStatus, AccountType, Action, Allocation, Attachment,
    BankTransaction, BankTransactionStatus, BankTransactionType, Connection, Contact,
    ContactStatus, CreditNote, CreditNoteType, CreditNoteUse, Currency, DocumentLine, HistoryNote,
    Invoice, InvoiceStatus, InvoiceType, JournalLine, JournalStatus, LineAmountTypes,
    ManualJournal, NewAccount, NewAllocation, NewBankTransaction, NewContact, NewCreditNote,
    NewInvoice, NewJournalLine, NewLine, NewManualJournal, NewPayment, NewTracking,
    NewTrackingOption, Organisation, Payment, PaymentStatus, PaymentTarget, PaymentType,
    PaymentUse, SystemAccount, TaxComponent, TaxRate, TaxRateStatus, TrackingCategory,
    TrackingOption, TrackingStatus, TrackingUse,
};
