import { useCallback, useDeferredValue, useState } from "react";

import { copy } from "../../copy";
import type { DocumentId, ExchangeResult, SyncLogEntry } from "../../ipc/generated";
import { usePages } from "../../ipc/queries";
import { Button } from "../../kit/Button";
import { Count } from "../../kit/Count";
import { Muted } from "../../kit/DataTable";
import { Empty, Loading, Page } from "../../kit/Page";
import { SearchField } from "../../kit/SearchField";
import { Select } from "../../kit/Select";
import { Status } from "../../kit/Status";
import { type GridColumn, VirtualGrid } from "../../kit/VirtualGrid";
import { Moment } from "../../kit/When";
import { FaultNotice } from "../../shell/FaultNotice";
import { RESULT_TONE } from "../../shell/words";
import { EntryDialog } from "./EntryDialog";
import styles from "./Log.module.css";

const RESULTS = ["done", "refused", "busy", "noAnswer"] as const satisfies ExchangeResult[];

const COLUMNS: readonly GridColumn<SyncLogEntry>[] = [
  {
    id: "at",
    head: copy.log.at,
    track: "10rem",
    cell: (row) => <Moment at={row.at} look="short" />,
  },
  {
    id: "operation",
    head: copy.log.operation,
    track: "minmax(10rem, 1.4fr)",
    cell: (row) => (
      <>
        {row.operation}
        {row.documentTitle !== null && <Muted> · {row.documentTitle}</Muted>}
      </>
    ),
  },
  {
    id: "result",
    head: copy.log.result,
    track: "8.25rem",
    cell: (row) => <Status tone={RESULT_TONE[row.result]}>{copy.log.results[row.result]}</Status>,
  },
  {
    id: "message",
    head: copy.log.message,
    track: "minmax(9rem, 2fr)",
    cell: (row) => row.message,
  },
  {
    id: "duration",
    head: copy.log.duration,
    track: "5.5rem",
    align: "right",
    cell: (row) => copy.log.milliseconds(row.durationMs),
  },
];

/** Every exchange with Xero. */
export function LogPage({ document, onAll }: { document: DocumentId | null; onAll: () => void }) {
  const [opened, setOpened] = useState<SyncLogEntry | null>(null);
  const [search, setSearch] = useState("");
  const [result, setResult] = useState<ExchangeResult | "all">("all");
  const searched = useDeferredValue(search.trim());
  const pages = usePages("sync_log", {
    search: searched === "" ? null : searched,
    from: null,
    to: null,
    document,
    results: result === "all" ? [] : [result],
  });
  const rows = pages.data?.pages.flatMap((page) => page.entries) ?? [];
  const total = pages.data?.pages[0]?.total ?? 0;
  const { fetchNextPage } = pages;
  const more = useCallback(() => void fetchNextPage(), [fetchNextPage]);
  const narrowed = searched !== "" || result !== "all" || document !== null;
  return (
    <Page title={copy.pages.log} lead={copy.log.lead} fill testId="page-log">
      <div className={styles.filters}>
        <SearchField
          label={copy.log.search}
          placeholder={copy.log.search}
          clearLabel={copy.clear}
          value={search}
          onChange={setSearch}
          testId="log-search"
        />
        <Select<ExchangeResult | "all">
          label={copy.log.result}
          hideLabel
          value={result}
          options={[
            { id: "all", label: copy.log.allResults },
            ...RESULTS.map((id) => ({ id, label: copy.log.results[id] })),
          ]}
          onChange={setResult}
        />
        {document !== null && <Button onPress={onAll}>{copy.log.allDocuments}</Button>}
        <span className={styles.count}>
          <Count of={total} /> {copy.log.exchanges(total)}
        </span>
      </div>
      <FaultNotice error={pages.error} onRetry={() => void pages.refetch()} />
      {pages.isPending && <Loading label={copy.loading} />}
      {pages.data !== undefined && total === 0 && (
        <Empty title={narrowed ? copy.nothingFoundTitle : copy.log.emptyTitle}>
          {narrowed ? copy.nothingFound : copy.log.empty}
        </Empty>
      )}
      {total > 0 && (
        <VirtualGrid
          label={copy.pages.log}
          columns={COLUMNS}
          rows={rows}
          total={total}
          onOpen={setOpened}
          onNearEnd={more}
          testId="log"
        />
      )}
      {opened !== null && <EntryDialog entry={opened} onClose={() => setOpened(null)} />}
    </Page>
  );
}
