import { copy } from "../../copy";
import type { IpcFault } from "../../ipc/call";
import type { Chargebacks, LocationRules, Recognition } from "../../ipc/generated";
import { Checkbox } from "../../kit/Checkbox";
import { Select } from "../../kit/Select";
import { TextField } from "../../kit/TextField";
import styles from "./Settings.module.css";

const words = copy.settings;
const RECOGNITIONS = ["atCheckIn", "byDay"] as const satisfies Recognition[];
const CHARGEBACKS = ["expense", "owed"] as const satisfies Chargebacks[];

/** The words by which the program says which of the written rules it refuses. */
const DEPOSIT_TAX = "deposit-tax";
const CANCELLATION_TAX = "cancellation-tax";
export const RULE_FIELDS: ReadonlySet<string> = new Set([DEPOSIT_TAX, CANCELLATION_TAX]);

/** What is decided about a location's postings, but for how its sales reach Xero. */
export function Rules({
  rules,
  fault,
  onChange,
}: {
  rules: LocationRules;
  /** Why a written rule was refused. */
  fault: IpcFault | null;
  onChange: (rules: LocationRules) => void;
}) {
  const wrong = (field: string) => (fault?.field === field ? fault.message : null);
  return (
    <section className={styles.fields}>
      <h3>{words.rules}</h3>
      <TextField
        label={words.depositTax}
        hint={words.depositTaxHint}
        error={wrong(DEPOSIT_TAX)}
        value={rules.depositTax}
        onChange={(depositTax) => onChange({ ...rules, depositTax })}
        testId="rule-deposit-tax"
      />
      <TextField
        label={words.cancellationTax}
        hint={words.cancellationTaxHint}
        error={wrong(CANCELLATION_TAX)}
        value={rules.cancellationTax}
        onChange={(cancellationTax) => onChange({ ...rules, cancellationTax })}
        testId="rule-cancellation-tax"
      />
      <div>
        <Select
          label={words.recognition}
          value={rules.recognition}
          options={RECOGNITIONS.map((id) => ({ id, label: words.recognitions[id] }))}
          onChange={(recognition) => onChange({ ...rules, recognition })}
          testId="rule-recognition"
        />
        {rules.recognition === "byDay" && <p className={styles.muted}>{words.recognitionTax}</p>}
      </div>
      <Checkbox
        label={words.invoiceBalances}
        hint={words.invoiceBalancesHint}
        value={rules.invoiceBalances}
        onChange={(invoiceBalances) => onChange({ ...rules, invoiceBalances })}
        testId="rule-invoice-balances"
      />
      <Select
        label={words.chargebacks}
        value={rules.chargebacks}
        options={CHARGEBACKS.map((id) => ({ id, label: words.chargebackWays[id] }))}
        onChange={(chargebacks) => onChange({ ...rules, chargebacks })}
        testId="rule-chargebacks"
      />
      <TextField
        label={words.walkIn}
        hint={words.walkInHint}
        value={rules.walkInContact}
        onChange={(walkInContact) => onChange({ ...rules, walkInContact })}
        testId="rule-walk-in"
      />
    </section>
  );
}
