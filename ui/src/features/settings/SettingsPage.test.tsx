import { screen } from "@testing-library/react";
import { describe, expect, test } from "vitest";

import type { Instant } from "../../ipc/generated";
import { PRACTICE } from "../../test/fixtures/book";
import { askedOf, expectNoBarriers, open } from "../../test/render";

describe("the settings", () => {
  test("a location keeps its zone, day end and tax way", async () => {
    const { user, host } = open("#/settings");
    await user.click(await screen.findByRole("button", { name: "Change Main Dock" }));
    await expectNoBarriers();
    await user.click(await screen.findByTestId("location-day-end"));
    await user.click(await screen.findByRole("option", { name: "04:15" }));
    await user.click(screen.getByTestId("location-save"));
    expect(askedOf(host, "save_location")).toMatchObject([
      { id: "main-dock", zone: "America/Vancouver", dayEnd: "04:15", taxWay: "taxLines" },
    ]);
  });

  test("the page can be used by everyone, and says where the sign-in is kept", async () => {
    open("#/settings");
    expect(await screen.findByText(/kept in this computer’s keychain/)).toBeVisible();
    await screen.findByText("America/Vancouver · day ends at 03:00");
    await expectNoBarriers();
  });

  test("a sign-in that could not be renewed for weeks is a reminder, here and in the rail", async () => {
    const lapsesAt = "2026-12-01T18:00:00Z" as Instant;
    const connection = { kind: "connected", lapsesAt, lapsesSoon: true } as const;
    open("#/settings", { answers: { status: () => ({ ...PRACTICE, connection }) } });
    expect(await screen.findByTestId("lapses-soon")).toHaveTextContent(/Connect again before then/);
    expect(screen.getByTestId("lapses-soon-rail")).toHaveTextContent(/lapses on/);
    await expectNoBarriers();
  });

  test("the colours can be chosen and are kept", async () => {
    const { user } = open("#/settings");
    await user.click(await screen.findByTestId("theme"));
    await user.click(await screen.findByRole("option", { name: "Dark" }));
    expect(document.documentElement.dataset["theme"]).toBe("dark");
    expect(localStorage.getItem("theme")).toBe("dark");
  });
});
