// Where the person is, as a value and as the part of the address after #. Nothing else parses one.

import type {
  Day,
  DocumentId,
  DocumentState,
  LocationId,
  TransactionFilter,
} from "./ipc/generated";

export type MappingTab =
  | "roles"
  | "codes"
  | "taxes"
  | "tenders"
  | "banks"
  | "tracking"
  | "contacts"
  | "rates";

export type Route =
  | { page: "start" }
  | { page: "cashout"; location: LocationId | null; from: Day | null; to: Day | null }
  | { page: "transactions"; filter: TransactionFilter }
  | { page: "documents"; state: DocumentState | null }
  | { page: "attention" }
  | { page: "mappings"; tab: MappingTab }
  | { page: "log"; document: DocumentId | null }
  | { page: "drift" }
  | { page: "audit" }
  | { page: "settings"; part: "backups" | null };

export type PageName = Route["page"];

/** Every transaction. */
export const ALL_TRANSACTIONS: TransactionFilter = {
  search: null,
  from: null,
  to: null,
  location: null,
  kinds: [],
  tender: null,
  glCode: null,
  postings: [],
};

/** The page as one first comes to it. */
export function start(page: PageName): Route {
  switch (page) {
    case "cashout":
      return { page, location: null, from: null, to: null };
    case "transactions":
      return { page, filter: ALL_TRANSACTIONS };
    case "documents":
      return { page, state: null };
    case "mappings":
      return { page, tab: "roles" };
    case "log":
      return { page, document: null };
    case "settings":
      return { page, part: null };
    case "start":
    case "attention":
    case "audit":
    case "drift":
      return { page };
  }
}

/** The address of a route. */
export function print(route: Route): string {
  const words: Record<string, string | null> = {};
  switch (route.page) {
    case "cashout":
      Object.assign(words, { location: route.location, from: route.from, to: route.to });
      break;
    case "transactions":
      Object.assign(words, {
        ...route.filter,
        kinds: route.filter.kinds.join(" ") || null,
        postings: route.filter.postings.join(" ") || null,
      });
      break;
    case "documents":
      words["state"] = route.state;
      break;
    case "mappings":
      words["tab"] = route.tab;
      break;
    case "log":
      words["document"] = route.document;
      break;
    case "settings":
      words["part"] = route.part;
      break;
    case "start":
    case "attention":
    case "audit":
    case "drift":
      break;
  }
  const given = Object.entries(words).filter((word): word is [string, string] => word[1] !== null);
  const query = new URLSearchParams(given).toString();
  return `#/${route.page}${query === "" ? "" : `?${query}`}`;
}

const PAGES = [
  "start",
  "cashout",
  "transactions",
  "documents",
  "attention",
  "mappings",
  "log",
  "drift",
  "audit",
  "settings",
] as const satisfies readonly PageName[];
const TABS: readonly MappingTab[] = [
  "roles",
  "codes",
  "taxes",
  "tenders",
  "banks",
  "tracking",
  "contacts",
  "rates",
];

/** The route of an address; `null` when it is none of ours. */
export function parse(address: string): Route | null {
  const [path = "", query = ""] = address.replace(/^#\//, "").split("?");
  const page = PAGES.find((name) => name === path);
  if (page === undefined) return null;
  const words = new URLSearchParams(query);
  // The brands say what a word is for; whether it is any good is the program's to judge.
  const word = <T extends string>(name: string) => words.get(name) as T | null;
  const list = <T extends string>(name: string) =>
    (words.get(name)?.split(" ").filter(Boolean) ?? []) as T[];
  switch (page) {
    case "cashout":
      return { page, location: word("location"), from: word("from"), to: word("to") };
    case "transactions":
      return {
        page,
        filter: {
          search: word("search"),
          from: word("from"),
          to: word("to"),
          location: word("location"),
          kinds: list("kinds"),
          tender: word("tender"),
          glCode: word("glCode"),
          postings: list("postings"),
        },
      };
    case "documents":
      return { page, state: word("state") };
    case "mappings":
      return { page, tab: TABS.find((tab) => tab === word("tab")) ?? "roles" };
    case "log":
      return { page, document: word("document") };
    case "settings":
      return { page, part: word("part") === "backups" ? "backups" : null };
    case "start":
    case "attention":
    case "audit":
    case "drift":
      return { page };
  }
}
