/** Line drawings on a 20-unit square; decorative, since every one has words beside it. */
const PATHS = {
  cashout: "M3 7.5h14v9H3zM5 7.5V4h10v3.5M7 11h2M7 13.5h2M12 11h1M12 13.5h1",
  transactions: "M3 5h14M3 10h14M3 15h14M7 3v14",
  attention: "M10 3 18 16.5H2zM10 8v4M10 14.2v.3",
  mappings: "M3 5h4l6 10h4M3 15h4l1.6-2.7M11.4 7.7 13 5h4",
  log: "M4 3h9l3 3v11H4zM7 8h6M7 11h6M7 14h4",
  documents: "M7 3h7l3 3v8H7zM14 3v3h3M7 6H3v11h10v-3",
  compare: "M3 4h6v12H3zM11 4h6v12h-6M14 8v.3M14 12v.3M6 8v4",
  print: "M6 8V3h8v5M6 14H3V8h14v6h-3M6 12h8v5H6z",
  download: "M10 3v9.5M6 9l4 4 4-4M3 13v4h14v-4",
  person: "M10 3.5a3 3 0 1 1 0 6 3 3 0 0 1 0-6M4 17c0-3.5 2.5-5.5 6-5.5s6 2 6 5.5",
  rate: "M4 7h11M12 4l3 3-3 3M16 13H5M8 10l-3 3 3 3",
  plus: "M10 4v12M4 10h12",
  settings: "M3 6h8M15 6h2M3 14h2M9 14h8M13 4v4M7 12v4",
  start: "M10 3v14M4 8l6-5 6 5M4 17h12",
  left: "M12 4 6 10l6 6",
  right: "M8 4l6 6-6 6",
  down: "M4 7.5l6 6 6-6",
  check: "M4 10.5l4 4 8-9",
  cross: "M5 5l10 10M15 5 5 15",
  clock: "M10 3a7 7 0 1 1 0 14 7 7 0 0 1 0-14M10 6v4.2l3 1.8",
  dot: "M10 8.6a1.4 1.4 0 1 1 0 2.8 1.4 1.4 0 0 1 0-2.8",
  external: "M8 5H4v11h11v-4M11 3h6v6M17 3 9.5 10.5",
  upload: "M10 13V3.5M6 7l4-4 4 4M3 13v4h14v-4",
  search: "M9 3.5a5.5 5.5 0 1 1 0 11 5.5 5.5 0 0 1 0-11M13 13l4 4",
  sync: "M3.5 9a6.6 6.6 0 0 1 12-2.5M16 3v4h-4M16.5 11a6.6 6.6 0 0 1-12 2.5M4 17v-4h4",
  pause: "M7 5v10M13 5v10",
  undo: "M7 4 3 8l4 4M3 8h8.5a4.5 4.5 0 0 1 0 9H8",
  calendar: "M3 5h14v12H3zM3 9h14M7 3v4M13 3v4",
  link: "M8.5 11.5l3-3M7 8 5 10a3.5 3.5 0 0 0 5 5l2-2M13 12l2-2a3.5 3.5 0 0 0-5-5L8 7",
  sun: "M10 7a3 3 0 1 1 0 6 3 3 0 0 1 0-6M10 2.5v1.5M10 16v1.5M2.5 10H4M16 10h1.5M4.7 4.7l1 1M14.3 14.3l1 1M4.7 15.3l1-1M14.3 5.7l1-1",
  spark: "M10 3l1.6 5.4L17 10l-5.4 1.6L10 17l-1.6-5.4L3 10l5.4-1.6z",
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name, size = 18 }: { name: IconName; size?: number }) {
  return (
    <svg
      aria-hidden="true"
      width={size}
      height={size}
      viewBox="0 0 20 20"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.6"
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      <path d={PATHS[name]} />
    </svg>
  );
}
