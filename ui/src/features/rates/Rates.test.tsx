import { screen } from "@testing-library/react";
import { describe, expect, test } from "vitest";

import { RATES } from "../../test/fixtures/contacts";
import { askedOf, expectNoBarriers, open } from "../../test/render";

describe("the rates", () => {
  test("say what one of each currency was worth, and lead to what waits", async () => {
    const { user } = open("#/mappings?tab=rates");
    expect(await screen.findByText("1 USD = 1.3625 CAD")).toBeVisible();
    await expectNoBarriers();
    await user.click(screen.getByRole("button", { name: "Show transactions" }));
    expect(await screen.findByRole("grid", { name: "Transactions" })).toBeVisible();
    expect(window.location.hash).toContain("postings=waiting");
  });

  test("of any currency one is entered, as it is written", async () => {
    const { user, host } = open("#/mappings?tab=rates");
    await user.click(await screen.findByTestId("add-rate"));
    await user.type(await screen.findByTestId("rate-currency"), "usd");
    await user.type(screen.getByTestId("rate-rate"), "1.36250{Enter}");
    expect(askedOf(host, "set_rate")).toEqual([
      { currency: "USD", day: "2026-11-21", rate: "1.36250", who: "" },
    ]);
  });

  test("an empty list says what belongs there, with the way to it", async () => {
    open("#/mappings?tab=rates", {
      answers: { rates: () => ({ ...RATES, rates: [], waiting: 0 }) },
    });
    expect(await screen.findByRole("heading", { name: "No rates entered" })).toBeVisible();
    expect(screen.getByTestId("add-rate")).toBeVisible();
  });
});
