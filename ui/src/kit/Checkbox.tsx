import { Checkbox as AriaCheckbox } from "react-aria-components";

import styles from "./Choice.module.css";
import { Icon } from "./Icon";

export interface CheckboxProps {
  label: string;
  /** What it means, said below. */
  hint?: string;
  value: boolean;
  onChange: (value: boolean) => void;
  testId?: string;
}

/** A yes or no. */
export function Checkbox({ label, hint, value, onChange, testId }: CheckboxProps) {
  return (
    <AriaCheckbox
      className={styles.choice ?? ""}
      isSelected={value}
      onChange={onChange}
      data-testid={testId}
    >
      <span className={styles.box} aria-hidden="true">
        <Icon name="check" size={14} />
      </span>
      <span className={styles.words}>
        {label}
        {hint !== undefined && <small>{hint}</small>}
      </span>
    </AriaCheckbox>
  );
}
