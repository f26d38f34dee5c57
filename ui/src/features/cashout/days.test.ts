import { describe, expect, test } from "vitest";

import type { Day } from "../../ipc/generated";
import { besideRange, presetRange } from "./days";

const TODAY = "2026-03-01" as Day;

describe("days", () => {
  test("a range moves by its own length, over months and years", () => {
    const range = { from: "2026-01-01" as Day, to: "2026-01-07" as Day };
    expect(besideRange(range, -1, TODAY)).toEqual({ from: "2025-12-25", to: "2025-12-31" });
    expect(besideRange(range, 1, TODAY)).toEqual({ from: "2026-01-08", to: "2026-01-14" });
  });

  test("there is nothing after today", () => {
    expect(besideRange({ from: TODAY, to: TODAY }, 1, TODAY)).toBeNull();
  });

  test("last month ends on its last day, and the week starts as the locale has it", () => {
    expect(presetRange("lastMonth", TODAY, "en-CA")).toEqual({
      from: "2026-02-01",
      to: "2026-02-28",
    });
    expect(presetRange("thisWeek", TODAY, "en-CA").from).toBe("2026-03-01");
    expect(presetRange("thisWeek", TODAY, "en-GB").from).toBe("2026-02-23");
  });
});
