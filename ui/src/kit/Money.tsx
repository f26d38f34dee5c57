import { useLocale } from "react-aria-components";

import styles from "./Money.module.css";
import { cx } from "./cx";

export interface MoneyProps {
  /** A decimal string. It is grouped and aligned here, never calculated with. */
  amount: string;
  currency?: string;
  /** Debits and credits have a colour besides their column. */
  side?: "debit" | "credit";
  size?: "text" | "figure";
}

/** A figure in the organisation's locale, tabular, with a true minus. The only way to show one. */
export function Money({ amount, currency, side, size = "text" }: MoneyProps) {
  const { locale } = useLocale();
  const decimals = amount.split(".")[1]?.length ?? 0;
  const format = new Intl.NumberFormat(locale, {
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  });
  const negative = amount.startsWith("-");
  // Intl reads a decimal string exactly; turning it into a number first might not.
  const digits = format.format((negative ? amount.slice(1) : amount) as `${number}`);
  return (
    <span
      className={cx(styles.money, styles[size], side && styles[side], negative && styles.negative)}
    >
      <span className={styles.digits}>
        {negative && "\u2212"}
        {digits}
      </span>
      {currency !== undefined && <span className={styles.currency}> {currency}</span>}
    </span>
  );
}
