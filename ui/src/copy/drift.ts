// Words about what others change in Xero, about backups, and about help with a fault.

import type { DriftKind } from "../ipc/generated";
import { plural } from "./everywhere";

export const drift = {
  lead: "What somebody changed in Xero after it was posted, and what was entered there a second time.",
  check: "Look in Xero now",
  checkedAt: "Last looked",
  never: "Xero was not looked at yet.",
  kinds: {
    edited: "Edited",
    voided: "Voided or deleted",
    reconciled: "Reconciled",
    duplicate: "A second one",
  } satisfies Record<DriftKind, string>,
  all: "Show settled ones too",
  sent: "As it was sent",
  answered: "As Xero answered",
  now: "As it is in Xero now",
  other: "The other one in Xero",
  status: "Status",
  account: "Account",
  taxType: "Tax type",
  at: (currency: string, rate: string) => `${currency} at ${rate}`,
  noLines: "Its lines were not read: look at it in Xero.",
  accept: "Accept what is in Xero",
  acceptHint:
    "Accept it where Xero is right: the difference is kept on record, and no longer shown. What is gone there is open again here, and not posted again by itself: it goes when its day is synced again.",
  repost: "Post it again",
  repostHint:
    "Post it again where the book is right: what is in Xero is taken out, and the document posted anew.",
  foundAt: "Found",
  differs: "differs",
  accepted: "Accepted. It is kept with your name.",
  emptyTitle: "Nothing was changed in Xero",
  empty: "Everything that was posted is in Xero as it was posted, as of the last look.",
  neverTitle: "Not looked at yet",
  emptyNever: "Look in Xero to compare what was posted with what is there now.",
  count: (count: number) => plural(count, "difference", "differences"),
};

export const backups = {
  title: "Backups",
  lead: "One is made each day, and one before each upgrade. They lie in",
  none: "There is no backup yet. Today’s is made with the first document that is sent.",
  restore: "Put back…",
  restoreOf: (day: string) => `Put back the backup of ${day}`,
  restoreTitle: "Put this backup back?",
  restoreExplain:
    "The book as it is now is kept aside under another name. Before anything is sent again, Xero is asked for all that was sent since, so nothing is posted twice.",
  restoreNow: "Put it back",
  restored: "The backup is the book now.",
  damaged: "Damaged copy",
  damagedTitle: "What it holds is not what was recorded",
  damagedExplain:
    "It is no backup: it was made of a book whose file was damaged. Put back a sound backup instead, unless there is none.",
  restoreDamagedOf: (day: string) => `Put back the damaged copy of ${day}`,
  restoreDamagedTitle: "Put this damaged copy back?",
  restoreDamagedNow: "Put the damaged copy back",
  restoredDamaged: "The damaged copy is the book now.",
  more: (count: number) => `and ${count} older`,
  found: "In Xero, and unknown to this book",
  foundExplain:
    "Each may be a document that waits here. Take it over where it is the same; say so where it is not.",
  mayBe: (count: number) =>
    count === 0
      ? "Nothing that waits here is like it"
      : plural(count, "May be a document that waits", `May be one of ${count} documents that wait`),
  takeOver: "It is the same",
  dismiss: "It is another…",
  dismissTitle: "It is another one",
  dismissExplain: "The document that waits is sent to Xero. Your reason is kept.",
  why: "How do you know?",
};

export const diagnosis = {
  title: "Help with a fault",
  about:
    "A file that helps to find a fault: versions, counts, settings, and what became of documents and calls. No names, amounts, notes or tokens are in it, and it is sent to nobody.",
  save: "Save a diagnostic bundle…",
};
