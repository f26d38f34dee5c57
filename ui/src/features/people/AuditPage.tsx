import { useCallback, useDeferredValue, useState } from "react";

import { copy } from "../../copy";
import type { AuditEntry, AuditOutcome } from "../../ipc/generated";
import { usePages } from "../../ipc/queries";
import { Muted } from "../../kit/DataTable";
import { Dialog } from "../../kit/Dialog";
import { Facts } from "../../kit/Facts";
import { Empty, Loading, Page } from "../../kit/Page";
import { SearchField } from "../../kit/SearchField";
import { Select } from "../../kit/Select";
import { Status, type Tone } from "../../kit/Status";
import { type GridColumn, VirtualGrid } from "../../kit/VirtualGrid";
import { Moment } from "../../kit/When";
import { FaultNotice } from "../../shell/FaultNotice";
import styles from "./People.module.css";

const words = copy.audit;
const OUTCOMES = ["done", "refused", "failed", "open"] as const satisfies AuditOutcome[];
const TONE: Record<AuditOutcome, Tone> = {
  done: "good",
  refused: "bad",
  failed: "bad",
  open: "wait",
};

const COLUMNS: readonly GridColumn<AuditEntry>[] = [
  { id: "at", head: words.at, track: "10rem", cell: (row) => <Moment at={row.at} look="short" /> },
  { id: "who", head: words.who, track: "minmax(7rem, 0.6fr)", cell: (row) => row.who },
  {
    id: "outcome",
    head: words.outcome,
    track: "8.25rem",
    cell: (row) => <Status tone={TONE[row.outcome]}>{words.outcomes[row.outcome]}</Status>,
  },
  {
    id: "what",
    head: words.what,
    track: "minmax(12rem, 2fr)",
    cell: (row) => (
      <span title={row.message === null ? row.what : `${row.what}\n${row.message}`}>
        {row.what}
        {row.message !== null && <Muted> · {row.message}</Muted>}
      </span>
    ),
  },
];

/** Who did what, and what came of it. */
export function AuditPage() {
  const [opened, setOpened] = useState<AuditEntry | null>(null);
  const [search, setSearch] = useState("");
  const [outcome, setOutcome] = useState<AuditOutcome | "any">("any");
  const searched = useDeferredValue(search.trim());
  const pages = usePages("audit_log", {
    search: searched === "" ? null : searched,
    who: null,
    from: null,
    to: null,
    outcome: outcome === "any" ? null : outcome,
  });
  const rows = pages.data?.pages.flatMap((page) => page.entries) ?? [];
  const { fetchNextPage } = pages;
  const more = useCallback(() => void fetchNextPage(), [fetchNextPage]);
  const narrowed = searched !== "" || outcome !== "any";
  return (
    <Page title={copy.pages.audit} lead={words.lead} fill testId="page-audit">
      <div className={styles.filters}>
        <SearchField
          label={words.search}
          placeholder={words.search}
          clearLabel={copy.clear}
          value={search}
          onChange={setSearch}
          testId="audit-search"
        />
        <Select<AuditOutcome | "any">
          label={words.outcome}
          hideLabel
          value={outcome}
          options={[
            { id: "any", label: words.anyOutcome },
            ...OUTCOMES.map((id) => ({ id, label: words.outcomes[id] })),
          ]}
          onChange={setOutcome}
          testId="audit-outcome"
        />
      </div>
      <FaultNotice error={pages.error} onRetry={() => void pages.refetch()} />
      {pages.isPending && <Loading label={copy.loading} />}
      {pages.data !== undefined && rows.length === 0 && (
        <Empty title={narrowed ? copy.nothingFoundTitle : words.emptyTitle}>
          {narrowed ? copy.nothingFound : words.empty}
        </Empty>
      )}
      {rows.length > 0 && (
        <VirtualGrid
          label={copy.pages.audit}
          columns={COLUMNS}
          rows={rows}
          total={rows.length}
          onOpen={setOpened}
          onNearEnd={more}
          testId="audit"
        />
      )}
      {opened !== null && (
        <Entry
          entry={opened}
          mark={pages.data?.pages[0]?.mark ?? null}
          onClose={() => setOpened(null)}
        />
      )}
    </Page>
  );
}

function Entry({
  entry,
  mark,
  onClose,
}: {
  entry: AuditEntry;
  mark: string | null;
  onClose: () => void;
}) {
  return (
    <Dialog title={entry.what} closeLabel={copy.close} onClose={onClose} testId="audit-entry">
      <Status tone={TONE[entry.outcome]}>{words.outcomes[entry.outcome]}</Status>
      {entry.message !== null && <p>{entry.message}</p>}
      <Facts
        facts={[
          [words.at, <Moment key="at" at={entry.at} />],
          [words.who, entry.who],
          [words.command, entry.command],
          [words.ids, entry.ids.length === 0 ? null : entry.ids.join(", ")],
        ]}
      />
      {mark !== null && (
        <div>
          <h3>{words.mark}</h3>
          <p className={styles.mark}>{mark}</p>
          <p className={styles.muted}>{words.markHint}</p>
        </div>
      )}
    </Dialog>
  );
}
