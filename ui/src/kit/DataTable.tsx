import type { ReactNode } from "react";

import styles from "./DataTable.module.css";
import { cx } from "./cx";

/** A column of a plain table. */
export interface Column<Row> {
  id: string;
  head: string;
  /** Leaves the head to screen readers, where the eye needs none. */
  hideHead?: boolean;
  cell: (row: Row) => ReactNode;
  align?: "right";
  strong?: boolean;
  /** No wider than what is in it. */
  shrink?: boolean;
}

export interface DataTableProps<Row> {
  caption: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  testId?: string;
}

/** A table of a few dozen records. The first column names its row. */
export function DataTable<Row>({ caption, columns, rows, rowKey, testId }: DataTableProps<Row>) {
  return (
    <div className={styles.scroll} tabIndex={0} role="region" aria-label={caption}>
      <table className={styles.table} data-testid={testId}>
        <caption className="visually-hidden">{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.id} scope="col" className={looks(column)}>
                <span className={column.hideHead === true ? "visually-hidden" : undefined}>
                  {column.head}
                </span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={rowKey(row)} data-key={rowKey(row)}>
              {columns.map((column, index) =>
                index === 0 ? (
                  <th key={column.id} scope="row" className={looks(column)}>
                    {column.cell(row)}
                  </th>
                ) : (
                  <td key={column.id} className={looks(column)}>
                    {column.cell(row)}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function looks<Row>(column: Column<Row>): string {
  return cx(
    column.align === "right" && styles.right,
    column.strong === true && styles.strong,
    column.shrink === true && styles.shrink,
  );
}

/** Words of less weight. */
export function Muted({ children }: { children: ReactNode }) {
  return <span className={styles.muted}>{children}</span>;
}
