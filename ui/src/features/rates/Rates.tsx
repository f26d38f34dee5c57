import { copy } from "../../copy";
import type { Rate } from "../../ipc/generated";
import { useAnswer } from "../../ipc/queries";
import { Button } from "../../kit/Button";
import { Callout } from "../../kit/Callout";
import { type Column, DataTable, Muted } from "../../kit/DataTable";
import { Card, Empty, Loading } from "../../kit/Page";
import { Day } from "../../kit/When";
import { ALL_TRANSACTIONS } from "../../route";
import { ActionButtons } from "../../shell/ActionButtons";
import { FaultNotice } from "../../shell/FaultNotice";
import { useShell } from "../../shell/shell";

const words = copy.rates;

/** What foreign currencies were worth on some days, as a bookkeeper entered it. */
export function Rates() {
  const { perform } = useShell();
  const answer = useAnswer("rates", {});
  const rates = answer.data;
  const add = (
    <Button
      icon="plus"
      size="small"
      onPress={() => perform({ kind: "enterRate", currency: "", day: null })}
      data-testid="add-rate"
    >
      {words.add}
    </Button>
  );
  return (
    <>
      <FaultNotice error={answer.error} onRetry={() => void answer.refetch()} />
      {answer.isPending && <Loading label={copy.loading} />}
      {rates !== undefined && rates.waiting > 0 && (
        <Callout
          tone="wait"
          title={words.waiting(rates.waiting)}
          actions={
            <ActionButtons
              actions={[
                {
                  kind: "showTransactions",
                  filter: { ...ALL_TRANSACTIONS, postings: ["waiting"] },
                },
              ]}
            />
          }
        />
      )}
      {rates?.rates.length === 0 && (
        <Empty title={words.emptyTitle} actions={add}>
          {words.empty}
        </Empty>
      )}
      {rates !== undefined && rates.rates.length > 0 && (
        <Card flush title={copy.mappings.tabs.rates} aside={add}>
          <DataTable
            caption={copy.mappings.tabs.rates}
            testId="rates"
            rows={rates.rates}
            rowKey={({ currency, day }) => `${currency} ${day}`}
            columns={columns(rates.base)}
          />
        </Card>
      )}
    </>
  );
}

function columns(base: string): Column<Rate>[] {
  return [
    { id: "day", head: words.day, strong: true, cell: (row) => <Day day={row.day} /> },
    {
      id: "rate",
      head: words.rate,
      cell: (row) => words.oneUnit(row.currency, row.rate, base),
    },
    { id: "who", head: words.who, cell: (row) => <Muted>{row.who}</Muted> },
  ];
}
