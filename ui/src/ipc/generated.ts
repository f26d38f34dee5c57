// Made by `cargo xtask codegen` from src-tauri/crates/ipc. Never edit it by hand.

/** Takes the first suggestion of each of these. */
export type AcceptSuggestions = {
/** Which; everything that has a suggestion and no account when empty. */
targets: Array<MappingTarget>, };

/** An account of the chart. */
export type Account = {
/** Xero's id. */
id: AccountId,
/** Its code; bank accounts may have none. */
code: string | null,
/** Its name. */
name: string,
/** Xero's type (`CURRLIAB`, `SALES`). */
accountType: string,
/** The type in words: "Current liability". */
typeName: string,
/** Its default tax type. */
taxType: TaxType | null,
/** Xero's name of its special job (`DEBTORS`, `GST`, `ROUNDING`), if any. */
system: string | null,
/** Archived in Xero: it can't be posted to. */
archived: boolean, };

/** A Xero account, by Xero's own id: bank accounts may have no code. */
export type AccountId = string & { readonly brand: "AccountId" };

/** Names an account. */
export type AccountRef = {
/** Xero's id. */
id: AccountId,
/** Its code; bank accounts may have none. */
code: string | null,
/** Its name. */
name: string, };

/** What goes to one account. */
export type AccountTotal = {
/** The account; absent while a GL code has none. */
account: AccountRef | null,
/** The account's name, or the unmapped code in words. */
label: string,
/** The debit, when debits are more. */
debit: Money | null,
/** The credit, when credits are more. */
credit: Money | null,
/** Transactions that touch it. */
transactions: number, };

/** Something a person can do about it. The window has the words; this has the target. */
export type Action = { "kind": "map",
/** What to map. */
target: MappingTarget, } | { "kind": "connect" } | { "kind": "refreshChart" } | { "kind": "openCashout",
/** Where; the only location when absent. */
location: LocationId | null,
/** The first day. */
from: Day,
/** The last day. */
to: Day, } | { "kind": "showTransactions",
/** Which ones. */
filter: TransactionFilter, } | { "kind": "openDocument",
/** Which one. */
document: DocumentId, } | { "kind": "viewInXero",
/** Which one. */
document: DocumentId, } | { "kind": "retry",
/** Which one. */
document: DocumentId, } | { "kind": "retryCause",
/** Which cause. */
cause: CauseId, } | { "kind": "hold",
/** Which one. */
document: DocumentId, } | { "kind": "skip",
/** Which one. */
document: DocumentId, } | { "kind": "keep",
/** Which one. */
document: DocumentId, } | { "kind": "undo",
/** Which one. */
document: DocumentId, } | { "kind": "moveToCashout",
/** The transaction. */
transaction: TransactionId,
/** The part of it. */
part: PartName, } | { "kind": "checkApprovals" } | { "kind": "enterRate",
/** ISO 4217 code of the currency. */
currency: string,
/** The business date; today's when absent. */
day: Day | null, } | { "kind": "chooseContact",
/** The customer, as the desk calls them. */
customer: string, } | { "kind": "enablePayments",
/** Which account. */
account: AccountId, } | { "kind": "createTrackingOption",
/** The category's name. */
category: string,
/** The option's name. */
option: string, } | { "kind": "editLocation",
/** Which one. */
location: LocationId, } | { "kind": "import" };

/** Adds a location with the default's zone, day end and tax way. */
export type AddLocation = {
/** Its name; not one that is taken. */
name: string, };

/**
 * Adds a person. The first is an administrator, and signed in at once: from then on somebody
 * signs in at every window.
 */
export type AddPerson = {
/** Their name; not one that is taken. */
name: string,
/** What they may do. */
role: PersonRole,
/** Their PIN: 4 to 12 digits. */
pin: Pin, };

/** Whether a journal's amounts carry their tax (Xero's `LineAmountTypes`). */
export type AmountsAre = "inclusive" | "noTax";

/** Who is at this window, and what they may do. */
export type AtWindow = {
/** Whether somebody has to sign in: true as soon as the book has people. */
peopleSignIn: boolean,
/** Who has signed in. */
person: Person | null,
/** The commands that would be refused now, for buttons to hide or to disable. */
mayNot: (keyof Commands)[],
/**
 * After how many idle minutes whoever is signed in is signed out; 15 where nobody decided it,
 * never where absent.
 */
lockAfterMinutes: number | null, };

/** One attempt to send a document. */
export type Attempt = {
/** When it was begun. */
at: Instant,
/** What came of it, in a sentence. */
message: string,
/** Xero's own words, if it said any. */
xeroSaid: string | null, };

/** All that needs a person. */
export type Attention = {
/** One group a cause, the largest amount first. */
groups: Array<AttentionGroup>,
/** Documents and transactions in all groups. */
total: number, };

/** All that waits for the same mending. */
export type AttentionGroup = {
/** The cause. */
cause: CauseId,
/** The cause in a few words: "GL code 6545 has no account". */
title: string,
/** What happened, whether anything is lost, what to do. */
sentence: string,
/** How many wait for it; `items` may hold only the first of them. */
count: number,
/** What they come to. */
amount: Money,
/** The buttons that mend it, the best first. */
actions: Array<Action>,
/** What waits, oldest first. */
items: Array<AttentionItem>, };

/** Something that needs a person. */
export type AttentionItem = {
/** What it is. */
subject: Subject,
/** It in a few words: "Cashout, Main Dock" or "Sale 1042". */
title: string,
/** Its date. */
date: Day,
/** Its amount. */
amount: Money,
/** ISO 4217 code of the amount. */
currency: string,
/** Since when it waits. */
since: Instant,
/** What is particular to it, if anything. */
detail: string | null,
/** Xero's own words, if it said any. */
xeroSaid: string | null,
/** What can be done with this one alone. */
actions: Array<Action>, };

/** One thing somebody did. PINs, tokens and codes are never in it. */
export type AuditEntry = {
/** Its number in the log, as a string. */
id: string,
/** When it was begun. */
at: Instant,
/** Who did it, by the name they had then; "desk" where nobody signs in. */
who: string,
/** The command. */
command: string,
/** What it was, in a sentence. */
what: string,
/** The ids of what it was about. */
ids: Array<string>,
/** What came of it. */
outcome: AuditOutcome,
/** Why it was refused or failed. */
message: string | null, };

/** A page of the audit log. */
export type AuditLogPage = {
/** The entries. */
entries: Array<AuditEntry>,
/** Where the next page starts, if there is one. */
next: Cursor | null,
/** The end of the log's chain: another one than was written down before means a lost entry. */
mark: string | null, };

/** Asks for the audit log, newest first. What is absent or empty does not narrow. */
export type AuditLogRequest = {
/** Part of who, what, an id or the message. */
search: string | null,
/** Of this name only. */
who: string | null,
/** The first day, in UTC. */
from: Day | null,
/** The last day, in UTC. */
to: Day | null,
/** With this outcome only. */
outcome: AuditOutcome | null,
/** Where to go on; the start when absent. */
cursor: Cursor | null, };

/** What came of what somebody did. */
export type AuditOutcome = "done" | "refused" | "failed" | "open";

/** One backup. */
export type Backup = {
/** The file, as `restore_backup` wants it. */
file: string,
/** The day it was made. */
day: Day,
/** Why it was made, in a few words: "daily", "before an upgrade". */
kind: string,
/** That it is no backup, but a copy of a damaged book: what it holds is not what was recorded. */
damaged: boolean, };

/** The backups of this book. */
export type Backups = {
/** Newest first. */
backups: Array<Backup>,
/** The folder they lie in. */
folder: string,
/** Why today's could not be made, where it could not. */
problem: string | null,
/** That the book was put back and Xero was not asked yet what was sent since. */
restored: RestoredBook | null,
/** What Xero has of this book's making and the book does not know. */
found: Array<FoundDocument>, };

/** A bank account by the name the desk gives it. */
export type BankMapping = {
/** The name. */
bank: string,
/** How it stands. */
state: MappingState,
/** Its account. */
account: AccountRef | null,
/** What is wrong with it, in a sentence. */
problem: string | null, };

/** What sending costs of Xero's limits of calls, about. */
export type CallPlan = {
/** Documents to be sent. */
documents: number,
/** Calls to Xero, with those that read the chart and find contacts. */
calls: number,
/** Calls left of this minute, as Xero last said; absent where it said nothing. */
minuteLeft: number | null,
/** Calls left of this day, as Xero last said; absent where it said nothing. */
dayLeft: number | null,
/** How many of the documents the rest of the day has calls for. */
today: number,
/** How long those of today take, in seconds. */
takesSeconds: number,
/** All that in a sentence, where it is worth a person's while. */
message: string | null, };

