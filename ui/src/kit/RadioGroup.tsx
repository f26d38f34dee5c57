import { RadioGroup as AriaRadioGroup, Label, Radio } from "react-aria-components";

import styles from "./Choice.module.css";
import field from "./Field.module.css";
import { cx } from "./cx";

/** One of the ways there are. */
export interface RadioOption<T extends string> {
  id: T;
  label: string;
  /** What it means, said below. */
  hint?: string | undefined;
  /** Why it can't be chosen, said instead. */
  refused?: string | null;
}

export interface RadioGroupProps<T extends string> {
  label: string;
  hideLabel?: boolean;
  /** In columns, where there is room. */
  spread?: boolean;
  options: readonly RadioOption<T>[];
  value: T | null;
  onChange: (value: T) => void;
  testId?: string;
}

/** A choice of a few that need a sentence each. */
export function RadioGroup<T extends string>(props: RadioGroupProps<T>) {
  const { label, hideLabel, spread, options, value, onChange, testId } = props;
  return (
    <AriaRadioGroup
      className={cx(
        styles.group,
        spread === true && styles.spread,
        hideLabel === true && field.hidden,
      )}
      value={value}
      onChange={(chosen) => {
        const option = options.find(({ id }) => id === chosen);
        if (option !== undefined) onChange(option.id);
      }}
      data-testid={testId}
    >
      <Label className={field.label ?? ""}>{label}</Label>
      {options.map((option) => (
        <Radio
          key={option.id}
          value={option.id}
          isDisabled={option.refused != null}
          className={styles.choice ?? ""}
          data-testid={testId === undefined ? undefined : `${testId}-${option.id}`}
        >
          <span className={styles.dot} aria-hidden="true" />
          <span className={styles.words}>
            {option.label}
            {option.refused != null ? (
              <small className={styles.refused}>{option.refused}</small>
            ) : (
              option.hint !== undefined && <small>{option.hint}</small>
            )}
          </span>
        </Radio>
      ))}
    </AriaRadioGroup>
  );
}
