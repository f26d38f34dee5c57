import { useCallback, useEffect, useState } from "react";

import { copy } from "../../copy";
import type {
  Posting,
  TransactionFilter,
  TransactionKind,
  TransactionSummary,
} from "../../ipc/generated";
import { usePages } from "../../ipc/queries";
import { Button } from "../../kit/Button";
import { Count } from "../../kit/Count";
import { Empty, Loading, Page } from "../../kit/Page";
import { Money } from "../../kit/Money";
import { SearchField } from "../../kit/SearchField";
import { Select } from "../../kit/Select";
import { Status } from "../../kit/Status";
import { type GridColumn, VirtualGrid } from "../../kit/VirtualGrid";
import { Day } from "../../kit/When";
import { ALL_TRANSACTIONS } from "../../route";
import { FaultNotice } from "../../shell/FaultNotice";
import { useShell } from "../../shell/shell";
import { POSTING_TONE } from "../../shell/words";
import styles from "./Transactions.module.css";

/** How long typing must rest before it searches. */
const TYPING_MS = 150;

const POSTINGS = [
  "open",
  "claimed",
  "posted",
  "blocked",
  "waiting",
  "skipped",
  "nothing",
] as const satisfies Posting[];

/** Every kind, in the order in which a glossary has them. */
const KINDS = Object.keys(copy.transactions.kinds) as TransactionKind[];

const COLUMNS: readonly GridColumn<TransactionSummary>[] = [
  {
    id: "day",
    head: copy.transactions.day,
    track: "9.75rem",
    cell: (row) => (
      <>
        <Day day={row.day} look="compact" /> <span className={styles.muted}>{row.time}</span>
      </>
    ),
  },
  {
    id: "kind",
    head: copy.transactions.kind,
    track: "minmax(9.25rem, 0.5fr)",
    cell: (row) => copy.transactions.kinds[row.kind],
  },
  {
    id: "title",
    head: copy.transactions.title,
    track: "minmax(4.75rem, 2fr)",
    cell: (row) => (
      <span title={row.customer === null ? row.title : `${row.title}\n${row.customer}`}>
        {row.title}
        {row.customer !== null && <span className={styles.muted}> · {row.customer}</span>}
      </span>
    ),
  },
  {
    id: "tenders",
    head: copy.transactions.tenders,
    track: "minmax(5rem, 1fr)",
    cell: (row) => row.tenders,
    wideOnly: true,
  },
  {
    id: "posting",
    head: copy.transactions.posting,
    track: "9.25rem",
    cell: (row) => (
      <Status tone={POSTING_TONE[row.posting]}>{copy.transactions.postings[row.posting]}</Status>
    ),
  },
  {
    id: "amount",
    head: copy.amount,
    track: { leastRem: 7.25, figure: (row) => row.amount },
    align: "right",
    cell: (row) => <Money amount={row.amount} />,
  },
];

export interface TransactionsPageProps {
  filter: TransactionFilter;
  onFilter: (filter: TransactionFilter) => void;
}

/** Everything recorded or imported, found by typing. */
export function TransactionsPage({ filter, onFilter }: TransactionsPageProps) {
  const { perform, openTransaction } = useShell();
  const pages = usePages("transactions", { filter });
  const rows = pages.data?.pages.flatMap((page) => page.transactions) ?? [];
  const total = pages.data?.pages[0]?.total ?? 0;
  const { fetchNextPage } = pages;
  const more = useCallback(() => void fetchNextPage(), [fetchNextPage]);
  const narrowed = JSON.stringify(filter) !== JSON.stringify(ALL_TRANSACTIONS);
  return (
    <Page
      title={copy.pages.transactions}
      fill
      testId="page-transactions"
      actions={
        <Button
          icon="upload"
          look="primary"
          onPress={() => perform({ kind: "import" })}
          data-testid="import"
        >
          {copy.actions.import}
        </Button>
      }
    >
      <Filters filter={filter} onFilter={onFilter} narrowed={narrowed} total={total} />
      <FaultNotice error={pages.error} onRetry={() => void pages.refetch()} />
      {pages.isPending && <Loading label={copy.loading} />}
      {pages.data !== undefined && total === 0 && (
        <Empty title={narrowed ? copy.nothingFoundTitle : copy.transactions.emptyTitle}>
          {narrowed ? copy.nothingFound : copy.transactions.empty}
        </Empty>
      )}
      {total > 0 && (
        <VirtualGrid
          label={copy.pages.transactions}
          columns={COLUMNS}
          rows={rows}
          total={total}
          onOpen={(row) => openTransaction(row.id)}
          onNearEnd={more}
          testId="transactions"
        />
      )}
    </Page>
  );
}

function Filters({
  filter,
  onFilter,
  narrowed,
  total,
}: TransactionsPageProps & { narrowed: boolean; total: number }) {
  const [search, setSearch] = useState(filter.search ?? "");
  useEffect(() => {
    const wanted = search.trim() === "" ? null : search.trim();
    if (wanted === filter.search) return undefined;
    const rest = setTimeout(() => onFilter({ ...filter, search: wanted }), TYPING_MS);
    return () => clearTimeout(rest);
  }, [search, filter, onFilter]);
  const named = [filter.glCode, filter.tender].filter((name) => name !== null);
  return (
    <div className={styles.filters}>
      <SearchField
        label={copy.transactions.search}
        placeholder={copy.transactions.searchHint}
        clearLabel={copy.clear}
        value={search}
        onChange={setSearch}
        testId="transactions-search"
      />
      <Select<Posting | "all">
        label={copy.transactions.posting}
        hideLabel
        value={filter.postings[0] ?? "all"}
        options={[
          { id: "all", label: copy.transactions.allPostings },
          ...POSTINGS.map((id) => ({ id, label: copy.transactions.postings[id] })),
        ]}
        onChange={(id) => onFilter({ ...filter, postings: id === "all" ? [] : [id] })}
        testId="transactions-posting"
      />
      <Select<TransactionKind | "all">
        label={copy.transactions.kind}
        hideLabel
        value={filter.kinds[0] ?? "all"}
        options={[
          { id: "all", label: copy.transactions.allKinds },
          ...KINDS.map((id) => ({ id, label: copy.transactions.kinds[id] })),
        ]}
        onChange={(id) => onFilter({ ...filter, kinds: id === "all" ? [] : [id] })}
        testId="transactions-kind"
      />
      {narrowed && (
        <Button
          look="quiet"
          icon="cross"
          onPress={() => {
            setSearch("");
            onFilter(ALL_TRANSACTIONS);
          }}
        >
          {copy.transactions.showAll(named.join(", "))}
        </Button>
      )}
      <span className={styles.count} aria-live="polite">
        <Count of={total} /> {copy.cashout.transactions(total)}
      </span>
    </div>
  );
}
