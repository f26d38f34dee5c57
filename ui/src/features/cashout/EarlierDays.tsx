import { copy } from "../../copy";
import type { Cashout } from "../../ipc/generated";
import { Button } from "../../kit/Button";
import { Callout } from "../../kit/Callout";
import { Count } from "../../kit/Count";
import { Money } from "../../kit/Money";
import { Day } from "../../kit/When";
import { useShell } from "../../shell/shell";
import styles from "./Cashout.module.css";

/** How many of the days left open are offered at once, the oldest first. */
const EARLIER_SHOWN = 3;

/** Days before these that nobody has closed. */
export function EarlierDays({ cashout }: { cashout: Cashout }) {
  const { go } = useShell();
  const days = cashout.earlierOpenDays;
  if (days.length === 0) return null;
  const shown = days.slice(0, EARLIER_SHOWN);
  return (
    <Callout
      tone="plain"
      title={copy.cashout.earlier(days.length)}
      testId="earlier-days"
      actions={shown.map(({ day, transactions, taken }) => (
        <Button
          key={day}
          size="small"
          onPress={() => go({ page: "cashout", location: cashout.location, from: day, to: day })}
        >
          <Day day={day} look="short" /> · <Count of={transactions} />{" "}
          {copy.cashout.transactions(transactions)} · <Money amount={taken} />
        </Button>
      ))}
    >
      {days.length > shown.length && (
        <p className={styles.muted}>{copy.andMore(days.length - shown.length)}</p>
      )}
    </Callout>
  );
}
