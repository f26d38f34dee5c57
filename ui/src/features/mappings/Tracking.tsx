import { copy } from "../../copy";
import type { TrackingMapping } from "../../ipc/generated";
import { Count } from "../../kit/Count";
import { DataTable, Muted } from "../../kit/DataTable";
import { Button } from "../../kit/Button";
import { Card, Empty } from "../../kit/Page";
import { Status } from "../../kit/Status";
import { useShell } from "../../shell/shell";
import { Chooser } from "./Chooser";
import styles from "./Mappings.module.css";

const words = copy.tracking;

/** How many values without an option are offered one each at once. */
const MISSING_SHOWN = 8;

/** The fields that may decide how lines are tracked, and the category of each. */
export function Tracking({
  rows,
  hasCategories,
}: {
  rows: readonly TrackingMapping[];
  hasCategories: boolean;
}) {
  if (
    !hasCategories &&
    rows.every(({ category, problem }) => category === null && problem === null)
  ) {
    return <Empty title={words.noCategoriesTitle}>{words.noCategories}</Empty>;
  }
  return (
    <Card flush>
      <DataTable
        caption={copy.mappings.tabs.tracking}
        testId="tracking"
        rows={rows}
        rowKey={({ field }) => field}
        columns={[
          { id: "field", head: words.field, strong: true, cell: (row) => row.label },
          {
            id: "category",
            head: words.category,
            cell: (row) => (
              <>
                <Chooser
                  target={{ kind: "tracking", field: row.field }}
                  subject={row.label}
                  chosen={row.category}
                  nothing={words.none}
                  name={words.choose}
                />
                {row.problem !== null && <Muted>{row.problem}</Muted>}
              </>
            ),
          },
          { id: "values", head: words.values, cell: (row) => <Values row={row} /> },
        ]}
      />
    </Card>
  );
}

/** What a field's values become, those without an option with the way to create it. */
function Values({ row }: { row: TrackingMapping }) {
  const { perform } = useShell();
  const { category } = row;
  if (category === null || row.values.length === 0) return null;
  const missing = row.values.filter(({ option }) => option === null);
  const found = row.values.length - missing.length;
  return (
    <ul className={styles.missingValues}>
      {found > 0 && (
        <li>
          <Status tone="good">
            <Count of={found} /> {words.found(found)}
          </Status>
        </li>
      )}
      {missing.slice(0, MISSING_SHOWN).map(({ value }) => (
        <li key={value}>
          <Status tone="wait">{words.missingOf(value)}</Status>
          <Button
            look="quiet"
            size="small"
            icon="plus"
            onPress={() => perform({ kind: "createTrackingOption", category, option: value })}
            data-testid="create-option"
          >
            {words.create(value)}
          </Button>
        </li>
      ))}
      {missing.length > MISSING_SHOWN && (
        <li className={styles.muted}>{copy.andMore(missing.length - MISSING_SHOWN)}</li>
      )}
    </ul>
  );
}
