import { readFileSync } from "node:fs";

import { render, screen } from "@testing-library/react";
import { describe, expect, test } from "vitest";

import { Money } from "./Money";
import { VirtualGrid } from "./VirtualGrid";
import { figureTrack } from "./figures";

const STYLE = ["Money", "VirtualGrid"].map((name) =>
  readFileSync(`src/kit/${name}.module.css`, "utf8"),
);

interface Row {
  amount: string;
}

/** A table of amounts in dollars, drawn with the style it has. */
function draw(...amounts: string[]) {
  const style = document.createElement("style");
  style.textContent = STYLE.join("\n");
  document.head.append(style);
  const { unmount } = render(
    <VirtualGrid<Row>
      label="Amounts"
      columns={[
        {
          id: "amount",
          head: "Amount",
          track: { leastRem: 7, figure: (row) => row.amount },
          align: "right",
          cell: (row) => <Money amount={row.amount} currency="USD" />,
        },
      ]}
      rows={amounts.map((amount) => ({ amount }))}
      total={amounts.length}
      onOpen={() => {}}
      onNearEnd={() => {}}
    />,
  );
  return () => {
    unmount();
    style.remove();
  };
}

describe("a figure in a long table", () => {
  test("is never cut: its currency falls to a second line, its digits stay on one", () => {
    const clear = draw("1234567890.12");
    const digits = screen.getByText("1,234,567,890.12");
    expect(getComputedStyle(digits).whiteSpace).toBe("nowrap");
    const money = digits.parentElement;
    if (money === null) throw new Error("digits stand in a figure");
    expect(money).toHaveTextContent("1,234,567,890.12 USD");
    expect(getComputedStyle(money).whiteSpace).toBe("normal");
    expect(getComputedStyle(screen.getByRole("gridcell")).textOverflow).toBe("clip");
    clear();
  });

  test("makes its column as wide as the longest of them", () => {
    const clear = draw("12.00", "-1234567890.12");
    const { style } = screen.getByRole("grid");
    expect(style.getPropertyValue("--tracks")).toBe("max(7rem, calc(15ch + 2rem))");
    clear();
  });

  test("needs no more than its column has, where all are short", () => {
    expect(figureTrack(7, ["12.00", "0.5"])).toBe("max(7rem, calc(4.5ch + 2rem))");
    expect(figureTrack(7, [])).toBe("max(7rem, calc(0ch + 2rem))");
  });
});
