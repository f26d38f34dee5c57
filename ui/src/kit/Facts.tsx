import type { ReactNode } from "react";

import styles from "./Facts.module.css";

/** What is known of one thing, each fact under its name. What is absent is left out. */
export function Facts({
  facts,
}: {
  /** A long fact takes the room of two. */
  facts: readonly (readonly [label: string, fact: ReactNode, room?: "wide"])[];
}) {
  const known = facts.filter(([, fact]) => fact != null && fact !== "" && fact !== false);
  if (known.length === 0) return null;
  return (
    <dl className={styles.facts}>
      {known.map(([label, fact, room], index) => (
        <div key={`${label} ${String(index)}`} className={room && styles[room]}>
          <dt>{label}</dt>
          <dd>{fact}</dd>
        </div>
      ))}
    </dl>
  );
}
