import { copy } from "../../copy";
import type { DocumentSummary, Transaction, TransactionPart } from "../../ipc/generated";
import { Disclosure } from "../../kit/Disclosure";
import { JournalTable } from "../../kit/JournalTable";
import { Money } from "../../kit/Money";
import { Status } from "../../kit/Status";
import { Day } from "../../kit/When";
import { ActionButtons } from "../../shell/ActionButtons";
import { useShell } from "../../shell/shell";
import { DOCUMENT_TONE } from "../../shell/words";
import styles from "./Transactions.module.css";

const words = copy.transactions;

/** Of more parts than this the lines are folded away: a rental over a year has twelve. */
const UNFOLDED_MAX = 3;

/** What is posted of a transaction: each part with its document and what it does to the books. */
export function Parts({ found }: { found: Transaction }) {
  const { parts } = found;
  if (parts.length === 0 && found.waitsFor !== null && found.documents.length === 0) return null;
  return (
    <section className={styles.section}>
      <h3>{words.parts}</h3>
      {parts.length === 0 && found.waitsFor === null && (
        <p className={styles.muted}>{words.noParts}</p>
      )}
      <ul className={styles.parts}>
        {parts.map((part) => (
          <li key={part.part} data-testid="part">
            <Head part={part} />
            <Effect part={part} folded={parts.length > UNFOLDED_MAX} />
          </li>
        ))}
      </ul>
      <Before found={found} />
    </section>
  );
}

/** Documents that had it and have it no longer. */
function Before({ found }: { found: Transaction }) {
  const now = new Set(found.parts.map(({ document }) => document?.id));
  const before = found.documents.filter(({ id }) => !now.has(id));
  if (before.length === 0) return null;
  return (
    <>
      <h3>{words.before}</h3>
      <ul className={styles.history}>
        {before.map((document) => (
          <li key={document.id} className={styles.facts}>
            <DocumentLink document={document} />
          </li>
        ))}
      </ul>
    </>
  );
}

/** A document's name, the way to it, and how far it has come. */
function DocumentLink({ document }: { document: DocumentSummary }) {
  const { perform } = useShell();
  return (
    <>
      <button
        type="button"
        className={styles.link}
        onClick={() => perform({ kind: "openDocument", document: document.id })}
      >
        {document.title}
      </button>
      <Status tone={DOCUMENT_TONE[document.state]}>{copy.documents.states[document.state]}</Status>
    </>
  );
}

function Head({ part }: { part: TransactionPart }) {
  const { document } = part;
  return (
    <div className={styles.part}>
      <strong>{part.goesInto}</strong>
      <span className={styles.muted}>
        <Day day={part.day} look="compact" />
      </span>
      {document !== null && <DocumentLink document={document} />}
      <span className={styles.amount}>
        <Money amount={part.amount} />
      </span>
      {document !== null && document.message !== null && (
        <p className={styles.message}>{document.message}</p>
      )}
      {part.actions.length > 0 && (
        <span className={styles.actions}>
          <ActionButtons quiet size="small" actions={part.actions} />
        </span>
      )}
    </div>
  );
}

function Effect({ part, folded }: { part: TransactionPart; folded: boolean }) {
  if (part.effect.length === 0) return null;
  const table = (
    <JournalTable
      caption={words.partsOf(part.goesInto)}
      rows={part.effect}
      debits={null}
      credits={null}
      words={copy.journal.words}
    />
  );
  return folded ? <Disclosure label={words.effect}>{table}</Disclosure> : table;
}
