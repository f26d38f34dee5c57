import { expect, test } from "vitest";

import { ALL_TRANSACTIONS, type Route, parse, print, start } from "./route";

const ROUTES: Route[] = [
  start("start"),
  start("cashout"),
  start("attention"),
  start("settings"),
  { page: "settings", part: "backups" },
  { page: "cashout", location: "main dock" as never, from: "2026-11-01" as never, to: null },
  start("documents"),
  { page: "documents", state: "awaiting_approval" },
  { page: "mappings", tab: "taxes" },
  { page: "mappings", tab: "contacts" },
  { page: "log", document: "document-1" as never },
  {
    page: "transactions",
    filter: { ...ALL_TRANSACTIONS, search: "sun & sea", kinds: ["sale", "refund"] },
  },
];

test.each(ROUTES.map((route) => [print(route), route] as const))(
  "%s leads back",
  (address, route) => {
    expect(parse(address)).toEqual(route);
  },
);

test("an address that is none of ours leads nowhere", () => {
  expect(parse("#/reports")).toBeNull();
});

test("a part of the settings that is none leads to all of them", () => {
  expect(parse("#/settings?part=reports")).toEqual(start("settings"));
});
