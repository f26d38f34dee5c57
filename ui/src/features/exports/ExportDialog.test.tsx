import { screen, within } from "@testing-library/react";
import { describe, expect, test } from "vitest";

import { askedOf, expectNoBarriers, open } from "../../test/render";

async function openExport(scenario: "practice" | "busy" = "practice", answers = {}) {
  const opened = open("#/documents", { scenario, answers });
  await opened.user.click(await screen.findByTestId("export"));
  const dialog = await screen.findByRole("dialog", { name: "Export" });
  return { ...opened, dialog };
}

describe("an export", () => {
  test("is everything posted unless a person says otherwise, where the program asks to", async () => {
    const { user, host, dialog } = await openExport();
    await user.click(within(dialog).getByRole("radio", { name: /^hledger/ }));
    await expectNoBarriers();
    await user.click(screen.getByTestId("export-run"));
    expect(askedOf(host, "export")).toEqual([
      { format: "hledger", location: null, from: null, to: null, path: null },
    ]);
    expect(await screen.findByTestId("export-saved")).toHaveTextContent(
      "14 documents written to /home/robin/Documents/daybook-2026-11-21.hledger.",
    );
  });

  test("can be of some days", async () => {
    const { user, host, dialog } = await openExport();
    await user.click(within(dialog).getByRole("radio", { name: "Chosen days" }));
    await user.click(screen.getByTestId("export-run"));
    expect(askedOf(host, "export")).toMatchObject([{ from: "2026-11-21", to: "2026-11-21" }]);
  });

  test("a sheet is of one day and one location", async () => {
    const { user, host, dialog } = await openExport("busy");
    expect(screen.getByTestId("export-location")).toHaveTextContent("Every location");
    await user.click(within(dialog).getByRole("radio", { name: /^Sheet/ }));
    expect(screen.getByTestId("export-location")).toHaveTextContent("Main Dock");
    await user.click(screen.getByTestId("export-run"));
    expect(askedOf(host, "export")).toEqual([
      { format: "pdf", location: "main-dock", from: "2026-11-21", to: "2026-11-21", path: null },
    ]);
  });

  test("says nothing where the person thought better of it", async () => {
    const { user } = await openExport("practice", {
      export: () => ({ path: null, documents: 0, message: "Nothing was written." }),
    });
    await user.click(screen.getByTestId("export-run"));
    expect(screen.queryByTestId("export-saved")).toBeNull();
    expect(screen.getByTestId("export-dialog")).toBeVisible();
  });
});
