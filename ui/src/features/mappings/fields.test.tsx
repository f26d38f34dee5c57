import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, test } from "vitest";

import { fault } from "../../ipc/host/fake";
import { mappings } from "../../test/fixtures/mappings";
import { askedOf, expectNoBarriers, open } from "../../test/render";

async function choose(tab: string, name: RegExp, answers = {}) {
  const opened = open(`#/mappings?tab=${tab}`, { answers });
  await opened.user.click(await screen.findByRole("button", { name }));
  await screen.findByTestId("map-dialog");
  return opened;
}

describe("a tender", () => {
  test("paid straight into the bank is offered bank accounts only, and kept as such", async () => {
    const { user, host } = await choose("tenders", /^Account for Mastercard: /);
    await user.click(await screen.findByRole("checkbox", { name: /Paid straight into a bank/ }));
    const account = await screen.findByRole("combobox", { name: "Bank account" });
    expect(askedOf(host, "candidates").at(-1)).toEqual({ kind: "bank", bank: "Mastercard" });
    expect(account).toHaveValue("");
    await expectNoBarriers();
    await user.click(account);
    await user.keyboard("harbour{ArrowDown}{Enter}");
    await user.click(screen.getByTestId("map-save"));
    expect(askedOf(host, "set_tender")).toEqual([
      { tender: "Mastercard", account: "account Harbour Credit Union", direct: true },
    ]);
  });

  test("that is says so in the list", async () => {
    open("#/mappings?tab=tenders");
    const table = await screen.findByTestId("tenders");
    const row = within(table).getByText("Bank transfer").closest("tr");
    expect(row).toHaveTextContent("straight into the bank");
  });
});

describe("a bank account called by a name", () => {
  test("is given its account", async () => {
    const { user, host } = await choose("banks", /^Account for Credit union: /);
    await user.click(await screen.findByRole("combobox", { name: "Bank account" }));
    await user.keyboard("harbour{ArrowDown}{Enter}");
    await user.click(screen.getByTestId("map-save"));
    expect(askedOf(host, "set_bank")).toEqual([
      { bank: "Credit union", account: "account Harbour Credit Union" },
    ]);
  });

  test("is explained where there is none", async () => {
    open("#/mappings?tab=banks", {
      answers: { mappings: () => ({ ...mappings(null), banks: [] }) },
    });
    expect(
      await screen.findByRole("heading", { name: "No bank accounts called by a name" }),
    ).toBeVisible();
  });
});

describe("tracking", () => {
  test("a value called otherwise is given its option; one that is called alike is not kept", async () => {
    const { user, host } = await choose("tracking", /^Tracking by Location: Region/);
    const dock = await screen.findByRole("button", { name: /Main Dock/ });
    expect(dock).toHaveTextContent("Called like the value");
    expect(screen.getByRole("button", { name: /North dock/ })).toHaveTextContent("North Shore");
    await expectNoBarriers();
    await user.click(screen.getByTestId("map-save"));
    expect(askedOf(host, "set_tracking")).toEqual([
      {
        field: "location",
        category: "Region",
        options: [{ value: "North dock", option: "North Shore" }],
      },
    ]);
  });

  test("is taken away", async () => {
    const { user, host } = await choose("tracking", /^Tracking by Location: Region/);
    await user.click(await screen.findByTestId("tracking-category"));
    await user.click(await screen.findByRole("option", { name: "Not tracked" }));
    await user.click(screen.getByTestId("map-save"));
    expect(askedOf(host, "set_tracking")).toEqual([
      { field: "location", category: null, options: [] },
    ]);
  });

  test("a value without an option is offered one in Xero", async () => {
    const { user, host } = open("#/mappings?tab=tracking");
    await user.click(await screen.findByRole("button", { name: "Create “Night tours” in Xero" }));
    await user.click(await screen.findByRole("button", { name: "Create it in Xero" }));
    expect(askedOf(host, "create_tracking_option")).toEqual([
      { category: "Department", option: "Night tours" },
    ]);
  });
});

describe("lines without tax", () => {
  test("carry the country’s usual tax type until another is chosen", async () => {
    const { user, host } = await choose("taxes", /^Tax type of Lines without tax: Tax Exempt/);
    const type = await screen.findByTestId("map-tax-type");
    expect(type).toHaveTextContent("The country’s usual one");
    await user.click(type);
    await user.click(await screen.findByRole("option", { name: "Tax Exempt (0 %)" }));
    await user.click(screen.getByTestId("map-save"));
    expect(askedOf(host, "set_no_tax_type")).toEqual([{ taxType: "NONE" }]);
  });

  test("a tax type the program refuses is said, and nothing closes", async () => {
    const { user } = await choose("taxes", /^Tax type of Lines without tax: /, {
      set_no_tax_type: () => {
        throw fault("mapping_refused", "“GST on Income” is not a tax rate of lines without tax.");
      },
    });
    await screen.findByTestId("map-tax-type");
    await user.click(screen.getByTestId("map-save"));
    expect(await screen.findByTestId("fault")).toHaveTextContent("GST on Income");
    expect(screen.getByTestId("map-dialog")).toBeVisible();
  });
});

describe("a role that may carry a tax", () => {
  test("is given its tax type, which the list shows by its name", async () => {
    const kept = mappings(null);
    const roles = kept.roles.map((role) =>
      role.role === "surcharges" ? { ...role, taxType: "OUTPUT" as never } : role,
    );
    const { user, host } = await choose("roles", /^Account for Surcharges: /, {
      mappings: () => ({ ...kept, roles }),
    });
    const type = await screen.findByTestId("map-tax-type");
    expect(type).toHaveTextContent("GST on Income (5 %)");
    await user.click(type);
    await user.click(await screen.findByRole("option", { name: "None" }));
    await user.click(screen.getByTestId("map-save"));
    expect(askedOf(host, "set_role")).toEqual([
      { role: "surcharges", account: "account Surcharges", taxType: null },
    ]);
    await waitFor(() => expect(screen.queryByTestId("map-dialog")).toBeNull());
    const table = screen.getByTestId("roles");
    expect(within(table).getByText("Surcharges").closest("tr")).toHaveTextContent("GST on Income");
  });
});
