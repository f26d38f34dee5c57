import { useMemo, useState } from "react";

import { copy } from "../../copy";
import type { Cashout, SeparateDocument } from "../../ipc/generated";
import { Button } from "../../kit/Button";
import { Count } from "../../kit/Count";
import { Icon } from "../../kit/Icon";
import { Money } from "../../kit/Money";
import { Card } from "../../kit/Page";
import { Status, type Tone } from "../../kit/Status";
import { VirtualList } from "../../kit/VirtualList";
import { ActionButtons } from "../../shell/ActionButtons";
import { useShell } from "../../shell/shell";
import { DOCUMENT_TONE } from "../../shell/words";
import styles from "./Separately.module.css";
import { type Group, type Row, type Tally, groupsOf, openAtFirst, rowsOf } from "./separate";

const words = copy.cashout;

const HEAD_PX = 44;
const DOCUMENT_PX = 44;
const WITH_BUTTONS_PX = 92;

const TONES: Record<Tally, Tone> = {
  attention: "bad",
  waiting: "wait",
  approval: "wait",
  posted: "good",
  skipped: "plain",
};

/** What this cashout leaves out, because documents of its own post it, each with its state. */
export function Separately({ cashout }: { cashout: Cashout }) {
  const { postedSeparately: documents, separateGroups: sums } = cashout;
  const groups = useMemo(() => groupsOf(documents, sums), [documents, sums]);
  const [turned, setTurned] = useState<ReadonlyMap<string, boolean>>(new Map());
  const open = useMemo(() => {
    const first = openAtFirst(groups);
    const keys = groups.map(({ key }) => key);
    return new Set(keys.filter((key) => turned.get(key) ?? first.has(key)));
  }, [groups, turned]);
  const rows = useMemo(() => rowsOf(groups, open), [groups, open]);
  if (documents.length === 0) return null;
  function turn({ key }: Group) {
    setTurned((before) => new Map(before).set(key, !open.has(key)));
  }
  return (
    <Card
      flush
      title={words.separatelyTitle}
      aside={
        <>
          <Count of={documents.length} /> {copy.documents.count(documents.length)} ·{" "}
          <Money amount={cashout.separately} currency={cashout.currency} />
        </>
      }
    >
      <p className={styles.lead}>{words.separatelyLead}</p>
      <VirtualList<Row>
        label={words.separatelyTitle}
        testId="separately"
        items={rows}
        itemKey={(row) => (row.kind === "group" ? row.group.key : row.key)}
        estimate={estimate}
        head={<Head />}
        render={(row) =>
          row.kind === "group" ? (
            <GroupHead group={row.group} open={row.open} onTurn={() => turn(row.group)} />
          ) : (
            <Document document={row.document} currency={cashout.currency} />
          )
        }
      />
    </Card>
  );
}

function estimate(row: Row): number {
  if (row.kind === "group") return HEAD_PX;
  return row.document.state === "posted" ? DOCUMENT_PX : WITH_BUTTONS_PX;
}

function Head() {
  return (
    <div className={styles.row} aria-hidden="true">
      <span>{copy.documents.title}</span>
      <span>{copy.documents.state}</span>
      <span className={styles.right}>{copy.amount}</span>
      <span className={styles.right}>{words.separatelyTook}</span>
      <span />
    </div>
  );
}

function GroupHead({ group, open, onTurn }: { group: Group; open: boolean; onTurn: () => void }) {
  return (
    <button
      type="button"
      className={styles.group}
      aria-expanded={open}
      onClick={onTurn}
      data-testid="separate-group"
    >
      <span className={styles.name}>
        <Icon name={open ? "down" : "right"} size={14} />
        <strong>{group.name}</strong>
        <span className={styles.muted}>
          <Count of={group.documents.length} />
        </span>
        <span className={styles.tallies}>
          {group.tallies.map(({ tally, count }) => (
            <Status key={tally} tone={TONES[tally]}>
              {words.tally[tally](count)}
            </Status>
          ))}
        </span>
      </span>
      <Sum label={copy.amount} amount={group.sum?.amount} />
      <Sum label={words.separatelyTook} amount={group.sum?.taken} />
    </button>
  );
}

/** A sum below its column; none where the program says none, as of several currencies. */
function Sum({ label, amount }: { label: string; amount: string | null | undefined }) {
  return (
    <span className={styles.right}>
      {amount !== null && amount !== undefined && (
        <>
          <span className="visually-hidden">{label}</span> <Money amount={amount} />
        </>
      )}
    </span>
  );
}

function Document({ document, currency }: { document: SeparateDocument; currency: string }) {
  const { perform, openTransaction } = useShell();
  const { document: id } = document;
  const foreign = document.currency === currency ? {} : { currency: document.currency };
  return (
    <div className={styles.row} data-testid="separate-document">
      <div className={styles.what}>
        <button
          type="button"
          className={styles.title}
          onClick={() =>
            id === null
              ? openTransaction(document.transaction)
              : perform({ kind: "openDocument", document: id })
          }
        >
          {document.title}
        </button>
        {document.message !== null && <p className={styles.muted}>{document.message}</p>}
      </div>
      <span>
        <Status tone={DOCUMENT_TONE[document.state]}>
          {copy.documents.states[document.state]}
        </Status>
      </span>
      <span className={styles.right}>
        <Money amount={document.amount} {...foreign} />
      </span>
      <span className={styles.right}>
        <Money amount={document.taken} />
      </span>
      <View document={document} />
      <Buttons document={document} />
    </div>
  );
}

/** What can be done with it here. What is in Xero is taken back from its own dialog only. */
function Buttons({ document: { state, actions } }: { document: SeparateDocument }) {
  const offered = actions.filter(({ kind }) => kind !== "viewInXero");
  if (state === "posted" || offered.length === 0) return null;
  return (
    <span className={styles.buttons}>
      <ActionButtons quiet size="small" actions={offered} />
    </span>
  );
}

/** The way to it in Xero, once it is there. */
function View({ document: { document, link, title } }: { document: SeparateDocument }) {
  const { perform } = useShell();
  if (document === null || link === null) return <span />;
  return (
    <Button
      look="quiet"
      size="small"
      icon="external"
      iconOnly
      onPress={() => perform({ kind: "viewInXero", document })}
      data-testid="action-viewInXero"
    >
      {words.viewInXero(title)}
    </Button>
  );
}
