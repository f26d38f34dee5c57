// How each kind of fault is shown. The table is total: a new code does not compile without a row.

import type { Code } from "./generated";

/** How grave a fault is, and the button beside it. */
export interface FaultCopy {
  tone: "bad" | "wait" | "silent";
  title: string;
  action?: "connect" | "switch" | "attention" | "mappings" | "settings";
}

export const FAULTS = {
  invalid_input: { tone: "bad", title: "Please check what you entered" },
  not_found: { tone: "wait", title: "It is no longer there" },
  already_done: { tone: "wait", title: "This has already been done" },
  cancelled: { tone: "silent", title: "Cancelled" },
  person_needed: { tone: "wait", title: "Who is there?" },
  not_allowed: { tone: "wait", title: "Somebody else may do this", action: "switch" },
  not_connected: { tone: "wait", title: "Not connected to Xero", action: "connect" },
  reconnect_needed: { tone: "wait", title: "Please sign in to Xero again", action: "connect" },
  sign_in_failed: { tone: "bad", title: "The sign-in did not work", action: "connect" },
  other_organisation: { tone: "bad", title: "This is another organisation", action: "settings" },
  xero_unreachable: { tone: "wait", title: "Xero can’t be reached just now" },
  xero_busy: { tone: "wait", title: "Xero asks us to wait" },
  xero_refused: { tone: "bad", title: "Xero did not accept it", action: "attention" },
  unmapped: { tone: "wait", title: "Something has no account yet", action: "mappings" },
  mapping_refused: { tone: "bad", title: "That account can’t be used here" },
  period_locked: { tone: "wait", title: "The period is locked" },
  nothing_to_post: { tone: "wait", title: "There is nothing to post" },
  file_unreadable: { tone: "bad", title: "The file can’t be read" },
  file_not_recognised: { tone: "bad", title: "The file’s columns are not known" },
  vault_unavailable: { tone: "bad", title: "The sign-in can’t be kept safely", action: "settings" },
  book_busy: { tone: "wait", title: "Another Daybook is sending" },
  book_is_newer: { tone: "bad", title: "This book needs a newer Daybook" },
  book_failed: { tone: "bad", title: "The book can’t be read or written" },
  practice_failed: { tone: "bad", title: "The practice company could not start" },
  internal: { tone: "bad", title: "Something went wrong in Daybook" },
} as const satisfies Record<Code, FaultCopy>;
