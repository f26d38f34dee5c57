// Every sentence the user reads, grouped by where it is read. Plain words, no blame; what happened,
// whether data is safe, what to do. Sentences about a particular document come from the program.

import { attention, documents, log, mappings } from "./copy/books";
import { actions, fault, pages, plural, steps } from "./copy/everywhere";
import { cashout, imports, journal, sync, transactions } from "./copy/desk";
import { connection, settings, start } from "./copy/setup";

export const copy = {
  pages,
  actions,
  steps,
  cashout,
  journal,
  sync,
  attention,
  documents,
  mappings,
  transactions,
  imports,
  log,
  connection,
  settings,
  start,
  fault,
  rail: "Pages",
  practiceBanner: "Practice company · nothing here reaches a real Xero",
  waiting: (count: number) => plural(count, "document waiting", "documents waiting"),
  amount: "Amount",
  loading: "Loading",
  close: "Close",
  cancel: "Cancel",
  save: "Save",
  clear: "Clear",
  more: (shown: number, total: number) => `Show more (${shown} of ${total})`,
  nothingFoundTitle: "Nothing found",
  nothingFound: "Nothing matches what you are looking for. Try fewer words, or show all.",
};
