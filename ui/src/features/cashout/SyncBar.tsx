import { useCallback, useRef, useState } from "react";

import { copy } from "../../copy";
import type {
  Cashout,
  Progress,
  RunId,
  SeparateDocument,
  Step,
  SyncOutcome,
} from "../../ipc/generated";
import { useCommand, useProgress } from "../../ipc/queries";
import { Button } from "../../kit/Button";
import { Callout } from "../../kit/Callout";
import { type StepState, Steps } from "../../kit/Progress";
import { cx } from "../../kit/cx";
import { ActionButtons } from "../../shell/ActionButtons";
import { FaultNotice } from "../../shell/FaultNotice";
import styles from "./SyncBar.module.css";

const STEPS = [
  "checking",
  "queueing",
  "lookingUp",
  "sending",
  "comparing",
] as const satisfies Step[];

/** The button, how far it has come, and what came of it. Always in sight. */
export function SyncBar({
  cashout,
  stale,
  onBusy,
}: {
  cashout: Cashout;
  /** Other days were asked for and these are still shown: nothing may be sent. */
  stale: boolean;
  onBusy: (busy: boolean) => void;
}) {
  const { sync, progress, send } = useSending(cashout, onBusy);
  const posted = isDone(cashout);
  return (
    <footer className={styles.bar} aria-label={copy.sync.bar}>
      <div className={styles.inside}>
        <div className={styles.words}>
          {sync.isPending ? (
            <div role="status">
              <Steps label={copy.sync.steps} steps={steps(progress?.step ?? "checking")} />
              {progress !== null && progress.total !== null && progress.total > 1 && (
                <p className={styles.promise}>{copy.sync.count(progress.done, progress.total)}</p>
              )}
              {progress?.step === "limited" && (
                <p className={styles.promise}>{copy.sync.limited}</p>
              )}
              <Calls cashout={cashout} />
            </div>
          ) : (
            <>
              <FaultNotice error={sync.error} />
              {sync.data !== undefined && <Outcome outcome={sync.data} />}
              {sync.error === null && sync.data === undefined && (
                <>
                  <p className={styles.promise}>{promise(cashout)}</p>
                  <Calls cashout={cashout} />
                </>
              )}
            </>
          )}
        </div>
        <Button
          look="primary"
          size="large"
          icon={posted ? "check" : "sync"}
          isPending={sync.isPending}
          isDisabled={posted || stale}
          onPress={send}
          data-testid="sync"
        >
          {sync.isPending ? copy.sync.under : posted ? copy.sync.done : copy.sync.button}
        </Button>
      </div>
    </footer>
  );
}

/** What sending costs of Xero's limits, where that is worth saying. */
function Calls({ cashout: { calls } }: { cashout: Cashout }) {
  if (calls === null || calls.message === null) return null;
  return (
    <p className={cx(styles.promise, styles.calls)} data-testid="sync-calls">
      {calls.message}
    </p>
  );
}

/** How many of the links to what was sent are offered: a day in invoices has hundreds. */
const VIEWS_SHOWN = 3;

/** Whether nothing of these days is left to send: neither the cashout nor what is beside it. */
function isDone({ state, postedSeparately }: Cashout): boolean {
  const settled = state.kind === "posted" || state.kind === "nothingToPost";
  return settled && !postedSeparately.some(isUnmade);
}

/** Whether these days have anything that a press would send, or that was sent. */
export function hasSomethingToSend({ state, postedSeparately }: Cashout): boolean {
  return state.kind !== "nothingToPost" || postedSeparately.some(isUnmade);
}

/** What has a document of its own, which nobody has made yet. */
function isUnmade({ state, document }: SeparateDocument): boolean {
  return state === "draft" && document === null;
}

/** Sending these days: once at a time, step by step. */
function useSending(cashout: Cashout, onBusy: (busy: boolean) => void) {
  const sync = useCommand("sync_cashout");
  const run = useRef<RunId | null>(null);
  const [progress, setProgress] = useState<Progress | null>(null);
  useProgress(
    useCallback((heard: Progress) => {
      if (heard.run === run.current) setProgress(heard);
    }, []),
  );

  function send() {
    // The flag is set before React draws again, so that a second press finds it set.
    if (run.current !== null) return;
    run.current = crypto.randomUUID() as RunId;
    setProgress(null);
    onBusy(true);
    sync.mutate(
      { run: run.current, location: cashout.location, from: cashout.from, to: cashout.to },
      {
        onSettled: () => {
          run.current = null;
          onBusy(false);
        },
      },
    );
  }
  return { sync, progress, send };
}

/** What a press would do, or why there is nothing to press for. */
function promise(cashout: Cashout): string {
  const { state, blockers } = cashout;
  switch (state.kind) {
    case "posted":
      return isDone(cashout) ? copy.sync.posted : copy.sync.beside;
    case "nothingToPost":
      return copy.sync.beside;
    case "queued":
    case "needsAttention":
      return copy.sync.closed[state.kind];
    case "open":
    case "supplement":
      return copy.sync.ready[blockers.length > 0 ? "blocked" : "clear"];
  }
}

function steps(now: Step): StepState[] {
  // Waiting for a limit is a pause in sending, and no step of its own.
  const at = STEPS.findIndex((id) => id === (now === "limited" ? "sending" : now));
  return STEPS.map((id, index) => ({
    id,
    label: copy.steps[id],
    state: now === "finished" || index < at ? "done" : index === at ? "now" : "ahead",
  }));
}

function Outcome({ outcome }: { outcome: SyncOutcome }) {
  const views = outcome.documents
    .filter(({ link }) => link !== null)
    .slice(0, VIEWS_SHOWN)
    .map(({ id }) => ({ kind: "viewInXero" as const, document: id }));
  return (
    <Callout
      tone={outcome.settled ? "good" : "wait"}
      title={outcome.settled ? copy.sync.settled : copy.sync.waits}
      announce
      testId="sync-outcome"
      actions={<ActionButtons actions={[...views, ...outcome.actions]} />}
    >
      <p>{outcome.message}</p>
    </Callout>
  );
}
