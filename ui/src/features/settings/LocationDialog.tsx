import { useMemo, useState } from "react";

import { copy } from "../../copy";
import { IpcFault } from "../../ipc/call";
import type { Location, LocationRules, TaxWay, TimeOfDay } from "../../ipc/generated";
import { useCommand } from "../../ipc/queries";
import { Button } from "../../kit/Button";
import { ComboBox } from "../../kit/ComboBox";
import { Dialog } from "../../kit/Dialog";
import { Select } from "../../kit/Select";
import { TextField } from "../../kit/TextField";
import { FaultNotice } from "../../shell/FaultNotice";
import { RULE_FIELDS, Rules } from "./Rules";
import styles from "./Settings.module.css";

const words = copy.settings;
const WAYS = ["xeroWorksItOut", "taxLines"] as const satisfies TaxWay[];

/** The times a day can end at: midnight to ten in the morning, in quarters of an hour. */
const DAY_ENDS = Array.from({ length: 41 }, (_, quarter) => {
  const hour = String(Math.floor(quarter / 4)).padStart(2, "0");
  const minute = String((quarter % 4) * 15).padStart(2, "0");
  return `${hour}:${minute}` as TimeOfDay;
});

/** A location's day, and what is decided about its postings. */
export function LocationDialog({ location, onClose }: { location: Location; onClose: () => void }) {
  const save = useCommand("save_location");
  const [changed, setChanged] = useState(location);
  const { error } = save;
  const onRule = error instanceof IpcFault && error.field !== null && RULE_FIELDS.has(error.field);
  return (
    <Dialog
      title={words.edit(location.name)}
      width="wide"
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
      <FaultNotice error={onRule ? null : error} />
      <div className={styles.halves}>
        <TheDay location={changed} zone={location.zone} onChange={setChanged} />
        <Rules
          rules={changed.rules}
          fault={onRule ? error : null}
          onChange={(rules: LocationRules) => setChanged({ ...changed, rules })}
        />
      </div>
    </Dialog>
  );
}

function TheDay({
  location,
  zone,
  onChange,
}: {
  location: Location;
  /** The zone it had, which stays while none is chosen. */
  zone: string;
  onChange: (location: Location) => void;
}) {
  const zones = useMemo(() => {
    const known = Intl.supportedValuesOf("timeZone");
    const all = known.includes(zone) ? known : [zone, ...known];
    return all.map((id) => ({ id, label: id.replaceAll("_", " ") }));
  }, [zone]);
  const ends = DAY_ENDS.includes(location.dayEnd) ? DAY_ENDS : [location.dayEnd, ...DAY_ENDS];
  return (
    <section className={styles.fields}>
      <h3>{words.theDay}</h3>
      <TextField
        label={words.name}
        hint={words.nameHint}
        value={location.name}
        onChange={(name) => onChange({ ...location, name })}
        testId="location-name"
      />
      <ComboBox
        label={words.zone}
        openLabel={words.openZones}
        choices={zones}
        value={location.zone}
        onChange={(chosen) => onChange({ ...location, zone: chosen ?? zone })}
        testId="location-zone"
      />
      <div>
        <Select
          label={words.dayEnd}
          value={location.dayEnd}
          options={ends.map((id) => ({ id, label: id }))}
          onChange={(dayEnd) => onChange({ ...location, dayEnd })}
          testId="location-day-end"
        />
        <p className={styles.muted}>{words.dayEndHint}</p>
      </div>
      <Select
        label={words.taxWay}
        value={location.taxWay}
        options={WAYS.map((id) => ({ id, label: words.taxWays[id] }))}
        onChange={(taxWay) => onChange({ ...location, taxWay })}
        testId="location-tax-way"
      />
    </section>
  );
}
