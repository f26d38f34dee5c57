import { copy } from "../../copy";
import type { Drift, DriftKind, DriftLine, DriftSide } from "../../ipc/generated";
import { useCommand } from "../../ipc/queries";
import { Button } from "../../kit/Button";
import { Money } from "../../kit/Money";
import { Card } from "../../kit/Page";
import { Status, type Tone } from "../../kit/Status";
import { useToast } from "../../kit/Toasts";
import { Day, Moment } from "../../kit/When";
import { cx } from "../../kit/cx";
import { ActionButtons } from "../../shell/ActionButtons";
import { FaultNotice } from "../../shell/FaultNotice";
import { useShell } from "../../shell/shell";
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
      <article className={styles.drift} data-testid="drift">
        <p className={styles.head}>
          <Status tone={drift.settled === null ? TONE[drift.kind] : "plain"}>
            {words.kinds[drift.kind]}
          </Status>
          <span className={styles.muted}>
            {words.foundAt} <Moment at={drift.foundAt} look="short" />
          </span>
          {drift.settled !== null && <span className={styles.muted}>{drift.settled}</span>}
        </p>
        <p>{drift.message}</p>
        <div className={styles.ways}>
          <Side title={words.sent} side={drift.sent} other={drift.now} drift={drift} />
          {drift.answered !== null && (
            <Side title={words.answered} side={drift.answered} other={drift.sent} drift={drift} />
          )}
          <Side
            title={drift.kind === "duplicate" ? words.other : words.now}
            side={drift.now}
            other={drift.sent}
            drift={drift}
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
  const { mayNot } = useShell().status.window;
  const isOpen = drift.settled === null;
  const canRepost = isOpen && drift.canRepost && !mayNot.includes("repost_drift");
  const canAccept = isOpen && !mayNot.includes("accept_drift");
  return (
    <>
      <FaultNotice error={accept.error ?? repost.error} />
      <div className={styles.buttons}>
        {canRepost && (
          <Button
            isDisabled={busy}
            isPending={repost.isPending}
            onPress={() => repost.mutate(chosen, { onSuccess: ({ message }) => toast(message) })}
            data-testid="drift-repost"
          >
            {words.repost}
          </Button>
        )}
        {canAccept && (
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
      {canRepost && <p className={styles.muted}>{words.repostHint}</p>}
      {canAccept && <p className={styles.muted}>{words.acceptHint}</p>}
    </>
  );
}

/** A line in words, to tell it from its neighbours. */
function said({ account, amount, taxType, tracking }: DriftLine): string {
  return [account, amount, taxType, ...options(tracking)].join("\n");
}

function options(tracking: DriftLine["tracking"]): string[] {
  return (tracking ?? []).map(({ category, option }) => `${category}: ${option}`);
}

/** Whether two lines are the same; how one is tracked that was read before that was kept is any. */
function isSame(one: DriftLine, other: DriftLine): boolean {
  const known = one.tracking !== null && other.tracking !== null;
  return known
    ? said(one) === said(other)
    : said({ ...one, tracking: null }) === said({ ...other, tracking: null });
}

/** Whether the currency is not the one that was sent, or the rate not the one Xero answered. */
function isOtherMoney(side: DriftSide, sent: DriftSide, answered: DriftSide | null): boolean {
  const rate = answered?.rate ?? sent.rate;
  const isRate = rate !== null && side.rate !== null && side.rate !== rate;
  return side.currency !== sent.currency || isRate;
}

interface SideProps {
  title: string;
  side: DriftSide;
  other: DriftSide;
  drift: Drift;
}

/** One of the three, with what the other has not. A side without lines says nothing of them. */
function Side({ title, side, other, drift: { sent, answered } }: SideProps) {
  const isOther = isOtherMoney(side, sent, answered);
  const isOwn = (line: DriftLine) =>
    other.lines.length > 0 && !other.lines.some((one) => isSame(line, one));
  return (
    <section className={styles.side}>
      <h3>{title}</h3>
      <p className={styles.muted}>
        <Day day={side.day} look="compact" />
        {side.status !== null && ` · ${side.status}`}
        {" · "}
        <span className={styles.money} data-differs={isOther}>
          {side.rate === null ? side.currency : words.at(side.currency, side.rate)}
          {isOther && <span className="visually-hidden"> {words.differs}</span>}
        </span>
      </p>
      {side.lines.length === 0 ? (
        <p className={cx(styles.muted, styles.noLines)}>{words.noLines}</p>
      ) : (
        <ul className={styles.lines}>
          {side.lines.map((line, place) => (
            <li key={`${said(line)} ${String(place)}`} data-differs={isOwn(line)}>
              <span>{line.account}</span>
              <Money amount={line.amount} />
              <span className={styles.muted}>
                {[line.taxType, ...options(line.tracking)]
                  .filter((word) => word !== "")
                  .join(" · ")}
              </span>
              {isOwn(line) && <span className="visually-hidden">{words.differs}</span>}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
