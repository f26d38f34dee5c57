import { type Range, defaultRangeExtractor, useVirtualizer } from "@tanstack/react-virtual";
import { type FocusEvent, type ReactNode, useCallback, useRef, useState } from "react";

import styles from "./VirtualList.module.css";

const OVERSCAN_ITEMS = 12;

export interface VirtualListProps<Item> {
  label: string;
  items: readonly Item[];
  itemKey: (item: Item) => string;
  /** How high an item is before it has been measured, in pixels. */
  estimate: (item: Item) => number;
  render: (item: Item) => ReactNode;
  /** What stays in sight above the items. */
  head?: ReactNode;
  testId?: string;
}

/**
 * A list of any length whose items have buttons and heights of their own: only those in sight are
 * drawn, and the one that has the focus, so that the Tab key never loses its place.
 */
export function VirtualList<Item>(props: VirtualListProps<Item>) {
  const { label, items, itemKey, estimate, render, head, testId } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const [focused, setFocused] = useState<number | null>(null);
  const rangeExtractor = useCallback(
    (range: Range) => {
      const drawn = defaultRangeExtractor(range);
      if (focused === null || focused >= range.count || drawn.includes(focused)) return drawn;
      return [...drawn, focused].toSorted((one, other) => one - other);
    },
    [focused],
  );
  const virtual = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    getItemKey: (index) => keyAt(items, index, itemKey),
    estimateSize: (index) => sizeAt(items, index, estimate),
    // Without a layout nothing has a height; then the estimate is as good as any.
    measureElement: (element) =>
      (element as HTMLElement).offsetHeight ||
      sizeAt(items, Number(element.getAttribute("data-index")), estimate),
    overscan: OVERSCAN_ITEMS,
    rangeExtractor,
  });

  function onFocus(event: FocusEvent) {
    const item = event.target.closest("[data-index]");
    setFocused(item === null ? null : Number(item.getAttribute("data-index")));
  }

  return (
    // The focus is only heard of, so that what has it stays drawn.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <div
      ref={scroller}
      className={styles.list}
      role="region"
      aria-label={label}
      tabIndex={0}
      onFocus={onFocus}
      data-testid={testId}
    >
      {head !== undefined && <div className={styles.head}>{head}</div>}
      <ul className={styles.items} style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, start, key }) => {
          const item = items[index];
          return item === undefined ? null : (
            <li
              key={key}
              ref={virtual.measureElement}
              data-index={index}
              aria-setsize={items.length}
              aria-posinset={index + 1}
              className={styles.item}
              style={{ transform: `translateY(${start}px)` }}
            >
              {render(item)}
            </li>
          );
        })}
      </ul>
    </div>
  );
}

function keyAt<Item>(items: readonly Item[], index: number, itemKey: (item: Item) => string) {
  const item = items[index];
  return item === undefined ? index : itemKey(item);
}

function sizeAt<Item>(items: readonly Item[], index: number, estimate: (item: Item) => number) {
  const item = items[index];
  return item === undefined ? 0 : estimate(item);
}
