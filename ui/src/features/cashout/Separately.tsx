import { copy } from "../../copy";
import type { Cashout } from "../../ipc/generated";
import { Count } from "../../kit/Count";
import { Callout } from "../../kit/Callout";
import { Button } from "../../kit/Button";
import { DataTable, Muted } from "../../kit/DataTable";
import { Money } from "../../kit/Money";
import { Card } from "../../kit/Page";
import { Status } from "../../kit/Status";
import { Day } from "../../kit/When";
import { ActionButtons } from "../../shell/ActionButtons";
import { useShell } from "../../shell/shell";
import { DOCUMENT_TONE } from "../../shell/words";
import styles from "./Cashout.module.css";

/** How many of the days left open are offered at once, the oldest first. */
const EARLIER_SHOWN = 3;

/** What this cashout leaves out, because a document of its own posts it. */
export function Separately({ cashout }: { cashout: Cashout }) {
  if (cashout.postedSeparately.length === 0) return null;
  return (
    <Card
      flush
      title={copy.cashout.separatelyTitle}
      aside={<Money amount={cashout.separately} currency={cashout.currency} />}
    >
      <DataTable
        caption={copy.cashout.separatelyTitle}
        testId="separately"
        rows={cashout.postedSeparately}
        rowKey={(row) => `${row.document} ${row.title}`}
        columns={[
          {
            id: "title",
            head: copy.documents.title,
            strong: true,
            cell: (row) => (
              <>
                {row.title}
                {row.message !== null && (
                  <div>
                    <Muted>{row.message}</Muted>
                  </div>
                )}
              </>
            ),
          },
          {
            id: "kind",
            head: copy.documents.kind,
            cell: (row) => copy.documents.kinds[row.kind],
          },
          {
            id: "state",
            head: copy.documents.state,
            cell: (row) => (
              <Status tone={DOCUMENT_TONE[row.state]}>{copy.documents.states[row.state]}</Status>
            ),
          },
          {
            id: "open",
            head: copy.documents.actions,
            hideHead: true,
            shrink: true,
            cell: (row) =>
              row.document !== null && (
                <ActionButtons
                  quiet
                  size="small"
                  actions={[{ kind: "openDocument", document: row.document }]}
                />
              ),
          },
          {
            id: "amount",
            head: copy.amount,
            align: "right",
            cell: (row) => <Money amount={row.amount} />,
          },
        ]}
      />
    </Card>
  );
}

/** Days before these that nobody has closed. */
export function EarlierDays({ cashout }: { cashout: Cashout }) {
  const { go } = useShell();
  const days = cashout.earlierOpenDays;
  if (days.length === 0) return null;
  const shown = days.slice(0, EARLIER_SHOWN);
  return (
    <Callout
      tone="plain"
      title={copy.cashout.earlier(days.length)}
      testId="earlier-days"
      actions={shown.map(({ day, transactions, taken }) => (
        <Button
          key={day}
          size="small"
          onPress={() => go({ page: "cashout", location: cashout.location, from: day, to: day })}
        >
          <Day day={day} look="short" /> · <Count of={transactions} /> · <Money amount={taken} />
        </Button>
      ))}
    >
      {days.length > shown.length && (
        <p className={styles.muted}>{copy.cashout.earlierMore(days.length - shown.length)}</p>
      )}
    </Callout>
  );
}
