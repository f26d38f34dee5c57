import { parseDate } from "@internationalized/date";
import {
  Button,
  Calendar,
  CalendarCell,
  CalendarGrid,
  DateInput,
  DatePicker,
  DateSegment,
  Dialog,
  FieldError,
  Group,
  Heading,
  Label,
  Popover,
  Text,
} from "react-aria-components";

import styles from "./DateRangeField.module.css";
import field from "./Field.module.css";
import { Icon } from "./Icon";
import { cx } from "./cx";

export interface DayFieldProps {
  label: string;
  /** `YYYY-MM-DD`, or none. */
  value: string | null;
  onChange: (value: string | null) => void;
  /** The last day that can be chosen. */
  max?: string;
  hint?: string;
  error?: string | null;
  /** With it a chosen day can be taken away again. */
  clearLabel?: string;
  openLabel: string;
  previousLabel: string;
  nextLabel: string;
  testId?: string;
}

/** A day, typed by segments or picked from a calendar. */
export function DayField(props: DayFieldProps) {
  const { value, onChange, hint, error, clearLabel } = props;
  const invalid = error !== undefined && error !== null;
  return (
    <DatePicker
      className={field.field ?? ""}
      value={value === null ? null : parseDate(value)}
      onChange={(day) => onChange(day === null ? null : day.toString())}
      isInvalid={invalid}
      data-testid={props.testId}
      {...(props.max === undefined ? {} : { maxValue: parseDate(props.max) })}
    >
      <Label className={field.label ?? ""}>{props.label}</Label>
      <div className={styles.row}>
        <Group className={cx(field.box, styles.box, styles.single)}>
          <DateInput className={styles.input ?? ""}>
            {(segment) => <DateSegment segment={segment} className={styles.segment ?? ""} />}
          </DateInput>
          <Button className={field.button ?? ""} aria-label={props.openLabel}>
            <Icon name="calendar" />
          </Button>
        </Group>
        {clearLabel !== undefined && value !== null && (
          // The picker would make its own opener of it.
          <Button
            slot={null}
            className={cx(field.button, styles.clear)}
            aria-label={`${clearLabel}: ${props.label}`}
            onPress={() => onChange(null)}
          >
            <Icon name="cross" size={14} />
          </Button>
        )}
      </div>
      {hint !== undefined && (
        <Text slot="description" className={field.hint ?? ""}>
          {hint}
        </Text>
      )}
      {invalid && <FieldError className={field.error ?? ""}>{error}</FieldError>}
      <Popover className={field.popover ?? ""}>
        <Dialog className={styles.dialog ?? ""}>
          <Calendar>
            <header className={styles.head}>
              <Button
                slot="previous"
                className={field.button ?? ""}
                aria-label={props.previousLabel}
              >
                <Icon name="left" />
              </Button>
              <Heading className={styles.month ?? ""} />
              <Button slot="next" className={field.button ?? ""} aria-label={props.nextLabel}>
                <Icon name="right" />
              </Button>
            </header>
            <CalendarGrid className={styles.grid ?? ""}>
              {(date) => <CalendarCell date={date} className={styles.cell ?? ""} />}
            </CalendarGrid>
          </Calendar>
        </Dialog>
      </Popover>
    </DatePicker>
  );
}
