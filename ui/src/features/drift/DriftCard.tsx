import { copy } from "../../copy";
import type { Drift, DriftKind, DriftLine, DriftSide } from "../../ipc/generated";
import { useCommand } from "../../ipc/queries";
import { Button } from "../../kit/Button";
import { Money } from "../../kit/Money";
import { Card } from "../../kit/Page";
import { Status, type Tone } from "../../kit/Status";
import { useToast } from "../../kit/Toasts";
import { Day, Moment } from "../../kit/When";
import { ActionButtons } from "../../shell/ActionButtons";
import { FaultNotice } from "../../shell/FaultNotice";
import styles from "./Drift.module.css";

const words = copy.drift;
const TONE: Record<DriftKind, Tone> = {
  edited: "wait",
  voided: "bad",
  reconciled: "plain",
  duplicate: "bad",
};

/** One difference, three ways, with what can be done about it. */
export function DriftCard({ drift }: { drift: Drift }) {
  const { document } = drift;
  return (
    <Card title={document.title}>
      <article data-testid="drift">
        <p className={styles.head}>
          <Status tone={drift.settled === null ? TONE[drift.kind] : "plain"}>
            {words.kinds[drift.kind]}
          </Status>
          <Moment at={drift.foundAt} look="short" />
          {drift.settled !== null && <span className={styles.muted}>{drift.settled}</span>}
        </p>
        <p>{drift.message}</p>
        <div className={styles.ways}>
          <Side title={words.sent} side={drift.sent} sent={drift.sent} />
          {drift.answered !== null && (
            <Side title={words.answered} side={drift.answered} sent={drift.sent} />
          )}
          <Side
            title={drift.kind === "duplicate" ? words.other : words.now}
            side={drift.now}
            sent={drift.sent}
          />
        </div>
        <Mending drift={drift} />
      </article>
    </Card>
  );
}

function Mending({ drift }: { drift: Drift }) {
  const toast = useToast();
  const accept = useCommand("accept_drift");
  const repost = useCommand("repost_drift");
  const document = drift.document.id;
  const busy = accept.isPending || repost.isPending;
  const chosen = { drift: drift.id };
  return (
    <>
      <FaultNotice error={accept.error ?? repost.error} />
      <div className={styles.buttons}>
        {drift.settled === null && drift.canRepost && (
          <Button
            isDisabled={busy}
            isPending={repost.isPending}
            onPress={() => repost.mutate(chosen, { onSuccess: ({ message }) => toast(message) })}
            data-testid="drift-repost"
          >
            {words.repost}
          </Button>
        )}
        {drift.settled === null && (
          <Button
            isDisabled={busy}
            isPending={accept.isPending}
            onPress={() => accept.mutate(chosen, { onSuccess: () => toast(words.accepted) })}
            data-testid="drift-accept"
          >
            {words.accept}
          </Button>
        )}
        <ActionButtons
          quiet
          actions={[
            { kind: "openDocument", document },
            { kind: "viewInXero", document },
          ]}
        />
      </div>
      {drift.settled === null && (
        <p className={styles.muted}>
          {words.acceptHint} {drift.canRepost && words.repostHint}
        </p>
      )}
    </>
  );
}

/** A line in words, to tell whether the other side has the same. */
function said({ account, amount, taxType }: DriftLine): string {
  return `${account}\n${amount}\n${taxType}`;
}

function Side({ title, side, sent }: { title: string; side: DriftSide; sent: DriftSide }) {
  const known = new Set(sent.lines.map(said));
  return (
    <section className={styles.side}>
      <h3>{title}</h3>
      <p className={styles.muted}>
        <Day day={side.day} look="compact" />
        {side.status !== null && ` · ${side.status}`}
      </p>
      {side.lines.length === 0 && <p className={styles.muted}>{words.noLines}</p>}
      <ul className={styles.lines}>
        {side.lines.map((line, place) => (
          <li key={`${said(line)} ${String(place)}`} data-differs={!known.has(said(line))}>
            <span>{line.account}</span>
            <Money amount={line.amount} />
            <span className={styles.muted}>{line.taxType}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
