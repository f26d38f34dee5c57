import { useState } from "react";

import { copy } from "../../copy";
import { IpcFault } from "../../ipc/call";
import type { Day, Location, PostingMode, PostingModeChange } from "../../ipc/generated";
import { useCommand } from "../../ipc/queries";
import { Button } from "../../kit/Button";
import { Callout } from "../../kit/Callout";
import { DayField } from "../../kit/DayField";
import { Dialog } from "../../kit/Dialog";
import { RadioGroup } from "../../kit/RadioGroup";
import { Day as DayText } from "../../kit/When";
import { FaultNotice } from "../../shell/FaultNotice";
import styles from "./Settings.module.css";

const words = copy.settings;
const MODES = ["dailyJournal", "invoices"] as const satisfies PostingMode[];

/**
 * Changes how a location's sales reach Xero. The program is asked first without a confirmation;
 * where it has something to confirm, that is read before it is asked again.
 */
export function ModeDialog({ location, onClose }: { location: Location; onClose: () => void }) {
  const change = useCommand("set_posting_mode");
  const [mode, setMode] = useState(location.rules.postingMode);
  const [from, setFrom] = useState<string | null>(null);
  const answer = change.data;
  function send(confirmed: boolean) {
    if (change.isPending) return;
    change.mutate({ location: location.id, mode, from: from as Day | null, confirmed });
  }
  if (answer !== undefined && answer.changed) {
    return <Changed mode={mode} change={answer} onClose={onClose} />;
  }
  const asks = answer !== undefined && answer.toConfirm !== null;
  const { error } = change;
  const onDay = error instanceof IpcFault && error.field === "from" ? error : null;
  return (
    <Dialog
      title={words.modeTitle(location.name)}
      closeLabel={copy.close}
      onClose={onClose}
      onSubmit={() => send(asks)}
      testId="mode-dialog"
      actions={
        <>
          <Button onPress={onClose}>{copy.cancel}</Button>
          <Button
            look={asks ? "danger" : "primary"}
            isDisabled={mode === location.rules.postingMode}
            isPending={change.isPending}
            type="submit"
            data-testid="mode-change"
          >
            {asks ? words.modeAllTheSame : words.modeChange}
          </Button>
        </>
      }
    >
      <p>{words.modeExplain}</p>
      <FaultNotice error={onDay === null ? error : null} />
      {asks && <ToConfirm change={answer} />}
      <RadioGroup
        label={words.mode}
        options={MODES.map((id) => ({ id, label: words.modes[id], hint: words.modeHints[id] }))}
        value={mode}
        onChange={(chosen) => {
          // Another choice is another question: what was to be confirmed was of this one.
          change.reset();
          setMode(chosen);
        }}
        testId="mode"
      />
      <DayField
        label={words.modeDay}
        hint={words.modeDayHint}
        value={from}
        error={onDay?.message ?? null}
        onChange={(day) => {
          change.reset();
          setFrom(day);
        }}
        clearLabel={copy.clear}
        {...copy.calendar}
        testId="mode-from"
      />
    </Dialog>
  );
}

function ToConfirm({ change }: { change: PostingModeChange }) {
  return (
    <Callout tone="wait" title={words.modeConfirm} announce testId="mode-confirm">
      <p>{change.toConfirm}</p>
      <Warnings warnings={change.warnings} />
    </Callout>
  );
}

function Warnings({ warnings }: { warnings: readonly string[] }) {
  return warnings.map((warning) => <p key={warning}>{warning}</p>);
}

function Changed({
  mode,
  change,
  onClose,
}: {
  mode: PostingMode;
  change: PostingModeChange;
  onClose: () => void;
}) {
  return (
    <Dialog
      title={words.mode}
      closeLabel={copy.close}
      onClose={onClose}
      testId="mode-changed"
      actions={
        <Button autoFocus look="primary" onPress={onClose}>
          {copy.close}
        </Button>
      }
    >
      <Callout
        tone="good"
        announce
        title={
          <>
            {words.modes[mode]}, {words.modeFrom} <DayText day={change.from} />
          </>
        }
      />
      <div className={styles.warnings}>
        <Warnings warnings={change.warnings} />
      </div>
    </Dialog>
  );
}
