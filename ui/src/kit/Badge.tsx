import styles from "./Badge.module.css";
import { Count } from "./Count";

/** A count beside a name. Zero is not shown. */
export function Badge({ count, tone = "plain" }: { count: number; tone?: "plain" | "bad" }) {
  if (count === 0) return null;
  return (
    <span className={styles[tone]}>
      <Count of={count} />
    </span>
  );
}
