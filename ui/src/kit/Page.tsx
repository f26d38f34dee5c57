import type { ReactNode, Ref } from "react";

import styles from "./Page.module.css";
import { cx } from "./cx";

export interface PageProps {
  title: ReactNode;
  lead?: ReactNode;
  /** What acts on the page as a whole, at the right of its title. */
  actions?: ReactNode;
  children: ReactNode;
  /** What stays in sight at the foot. */
  foot?: ReactNode;
  /** Fills the height and scrolls inside, for tables. */
  fill?: boolean;
  testId?: string;
}

/** A page: its title, what acts on it, what is on it. */
export function Page({ title, lead, actions, children, foot, fill, testId }: PageProps) {
  return (
    <div className={cx(styles.page, fill === true && styles.fill)} data-testid={testId}>
      <div className={styles.scroll}>
        <header className={styles.head}>
          <div className={styles.words}>
            <h1 tabIndex={-1}>{title}</h1>
            {lead !== undefined && <p className={styles.lead}>{lead}</p>}
          </div>
          {actions !== undefined && <div className={styles.actions}>{actions}</div>}
        </header>
        <div className={styles.content}>{children}</div>
      </div>
      {foot}
    </div>
  );
}

/** A part of a page with a title of its own. */
export function Card({
  title,
  aside,
  children,
  flush = false,
  heading,
}: {
  title?: ReactNode;
  aside?: ReactNode;
  children: ReactNode;
  /** Lets a table reach the edges. */
  flush?: boolean;
  /** Its title, where one can be led to it. */
  heading?: Ref<HTMLHeadingElement>;
}) {
  return (
    <section className={cx(styles.card, flush && styles.flush)}>
      {title !== undefined && (
        <header className={styles.cardHead}>
          <h2 ref={heading} tabIndex={heading === undefined ? undefined : -1}>
            {title}
          </h2>
          {aside !== undefined && <div className={styles.aside}>{aside}</div>}
        </header>
      )}
      {children}
    </section>
  );
}

/** Says what belongs here and how to get it here. */
export function Empty({
  title,
  children,
  actions,
}: {
  title: string;
  children: ReactNode;
  actions?: ReactNode;
}) {
  return (
    <div className={styles.empty}>
      <svg aria-hidden="true" width="72" height="44" viewBox="0 0 72 44" fill="none">
        <path d="M4 30c6 0 6-5 12-5s6 5 12 5 6-5 12-5 6 5 12 5 6-5 12-5" className={styles.wave} />
        <path d="M10 39c6 0 6-5 12-5s6 5 12 5 6-5 12-5 6 5 12 5" className={styles.wave} />
        <path d="M20 21h32l-5 6H25zM36 4v14M36 5l11 12H36" className={styles.boat} />
      </svg>
      <h2>{title}</h2>
      <p>{children}</p>
      {actions !== undefined && <div className={styles.emptyActions}>{actions}</div>}
    </div>
  );
}

/** Holds the place of what is on its way. */
export function Loading({ label }: { label: string }) {
  return (
    <div className={styles.loading} role="status">
      <span className="visually-hidden">{label}</span>
      <span aria-hidden="true" />
      <span aria-hidden="true" />
      <span aria-hidden="true" />
    </div>
  );
}
