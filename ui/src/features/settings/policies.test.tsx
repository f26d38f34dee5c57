import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, test } from "vitest";

import { fault } from "../../ipc/host/fake";
import { SETTINGS } from "../../test/fixtures/book";
import { askedOf, expectNoBarriers, open } from "../../test/render";

async function pick(user: ReturnType<typeof open>["user"], field: string, option: string) {
  await user.click(await screen.findByTestId(field));
  await user.click(await screen.findByRole("option", { name: option }));
}

describe("the policies", () => {
  test("are kept whole, each change on top of the one before", async () => {
    const { user, host } = open("#/settings");
    await pick(user, "policy-drafts", "Invoices and credit notes wait in Xero for approval");
    await waitFor(() => expect(askedOf(host, "set_settings")).toHaveLength(1));
    await pick(user, "policy-contacts", "Waits until a person says who they are");
    await pick(user, "policy-locked", "Are dated the first open day after it");
    await user.click(screen.getByRole("checkbox", { name: /Attach the cashout’s sheet/ }));
    expect(askedOf(host, "set_settings").at(-1)).toEqual({
      ...SETTINGS,
      drafts: "invoices",
      contacts: "ask",
      locked: "nextOpenDay",
      evidence: false,
    });
  });

  test("the contacts of bank transactions are kept when the person says so", async () => {
    const { user, host } = open("#/settings");
    expect(await screen.findByTestId("policy-contacts-save")).toBeDisabled();
    await user.type(screen.getByTestId("policy-cash-banking"), "  Night safe ");
    expect(askedOf(host, "set_settings")).toEqual([]);
    await user.keyboard("{Enter}");
    expect(askedOf(host, "set_settings")).toEqual([
      { ...SETTINGS, cashBanking: "Night safe", staffTips: null },
    ]);
  });

  test("a day from which posting starts can be taken away again", async () => {
    const { user, host } = open("#/settings", {
      answers: { settings: () => ({ ...SETTINGS, postingStarts: "2026-11-01" as never }) },
    });
    await user.click(await screen.findByRole("button", { name: "Clear: Posting starts on" }));
    expect(askedOf(host, "set_settings")).toEqual([{ ...SETTINGS, postingStarts: null }]);
  });
});

describe("a location’s rules", () => {
  test("are kept with its day", async () => {
    const { user, host } = open("#/settings");
    await user.click(await screen.findByRole("button", { name: "Change Main Dock" }));
    await user.type(await screen.findByTestId("rule-deposit-tax"), "GST=5");
    await pick(user, "rule-recognition", "Count as revenue month by month, by the days rented");
    await pick(user, "rule-chargebacks", "Are owed by the customer again");
    await user.click(screen.getByRole("checkbox", { name: /^Invoice a balance owed/ }));
    await user.type(screen.getByTestId("rule-walk-in"), "Front desk");
    await user.click(screen.getByTestId("location-save"));
    expect(askedOf(host, "save_location")).toMatchObject([
      {
        id: "main-dock",
        rules: {
          depositTax: "GST=5",
          cancellationTax: "GST=5,PST=7",
          recognition: "byDay",
          invoiceBalances: false,
          chargebacks: "owed",
          walkInContact: "Front desk",
        },
      },
    ]);
  });

  test("a tax that is none is refused at its field", async () => {
    const { user } = open("#/settings", {
      answers: {
        save_location: () => {
          throw {
            ...fault("invalid_input", "“five” does not say taxes by rate. Write GST=5,PST=7."),
            field: "deposit-tax",
          };
        },
      },
    });
    await user.click(await screen.findByRole("button", { name: "Change Main Dock" }));
    await user.type(await screen.findByTestId("rule-deposit-tax"), "five");
    await user.click(screen.getByTestId("location-save"));
    expect(await screen.findByText(/does not say taxes by rate/)).toBeVisible();
    expect(screen.queryByTestId("fault")).toBeNull();
  });
});

async function askForInvoices() {
  const opened = open("#/settings");
  await opened.user.click(await screen.findByRole("button", { name: "Posting mode of Main Dock" }));
  const dialog = await screen.findByTestId("mode-dialog");
  expect(screen.getByTestId("mode-change")).toBeDisabled();
  await opened.user.click(within(dialog).getByRole("radio", { name: /^An invoice for each/ }));
  await opened.user.click(screen.getByTestId("mode-change"));
  return { ...opened, dialog };
}

describe("how sales reach Xero", () => {
  test("is asked without a confirmation, and changed only once what it means was read", async () => {
    const { user, host, dialog } = await askForInvoices();
    const asked = await within(dialog).findByTestId("mode-confirm");
    expect(asked).toHaveTextContent("that month would have journals and invoices");
    expect(asked).toHaveTextContent("Small Xero plans cap the invoices of a month");
    await expectNoBarriers();
    await user.click(screen.getByRole("button", { name: "Change it all the same" }));
    const change = { location: "main-dock", mode: "invoices", from: null };
    expect(askedOf(host, "set_posting_mode")).toEqual([
      { ...change, confirmed: false },
      { ...change, confirmed: true },
    ]);
    const done = await screen.findByTestId("mode-changed");
    expect(done).toHaveTextContent("An invoice for each sale, from Sat, Nov 21, 2026");
  });

  test("another choice after the question is another question", async () => {
    const { user, host, dialog } = await askForInvoices();
    await within(dialog).findByTestId("mode-confirm");
    await user.click(within(dialog).getByRole("radio", { name: /^One journal a day/ }));
    expect(within(dialog).queryByTestId("mode-confirm")).toBeNull();
    await user.click(within(dialog).getByRole("radio", { name: /^An invoice for each/ }));
    await user.click(screen.getByTestId("mode-change"));
    await within(dialog).findByTestId("mode-confirm");
    expect(askedOf(host, "set_posting_mode")).toMatchObject([
      { confirmed: false },
      { confirmed: false },
    ]);
  });
});
