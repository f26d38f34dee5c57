import { Fragment, type ReactNode, useState } from "react";

import { Icon } from "./Icon";
import styles from "./JournalTable.module.css";
import { Money } from "./Money";
import { cx } from "./cx";

/** A line of a journal, as any screen has it. Exactly one of `debit` and `credit` is there. */
export interface JournalRow {
  key: string | null;
  accountCode: string | null;
  accountName: string;
  unmapped: boolean;
  description: string;
  debit: string | null;
  credit: string | null;
  taxType: string | null;
  tracking: readonly { category: string; option: string }[];
}

export interface JournalTableProps {
  caption: string;
  rows: readonly JournalRow[];
  /** The side somebody else adds; shown last, so that both columns balance. */
  counter?: JournalRow | null;
  /** The sums of both columns; none where the lines are only a part. */
  debits: string | null;
  credits: string | null;
  words: {
    account: string;
    description: string;
    debit: string;
    credit: string;
    tax: string;
    total: string;
    unmapped: string;
    counter: string;
    open: (account: string) => string;
  };
  /** What a line opens to; lines with a key can then be opened. */
  renderOpen?: (key: string) => ReactNode;
}

/** A journal as a bookkeeper writes one: two columns of money and a double rule below them. */
export function JournalTable(props: JournalTableProps) {
  const { caption, rows, counter = null, debits, credits, words, renderOpen } = props;
  // Where tax has lines of its own, no line has a tax type and the column would only take room.
  const taxed = rows.some(({ taxType }) => taxType !== null);
  return (
    <div className={styles.scroll} tabIndex={0} role="region" aria-label={caption}>
      <table className={styles.table} data-testid="journal">
        <caption className="visually-hidden">{caption}</caption>
        <thead>
          <tr>
            <th scope="col">{words.account}</th>
            <th scope="col">{words.description}</th>
            {taxed && <th scope="col">{words.tax}</th>}
            <th scope="col" className={cx(styles.amount, styles.debit)}>
              {words.debit}
            </th>
            <th scope="col" className={cx(styles.amount, styles.credit)}>
              {words.credit}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <Line
              key={row.key ?? index}
              row={row}
              words={words}
              taxed={taxed}
              {...(renderOpen === undefined ? {} : { renderOpen })}
            />
          ))}
          {counter !== null && (
            <Line row={{ ...counter, key: null }} words={words} taxed={taxed} isCounter />
          )}
        </tbody>
        {debits !== null && credits !== null && (
          <tfoot>
            <tr>
              <th scope="row" colSpan={taxed ? 3 : 2}>
                {words.total}
              </th>
              <td className={cx(styles.amount, styles.total)} data-testid="journal-debits">
                <Money amount={debits} />
              </td>
              <td className={cx(styles.amount, styles.total)} data-testid="journal-credits">
                <Money amount={credits} />
              </td>
            </tr>
          </tfoot>
        )}
      </table>
    </div>
  );
}

function Line({
  row,
  words,
  taxed,
  isCounter = false,
  renderOpen,
}: {
  row: JournalRow;
  taxed: boolean;
  words: JournalTableProps["words"];
  isCounter?: boolean;
  renderOpen?: (key: string) => ReactNode;
}) {
  const [open, setOpen] = useState(false);
  const name = row.accountCode === null ? row.accountName : `${row.accountCode} ${row.accountName}`;
  return (
    <Fragment>
      <tr
        className={cx(row.unmapped && styles.unmapped, isCounter && styles.counter)}
        data-testid={isCounter ? "journal-counter" : "journal-line"}
      >
        <th scope="row" className={styles.account}>
          {renderOpen !== undefined && row.key !== null ? (
            <button
              type="button"
              className={styles.opener}
              aria-expanded={open}
              aria-label={words.open(name)}
              onClick={() => setOpen(!open)}
            >
              <Icon name={open ? "down" : "right"} size={14} />
              <AccountName row={row} />
            </button>
          ) : (
            <AccountName row={row} />
          )}
          {row.unmapped && <span className={styles.mark}>{words.unmapped}</span>}
        </th>
        <td>
          {isCounter ? words.counter : row.description}
          {row.tracking.map(({ category, option }) => (
            <span key={category} className={styles.tracking}>
              {category}: {option}
            </span>
          ))}
        </td>
        {taxed && <td className={styles.tax}>{row.taxType}</td>}
        <td className={cx(styles.amount, styles.debit)}>
          {row.debit !== null && <Money amount={row.debit} side="debit" />}
        </td>
        <td className={cx(styles.amount, styles.credit)}>
          {row.credit !== null && <Money amount={row.credit} side="credit" />}
        </td>
      </tr>
      {open && row.key !== null && (
        <tr className={styles.inside}>
          <td colSpan={taxed ? 5 : 4}>{renderOpen?.(row.key)}</td>
        </tr>
      )}
    </Fragment>
  );
}

function AccountName({ row }: { row: JournalRow }) {
  return (
    <span className={styles.name}>
      {row.accountCode !== null && <span className={styles.code}>{row.accountCode} </span>}
      <span>{row.accountName}</span>
    </span>
  );
}