/** An account in a combobox. */
export type Candidate = {
/** The account. */
account: AccountRef,
/** Its type in words: "Current asset". */
typeName: string,
/** Why it may not be chosen; absent when it may. */
refused: string | null,
/** Why it may be chosen with care; absent when there is nothing to say. */
warning: string | null,
/** Why it is suggested; absent when it is not. */
suggested: string | null, };

/** What could be chosen for something that can be mapped. */
export type Candidates = {
/** Every account, those that may be chosen first, the suggested ones before them. */
accounts: Array<Candidate>,
/** Every tax type; empty where none can be chosen. */
taxTypes: Array<TaxTypeCandidate>,
/** The tracking categories; empty where none can be chosen. */
tracking: Array<TrackingCategory>, };

/** The review: a pure sum of what is recorded, and what would be sent. */
export type Cashout = {
/** The location reviewed. */
location: LocationId,
/** Its name. */
locationName: string,
/** The first business date. */
from: Day,
/** The last business date. */
to: Day,
/** ISO 4217 code of every amount here. */
currency: string,
/** Where these days stand. */
state: DayState,
/** Transactions of these days, in both halves. */
transactions: number,
/** What the till took in these days: both halves together, less what went to the bank. */
taken: Money,
/** The half that goes into the journals below. */
inCashout: Money,
/** The half that is posted by documents of its own. */
separately: Money,
/** What was counted and what should have been there, where the drawer was counted. */
overShort: Money | null,
/** Totals by way of paying, both halves. */
byTender: Array<TenderTotal>,
/** Totals by account of this cashout's half. */
byAccount: Array<AccountTotal>,
/** Totals by kind of amount of this cashout's half. */
byCategory: Array<CategoryTotal>,
/** The exact journals to be made: one, or several where the range must be split. */
journals: Array<JournalPreview>,
/** What leaves this cashout out, each with its own state. */
postedSeparately: Array<SeparateDocument>,
/** The same summed by what happened and what it becomes in Xero. */
separateGroups: Array<SeparateGroup>,
/** What keeps it from being sent now. It can be closed and queued all the same. */
blockers: Array<Notice>,
/** What a person should know but may pass over. */
warnings: Array<Notice>,
/** Cashout documents made for these days before, newest first. */
documents: Array<DocumentSummary>,
/** Days before `from` that were never closed, oldest first. */
earlierOpenDays: Array<OpenDay>,
/**
 * What sending this costs of Xero's limits, with all that waits already; absent where there
 * is nothing to send.
 */
calls: CallPlan | null, };

/** Asks for the review of a day or a range. */
export type CashoutRequest = {
/** Where; the first location when absent. */
location: LocationId | null,
/** The first business date. */
from: Day,
/** The last business date, not before `from`. */
to: Day, };

/** A kind of amount that is shown apart. */
export type Category = "sales" | "refunds" | "discounts" | "surcharges" | "tax" | "tips" | "other" | "drawer";

/** What one kind of amount sums to. */
export type CategoryTotal = {
/** Which kind. */
category: Category,
/** A part of it by name (`GST`), or absent for the kind as a whole. */
label: string | null,
/** The sum; what lowers the takings is negative. */
amount: Money,
/** Transactions that have it. */
transactions: number, };

/** One cause in *Needs attention*: all that waits for the same mending. */
export type CauseId = string & { readonly brand: "CauseId" };

/** Names a cause. */
export type CauseRef = {
/** Which one. */
cause: CauseId, };

/** Something in the book changed. */
export type Changed = {
/** What kind of thing. */
topic: Topic,
/** Which one, when it is one. */
id: string | null, };

/** Where chargebacks go. */
export type Chargebacks = "expense" | "owed";

/** The chart as last read. */
export type Chart = {
/** Every account, by code. */
accounts: Array<Account>,
/** Every tax rate, by name. */
taxRates: Array<TaxRate>,
/** The tracking categories; Xero allows two active ones. */
tracking: Array<TrackingCategory>,
/** When it was read; absent before the first time. */
refreshedAt: Instant | null, };

/** One difference between the chart and the one read before. */
export type ChartChange = {
/** What changed, in a sentence: "Account 260 Boats was archived." */
message: string,
/** Whether a mapping is broken by it. */
breaksMapping: boolean,
/** The buttons that mend what it broke. */
actions: Array<Action>, };

/** What reading the chart again brought. */
export type ChartRefresh = {
/** The chart as it is now. */
chart: Chart,
/** What is different from before; empty the first time. */
changes: Array<ChartChange>, };

/** One step of the first start. */
export type ChecklistItem = {
/** Which step. */
step: ChecklistStep,
/** Whether it is done. */
done: boolean,
/** Where it stands, in a few words: "2 of 3 codes have an account". */
detail: string | null, };

/** The steps of the first start, in their order. */
export type ChecklistStep = "connect" | "roles" | "firstFile" | "glCodes" | "firstCashout";

/**
 * What kind of failure it is. A kind is listed only when the window treats it apart:
 * another button, another place on the screen, another tone.
 */
export type Code = "invalid_input" | "not_found" | "already_done" | "cancelled" | "person_needed" | "not_allowed" | "not_connected" | "reconnect_needed" | "sign_in_failed" | "other_organisation" | "xero_unreachable" | "xero_busy" | "xero_refused" | "unmapped" | "mapping_refused" | "period_locked" | "nothing_to_post" | "file_unreadable" | "file_not_recognised" | "vault_unavailable" | "book_busy" | "book_is_newer" | "book_failed" | "practice_failed" | "internal";

/** Starts a sign-in in the system browser. */
export type ConnectStart = {
/** The client id of the user's own Xero app; the one in settings when absent. */
clientId: string | null, };

/** How far a sign-in has come. */
export type Connection = { "kind": "idle" } | { "kind": "waiting",
/** The page to open by hand if no browser came up. Holds no secret. */
authorizeUrl: string,
/** When we stop waiting. */
expiresAt: Instant, } | { "kind": "choose",
/** The choices. */
organisations: Array<Organisation>, } | { "kind": "connected",
/** Which one. */
organisation: OrganisationRef, } | { "kind": "failed",
/** Why. */
fault: Fault, };

/** Whether Xero can be spoken to. */
export type ConnectionState = { "kind": "none" } | { "kind": "connected",
/** When the sign-in lapses if Daybook is not used before. */
lapsesAt: Instant | null,
/**
 * Whether that is so near that somebody should see to it: renewing it has failed for
 * weeks.
 */
lapsesSoon: boolean, } | { "kind": "offline",
/** Since when. */
since: Instant,
/** As of a connection that works. */
lapsesAt: Instant | null,
/** As of a connection that works. */
lapsesSoon: boolean, } | { "kind": "lapsed" };

/** A contact a customer may be. */
export type ContactChoice = {
/** Xero's id of it. */
id: string,
/** Its name in Xero. */
name: string,
/** Its address for mail. */
email: string | null,
/** Why it cannot be chosen; absent when it can. */
refused: string | null, };

/** The contacts a customer may be. */
export type ContactChoices = {
/** The customer, as the desk calls them. */
customer: string,
/** The contacts, the likest first. */
contacts: Array<ContactChoice>, };

/** A customer and the contact in Xero. */
export type ContactLink = {
/** What the customer is called in the book. */
customer: string,
/** The contact's name when it was linked. */
contact: string,
/** Xero's id of it. */
id: string,
/** Who linked it. */
who: string, };

/** What happens for a customer without a contact in Xero. */
export type ContactPolicy = "create" | "ask";

/** Every customer who has a contact. */
export type Contacts = {
/** The links, by customer. */
contacts: Array<ContactLink>,
/** What saving brought, in a sentence. */
message: string | null, };

/** Creates a tracking option in Xero. */
export type CreateTrackingOption = {
/** The category's name. */
category: string,
/** The option's name. */
option: string, };

/** Where the next page starts. Opaque: it is only ever handed back. */
export type Cursor = string & { readonly brand: "Cursor" };

/** Names a customer. */
export type CustomerRef = {
/** The customer, as the desk calls them. */
customer: string, };

/** The order of a date's numbers. */
export type DateOrder = "yearFirst" | "monthFirst" | "dayFirst";

/** A calendar day, `YYYY-MM-DD`: a business date at its location unless said otherwise. */
export type Day = string & { readonly brand: "Day" };

/** Where the reviewed days stand. */
export type DayState = { "kind": "nothingToPost" } | { "kind": "open" } | { "kind": "queued" } | { "kind": "needsAttention" } | { "kind": "posted" } | { "kind": "supplement" };

/** When deposits and check-ins are posted. */
export type DeferralPolicy = "automatic" | "withCashout";

