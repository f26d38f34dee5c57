import { screen } from "@testing-library/react";
import { describe, expect, test } from "vitest";

import { askedOf, expectNoBarriers, open } from "../../test/render";

describe("the first start", () => {
  test("a new book opens on the welcome, and the practice company leads to the cashout", async () => {
    const { user, host } = open("", { scenario: "fresh" });
    expect(await screen.findByRole("heading", { name: "Welcome aboard" })).toBeVisible();
    await expectNoBarriers();
    await user.dblClick(screen.getByTestId("start-practice"));
    expect(await screen.findByTestId("cashout-taken")).toBeVisible();
    expect(askedOf(host, "start_practice")).toHaveLength(1);
  });

  test("connecting shows the address while the browser is open, and can be stopped", async () => {
    const { user, host } = open("", {
      scenario: "fresh",
      answers: {
        connect_status: () => ({
          kind: "waiting",
          authorizeUrl: "http://127.0.0.1/identity/connect/authorize?state=1",
          expiresAt: "2026-11-21T18:10:00Z" as never,
        }),
      },
    });
    await user.click(await screen.findByTestId("start-connect"));
    expect(await screen.findByTestId("authorize-url")).toHaveTextContent("/connect/authorize");
    await expectNoBarriers();
    await user.click(screen.getByRole("button", { name: "Stop waiting" }));
    expect(askedOf(host, "connect_cancel")).toHaveLength(1);
  });
});
