import { useMemo, useState } from "react";

import { copy } from "../../copy";
import type { ContactLink } from "../../ipc/generated";
import { useAnswer } from "../../ipc/queries";
import { Count } from "../../kit/Count";
import { Empty, Loading } from "../../kit/Page";
import { SearchField } from "../../kit/SearchField";
import { type GridColumn, VirtualGrid } from "../../kit/VirtualGrid";
import { FaultNotice } from "../../shell/FaultNotice";
import { useShell } from "../../shell/shell";
import styles from "./Contacts.module.css";

const words = copy.contacts;

const COLUMNS: readonly GridColumn<ContactLink>[] = [
  {
    id: "customer",
    head: words.customer,
    track: "minmax(10rem, 1fr)",
    cell: (row) => row.customer,
  },
  { id: "contact", head: words.contact, track: "minmax(10rem, 1fr)", cell: (row) => row.contact },
  { id: "who", head: words.who, track: "minmax(8rem, 0.6fr)", cell: (row) => row.who },
];

const nothing = () => {};

/** Every customer who has a contact in Xero; a row opens to choose another. */
export function Contacts() {
  const { perform } = useShell();
  const answer = useAnswer("contacts", {});
  const [search, setSearch] = useState("");
  const links = answer.data?.contacts;
  const found = useMemo(() => fitting(links ?? [], search), [links, search]);
  return (
    <>
      <p className={styles.lead}>{words.lead}</p>
      <FaultNotice error={answer.error} onRetry={() => void answer.refetch()} />
      {answer.isPending && <Loading label={copy.loading} />}
      {links?.length === 0 && <Empty title={words.emptyTitle}>{words.empty}</Empty>}
      {links !== undefined && links.length > 0 && (
        <>
          <div className={styles.filters}>
            <SearchField
              label={words.search}
              placeholder={words.search}
              clearLabel={copy.clear}
              value={search}
              onChange={setSearch}
              testId="contacts-search"
            />
            <span className={styles.muted} aria-live="polite">
              <Count of={found.length} /> {words.count(found.length)}
            </span>
          </div>
          {found.length === 0 ? (
            <Empty title={copy.nothingFoundTitle}>{copy.nothingFound}</Empty>
          ) : (
            <div className={styles.grid}>
              <VirtualGrid
                label={copy.mappings.tabs.contacts}
                columns={COLUMNS}
                rows={found}
                total={found.length}
                onOpen={({ customer }) => perform({ kind: "chooseContact", customer })}
                onNearEnd={nothing}
                testId="contacts"
              />
            </div>
          )}
        </>
      )}
    </>
  );
}

/** The links with all of these words in them. */
function fitting(links: readonly ContactLink[], search: string): readonly ContactLink[] {
  const parts = search.toLowerCase().split(/\s+/).filter(Boolean);
  if (parts.length === 0) return links;
  return links.filter(({ customer, contact }) => {
    const text = `${customer} ${contact}`.toLowerCase();
    return parts.every((part) => text.includes(part));
  });
}