/** Says that what was found in Xero is another thing than a document that waits. */
export type DismissFound = {
/** The document that waits. */
document: DocumentId,
/** The `reference` of what was found; may be absent where only one thing may be the document. */
reference: string | null,
/** Why; kept. */
why: string, };

/** A document with all that is known of it. */
export type Document = {
/** What the list shows. */
summary: DocumentSummary,
/** Whether its amounts carry their tax. */
amountsAre: AmountsAre,
/**
 * The side that Xero adds itself, as a line: Accounts Receivable, a bank account. Both columns
 * balance with it.
 */
counter: JournalLine | null,
/** The contact it goes to, as its customer is called. */
contact: string | null,
/** When an invoice is due. */
due: Day | null,
/** Units of its currency for one of the organisation's, where that is another. */
rate: string | null,
/** Where its sheet stands: "Attached in Xero."; absent where none is wanted. */
evidence: string | null,
/** The document it pays, takes from or takes back. */
about: DocumentSummary | null,
/** The documents that pay it, are set off against it or take it back. */
dependents: Array<DocumentSummary>,
/** Its lines as sent. */
lines: Array<JournalLine>,
/** Sum of the debit column. */
debits: Money,
/** Sum of the credit column. */
credits: Money,
/** Transactions it has claimed. */
transactions: number,
/** Who made it: a person by name, "desk" where nobody signs in, Daybook by itself. */
madeBy: string,
/** Every attempt to send it, oldest first. */
attempts: Array<Attempt>,
/** What can be done with it now. */
actions: Array<Action>, };

/** A document of ours: a journal, invoice, payment … in this book. */
export type DocumentId = string & { readonly brand: "DocumentId" };

/** What a document is in Xero. */
export type DocumentKind = "manual_journal" | "invoice" | "credit_note" | "payment" | "allocation" | "bank_transaction";

/** A page of documents. */
export type DocumentPage = {
/** The documents. */
documents: Array<DocumentSummary>,
/** Where the next page starts, if there is one. */
next: Cursor | null,
/** How many there are in all. */
total: number, };

/** Names a document. */
export type DocumentRef = {
/** Which one. */
document: DocumentId, };

/** How far a document has come. */
export type DocumentState = "draft" | "queued" | "sending" | "posted" | "rejected" | "unknown" | "held" | "skipped" | "undone" | "awaiting_approval";

/** A document in a list. */
export type DocumentSummary = {
/** Its id. */
id: DocumentId,
/** What it is in Xero. */
kind: DocumentKind,
/** How far it has come. */
state: DocumentState,
/** What it is to a person: "Cashout, Main Dock". */
title: string,
/** Its date in Xero. */
date: Day,
/** Its total: the debit column of a journal. */
amount: Money,
/** ISO 4217 code of the amount. */
currency: string,
/** Xero's own number of an invoice or a credit note, once posted. */
number: string | null,
/** How often it was sent. */
attempts: number,
/** Xero's id, once posted. */
xeroId: string | null,
/** Its page in Xero or in the simulator, once posted. */
link: string | null,
/** The narration or reference it is found by. */
narration: string | null,
/** What happened, whether anything is lost, what is next. Absent when all is well. */
message: string | null,
/** When its state last changed. */
changedAt: Instant, };

/** Asks for documents, newest first. */
export type DocumentsRequest = {
/** Only these states; every state when empty. */
states: Array<DocumentState>,
/** Where to go on; the start when absent. */
cursor: Cursor | null, };

/** The answer of a command whose effect is all there is to say. */
export type Done = Record<string, never>;

/** Which documents wait in Xero as drafts. */
export type Drafts = "none" | "journals" | "invoices" | "all";

/** One drift, three ways. */
export type Drift = {
/** Its number. */
id: string,
/** How it differs. */
kind: DriftKind,
/** The document of this book. */
document: DocumentSummary,
/** What is different, in sentences. */
message: string,
/** The name in Xero of what was looked at. */
reference: string,
/** When it was noticed. */
foundAt: Instant,
/** What was sent. */
sent: DriftSide,
/** What Xero answered then. */
answered: DriftSide | null,
/** What is there now; of a duplicate, the other one. */
now: DriftSide,
/** How it ended, in a few words: "accepted by Bea"; open where absent. */
settled: string | null,
/** Whether it can be posted again. */
canRepost: boolean, };

/** How what is in Xero differs. */
export type DriftKind = "edited" | "voided" | "reconciled" | "duplicate";

/** A line of it. */
export type DriftLine = {
/** The account, by its code or name. */
account: string,
/** The amount, debit positive. */
amount: Money,
/** Its tax type. */
taxType: string,
/**
 * How it is tracked, in the order of the categories' names; absent where a line has no
 * tracking, or it was read before tracking was kept.
 */
tracking: Array<TrackingChoice> | null, };

/** Names a drift. */
export type DriftRef = {
/** Its number. */
drift: string, };

/** Which drifts. */
export type DriftRequest = {
/** Those that were settled, too. */
all: boolean, };

/** A document as one of the three has it. */
export type DriftSide = {
/** Xero's word for how it stands; none of what was sent. */
status: string | null,
/** Its date. */
day: Day,
/** The currency of its amounts, ISO 4217. */
currency: string,
/**
 * Units of that currency for one of the organisation's, where that is another; absent where it
 * was left to Xero, too.
 */
rate: string | null,
/** Its lines. */
lines: Array<DriftLine>, };

/** What in Xero is not as it was posted. */
export type Drifts = {
/** When Xero was last looked at; never where absent. */
checkedAt: Instant | null,
/** How many are open. */
open: number,
/** Newest first. */
drifts: Array<Drift>, };

/** Lets payments be made to an account, in Xero. */
export type EnablePayments = {
/** The account. */
account: AccountId, };

/** What came of an exchange. */
export type ExchangeResult = "done" | "refused" | "busy" | "noAnswer";

/** What a file holds. */
export type ExportFormat = "hledger" | "beancount" | "csv" | "xlsx" | "xero-csv" | "pdf";

/** Writes a file of the book. */
export type ExportRequest = {
/** What it holds. */
format: ExportFormat,
/** The location of a sheet; every one for what was posted. */
location: LocationId | null,
/** The first day; of everything when absent. */
from: Day | null,
/** The last day. */
to: Day | null,
/** The file, which must not exist yet; the person is asked when absent. */
path: string | null, };

/** A file that was written. */
export type Exported = {
/** Its path; absent when the person thought better of it. */
path: string | null,
/** How many documents are in it. */
documents: number,
/** What is in it, in a sentence. */
message: string, };

/** Why a command did not do what it was asked. */
export type Fault = {
/** The kind, the only thing code may look at. */
code: Code,
/** One plain sentence: what happened, and whether anything is lost. */
message: string,
/** What to do now, if there is something. */
hint: string | null,
/** The request's field at fault, by its wire name. */
field: string | null,
/** A short id that is also in the log. */
reference: string | null, };

/** A document in Xero that this book made and does not know. */
export type FoundDocument = {
/** Its narration or Reference in Xero. */
reference: string,
/** What it is. */
kind: DocumentKind,
/** Its date. */
day: Day,
/** What it comes to. */
total: Money,
/** The documents here that may be the same; none where nothing is. */
mayBe: Array<DocumentId>, };

/** What an item carries to say which account it goes to. */
export type GlCode = string & { readonly brand: "GlCode" };

/** A GL code and its account. */
export type GlMapping = {
/** The code. */
code: GlCode,
/** Where it is used: "Kayak tour, Paddle". */
usedBy: string,
/** Transactions with it that no document has claimed. */
transactions: number,
/** What waits on it. */
waiting: Money,
/** How it stands. */
state: MappingState,
/** Its account. */
account: AccountRef | null,
/** The tax type its lines carry; the account's own when absent. */
taxType: TaxType | null,
/** The tracking options its lines carry. */
tracking: Array<TrackingChoice>,
/** What is wrong with it, in a sentence. */
problem: string | null,
/** The nearest accounts, the best first. */
suggestions: Array<Suggestion>, };

/** Something that happened to a transaction. */
export type HistoryEntry = {
/** When. */
at: Instant,
/** What, in a sentence. */
message: string, };

/** Something to be chosen before the file can be imported. */
export type ImportNeed = "revenue" | "tax" | "location";

/** What a file does not say itself. What is absent is taken from the profile's memory. */
export type ImportOptions = {
/** The profile by name; recognised by the header line when absent. */
profile: string | null,
/** The GL code of sales that name none. */
revenue: GlCode | null,
/** How to read a tax column that names no tax. */
tax: TaxColumn | null,
/** The location of rows that name none. */
location: LocationId | null,
/**
 * In which order the numbers of its dates stand; worked out over the whole file when absent,
 * and never remembered.
 */
dates: DateOrder | null, };

