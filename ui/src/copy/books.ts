// Words of the bookkeeper: what needs a person, documents, the log.

import type { DocumentKind, DocumentState, ExchangeResult } from "../ipc/generated";
import { plural } from "./everywhere";

export const attention = {
  lead: "What is held up or is not as it was meant, by its cause. Each says what happened. What only waits goes on by itself; the rest needs somebody.",
  emptyTitle: "All calm",
  empty:
    "Documents Xero refused, and transactions that can’t be posted yet, will wait here with the button that mends them.",
  xeroSaid: "What Xero said",
  showAll: (count: number) => `Show all ${count}`,
  more: (count: number) => `and ${count} more with the same cause`,
  ways: { drift: "Look at each", backups: "Backups in Settings" },
};

export const documents = {
  one: "Document",
  lead: "Everything made for Xero, newest first, with how far it has come.",
  date: "Date",
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
    draft: "Not made yet",
    queued: "Queued",
    sending: "Sending",
    posted: "Posted",
    rejected: "Refused by Xero",
    unknown: "Being looked up",
    held: "Held",
    skipped: "Skipped",
    undone: "Undone",
    awaiting_approval: "Awaiting approval",
  } satisfies Record<DocumentState, string>,
  allStates: "Any state",
  count: (count: number) => plural(count, "document", "documents"),
  emptyTitle: "No documents yet",
  empty:
    "Journals, invoices, payments and bank transactions are listed here once a day is closed or something is posted by itself.",
  noneInState: (state: string) => `No document is in the state “${state}” now.`,
  number: "Number",
  contact: "Contact",
  due: "Due",
  rate: "Rate",
  rateOf: (rate: string, currency: string, base: string) => `${rate} ${currency} for one ${base}`,
  evidence: "Sheet",
  found: "Found in Xero by",
  noLines: "It has no lines of its own: it sets one document off against another.",
  noLinesYet: "Its lines are worked out when it is sent.",
  about: "It is about",
  dependents: "What belongs to it",
  attempts: "Attempts",
  skipTitle: "Skip this document",
  skipExplain:
    "It will not be sent to Xero. Its transactions stay with it and won’t be posted again, so skip only what you have entered by hand or don’t want in your books.",
  why: "Why is it skipped?",
  skipped: "Skipped, with your reason kept.",
  held: "Held. It stays here until you try it again.",
  moved: "It goes into the cashout of its day now.",
  undoTitle: "Take it back out of Xero",
  undoWith: "These are taken back with it",
  undoStays: "These have to do with it and stay in Xero",
  kept: "It stays in Xero. Nothing more is asked of Xero about it.",
  undoExplain:
    "It is voided or deleted in Xero, and what it posted becomes open again. Where the period is locked, the opposite document is posted on the first open day instead, and set off against it.",
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
