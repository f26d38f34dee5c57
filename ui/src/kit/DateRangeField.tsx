import { parseDate } from "@internationalized/date";
import {
  Button,
  CalendarCell,
  CalendarGrid,
  DateInput,
  DateRangePicker,
  DateSegment,
  Dialog,
  Group,
  Heading,
  Label,
  Popover,
  RangeCalendar,
} from "react-aria-components";

import styles from "./DateRangeField.module.css";
import field from "./Field.module.css";
import { Icon } from "./Icon";
import { cx } from "./cx";

export interface DateRangeFieldProps {
  label: string;
  from: string;
  to: string;
  /** The last day that can be chosen. */
  max?: string;
  onChange: (from: string, to: string) => void;
  openLabel: string;
  previousLabel: string;
  nextLabel: string;
}

/** A first and a last day, typed by segments or picked from a calendar. */
export function DateRangeField(props: DateRangeFieldProps) {
  return (
    <DateRangePicker
      className={cx(field.field, field.hidden)}
      value={{ start: parseDate(props.from), end: parseDate(props.to) }}
      onChange={(range) => {
        if (range !== null) props.onChange(range.start.toString(), range.end.toString());
      }}
      {...(props.max === undefined ? {} : { maxValue: parseDate(props.max) })}
    >
      <Label className={field.label ?? ""}>{props.label}</Label>
      <Group className={cx(field.box, styles.box)}>
        <DateInput slot="start" className={styles.input ?? ""}>
          {(segment) => <DateSegment segment={segment} className={styles.segment ?? ""} />}
        </DateInput>
        <span aria-hidden="true">–</span>
        <DateInput slot="end" className={styles.input ?? ""}>
          {(segment) => <DateSegment segment={segment} className={styles.segment ?? ""} />}
        </DateInput>
        <Button className={field.button ?? ""} aria-label={props.openLabel}>
          <Icon name="calendar" />
        </Button>
      </Group>
      <Popover className={field.popover ?? ""}>
        <Dialog className={styles.dialog ?? ""}>
          <RangeCalendar>
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
          </RangeCalendar>
        </Dialog>
      </Popover>
    </DateRangePicker>
  );
}