/** What an import brought. */
export type ImportOutcome = {
/** Transactions recorded, reversals included. */
recorded: number,
/** Transactions the book already had. */
alreadyKnown: number,
/** Settled corrections recorded as reversals. */
reversals: number,
/** Rows that could not be read, the first of them in full. */
rejects: Array<Reject>,
/** How many rows could not be read in all. */
rejected: number,
/** True when the person cancelled: nothing was recorded, or what `recorded` says. */
cancelled: boolean,
/** What happened, in a sentence. */
message: string,
/** The days concerned, to look at next. */
from: Day | null,
/** The last of these days. */
to: Day | null, };

/** A file as it would be recorded. */
export type ImportPreview = {
/** Names what is shown, for `import_run`. */
id: PreviewId,
/** The file's name without its folder. */
fileName: string,
/** The format recognised. */
profile: ImportProfile,
/** The options in force, memory included. */
options: ImportOptions,
/** What must be chosen first; empty when it can be imported. */
needs: Array<ImportNeed>,
/** Data rows in the file. */
rows: number,
/** Transactions that would be recorded. */
toRecord: number,
/** Transactions the book already has. */
alreadyKnown: number,
/** Settled corrections that would be recorded as reversals. */
reversals: number,
/** The first business date. */
from: Day | null,
/** The last business date. */
to: Day | null,
/** The first transactions. */
sample: Array<TransactionSummary>,
/** The first rows that can't be read. */
rejects: Array<Reject>,
/** How many rows can't be read in all. */
rejected: number,
/** What was read against what the file says itself. */
totals: Array<TotalCheck>,
/** What a person should know. */
warnings: Array<Notice>, };

/** Reads a file without recording anything. */
export type ImportPreviewRequest = {
/** The file's path. */
path: string,
/** What the file does not say itself. */
options: ImportOptions, };

/** A file format we know. */
export type ImportProfile = {
/** Its short name: `square`. */
name: string,
/** Its name in words: "Square transactions". */
label: string, };

/** Records what was previewed. */
export type ImportRun = {
/** What was shown. */
preview: PreviewId,
/** Names this piece of work for progress and Cancel. */
run: RunId, };

/** A moment, RFC 3339 in UTC (`2026-11-21T18:04:05Z`). */
export type Instant = string & { readonly brand: "Instant" };

/** A line of a journal. Exactly one of `debit` and `credit` is there. */
export type JournalLine = {
/** Asks for what is in it; absent on lines of a document already made. */
key: LineKey | null,
/** The account's code; absent when unmapped or when the account has none. */
accountCode: string | null,
/** The account's name, or the unmapped code in words. */
accountName: string,
/** True while a GL code, tax or tender behind it has no account. */
unmapped: boolean,
/** "Boats: 23 sales, 1 refund". */
description: string,
/** The debit amount. */
debit: Money | null,
/** The credit amount. */
credit: Money | null,
/** The tax type sent. */
taxType: TaxType | null,
/** The tracking options sent. */
tracking: Array<TrackingChoice>,
/** Transactions summed in it. */
transactions: number, };

/** A journal as it will be sent, to the cent and to the letter. */
export type JournalPreview = {
/** The journal's date. */
date: Day,
/** The first business date in it. */
from: Day,
/** The last business date in it. */
to: Day,
/** The narration without the mark that makes it unique, which is given when it is queued. */
narration: string,
/** Why the range was split here, if it was. */
splitBecause: string | null,
/** Whether its amounts carry their tax. */
amountsAre: AmountsAre,
/** Its lines: debits first, then by account code. */
lines: Array<JournalLine>,
/** Sum of the debit column. */
debits: Money,
/** Sum of the credit column; equals `debits`. */
credits: Money, };

/** One line of a reviewed journal, good for asking what is in it. */
export type LineKey = string & { readonly brand: "LineKey" };

/** Asks for the transactions in a line of a reviewed journal. The answer is a `TransactionPage`. */
export type LineTransactionsRequest = {
/** The line. */
line: LineKey,
/** Where to go on; the start when absent. */
cursor: Cursor | null, };

/** Says which contact a customer is. */
export type LinkContact = {
/** The customer, as the desk calls them. */
customer: string,
/** Xero's id or name of the contact; absent to have one created of the customer's name. */
contact: string | null, };

/** A place with its own day. */
export type Location = {
/** Its id. */
id: LocationId,
/** Its name, part of every narration. */
name: string,
/** IANA name of its time zone: `America/Vancouver`. */
zone: string,
/** When its day ends; `03:00` makes 01:30 belong to the evening before. */
dayEnd: TimeOfDay,
/** How its tax gets into Xero. */
taxWay: TaxWay,
/** What is decided about its postings. */
rules: LocationRules,
/** Its business date now. Ignored when saved. */
today: Day, };

/** A location of this book. */
export type LocationId = string & { readonly brand: "LocationId" };

/**
 * What is decided about a location's postings, but for how sales reach Xero: that is changed by
 * a command of its own.
 */
export type LocationRules = {
/** How sales reach Xero. Ignored when saved. */
postingMode: PostingMode,
/** The business date from which that holds, where it was changed. Ignored when saved. */
postingModeFrom: Day | null,
/** The taxes inside a deposit, split out when it is paid: `GST=5,PST=7`; empty for none. */
depositTax: string,
/** The taxes inside a kept cancellation fee; empty for none. */
cancellationTax: string,
/** When the revenue of rentals over several months is recognised. */
recognition: Recognition,
/** Whether a balance owed at check-in is invoiced to the customer. */
invoiceBalances: boolean,
/** Where chargebacks go. */
chargebacks: Chargebacks,
/** The contact of invoices to customers nobody named; "Walk-in customer" when empty. */
walkInContact: string, };

/** Every location, the default first. */
export type Locations = {
/** The locations. */
locations: Array<Location>, };

/** Decides after how many idle minutes whoever is signed in is signed out. */
export type LockAfter = {
/** So many; never when absent. */
minutes: number | null, };

/** What happens to days in a locked period. */
export type LockedDays = "hold" | "nextOpenDay";

/** How a thing stands to its account. */
export type MappingState = "direct" | "mapped" | "fallback" | "unused" | "unmapped" | "broken";

/** Something that can be mapped. */
export type MappingTarget = { "kind": "role",
/** Which one. */
role: RoleName, } | { "kind": "glCode",
/** Which one. */
code: GlCode, } | { "kind": "tax",
/** Which one. */
tax: TaxCode, } | { "kind": "tender",
/** Which one. */
tender: TenderName, } | { "kind": "bank",
/** Which one. */
bank: string, } | { "kind": "tracking",
/** Which one. */
field: string, } | { "kind": "noTaxType" };

/** Every mapping, and what is in use without one. */
export type Mappings = {
/** The roles, needed ones first. */
roles: Array<RoleMapping>,
/** The GL codes, what needs a person first. */
glCodes: Array<GlMapping>,
/** The taxes the desk and the files name. */
taxes: Array<TaxMapping>,
/** The ways of paying the desk and the files name. */
tenders: Array<TenderMapping>,
/** The bank accounts the desk and the files call by a name. */
banks: Array<BankMapping>,
/** The fields that decide how lines are tracked. */
tracking: Array<TrackingMapping>,
/** The tax type of lines without tax. */
noTaxType: NoTaxMapping,
/** What is wrong as a whole, as `daybook map check` prints it. */
problems: Array<Notice>, };

/** What saving a mapping brought. */
export type MappingsSaved = {
/** How many mappings were changed. */
changed: number,
/** What can go now, in a sentence: "3 transactions (120.00) can now be posted." */
message: string, };

/**
 * An amount as a decimal string in major units (`"1234.50"`, `"-3.00"`), in the currency its
 * neighbour names, else the organisation's. It is shown, compared with itself, never added.
 */
export type Money = string & { readonly brand: "Money" };

/** A request that asks for nothing in particular. */
export type NoArguments = Record<string, never>;

/** The tax type of lines without tax. */
export type NoTaxMapping = {
/** The tax type in use. */
taxType: TaxType,
/** Whether a person chose it; else it is the country's usual one. */
chosen: boolean,
/** What is wrong with it, in a sentence. */
problem: string | null, };

/** A blocker or a warning, in place. */
export type Notice = {
/** Stable short name of the kind, as `daybook cashout --json` prints it: `unmapped`. */
code: string,
/** A plain sentence: "Unmapped GL codes: 6545 (3 transactions, 120.00)". */
message: string,
/** What to do, if the button does not say it. */
hint: string | null,
/** The buttons that mend it, the best first. */
actions: Array<Action>, };

