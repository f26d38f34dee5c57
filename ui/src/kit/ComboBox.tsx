import {
  ComboBox as AriaComboBox,
  Button,
  FieldError,
  Input,
  Label,
  ListBox,
  ListBoxItem,
  Popover,
} from "react-aria-components";

import styles from "./Field.module.css";
import { Icon } from "./Icon";
import { cx } from "./cx";

/** Something to choose. */
export interface Choice {
  id: string;
  label: string;
  /** Said at its right: the account's type. */
  aside?: string;
  /** Said below: why it is suggested, or why it can't be chosen. */
  why?: string;
  disabled?: boolean;
}

export interface ComboBoxProps {
  label: string;
  choices: readonly Choice[];
  value: string | null;
  onChange: (value: string | null) => void;
  openLabel: string;
  placeholder?: string;
  error?: string | null;
  hideLabel?: boolean;
  autoFocus?: boolean;
  testId?: string;
}

/** A choice of many, found by typing. What can't be chosen is shown with its reason. */
export function ComboBox(props: ComboBoxProps) {
  const { label, choices, value, onChange, openLabel, error, hideLabel, testId } = props;
  return (
    <AriaComboBox
      className={cx(styles.field, hideLabel === true && styles.hidden)}
      defaultItems={choices}
      disabledKeys={choices.filter((choice) => choice.disabled).map((choice) => choice.id)}
      defaultInputValue={choices.find(({ id }) => id === value)?.label ?? ""}
      value={value}
      onChange={(key) => onChange(key === null ? null : String(key))}
      menuTrigger="focus"
      autoFocus={props.autoFocus === true}
      isInvalid={error !== undefined && error !== null}
    >
      <Label className={styles.label ?? ""}>{label}</Label>
      <div className={styles.box}>
        <Input
          className={styles.input ?? ""}
          // What is typed replaces what is there.
          onFocus={(event) => event.currentTarget.select()}
          placeholder={props.placeholder ?? ""}
          data-testid={testId}
        />
        <Button className={styles.button ?? ""} aria-label={openLabel}>
          <Icon name="down" size={14} />
        </Button>
      </div>
      <FieldError className={styles.error ?? ""}>{error}</FieldError>
      <Popover className={styles.popover ?? ""}>
        <ListBox<Choice> className={styles.list ?? ""}>
          {(choice) => (
            <ListBoxItem
              id={choice.id}
              textValue={choice.label}
              className={styles.option ?? ""}
              data-testid={testId === undefined ? undefined : `${testId}-option`}
            >
              {choice.label} <span className={styles.aside}>{choice.aside}</span>{" "}
              {choice.why !== undefined && <span className={styles.why}>{choice.why}</span>}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </AriaComboBox>
  );
}
