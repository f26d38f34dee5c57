// Days and ranges of the cashout: calendar arithmetic only, on dates without a zone.

import {
  type CalendarDate,
  endOfMonth,
  parseDate,
  startOfMonth,
  startOfWeek,
} from "@internationalized/date";

import type { Day } from "../../ipc/generated";

/** A first and a last day. */
export interface Range {
  from: Day;
  to: Day;
}

export type Preset = "today" | "yesterday" | "thisWeek" | "lastWeek" | "thisMonth" | "lastMonth";

export const PRESETS: readonly Preset[] = [
  "today",
  "yesterday",
  "thisWeek",
  "lastWeek",
  "thisMonth",
  "lastMonth",
];

function day(date: CalendarDate): Day {
  return date.toString() as Day;
}

/** The range a name stands for; never past today. */
export function presetRange(preset: Preset, today: Day, locale: string): Range {
  const now = parseDate(today);
  const yesterday = now.subtract({ days: 1 });
  const week = startOfWeek(now, locale);
  const month = startOfMonth(now);
  const before = month.subtract({ days: 1 });
  switch (preset) {
    case "today":
      return { from: today, to: today };
    case "yesterday":
      return { from: day(yesterday), to: day(yesterday) };
    case "thisWeek":
      return { from: day(week), to: today };
    case "lastWeek":
      return { from: day(week.subtract({ weeks: 1 })), to: day(week.subtract({ days: 1 })) };
    case "thisMonth":
      return { from: day(month), to: today };
    case "lastMonth":
      return { from: day(startOfMonth(before)), to: day(endOfMonth(before)) };
  }
}

/** The range beside this one, of the same length; `null` past today. */
export function besideRange({ from, to }: Range, direction: -1 | 1, today: Day): Range | null {
  const first = parseDate(from);
  const days = parseDate(to).compare(first) + 1;
  const next = first.add({ days: direction * days });
  if (next.compare(parseDate(today)) > 0) return null;
  return { from: day(next), to: day(next.add({ days: days - 1 })) };
}
