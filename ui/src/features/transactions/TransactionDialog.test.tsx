import { screen, within } from "@testing-library/react";
import { describe, expect, test } from "vitest";

import { fault } from "../../ipc/host/fake";
import { PRACTICE } from "../../test/fixtures/book";
import { POSTED } from "../../test/fixtures/documents";
import { transaction } from "../../test/fixtures/opened";
import { askedOf, expectNoBarriers, open } from "../../test/render";

async function openKind(kind: string) {
  const opened = open("#/transactions");
  await screen.findAllByTestId("transactions-row");
  await opened.user.click(screen.getByText(kind, { selector: "[role=gridcell]" }));
  const dialog = await screen.findByTestId("transaction-dialog");
  await within(dialog).findByText("History");
  return { ...opened, dialog };
}

describe("a transaction", () => {
  test("shows each part with where it goes, its day and its amount", async () => {
    const { dialog, user, host } = await openKind("Check-in");
    const parts = within(dialog).getAllByTestId("part");
    expect(parts.map((part) => part.querySelector("strong")?.textContent)).toEqual([
      "Journal of its own",
      "Invoice",
      "Journal of its own",
      "Journal of its own",
      "Journal of its own",
      "Journal of its own",
    ]);
    expect(parts[2]).toHaveTextContent("Dec 1, 2026");
    expect(parts[2]).toHaveTextContent("100.00");
    // Many parts fold their lines away.
    expect(parts[0]?.querySelector("details")).not.toHaveAttribute("open");
    await user.click(within(dialog).getByRole("button", { name: "Move to cashout" }));
    expect(askedOf(host, "move_to_cashout")).toEqual([
      { transaction: "transaction 4", part: "deferral" },
    ]);
    await expectNoBarriers();
  });

  test("says what its kind has beyond lines and tenders", async () => {
    const { dialog } = await openKind("Check-in");
    expect(within(dialog).getByText("Days rented").nextSibling).toHaveTextContent(
      "2026-11-21 to 2027-03-14",
    );
    expect(within(dialog).getByText("Booking").nextSibling).toHaveTextContent("B-1987");
    expect(within(dialog).getByText("Department").nextSibling).toHaveTextContent("Rentals");
  });

  test("its part leads to the document that has it, and closing leads back", async () => {
    const { dialog, user } = await openKind("Account payment");
    expect(within(dialog).getAllByTestId("part")).toHaveLength(2);
    expect(within(dialog).getByText("Invoice INV-0107, Harbour Hotel")).toBeVisible();
    await user.click(within(dialog).getByRole("button", { name: "Payment T-1077, Harbour Hotel" }));
    expect(await screen.findByTestId("document-dialog")).toBeVisible();
    await user.keyboard("{Escape}");
    expect(await screen.findByTestId("transaction-dialog")).toBeVisible();
  });

  test("that waits says for what, with the button that mends it", async () => {
    const { dialog, user } = await openKind("Processor payout");
    expect(within(dialog).getByTestId("waits-for")).toHaveTextContent("USD needs a rate");
    await user.click(within(dialog).getByRole("button", { name: "Enter the rate…" }));
    expect(await screen.findByRole("dialog", { name: "Enter a rate of USD" })).toBeVisible();
  });

  test("that moves a deposit says that nothing of it is posted", async () => {
    const { dialog } = await openKind("Deposit moved");
    expect(dialog).toHaveTextContent("Nothing to post");
    expect(dialog).toHaveTextContent("Nothing of it goes to Xero");
    expect(within(dialog).getByText("Moved to booking").nextSibling).toHaveTextContent("B-2041");
  });

  test("says what foreign money was and at which rate", async () => {
    const { user } = open("#/transactions");
    (await screen.findByRole("grid", { name: "Transactions" })).focus();
    await user.keyboard("{ArrowDown>12}{Enter}");
    expect(await screen.findByTestId("tenders")).toHaveTextContent("USD 49.41 at 1.36");
  });

  test("names the documents it was in before", async () => {
    const { user } = open("#/transactions");
    (await screen.findByRole("grid", { name: "Transactions" })).focus();
    await user.keyboard("{ArrowDown>71}{Enter}");
    expect(await screen.findByText("Documents it was in before")).toBeVisible();
    expect(screen.getByRole("button", { name: "Cashout 2026-11-20, Main Dock" })).toBeVisible();
  });
});

