import { copy } from "../../copy";
import type { Transaction, TransactionId } from "../../ipc/generated";
import { useAnswer } from "../../ipc/queries";
import { Callout } from "../../kit/Callout";
import { DataTable, Muted } from "../../kit/DataTable";
import { Dialog } from "../../kit/Dialog";
import { JournalTable } from "../../kit/JournalTable";
import { Money } from "../../kit/Money";
import { Loading } from "../../kit/Page";
import { Status } from "../../kit/Status";
import { Day, Moment } from "../../kit/When";
import { ActionButtons } from "../../shell/ActionButtons";
import { FaultNotice } from "../../shell/FaultNotice";
import { DOCUMENT_TONE, POSTING_TONE } from "../../shell/words";
import styles from "./Transactions.module.css";

const words = copy.transactions;

/** A transaction: its lines, how it was paid, its effect on the books, its documents, its history. */
export function TransactionDialog({
  transaction,
  onClose,
}: {
  transaction: TransactionId;
  onClose: () => void;
}) {
  const answer = useAnswer("transaction", { transaction });
  const found = answer.data;
  return (
    <Dialog
      title={
        found === undefined
          ? words.one
          : `${words.kinds[found.summary.kind]} · ${found.summary.title}`
      }
      width="wide"
      closeLabel={copy.close}
      onClose={onClose}
      testId="transaction-dialog"
    >
      <FaultNotice error={answer.error} />
      {answer.isPending && <Loading label={copy.loading} />}
      {found !== undefined && (
        <>
          <Facts found={found} />
          <Lines found={found} />
          <Effect found={found} />
          <Story found={found} />
        </>
      )}
    </Dialog>
  );
}

function Facts({ found }: { found: Transaction }) {
  const { summary } = found;
  const facts = [
    found.locationName,
    found.till,
    found.staff,
    summary.customer,
    found.booking,
    summary.sourceId,
  ].filter((fact) => fact !== null);
  return (
    <div className={styles.facts}>
      <Money amount={summary.amount} currency={summary.currency} size="figure" />
      <Status tone={POSTING_TONE[summary.posting]}>{words.postings[summary.posting]}</Status>
      <span>
        <Day day={summary.day} /> {summary.time}
      </span>
      <span>{facts.join(" · ")}</span>
      {found.note !== null && <em>{found.note}</em>}
    </div>
  );
}

function Lines({ found }: { found: Transaction }) {
  const extras = [
    ...found.tenders.map((tender) => ({ label: tender.tender as string, amount: tender.amount })),
    ...(found.tip === null ? [] : [{ label: words.tip, amount: found.tip }]),
    ...(found.surcharge === null ? [] : [{ label: words.surcharge, amount: found.surcharge }]),
  ];
  return (
    <section className={styles.section}>
      <h3>{words.lines}</h3>
      <DataTable
        caption={words.lines}
        rows={found.lines.map((line, index) => ({ ...line, index }))}
        rowKey={(line) => String(line.index)}
        columns={[
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
        ]}
      />
      <p className={styles.facts}>
        {extras.map(({ label, amount }) => (
          <span key={label}>
            {label} <Money amount={amount} />
          </span>
        ))}
      </p>
    </section>
  );
}

function Effect({ found }: { found: Transaction }) {
  return (
    <section className={styles.section}>
      <h3>{words.effect}</h3>
      {found.effectMissing === null ? (
        <JournalTable
          caption={words.effect}
          rows={found.effect}
          debits={null}
          credits={null}
          words={copy.journal.words}
        />
      ) : (
        <Callout tone="wait">{found.effectMissing}</Callout>
      )}
    </section>
  );
}

function Story({ found }: { found: Transaction }) {
  return (
    <section className={styles.section}>
      <h3>{words.story}</h3>
      <ol className={styles.history}>
        {found.history.map((entry) => (
          <li key={`${entry.at} ${entry.message}`}>
            <Muted>
              <Moment at={entry.at} />
            </Muted>{" "}
            {entry.message}
          </li>
        ))}
      </ol>
      {found.documents.map((document) => (
        <p key={document.id} className={styles.facts}>
          <span>{document.narration ?? document.title}</span>
          <Status tone={DOCUMENT_TONE[document.state]}>
            {copy.documents.states[document.state]}
          </Status>
          <ActionButtons
            quiet
            size="small"
            actions={[{ kind: "openDocument", document: document.id }]}
          />
        </p>
      ))}
    </section>
  );
}
