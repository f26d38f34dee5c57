import { copy } from "../../copy";
import type { NoTaxMapping, TaxMapping, TaxType } from "../../ipc/generated";
import { DataTable, Muted } from "../../kit/DataTable";
import { Card, Empty } from "../../kit/Page";
import { Chooser, State, waiting } from "./Chooser";
import styles from "./Mappings.module.css";

const words = copy.mappings;

/** The taxes in use, and the account or tax type of each. */
export function Taxes({
  rows,
  noTax,
  taxName,
}: {
  rows: readonly TaxMapping[];
  noTax: NoTaxMapping;
  /** A tax type as Xero names it to people. */
  taxName: (taxType: TaxType) => string;
}) {
  return (
    <>
      <TaxesInUse rows={rows} />
      <NoTax noTax={noTax} name={taxName(noTax.taxType)} />
    </>
  );
}

/** The tax type of lines without tax: clearing accounts, booking payments, tips. */
function NoTax({ noTax, name }: { noTax: NoTaxMapping; name: string }) {
  return (
    <Card title={copy.noTax.title}>
      <div className={styles.noTax}>
        <Chooser
          target={{ kind: "noTaxType" }}
          subject={copy.noTax.title}
          chosen={name}
          name={copy.noTax.choose}
        />
        <span className={styles.muted}>{noTax.chosen ? copy.noTax.chosen : copy.noTax.usual}</span>
        {noTax.problem !== null && <State state="broken" problem={noTax.problem} />}
      </div>
      <p className={styles.muted}>{words.explain.noTaxType}</p>
    </Card>
  );
}

function TaxesInUse({ rows }: { rows: readonly TaxMapping[] }) {
  if (rows.length === 0) return <Empty title={words.noTaxesTitle}>{words.noTaxes}</Empty>;
  return (
    <Card flush>
      <DataTable
        caption={words.tabs.taxes}
        testId="taxes"
        rows={rows}
        rowKey={({ tax }) => tax}
        columns={[
          {
            id: "tax",
            head: words.tax,
            cell: (row) => (
              <>
                <strong>{row.tax}</strong>
                {row.rate !== null && <Muted> {words.taxRate(row.rate)}</Muted>}
              </>
            ),
          },
          ...waiting<TaxMapping>(),
          {
            id: "target",
            head: words.taxTarget,
            cell: (row) => (
              <Chooser
                target={{ kind: "tax", tax: row.tax }}
                subject={row.tax}
                chosen={row.target?.label ?? null}
                offer={row.suggestion?.account.name}
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
