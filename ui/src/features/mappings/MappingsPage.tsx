import { type ReactNode, useState } from "react";

import { copy } from "../../copy";
import type { ChartChange, Mappings, Notice, TaxType } from "../../ipc/generated";
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
import { GlCodes } from "./GlCodes";
import { Roles } from "./Roles";
import { Taxes } from "./Taxes";
import { Banks, Tenders } from "./Tenders";
import { Tracking } from "./Tracking";

export interface MappingsPageProps {
  tab: MappingTab;
  onTab: (tab: MappingTab) => void;
  /** What the tabs of contacts and of rates hold; they come from the window around. */
  contacts: ReactNode;
  rates: ReactNode;
}

/** Which account does what. */
export function MappingsPage({ tab, onTab, contacts, rates }: MappingsPageProps) {
  const toast = useToast();
  const mappings = useAnswer("mappings", {});
  const chart = useAnswer("chart", {});
  const refresh = useCommand("refresh_chart");
  const accept = useCommand("accept_suggestions");
  const [changes, setChanges] = useState<readonly ChartChange[] | null>(null);
  const data = mappings.data;
  const taxName = (taxType: TaxType) =>
    chart.data?.taxRates.find((rate) => rate.taxType === taxType)?.name ?? taxType;
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
            view("roles", needing(data.roles), <Roles rows={data.roles} taxName={taxName} />),
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
            view(
              "taxes",
              needing(data.taxes) + (data.noTaxType.problem === null ? 0 : 1),
              <Taxes rows={data.taxes} noTax={data.noTaxType} taxName={taxName} />,
            ),
            view("tenders", needing(data.tenders), <Tenders rows={data.tenders} />),
            view("banks", needing(data.banks), <Banks rows={data.banks} />),
            view(
              "tracking",
              data.tracking.filter(isTrackingBroken).length,
              <Tracking
                rows={data.tracking}
                hasCategories={chart.data === undefined || chart.data.tracking.length > 0}
              />,
            ),
            view("contacts", 0, contacts),
            view("rates", 0, rates),
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

function isTrackingBroken({ category, problem, values }: Mappings["tracking"][number]): boolean {
  return problem !== null || (category !== null && values.some(({ option }) => option === null));
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
