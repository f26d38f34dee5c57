import { renderHook } from "@testing-library/react";
import { describe, expect, test } from "vitest";

import type { Topic } from "./generated";
import { fakeHost } from "./host/fake";
import { HostContext, newClient, useChanges } from "./queries";

/** Every topic; another book in the place of the open one tells them all. */
const TOPICS = Object.keys({
  connection: true,
  chart: true,
  transactions: true,
  documents: true,
  mappings: true,
  settings: true,
  syncLog: true,
  people: true,
  auditLog: true,
} satisfies Record<Topic, true>) as Topic[];

const SCREENS = import.meta.glob<string>(["../**/*.ts", "../**/*.tsx", "!../**/*.test.tsx"], {
  query: "?raw",
  import: "default",
  eager: true,
});
const ASKING = /\buse(?:Answer|FreshAnswer|Pages)\(\s*"(\w+)"/g;

/** What any screen asks with. */
const ASKED = new Set(
  Object.values(SCREENS).flatMap((source) => [...source.matchAll(ASKING)].map(([, name]) => name)),
);

describe("another book in the place of the open one", () => {
  test("finds the questions of every screen", () => {
    for (const one of ["status", "people", "locations", "sync_log", "audit_log", "undo_preview"]) {
      expect(ASKED).toContain(one);
    }
  });

  test.each([...ASKED])("makes the answer to %s stale", (command) => {
    const host = fakeHost("practice");
    const client = newClient();
    client.setQueryData([command, {}], "of the book before");
    renderHook(() => useChanges(client), {
      wrapper: ({ children }) => <HostContext value={host}>{children}</HostContext>,
    });
    for (const topic of TOPICS) host.emit("changed", { topic, id: null });
    expect(client.getQueryState([command, {}])?.isInvalidated).toBe(true);
  });
});
