import { copy } from "../copy";
import type { LineKey } from "../ipc/generated";
import { usePages } from "../ipc/queries";
import { Button } from "../kit/Button";
import { Money } from "../kit/Money";
import { Loading } from "../kit/Page";
import { FaultNotice } from "./FaultNotice";
import { useShell } from "./shell";
import styles from "./LineTransactions.module.css";

/** The transactions summed in one line of a journal. */
export function LineTransactions({ line }: { line: LineKey }) {
  const { openTransaction } = useShell();
  const pages = usePages("cashout_line_transactions", { line });
  const rows = pages.data?.pages.flatMap((page) => page.transactions) ?? [];
  const total = pages.data?.pages[0]?.total ?? 0;
  return (
    <div className={styles.drill} data-testid="line-transactions">
      <FaultNotice error={pages.error} />
      {pages.isPending && <Loading label={copy.loading} />}
      <ul>
        {rows.map((row) => (
          <li key={row.id}>
            <button type="button" onClick={() => openTransaction(row.id)}>
              <span className={styles.muted}>{row.time}</span>
              <span>
                {row.title}
                {row.customer !== null && <span className={styles.muted}> · {row.customer}</span>}
              </span>
              <span className={styles.muted}>{row.tenders}</span>
              <Money amount={row.share ?? row.amount} />
            </button>
          </li>
        ))}
      </ul>
      {pages.hasNextPage && (
        <Button
          look="quiet"
          isPending={pages.isFetchingNextPage}
          onPress={() => void pages.fetchNextPage()}
        >
          {copy.more(rows.length, total)}
        </Button>
      )}
    </div>
  );
}
