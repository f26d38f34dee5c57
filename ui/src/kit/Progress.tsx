import { ProgressBar } from "react-aria-components";

import styles from "./Progress.module.css";

/** How far long work has come: a bar when the end is known, a moving one when it is not. */
export function Progress({
  label,
  done,
  total,
  count,
}: {
  label: string;
  done: number;
  total: number | null;
  /** The count in words: "12,400 of 100,000". */
  count?: string;
}) {
  return (
    <ProgressBar
      className={styles.progress ?? ""}
      aria-label={label}
      value={done}
      maxValue={total ?? 100}
      isIndeterminate={total === null}
    >
      {({ percentage }) => (
        <>
          <div className={styles.words}>
            <span>{label}</span>
            <span className={styles.count}>{count}</span>
          </div>
          <progress
            className={styles.bar}
            aria-hidden="true"
            max={100}
            {...(percentage === undefined ? {} : { value: percentage })}
          />
        </>
      )}
    </ProgressBar>
  );
}

/** A step of long work. */
export interface StepState {
  id: string;
  label: string;
  state: "ahead" | "now" | "done";
}

/** Long work by its steps. */
export function Steps({ label, steps }: { label: string; steps: readonly StepState[] }) {
  return (
    <ol className={styles.steps} aria-label={label}>
      {steps.map((step) => (
        <li
          key={step.id}
          className={styles[step.state]}
          aria-current={step.state === "now" ? "step" : undefined}
        >
          {step.label}
        </li>
      ))}
    </ol>
  );
}
