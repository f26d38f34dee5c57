import { copy } from "../../copy";
import type { Cashout } from "../../ipc/generated";
import { DataTable, Muted } from "../../kit/DataTable";
import { Money } from "../../kit/Money";
import { Card } from "../../kit/Page";
import { Status } from "../../kit/Status";
import { Moment } from "../../kit/When";
import { ActionButtons } from "../../shell/ActionButtons";
import { DOCUMENT_TONE } from "../../shell/words";

/** The cashout documents made for these days so far. */
export function Documents({ cashout }: { cashout: Cashout }) {
  if (cashout.documents.length === 0) return null;
  return (
    <Card flush title={copy.cashout.documents}>
      <DataTable
        caption={copy.cashout.documents}
        testId="cashout-documents"
        rows={cashout.documents}
        rowKey={(row) => row.id}
        columns={[
          {
            id: "title",
            head: copy.documents.title,
            strong: true,
            cell: (row) => (
              <>
                {row.narration ?? row.title}
                <div>
                  <Muted>{row.message ?? <Moment at={row.changedAt} />}</Muted>
                </div>
              </>
            ),
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
            cell: (row) => (
              <ActionButtons
                quiet
                size="small"
                actions={[
                  ...(row.link === null ? [] : [{ kind: "viewInXero" as const, document: row.id }]),
                  { kind: "openDocument", document: row.id },
                ]}
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
