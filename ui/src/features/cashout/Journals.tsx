import { copy } from "../../copy";
import type { Cashout, LineKey } from "../../ipc/generated";
import { JournalTable } from "../../kit/JournalTable";
import { Card } from "../../kit/Page";
import { Callout } from "../../kit/Callout";
import { Day } from "../../kit/When";
import { LineTransactions } from "../../shell/LineTransactions";
import styles from "./Cashout.module.css";

/** The exact journals that will be made, each line open down to its transactions. */
export function Journals({ cashout }: { cashout: Cashout }) {
  return cashout.journals.map((journal) => (
    <Card
      key={`${journal.from} ${journal.to}`}
      flush
      title={copy.cashout.journal}
      aside={
        <>
          <Day day={journal.date} /> · {copy.journal.amountsAre[journal.amountsAre]}
        </>
      }
    >
      <p className={styles.narration}>{journal.narration}</p>
      {journal.splitBecause !== null && (
        <div className={styles.inset}>
          <Callout tone="plain">{journal.splitBecause}</Callout>
        </div>
      )}
      <JournalTable
        caption={copy.journal.caption(journal.narration)}
        rows={journal.lines}
        debits={journal.debits}
        credits={journal.credits}
        words={copy.journal.words}
        // The key went in with the lines above and comes back unchanged.
        renderOpen={(key) => <LineTransactions line={key as LineKey} />}
      />
    </Card>
  ));
}
