import { describe, expect, test } from "vitest";

import type { SeparateDocument } from "../../ipc/generated";
import { SEPARATELY, busyDay } from "../../test/fixtures/separate";
import { groupsOf, openAtFirst, rowsOf } from "./separate";

describe("what is posted separately", () => {
  test("is grouped by what happened and what it becomes in Xero", () => {
    expect(groupsOf(SEPARATELY).map(({ name }) => name)).toEqual([
      "Booking payment · Manual journal",
      "Check-in · Manual journal",
      "Account charge · Invoice",
      "Bank deposit · Bank transaction",
      "Processor payout · Manual journal",
    ]);
  });

  test("shows what needs a person before what waits, and that before what is posted", () => {
    const [invoices] = groupsOf(busyDay());
    const states = invoices?.documents.map(({ state }) => state) ?? [];
    expect(states[0]).toBe("rejected");
    expect(states.lastIndexOf("queued")).toBeLessThan(states.indexOf("posted"));
    expect(invoices?.tallies).toEqual([
      { tally: "attention", count: 1 },
      { tally: "waiting", count: 39 },
      { tally: "posted", count: 260 },
    ]);
  });

  test("is all open while it is little; of much only what needs a person is", () => {
    const few = groupsOf(SEPARATELY);
    expect(openAtFirst(few).size).toBe(few.length);
    const calm = busyDay().map((one): SeparateDocument => ({ ...one, state: "posted" }));
    expect(openAtFirst(groupsOf(calm)).size).toBe(0);
    const busy = groupsOf(busyDay());
    expect(openAtFirst(busy)).toEqual(new Set(["sale invoice", "sale payment"]));
  });

  test("folds a group away to its head, and loses no document when it is open", () => {
    const groups = groupsOf(busyDay());
    expect(rowsOf(groups, new Set())).toHaveLength(groups.length);
    const open = rowsOf(groups, new Set(groups.map(({ key }) => key)));
    expect(open).toHaveLength(groups.length + 600);
    const keys = open.map((row) => (row.kind === "group" ? row.group.key : row.key));
    expect(new Set(keys).size).toBe(keys.length);
  });
});
