// A host without a program: a typed table of answers over a small book that remembers what was
// done to it. For tests, and for drawing screens in a browser; it never ships.

import { attention } from "../../test/fixtures/attention";
import {
  FRESH,
  importPreview,
  LOCATION,
  NORTH_SHORE,
  postingModeChange,
  PRACTICE,
  SETTINGS,
} from "../../test/fixtures/book";
import { busyCashout, cashout, TODAY, UNMAPPED_CODE } from "../../test/fixtures/cashout";
import { candidates, CHART } from "../../test/fixtures/chart";
import { contactChoices, contacts, RATES } from "../../test/fixtures/contacts";
import { document, documentPage, HELD, POSTED, undoPreview } from "../../test/fixtures/documents";
import { syncLog } from "../../test/fixtures/log";
import { mappings } from "../../test/fixtures/mappings";
import { ANA, atWindow, auditLog, NOBODY_THERE, people } from "../../test/fixtures/people";
import { BACKUPS, BUNDLE, EDITED, SECOND, drifts } from "../../test/fixtures/kept";
import { transaction } from "../../test/fixtures/opened";
import { lineTransactions, transactionPage } from "../../test/fixtures/transactions";
import type { Answer, Command, Drop, Host, Request } from "../call";
import type {
  AccountRef,
  DocumentSummary,
  Events,
  Fault,
  RunId,
  Step,
  SyncOutcome,
  Topic,
  TransactionId,
} from "../generated";

/** An answer for every command, or some of them. */
export type Answers = {
  [K in Command]: (payload: Request<K>) => Answer<K> | Promise<Answer<K>>;
};

/** What was asked, in order. */
export type Asked = readonly { command: string; payload: unknown }[];

/** A host that also tells what it was asked, and can be made to speak. */
export interface FakeHost extends Host {
  asked: Asked;
  emit<K extends keyof Events>(event: K, payload: Events[K]): void;
  drop(drop: Drop): void;
}

/**
 * The books a fake can start with: an empty one, the practice company, and one with everything
 * in it at once: hundreds of documents a day, long names, several places.
 */
export type Scenario = "fresh" | "practice" | "busy";

const STEP_MS = 350;

/** A fault as the program would send it. */
export function fault(code: Fault["code"], message: string, hint: string | null = null): Fault {
  return { code, message, hint, field: null, reference: null };
}

interface Book {
  busy: boolean;
  status: typeof PRACTICE;
  settings: typeof SETTINGS;
  lessons: AccountRef | null;
  posted: DocumentSummary | null;
  /** Why, by transaction. */
  withdrawn: Map<TransactionId, string>;
}

/** A fake host; `overrides` answer instead of the book. */
export function fakeHost(
  scenario: string,
  overrides: Partial<Answers> = {},
  stepMs = STEP_MS,
): FakeHost {
  const asked: { command: string; payload: unknown }[] = [];
  const tellers = new Map<string, Set<(payload: never) => void>>();
  const droppers = new Set<(drop: Drop) => void>();

  function emit<K extends keyof Events>(event: K, payload: Events[K]): void {
    for (const tell of tellers.get(event) ?? []) (tell as (payload: Events[K]) => void)(payload);
  }
  const book: Book = {
    busy: scenario === "busy",
    status: scenario === "fresh" ? FRESH : PRACTICE,
    settings: SETTINGS,
    lessons: null,
    posted: null,
    withdrawn: new Map(),
  };
  const answers: Answers = { ...answersOf(book, emit, stepMs), ...overrides };
  return {
    asked,
    emit,
    drop: (drop) => droppers.forEach((tell) => tell(drop)),
    async call(command, payload) {
      asked.push({ command, payload });
      const answer = answers[command as Command] as (payload: unknown) => unknown;
      return answer(payload);
    },
    listen(event, tell) {
      const told = tellers.get(event) ?? new Set();
      tellers.set(event, told.add(tell as (payload: never) => void));
      return () => told.delete(tell as (payload: never) => void);
    },
    listenDrop(tell) {
      droppers.add(tell);
      return () => droppers.delete(tell);
    },
  };
}

type Emit = FakeHost["emit"];

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}

function changed(emit: Emit, ...topics: Topic[]): void {
  for (const topic of topics) emit("changed", { topic, id: null });
}

/** What another book in the place of the open one changes. */
const EVERY_TOPIC = [
  "connection",
  "chart",
  "transactions",
  "documents",
  "mappings",
  "settings",
  "syncLog",
  "people",
  "auditLog",
] as const satisfies Topic[];

