import { useState } from "react";

import { copy } from "../../copy";
import type { Day, ExportFormat, Exported, LocationId } from "../../ipc/generated";
import { useAnswer, useCommand } from "../../ipc/queries";
import { Button } from "../../kit/Button";
import { Callout } from "../../kit/Callout";
import { DateRangeField } from "../../kit/DateRangeField";
import { DayField } from "../../kit/DayField";
import { Dialog } from "../../kit/Dialog";
import { RadioGroup } from "../../kit/RadioGroup";
import { Select } from "../../kit/Select";
import { FaultNotice } from "../../shell/FaultNotice";
import { useShell } from "../../shell/shell";

const words = copy.exports;

const FORMATS = [
  "xlsx",
  "csv",
  "xero-csv",
  "hledger",
  "beancount",
  "pdf",
] as const satisfies ExportFormat[];

const EVERYWHERE = "every location";

/** Which days are wanted: all that was posted, or some. */
type Which = "everything" | "chosen";

interface Wanted {
  format: ExportFormat;
  location: LocationId | null;
  which: Which;
  from: Day;
  to: Day;
}

/** Writes the book as a file. The program asks where to. */
export function ExportDialog({ format, onClose }: { format: ExportFormat; onClose: () => void }) {
  const { status } = useShell();
  const places = useAnswer("locations", {}).data?.locations ?? [];
  const write = useCommand("export");
  const [wanted, setWanted] = useState<Wanted>({
    format,
    location: null,
    which: "everything",
    from: status.today,
    to: status.today,
  });
  const isSheet = wanted.format === "pdf";
  const location = wanted.location ?? (isSheet ? (places[0]?.id ?? null) : null);
  const bounded = isSheet || wanted.which === "chosen";
  function send() {
    if (write.isPending) return;
    write.mutate({
      format: wanted.format,
      location,
      from: bounded ? wanted.from : null,
      to: bounded ? wanted.to : null,
      path: null,
    });
  }
  return (
    <Dialog
      title={words.title}
      closeLabel={copy.close}
      onClose={onClose}
      busy={write.isPending}
      testId="export-dialog"
      actions={
        <>
          <Button isDisabled={write.isPending} onPress={onClose}>
            {copy.close}
          </Button>
          <Button
            look="primary"
            icon="download"
            isPending={write.isPending}
            onPress={send}
            data-testid="export-run"
          >
            {words.run}
          </Button>
        </>
      }
    >
      <p>{words.lead}</p>
      <FaultNotice error={write.error} />
      {write.data !== undefined && <Saved exported={write.data} />}
      <RadioGroup
        label={words.format}
        spread
        options={FORMATS.map((id) => ({ id, ...words.formats[id] }))}
        value={wanted.format}
        onChange={(chosen) => setWanted({ ...wanted, format: chosen })}
        testId="export-format"
      />
      {places.length > 1 && (
        <Select<LocationId | typeof EVERYWHERE>
          label={words.location}
          value={location ?? EVERYWHERE}
          options={[
            ...(isSheet ? [] : [{ id: EVERYWHERE, label: words.allLocations } as const]),
            ...places.map(({ id, name }) => ({ id, label: name })),
          ]}
          onChange={(id) => setWanted({ ...wanted, location: id === EVERYWHERE ? null : id })}
          testId="export-location"
        />
      )}
      <Days wanted={wanted} today={status.today} onChange={setWanted} />
    </Dialog>
  );
}

/** What was written. Nothing is said where the person thought better of it. */
function Saved({ exported: { path, message } }: { exported: Exported }) {
  if (path === null) return null;
  return <Callout tone="good" title={message} announce testId="export-saved" />;
}

function Days({
  wanted,
  today,
  onChange,
}: {
  wanted: Wanted;
  today: Day;
  onChange: (wanted: Wanted) => void;
}) {
  if (wanted.format === "pdf") {
    return (
      <DayField
        label={words.day}
        value={wanted.to}
        max={today}
        onChange={(day) => {
          if (day !== null) onChange({ ...wanted, from: day as Day, to: day as Day });
        }}
        {...copy.calendar}
      />
    );
  }
  return (
    <>
      <RadioGroup<Which>
        label={words.which}
        options={[
          { id: "everything", label: words.everything },
          { id: "chosen", label: words.chosen },
        ]}
        value={wanted.which}
        onChange={(which) => onChange({ ...wanted, which })}
        testId="export-which"
      />
      {wanted.which === "chosen" && (
        <DateRangeField
          label={words.days}
          from={wanted.from}
          to={wanted.to}
          max={today}
          onChange={(from, to) => onChange({ ...wanted, from: from as Day, to: to as Day })}
          {...copy.calendar}
        />
      )}
    </>
  );
}
