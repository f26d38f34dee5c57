import { TextField as AriaTextField, FieldError, Input, Label, Text } from "react-aria-components";

import styles from "./Field.module.css";

export interface TextFieldProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  hint?: string;
  error?: string | null;
  required?: boolean;
  autoFocus?: boolean;
  /** Digits that nobody beside may read. */
  secret?: boolean;
  testId?: string;
}

/** A line of text with its label, hint and error. */
export function TextField(props: TextFieldProps) {
  const { label, hint, error, required, secret = false, testId, ...rest } = props;
  const invalid = error !== undefined && error !== null;
  return (
    <AriaTextField
      {...rest}
      {...(secret ? { type: "password", inputMode: "numeric", autoComplete: "off" } : {})}
      className={styles.field ?? ""}
      isInvalid={invalid}
      isRequired={required === true}
    >
      <Label className={styles.label ?? ""}>{label}</Label>
      <div className={styles.box}>
        <Input className={styles.input ?? ""} data-testid={testId} />
      </div>
      {hint !== undefined && (
        <Text slot="description" className={styles.hint ?? ""}>
          {hint}
        </Text>
      )}
      {invalid && <FieldError className={styles.error ?? ""}>{error}</FieldError>}
    </AriaTextField>
  );
}
