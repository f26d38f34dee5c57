import { useEffect } from "react";
import { useLocale } from "react-aria-components";

import { copy } from "../../copy";
import type { Location, LocationId } from "../../ipc/generated";
import { Button } from "../../kit/Button";
import { DateRangeField } from "../../kit/DateRangeField";
import { Select } from "../../kit/Select";
import { useShell } from "../../shell/shell";
import { PRESETS, type Preset, type Range, besideRange, presetRange } from "./days";

export interface DayBarProps {
  range: Range;
  location: LocationId | null;
  locations: readonly Location[];
  /** While a cashout is being sent, the day stays. */
  busy: boolean;
  onChange: (location: LocationId | null, range: Range) => void;
}

/** Where the arrow keys already mean something else. */
const OWN_ARROWS =
  "input, textarea, [role=spinbutton], [role=grid], [role=tab], [role=listbox], [role=dialog], [aria-haspopup=listbox]";

/** Hears the left and right arrow keys, wherever they mean nothing else. */
function useArrowKeys(step: (key: "ArrowLeft" | "ArrowRight") => void) {
  useEffect(() => {
    function onKeyDown({ key, target, altKey, ctrlKey, metaKey, shiftKey }: KeyboardEvent) {
      if (key !== "ArrowLeft" && key !== "ArrowRight") return;
      if (altKey || ctrlKey || metaKey || shiftKey) return;
      if (target instanceof Element && target.closest(OWN_ARROWS) !== null) return;
      step(key);
    }
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  });
}

/** Chooses place and days. The arrow keys step from day to day, wherever they mean nothing else. */
export function DayBar({ range, location, locations, busy, onChange }: DayBarProps) {
  const { status } = useShell();
  const { locale } = useLocale();
  const today = locations.find(({ id }) => id === location)?.today ?? status.today;
  const before = besideRange(range, -1, today);
  const after = besideRange(range, 1, today);

  useArrowKeys((key) => {
    const next = key === "ArrowLeft" ? before : after;
    if (!busy && next !== null) onChange(location, next);
  });

  const presets = PRESETS.map((preset) => ({ preset, ...presetRange(preset, today, locale) }));
  const current = presets.find(({ from, to }) => from === range.from && to === range.to)?.preset;
  return (
    <>
      {locations.length > 1 && location !== null && (
        <Select
          label={copy.cashout.location}
          hideLabel
          value={location}
          options={locations.map(({ id, name }) => ({ id, label: name }))}
          onChange={(id) => onChange(id, range)}
          testId="cashout-location"
        />
      )}
      <Select<Preset | "custom">
        label={copy.cashout.range}
        hideLabel
        value={current ?? "custom"}
        options={[
          ...PRESETS.map((id) => ({ id, label: copy.cashout.presets[id] })),
          ...(current === undefined ? [{ id: "custom" as const, label: copy.cashout.custom }] : []),
        ]}
        onChange={(id) => {
          if (id !== "custom") onChange(location, presetRange(id, today, locale));
        }}
        testId="cashout-preset"
      />
      <Button
        icon="left"
        iconOnly
        isDisabled={busy || before === null}
        onPress={() => before !== null && onChange(location, before)}
        data-testid="day-previous"
      >
        {copy.cashout.previous}
      </Button>
      <DateRangeField
        label={copy.cashout.days}
        from={range.from}
        to={range.to}
        max={today}
        {...copy.calendar}
        onChange={(from, to) => onChange(location, { from, to } as Range)}
      />
      <Button
        icon="right"
        iconOnly
        isDisabled={busy || after === null}
        onPress={() => after !== null && onChange(location, after)}
        data-testid="day-next"
      >
        {copy.cashout.next}
      </Button>
    </>
  );
}