async function walk(emit: Emit, run: RunId, steps: readonly Step[], ms: number): Promise<void> {
  for (const step of steps) {
    emit("progress", { run, step, done: 0, total: null });
    await pause(ms);
  }
}

function outcome(message: string, documents: DocumentSummary[] = []): SyncOutcome {
  return { documents, settled: true, message, actions: [] };
}

function answersOf(book: Book, emit: Emit, ms: number): Answers {
  return {
    ...bookAnswers(book, emit, ms),
    ...peopleAnswers(book, emit),
    ...keptAnswers(book),
    ...postingAnswers(book, emit, ms),
    ...mappingAnswers(book, emit),
    ...mendingAnswers(book, emit),
    ...fileAnswers(emit, ms),
  };
}

function bookAnswers(book: Book, emit: Emit, ms: number) {
  return {
    status: () => book.status,
    start_practice: async ({ run }) => {
      await walk(emit, run, ["startingSimulator", "signingIn", "makingSeason"], ms);
      book.status = PRACTICE;
      changed(emit, ...EVERY_TOPIC);
      return book.status;
    },
    leave_practice: () => {
      book.status = FRESH;
      changed(emit, ...EVERY_TOPIC);
      return book.status;
    },
    connect_start: () => ({ kind: "idle" }),
    connect_status: () => ({ kind: "idle" }),
    connect_cancel: () => ({ kind: "idle" }),
    list_organisations: () => [],
    use_organisation: (organisation) => ({ kind: "connected", organisation }),
    disconnect: () => {
      book.status = { ...FRESH, organisation: book.status.organisation };
      changed(emit, "connection");
      return {};
    },
    set_client_id: () => ({}),
    open_simulator: () => ({}),
    settings: () => book.settings,
    set_settings: (settings) => {
      book.settings = settings;
      changed(emit, "settings");
      return settings;
    },
    locations: () => ({ locations: book.busy ? [LOCATION, NORTH_SHORE] : [LOCATION] }),
    add_location: () => ({ locations: [LOCATION] }),
    save_location: (location) => ({ locations: [location] }),
    set_posting_mode: postingModeChange,
    sync_log: syncLog,
  } satisfies Partial<Answers>;
}

function peopleAnswers(book: Book, emit: Emit) {
  function seat(window: typeof book.status.window) {
    book.status = { ...book.status, window };
    changed(emit, "people");
    return book.status;
  }
  const signedIn = () => book.status.window.person !== null;
  return {
    people: () =>
      book.status.window.peopleSignIn ? people(signedIn()) : { people: [], message: null },
    sign_in: ({ person: id }) => {
      const found = people(false).people.find((one) => one.id === id);
      return seat(atWindow(found ?? ANA));
    },
    sign_out: () => seat(book.status.window.peopleSignIn ? NOBODY_THERE : book.status.window),
    still_here: () => ({}),
    add_person: ({ name }) => {
      if (!book.status.window.peopleSignIn) seat(atWindow(ANA));
      changed(emit, "people", "auditLog");
      return people(true, `${name} can sign in now.`);
    },
    save_person: () => {
      changed(emit, "people", "auditLog");
      return people(true, "Saved.");
    },
    set_pin: () => people(true, "The new PIN holds from now on."),
    set_lock_after: ({ minutes }) => seat({ ...book.status.window, lockAfterMinutes: minutes }),
    audit_log: auditLog,
  } satisfies Partial<Answers>;
}

function keptAnswers(book: Book) {
  return {
    backups: () => BACKUPS,
    restore_backup: () => BACKUPS,
    save_bundle: () => BUNDLE,
    take_over_found: () => outcome("Taken over: it is in Xero already."),
    dismiss_found: () => outcome("Queued. It is sent as another one."),
    drifts: () => drifts(book.busy ? [EDITED, SECOND] : []),
    check_drift: () => drifts(book.busy ? [EDITED, SECOND] : []),
    accept_drift: () => drifts([]),
    repost_drift: () => outcome("Taken out of Xero, and posted again."),
  } satisfies Partial<Answers>;
}

