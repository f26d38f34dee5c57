import { copy } from "../../copy";
import type { DocumentSummary } from "../../ipc/generated";
import { Money } from "../../kit/Money";
import { Status } from "../../kit/Status";
import { Day } from "../../kit/When";
import { useShell } from "../../shell/shell";
import { DOCUMENT_TONE } from "../../shell/words";
import styles from "./Documents.module.css";

const words = copy.documents;

/** Other documents, each the way to itself. */
export function Related({
  title,
  documents,
}: {
  title: string;
  documents: readonly DocumentSummary[];
}) {
  const { perform } = useShell();
  return (
    <section>
      <h3>{title}</h3>
      <ul className={styles.related} data-testid="related">
        {documents.map((document) => (
          <li key={document.id}>
            <button
              type="button"
              onClick={() => perform({ kind: "openDocument", document: document.id })}
            >
              <span className={styles.name}>{document.title}</span>
              <span className={styles.muted}>
                {words.kinds[document.kind]} · <Day day={document.date} look="compact" />
              </span>
              <Status tone={DOCUMENT_TONE[document.state]}>{words.states[document.state]}</Status>
              <Money amount={document.amount} currency={document.currency} />
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
