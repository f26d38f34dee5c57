import { act, screen } from "@testing-library/react";
import { describe, expect, test } from "vitest";

import { askedOf, expectNoBarriers, open } from "../../test/render";
import { readTax, writeTax } from "./tax";

describe("importing", () => {
  test("a dropped file is previewed with what can’t be read, and recorded once it is complete", async () => {
    const { user, host } = open();
    await screen.findByTestId("cashout-taken");
    act(() => host.drop({ kind: "dropped", path: "/tmp/till.csv" }));
    expect(await screen.findByRole("dialog", { name: "Preview of till.csv" })).toBeVisible();
    expect(screen.getByTestId("import-rejects")).toHaveTextContent("97");
    expect(screen.getByTestId("import-totals")).toHaveTextContent("Different");
    expect(screen.getByTestId("import-run")).toBeDisabled();
    await expectNoBarriers();

    await user.type(screen.getByTestId("import-revenue"), "Boats");
    await user.type(screen.getByTestId("import-tax"), "GST=5, PST=7");
    await user.click(screen.getByTestId("import-apply"));
    await user.click(await screen.findByRole("button", { name: "Record 211 transactions" }));
    expect(await screen.findByTestId("import-outcome")).toHaveTextContent("211 transactions");
    expect(askedOf(host, "import_run")).toHaveLength(1);
  });

  test("dates that a file leaves open are read as a person says", async () => {
    const { user, host } = open("#/transactions");
    await user.click(await screen.findByTestId("import"));
    await user.click(await screen.findByTestId("pick-file"));
    expect(await screen.findByText(/no date in the file shows it/)).toBeVisible();
    await user.click(screen.getByTestId("import-dates"));
    await user.click(await screen.findByRole("option", { name: /^Day first/ }));
    await user.click(screen.getByTestId("import-apply"));
    expect(await screen.findByText("Dates are read day first, as chosen.")).toBeVisible();
    const asked = askedOf(host, "import_preview") as { options: { dates: string | null } }[];
    expect(asked.map(({ options }) => options.dates)).toEqual([null, "dayFirst"]);
  });

  test("Cancel reaches the program", async () => {
    const { user, host } = open("#/transactions", {
      answers: { import_run: () => new Promise(() => {}) },
    });
    await user.click(await screen.findByTestId("import"));
    await user.click(await screen.findByTestId("pick-file"));
    await user.type(await screen.findByTestId("import-revenue"), "Boats");
    await user.type(screen.getByTestId("import-tax"), "GST");
    await user.click(screen.getByTestId("import-apply"));
    await user.click(await screen.findByRole("button", { name: /^Record 211/ }));
    await user.click(await screen.findByTestId("import-cancel"));
    const [started] = askedOf(host, "import_run") as { run: string }[];
    expect(askedOf(host, "cancel_run")).toEqual([{ run: started?.run }]);
  });
});

describe("a tax column in words", () => {
  test.each(["GST", "GST=5, PST=7", "QST=9.975"])("%s is read and written back", (words) => {
    expect(writeTax(readTax(words))).toBe(words);
  });

  test.each(["", "GST=", "GST, PST", "=5", "GST=five"])("“%s” means none", (words) => {
    expect(readTax(words)).toBeNull();
  });
});
