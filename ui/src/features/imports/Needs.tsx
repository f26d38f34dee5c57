import { useState } from "react";

import { copy } from "../../copy";
import type {
  DateOrder,
  GlCode,
  ImportOptions,
  ImportPreview,
  LocationId,
} from "../../ipc/generated";
import { useAnswer } from "../../ipc/queries";
import { Button } from "../../kit/Button";
import { Callout } from "../../kit/Callout";
import { Select } from "../../kit/Select";
import { TextField } from "../../kit/TextField";
import styles from "./Imports.module.css";
import { readTax, writeTax } from "./tax";

const words = copy.imports;
const ORDERS = ["asWritten", "monthFirst", "dayFirst", "yearFirst"] as const;

/** What the file does not say itself, asked once and remembered with its format. */
export function Needs({
  preview,
  onChange,
}: {
  preview: ImportPreview;
  onChange: (options: ImportOptions) => void;
}) {
  const { options, needs, warnings } = preview;
  const places = useAnswer("locations", {}).data?.locations ?? [];
  const [revenue, setRevenue] = useState<string>(options.revenue ?? "");
  const [tax, setTax] = useState(writeTax(options.tax));
  const [location, setLocation] = useState<LocationId | null>(options.location);
  const [dates, setDates] = useState<DateOrder | "asWritten">(options.dates ?? "asWritten");
  const column = readTax(tax);
  const wrongTax = tax.trim() !== "" && column === null;
  function apply() {
    if (wrongTax) return;
    const code = revenue.trim() === "" ? null : (revenue.trim() as GlCode);
    onChange({
      profile: options.profile,
      revenue: code,
      tax: column,
      location,
      dates: dates === "asWritten" ? null : dates,
    });
  }
  return (
    <section className={styles.needs} aria-label={words.needs}>
      {needs.length > 0 && <Callout tone="wait" title={words.needsTitle} testId="import-needs" />}
      <form
        className={styles.fields}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          apply();
        }}
      >
        <TextField
          label={words.revenue}
          hint={words.revenueHint}
          value={revenue}
          onChange={setRevenue}
          required={needs.includes("revenue")}
          testId="import-revenue"
        />
        <TextField
          label={words.tax}
          hint={words.taxHint}
          error={wrongTax ? words.taxWrong : null}
          value={tax}
          onChange={setTax}
          required={needs.includes("tax")}
          testId="import-tax"
        />
        {places.length > 1 && (
          <Select
            label={words.location}
            value={location ?? places[0]?.id ?? ("" as LocationId)}
            options={places.map(({ id, name }) => ({ id, label: name }))}
            onChange={setLocation}
          />
        )}
        {(dates !== "asWritten" || warnings.some(({ code }) => code === "dates")) && (
          <Select
            label={words.dates}
            value={dates}
            options={ORDERS.map((id) => ({ id, label: words.dateOrders[id] }))}
            onChange={setDates}
            testId="import-dates"
          />
        )}
        <Button isDisabled={wrongTax} type="submit" data-testid="import-apply">
          {words.apply}
        </Button>
      </form>
    </section>
  );
}
