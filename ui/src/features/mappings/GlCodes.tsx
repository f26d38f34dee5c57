import { copy } from "../../copy";
import type { GlMapping } from "../../ipc/generated";
import { Button } from "../../kit/Button";
import { type Column, DataTable, Muted } from "../../kit/DataTable";
import { Card, Empty } from "../../kit/Page";
import { Chooser, State, waiting } from "./Chooser";
import { accountLabel } from "./choices";

const words = copy.mappings;

function hasExtras({ taxType, tracking }: GlMapping): boolean {
  return taxType !== null || tracking.length > 0;
}

const EXTRAS: Column<GlMapping> = {
  id: "extras",
  head: words.taxAndTracking,
  cell: (row) => (
    <Muted>
      {[row.taxType, ...row.tracking.map(({ option }) => option)]
        .filter((word) => word !== null)
        .join(" · ")}
    </Muted>
  ),
};

const CODE: Column<GlMapping> = {
  id: "code",
  head: words.code,
  cell: (row) => (
    <>
      <strong>{row.code}</strong>
      <div>
        <Muted>{row.usedBy}</Muted>
      </div>
    </>
  ),
};

const CODE_ACCOUNT: Column<GlMapping> = {
  id: "account",
  head: words.account,
  cell: (row) => (
    <>
      <Chooser
        target={{ kind: "glCode", code: row.code }}
        subject={row.code}
        chosen={row.account && accountLabel(row.account)}
        offer={row.suggestions[0]?.account.name}
      />
      {row.account === null && row.suggestions[0] !== undefined && (
        <Muted>{row.suggestions[0].why}</Muted>
      )}
    </>
  ),
};

/** What items carry, and the account each goes to. */
export function GlCodes({
  rows,
  busy,
  onAcceptAll,
}: {
  rows: readonly GlMapping[];
  busy: boolean;
  onAcceptAll: () => void;
}) {
  if (rows.length === 0) return <Empty title={words.noCodesTitle}>{words.noCodes}</Empty>;
  const offered = rows.filter((row) => row.account === null && row.suggestions.length > 0).length;
  return (
    <Card
      flush
      title={words.tabs.codes}
      aside={
        offered > 0 && (
          <Button
            size="small"
            icon="check"
            isPending={busy}
            onPress={onAcceptAll}
            data-testid="accept-suggestions"
          >
            {words.acceptAll(offered)}
          </Button>
        )
      }
    >
      <DataTable
        caption={words.tabs.codes}
        testId="gl-codes"
        rows={rows}
        rowKey={({ code }) => code}
        columns={[
          CODE,
          ...waiting<GlMapping>(),
          CODE_ACCOUNT,
          ...(rows.some(hasExtras) ? [EXTRAS] : []),
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
