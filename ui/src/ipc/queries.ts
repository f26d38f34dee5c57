// What the screens ask with. An answer is kept under its command and payload, and asked for again
// when the program says that something behind it has changed; no state is ever pushed.

import {
  QueryClient,
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  useQuery,
} from "@tanstack/react-query";
import { createContext, useContext, useEffect } from "react";

import { type Answer, type Command, type Drop, type Host, type Request, call } from "./call";
import type { Cursor, Progress, Topic } from "./generated";

/** Which answers a change makes stale. */
const STALE = {
  connection: [
    "status",
    "attention",
    "connect_status",
    "chart",
    "settings",
    // What is open over a page that another book takes the place of.
    "import_preview",
    "contact_choices",
    "undo_preview",
  ],
  chart: [
    "chart",
    "candidates",
    "mappings",
    "cashout",
    "attention",
    "transaction",
    "rates",
    "status",
  ],
  transactions: [
    "transactions",
    "transaction",
    "cashout",
    "cashout_line_transactions",
    "mappings",
    "rates",
    "attention",
    "status",
  ],
  documents: [
    "drifts",
    "backups",
    "documents",
    "document",
    "cashout",
    "attention",
    "transactions",
    "transaction",
    "mappings",
    "status",
  ],
  mappings: ["mappings", "candidates", "contacts", "cashout", "attention", "transaction", "status"],
  settings: ["settings", "locations", "rates", "cashout", "transaction", "attention", "status"],
  syncLog: ["sync_log"],
  people: ["status", "people"],
  auditLog: ["audit_log"],
} as const satisfies Record<Topic, readonly Command[]>;

/** What is asked and kept: each is stale under some topic, or could not be asked here. */
export type Query = (typeof STALE)[Topic][number];

/** An answer is good until the program says that something behind it changed. */
export function newClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: Infinity,
        retry: false,
        refetchOnWindowFocus: false,
        networkMode: "always",
      },
      mutations: { networkMode: "always" },
    },
  });
}

export const HostContext = createContext<Host | null>(null);

/** The host this window runs on. */
export function useHost(): Host {
  const host = useContext(HostContext);
  if (host === null) throw new Error("a HostContext surrounds every screen");
  return host;
}

/** The answer to a command that only looks. */
export function useAnswer<K extends Query>(
  command: K,
  payload: Request<K>,
  /** How soon to ask again after an answer, where no event tells of a change. */
  again: (answer: Answer<K>) => number | false = () => false,
) {
  const host = useHost();
  return useQuery({
    queryKey: [command, payload],
    queryFn: () => call(host, command, payload),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => (state.data === undefined ? false : again(state.data)),
  });
}

/** The answer to a command that asks Xero: asked anew whenever a screen opens, never kept. */
export function useFreshAnswer<K extends Query>(command: K, payload: Request<K>) {
  const host = useHost();
  return useQuery({
    queryKey: [command, payload],
    queryFn: () => call(host, command, payload),
    staleTime: 0,
    gcTime: 0,
  });
}

/** The commands that answer by pages. */
type Paged = Extract<
  Query,
  "transactions" | "documents" | "sync_log" | "audit_log" | "cashout_line_transactions"
>;

/** The answer to a paged command, grown page by page. */
export function usePages<K extends Paged>(command: K, payload: Omit<Request<K>, "cursor">) {
  const host = useHost();
  return useInfiniteQuery({
    queryKey: [command, payload],
    queryFn: ({ pageParam }) =>
      call(host, command, { ...payload, cursor: pageParam } as Request<K>) as Promise<Answer<K>>,
    initialPageParam: null as Cursor | null,
    getNextPageParam: (last: Answer<K>) => last.next,
    placeholderData: keepPreviousData,
  });
}

/** A command that does something. */
export function useCommand<K extends Command>(command: K) {
  const host = useHost();
  return useMutation({ mutationFn: (payload: Request<K>) => call(host, command, payload) });
}

/** Asks again for whatever a change of the book made stale. */
export function useChanges(client: QueryClient): void {
  const host = useHost();
  useEffect(
    () =>
      host.listen("changed", ({ topic }) => {
        for (const command of STALE[topic]) {
          void client.invalidateQueries({ queryKey: [command] });
        }
      }),
    [host, client],
  );
}

/** Hears of every step of long work. */
export function useProgress(tell: (progress: Progress) => void): void {
  const host = useHost();
  useEffect(() => host.listen("progress", tell), [host, tell]);
}

/** Hears of files dragged over the window. */
export function useDrop(tell: (drop: Drop) => void): void {
  const host = useHost();
  useEffect(() => host.listenDrop(tell), [host, tell]);
}
