import { screen, waitFor } from "@testing-library/react";
import { describe, expect, test } from "vitest";

import { askedOf, expectNoBarriers, open } from "../../test/render";

describe("the transactions", () => {
  test("a long table draws only the rows in sight, and tells how many there are", async () => {
    open("#/transactions");
    const grid = await screen.findByRole("grid", { name: "Transactions" });
    expect(grid).toHaveAttribute("aria-rowcount", "20001");
    expect((await screen.findAllByTestId("transactions-row")).length).toBeLessThan(60);
    await expectNoBarriers();
  });

  test("typing searches", async () => {
    const { user, host } = open("#/transactions");
    await user.type(await screen.findByTestId("transactions-search"), "tremblay");
    await waitFor(() =>
      expect(askedOf(host, "transactions").at(-1)).toMatchObject({
        filter: { search: "tremblay" },
      }),
    );
    expect(window.location.hash).toContain("search=tremblay");
  });

  test("the arrow keys move, Enter opens the row, Escape gives focus back", async () => {
    const { user } = open("#/transactions");
    const grid = await screen.findByRole("grid", { name: "Transactions" });
    grid.focus();
    await user.keyboard("{ArrowDown}{ArrowDown}{Enter}");
    expect(await screen.findByRole("dialog", { name: "Sale · Kayak lesson" })).toBeVisible();
    expect(await screen.findByText(/has no account yet/)).toBeVisible();
    await expectNoBarriers();
    await user.keyboard("{Escape}");
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    expect(grid).toHaveFocus();
  });
});
