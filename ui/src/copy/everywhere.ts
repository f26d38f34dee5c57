// Words that every screen has: pages, buttons, steps, faults.

import type { Action, Step } from "../ipc/generated";
import type { PageName } from "../route";

export function plural(count: number, one: string, many: string): string {
  return count === 1 ? one : many;
}

export const pages: Record<PageName, string> = {
  start: "Getting started",
  cashout: "Cashout",
  transactions: "Transactions",
  documents: "Documents",
  attention: "Needs attention",
  mappings: "Mappings",
  log: "Sync log",
  audit: "Audit log",
  drift: "Changed in Xero",
  settings: "Settings",
};

export const actions: Record<Action["kind"], string> = {
  map: "Map it",
  connect: "Connect to Xero",
  refreshChart: "Refresh chart",
  openCashout: "Open that day",
  showTransactions: "Show transactions",
  openDocument: "Details",
  viewInXero: "View in Xero",
  retry: "Try again",
  retryCause: "Try all again",
  hold: "Hold",
  skip: "Skip…",
  keep: "Keep it in Xero",
  undo: "Undo…",
  moveToCashout: "Move to cashout",
  checkApprovals: "Check now",
  enterRate: "Enter the rate…",
  chooseContact: "Choose the contact…",
  enablePayments: "Enable payments…",
  createTrackingOption: "Create the option…",
  editLocation: "Change location",
  import: "Import a file",
};

/** What every field of days says to who does not see its signs. */
export const calendar = {
  openLabel: "Open calendar",
  previousLabel: "Month before",
  nextLabel: "Month after",
};

export const steps: Record<Step, string> = {
  startingSimulator: "Starting the practice Xero",
  signingIn: "Signing in",
  makingSeason: "Writing a season of rentals",
  readingChart: "Reading the chart of accounts",
  readingFile: "Reading the file",
  recording: "Recording",
  checking: "Checking",
  queueing: "Saving here",
  lookingUp: "Looking in Xero",
  sending: "Sending",
  limited: "Waiting for Xero",
  comparing: "Comparing",
  finished: "Finished",
};

export const fault = {
  title: "That did not work",
  retry: "Try again",
  switchPerson: "Let somebody else sign in",
  reference: (reference: string) => `Reference ${reference}`,
  notOpened: "The book could not be opened",
  drawing: "This screen could not be drawn",
  drawingSafe:
    "It is a mistake in Daybook. Your book is safe, and what was queued goes on by itself.",
  reload: "Draw it again",
};
