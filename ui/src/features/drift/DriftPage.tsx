import { useState } from "react";

import { copy } from "../../copy";
import type { RunId } from "../../ipc/generated";
import { useAnswer, useCommand } from "../../ipc/queries";
import { Button } from "../../kit/Button";
import { Checkbox } from "../../kit/Checkbox";
import { Empty, Loading, Page } from "../../kit/Page";
import { Moment } from "../../kit/When";
import { FaultNotice } from "../../shell/FaultNotice";
import { useShell } from "../../shell/shell";
import styles from "./Drift.module.css";
import { DriftCard } from "./DriftCard";

const words = copy.drift;

/** What in Xero is not as it was posted. */
export function DriftPage() {
  const { mayNot } = useShell().status.window;
  const [all, setAll] = useState(false);
  const drifts = useAnswer("drifts", { all });
  const check = useCommand("check_drift");
  const checkedAt = drifts.data?.checkedAt ?? null;
  return (
    <Page
      title={copy.pages.drift}
      lead={words.lead}
      testId="page-drift"
      actions={
        <Button
          look="primary"
          icon="sync"
          isDisabled={mayNot.includes("check_drift")}
          isPending={check.isPending}
          onPress={() => check.mutate({ run: crypto.randomUUID() as RunId })}
          data-testid="check-drift"
        >
          {words.check}
        </Button>
      }
    >
      <FaultNotice error={check.error} />
      <FaultNotice error={drifts.error} onRetry={() => void drifts.refetch()} />
      <div className={styles.bar}>
        <Checkbox label={words.all} value={all} onChange={setAll} testId="drift-all" />
        <p className={styles.muted}>
          {checkedAt === null ? (
            words.never
          ) : (
            <>
              {words.checkedAt} <Moment at={checkedAt} look="short" />
            </>
          )}
        </p>
      </div>
      {drifts.isPending && <Loading label={copy.loading} />}
      {drifts.data?.drifts.length === 0 && (
        <Empty title={checkedAt === null ? words.neverTitle : words.emptyTitle}>
          {checkedAt === null ? words.emptyNever : words.empty}
        </Empty>
      )}
      <ul className={styles.list}>
        {drifts.data?.drifts.map((one) => (
          <li key={one.id}>
            <DriftCard drift={one} />
          </li>
        ))}
      </ul>
    </Page>
  );
}
