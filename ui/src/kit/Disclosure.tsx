import type { ReactNode } from "react";

import styles from "./Disclosure.module.css";

/** Words behind a fold. */
export function Disclosure({ label, children }: { label: ReactNode; children: ReactNode }) {
  return (
    <details className={styles.fold}>
      <summary>{label}</summary>
      <div className={styles.inside}>{children}</div>
    </details>
  );
}
