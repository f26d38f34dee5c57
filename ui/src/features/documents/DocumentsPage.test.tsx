import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { describe, expect, test } from "vitest";

import { BANKING, document } from "../../test/fixtures/documents";
import { askedOf, expectNoBarriers, open } from "../../test/render";

async function openRow(title: string) {
  const opened = open("#/documents");
  await opened.user.click(await screen.findByText(title));
  const dialog = await screen.findByTestId("document-dialog");
  await within(dialog).findByRole("heading", { name: title });
  return { ...opened, dialog };
}

function cells(row: HTMLElement): string[] {
  return [...row.children].map((cell) => cell.textContent);
}

describe("the documents", () => {
  test("are all listed, and only the rows in sight are drawn", async () => {
    open("#/documents");
    const grid = await screen.findByRole("grid", { name: "Documents" });
    expect(grid).toHaveAttribute("aria-rowcount", "914");
    expect((await screen.findAllByTestId("documents-row")).length).toBeLessThan(60);
    expect(within(grid).getByText("Refused by Xero")).toBeInTheDocument();
    await expectNoBarriers();
  });

  test("are narrowed by state, and the address keeps it", async () => {
    const { user, host } = open("#/documents");
    await user.click(await screen.findByTestId("documents-state"));
    await user.click(await screen.findByRole("option", { name: "Awaiting approval" }));
    await waitFor(() =>
      expect(askedOf(host, "documents").at(-1)).toEqual({
        states: ["awaiting_approval"],
        cursor: null,
      }),
    );
    expect(window.location.hash).toBe("#/documents?state=awaiting_approval");
    await waitFor(() => expect(screen.getAllByTestId("documents-row")).toHaveLength(1));
    await user.click(screen.getByTestId("check-approvals"));
    expect(askedOf(host, "check_approvals")).toEqual([{}]);
  });

  test("a state nothing is in says so", async () => {
    open("#/documents?state=sending");
    expect(await screen.findByText("No document is in the state “Sending” now.")).toBeVisible();
  });

  test("scrolling down reaches the next page", async () => {
    const { host } = open("#/documents");
    const grid = await screen.findByRole("grid", { name: "Documents" });
    await screen.findAllByTestId("documents-row");
    grid.scrollTop = 4_000;
    fireEvent.scroll(grid);
    await waitFor(() =>
      expect(askedOf(host, "documents").at(-1)).toEqual({ states: [], cursor: "100" }),
    );
  });
});

describe("an undo", () => {
  test("names what goes with it and what stays before anything is done", async () => {
    const { user, host, dialog } = await openRow("Invoice INV-0107, Harbour Hotel");
    await user.click(within(dialog).getByRole("button", { name: "Undo…" }));
    const confirm = await screen.findByTestId("undo-dialog");
    const along = await within(confirm).findByText("These are taken back with it");
    const stays = within(confirm).getByText("These have to do with it and stay in Xero");
    expect(along.parentElement).toHaveTextContent("Payment");
    expect(stays.parentElement).toHaveTextContent(BANKING.title);
    expect(askedOf(host, "undo_document")).toEqual([]);
    await expectNoBarriers();
    await user.click(within(confirm).getByTestId("undo-confirm"));
    expect(askedOf(host, "undo_document")).toHaveLength(1);
  });
});

describe("a document", () => {
  test("an invoice shows its number, contact, due day, and the side Xero adds last", async () => {
    const { dialog } = await openRow("Invoice INV-0107, Harbour Hotel");
    for (const fact of ["INV-0107", "Harbour Hotel", "Mon, Dec 14, 2026", "T-1042 · QX4M7P"]) {
      expect(within(dialog).getByText(fact)).toBeVisible();
    }
    const counter = within(dialog).getByTestId("journal-counter");
    expect(cells(counter)).toEqual([
      "Accounts Receivable",
      "Xero adds this side itself",
      "112.00",
      "",
    ]);
    expect(counter.nextSibling).toBeNull();
    expect(within(dialog).getByTestId("journal-debits").textContent).toBe(
      within(dialog).getByTestId("journal-credits").textContent,
    );
    await expectNoBarriers();
  });

  test("a payout’s money and fees stand on two sides, and the bank on the side it is on", async () => {
    const { dialog } = await openRow("Processor payout PO-20261120");
    expect(within(dialog).getAllByTestId("journal-line").map(cells)).toEqual([
      ["617 Card Clearing", "Visa, Mastercard", "", "1,000.00"],
      ["404 Processor Fees", "Fees of PO-20261120", "29.30", ""],
    ]);
    expect(cells(within(dialog).getByTestId("journal-counter")).slice(2)).toEqual(["970.70", ""]);
  });

  test("of another currency says its rate", async () => {
    const { dialog } = await openRow("Processor payout PO-20261119, US dollars");
    expect(within(dialog).getByText("0.7353 USD for one CAD")).toBeVisible();
  });

  test("without lines of its own says what it does", async () => {
    const { dialog } = await openRow("Allocation T-1063, Harbour Hotel");
    expect(dialog).toHaveTextContent("sets one document off against another");
    expect(within(dialog).queryByRole("table")).toBeNull();
  });

  test("whose lines are not worked out yet says so", async () => {
    const waiting = document(BANKING.id);
    const { user } = open("#/documents", {
      answers: { document: () => ({ ...waiting, lines: [], counter: null }) },
    });
    await user.click(await screen.findByText("Bank deposit BD-31"));
    expect(await screen.findByText("Its lines are worked out when it is sent.")).toBeVisible();
  });

  test("leads to what pays it and back: each dialog closes to the one before", async () => {
    const { user, dialog } = await openRow("Invoice INV-0107, Harbour Hotel");
    await user.click(within(dialog).getByRole("button", { name: /^Payment T-1077/ }));
    expect(
      await screen.findByRole("dialog", { name: "Payment T-1077, Harbour Hotel" }),
    ).toBeVisible();
    await user.keyboard("{Escape}");
    expect(
      await screen.findByRole("dialog", { name: "Invoice INV-0107, Harbour Hotel" }),
    ).toBeVisible();
    await user.keyboard("{Escape}");
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  });

  test("that waits for approval can be checked now", async () => {
    const { user, host, dialog } = await openRow("Invoice INV-0108, Tidewater Elementary School");
    expect(dialog).toHaveTextContent("A draft in Xero");
    await user.click(within(dialog).getByRole("button", { name: "Check now" }));
    expect(askedOf(host, "check_approvals")).toEqual([{}]);
    expect(await screen.findByText(/was approved/)).toBeVisible();
  });

  test("shows every attempt, and Xero’s own words behind a fold", async () => {
    const { dialog } = await openRow("Cashout 2026-11-18, Main Dock");
    expect(dialog).toHaveTextContent("Sent: Xero said no.");
    expect(within(dialog).getByText("What Xero said").closest("details")).not.toHaveAttribute(
      "open",
    );
  });
});
