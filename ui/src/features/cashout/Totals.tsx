import { copy } from "../../copy";
import type { Cashout } from "../../ipc/generated";
import { Count } from "../../kit/Count";
import { Money } from "../../kit/Money";
import { Card } from "../../kit/Page";
import styles from "./Cashout.module.css";

/** The same money seen three ways: how it was paid, what it was for, where it goes. */
export function Totals({ cashout }: { cashout: Cashout }) {
  const words = copy.cashout;
  return (
    <div className={styles.totals}>
      <Card title={words.byTender}>
        <ul className={styles.list} data-testid="totals-tender">
          {cashout.byTender.map((total) => (
            <li key={total.tender}>
              <span>
                {total.tender}
                <small>
                  <Count of={total.transactions} /> {words.transactions(total.transactions)}
                  {total.account !== null && ` · ${total.account.name}`}
                </small>
              </span>
              <Money amount={total.net} />
            </li>
          ))}
        </ul>
      </Card>
      <Card title={words.byCategory}>
        <ul className={styles.list} data-testid="totals-category">
          {cashout.byCategory.map((total) => (
            <li key={`${total.category} ${total.label}`}>
              <span>
                {words.categories[total.category]}
                {total.label !== null && <small>{total.label}</small>}
              </span>
              <Money amount={total.amount} />
            </li>
          ))}
        </ul>
      </Card>
      <Card title={words.byAccount}>
        <ul className={styles.list} data-testid="totals-account">
          {cashout.byAccount.map((total, index) => (
            // One account has a line for each tax type and each tracking option.
            <li key={`${total.label} ${String(index)}`}>
              <span>
                {total.label}
                {total.account?.code != null && <small>{total.account.code}</small>}
              </span>
              <span className={styles.sided}>
                {total.debit !== null && <Money amount={total.debit} side="debit" />}
                {total.credit !== null && <Money amount={total.credit} side="credit" />}
                <small>{total.debit === null ? copy.journal.cr : copy.journal.dr}</small>
              </span>
            </li>
          ))}
        </ul>
      </Card>
    </div>
  );
}
