import { screen, waitFor } from "@testing-library/react";
import { describe, expect, test } from "vitest";

import { askedOf, expectNoBarriers, open } from "../../test/render";

describe("the sync log", () => {
  test("is searched and narrowed by result", async () => {
    const { user, host } = open("#/log");
    expect(await screen.findByRole("grid", { name: "Sync log" })).toBeVisible();
    await screen.findAllByTestId("log-row");
    await expectNoBarriers();
    screen.getByRole("grid", { name: "Sync log" }).focus();
    await user.keyboard("{ArrowDown}{ArrowDown}{Enter}");
    expect(await screen.findByRole("dialog", { name: "Create journal" })).toHaveTextContent(
      "Posted",
    );
    await user.keyboard("{Escape}");
    await user.type(screen.getByTestId("log-search"), "nothing like this");
    expect(await screen.findByText("Nothing found")).toBeVisible();
    await waitFor(() =>
      expect(askedOf(host, "sync_log").at(-1)).toMatchObject({ search: "nothing like this" }),
    );
  });
});