/** A day that was never closed. */
export type OpenDay = {
/** The business date. */
day: Day,
/** Unclaimed transactions in it. */
transactions: number,
/** What the till took with them. */
taken: Money, };

/** A Xero tracking option, by Xero's own id. */
export type OptionId = string & { readonly brand: "OptionId" };

/** An organisation the sign-in has opened to us. */
export type Organisation = {
/** Xero's tenant id. */
id: TenantId,
/** Its name in Xero. */
name: string,
/** ISO 3166 code of its country, once read. */
country: string | null,
/** ISO 4217 code of its currency, once read. */
currency: string | null,
/** Whether this book is using it. */
inUse: boolean,
/** Why this book can't use it, if it can't: "This book belongs to Kayak Shack." */
refused: string | null, };

/** Names an organisation. */
export type OrganisationRef = {
/** Xero's tenant id. */
id: TenantId,
/** Its name in Xero. */
name: string, };

/** A part of a transaction's posting, which one document takes. */
export type PartName = string & { readonly brand: "PartName" };

/** Names a part of a transaction. */
export type PartRef = {
/** The transaction. */
transaction: TransactionId,
/** The part of it. */
part: PartName, };

/** What a kind of transaction has beyond lines and tenders. */
export type Particular = {
/** What it is: "Kept", "Due". */
label: string,
/** Its value in words. */
value: string, };

/** Everybody who works with the book, by name; nobody where nobody signs in. */
export type People = {
/**
 * The people. Those who may not sign in any more are among them, except while nobody has
 * signed in.
 */
people: Array<Person>,
/** What saving brought, in a sentence. */
message: string | null, };

/** Somebody who works with the book. */
export type Person = {
/** Their id. */
id: PersonId,
/** Their name, unlike anybody else's. */
name: string,
/** What they may do. */
role: PersonRole,
/** Whether they may sign in. */
active: boolean,
/** When their PIN may be tried again, after wrong ones; absent when it may be now. */
waitsUntil: Instant | null, };

/** A person who works with this book. */
export type PersonId = string & { readonly brand: "PersonId" };

/** What a person may do. Each role may do what the one before it may. */
export type PersonRole = "frontDesk" | "bookkeeper" | "administrator";

/** Asks the person for a file. */
export type PickFile = Record<symbol, never>;

/** What the person picked. */
export type PickedFile = {
/** Its path; absent when the person thought better of it. */
path: string | null, };

/** A PIN on its way in: it is never sent to the window, and `Debug` hides it. */
export type Pin = string & { readonly brand: "Pin" };

/** Whether a transaction is in Xero yet. */
export type Posting = "open" | "claimed" | "posted" | "blocked" | "skipped" | "nothing" | "waiting";

/** How sales reach Xero. */
export type PostingMode = "dailyJournal" | "invoices";

/** What changing how sales reach Xero means. */
export type PostingModeChange = {
/** Whether it was changed: not while what is to be confirmed is not. */
changed: boolean,
/** The business date from which it holds. */
from: Day,
/** What a person confirms before it is changed, where there is something. */
toConfirm: string | null,
/** What to know, each a sentence. */
warnings: Array<string>,
/** The locations as they are now. */
locations: Locations, };

/** One previewed file, good for importing exactly what was shown. */
export type PreviewId = string & { readonly brand: "PreviewId" };

/** A piece of long work has come a step further. */
export type Progress = {
/** The piece of work. */
run: RunId,
/** The step it is at. */
step: Step,
/** How much of the step is done. */
done: number,
/** How much there is, when known. */
total: number | null, };

/** How many journals a range makes. */
export type RangePosting = "one" | "daily";

/** A day's rate of a currency. */
export type Rate = {
/** ISO 4217 code of the foreign currency. */
currency: string,
/** The business date it holds on. */
day: Day,
/** The organisation's currency for one unit of it, as a decimal string. */
rate: string,
/** Who entered it. Ignored when saved. */
who: string, };

/** The rates entered, newest first, and what waits for one. */
export type Rates = {
/** The organisation's currency. */
base: string,
/** The rates. */
rates: Array<Rate>,
/** Transactions that wait for a rate. */
waiting: number,
/** What saving brought, in a sentence. */
message: string | null, };

/** When the revenue of rentals over several months is recognised. */
export type Recognition = "atCheckIn" | "byDay";

/** A row that can't be read. */
export type Reject = {
/** Its line in the file, counted from 1. */
line: number,
/** Why, in a sentence. */
reason: string,
/** The row's text, shortened. */
text: string, };

/** Puts a backup in the place of the book, which is kept aside. */
export type RestoreBackup = {
/** The file: one of the list, or any other. */
file: string, };

/** A book that was put back. */
export type RestoredBook = {
/** When. */
at: Instant,
/** Until when the book knows what it sent; nothing of it where absent. */
knownUntil: Instant | null,
/** What happened, whether anything is lost, what to do. */
sentence: string, };

/** A role and its account. */
export type RoleMapping = {
/** The role. */
role: RoleName,
/** Its name in words: "Revenue clearing". */
label: string,
/** What it is for, in a sentence. */
purpose: string,
/** Whether anything can be posted without it. */
needed: boolean,
/** How it stands. */
state: MappingState,
/** Its account. */
account: AccountRef | null,
/** The tax type its lines carry in way A, when it may have one. */
taxType: TaxType | null,
/** What is wrong with it, in a sentence. */
problem: string | null,
/** The best account for it. */
suggestion: Suggestion | null, };

/** A job an account does for us: `revenue-clearing`, `deferred-revenue` … */
export type RoleName = string & { readonly brand: "RoleName" };

/** Names a piece of work to start or to cancel. */
export type Run = {
/** Its name. */
run: RunId, };

/** One piece of long work, named by whoever starts it, so that progress and Cancel find it. */
export type RunId = string & { readonly brand: "RunId" };

/** Saves a diagnostic bundle. */
export type SaveBundle = {
/**
 * The file, which must not exist yet; one in the book's folder, named by date and time, where
 * absent.
 */
to: string | null, };

/** Keeps a person's name and role, and whether they may sign in. */
export type SavePerson = {
/** Who. */
id: PersonId,
/** Their name; not one that is taken. */
name: string,
/** What they may do. */
role: PersonRole,
/** Whether they may sign in. */
active: boolean, };

/** A diagnostic bundle that was saved. */
export type SavedBundle = {
/** The file. */
path: string,
/** Where it is and what is not in it, in a sentence or two. */
message: string, };

/** Something of these days that is posted by a document of its own. */
export type SeparateDocument = {
/** The document, once there is one. */
document: DocumentId | null,
/** The transaction it is of. */
transaction: TransactionId,
/** What happened. */
transactionKind: TransactionKind,
/** Its kind. */
kind: DocumentKind,
/** Its state; a draft of ours while it is not made. */
state: DocumentState,
/** What it is: "Deposit, booking B-1042, A. Larsen". */
title: string,
/** What it comes to. */
amount: Money,
/** ISO 4217 code of the amount. */
currency: string,
/** What the till took with it, negative when it gave; zero for an account charge. */
taken: Money,
/** Why it waits, if it does. */
message: string | null,
/** What can be done with it now. */
actions: Array<Action>,
/** Its link in Xero, once posted. */
link: string | null, };

/** What is posted separately of one kind, summed. */
export type SeparateGroup = {
/** What happened. */
transactionKind: TransactionKind,
/** What it is in Xero. */
kind: DocumentKind,
/** How many there are. */
count: number,
/** What they come to, in the organisation's currency; absent where some are in another. */
amount: Money | null,
/** What the till took with them, negative when it gave. */
taken: Money, };

/** Gives a bank account that the desk calls by a name its account in Xero. */
export type SetBank = {
/** The name. */
bank: string,
/** Its account; absent to take the mapping away. */
account: AccountId | null, };

/** Keeps the client id of the user's own Xero app. */
export type SetClientId = {
/** As Xero shows it: 32 hexadecimal digits. */
clientId: string, };

/** Gives a GL code its account. */
export type SetGlCode = {
/** The code. */
code: GlCode,
/** Its account; absent to take the mapping away. */
account: AccountId | null,
/** The tax type its lines carry; the account's own when absent. */
taxType: TaxType | null,
/** The tracking options its lines carry. */
tracking: Array<TrackingChoice>, };

/** Chooses the tax type of lines without tax. */
export type SetNoTaxType = {
/** The tax type; absent for the country's usual one. */
taxType: TaxType | null, };

