import { copy } from "../../copy";
import type { SyncLogEntry } from "../../ipc/generated";
import { Dialog } from "../../kit/Dialog";
import { Status } from "../../kit/Status";
import { Moment } from "../../kit/When";
import { ActionButtons } from "../../shell/ActionButtons";
import { RESULT_TONE } from "../../shell/words";
import styles from "./Log.module.css";

const words = copy.log;

/** One exchange with all that was kept of it. */
export function EntryDialog({ entry, onClose }: { entry: SyncLogEntry; onClose: () => void }) {
  const { document } = entry;
  const facts = [
    [words.at, <Moment key="at" at={entry.at} />],
    [words.document, entry.documentTitle],
    [words.attempt, entry.attempt],
    [words.status, entry.status],
    [words.duration, words.milliseconds(entry.durationMs)],
    [words.xeroId, entry.xeroId],
  ] as const;
  return (
    <Dialog
      title={entry.operation}
      closeLabel={copy.close}
      onClose={onClose}
      testId="log-entry"
      actions={
        document !== null && (
          <ActionButtons
            actions={[
              { kind: "openDocument", document },
              ...(entry.link === null ? [] : [{ kind: "viewInXero" as const, document }]),
            ]}
          />
        )
      }
    >
      <Status tone={RESULT_TONE[entry.result]}>{words.results[entry.result]}</Status>
      {entry.message !== null && <p>{entry.message}</p>}
      <dl className={styles.facts}>
        {facts.map(
          ([label, fact]) =>
            fact !== null && (
              <div key={label}>
                <dt>{label}</dt>
                <dd>{fact}</dd>
              </div>
            ),
        )}
      </dl>
    </Dialog>
  );
}
