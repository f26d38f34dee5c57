import { useVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from "react";

import styles from "./VirtualGrid.module.css";
import { cx } from "./cx";

const ROW_HEIGHT_PX = 44;
const OVERSCAN_ROWS = 12;
/** How close to the end the next page is asked for. */
const NEAR_END_ROWS = 40;

/** A column of a long table; widths are a CSS grid track. */
export interface GridColumn<Row> {
  id: string;
  head: string;
  track: string;
  cell: (row: Row) => ReactNode;
  align?: "right";
}

export interface VirtualGridProps<Row> {
  label: string;
  columns: readonly GridColumn<Row>[];
  rows: readonly Row[];
  /** Rows there are in all, loaded or not. */
  total: number;
  rowKey: (row: Row) => string;
  onOpen: (row: Row) => void;
  onNearEnd: () => void;
  testId?: string;
}

/**
 * A table of any length: only the rows in sight are drawn. Arrow keys, Page Up and Down, Home and
 * End move the active row, Enter opens it.
 */
export function VirtualGrid<Row>(props: VirtualGridProps<Row>) {
  const { label, columns, rows, total, rowKey, onOpen, onNearEnd, testId } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const [wanted, setActive] = useState(0);
  const active = Math.min(wanted, Math.max(rows.length - 1, 0));
  const id = useId();
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT_PX,
    overscan: OVERSCAN_ROWS,
  });
  const items = virtual.getVirtualItems();
  const drawn = items.some(({ index }) => index === active);
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (rows.length < total && last >= rows.length - NEAR_END_ROWS) onNearEnd();
  }, [last, rows.length, total, onNearEnd]);

  const page = Math.max(Math.floor((scroller.current?.clientHeight ?? 0) / ROW_HEIGHT_PX) - 1, 1);
  const moves: Record<string, number> = {
    ArrowDown: active + 1,
    ArrowUp: active - 1,
    PageDown: active + page,
    PageUp: active - page,
    Home: 0,
    End: rows.length - 1,
  };
  function onKeyDown(event: KeyboardEvent) {
    const row = rows[active];
    const move = moves[event.key];
    if (event.key === "Enter" && row !== undefined) {
      event.preventDefault();
      onOpen(row);
    } else if (move !== undefined) {
      event.preventDefault();
      const next = Math.min(Math.max(move, 0), rows.length - 1);
      setActive(next);
      virtual.scrollToIndex(next);
    }
  }

  const tracks = columns.map((column) => column.track).join(" ");
  return (
    <div
      ref={scroller}
      className={styles.grid}
      role="grid"
      aria-label={label}
      aria-rowcount={total + 1}
      aria-colcount={columns.length}
      aria-activedescendant={drawn ? `${id}-${active}` : undefined}
      tabIndex={0}
      onKeyDown={onKeyDown}
      data-testid={testId}
    >
      <div role="rowgroup" className={styles.head}>
        <div
          role="row"
          aria-rowindex={1}
          className={styles.row}
          style={{ "--tracks": tracks } as object}
        >
          {columns.map((column) => (
            <div key={column.id} role="columnheader" className={cx(column.align && styles.right)}>
              {column.head}
            </div>
          ))}
        </div>
      </div>
      <div role="rowgroup" className={styles.body} style={{ height: virtual.getTotalSize() }}>
        {items.map((item) => {
          const row = rows[item.index];
          if (row === undefined) return null;
          return (
            // The keyboard reaches every row through the grid around them.
            // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
            <div
              key={rowKey(row)}
              id={`${id}-${item.index}`}
              role="row"
              aria-rowindex={item.index + 2}
              aria-selected={item.index === active}
              className={cx(styles.row, styles.placed, item.index === active && styles.active)}
              style={{ "--tracks": tracks, transform: `translateY(${item.start}px)` } as object}
              onClick={() => {
                setActive(item.index);
                onOpen(row);
              }}
              data-testid={testId === undefined ? undefined : `${testId}-row`}
            >
              {columns.map((column) => (
                <div key={column.id} role="gridcell" className={cx(column.align && styles.right)}>
                  {column.cell(row)}
                </div>
              ))}
            </div>
          );
        })}
      </div>
    </div>
  );
}
