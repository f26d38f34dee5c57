import { describe, expect, test } from "vitest";

import type { SeparateDocument } from "../../ipc/generated";
import { BUSY_SUMS, SEPARATELY, SEPARATE_SUMS, busyDay } from "../../test/fixtures/separate";
import { groupsOf, openAtFirst, rowsOf } from "./separate";

describe("what is posted separately", () => {
  test("is grouped by what happened and what it becomes in Xero", () => {
    expect(groupsOf(SEPARATELY, SEPARATE_SUMS).map(({ name }) => name)).toEqual([
      "Booking payment · Manual journal",
      "Check-in · Manual journal",
      "Account charge · Invoice",
      "Bank deposit · Bank transaction",
      "Processor payout · Manual journal",
    ]);
  });

  test("has the program's sums, each at the group it is of, and none of its own", () => {
    const groups = groupsOf(SEPARATELY, SEPARATE_SUMS.toReversed());
    expect(groups.map(({ sum }) => sum)).toEqual(SEPARATE_SUMS);
    expect(groupsOf(SEPARATELY, []).every(({ sum }) => sum === undefined)).toBe(true);
  });

  test("shows what needs a person before what waits, and that before what is posted", () => {
    const [invoices] = groupsOf(busyDay(), BUSY_SUMS);
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
    const few = groupsOf(SEPARATELY, SEPARATE_SUMS);
    expect(openAtFirst(few).size).toBe(few.length);
    const calm = busyDay().map((one): SeparateDocument => ({ ...one, state: "posted" }));
    expect(openAtFirst(groupsOf(calm, BUSY_SUMS)).size).toBe(0);
    const busy = groupsOf(busyDay(), BUSY_SUMS);
    expect(openAtFirst(busy)).toEqual(new Set(["sale invoice", "sale payment"]));
  });

  test("folds a group away to its head, and loses no document when it is open", () => {
    const groups = groupsOf(busyDay(), BUSY_SUMS);
    expect(rowsOf(groups, new Set())).toHaveLength(groups.length);
    const open = rowsOf(groups, new Set(groups.map(({ key }) => key)));
    expect(open).toHaveLength(groups.length + 600);
    const keys = open.map((row) => (row.kind === "group" ? row.group.key : row.key));
    expect(new Set(keys).size).toBe(keys.length);
  });
});
