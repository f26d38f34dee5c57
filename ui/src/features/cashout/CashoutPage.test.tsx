import { act, screen, waitFor, within } from "@testing-library/react";
import { describe, expect, test } from "vitest";

import type { CallPlan, RunId } from "../../ipc/generated";
import { fault } from "../../ipc/host/fake";
import { cashout } from "../../test/fixtures/cashout";
import { askedOf, expectNoBarriers, open } from "../../test/render";

async function mapTheLesson(user: ReturnType<typeof open>["user"]) {
  await user.click(await screen.findByRole("button", { name: "Map it" }));
  const dialog = await screen.findByRole("dialog", { name: "Account for GL code 6545" });
  await user.click(await within(dialog).findByRole("button", { name: "Save" }));
  await waitFor(() => expect(screen.queryByTestId("blocker")).toBeNull());
}

describe("the cashout", () => {
  test("opens on today and shows a journal whose columns are equal", async () => {
    open();
    expect(await screen.findByTestId("cashout-taken")).toHaveTextContent("5,398.43");
    expect(screen.getByTestId("journal-debits").textContent).toBe(
      screen.getByTestId("journal-credits").textContent,
    );
    await expectNoBarriers();
  });

  test("a line opens to its transactions", async () => {
    const { user, host } = open();
    await user.click(await screen.findByRole("button", { name: "Transactions in 200 Boats" }));
    expect(await screen.findByTestId("line-transactions")).toBeInTheDocument();
    await waitFor(() => expect(screen.getAllByText("60.00").length).toBeGreaterThan(0));
    expect(askedOf(host, "cashout_line_transactions")).toEqual([
      { line: "line Boats", cursor: null },
    ]);
  });

  test("a blocker’s button opens the mapping right there, and mapping it clears it", async () => {
    const { user, host } = open();
    await mapTheLesson(user);
    expect(askedOf(host, "set_gl_code")).toEqual([
      { code: "6545", account: "account Lessons and Tours", taxType: null, tracking: [] },
    ]);
    expect(screen.getByTestId("toasts")).toHaveTextContent("can now be posted");
  });

  test("pressing Sync twice sends once, and ends with the journal’s link", async () => {
    const { user, host } = open();
    await mapTheLesson(user);
    await user.dblClick(screen.getByRole("button", { name: "Sync to Xero" }));
    const outcome = await screen.findByTestId("sync-outcome");
    expect(outcome).toHaveTextContent("Posted to Xero");
    await user.click(within(outcome).getByRole("button", { name: "View in Xero" }));
    expect(askedOf(host, "sync_cashout")).toHaveLength(1);
    expect(askedOf(host, "open_document")).toEqual([{ document: "cashout-today" }]);
    await expectNoBarriers();
  });

  test("a blocked day can be closed, and says what waits and that nothing is lost", async () => {
    const { user } = open();
    await user.click(await screen.findByTestId("sync"));
    const outcome = await screen.findByTestId("sync-outcome");
    expect(outcome).toHaveTextContent("The day is closed and saved here");
    expect(outcome).toHaveTextContent("Nothing is lost");
    expect(within(outcome).getByRole("button", { name: "Map it" })).toBeInTheDocument();
  });

  test("a range says before it is sent how many calls it takes, and a day says nothing", async () => {
    const message =
      "200 journals, about 204 calls to Xero: about 4 minutes, since Xero allows 60 a minute.";
    const calls: CallPlan = {
      documents: 200,
      calls: 204,
      minuteLeft: null,
      dayLeft: 4_812,
      today: 200,
      takesSeconds: 197,
      message,
    };
    const day = open();
    await screen.findByTestId("sync");
    expect(screen.queryByTestId("sync-calls")).toBeNull();
    day.unmount();
    const { user } = open("", {
      answers: {
        cashout: (request) => ({ ...cashout(request, null, null), calls }),
        sync_cashout: () => new Promise(() => undefined),
      },
    });
    expect(await screen.findByTestId("sync-calls")).toHaveTextContent(message);
    await expectNoBarriers();
    await user.click(screen.getByTestId("sync"));
    expect(await screen.findByRole("button", { name: /Syncing/ })).toBeInTheDocument();
    expect(screen.getByTestId("sync-calls")).toHaveTextContent("about 4 minutes");
  });

  test("waiting for Xero’s minute is said, and is a pause in sending", async () => {
    const { user, host } = open("", {
      answers: { sync_cashout: () => new Promise(() => undefined) },
    });
    await user.click(await screen.findByTestId("sync"));
    const [{ run }] = askedOf(host, "sync_cashout") as [{ run: RunId }];
    act(() => host.emit("progress", { run, step: "limited", done: 57, total: 200 }));
    expect(await screen.findByText(/Xero allows no more calls just now/)).toBeInTheDocument();
    expect(screen.getByText("57 of 200")).toBeInTheDocument();
    act(() => host.emit("progress", { run, step: "sending", done: 58, total: 200 }));
    await waitFor(() => expect(screen.queryByText(/no more calls just now/)).toBeNull());
  });

  test("by keyboard alone: map the code, sync, see the result", async () => {
    const { user } = open();
    (await screen.findByRole("button", { name: "Map it" })).focus();
    await user.keyboard("{Enter}");
    const account = await screen.findByRole("combobox", { name: "Account" });
    await waitFor(() => expect(account).toHaveFocus());
    await user.keyboard("kayak{ArrowDown}{Enter}");
    expect(account).toHaveValue("210 · Kayak Rentals");
    await user.keyboard("{Enter}");
    await waitFor(() => expect(screen.queryByTestId("blocker")).toBeNull());
    screen.getByTestId("sync").focus();
    await user.keyboard("{Enter}");
    expect(await screen.findByTestId("sync-outcome")).toHaveTextContent("Posted to Xero");
  });

  test("the arrow keys step from day to day, and not past today", async () => {
    const { user, host } = open();
    await screen.findByTestId("cashout-taken");
    await user.keyboard("{ArrowRight}");
    expect(window.location.hash).toBe("");
    await user.keyboard("{ArrowLeft}");
    expect(await screen.findByText("Nothing recorded here yet")).toBeInTheDocument();
    expect(askedOf(host, "cashout").at(-1)).toMatchObject({ from: "2026-11-20", to: "2026-11-20" });
    await expectNoBarriers();
  });

  test("a fault says what happened, what to do, and where it is in the log", async () => {
    const { user } = open("", {
      answers: {
        sync_cashout: () => {
          throw {
            ...fault("xero_unreachable", "The day is closed and saved here.", "It goes by itself."),
            reference: "R-77",
          };
        },
      },
    });
    await user.click(await screen.findByTestId("sync"));
    const alert = await screen.findByTestId("fault");
    expect(alert).toHaveTextContent("Xero can’t be reached just now");
    expect(alert).toHaveTextContent("The day is closed and saved here.");
    expect(alert).toHaveTextContent("It goes by itself.");
    expect(alert).toHaveTextContent("Reference R-77");
  });
});
