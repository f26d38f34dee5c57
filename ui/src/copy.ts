// Every sentence the user reads, grouped by where it is read. Plain words, no blame; what happened,
// whether data is safe, what to do. Sentences about a particular document come from the program.

import { attention, documents, log } from "./copy/books";
import { cashout, journal, sync, transactions } from "./copy/desk";
import { backups, diagnosis, drift } from "./copy/drift";
import { actions, calendar, fault, pages, plural, steps } from "./copy/everywhere";
import { exports, imports } from "./copy/files";
import { contacts, mappings, noTax, payments, rates, tracking } from "./copy/mappings";
import { audit, people } from "./copy/people";
import { connection, practice, settings, start } from "./copy/setup";

export const copy = {
  pages,
  actions,
  calendar,
  steps,
  cashout,
  journal,
  sync,
  attention,
  documents,
  mappings,
  noTax,
  tracking,
  contacts,
  rates,
  payments,
  transactions,
  imports,
  exports,
  log,
  drift,
  backups,
  diagnosis,
  people,
  audit,
  connection,
  practice,
  settings,
  start,
  fault,
  rail: "Pages",
  waiting: (count: number) => plural(count, "document waiting", "documents waiting"),
  amount: "Amount",
  loading: "Loading",
  close: "Close",
  cancel: "Cancel",
  save: "Save",
  clear: "Clear",
  andMore: (count: number) => `and ${count} more`,
  more: (shown: number, total: number) => `Show more (${shown} of ${total})`,
  nothingFoundTitle: "Nothing found",
  nothingFound: "Nothing matches what you are looking for. Try fewer words, or show all.",
};
