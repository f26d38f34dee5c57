import { useCallback, useRef, useState } from "react";

import { copy } from "../../copy";
import type { ImportOptions, ImportOutcome, Progress, RunId } from "../../ipc/generated";
import { useAnswer, useCommand, useProgress } from "../../ipc/queries";
import { Button } from "../../kit/Button";
import { Callout } from "../../kit/Callout";
import { Dialog } from "../../kit/Dialog";
import { Icon } from "../../kit/Icon";
import { Loading } from "../../kit/Page";
import { Progress as Bar } from "../../kit/Progress";
import { FaultNotice } from "../../shell/FaultNotice";
import { useShell } from "../../shell/shell";
import styles from "./Imports.module.css";
import { Needs } from "./Needs";
import { Preview } from "./Preview";

const words = copy.imports;
const FROM_MEMORY: ImportOptions = {
  profile: null,
  revenue: null,
  tax: null,
  location: null,
  dates: null,
};

/** A file in: picked or dropped, previewed, then recorded. */
export function ImportDialog({ path, onClose }: { path: string | null; onClose: () => void }) {
  const [picked, setPicked] = useState(path);
  const pick = useCommand("pick_file");
  if (picked !== null) return <Previewed key={picked} path={picked} onClose={onClose} />;
  return (
    <Dialog title={words.title} closeLabel={copy.close} onClose={onClose} testId="import-dialog">
      <FaultNotice error={pick.error} />
      <div className={styles.drop}>
        <Icon name="upload" size={32} />
        <p>{words.dropHere}</p>
        <Button
          look="primary"
          isPending={pick.isPending}
          onPress={() => pick.mutate({}, { onSuccess: (answer) => setPicked(answer.path) })}
          data-testid="pick-file"
        >
          {words.pick}
        </Button>
      </div>
      <p className={styles.muted}>{words.formats}</p>
    </Dialog>
  );
}

function Previewed({ path, onClose }: { path: string; onClose: () => void }) {
  const [options, setOptions] = useState(FROM_MEMORY);
  const answer = useAnswer("import_preview", { path, options });
  const recording = useRecording();
  const preview = answer.data;
  if (recording.outcome !== null) {
    return <Outcome outcome={recording.outcome} onClose={onClose} />;
  }
  const ready = preview !== undefined && preview.needs.length === 0 && preview.toRecord > 0;
  return (
    <Dialog
      title={preview === undefined ? words.title : words.previewTitle(preview.fileName)}
      width="wide"
      closeLabel={copy.close}
      onClose={onClose}
      busy={recording.running}
      testId="import-preview"
      actions={
        recording.running ? (
          <Button icon="cross" onPress={recording.cancel} data-testid="import-cancel">
            {copy.cancel}
          </Button>
        ) : (
          <>
            <Button onPress={onClose}>{copy.cancel}</Button>
            <Button
              look="primary"
              icon="upload"
              isDisabled={!ready}
              onPress={() => preview !== undefined && recording.start(preview.id)}
              data-testid="import-run"
            >
              {words.run(preview?.toRecord ?? 0)}
            </Button>
          </>
        )
      }
    >
      <FaultNotice error={recording.error ?? answer.error} />
      {answer.isPending && <Loading label={words.reading} />}
      {recording.running && recording.progress !== null && (
        <Bar
          label={copy.steps[recording.progress.step]}
          done={recording.progress.done}
          total={recording.progress.total}
          count={words.count(recording.progress.done, recording.progress.total)}
        />
      )}
      {preview !== undefined && !recording.running && (
        <>
          <Needs preview={preview} onChange={setOptions} />
          <Preview preview={preview} />
        </>
      )}
    </Dialog>
  );
}

/** Recording a previewed file: its progress, its Cancel and its outcome. */
function useRecording() {
  const command = useCommand("import_run");
  const cancel = useCommand("cancel_run");
  const run = useRef<RunId | null>(null);
  const [progress, setProgress] = useState<Progress | null>(null);
  useProgress(
    useCallback((step: Progress) => {
      if (step.run === run.current) setProgress(step);
    }, []),
  );
  return {
    progress,
    running: command.isPending,
    error: command.error ?? cancel.error,
    outcome: command.data ?? null,
    start(preview: Parameters<typeof command.mutate>[0]["preview"]) {
      run.current = crypto.randomUUID() as RunId;
      command.mutate({ preview, run: run.current });
    },
    cancel() {
      if (run.current !== null) cancel.mutate({ run: run.current });
    },
  };
}

function Outcome({ outcome, onClose }: { outcome: ImportOutcome; onClose: () => void }) {
  const { go } = useShell();
  const { from, to } = outcome;
  return (
    <Dialog
      title={outcome.cancelled ? words.cancelled : words.done}
      closeLabel={copy.close}
      onClose={onClose}
      testId="import-outcome"
      actions={
        <>
          <Button onPress={onClose}>{copy.close}</Button>
          {from !== null && to !== null && (
            <Button
              look="primary"
              icon="cashout"
              onPress={() => {
                go({ page: "cashout", location: null, from: to, to });
                onClose();
              }}
              data-testid="import-review"
            >
              {words.review}
            </Button>
          )}
        </>
      }
    >
      <Callout tone={outcome.cancelled ? "wait" : "good"} title={outcome.message} announce />
      <dl className={styles.counts}>
        {(
          [
            [words.recorded, outcome.recorded],
            [words.alreadyKnown, outcome.alreadyKnown],
            [words.reversals, outcome.reversals],
            [words.rejected, outcome.rejected],
          ] as const
        ).map(([label, count]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{count}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