/** Gives a person another PIN: their own by anybody, anyone's by an administrator. */
export type SetPin = {
/** Whose. */
id: PersonId,
/** The new PIN: 4 to 12 digits. */
pin: Pin,
/** The PIN of who asks: whoever finds a window open must not be able to change one. */
own: Pin, };

/** Changes how a location's sales reach Xero. */
export type SetPostingMode = {
/** Which location. */
location: LocationId,
/** How from then on. */
mode: PostingMode,
/** The business date from which it holds; the first that is not closed yet when absent. */
from: Day | null,
/** Whether the person has read the warnings. */
confirmed: boolean, };

/** Gives a role its account. */
export type SetRole = {
/** The role. */
role: RoleName,
/** Its account; absent to take it away. */
account: AccountId | null,
/** The tax type its lines carry in way A, where the role may have one. */
taxType: TaxType | null, };

/** Says where a tax goes. */
export type SetTax = {
/** The tax. */
tax: TaxCode,
/** Where it goes; absent to take the mapping away. */
target: TaxTarget | null, };

/** Gives a way of paying its own clearing account. */
export type SetTender = {
/** The way of paying. */
tender: TenderName,
/** Its account; absent to fall back on Revenue clearing. */
account: AccountId | null,
/** Whether it is paid straight into that account, which is a bank account then. */
direct: boolean, };

/** Lets a field decide how lines are tracked. */
export type SetTracking = {
/** The field. */
field: string,
/** The category, by its name; absent when none follows the field. */
category: string | null,
/** Values that are called otherwise in the category. */
options: Array<TrackingValue>, };

/** The policies of this book, read and written whole. */
export type Settings = {
/** The client id of the user's own Xero app. */
clientId: string | null,
/** When booking payments are posted. */
deposits: DeferralPolicy,
/** When check-ins are posted. */
checkIns: DeferralPolicy,
/** How many journals a range makes. */
range: RangePosting,
/** What happens to days in a locked period. */
locked: LockedDays,
/** Which documents wait in Xero as drafts for somebody's approval. */
drafts: Drafts,
/** What happens for a customer without a contact in Xero. */
contacts: ContactPolicy,
/** Whether the cashout's sheet is attached to its journal in Xero. */
evidence: boolean,
/** The first business date that is posted by itself. */
postingStarts: Day | null,
/** The contact of cash taken to the bank; "Cash banking" when absent. */
cashBanking: string | null,
/** The contact of tips paid from the bank; "Staff tips" when absent. */
staffTips: string | null, };

/** Signs a person in, in the place of whoever was. */
export type SignIn = {
/** Who. */
person: PersonId,
/** Their PIN. */
pin: Pin, };

/** Gives a document up. */
export type SkipDocument = {
/** Which one. */
document: DocumentId,
/** Why, in the person's words; not empty. */
why: string, };

/** Where this book stands, at a glance. */
export type Status = {
/** Daybook's version. */
version: string,
/** The organisation this book is connected or bound to. */
organisation: OrganisationRef | null,
/** Whether Xero can be spoken to. */
connection: ConnectionState,
/** True in practice mode: the books are the simulator's, never real ones. */
practice: boolean,
/** Where the simulator shows its books, in practice mode. */
simulatorUrl: string | null,
/** ISO 4217 code of the organisation's currency, once known. */
currency: string | null,
/** BCP 47 locale for dates and amounts: `en-CA`. */
locale: string,
/** Today's business date at the first location. */
today: Day,
/** Documents queued or being sent. */
waiting: number,
/** Documents and transactions that need a person. */
attention: number,
/** What the outbox is doing. */
sync: SyncState,
/** Where secrets are kept, in a sentence: "Your sign-in is kept in this computer's keychain." */
vault: string,
/** Who is at this window, and what they may do. */
window: AtWindow,
/** The steps of the first start, in order. */
checklist: Array<ChecklistItem>, };

/** The steps of long work, in the order they are taken. */
export type Step = "startingSimulator" | "signingIn" | "makingSeason" | "readingChart" | "readingFile" | "recording" | "checking" | "queueing" | "lookingUp" | "sending" | "limited" | "comparing" | "finished";

/** A document or a transaction. */
export type Subject = { "kind": "document",
/** Which one. */
document: DocumentId,
/** How far it has come. */
state: DocumentState, } | { "kind": "transaction",
/** Which one. */
transaction: TransactionId, };

/** An account that would fit, and why. */
export type Suggestion = {
/** The account. */
account: AccountRef,
/** Why: "The name is nearly the same". */
why: string, };

/** Closes a range and sends it. Asking twice makes nothing twice. */
export type SyncCashout = {
/** Names this piece of work for progress. */
run: RunId,
/** Where; the first location when absent. */
location: LocationId | null,
/** The first business date. */
from: Day,
/** The last business date. */
to: Day, };

/** One exchange with Xero. Secrets are never in it. */
export type SyncLogEntry = {
/** Its number in the log, as a string. */
id: string,
/** When it began. */
at: Instant,
/** Who had it made: a person by name, or Daybook by itself. */
who: string,
/** What was asked: "Create journal", "Read chart". */
operation: string,
/** The document it was for. */
document: DocumentId | null,
/** That document in a few words. */
documentTitle: string | null,
/** What came of it. */
result: ExchangeResult,
/** The HTTP status, if an answer came. */
status: number | null,
/** How long it took. */
durationMs: number,
/** Which attempt of that document it was. */
attempt: number | null,
/** Xero's id of what was made. */
xeroId: string | null,
/** Its page in Xero. */
link: string | null,
/** What happened, in a sentence. */
message: string | null, };

/** A page of exchanges. */
export type SyncLogPage = {
/** The exchanges. */
entries: Array<SyncLogEntry>,
/** Where the next page starts, if there is one. */
next: Cursor | null,
/** How many there are in all. */
total: number, };

/** Asks for exchanges, newest first. What is absent or empty does not narrow. */
export type SyncLogRequest = {
/** Words in operation, document or message; all must be found. */
search: string | null,
/** The first day, in UTC. */
from: Day | null,
/** The last day, in UTC. */
to: Day | null,
/** Of this document only. */
document: DocumentId | null,
/** These results only. */
results: Array<ExchangeResult>,
/** Where to go on; the start when absent. */
cursor: Cursor | null, };

/** What came of sending. */
export type SyncOutcome = {
/** The documents concerned, as they stand now. */
documents: Array<DocumentSummary>,
/** True when everything concerned is in Xero. */
settled: boolean,
/** What happened, and what waits and why: "The day is closed and queued; nothing is lost." */
message: string,
/** What to do about what did not go. */
actions: Array<Action>, };

/** What the outbox is doing. */
export type SyncState = { "kind": "idle" } | { "kind": "sending" } | { "kind": "waiting",
/** When it is tried again. */
nextAt: Instant | null,
/** Why it waits, in a sentence. */
reason: string, } | { "kind": "elsewhere" };

/** A tax as the desk or the file names it: `GST`, `PST`. */
export type TaxCode = string & { readonly brand: "TaxCode" };

/** How to read a tax column that names no tax. */
export type TaxColumn = { "kind": "one",
/** Which one. */
tax: TaxCode, } | { "kind": "split",
/** The taxes and their rates. */
shares: Array<TaxShare>, };

/** A tax and where it goes. */
export type TaxMapping = {
/** The tax as the desk names it, or a set of them (`GST+PST`). */
tax: TaxCode,
/** Per cent as a decimal string, when known. */
rate: string | null,
/** Transactions with it that no document has claimed. */
transactions: number,
/** What waits on it. */
waiting: Money,
/** How it stands. */
state: MappingState,
/** Where it goes. */
target: TaxTarget | null,
/** What is wrong with it, in a sentence. */
problem: string | null,
/** The best account or tax type for it. */
suggestion: Suggestion | null, };

/** A tax rate of the organisation. */
export type TaxRate = {
/** What is sent to Xero. */
taxType: TaxType,
/** Its name in Xero: "GST on Income". */
name: string,
/** Per cent as a decimal string: `"5"`, `"9.975"`. */
rate: string,
/** Whether Xero still offers it. */
active: boolean, };

/** A tax in a split column. */
export type TaxShare = {
/** The tax. */
tax: TaxCode,
/** Per cent as a decimal string. */
rate: string, };

/** Where a tax goes: a tax type (way A) or an account (way B). */
export type TaxTarget = { "kind": "account",
/** Which one. */
account: AccountId,
/** The account in words: "820 · GST". */
label: string, } | { "kind": "taxType",
/** Which one. */
taxType: TaxType,
/** The tax rate's name in Xero. */
label: string, };

/** A Xero tax type, as Xero names it (`OUTPUT`, `NONE`, `TAX001`). */
export type TaxType = string & { readonly brand: "TaxType" };

