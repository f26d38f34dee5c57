import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, test } from "vitest";

import type { DocumentId, Money } from "../../ipc/generated";
import { fault } from "../../ipc/host/fake";
import { cashout } from "../../test/fixtures/cashout";
import { POSTED } from "../../test/fixtures/documents";
import { busyDay } from "../../test/fixtures/separate";
import { askedOf, expectNoBarriers, open } from "../../test/render";

async function rowOf(title: string): Promise<HTMLElement> {
  const button = await screen.findByRole("button", { name: title });
  const row = button.closest<HTMLElement>("[data-testid=separate-document]");
  if (row === null) throw new Error(`${title} is not in a row`);
  return row;
}

describe("what the cashout leaves out", () => {
  test("says of each document its state, what it waits for, and what can be done", async () => {
    const { user, host } = open();
    const queued = await rowOf("Booking payment B-2044, M. Okafor");
    expect(queued).toHaveTextContent("Queued");
    expect(queued).toHaveTextContent("Waits to be sent. Nothing is lost.");
    expect(queued).toHaveTextContent("50.00");
    await user.click(within(queued).getByRole("button", { name: "Move to cashout" }));
    expect(askedOf(host, "move_to_cashout")).toEqual([
      { transaction: "transaction 21", part: "deferral" },
    ]);
    expect(await screen.findByText("It goes into the cashout of its day now.")).toBeVisible();
    await expectNoBarriers();
  });

  test("what is in Xero leads there, and to its own dialog", async () => {
    const { user, host } = open();
    const posted = await rowOf("Booking payment B-2041, A. Larsen");
    expect(within(posted).queryByRole("button", { name: "Undo…" })).toBeNull();
    await user.click(within(posted).getByTestId("action-viewInXero"));
    expect(askedOf(host, "open_document")).toEqual([{ document: "deposit-1" }]);
    await user.click(
      within(posted).getByRole("button", { name: "Booking payment B-2041, A. Larsen" }),
    );
    expect(await screen.findByTestId("document-dialog")).toBeVisible();
  });

  test("what has no document yet leads to its transaction and to what mends it", async () => {
    const { user } = open();
    const waiting = await rowOf("Processor payout PO-20261121");
    await user.click(within(waiting).getByRole("button", { name: "Enter the rate…" }));
    expect(await screen.findByRole("dialog", { name: "Enter a rate of USD" })).toBeVisible();
    await user.keyboard("{Escape}");
    await user.click(within(waiting).getByRole("button", { name: "Processor payout PO-20261121" }));
    expect(await screen.findByTestId("transaction-dialog")).toBeVisible();
  });

  test("sums each group as the program does, and what is in several currencies not at all", async () => {
    open();
    const heads = await screen.findAllByTestId("separate-group");
    const said = heads.map(({ textContent }) => textContent);
    expect(said[0]).toContain("Amount 200.00");
    expect(said[1]).toMatch(/Amount 112\.00.*The till took 62\.00/);
    expect(said[4]).not.toContain("Amount");
    expect(said[4]).toContain("The till took 0.00");
  });

  test("six hundred documents draw only those in sight, in groups that fold", async () => {
    const { user } = open("", { scenario: "busy" });
    const [first] = await screen.findAllByTestId("separate-group");
    if (first === undefined) throw new Error("a busy day has groups");
    expect(first).toHaveTextContent("Sale · Invoice");
    expect(first).toHaveTextContent("1 needs attention");
    expect(first).toHaveTextContent("260 posted");
    expect(screen.getAllByTestId("separate-document").length).toBeLessThan(40);
    await expectNoBarriers();
    await user.click(first);
    expect(first).toHaveAttribute("aria-expanded", "false");
    await waitFor(() => expect(screen.getAllByTestId("separate-group")).toHaveLength(2));
  });
});

function counted(overShort: string | null) {
  const answers = {
    cashout: (request: Parameters<typeof cashout>[0]) => ({
      ...cashout(request, null, null),
      overShort: overShort as Money | null,
    }),
  };
  open("", { answers });
  return screen.findByTestId("cashout-taken");
}

describe("a day that is posted in invoices", () => {
  test("can be sent while something of it is not, although no cashout is left to make", async () => {
    const { user, host } = open("", {
      answers: {
        cashout: (request) => ({
          ...cashout(request, null, null),
          state: { kind: "nothingToPost" },
          journals: [],
          blockers: [],
          postedSeparately: busyDay(),
        }),
      },
    });
    const button = await screen.findByTestId("sync");
    expect(button).toBeEnabled();
    expect(screen.getByText(/has a document of its own and is not sent yet/)).toBeVisible();
    await user.click(button);
    expect(askedOf(host, "sync_cashout")).toHaveLength(1);
  });

  test("offers only the first of hundreds of links", async () => {
    const documents = Array.from({ length: 600 }, (_, index) => ({
      ...POSTED,
      id: `document ${index}` as DocumentId,
    }));
    const { user } = open("", {
      answers: {
        sync_cashout: () => ({ documents, settled: true, message: "600 went.", actions: [] }),
      },
    });
    await user.click(await screen.findByTestId("sync"));
    const outcome = await screen.findByTestId("sync-outcome");
    expect(within(outcome).getAllByRole("button", { name: "View in Xero" })).toHaveLength(3);
  });
});

describe("the count of the drawer", () => {
  test.each([
    ["-2.50", "is short by2.50"],
    ["3.00", "is over by3.00"],
    ["0.00", "is right"],
  ])("%s is said plainly", async (overShort, said) => {
    await counted(overShort);
    expect(screen.getByTestId("over-short").textContent).toContain(said);
  });

  test("is not spoken of where nothing was counted", async () => {
    await counted(null);
    expect(screen.queryByTestId("over-short")).toBeNull();
  });
});

describe("the day’s sheet", () => {
  test("is written where the program asks the person to", async () => {
    const { user, host } = open();
    await user.click(await screen.findByTestId("print-sheet"));
    expect(askedOf(host, "export")).toEqual([
      { format: "pdf", location: "main-dock", from: "2026-11-21", to: "2026-11-21", path: null },
    ]);
    expect(await screen.findByText(/^14 documents written to/)).toBeVisible();
  });

  test("that cannot be written says why, in place", async () => {
    const { user } = open("", {
      answers: {
        export: () => {
          throw fault("nothing_to_post", "This day is not closed yet.");
        },
      },
    });
    await user.click(await screen.findByTestId("print-sheet"));
    expect(await screen.findByTestId("fault")).toHaveTextContent("This day is not closed yet.");
  });
});
