import { useMemo, useState } from "react";

import { copy } from "../../copy";
import type { Location, TaxWay, TimeOfDay } from "../../ipc/generated";
import { useCommand } from "../../ipc/queries";
import { Button } from "../../kit/Button";
import { ComboBox } from "../../kit/ComboBox";
import { Dialog } from "../../kit/Dialog";
import { Select } from "../../kit/Select";
import { TextField } from "../../kit/TextField";
import { FaultNotice } from "../../shell/FaultNotice";

const words = copy.settings;
const WAYS = ["xeroWorksItOut", "taxLines"] as const satisfies TaxWay[];

/** The times a day can end at: midnight to ten in the morning, in quarters of an hour. */
const DAY_ENDS = Array.from({ length: 41 }, (_, quarter) => {
  const hour = String(Math.floor(quarter / 4)).padStart(2, "0");
  const minute = String((quarter % 4) * 15).padStart(2, "0");
  return `${hour}:${minute}` as TimeOfDay;
});

/** A location's name, time zone, day end and tax way. */
export function LocationDialog({ location, onClose }: { location: Location; onClose: () => void }) {
  const save = useCommand("save_location");
  const [changed, setChanged] = useState(location);
  const zones = useMemo(() => {
    const known = Intl.supportedValuesOf("timeZone");
    const all = known.includes(location.zone) ? known : [location.zone, ...known];
    return all.map((id) => ({ id, label: id.replaceAll("_", " ") }));
  }, [location.zone]);
  const ends = DAY_ENDS.includes(location.dayEnd) ? DAY_ENDS : [location.dayEnd, ...DAY_ENDS];
  return (
    <Dialog
      title={words.edit(location.name)}
      closeLabel={copy.close}
      onClose={onClose}
      onSubmit={() => {
        if (!save.isPending) save.mutate(changed, { onSuccess: onClose });
      }}
      testId="location-dialog"
      actions={
        <>
          <Button onPress={onClose}>{copy.cancel}</Button>
          <Button
            look="primary"
            isDisabled={changed.name.trim() === ""}
            isPending={save.isPending}
            type="submit"
            data-testid="location-save"
          >
            {copy.save}
          </Button>
        </>
      }
    >
      <FaultNotice error={save.error} />
      <TextField
        label={words.name}
        hint={words.nameHint}
        value={changed.name}
        onChange={(name) => setChanged({ ...changed, name })}
        testId="location-name"
      />
      <ComboBox
        label={words.zone}
        openLabel={words.openZones}
        choices={zones}
        value={changed.zone}
        onChange={(zone) => setChanged({ ...changed, zone: zone ?? location.zone })}
        testId="location-zone"
      />
      <Select
        label={words.dayEnd}
        value={changed.dayEnd}
        options={ends.map((id) => ({ id, label: id }))}
        onChange={(dayEnd) => setChanged({ ...changed, dayEnd })}
        testId="location-day-end"
      />
      <p>{words.dayEndHint}</p>
      <Select
        label={words.taxWay}
        value={changed.taxWay}
        options={WAYS.map((id) => ({ id, label: words.taxWays[id] }))}
        onChange={(taxWay) => setChanged({ ...changed, taxWay })}
        testId="location-tax-way"
      />
    </Dialog>
  );
}