/** A tax type in a combobox. */
export type TaxTypeCandidate = {
/** The tax type. */
taxType: TaxType,
/** Its name in Xero. */
name: string,
/** Per cent as a decimal string. */
rate: string,
/** Why it may not be chosen; absent when it may. */
refused: string | null, };

/** How tax gets into Xero. */
export type TaxWay = "xeroWorksItOut" | "taxLines";

/** A Xero organisation (Xero says tenant). */
export type TenantId = string & { readonly brand: "TenantId" };

/** A way of paying and its clearing account. */
export type TenderMapping = {
/** The way of paying. */
tender: TenderName,
/** Transactions with it that no document has claimed. */
transactions: number,
/** What waits on it. */
waiting: Money,
/** How it stands; `Fallback` is Revenue clearing. */
state: MappingState,
/** Its own account, or the one it falls back on. */
account: AccountRef | null,
/** Whether it is paid straight into its account, a bank account. */
direct: boolean,
/** What is wrong with it, in a sentence. */
problem: string | null, };

/** A way to pay as the desk or the file names it: `Cash`, `Visa`. */
export type TenderName = string & { readonly brand: "TenderName" };

/** What was paid in one way. */
export type TenderTotal = {
/** The way of paying, as the desk names it. */
tender: TenderName,
/** The clearing account it goes to, when it has one. */
account: AccountRef | null,
/** Paid to us. */
taken: Money,
/** Paid back by us, as a negative amount. */
refunded: Money,
/** What the till should hold of it. */
net: Money,
/** Transactions paid so, whole or in part. */
transactions: number, };

/** A time of day at a location, `HH:MM`, in steps of 15 minutes. */
export type TimeOfDay = string & { readonly brand: "TimeOfDay" };

/** The kinds of thing that change. */
export type Topic = "connection" | "chart" | "transactions" | "documents" | "mappings" | "settings" | "syncLog" | "people" | "auditLog";

/** One total of the file against ours. */
export type TotalCheck = {
/** The column: "Net sales". */
label: string,
/** The sum the file's column gives. */
inFile: Money,
/** The sum of the transactions made from it. */
read: Money,
/** Whether the two are equal, rejected rows aside. */
agrees: boolean, };

/** A tracking category with its options. */
export type TrackingCategory = {
/** Its name: "Region". */
name: string,
/** What can be chosen. */
options: Array<TrackingOption>, };

/** A tracking option chosen for something. */
export type TrackingChoice = {
/** The category's name. */
category: string,
/** The option's name. */
option: string, };

/** A field of transactions and the tracking category its values are options of. */
export type TrackingMapping = {
/** The field: `location`, `department`. */
field: string,
/** Its name in words. */
label: string,
/** The category, where one follows it. */
category: string | null,
/** What is wrong with it, in a sentence. */
problem: string | null,
/** The values in use and their options. */
values: Array<TrackingValue>, };

/** An option of a tracking category. */
export type TrackingOption = {
/** Xero's id. */
id: OptionId,
/** Its name: "North shore". */
name: string,
/** Archived in Xero: it can't be used. */
archived: boolean, };

/** A value of a field and the option it becomes. */
export type TrackingValue = {
/** The value. */
value: string,
/** The option; absent while the category has none of that name. */
option: string | null, };

/** A transaction with all that is known of it. */
export type Transaction = {
/** What the list shows. */
summary: TransactionSummary,
/** Where it happened. */
locationName: string,
/** The till. */
till: string | null,
/** Who was at the desk. */
staff: string | null,
/** The booking it belongs to. */
booking: string | null,
/** The department. */
department: string | null,
/** The class. */
class: string | null,
/** What its kind has beyond these, in words: "Kept: 20.00". */
particulars: Array<Particular>,
/** What will be posted of it and by which documents, part by part. */
parts: Array<TransactionPart>,
/** A remark. */
note: string | null,
/** What was sold or given back. */
lines: Array<TransactionLine>,
/** How it was paid. */
tenders: Array<TransactionTender>,
/** The tip in it. */
tip: Money | null,
/** The surcharge in it. */
surcharge: Money | null,
/** Why it is not posted yet, or why an account of it is missing. */
waitsFor: string | null,
/** What mends that. */
actions: Array<Action>,
/** The documents that have claimed it or its parts. */
documents: Array<DocumentSummary>,
/**
 * Whether whoever asks can withdraw it: it stands, is no reversal, and takes nothing out of
 * Xero that they may not.
 */
canWithdraw: boolean,
/** Why others have to withdraw it, where it is so: what of it is in Xero would leave. */
withdrawnByOthers: string | null,
/** What happened to it, oldest first. */
history: Array<HistoryEntry>, };

/** Which transactions. What is absent or empty does not narrow. */
export type TransactionFilter = {
/** Words in id, customer, booking, item, note or amount; all must be found. */
search: string | null,
/** The first business date. */
from: Day | null,
/** The last business date. */
to: Day | null,
/** Where. */
location: LocationId | null,
/** These kinds. */
kinds: Array<TransactionKind>,
/** Paid so, whole or in part. */
tender: TenderName | null,
/** With a line of this GL code. */
glCode: GlCode | null,
/** In these states. */
postings: Array<Posting>, };

/** A transaction of this book. */
export type TransactionId = string & { readonly brand: "TransactionId" };

/** The kinds of transaction; `accounting.md` §5 says what each does. */
export type TransactionKind = "sale" | "refund" | "booking_payment" | "booking_refund" | "check_in" | "cancellation" | "account_charge" | "account_payment" | "account_refund" | "balance_payment" | "balance_write_off" | "tip_payout" | "paid_out" | "paid_in" | "float_change" | "cash_count" | "bank_deposit" | "processor_payout" | "gift_card_sale" | "gift_card_refund" | "bond_taken" | "bond_returned" | "bond_kept" | "deposit_move";

/** Something sold or given back. */
export type TransactionLine = {
/** What it is. */
description: string,
/** Its GL code. */
glCode: GlCode,
/** How many, as a decimal string. */
quantity: string,
/** Before discount and tax. */
gross: Money,
/** The discount, negative when it lowers. */
discount: Money | null,
/** After discount, before tax. */
net: Money,
/** Its taxes in words: "GST 5.00, PST 7.00". */
taxes: string, };

/** A page of transactions. */
export type TransactionPage = {
/** The transactions. */
transactions: Array<TransactionSummary>,
/** Where the next page starts, if there is one. */
next: Cursor | null,
/** How many there are in all. */
total: number, };

/** A share of a transaction's posting that one document takes. */
export type TransactionPart = {
/** Its name within the transaction. */
part: PartName,
/** What takes it, in words: "Cashout", "Invoice", "Payment". */
goesInto: string,
/** Its date. */
day: Day,
/** What it comes to. */
amount: Money,
/** The document that has it, where there is one. */
document: DocumentSummary | null,
/** What it does to the books, in account lines that sum to zero. */
effect: Array<JournalLine>,
/** What can be done with it now. */
actions: Array<Action>, };

/** Names a transaction. */
export type TransactionRef = {
/** Which one. */
transaction: TransactionId, };

/** A transaction in a list. */
export type TransactionSummary = {
/** Its id. */
id: TransactionId,
/** Its kind. */
kind: TransactionKind,
/** When it happened. */
at: Instant,
/** Its business date. */
day: Day,
/** Its time of day at the location, `HH:MM`. */
time: string,
/** The source's own id. */
sourceId: string,
/** What it was about: "Kayak tour × 2, Paddle". */
title: string,
/** The customer's name. */
customer: string | null,
/** How it was paid: "Cash, Visa". */
tenders: string,
/** What the till took with it; negative when it gave. */
amount: Money,
/** The part of it that is in the line asked about; absent elsewhere. */
share: Money | null,
/** ISO 4217 code of its amounts. */
currency: string,
/** Whether it is in Xero yet. */
posting: Posting, };

/** A payment within a transaction. */
export type TransactionTender = {
/** The way of paying. */
tender: TenderName,
/** What it comes to; negative when given back. */
amount: Money,
/** Cash handed over, when more than the amount. */
tendered: Money | null,
/** Change given. */
change: Money | null,
/** What it was in another currency and at which rate: "USD 20.00 at 1.36". */
foreign: string | null, };

/** Asks for transactions, newest first. */
export type TransactionsRequest = {
/** Which ones. */
filter: TransactionFilter,
/** Where to go on; the start when absent. */
cursor: Cursor | null, };

/** What undoing a document takes with it. */
export type UndoPreview = {
/** The other documents that are taken back with it. */
documents: Array<DocumentSummary>,
/** Documents of the same transactions that stay in Xero. */
stays: Array<DocumentSummary>, };

