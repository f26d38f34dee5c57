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
  testId?: string;
}

/** A line of text with its label, hint and error. */
export function TextField({ label, hint, error, required, testId, ...rest }: TextFieldProps) {
  const invalid = error !== undefined && error !== null;
  return (
    <AriaTextField
      {...rest}
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
