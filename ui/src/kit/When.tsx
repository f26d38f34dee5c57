import { useLocale } from "react-aria-components";

const LOOKS = {
  full: { weekday: "long", day: "numeric", month: "long", year: "numeric" },
  medium: { weekday: "short", day: "numeric", month: "short", year: "numeric" },
  compact: { day: "numeric", month: "short", year: "numeric" },
  short: { day: "numeric", month: "short" },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>;

export type DayLook = keyof typeof LOOKS;

/** A `YYYY-MM-DD` in words. A day has no zone, so it is read and written in one that never moves. */
export function dayText(day: string, locale: string, look: DayLook = "medium"): string {
  const format = new Intl.DateTimeFormat(locale, { ...LOOKS[look], timeZone: "UTC" });
  return format.format(new Date(`${day}T00:00:00Z`));
}

/** A calendar day. */
export function Day({ day, look = "medium" }: { day: string; look?: DayLook }) {
  const { locale } = useLocale();
  return <time dateTime={day}>{dayText(day, locale, look)}</time>;
}

const MOMENT_LOOKS = {
  medium: { dateStyle: "medium", timeStyle: "short" },
  short: { day: "numeric", month: "short", hour: "numeric", minute: "2-digit" },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>;

/** A moment, in the time of the computer it is read on. */
export function Moment({ at, look = "medium" }: { at: string; look?: keyof typeof MOMENT_LOOKS }) {
  const { locale } = useLocale();
  const format = new Intl.DateTimeFormat(locale, MOMENT_LOOKS[look]);
  return <time dateTime={at}>{format.format(new Date(at))}</time>;
}
