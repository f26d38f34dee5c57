import { copy } from "../../copy";
import type { DocumentId } from "../../ipc/generated";
import { useAnswer } from "../../ipc/queries";
import { Callout } from "../../kit/Callout";
import { Count } from "../../kit/Count";
import { Dialog } from "../../kit/Dialog";
import { Disclosure } from "../../kit/Disclosure";
import { JournalTable } from "../../kit/JournalTable";
import { Loading } from "../../kit/Page";
import { Status } from "../../kit/Status";
import { Day, Moment } from "../../kit/When";
import { ActionButtons } from "../../shell/ActionButtons";
import { FaultNotice } from "../../shell/FaultNotice";
import { DOCUMENT_TONE } from "../../shell/words";
import styles from "./Documents.module.css";

/** A document: its lines as sent, every attempt, and what can be done with it. */
export function DocumentDialog({
  document,
  onClose,
}: {
  document: DocumentId;
  onClose: () => void;
}) {
  const answer = useAnswer("document", { document });
  const found = answer.data;
  return (
    <Dialog
      title={found?.summary.title ?? copy.documents.one}
      width="wide"
      closeLabel={copy.close}
      onClose={onClose}
      testId="document-dialog"
      actions={found !== undefined && <ActionButtons actions={found.actions} />}
    >
      <FaultNotice error={answer.error} />
      {answer.isPending && <Loading label={copy.loading} />}
      {found !== undefined && (
        <>
          <div className={styles.facts}>
            <Status tone={DOCUMENT_TONE[found.summary.state]}>
              {copy.documents.states[found.summary.state]}
            </Status>
            <span>{copy.documents.kinds[found.summary.kind]}</span>
            <Day day={found.summary.date} />
            <span>
              <Count of={found.transactions} /> {copy.cashout.transactions(found.transactions)}
            </span>
            {found.summary.narration !== null && <em>{found.summary.narration}</em>}
          </div>
          {found.summary.message !== null && <Callout tone="wait">{found.summary.message}</Callout>}
          <JournalTable
            caption={copy.journal.caption(found.summary.title)}
            rows={found.lines}
            debits={found.debits}
            credits={found.credits}
            words={copy.journal.words}
          />
          {found.attempts.length > 0 && (
            <section>
              <h3>{copy.documents.attempts}</h3>
              <ol className={styles.attempts}>
                {found.attempts.map((attempt) => (
                  <li key={attempt.at}>
                    <Moment at={attempt.at} /> · {attempt.message}
                    {attempt.xeroSaid !== null && (
                      <Disclosure label={copy.attention.xeroSaid}>
                        <code>{attempt.xeroSaid}</code>
                      </Disclosure>
                    )}
                  </li>
                ))}
              </ol>
            </section>
          )}
        </>
      )}
    </Dialog>
  );
}
