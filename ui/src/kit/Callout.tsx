import type { ReactNode } from "react";

import styles from "./Callout.module.css";
import { Icon } from "./Icon";
import { cx } from "./cx";

export interface CalloutProps {
  tone: "bad" | "wait" | "good" | "plain";
  title?: ReactNode;
  /** Its title is a heading of the page, which one can go to. */
  heading?: boolean;
  children?: ReactNode;
  actions?: ReactNode;
  /** Said aloud when it appears. */
  announce?: boolean;
  testId?: string;
}

const ICONS = { bad: "attention", wait: "clock", good: "check", plain: "spark" } as const;

/** What a person should read before going on, with the buttons that help. */
export function Callout(props: CalloutProps) {
  const { tone, title, heading = false, children, actions, announce, testId } = props;
  const Title = heading ? "h2" : "p";
  return (
    <div
      className={cx(styles.callout, styles[tone])}
      role={announce === true ? (tone === "bad" ? "alert" : "status") : undefined}
      data-testid={testId}
    >
      <span className={styles.icon}>
        <Icon name={ICONS[tone]} size={20} />
      </span>
      <div className={styles.words}>
        {title !== undefined && <Title className={styles.title}>{title}</Title>}
        {children}
      </div>
      {actions !== undefined && <div className={styles.actions}>{actions}</div>}
    </div>
  );
}
