import { copy } from "../../copy";
import type { Document, DocumentId, DocumentState, LineKey } from "../../ipc/generated";
import { useAnswer } from "../../ipc/queries";
import { Callout, type CalloutProps } from "../../kit/Callout";
import { Count } from "../../kit/Count";
import { Dialog } from "../../kit/Dialog";
import { Disclosure } from "../../kit/Disclosure";
import { Facts } from "../../kit/Facts";
import { JournalTable } from "../../kit/JournalTable";
import { Money } from "../../kit/Money";
import { Loading } from "../../kit/Page";
import { Status } from "../../kit/Status";
import { Day, Moment } from "../../kit/When";
import { ActionButtons } from "../../shell/ActionButtons";
import { FaultNotice } from "../../shell/FaultNotice";
import { LineTransactions } from "../../shell/LineTransactions";
import { useShell } from "../../shell/shell";
import { DOCUMENT_TONE } from "../../shell/words";
import styles from "./Documents.module.css";
import { Related } from "./Related";

const words = copy.documents;

/** A document: its lines as sent, what belongs to it, every attempt, and what can be done now. */
export function DocumentDialog({
  document,
  onClose,
}: {
  document: DocumentId;
  onClose: () => void;
}) {
  const answer = useAnswer("document", { document });
  // While another document is on its way, the one before is not shown as if it were that one.
  const found = answer.isPlaceholderData ? undefined : answer.data;
  return (
    <Dialog
      title={found?.summary.title ?? words.one}
      width="wide"
      closeLabel={copy.close}
      onClose={onClose}
      testId="document-dialog"
      actions={
        found !== undefined && found.actions.length > 0 && <ActionButtons actions={found.actions} />
      }
    >
      <FaultNotice error={answer.error} />
      {found === undefined && answer.error === null && <Loading label={copy.loading} />}
      {found !== undefined && <Opened found={found} />}
    </Dialog>
  );
}

function Opened({ found }: { found: Document }) {
  const { summary } = found;
  return (
    <>
      <Head found={found} />
      {summary.message !== null && (
        <Callout tone={messageTone(summary.state)}>{summary.message}</Callout>
      )}
      <KnownOf found={found} />
      {found.lines.length === 0 && found.counter === null ? (
        <p className={styles.muted}>
          {summary.kind === "allocation" ? words.noLines : words.noLinesYet}
        </p>
      ) : (
        <div className={styles.lines}>
          <JournalTable
            caption={copy.journal.caption(summary.title)}
            rows={found.lines}
            counter={found.counter}
            debits={found.debits}
            credits={found.credits}
            words={copy.journal.words}
            // The key went in with the lines above and comes back unchanged.
            renderOpen={(key) => <LineTransactions line={key as LineKey} />}
          />
        </div>
      )}
      {found.about !== null && <Related title={words.about} documents={[found.about]} />}
      {found.dependents.length > 0 && (
        <Related title={words.dependents} documents={found.dependents} />
      )}
      <Attempts found={found} />
    </>
  );
}

/** What a document says of itself is bad news only where a person has to do something. */
function messageTone(state: DocumentState): CalloutProps["tone"] {
  const tone = DOCUMENT_TONE[state];
  return tone === "good" ? "plain" : tone;
}

function Head({ found }: { found: Document }) {
  const { summary } = found;
  return (
    <div className={styles.facts}>
      <Money amount={summary.amount} currency={summary.currency} size="figure" />
      <Status tone={DOCUMENT_TONE[summary.state]}>{words.states[summary.state]}</Status>
      <span>{words.kinds[summary.kind]}</span>
      <Day day={summary.date} />
      <span>
        <Count of={found.transactions} /> {copy.cashout.transactions(found.transactions)}
      </span>
    </div>
  );
}

function KnownOf({ found }: { found: Document }) {
  const { status } = useShell();
  const { summary, rate } = found;
  return (
    <Facts
      facts={[
        [words.number, summary.number],
        [words.contact, found.contact],
        [words.due, found.due !== null && <Day key="due" day={found.due} />],
        [words.rate, rate && words.rateOf(rate, summary.currency, status.currency ?? "")],
        [words.evidence, found.evidence],
        [words.found, summary.narration, "wide"],
      ]}
    />
  );
}

function Attempts({ found }: { found: Document }) {
  if (found.attempts.length === 0) return null;
  return (
    <section>
      <h3>{words.attempts}</h3>
      <ol className={styles.attempts}>
        {found.attempts.map((attempt) => (
          <li key={attempt.at}>
            <Moment at={attempt.at} /> · {attempt.message}
            {attempt.xeroSaid !== null && (
              <Disclosure label={copy.attention.xeroSaid}>
                <code className={styles.said}>{attempt.xeroSaid}</code>
              </Disclosure>
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}
