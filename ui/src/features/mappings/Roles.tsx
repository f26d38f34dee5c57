import { copy } from "../../copy";
import type { RoleMapping, TaxType } from "../../ipc/generated";
import { DataTable, Muted } from "../../kit/DataTable";
import { Card } from "../../kit/Page";
import { Chooser, State } from "./Chooser";
import styles from "./Mappings.module.css";
import { accountLabel } from "./choices";

const words = copy.mappings;

/** The jobs an account can have for us. */
export function Roles({
  rows,
  taxName,
}: {
  rows: readonly RoleMapping[];
  /** A tax type as Xero names it to people. */
  taxName: (taxType: TaxType) => string;
}) {
  return (
    <Card flush>
      <DataTable
        caption={words.tabs.roles}
        testId="roles"
        rows={rows}
        rowKey={({ role }) => role}
        columns={[
          {
            id: "role",
            head: words.role,
            cell: (row) => (
              <>
                <strong>{row.label}</strong>
                {row.needed && <span className={styles.needed}>{words.needed}</span>}
                <div>
                  <Muted>{row.purpose}</Muted>
                </div>
              </>
            ),
          },
          {
            id: "account",
            head: words.account,
            cell: (row) => (
              <>
                <Chooser
                  target={{ kind: "role", role: row.role }}
                  subject={row.label}
                  chosen={row.account && accountLabel(row.account)}
                  offer={row.suggestion?.account.name}
                />
                {row.taxType !== null && <Muted>{taxName(row.taxType)}</Muted>}
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
