import { useIsFetching } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { useLocale } from "react-aria-components";

import { copy } from "../../copy";
import type { Backup } from "../../ipc/generated";
import { useAnswer, useCommand } from "../../ipc/queries";
import { Button } from "../../kit/Button";
import { Callout } from "../../kit/Callout";
import { Dialog } from "../../kit/Dialog";
import { Card, Loading } from "../../kit/Page";
import { Status } from "../../kit/Status";
import { useToast } from "../../kit/Toasts";
import { Day, dayText } from "../../kit/When";
import { FaultNotice } from "../../shell/FaultNotice";
import { hasBackups } from "../../shell/backups";
import { useShell } from "../../shell/shell";
import styles from "./Backups.module.css";
import { Found } from "./Found";

const words = copy.backups;
/** So many are shown; the folder has the rest. */
const SHOWN_MAX = 8;

/** The copies of the book, and putting one back; `wanted` where one was led here for them. */
export function BackupsCard({ wanted }: { wanted: boolean }) {
  const { status } = useShell();
  return hasBackups(status) ? <Backups wanted={wanted} /> : null;
}

/**
 * The title of a card that one was led to: it has the focus at once, and comes into sight when what
 * stands above it has its height.
 */
function useLedTo(wanted: boolean, ready: boolean) {
  const heading = useRef<HTMLHeadingElement>(null);
  const shown = useRef(false);
  const settled = useIsFetching() === 0 && ready;
  useEffect(() => {
    if (wanted) heading.current?.focus({ preventScroll: true });
  }, [wanted]);
  useEffect(() => {
    if (!wanted || !settled || shown.current) return;
    shown.current = true;
    if (document.activeElement === heading.current) {
      heading.current?.scrollIntoView({ block: "start" });
    }
  }, [wanted, settled]);
  return heading;
}

function Backups({ wanted }: { wanted: boolean }) {
  const backups = useAnswer("backups", {});
  const [chosen, setChosen] = useState<Backup | null>(null);
  const heading = useLedTo(wanted, !backups.isPending);
  const found = backups.data;
  const more = (found?.backups.length ?? 0) - SHOWN_MAX;
  return (
    <Card title={words.title} heading={heading}>
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
  const restoreOf = backup.damaged ? words.restoreDamagedOf : words.restoreOf;
  return (
    <li data-testid="backup">
      <span className={styles.what}>
        <Day day={backup.day} /> <Kind backup={backup} />
      </span>
      <Button
        size="small"
        look={backup.damaged ? "danger" : "plain"}
        aria-label={restoreOf(dayText(backup.day, locale))}
        onPress={onRestore}
        data-testid="restore"
      >
        {words.restore}
      </Button>
    </li>
  );
}

/** What kind of copy it is; what is no backup does not look like one. */
function Kind({ backup: { damaged, kind } }: { backup: Backup }) {
  return (
    <>
      {damaged && (
        <>
          <Status tone="bad">{words.damaged}</Status>{" "}
        </>
      )}
      <span className={styles.muted}>{kind}</span>
    </>
  );
}

function RestoreDialog({ backup, onClose }: { backup: Backup; onClose: () => void }) {
  const toast = useToast();
  const restore = useCommand("restore_backup");
  return (
    <Dialog
      title={backup.damaged ? words.restoreDamagedTitle : words.restoreTitle}
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
                    toast(backup.damaged ? words.restoredDamaged : words.restored);
                    onClose();
                  },
                },
              )
            }
            data-testid="restore-confirm"
          >
            {backup.damaged ? words.restoreDamagedNow : words.restoreNow}
          </Button>
        </>
      }
    >
      <p>
        <strong>
          <Day day={backup.day} />
        </strong>{" "}
        <Kind backup={backup} />
      </p>
      {backup.damaged && (
        <Callout tone="bad" title={words.damagedTitle}>
          <p>{words.damagedExplain}</p>
        </Callout>
      )}
      <p>{words.restoreExplain}</p>
      <FaultNotice error={restore.error} />
    </Dialog>
  );
}
