import { copy } from "../../copy";
import type { BankMapping, TenderMapping } from "../../ipc/generated";
import { DataTable, Muted } from "../../kit/DataTable";
import { Card, Empty } from "../../kit/Page";
import { Chooser, State, waiting } from "./Chooser";
import { accountLabel } from "./choices";

const words = copy.mappings;

/** The ways of paying, and the clearing account of each. */
export function Tenders({ rows }: { rows: readonly TenderMapping[] }) {
  if (rows.length === 0) return <Empty title={words.noTendersTitle}>{words.noTenders}</Empty>;
  return (
    <Card flush>
      <DataTable
        caption={words.tabs.tenders}
        testId="tenders"
        rows={rows}
        rowKey={({ tender }) => tender}
        columns={[
          { id: "tender", head: words.tender, strong: true, cell: (row) => row.tender },
          ...waiting<TenderMapping>(),
          {
            id: "account",
            head: words.clearing,
            cell: (row) => (
              <>
                <Chooser
                  target={{ kind: "tender", tender: row.tender }}
                  subject={row.tender}
                  chosen={row.account && accountLabel(row.account)}
                />
                {row.direct && <Muted>{words.directMark}</Muted>}
              </>
            ),
          },
          {
            id: "state",
            head: words.state,
            cell: (row) => <State state={row.state} problem={row.problem} />,
          },
        ]}
      />
    </Card>
  );
}

/** The bank accounts that the desk and the files call by a name. */
export function Banks({ rows }: { rows: readonly BankMapping[] }) {
  if (rows.length === 0) return <Empty title={words.noBanksTitle}>{words.noBanks}</Empty>;
  return (
    <Card flush>
      <DataTable
        caption={words.tabs.banks}
        testId="banks"
        rows={rows}
        rowKey={({ bank }) => bank}
        columns={[
          { id: "bank", head: words.bank, strong: true, cell: (row) => row.bank },
          {
            id: "account",
            head: words.bankAccount,
            cell: (row) => (
              <Chooser
                target={{ kind: "bank", bank: row.bank }}
                subject={row.bank}
                chosen={row.account && accountLabel(row.account)}
              />
            ),
          },
          {
            id: "state",
            head: words.state,
            cell: (row) => <State state={row.state} problem={row.problem} />,
          },
        ]}
      />
    </Card>
  );
}
