import { copy } from "../../copy";
import type { Cashout } from "../../ipc/generated";
import { Count } from "../../kit/Count";
import { Money } from "../../kit/Money";
import { Status, type Tone } from "../../kit/Status";
import { Day } from "../../kit/When";
import styles from "./Cashout.module.css";
import { useSheet } from "./Sheet";

const words = copy.cashout;

const TONES: Record<Cashout["state"]["kind"], Tone> = {
  nothingToPost: "plain",
  open: "plain",
  queued: "wait",
  needsAttention: "bad",
  posted: "good",
  supplement: "wait",
};

/** What the till took, and the two halves that add up to it. */
export function Summary({ cashout }: { cashout: Cashout }) {
  const sheet = useSheet(cashout);
  return (
    <>
      {sheet.fault}
      <section className={styles.summary} aria-label={words.summary}>
        <p className={styles.when}>
          {cashout.from === cashout.to ? (
            <Day day={cashout.from} look="full" />
          ) : (
            <>
              <Day day={cashout.from} /> – <Day day={cashout.to} />
            </>
          )}
          <span> · {cashout.locationName}</span>
        </p>
        <div className={styles.hero}>
          <p className={styles.figureLabel}>{words.taken}</p>
          <p data-testid="cashout-taken">
            <Money amount={cashout.taken} currency={cashout.currency} size="figure" />
          </p>
          <div className={styles.stateLine}>
            <span data-testid="cashout-state" data-state={cashout.state.kind}>
              <Status tone={TONES[cashout.state.kind]}>{words.states[cashout.state.kind]}</Status>
            </span>
            <span className={styles.muted}>
              <Count of={cashout.transactions} /> {words.transactions(cashout.transactions)}
            </span>
            {sheet.button}
          </div>
        </div>
        <div className={styles.sides}>
          <Halves cashout={cashout} />
          {cashout.overShort !== null && <Drawer overShort={cashout.overShort} />}
        </div>
      </section>
    </>
  );
}

function Halves({ cashout }: { cashout: Cashout }) {
  return (
    <dl className={styles.halves}>
      <div>
        <dt>{words.inCashout}</dt>
        <dd>
          <Money amount={cashout.inCashout} size="figure" />
        </dd>
      </div>
      <span className={styles.plus} aria-hidden="true">
        +
      </span>
      <div>
        <dt>{words.separately}</dt>
        <dd>
          <Money amount={cashout.separately} size="figure" />
        </dd>
      </div>
    </dl>
  );
}

/** What the count of the drawer found, in a sentence. */
function Drawer({ overShort }: { overShort: string }) {
  const short = overShort.startsWith("-");
  const found = /^[0.]+$/.test(overShort) ? "exact" : short ? "short" : "over";
  return (
    <p className={styles.drawer} data-testid="over-short">
      <Status tone={found === "exact" ? "good" : "wait"}>
        {words.drawer[found]}
        {found !== "exact" && (
          <strong>
            <Money amount={short ? overShort.slice(1) : overShort} />
          </strong>
        )}
      </Status>
    </p>
  );
}
