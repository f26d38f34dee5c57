import { type ReactNode, useState } from "react";

import { copy } from "../../copy";
import type { ChartChange, Mappings, Notice } from "../../ipc/generated";
import { useAnswer, useCommand } from "../../ipc/queries";
import { Badge } from "../../kit/Badge";
import { Button } from "../../kit/Button";
import { Callout } from "../../kit/Callout";
import { Loading, Page } from "../../kit/Page";
import { Tabs } from "../../kit/Tabs";
import { useToast } from "../../kit/Toasts";
import { Moment } from "../../kit/When";
import type { MappingTab } from "../../route";
import { ActionButtons } from "../../shell/ActionButtons";
import { FaultNotice } from "../../shell/FaultNotice";
import { GlCodes, Roles, Taxes, Tenders } from "./tables";

/** Which account does what. */
export function MappingsPage({
  tab,
  onTab,
}: {
  tab: MappingTab;
  onTab: (tab: MappingTab) => void;
}) {
  const toast = useToast();
  const mappings = useAnswer("mappings", {});
  const chart = useAnswer("chart", {});
  const refresh = useCommand("refresh_chart");
  const accept = useCommand("accept_suggestions");
  const [changes, setChanges] = useState<readonly ChartChange[] | null>(null);
  const data = mappings.data;
  return (
    <Page
      title={copy.pages.mappings}
      lead={copy.mappings.lead}
      testId="page-mappings"
      actions={
        <>
          {chart.data?.refreshedAt != null && (
            <small>
              {copy.mappings.chartRead} <Moment at={chart.data.refreshedAt} />
            </small>
          )}
          <Button
            icon="sync"
            isPending={refresh.isPending}
            onPress={() =>
              refresh.mutate({}, { onSuccess: (answer) => setChanges(answer.changes) })
            }
            data-testid="refresh-chart"
          >
            {copy.actions.refreshChart}
          </Button>
        </>
      }
    >
      <FaultNotice error={mappings.error ?? refresh.error ?? accept.error} />
      {changes !== null && <Changes changes={changes} />}
      {data !== undefined && <Problems problems={data.problems} />}
      {data === undefined && mappings.error === null && <Loading label={copy.loading} />}
      {data !== undefined && (
        <Tabs
          label={copy.pages.mappings}
          value={tab}
          onChange={onTab}
          views={[
            view("roles", needing(data.roles), <Roles rows={data.roles} />),
            view(
              "codes",
              needing(data.glCodes),
              <GlCodes
                rows={data.glCodes}
                busy={accept.isPending}
                onAcceptAll={() =>
                  accept.mutate({ targets: [] }, { onSuccess: ({ message }) => toast(message) })
                }
              />,
            ),
            view("taxes", needing(data.taxes), <Taxes rows={data.taxes} />),
            view("tenders", needing(data.tenders), <Tenders rows={data.tenders} />),
          ]}
        />
      )}
    </Page>
  );
}

function Problems({ problems }: { problems: readonly Notice[] }) {
  return problems.map((problem) => (
    <Callout
      key={problem.message}
      tone="wait"
      title={problem.message}
      actions={problem.actions.length > 0 && <ActionButtons actions={problem.actions} />}
    >
      {problem.hint !== null && <p>{problem.hint}</p>}
    </Callout>
  ));
}

function view(id: MappingTab, count: number, body: ReactNode) {
  const label = (
    <>
      {copy.mappings.tabs[id]} <Badge count={count} tone="bad" />
    </>
  );
  return { id, label, body };
}

/** How many rows wait for a person. */
function needing(rows: readonly Pick<Mappings["taxes"][number], "state">[]): number {
  return rows.filter(({ state }) => state === "unmapped" || state === "broken").length;
}

function Changes({ changes }: { changes: readonly ChartChange[] }) {
  if (changes.length === 0) {
    return <Callout tone="good" announce title={copy.mappings.unchanged} />;
  }
  return (
    <Callout tone="plain" announce title={copy.mappings.changed(changes.length)}>
      <ul>
        {changes.map((change) => (
          <li key={change.message}>
            {change.message} <ActionButtons quiet size="small" actions={change.actions} />
          </li>
        ))}
      </ul>
    </Callout>
  );
}
