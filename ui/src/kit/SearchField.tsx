import { SearchField as AriaSearchField, Button, Input, Label } from "react-aria-components";

import styles from "./Field.module.css";
import { Icon } from "./Icon";
import { cx } from "./cx";

export interface SearchFieldProps {
  label: string;
  placeholder: string;
  clearLabel: string;
  value: string;
  onChange: (value: string) => void;
  /** What Enter does. */
  onSubmit?: (value: string) => void;
  testId?: string;
}

/** A search box: Escape clears it. */
export function SearchField(props: SearchFieldProps) {
  const { label, placeholder, clearLabel, value, onChange, onSubmit, testId } = props;
  return (
    <AriaSearchField
      className={cx(styles.field, styles.hidden)}
      value={value}
      onChange={onChange}
      {...(onSubmit === undefined ? {} : { onSubmit })}
    >
      <Label className={styles.label ?? ""}>{label}</Label>
      <div className={styles.box}>
        <Icon name="search" />
        <Input className={styles.input ?? ""} placeholder={placeholder} data-testid={testId} />
        {value !== "" && (
          <Button className={styles.button ?? ""} aria-label={clearLabel}>
            <Icon name="cross" size={14} />
          </Button>
        )}
      </div>
    </AriaSearchField>
  );
}
