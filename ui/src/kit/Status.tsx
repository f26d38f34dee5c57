import type { ReactNode } from "react";

import { Icon, type IconName } from "./Icon";
import styles from "./Status.module.css";
import { cx } from "./cx";

export type Tone = "good" | "wait" | "bad" | "plain";

const ICONS: Record<Tone, IconName> = {
  good: "check",
  wait: "clock",
  bad: "attention",
  plain: "dot",
};

/** A state in a word, with a sign besides its colour. */
export function Status({ tone, children }: { tone: Tone; children: ReactNode }) {
  return (
    <span className={cx(styles.status, styles[tone])}>
      <Icon name={ICONS[tone]} size={14} />
      {children}
    </span>
  );
}
