import { copy } from "../../copy";
import type { ImportPreview } from "../../ipc/generated";
import { Callout } from "../../kit/Callout";
import { Count } from "../../kit/Count";
import { DataTable, Muted } from "../../kit/DataTable";
import { Money } from "../../kit/Money";
import { Status } from "../../kit/Status";
import { Day } from "../../kit/When";
import styles from "./Imports.module.css";

const words = copy.imports;

/** A file as it would be recorded: counts, totals against its own, rows, and what can't be read. */
export function Preview({ preview }: { preview: ImportPreview }) {
  return (
    <>
      <dl className={styles.counts}>
        <div>
          <dt>{words.format}</dt>
          <dd>{preview.profile.label}</dd>
        </div>
        {preview.from !== null && preview.to !== null && (
          <div>
            <dt>{words.days}</dt>
            <dd>
              <Day day={preview.from} look="short" />
              {preview.from !== preview.to && (
                <>
                  {" – "}
                  <Day day={preview.to} look="short" />
                </>
              )}
            </dd>
          </div>
        )}
        {(
          [
            [words.rows, preview.rows],
            [words.toRecord, preview.toRecord],
            [words.alreadyKnown, preview.alreadyKnown],
            [words.reversals, preview.reversals],
            [words.rejected, preview.rejected],
          ] as const
        ).map(([label, count]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>
              <Count of={count} />
            </dd>
          </div>
        ))}
      </dl>
      {preview.warnings.map((warning) => (
        <Callout key={warning.message} tone="wait" title={warning.message}>
          {warning.hint !== null && <p>{warning.hint}</p>}
        </Callout>
      ))}
      <Rejects preview={preview} />
      <Totals preview={preview} />
      <Sample preview={preview} />
    </>
  );
}

function Rejects({ preview }: { preview: ImportPreview }) {
  if (preview.rejects.length === 0) return null;
  return (
    <section>
      <h3>{words.rejectsTitle(preview.rejected)}</h3>
      <DataTable
        caption={words.rejectsTitle(preview.rejected)}
        testId="import-rejects"
        rows={preview.rejects}
        rowKey={({ line }) => String(line)}
        columns={[
          { id: "line", head: words.line, shrink: true, cell: (row) => <Count of={row.line} /> },
          {
            id: "reason",
            head: words.reason,
            cell: (row) => (
              <>
                {row.reason}
                <div>
                  <Muted>{row.text}</Muted>
                </div>
              </>
            ),
          },
        ]}
      />
    </section>
  );
}

function Totals({ preview }: { preview: ImportPreview }) {
  if (preview.totals.length === 0) return null;
  return (
    <section>
      <h3>{words.totals}</h3>
      <DataTable
        caption={words.totals}
        testId="import-totals"
        rows={preview.totals}
        rowKey={({ label }) => label}
        columns={[
          { id: "label", head: words.column, cell: (row) => row.label },
          {
            id: "file",
            head: words.inFile,
            align: "right",
            cell: (row) => <Money amount={row.inFile} />,
          },
          {
            id: "read",
            head: words.read,
            align: "right",
            cell: (row) => <Money amount={row.read} />,
          },
          {
            id: "agrees",
            head: words.compared,
            shrink: true,
            cell: (row) => (
              <Status tone={row.agrees ? "good" : "bad"}>
                {row.agrees ? words.equal : words.different}
              </Status>
            ),
          },
        ]}
      />
    </section>
  );
}

function Sample({ preview }: { preview: ImportPreview }) {
  if (preview.sample.length === 0) return null;
  return (
    <section>
      <h3>{words.sample}</h3>
      <DataTable
        caption={words.sample}
        rows={preview.sample}
        rowKey={({ id }) => id}
        columns={[
          {
            id: "day",
            head: copy.transactions.day,
            shrink: true,
            cell: (row) => (
              <>
                <Day day={row.day} /> <Muted>{row.time}</Muted>
              </>
            ),
          },
          {
            id: "kind",
            head: copy.transactions.kind,
            cell: (row) => copy.transactions.kinds[row.kind],
          },
          { id: "title", head: copy.transactions.title, cell: (row) => row.title },
          { id: "tenders", head: copy.transactions.tenders, cell: (row) => row.tenders },
          {
            id: "amount",
            head: copy.amount,
            align: "right",
            cell: (row) => <Money amount={row.amount} />,
          },
        ]}
      />
    </section>
  );
}
