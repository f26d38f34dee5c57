import { useState } from "react";

import { copy } from "../../copy";
import type { AttentionGroup, AttentionItem } from "../../ipc/generated";
import { useAnswer } from "../../ipc/queries";
import { Badge } from "../../kit/Badge";
import { Button } from "../../kit/Button";
import { Callout } from "../../kit/Callout";
import { Disclosure } from "../../kit/Disclosure";
import { Money } from "../../kit/Money";
import { Card, Empty, Loading, Page } from "../../kit/Page";
import { Status } from "../../kit/Status";
import { Day } from "../../kit/When";
import { type Route, start } from "../../route";
import { ActionButtons } from "../../shell/ActionButtons";
import { FaultNotice } from "../../shell/FaultNotice";
import { hasBackups } from "../../shell/backups";
import { useShell } from "../../shell/shell";
import { DOCUMENT_TONE } from "../../shell/words";
import styles from "./Attention.module.css";

/** How many of a cause are shown before somebody asks for all. */
const SHOWN_AT_FIRST = 10;

/** Troubles that may cost something if nobody looks. */
const GRAVE: ReadonlySet<string> = new Set(["machine", "damaged", "backup"]);

/** Where troubles are mended that no button of the program's mends. */
const WAYS: ReadonlyMap<string, "drift" | "backups"> = new Map([
  ["drift", "drift"],
  ["damaged", "backups"],
  ["backup", "backups"],
]);
const LEADS = {
  drift: start("drift"),
  backups: { page: "settings", part: "backups" },
} as const satisfies Record<"drift" | "backups", Route>;

/** Everything that needs a person, grouped by what would mend it. */
export function AttentionPage() {
  const attention = useAnswer("attention", {});
  const groups = attention.data?.groups;
  return (
    <Page title={copy.pages.attention} lead={copy.attention.lead} testId="page-attention">
      <FaultNotice error={attention.error} onRetry={() => void attention.refetch()} />
      {groups === undefined && attention.error === null && <Loading label={copy.loading} />}
      {groups?.length === 0 && (
        <Empty title={copy.attention.emptyTitle}>{copy.attention.empty}</Empty>
      )}
      {groups !== undefined &&
        keyed(groups).map(([key, group]) => (
          <div key={key} data-testid="attention-group">
            {group.items.length === 0 ? <Trouble group={group} /> : <Group group={group} />}
          </div>
        ))}
    </Page>
  );
}

/**
 * Groups with what tells each from the others, also where two have one cause: which of that cause
 * it is. What its sentence counts may change, and the group stays the same.
 */
function keyed(groups: readonly AttentionGroup[]): [string, AttentionGroup][] {
  const seen = new Map<string, number>();
  return groups.map((group) => {
    const before = seen.get(group.cause) ?? 0;
    seen.set(group.cause, before + 1);
    return [`${String(before)} ${group.cause}`, group];
  });
}

/** What is wrong around the book as a whole: nothing of a day waits in it. */
function Trouble({ group: { cause, title, sentence, actions } }: { group: AttentionGroup }) {
  return (
    <Callout
      heading
      tone={GRAVE.has(cause) ? "bad" : "wait"}
      title={title}
      actions={
        <>
          <ActionButtons actions={actions} />
          <Way cause={cause} />
        </>
      }
    >
      <p>{sentence}</p>
    </Callout>
  );
}

/** The way to where a trouble is mended, for who may go there. */
function Way({ cause }: { cause: string }) {
  const { status, go } = useShell();
  const way = WAYS.get(cause);
  if (way === undefined) return null;
  if (way === "backups" && !hasBackups(status)) return null;
  return <Button onPress={() => go(LEADS[way])}>{copy.attention.ways[way]}</Button>;
}

function Group({ group }: { group: AttentionGroup }) {
  const [all, setAll] = useState(false);
  const items = all ? group.items : group.items.slice(0, SHOWN_AT_FIRST);
  const hidden = group.count - group.items.length;
  return (
    <Card
      title={
        <>
          {group.title} <Badge count={group.count} tone="bad" />
        </>
      }
      aside={<Sum group={group} />}
    >
      <p className={styles.sentence}>{group.sentence}</p>
      <div className={styles.actions}>
        <ActionButtons actions={group.actions} />
      </div>
      <ul className={styles.items}>
        {items.map((item) => (
          <Item key={JSON.stringify(item.subject)} item={item} />
        ))}
      </ul>
      {items.length < group.items.length && (
        <Button
          look="quiet"
          size="small"
          icon="down"
          onPress={() => setAll(true)}
          data-testid="show-all"
        >
          {copy.attention.showAll(group.items.length)}
        </Button>
      )}
      {items.length === group.items.length && hidden > 0 && (
        <p className={styles.more}>{copy.attention.more(hidden)}</p>
      )}
    </Card>
  );
}

/** What all of it comes to. Of several currencies there is no such sum. */
function Sum({ group: { amount, items } }: { group: AttentionGroup }) {
  const { status } = useShell();
  const [currency, ...others] = new Set(items.map((item) => item.currency));
  if (currency === undefined || others.length > 0) return null;
  return <Money amount={amount} {...(currency === status.currency ? {} : { currency })} />;
}

/** The currency is said where it is not the organisation's own. */
function Amount({ item: { amount, currency } }: { item: AttentionItem }) {
  const { status } = useShell();
  return <Money amount={amount} {...(currency === status.currency ? {} : { currency })} />;
}

function Item({ item }: { item: AttentionItem }) {
  const { perform, openTransaction } = useShell();
  const { subject } = item;
  return (
    <li>
      <div className={styles.what}>
        <button
          type="button"
          className={styles.title}
          onClick={() =>
            subject.kind === "document"
              ? perform({ kind: "openDocument", document: subject.document })
              : openTransaction(subject.transaction)
          }
        >
          {item.title}
        </button>
        <span className={styles.muted}>
          <Day day={item.date} />
        </span>
        {subject.kind === "document" && (
          <Status tone={DOCUMENT_TONE[subject.state]}>
            {copy.documents.states[subject.state]}
          </Status>
        )}
        <span className={styles.amount}>
          <Amount item={item} />
        </span>
      </div>
      {item.detail !== null && <p className={styles.muted}>{item.detail}</p>}
      {item.xeroSaid !== null && (
        <Disclosure label={copy.attention.xeroSaid}>
          <blockquote className={styles.said}>{item.xeroSaid}</blockquote>
        </Disclosure>
      )}
      {item.actions.length > 0 && (
        <div className={styles.itemActions}>
          <ActionButtons quiet size="small" actions={item.actions} />
        </div>
      )}
    </li>
  );
}
