// Words of files: what comes in from the till, what leaves for other programs.

import type { ExportFormat } from "../ipc/generated";
import { plural } from "./everywhere";

export const imports = {
  title: "Import a file",
  dropHere: "Drop your till’s export anywhere on this window",
  pick: "Choose a file…",
  letGo: "Let go to preview this file",
  formats:
    "Square transactions, and Daybook’s own CSV and JSON, are recognised by their columns. You see everything before it is recorded, and importing a file twice adds nothing.",
  reading: "Reading the file",
  previewTitle: (file: string) => `Preview of ${file}`,
  run: (count: number) =>
    count === 0
      ? "Nothing to record"
      : `Record ${count} ${plural(count, "transaction", "transactions")}`,
  count: (done: number, total: number | null) =>
    total === null ? `${done}` : `${done} of ${total}`,
  needs: "What the file does not say",
  needsTitle: "The file does not say everything. Please fill in what is marked, once.",
  revenue: "GL code of sales",
  revenueHint: "A Xero account’s code or name, or a code you map later.",
  tax: "The tax column is",
  taxHint: "One tax, such as GST; or several by rate, such as GST=5, PST=7.",
  taxWrong: "Write one tax, or several as NAME=RATE with commas between.",
  location: "Location",
  dates: "Dates are written",
  dateOrders: {
    asWritten: "As the file shows, or as is usual here",
    monthFirst: "Month first: 08/14/2026",
    dayFirst: "Day first: 14/08/2026",
    yearFirst: "Year first: 26-08-14",
  },
  apply: "Read it so",
  format: "Format",
  days: "Days",
  rows: "Rows",
  toRecord: "To record",
  recorded: "Recorded",
  alreadyKnown: "Already known",
  reversals: "Reversals",
  rejected: "Unreadable",
  rejectsTitle: (count: number) =>
    plural(count, "One row can’t be read", `${count} rows can’t be read`),
  line: "Line",
  reason: "Why",
  totals: "Totals against the file’s own",
  column: "Column",
  inFile: "In the file",
  read: "Read",
  compared: "Compared",
  equal: "Equal",
  different: "Different",
  sample: "The first transactions",
  done: "Imported",
  cancelled: "Cancelled",
  review: "Review the cashout",
};

export const exports = {
  title: "Export",
  button: "Export…",
  about: "What was posted, for a spreadsheet, for plain-text accounting, or for an auditor.",
  lead: "What was posted, as a file for another program.",
  format: "What the file is for",
  formats: {
    xlsx: { label: "Excel", hint: "Every posted line as a workbook." },
    csv: { label: "CSV", hint: "Every posted line as a table in text." },
    "xero-csv": {
      label: "Xero’s import",
      hint: "Journals as Xero’s own import of manual journals wants them.",
    },
    hledger: { label: "hledger", hint: "The general ledger as a journal of hledger’s." },
    beancount: { label: "Beancount", hint: "The general ledger as a file of Beancount’s." },
    pdf: { label: "Sheet", hint: "The sheet of a closed day, to print and keep." },
  } satisfies Record<ExportFormat, { label: string; hint: string }>,
  location: "Location",
  allLocations: "Every location",
  which: "Days",
  everything: "Everything posted",
  chosen: "Chosen days",
  days: "First and last day",
  day: "Day",
  run: "Choose where to save…",
};