describe("a transaction that was recorded by mistake", () => {
  test("is withdrawn with a reason, and says so from then on", async () => {
    const { dialog, user, host } = await openKind("Bank deposit");
    await user.click(within(dialog).getByRole("button", { name: "Withdraw…" }));
    const asked = await screen.findByTestId("withdraw-dialog");
    expect(asked).toHaveTextContent("Importing the same file again does not bring it back.");
    const confirm = within(asked).getByTestId("withdraw-confirm");
    expect(confirm).toBeDisabled();
    await user.type(within(asked).getByTestId("withdraw-why"), "  Banked nothing ");
    await expectNoBarriers();
    await user.click(confirm);
    expect(askedOf(host, "withdraw_transaction")).toEqual([
      { transaction: "transaction 11", why: "Banked nothing" },
    ]);
    const after = await screen.findByTestId("transaction-dialog");
    expect(await within(after).findByText(/Withdrawn by Ana: Banked nothing/)).toBeVisible();
    expect(within(after).queryByTestId("withdraw")).toBeNull();
  });

  test("stays where withdrawing is thought better of, or refused", async () => {
    const refused = fault("already_done", "Transaction 14 depends on it. Nothing was changed.");
    const { user } = open("#/transactions", {
      answers: {
        withdraw_transaction: () => {
          throw refused;
        },
      },
    });
    await screen.findAllByTestId("transactions-row");
    await user.click(screen.getByText("Bank deposit", { selector: "[role=gridcell]" }));
    await user.click(await screen.findByTestId("withdraw"));
    await user.click(await screen.findByRole("button", { name: "Cancel" }));
    await user.click(await screen.findByTestId("withdraw"));
    await user.type(await screen.findByTestId("withdraw-why"), "A mistake");
    await user.click(screen.getByTestId("withdraw-confirm"));
    expect(await screen.findByText(/Transaction 14 depends on it/)).toBeVisible();
    expect(screen.getByTestId("withdraw-dialog")).toBeVisible();
  });

  test("says who withdraws what whoever is there may not take out of Xero", async () => {
    const why = "It has a document of its own in Xero: a bookkeeper does that.";
    const { user } = open("#/transactions", {
      answers: {
        transaction: ({ transaction: id }) => ({
          ...transaction(id, POSTED),
          canWithdraw: false,
          withdrawnByOthers: why,
        }),
      },
    });
    await screen.findAllByTestId("transactions-row");
    await user.click(screen.getByText("Bank deposit", { selector: "[role=gridcell]" }));
    const dialog = await screen.findByTestId("transaction-dialog");
    expect(await within(dialog).findByText(why)).toBeVisible();
    expect(within(dialog).queryByTestId("withdraw")).toBeNull();
  });

  test("is nobody’s to withdraw who may not", async () => {
    const may = { ...PRACTICE.window, mayNot: ["withdraw_transaction" as const] };
    const { user } = open("#/transactions", {
      answers: { status: () => ({ ...PRACTICE, window: may }) },
    });
    await screen.findAllByTestId("transactions-row");
    await user.click(screen.getByText("Bank deposit", { selector: "[role=gridcell]" }));
    const dialog = await screen.findByTestId("transaction-dialog");
    await within(dialog).findByText("History");
    expect(within(dialog).queryByTestId("withdraw")).toBeNull();
    // A foot with nothing in it would only be a line below the dialog.
    expect(dialog.querySelector("footer")).toBeNull();
  });
});

describe("the table", () => {
  test("is narrowed by kind, and the address keeps it", async () => {
    const { user, host } = open("#/transactions");
    await user.click(await screen.findByTestId("transactions-kind"));
    await user.click(await screen.findByRole("option", { name: "Deposit moved" }));
    await screen.findByText("From booking B-2010 to B-2041");
    expect(askedOf(host, "transactions").at(-1)).toMatchObject({
      filter: { kinds: ["deposit_move"] },
    });
    expect(window.location.hash).toContain("kinds=deposit_move");
  });
});
