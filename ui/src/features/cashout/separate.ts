// What is posted separately, in groups of what happened and what it becomes in Xero. Counted here;
// sums of money come from the program or are not shown.

import { copy } from "../../copy";
import type { DocumentState, SeparateDocument, SeparateGroup } from "../../ipc/generated";

/** How a state counts in the head of a group. */
export type Tally = keyof typeof copy.cashout.tally;

const TALLIES: readonly Tally[] = ["attention", "waiting", "approval", "posted", "skipped"];

/** Groups are open from the start while there are no more rows than this in all. */
const OPEN_ROWS_MAX = 12;

/** What happened and what it becomes in Xero, with all of a day's. */
export interface Group {
  key: string;
  name: string;
  /** What needs a person first, then what waits; else in the order recorded. */
  documents: readonly SeparateDocument[];
  /** How many there are of each tally, the gravest first. */
  tallies: readonly { tally: Tally; count: number }[];
  /** What the program says they come to; absent where it does not. */
  sum: SeparateGroup | undefined;
}

/** A line of the list: a group's head, or one of its documents. */
export type Row =
  | { kind: "group"; group: Group; open: boolean }
  | { kind: "document"; key: string; document: SeparateDocument };

/** What a state means to somebody who closes the day. */
export function tallyOf(state: DocumentState): Tally {
  switch (state) {
    case "held":
    case "rejected":
      return "attention";
    case "draft":
    case "queued":
    case "sending":
    case "unknown":
      return "waiting";
    case "awaiting_approval":
      return "approval";
    case "posted":
      return "posted";
    case "skipped":
    case "undone":
      return "skipped";
  }
}

/** The groups with the program's sums, in the order their first document was recorded. */
export function groupsOf(
  documents: readonly SeparateDocument[],
  sums: readonly SeparateGroup[],
): Group[] {
  const found = new Map<string, SeparateDocument[]>();
  for (const document of documents) {
    const key = keyOf(document);
    const group = found.get(key);
    if (group === undefined) found.set(key, [document]);
    else group.push(document);
  }
  const summed = new Map(sums.map((sum) => [keyOf(sum), sum]));
  return [...found].map(([key, members]) => groupOf(key, members, summed.get(key)));
}

function keyOf(of: Pick<SeparateGroup, "transactionKind" | "kind">): string {
  return `${of.transactionKind} ${of.kind}`;
}

function groupOf(
  key: string,
  members: readonly SeparateDocument[],
  sum: SeparateGroup | undefined,
): Group {
  const by = new Map<Tally, SeparateDocument[]>(TALLIES.map((tally) => [tally, []]));
  for (const document of members) by.get(tallyOf(document.state))?.push(document);
  const [first] = members;
  const name =
    first === undefined
      ? key
      : copy.cashout.groupName(
          copy.transactions.kinds[first.transactionKind],
          copy.documents.kinds[first.kind],
        );
  const sorted = [...by].filter(([, of]) => of.length > 0);
  return {
    key,
    name,
    documents: sorted.flatMap(([, of]) => of),
    tallies: sorted.map(([tally, of]) => ({ tally, count: of.length })),
    sum,
  };
}

/** Which groups are open from the start: all of a few rows; of many, those that need a person. */
export function openAtFirst(groups: readonly Group[]): Set<string> {
  const rows = groups.reduce((count, { documents }) => count + documents.length, 0);
  const open = groups.filter(
    ({ tallies }) => rows <= OPEN_ROWS_MAX || tallies[0]?.tally === "attention",
  );
  return new Set(open.map(({ key }) => key));
}

/** The lines of the list as it stands. */
export function rowsOf(groups: readonly Group[], open: ReadonlySet<string>): Row[] {
  return groups.flatMap((group): Row[] => {
    const isOpen = open.has(group.key);
    const head: Row = { kind: "group", group, open: isOpen };
    if (!isOpen) return [head];
    const documents = group.documents.map((document, index): Row => ({
      kind: "document",
      key: `${group.key} ${document.transaction} ${document.document ?? index}`,
      document,
    }));
    return [head, ...documents];
  });
}