function postingAnswers(book: Book, emit: Emit, ms: number) {
  return {
    cashout: (request) => (book.busy ? busyCashout : cashout)(request, book.lessons, book.posted),
    cashout_line_transactions: () => lineTransactions(6),
    sync_cashout: async ({ run }) => {
      await walk(emit, run, ["checking", "queueing"], ms);
      if (book.lessons === null) {
        changed(emit, "documents");
        return {
          documents: [HELD],
          settled: false,
          message: `It goes to Xero once GL code ${UNMAPPED_CODE} has an account. Nothing is lost.`,
          actions: [{ kind: "map", target: { kind: "glCode", code: UNMAPPED_CODE } }],
        };
      }
      await walk(emit, run, ["lookingUp", "sending", "comparing", "finished"], ms);
      book.posted = POSTED;
      changed(emit, "documents", "syncLog");
      return outcome("One journal of 5,231.43 is in Xero, equal line by line.", [POSTED]);
    },
    sync_now: () => outcome("2 documents were sent."),
    attention: () => attention(book.lessons, book.busy),
    retry_document: () => outcome("It is queued again."),
    retry_cause: () => outcome("All of them are queued again."),
    hold_document: ({ document: id }) => document(id),
    skip_document: ({ document: id }) => document(id),
    keep_document: ({ document: id }) => document(id),
    undo_preview: ({ document: id }) => undoPreview(id),
    undo_document: () => {
      book.posted = null;
      changed(emit, "documents");
      return outcome("The journal was voided in Xero; its transactions are open again.");
    },
    move_to_cashout: () => {
      changed(emit, "transactions", "documents");
      return {};
    },
    check_approvals: () => outcome("1 document was approved, and counts in Xero now."),
    documents: (request) => documentPage(request, book.posted),
    document: ({ document: id }) => document(id),
    open_document: () => ({}),
    transactions: ({ filter, cursor }) => transactionPage(filter, cursor),
    transaction: ({ transaction: id }) => transaction(id, POSTED, book.withdrawn.get(id)),
    withdraw_transaction: ({ transaction: id, why }) => {
      book.withdrawn.set(id, why);
      changed(emit, "transactions");
      return transaction(id, POSTED, why);
    },
  } satisfies Partial<Answers>;
}

const kept = () => ({ changed: 1, message: "Saved." });

function mappingAnswers(book: Book, emit: Emit) {
  function map(lessons: AccountRef | null) {
    book.lessons = lessons;
    book.status = { ...book.status, attention: lessons === null ? 4 : 1 };
    changed(emit, "mappings");
    return { changed: 1, message: "3 transactions (120.00) can now be posted." };
  }
  return {
    chart: () => CHART,
    refresh_chart: () => ({ chart: CHART, changes: [] }),
    mappings: () => mappings(book.lessons),
    candidates,
    set_role: kept,
    set_gl_code: ({ account }) => map(CHART.accounts.find(({ id }) => id === account) ?? null),
    set_tax: kept,
    set_tender: kept,
    set_bank: kept,
    set_tracking: kept,
    set_no_tax_type: kept,
    accept_suggestions: () =>
      map(CHART.accounts.find(({ name }) => name === "Lessons and Tours") ?? null),
  } satisfies Partial<Answers>;
}

function mendingAnswers(book: Book, emit: Emit) {
  function mended(message: string) {
    changed(emit, "mappings", "chart");
    return { changed: 1, message };
  }
  return {
    create_tracking_option: ({ option }) => mended(`“${option}” is an option in Xero now.`),
    enable_payments: () => mended("Payments can be made to that account now."),
    contacts: () => contacts(book.busy),
    contact_choices: ({ customer }) => contactChoices(customer),
    link_contact: ({ customer }) => {
      changed(emit, "mappings");
      return { ...contacts(book.busy), message: `${customer} is A. Larsen in Xero.` };
    },
    unlink_contact: () => {
      changed(emit, "mappings");
      return { ...contacts(book.busy), message: "Nobody is linked to it any more." };
    },
    rates: () => RATES,
    set_rate: () => {
      changed(emit, "settings", "transactions");
      return { ...RATES, message: "Saved. 1 transaction that waited for it can be posted now." };
    },
  } satisfies Partial<Answers>;
}

function fileAnswers(emit: Emit, ms: number) {
  return {
    pick_file: () => ({ path: "/home/robin/transactions-2026-11.csv" }),
    import_preview: importPreview,
    import_run: async ({ run }) => {
      for (const done of [40, 120, 211]) {
        emit("progress", { run, step: "recording", done, total: 211 });
        await pause(ms);
      }
      changed(emit, "transactions");
      return {
        recorded: 211,
        alreadyKnown: 0,
        reversals: 1,
        rejects: [],
        rejected: 2,
        cancelled: false,
        message: "211 transactions were recorded. Two rows could not be read and were left out.",
        from: TODAY,
        to: TODAY,
      };
    },
    cancel_run: () => ({}),
    export: ({ format }) => {
      const path = `/home/robin/Documents/daybook-2026-11-21.${format}`;
      return { path, documents: 14, message: `14 documents written to ${path}.` };
    },
  } satisfies Partial<Answers>;
}
