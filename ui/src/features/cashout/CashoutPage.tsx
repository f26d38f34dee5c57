import { useState } from "react";

import { copy } from "../../copy";
import { useAnswer } from "../../ipc/queries";
import type { Cashout, LocationId } from "../../ipc/generated";
import { Button } from "../../kit/Button";
import { Empty, Loading, Page } from "../../kit/Page";
import { FaultNotice } from "../../shell/FaultNotice";
import { useShell } from "../../shell/shell";
import styles from "./Cashout.module.css";
import { DayBar } from "./DayBar";
import { Documents } from "./Documents";
import { EarlierDays } from "./EarlierDays";
import { Journals } from "./Journals";
import { Notices } from "./Notices";
import { Separately } from "./Separately";
import { Summary } from "./Summary";
import { SyncBar, hasSomethingToSend } from "./SyncBar";
import { Totals } from "./Totals";
import type { Range } from "./days";

export interface CashoutPageProps {
  location: LocationId | null;
  range: Range;
  onChange: (location: LocationId | null, range: Range) => void;
}

/** The day's close: what was taken, the exact journal, what stands in the way, and the button. */
export function CashoutPage({ location, range, onChange }: CashoutPageProps) {
  const review = useAnswer("cashout", { location, from: range.from, to: range.to });
  const locations = useAnswer("locations", {});
  const [busy, setBusy] = useState(false);
  const places = locations.data?.locations ?? [];
  const cashout = review.data;
  return (
    <Page
      title={copy.cashout.title}
      testId="page-cashout"
      actions={
        <DayBar
          range={range}
          location={location ?? places[0]?.id ?? null}
          locations={places}
          busy={busy}
          onChange={onChange}
        />
      }
      foot={
        cashout !== undefined && hasSomethingToSend(cashout) ? (
          <SyncBar
            key={`${cashout.location} ${cashout.from} ${cashout.to}`}
            cashout={cashout}
            stale={review.isPlaceholderData}
            onBusy={setBusy}
          />
        ) : undefined
      }
    >
      <FaultNotice error={review.error} onRetry={() => void review.refetch()} />
      {cashout === undefined && review.error === null && <Loading label={copy.loading} />}
      {cashout !== undefined && <Review cashout={cashout} />}
    </Page>
  );
}

function Review({ cashout }: { cashout: Cashout }) {
  const { perform } = useShell();
  if (cashout.transactions === 0) {
    return (
      <>
        <EarlierDays cashout={cashout} />
        <Empty
          title={copy.cashout.emptyTitle}
          actions={
            <Button icon="upload" look="primary" onPress={() => perform({ kind: "import" })}>
              {copy.actions.import}
            </Button>
          }
        >
          {copy.cashout.empty}
        </Empty>
      </>
    );
  }
  return (
    <>
      <Notices notices={cashout.blockers} tone="bad" />
      <Notices notices={cashout.warnings} tone="wait" />
      <EarlierDays cashout={cashout} />
      <Summary cashout={cashout} />
      <div className={styles.columns}>
        <div className={styles.main}>
          <Journals cashout={cashout} />
          <Separately cashout={cashout} />
          <Documents cashout={cashout} />
        </div>
        <Totals cashout={cashout} />
      </div>
    </>
  );
}
