import { copy } from "../../copy";
import type { Transaction, TransactionLine, TransactionTender } from "../../ipc/generated";
import { type Column, DataTable, Muted } from "../../kit/DataTable";
import { Money } from "../../kit/Money";
import styles from "./Transactions.module.css";

const words = copy.transactions;

type NumberedLine = TransactionLine & { index: number };

const COLUMNS: readonly Column<NumberedLine>[] = [
  {
    id: "description",
    head: words.title,
    strong: true,
    cell: (line) => (
      <>
        {line.description} {line.quantity !== "1" && <Muted>× {line.quantity}</Muted>}
      </>
    ),
  },
  { id: "code", head: words.glCode, cell: (line) => line.glCode },
  { id: "taxes", head: words.taxes, cell: (line) => <Muted>{line.taxes}</Muted> },
  {
    id: "discount",
    head: words.discount,
    align: "right",
    cell: (line) => line.discount !== null && <Money amount={line.discount} />,
  },
  {
    id: "net",
    head: words.net,
    align: "right",
    cell: (line) => <Money amount={line.net} />,
  },
];

/** What was sold or given back. Deposits, payouts and counts have no lines. */
export function Lines({ found }: { found: Transaction }) {
  if (found.lines.length === 0) return null;
  return (
    <section className={styles.section}>
      <h3>{words.lines}</h3>
      <div className={styles.boxed}>
        <DataTable
          caption={words.lines}
          rows={found.lines.map((line, index) => ({ ...line, index }))}
          rowKey={(line) => String(line.index)}
          columns={COLUMNS}
        />
      </div>
    </section>
  );
}

/** How it was paid: each tender, with what it was in another currency. */
export function Paid({ found }: { found: Transaction }) {
  const { tenders, tip, surcharge } = found;
  if (tenders.length === 0 && tip === null && surcharge === null) return null;
  return (
    <section className={styles.section}>
      <h3>{words.paid}</h3>
      <ul className={styles.paid} data-testid="tenders">
        {tenders.map((tender, index) => (
          <li key={`${tender.tender} ${String(index)}`}>
            <span>
              {tender.tender}
              <Aside tender={tender} />
            </span>
            <Money amount={tender.amount} />
          </li>
        ))}
        {tip !== null && (
          <li>
            <span>{words.tip}</span>
            <Money amount={tip} />
          </li>
        )}
        {surcharge !== null && (
          <li>
            <span>{words.surcharge}</span>
            <Money amount={surcharge} />
          </li>
        )}
      </ul>
    </section>
  );
}

function Aside({ tender: { foreign, tendered, change } }: { tender: TransactionTender }) {
  const said = [
    foreign,
    tendered !== null && change !== null ? words.tendered(tendered, change) : null,
  ].filter((word) => word !== null);
  return said.length === 0 ? null : <small> {said.join(" · ")}</small>;
}
