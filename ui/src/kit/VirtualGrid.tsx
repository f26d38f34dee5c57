import { useVirtualizer } from "@tanstack/react-virtual";
import {
  type CSSProperties,
  type KeyboardEvent,
  type ReactNode,
  useEffect,
  useId,
  useRef,
  useState,
} from "react";

import styles from "./VirtualGrid.module.css";
import { cx } from "./cx";
import { figureTrack } from "./figures";

const ROW_HEIGHT_PX = 44;
const OVERSCAN_ROWS = 12;
/** How close to the end the next page is asked for. */
const NEAR_END_ROWS = 40;

/** The width of a column: a CSS grid track, or what the figures of the rows need. */
type Track<Row> = string | { leastRem: number; figure: (row: Row) => string };

/** A column of a long table. */
export interface GridColumn<Row> {
  id: string;
  head: string;
  track: Track<Row>;
  cell: (row: Row) => ReactNode;
  align?: "right";
  /** Left out where there is little room: what it says can be told from the others. */
  wideOnly?: boolean;
}

export interface VirtualGridProps<Row> {
  label: string;
  columns: readonly GridColumn<Row>[];
  rows: readonly Row[];
  /** Rows there are in all, loaded or not. */
  total: number;
  onOpen: (row: Row) => void;
  onNearEnd: () => void;
  testId?: string;
}

/**
 * A table of any length: only the rows in sight are drawn. Arrow keys, Page Up and Down, Home and
 * End move the active row, Enter opens it.
 */
export function VirtualGrid<Row>(props: VirtualGridProps<Row>) {
  const { label, columns, rows, total, onNearEnd, testId } = props;
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

  function onKeyDown(event: KeyboardEvent) {
    const row = rows[active];
    const move = moved(event.key, active, rows.length, scroller.current?.clientHeight ?? 0);
    if (event.key === "Enter" && row !== undefined) {
      event.preventDefault();
      props.onOpen(row);
    } else if (move !== null) {
      event.preventDefault();
      setActive(move);
      virtual.scrollToIndex(move);
    }
  }

  const tracks = {
    "--tracks": tracksOf(columns, rows),
    "--tracks-narrow": tracksOf(
      columns.filter(({ wideOnly }) => wideOnly !== true),
      rows,
    ),
  } as CSSProperties;
  return (
    <div
      ref={scroller}
      className={styles.grid}
      style={tracks}
      role="grid"
      aria-label={label}
      aria-rowcount={total + 1}
      aria-colcount={columns.length}
      aria-activedescendant={drawn ? `${id}-${active}` : undefined}
      tabIndex={0}
      onKeyDown={onKeyDown}
      data-testid={testId}
    >
      <Head columns={columns} />
      <div role="rowgroup" className={styles.body} style={{ height: virtual.getTotalSize() }}>
        {items.map(({ index, start }) => (
          <GridRow
            key={index}
            id={`${id}-${index}`}
            grid={props}
            index={index}
            start={start}
            active={index === active}
            onActive={setActive}
          />
        ))}
      </div>
    </div>
  );
}

function tracksOf<Row>(columns: readonly GridColumn<Row>[], rows: readonly Row[]): string {
  return columns
    .map(({ track }) =>
      typeof track === "string" ? track : figureTrack(track.leastRem, rows.map(track.figure)),
    )
    .join(" ");
}

function looks<Row>({ align, wideOnly }: GridColumn<Row>): string {
  return cx(align && styles.right, wideOnly === true && styles.wideOnly);
}

/** Where a key leads from the active row; `null` for a key that leads nowhere. */
function moved(key: string, active: number, count: number, height: number): number | null {
  const page = Math.max(Math.floor(height / ROW_HEIGHT_PX) - 1, 1);
  const moves: Record<string, number> = {
    ArrowDown: active + 1,
    ArrowUp: active - 1,
    PageDown: active + page,
    PageUp: active - page,
    Home: 0,
    End: count - 1,
  };
  const move = moves[key];
  return move === undefined ? null : Math.max(Math.min(move, count - 1), 0);
}

function Head<Row>({ columns }: { columns: readonly GridColumn<Row>[] }) {
  return (
    <div role="rowgroup" className={styles.head}>
      <div role="row" aria-rowindex={1} className={styles.row}>
        {columns.map((column, index) => (
          <div
            key={column.id}
            role="columnheader"
            aria-colindex={index + 1}
            className={looks(column)}
          >
            {column.head}
          </div>
        ))}
      </div>
    </div>
  );
}

interface GridRowProps<Row> {
  id: string;
  grid: VirtualGridProps<Row>;
  index: number;
  /** Its distance from the top of the body. */
  start: number;
  active: boolean;
  onActive: (index: number) => void;
}

function GridRow<Row>({ id, grid, index, start, active, onActive }: GridRowProps<Row>) {
  const row = grid.rows[index];
  if (row === undefined) return null;
  return (
    // The keyboard reaches every row through the grid around them.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
    <div
      id={id}
      role="row"
      aria-rowindex={index + 2}
      aria-selected={active}
      className={cx(styles.row, styles.placed, active && styles.active)}
      style={{ transform: `translateY(${start}px)` }}
      onClick={() => {
        onActive(index);
        grid.onOpen(row);
      }}
      data-testid={grid.testId === undefined ? undefined : `${grid.testId}-row`}
    >
      {grid.columns.map((column, at) => (
        <div key={column.id} role="gridcell" aria-colindex={at + 1} className={looks(column)}>
          {column.cell(row)}
        </div>
      ))}
    </div>
  );
}
