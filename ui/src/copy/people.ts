// Words about who works with the book: signing in, people, the audit log.

import type { AuditOutcome, PersonRole } from "../ipc/generated";
import { plural } from "./everywhere";

export const people = {
  title: "People",
  roles: {
    frontDesk: "Front desk",
    bookkeeper: "Bookkeeper",
    administrator: "Administrator",
  } satisfies Record<PersonRole, string>,
  roleHints: {
    frontDesk: "Records, reviews the cashout and sends it to Xero.",
    bookkeeper: "Also edits mappings, undoes and skips documents, and exports.",
    administrator: "Also connects to Xero, and decides who works here.",
  } satisfies Record<PersonRole, string>,
  nobody:
    "Nobody signs in here: whoever opens this window may do everything, as “desk”. Add yourself to keep apart who does what.",
  firstHint: "The first person is an administrator, and signed in at once.",
  add: "Add a person",
  change: "Change",
  edit: (name: string) => `Change ${name}`,
  name: "Name",
  role: "Role",
  pin: "PIN",
  pinHint: "4 to 12 digits.",
  newPin: "New PIN",
  newPinOf: (name: string) => `New PIN for ${name}`,
  ownPin: "Your own PIN",
  ownPinHint: "So that nobody who finds this window open can change one.",
  mayNotSignIn: "May not sign in any more",
  maySignIn: "May sign in",
  maySignInHint: "Who has left stays known by name in what they did.",
  lockAfter: "Sign out when idle",
  lockAfterMinutes: (minutes: number) =>
    minutes === 0 ? "Never" : `After ${minutes} ${plural(minutes, "minute", "minutes")}`,
  signInTitle: "Who is here?",
  signInLead: "Choose your name and type your PIN. What waits for Xero goes on meanwhile.",
  signIn: "Sign in",
  signOut: "Sign out",
  signedInAs: "Signed in as",
  back: "Somebody else",
  namesUnknownTitle: "No names to choose from",
  namesUnknown: "The book did not say who works with it. Nothing is lost; ask it again.",
  notYoursTitle: "This page is for others",
  notYours:
    "Whoever has signed in here may not see it. Somebody who may can sign in; nothing is lost meanwhile.",
  waitsTitle: "Too many wrong PINs",
  waits: "The next try is possible at",
};

export const audit = {
  lead: "Who did what, newest first. What is here can’t be changed, and PINs and tokens are never in it.",
  search: "Search the audit log",
  at: "When",
  who: "Who",
  what: "What",
  outcome: "Outcome",
  message: "Why",
  anyOutcome: "Any outcome",
  outcomes: {
    done: "Done",
    refused: "Refused",
    failed: "Failed",
    open: "Not finished",
  } satisfies Record<AuditOutcome, string>,
  command: "Command",
  ids: "About",
  emptyTitle: "Nothing done yet",
  empty: "Every change that somebody makes here will be listed with their name.",
  mark: "The end of the chain",
  markHint:
    "Write it down elsewhere: as long as it is found again in the log’s chain, no entry before it was lost.",
};
