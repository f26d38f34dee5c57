import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, test, vi } from "vitest";

import type { AttentionGroup, CauseId } from "../../ipc/generated";
import { GOES_BY_ITSELF } from "../../test/fixtures/attention";
import { PRACTICE } from "../../test/fixtures/book";
import { money } from "../../test/fixtures/cashout";
import { askedOf, expectNoBarriers, open } from "../../test/render";

function unread(title: string): AttentionGroup {
  return {
    cause: "unread" as CauseId,
    title,
    sentence: "It cannot be read.",
    count: 1,
    amount: money("0.00"),
    actions: [],
    items: [],
  };
}

describe("what needs attention", () => {
  test("is grouped by cause, with the button that mends it and Xero’s words behind a fold", async () => {
    const { user, host } = open("#/attention");
    const [refused] = await screen.findAllByTestId("attention-group");
    if (refused === undefined) throw new Error("the fixture has a refused document");
    expect(within(refused).getByText(/Nothing was posted and nothing is lost/)).toBeVisible();
    expect(within(refused).getByText("What Xero said").closest("details")).not.toHaveAttribute(
      "open",
    );
    await user.click(within(refused).getByRole("button", { name: "Try all again" }));
    expect(askedOf(host, "retry_cause")).toEqual([{ cause: "archived 260" }]);
    await expectNoBarriers();
  });

  test("skipping asks for a reason", async () => {
    const { user, host } = open("#/attention");
    await user.click(await screen.findByRole("button", { name: "Skip…" }));
    const confirm = await screen.findByTestId("skip-confirm");
    expect(confirm).toBeDisabled();
    await user.type(screen.getByTestId("skip-why"), "Entered by hand");
    await user.click(confirm);
    expect(askedOf(host, "skip_document")).toEqual([
      { document: "cashout-18", why: "Entered by hand" },
    ]);
  });

  test("says the currency of what is not in the organisation’s", async () => {
    open("#/attention", { scenario: "busy" });
    const foreign = await screen.findByRole("button", { name: "Processor payout PO-20261121" });
    expect(foreign.closest("li")).toHaveTextContent("100.00 USD");
    const group = foreign.closest("[data-testid=attention-group]");
    expect(group?.querySelector("header")).toHaveTextContent("100.00 USD");
    const own = screen.getByRole("button", { name: /^Account charge T-1042/ });
    expect(own.closest("li")).not.toHaveTextContent("CAD");
  });

  test("says what is wrong around the book, and leads to where it is mended", async () => {
    const answers = { status: () => ({ ...PRACTICE, practice: false }) };
    const { user } = open("#/attention", { scenario: "busy", answers });
    const heading = await screen.findByRole("heading", { name: "The book’s file is damaged" });
    const damaged = heading.closest<HTMLElement>("[data-testid=attention-group]");
    if (damaged === null) throw new Error("a title stands in its group");
    expect(damaged).not.toHaveTextContent("damaged1");
    expect(within(damaged).getByRole("button", { name: "Backups in Settings" })).toBeVisible();
    await expectNoBarriers();
    await user.click(screen.getByRole("button", { name: "Look at each" }));
    expect(await screen.findByRole("heading", { name: "Changed in Xero" })).toBeVisible();
  });

  test("leads to the backups themselves, not to the top of the settings", async () => {
    const scrolled = vi.spyOn(Element.prototype, "scrollIntoView");
    const answers = { status: () => ({ ...PRACTICE, practice: false }) };
    const { user } = open("#/attention", { scenario: "busy", answers });
    const [way] = await screen.findAllByRole("button", { name: "Backups in Settings" });
    if (way === undefined) throw new Error("the fixture has a damaged book");
    await user.click(way);
    const heading = await screen.findByRole("heading", { name: "Backups" });
    await waitFor(() => expect(heading).toHaveFocus());
    await screen.findAllByTestId("backup");
    await waitFor(() => expect(scrolled.mock.contexts).toContain(heading));
    expect(window.location.hash).toBe("#/settings?part=backups");
    // By the rail one comes to the top again.
    await user.click(screen.getByTestId("nav-settings"));
    await waitFor(() => expect(screen.getByRole("heading", { level: 1 })).toHaveFocus());
    scrolled.mockRestore();
  });

  test("shows two groups of one cause, and each is itself when the other goes", async () => {
    const complained = vi.spyOn(console, "error");
    let groups = [unread("One thing"), unread("Another thing")];
    const { host } = open("#/attention", {
      answers: { attention: () => ({ groups, total: groups.length }) },
    });
    expect(await screen.findAllByTestId("attention-group")).toHaveLength(2);
    groups = groups.slice(1);
    host.emit("changed", { topic: "documents", id: null });
    await waitFor(() => expect(screen.getAllByTestId("attention-group")).toHaveLength(1));
    expect(screen.getByRole("heading", { name: "Another thing" })).toBeVisible();
    expect(complained).not.toHaveBeenCalled();
    complained.mockRestore();
  });

  test("promises nothing of a group that it does not say", async () => {
    const answers = { attention: () => ({ groups: [GOES_BY_ITSELF], total: 1 }) };
    open("#/attention", { answers });
    expect(await screen.findByText(/It waits for the internet/)).toBeVisible();
    const lead = screen.getByText(/^What is held up/);
    expect(lead).toHaveTextContent("What only waits goes on by itself");
    expect(lead).not.toHaveTextContent(/lost|does not go on/);
  });

  test("leads nobody to backups who may not have them", async () => {
    const window = { ...PRACTICE.window, mayNot: ["backups" as const] };
    const answers = { status: () => ({ ...PRACTICE, practice: false, window }) };
    open("#/attention", { scenario: "busy", answers });
    expect(await screen.findByRole("button", { name: "Look at each" })).toBeVisible();
    expect(screen.queryByRole("button", { name: "Backups in Settings" })).toBeNull();
  });

  test("says so when nothing does", async () => {
    open("#/attention", { answers: { attention: () => ({ groups: [], total: 0 }) } });
    expect(await screen.findByRole("heading", { name: "All calm" })).toBeVisible();
  });
});