/** Takes a customer's contact away. */
export type UnlinkContact = {
/** Xero's id of the contact. */
id: string, };

/** Withdraws a transaction that was recorded by mistake. */
export type WithdrawTransaction = {
/** Which one. */
transaction: TransactionId,
/** Why, in the person's words; not empty. */
why: string, };

/** Every command: what it takes and what it answers. */
export interface Commands {
  /** Where this book stands. */
  status: [NoArguments, Status];
  /** Who works with the book; also asked by a window at which nobody has signed in. */
  people: [NoArguments, People];
  /** Signs a person in with their PIN, in the place of whoever was. */
  sign_in: [SignIn, Status];
  /** Signs out whoever is signed in. */
  sign_out: [NoArguments, Status];
  /** Says that whoever is signed in is still there: a key was pressed, a pointer moved. */
  /** The window says so at most twice a minute. */
  still_here: [NoArguments, Done];
  /** Adds a person. From the first on, somebody signs in. */
  add_person: [AddPerson, People];
  /** Keeps a person's name and role, and whether they may sign in. */
  save_person: [SavePerson, People];
  /** Gives a person another PIN. */
  set_pin: [SetPin, People];
  /** Decides after how many idle minutes whoever is signed in is signed out. */
  set_lock_after: [LockAfter, Status];
  /** Who did what, and what came of it. */
  audit_log: [AuditLogRequest, AuditLogPage];
  /** Starts the simulator and makes the practice company's book, or goes back to it. */
  start_practice: [Run, Status];
  /** Goes back from the practice company, which stays as it is, to the book beside it. */
  leave_practice: [NoArguments, Status];
  /** Opens the system browser to sign in. `connect_status` tells how it goes. */
  connect_start: [ConnectStart, Connection];
  /** How far the sign-in has come. */
  connect_status: [NoArguments, Connection];
  /** Stops waiting for the browser; refused where it has come back already. */
  connect_cancel: [NoArguments, Connection];
  /** The organisations the sign-in has opened to us. */
  list_organisations: [NoArguments, Array<Organisation>];
  /** Uses an organisation, and reads its chart. */
  use_organisation: [OrganisationRef, Connection];
  /** Ends the connection and forgets the sign-in. The book stays as it is. */
  disconnect: [NoArguments, Done];
  /** Keeps the client id of the user's own Xero app. */
  set_client_id: [SetClientId, Done];
  /** Opens the simulator's page of its books in the system browser. */
  open_simulator: [NoArguments, Done];
  /** The review of a day or a range. */
  cashout: [CashoutRequest, Cashout];
  /** The transactions in a line of a reviewed journal. */
  cashout_line_transactions: [LineTransactionsRequest, TransactionPage];
  /** Closes a range, queues its documents and sends them. */
  sync_cashout: [SyncCashout, SyncOutcome];
  /** Sends all that waits. */
  sync_now: [Run, SyncOutcome];
  /** All that needs a person. */
  attention: [NoArguments, Attention];
  /** Looks a document up in Xero and sends it again if it is not there. */
  retry_document: [DocumentRef, SyncOutcome];
  /** The same for all that waits for one cause. */
  retry_cause: [CauseRef, SyncOutcome];
  /** Keeps a queued document back until it is retried. */
  hold_document: [DocumentRef, Document];
  /** Gives a document up, with a reason. */
  skip_document: [SkipDocument, Document];
  /** Keeps in Xero what was to be taken back and could not: the undo is given up. */
  keep_document: [DocumentRef, Document];
  /** What undoing a document takes with it, and what stays. */
  undo_preview: [DocumentRef, UndoPreview];
  /** Takes a document back out of Xero and gives its transactions back. */
  undo_document: [DocumentRef, SyncOutcome];
  /** Puts what would have a document of its own into the cashout of its day. */
  move_to_cashout: [PartRef, Done];
  /** Looks in Xero whether drafts were approved. */
  check_approvals: [NoArguments, SyncOutcome];
  /** The backups of this book, and what putting one back left to be decided. */
  backups: [NoArguments, Backups];
  /** Puts a backup in the place of the book, which is kept aside. */
  restore_backup: [RestoreBackup, Backups];
  /** Writes a file that helps to find a fault, with nothing of what is in the book. */
  save_bundle: [SaveBundle, SavedBundle];
  /** Takes over what Xero has in the place of a document that may be the same. */
  take_over_found: [DocumentRef, SyncOutcome];
  /** Says that what was found in Xero is another thing; the document is sent. */
  dismiss_found: [DismissFound, SyncOutcome];
  /** What in Xero is not as it was posted. */
  drifts: [DriftRequest, Drifts];
  /** Looks in Xero for it now. */
  check_drift: [Run, Drifts];
  /** Takes what is in Xero as right. */
  accept_drift: [DriftRef, Drifts];
  /** Has it taken out of Xero and posted again. */
  repost_drift: [DriftRef, SyncOutcome];
  /** The documents made for Xero. */
  documents: [DocumentsRequest, DocumentPage];
  /** One of them with all that is known of it. */
  document: [DocumentRef, Document];
  /** Opens a posted document in the system browser. */
  open_document: [DocumentRef, Done];
  /** The chart as last read. */
  chart: [NoArguments, Chart];
  /** Reads the chart from Xero again. */
  refresh_chart: [NoArguments, ChartRefresh];
  /** Every mapping, and what is in use without one. */
  mappings: [NoArguments, Mappings];
  /** What could be chosen for one of them. */
  candidates: [MappingTarget, Candidates];
  /** Gives a role its account. */
  set_role: [SetRole, MappingsSaved];
  /** Gives a GL code its account. */
  set_gl_code: [SetGlCode, MappingsSaved];
  /** Says where a tax goes. */
  set_tax: [SetTax, MappingsSaved];
  /** Gives a way of paying its own clearing account. */
  set_tender: [SetTender, MappingsSaved];
  /** Gives a bank account that the desk calls by a name its account in Xero. */
  set_bank: [SetBank, MappingsSaved];
  /** Lets a field decide how lines are tracked. */
  set_tracking: [SetTracking, MappingsSaved];
  /** Chooses the tax type of lines without tax. */
  set_no_tax_type: [SetNoTaxType, MappingsSaved];
  /** Creates a tracking option in Xero. */
  create_tracking_option: [CreateTrackingOption, MappingsSaved];
  /** Lets payments be made to an account, in Xero. */
  enable_payments: [EnablePayments, MappingsSaved];
  /** Takes suggestions. */
  accept_suggestions: [AcceptSuggestions, MappingsSaved];
  /** Every customer who has a contact in Xero. */
  contacts: [NoArguments, Contacts];
  /** The contacts a customer may be. */
  contact_choices: [CustomerRef, ContactChoices];
  /** Says which contact a customer is, or has one created. */
  link_contact: [LinkContact, Contacts];
  /** Takes a customer's contact away. */
  unlink_contact: [UnlinkContact, Contacts];
  /** The rates entered, newest first. */
  rates: [NoArguments, Rates];
  /** Enters a day's rate of a currency; what waited for it is posted. */
  set_rate: [Rate, Rates];
  /** Transactions, searched and filtered. */
  transactions: [TransactionsRequest, TransactionPage];
  /** One of them with all that is known of it. */
  transaction: [TransactionRef, Transaction];
  /** Withdraws one that was recorded by mistake; what of it is in Xero is taken back. */
  withdraw_transaction: [WithdrawTransaction, Transaction];
  /** Asks the person for a file. */
  pick_file: [PickFile, PickedFile];
  /** Reads a file without recording anything. */
  import_preview: [ImportPreviewRequest, ImportPreview];
  /** Records what was previewed. */
  import_run: [ImportRun, ImportOutcome];
  /** Cancels a piece of long work. */
  cancel_run: [Run, Done];
  /** Every exchange with Xero. */
  sync_log: [SyncLogRequest, SyncLogPage];
  /** The policies of this book. */
  settings: [NoArguments, Settings];
  /** Keeps the policies of this book. */
  set_settings: [Settings, Settings];
  /** Every location. */
  locations: [NoArguments, Locations];
  /** Adds a location. */
  add_location: [AddLocation, Locations];
  /** Keeps a location's name, zone, day end, tax way and rules. */
  save_location: [Location, Locations];
  /** Changes how a location's sales reach Xero, from a business date on. */
  set_posting_mode: [SetPostingMode, PostingModeChange];
  /** Writes a file of the book. */
  export: [ExportRequest, Exported];
}

/** Every event and what it brings. */
export interface Events {
  /** Something in the book changed: ask again. */
  changed: Changed;
  /** A piece of long work has come a step further. */
  progress: Progress;
}
