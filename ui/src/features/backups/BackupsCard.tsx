import { useState } from "react";
import { useLocale } from "react-aria-components";

import { copy } from "../../copy";
import type { Backup } from "../../ipc/generated";
import { useAnswer, useCommand } from "../../ipc/queries";
import { Button } from "../../kit/Button";
import { Callout } from "../../kit/Callout";
import { Dialog } from "../../kit/Dialog";
import { Card, Loading } from "../../kit/Page";
import { useToast } from "../../kit/Toasts";
import { Day, dayText } from "../../kit/When";
import { FaultNotice } from "../../shell/FaultNotice";
import { useShell } from "../../shell/shell";
import styles from "./Backups.module.css";
import { Found } from "./Found";

const words = copy.backups;
/** So many are shown; the folder has the rest. */
const SHOWN_MAX = 8;

/** The copies of the book, and putting one back. */
export function BackupsCard() {
  const { status } = useShell();
  // The practice company is made anew in a moment.
  if (status.practice || status.window.mayNot.includes("backups")) return null;
  return <Backups />;
}

function Backups() {
  const backups = useAnswer("backups", {});
  const [chosen, setChosen] = useState<Backup | null>(null);
  const found = backups.data;
  const more = (found?.backups.length ?? 0) - SHOWN_MAX;
  return (
    <Card title={words.title}>
      <FaultNotice error={backups.error} onRetry={() => void backups.refetch()} />
      {backups.isPending && <Loading label={copy.loading} />}
      {found !== undefined && (
        <div className={styles.card}>
          {found.problem !== null && (
            <Callout tone="bad">
              <p>{found.problem}</p>
            </Callout>
          )}
          {found.restored !== null && (
            <Callout tone="wait">
              <p>{found.restored.sentence}</p>
            </Callout>
          )}
          {found.found.length > 0 && <Found documents={found.found} />}
          <div>
            <p className={styles.muted}>
              {found.backups.length === 0 ? words.none : `${words.lead} ${found.folder}`}
            </p>
            <ul className={styles.list}>
              {found.backups.slice(0, SHOWN_MAX).map((backup) => (
                <Row key={backup.file} backup={backup} onRestore={() => setChosen(backup)} />
              ))}
            </ul>
            {more > 0 && <p className={styles.muted}>{words.more(more)}</p>}
          </div>
        </div>
      )}
      {chosen !== null && <RestoreDialog backup={chosen} onClose={() => setChosen(null)} />}
    </Card>
  );
}

function Row({ backup, onRestore }: { backup: Backup; onRestore: () => void }) {
  const { locale } = useLocale();
  return (
    <li data-testid="backup">
      <span className={styles.what}>
        <Day day={backup.day} /> <span className={styles.muted}>{backup.kind}</span>
      </span>
      <Button
        size="small"
        aria-label={words.restoreOf(dayText(backup.day, locale))}
        onPress={onRestore}
        data-testid="restore"
      >
        {words.restore}
      </Button>
    </li>
  );
}

function RestoreDialog({ backup, onClose }: { backup: Backup; onClose: () => void }) {
  const toast = useToast();
  const restore = useCommand("restore_backup");
  return (
    <Dialog
      title={words.restoreTitle}
      closeLabel={copy.close}
      onClose={onClose}
      busy={restore.isPending}
      testId="restore-dialog"
      actions={
        <>
          <Button onPress={onClose} isDisabled={restore.isPending}>
            {copy.cancel}
          </Button>
          <Button
            look="danger"
            isPending={restore.isPending}
            onPress={() =>
              restore.mutate(
                { file: backup.file },
                {
                  onSuccess: () => {
                    toast(words.restored);
                    onClose();
                  },
                },
              )
            }
            data-testid="restore-confirm"
          >
            {words.restoreNow}
          </Button>
        </>
      }
    >
      <p>
        <strong>
          <Day day={backup.day} />
        </strong>{" "}
        <span className={styles.muted}>{backup.kind}</span>
      </p>
      <p>{words.restoreExplain}</p>
      <FaultNotice error={restore.error} />
    </Dialog>
  );
}
