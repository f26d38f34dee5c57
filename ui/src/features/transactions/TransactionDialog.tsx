import { useState } from "react";

import { copy } from "../../copy";
import type { Transaction, TransactionId } from "../../ipc/generated";
import { useAnswer } from "../../ipc/queries";
import { Button } from "../../kit/Button";
import { Callout } from "../../kit/Callout";
import { Muted } from "../../kit/DataTable";
import { Dialog } from "../../kit/Dialog";
import { Facts } from "../../kit/Facts";
import { Money } from "../../kit/Money";
import { Loading } from "../../kit/Page";
import { Status } from "../../kit/Status";
import { Day, Moment } from "../../kit/When";
import { ActionButtons } from "../../shell/ActionButtons";
import { FaultNotice } from "../../shell/FaultNotice";
import { useShell } from "../../shell/shell";
import { POSTING_TONE } from "../../shell/words";
import { Lines, Paid } from "./Lines";
import { Parts } from "./Parts";
import styles from "./Transactions.module.css";
import { WithdrawDialog } from "./WithdrawDialog";

const words = copy.transactions;

/** A transaction: what it was, how it was paid, what is posted of it and where, its history. */
export function TransactionDialog({
  transaction,
  onClose,
}: {
  transaction: TransactionId;
  onClose: () => void;
}) {
  const answer = useAnswer("transaction", { transaction });
  const found = answer.data;
  const { mayNot } = useShell().status.window;
  const [withdraws, setWithdraws] = useState(false);
  if (withdraws) {
    return <WithdrawDialog transaction={transaction} onClose={() => setWithdraws(false)} />;
  }
  const canWithdraw = found?.canWithdraw === true && !mayNot.includes("withdraw_transaction");
  return (
    <Dialog
      title={found === undefined ? words.one : titleOf(found)}
      width="wide"
      closeLabel={copy.close}
      onClose={onClose}
      testId="transaction-dialog"
      actions={
        canWithdraw ? (
          <Button look="quiet" onPress={() => setWithdraws(true)} data-testid="withdraw">
            {words.withdraw}
          </Button>
        ) : (
          found?.withdrawnByOthers != null && (
            <p className={styles.others}>{found.withdrawnByOthers}</p>
          )
        )
      }
    >
      <FaultNotice error={answer.error} />
      {answer.isPending && <Loading label={copy.loading} />}
      {found !== undefined && (
        <>
          <Head found={found} />
          <Waits found={found} />
          <Known found={found} />
          <Lines found={found} />
          <Paid found={found} />
          <Parts found={found} />
          <Story found={found} />
        </>
      )}
    </Dialog>
  );
}

/** What happened and what it was about; once, where that is the same. */
function titleOf({ summary: { kind, title } }: Transaction): string {
  const name = words.kinds[kind];
  return title === name ? name : `${name} · ${title}`;
}

function Head({ found }: { found: Transaction }) {
  const { summary } = found;
  return (
    <div className={styles.facts}>
      <Money amount={summary.amount} currency={summary.currency} size="figure" />
      <Status tone={POSTING_TONE[summary.posting]}>{words.postings[summary.posting]}</Status>
      <span>
        <Day day={summary.day} /> {summary.time}
      </span>
      {found.note !== null && <em>{found.note}</em>}
    </div>
  );
}

/** Why it is not posted yet, with what mends that. */
function Waits({ found }: { found: Transaction }) {
  if (found.waitsFor === null) return null;
  return (
    <Callout
      tone="wait"
      title={words.waits}
      testId="waits-for"
      actions={found.actions.length > 0 && <ActionButtons actions={found.actions} />}
    >
      <p>{found.waitsFor}</p>
    </Callout>
  );
}

function Known({ found }: { found: Transaction }) {
  return (
    <Facts
      facts={[
        [words.location, found.locationName],
        [words.till, found.till],
        [words.staff, found.staff],
        [words.customer, found.summary.customer],
        [words.booking, found.booking],
        [words.department, found.department],
        [words.class, found.class],
        [words.source, found.summary.sourceId],
        ...found.particulars.map(({ label, value }) => [label, value] as const),
      ]}
    />
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
    </section>
  );
}
