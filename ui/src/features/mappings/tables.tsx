import { copy } from "../../copy";
import type {
  GlMapping,
  MappingState,
  MappingTarget,
  RoleMapping,
  TaxMapping,
  TenderMapping,
} from "../../ipc/generated";
import { Button } from "../../kit/Button";
import { type Column, DataTable, Muted } from "../../kit/DataTable";
import { Icon } from "../../kit/Icon";
import { Count } from "../../kit/Count";
import { Money } from "../../kit/Money";
import { Card, Empty } from "../../kit/Page";
import { Status } from "../../kit/Status";
import { useShell } from "../../shell/shell";
import { MAPPING_TONE } from "../../shell/words";
import styles from "./Mappings.module.css";
import { accountLabel } from "./choices";

const words = copy.mappings;

/** The account of a row, and the way to another one. */
function Chooser({
  target,
  subject,
  chosen,
  offer,
}: {
  target: MappingTarget;
  subject: string;
  chosen: string | null;
  /** What would be chosen, said when nothing is. */
  offer?: string | undefined;
}) {
  const { perform } = useShell();
  const shown = chosen ?? (offer === undefined ? words.chooseAccount : words.suggested(offer));
  return (
    <button
      type="button"
      className={chosen === null ? styles.missing : styles.chooser}
      aria-label={words.choose(subject, shown)}
      aria-haspopup="dialog"
      onClick={() => perform({ kind: "map", target })}
      data-testid="choose-account"
    >
      <span>{shown}</span>
      <Icon name="down" size={14} />
    </button>
  );
}

function State({ state, problem }: { state: MappingState; problem: string | null }) {
  return (
    <div className={styles.state}>
      <Status tone={MAPPING_TONE[state]}>{words.states[state]}</Status>
      {problem !== null && <Muted>{problem}</Muted>}
    </div>
  );
}

function waiting<Row extends Pick<GlMapping, "transactions" | "waiting">>(): Column<Row>[] {
  return [
    {
      id: "transactions",
      head: words.transactions,
      align: "right",
      shrink: true,
      cell: (row) => <Count of={row.transactions} />,
    },
    {
      id: "waiting",
      head: words.waiting,
      align: "right",
      shrink: true,
      cell: (row) => <Money amount={row.waiting} />,
    },
  ];
}

/** The jobs an account can have for us. */
export function Roles({ rows }: { rows: readonly RoleMapping[] }) {
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
              <Chooser
                target={{ kind: "role", role: row.role }}
                subject={row.label}
                chosen={row.account && accountLabel(row.account)}
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

/** The taxes in use, and the account or tax type of each. */
export function Taxes({ rows }: { rows: readonly TaxMapping[] }) {
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

/** The ways of paying, and the clearing account of each. */
export function Tenders({ rows }: { rows: readonly TenderMapping[] }) {
  if (rows.length === 0) return <Empty title={words.noTendersTitle}>{words.noTenders}</Empty>;
  return (
    <Card flush>
      <DataTable
        caption={words.tabs.tenders}
        testId="tenders"
        rows={rows}
        rowKey={({ tender }) => tender}
        columns={[
          { id: "tender", head: words.tender, strong: true, cell: (row) => row.tender },
          ...waiting<TenderMapping>(),
          {
            id: "account",
            head: words.clearing,
            cell: (row) => (
              <Chooser
                target={{ kind: "tender", tender: row.tender }}
                subject={row.tender}
                chosen={row.account && accountLabel(row.account)}
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
