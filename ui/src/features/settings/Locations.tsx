import { useState } from "react";

import { copy } from "../../copy";
import type { Location } from "../../ipc/generated";
import { useAnswer, useCommand } from "../../ipc/queries";
import { Button } from "../../kit/Button";
import { Dialog } from "../../kit/Dialog";
import { Card, Loading } from "../../kit/Page";
import { TextField } from "../../kit/TextField";
import { Day } from "../../kit/When";
import { FaultNotice } from "../../shell/FaultNotice";
import { LocationDialog } from "./LocationDialog";
import { ModeDialog } from "./ModeDialog";
import styles from "./Settings.module.css";

const words = copy.settings;

/** Every place with its own day. */
export function Locations() {
  const locations = useAnswer("locations", {});
  const [edited, setEdited] = useState<Location | null>(null);
  const [mode, setMode] = useState<Location | null>(null);
  const [adding, setAdding] = useState(false);
  return (
    <Card
      title={words.locations}
      aside={
        <Button size="small" onPress={() => setAdding(true)} data-testid="add-location">
          {words.addLocation}
        </Button>
      }
    >
      <FaultNotice error={locations.error} onRetry={() => void locations.refetch()} />
      {locations.isPending && <Loading label={copy.loading} />}
      <ul className={styles.locations}>
        {locations.data?.locations.map((location) => (
          <Place
            key={location.id}
            location={location}
            onEdit={() => setEdited(location)}
            onMode={() => setMode(location)}
          />
        ))}
      </ul>
      {edited !== null && <LocationDialog location={edited} onClose={() => setEdited(null)} />}
      {mode !== null && <ModeDialog location={mode} onClose={() => setMode(null)} />}
      {adding && <AddDialog onClose={() => setAdding(false)} />}
    </Card>
  );
}

function Place({
  location,
  onEdit,
  onMode,
}: {
  location: Location;
  onEdit: () => void;
  onMode: () => void;
}) {
  const { name, zone, dayEnd, taxWay, rules } = location;
  return (
    <li data-testid="location">
      <div className={styles.place}>
        <strong>{name}</strong>
        <p className={styles.muted}>
          {zone} · {words.dayEndsAt(dayEnd)}
        </p>
        <p className={styles.muted}>{words.taxWays[taxWay]}</p>
        <p className={styles.mode}>
          {words.mode}: <strong>{words.modes[rules.postingMode]}</strong>
          {rules.postingModeFrom !== null && (
            <>
              , {words.modeFrom} <Day day={rules.postingModeFrom} look="compact" />
            </>
          )}
        </p>
      </div>
      <div className={styles.buttons}>
        <Button
          size="small"
          aria-label={words.edit(name)}
          onPress={onEdit}
          data-testid="edit-location"
        >
          {words.change}
        </Button>
        <Button
          size="small"
          aria-label={words.modeOf(name)}
          onPress={onMode}
          data-testid="change-mode"
        >
          {words.modeOpen}
        </Button>
      </div>
    </li>
  );
}

function AddDialog({ onClose }: { onClose: () => void }) {
  const add = useCommand("add_location");
  const [name, setName] = useState("");
  function send() {
    if (add.isPending || name.trim() === "") return;
    add.mutate({ name: name.trim() }, { onSuccess: onClose });
  }
  return (
    <Dialog
      title={words.addLocation}
      closeLabel={copy.close}
      onClose={onClose}
      onSubmit={send}
      actions={
        <Button
          look="primary"
          isDisabled={name.trim() === ""}
          isPending={add.isPending}
          type="submit"
          data-testid="location-add"
        >
          {copy.save}
        </Button>
      }
    >
      <FaultNotice error={add.error} />
      <TextField
        label={words.name}
        hint={words.nameHint}
        value={name}
        onChange={setName}
        autoFocus
        testId="location-name"
      />
    </Dialog>
  );
}
