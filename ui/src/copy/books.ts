// Words of the bookkeeper: what needs a person, mappings, documents, the log.

import type {
  DocumentKind,
  DocumentState,
  ExchangeResult,
  MappingState,
  MappingTarget,
} from "../ipc/generated";
import type { MappingTab } from "../route";
import { plural } from "./everywhere";

export const attention = {
  lead: "What could not go to Xero by itself. Nothing here is lost.",
  emptyTitle: "All calm",
  empty:
    "Documents Xero refused, and transactions that can’t be posted yet, will wait here with the button that mends them.",
  xeroSaid: "What Xero said",
  more: (count: number) => `and ${count} more with the same cause`,
};

export const documents = {
  one: "Document",
  title: "What",
  kind: "In Xero as",
  state: "State",
  actions: "Actions",
  kinds: {
    manual_journal: "Manual journal",
    invoice: "Invoice",
    credit_note: "Credit note",
    payment: "Payment",
    allocation: "Allocation",
    bank_transaction: "Bank transaction",
  } satisfies Record<DocumentKind, string>,
  states: {
    draft: "Draft",
    queued: "Queued",
    sending: "Sending",
    posted: "Posted",
    rejected: "Refused by Xero",
    unknown: "Being looked up",
    held: "Held",
    skipped: "Skipped",
    undone: "Undone",
  } satisfies Record<DocumentState, string>,
  attempts: "Attempts",
  skipTitle: "Skip this document",
  skipExplain:
    "It will not be sent to Xero. Its transactions stay with it and won’t be posted again, so skip only what you have entered by hand or don’t want in your books.",
  why: "Why is it skipped?",
  skipped: "Skipped, with your reason kept.",
  held: "Held. It stays here until you try it again.",
  undoTitle: "Take it back out of Xero",
  undoExplain:
    "The journal is voided in Xero and its transactions become open again. Where the period is locked, the opposite journal is posted on the first open day instead.",
};

export const mappings = {
  lead: "Which Xero account does which job. Changes apply to what is not yet sent.",
  tabs: {
    roles: "Roles",
    codes: "GL codes",
    taxes: "Taxes",
    tenders: "Tenders",
  } satisfies Record<MappingTab, string>,
  dialog: (kind: MappingTarget["kind"], subject: string) =>
    ({
      role: `Account for ${subject}`,
      glCode: `Account for GL code ${subject}`,
      tax: `Where ${subject} goes`,
      tender: `Clearing account for ${subject}`,
    })[kind],
  explain: {
    role: "Accounts of a type that can’t do this job are shown with the reason.",
    glCode: "Sales with this code will go to the account you choose.",
    tax: "Choose the account this tax is collected in, or a tax type of Xero’s.",
    tender: "Money taken this way goes here until it reaches the bank.",
  } satisfies Record<MappingTarget["kind"], string>,
  account: "Account",
  searchAccounts: "Type a code or a name",
  openAccounts: "Show all accounts",
  taxType: "Tax type",
  accountsOwnTax: "The account’s own",
  tracking: (category: string) => `Tracking: ${category}`,
  noTracking: "None",
  taxRate: (rate: string) => `${rate} %`,
  chooseAccount: "Choose an account",
  suggested: (account: string) => `${account}?`,
  choose: (subject: string, shown: string) => `Account for ${subject}: ${shown}`,
  role: "Role",
  needed: "needed",
  state: "State",
  states: {
    direct: "Direct",
    mapped: "Mapped",
    fallback: "Revenue clearing",
    unused: "Not in use",
    unmapped: "Not mapped",
    broken: "Broken",
  } satisfies Record<MappingState, string>,
  code: "GL code",
  transactions: "Open",
  waiting: "Amount",
  taxAndTracking: "Tax, tracking",
  acceptAll: (count: number) =>
    plural(count, "Accept the suggestion", `Accept all ${count} suggestions`),
  tax: "Tax",
  taxTarget: "Goes to",
  tender: "Tender",
  clearing: "Clearing account",
  chartRead: "Chart read",
  unchanged: "The chart is as it was.",
  changed: (count: number) => plural(count, "One change in Xero", `${count} changes in Xero`),
  refreshed: (count: number) =>
    count === 0 ? "The chart is as it was." : `The chart is read again: ${count} changes.`,
  noCodesTitle: "No GL codes yet",
  noCodes: "The codes your items carry appear here with the first file you import.",
  noTaxesTitle: "No taxes yet",
  noTaxes: "The taxes your sales carry appear here with the first file you import.",
  noTendersTitle: "No tenders yet",
  noTenders: "The ways your customers pay appear here with the first file you import.",
};

export const log = {
  lead: "Every exchange with Xero, newest first. Passwords and tokens are never in it.",
  search: "Search the log",
  at: "When",
  operation: "Operation",
  document: "Document",
  result: "Result",
  message: "What happened",
  duration: "Took",
  attempt: "Attempt",
  status: "HTTP status",
  xeroId: "Xero’s id",
  milliseconds: (ms: number) => `${ms} ms`,
  results: {
    done: "Done",
    refused: "Refused",
    busy: "Asked to wait",
    noAnswer: "No answer",
  } satisfies Record<ExchangeResult, string>,
  allResults: "Any result",
  allDocuments: "Show all documents",
  exchanges: (count: number) => plural(count, "exchange", "exchanges"),
  emptyTitle: "Nothing said yet",
  empty: "What Daybook asks of Xero, and what Xero answers, will be listed here.",
};
