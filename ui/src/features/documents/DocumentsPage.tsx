import { useCallback } from "react";

import { copy } from "../../copy";
import type { DocumentState, DocumentSummary } from "../../ipc/generated";
import { usePages } from "../../ipc/queries";
import { Button } from "../../kit/Button";
import { Count } from "../../kit/Count";
import { Money } from "../../kit/Money";
import { Empty, Loading, Page } from "../../kit/Page";
import { Select } from "../../kit/Select";
import { Status } from "../../kit/Status";
import { type GridColumn, VirtualGrid } from "../../kit/VirtualGrid";
import { Day } from "../../kit/When";
import { FaultNotice } from "../../shell/FaultNotice";
import { useShell } from "../../shell/shell";
import { DOCUMENT_TONE } from "../../shell/words";
import styles from "./Documents.module.css";

const words = copy.documents;

/** The states one looks for, those that need somebody first. */
const STATES = [
  "held",
  "rejected",
  "unknown",
  "awaiting_approval",
  "queued",
  "sending",
  "posted",
  "skipped",
  "undone",
] as const satisfies DocumentState[];

const COLUMNS: readonly GridColumn<DocumentSummary>[] = [
  {
    id: "date",
    head: words.date,
    track: "7.75rem",
    cell: (row) => <Day day={row.date} look="compact" />,
  },
  {
    id: "title",
    head: words.title,
    track: "minmax(10rem, 2fr)",
    cell: (row) => (
      <span title={row.message === null ? row.title : `${row.title}\n${row.message}`}>
        {row.title}
        {row.message !== null && <span className={styles.muted}> · {row.message}</span>}
      </span>
    ),
  },
  {
    id: "kind",
    head: words.kind,
    track: "minmax(8.25rem, 0.5fr)",
    cell: (row) => words.kinds[row.kind],
    wideOnly: true,
  },
  {
    id: "state",
    head: words.state,
    track: "10.75rem",
    cell: (row) => <Status tone={DOCUMENT_TONE[row.state]}>{words.states[row.state]}</Status>,
  },
  {
    id: "amount",
    head: copy.amount,
    track: { leastRem: 9.5, figure: (row) => row.amount },
    align: "right",
    cell: (row) => <Amount row={row} />,
  },
];

/** The currency is said where it is not the organisation's own. */
function Amount({ row: { amount, currency } }: { row: DocumentSummary }) {
  const { status } = useShell();
  return <Money amount={amount} {...(currency === status.currency ? {} : { currency })} />;
}

/** Everything made for Xero, with how far it has come. */
export function DocumentsPage({
  state,
  onState,
}: {
  state: DocumentState | null;
  onState: (state: DocumentState | null) => void;
}) {
  const { perform, openExport } = useShell();
  const pages = usePages("documents", { states: state === null ? [] : [state] });
  const rows = pages.data?.pages.flatMap((page) => page.documents) ?? [];
  const total = pages.data?.pages[0]?.total ?? 0;
  const { fetchNextPage } = pages;
  const more = useCallback(() => void fetchNextPage(), [fetchNextPage]);
  return (
    <Page
      title={copy.pages.documents}
      lead={words.lead}
      fill
      testId="page-documents"
      actions={
        <Button icon="download" onPress={() => openExport("xlsx")} data-testid="export">
          {copy.exports.button}
        </Button>
      }
    >
      <div className={styles.filters}>
        <Select<DocumentState | "all">
          label={words.state}
          hideLabel
          value={state ?? "all"}
          options={[
            { id: "all", label: words.allStates },
            ...STATES.map((id) => ({ id, label: words.states[id] })),
          ]}
          onChange={(id) => onState(id === "all" ? null : id)}
          testId="documents-state"
        />
        {state === "awaiting_approval" && (
          <Button
            icon="check"
            onPress={() => perform({ kind: "checkApprovals" })}
            data-testid="check-approvals"
          >
            {copy.actions.checkApprovals}
          </Button>
        )}
        <span className={styles.count} aria-live="polite">
          <Count of={total} /> {words.count(total)}
        </span>
      </div>
      <FaultNotice error={pages.error} onRetry={() => void pages.refetch()} />
      {pages.isPending && <Loading label={copy.loading} />}
      {pages.data !== undefined && total === 0 && (
        <Empty title={state === null ? words.emptyTitle : copy.nothingFoundTitle}>
          {state === null ? words.empty : words.noneInState(words.states[state])}
        </Empty>
      )}
      {total > 0 && (
        <VirtualGrid
          label={copy.pages.documents}
          columns={COLUMNS}
          rows={rows}
          total={total}
          onOpen={(row) => perform({ kind: "openDocument", document: row.id })}
          onNearEnd={more}
          testId="documents"
        />
      )}
    </Page>
  );
}
