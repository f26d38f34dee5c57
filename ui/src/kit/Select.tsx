import {
  Select as AriaSelect,
  Button,
  Label,
  ListBox,
  ListBoxItem,
  Popover,
  SelectValue,
} from "react-aria-components";

import styles from "./Field.module.css";
import { Icon } from "./Icon";
import { cx } from "./cx";

export interface SelectProps<T extends string> {
  label: string;
  value: T;
  options: readonly { id: T; label: string }[];
  onChange: (value: T) => void;
  hideLabel?: boolean;
  testId?: string;
}

/** A choice of a few. */
export function Select<T extends string>(props: SelectProps<T>) {
  const { label, value, options, onChange, hideLabel = false, testId } = props;
  return (
    <AriaSelect
      className={cx(styles.field, hideLabel && styles.hidden)}
      value={value}
      onChange={(key) => {
        const chosen = options.find((option) => option.id === key);
        if (chosen) onChange(chosen.id);
      }}
    >
      <Label className={styles.label ?? ""}>{label}</Label>
      <Button className={cx(styles.box, styles.trigger)} data-testid={testId}>
        <SelectValue />
        <Icon name="down" size={14} />
      </Button>
      <Popover className={styles.popover ?? ""}>
        <ListBox className={styles.list ?? ""} items={options}>
          {(option) => (
            <ListBoxItem className={styles.option ?? ""} id={option.id} textValue={option.label}>
              {option.label}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </AriaSelect>
  );
}
