import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, test } from "vitest";

import { PRACTICE } from "../../test/fixtures/book";
import { drifts, EDITED, RETAGGED, SECOND } from "../../test/fixtures/kept";
import { SAM, atWindow } from "../../test/fixtures/people";
import { askedOf, expectNoBarriers, open } from "../../test/render";

describe("what was changed in Xero", () => {
  test("is shown as it was sent, as Xero answered and as it is now", async () => {
    open("#/drift", { scenario: "busy" });
    const cards = await screen.findAllByTestId("drift");
    expect(cards).toHaveLength(2);
    const edited = cards[0];
    if (edited === undefined) throw new Error("the edited one is first");
    for (const way of ["As it was sent", "As Xero answered", "As it is in Xero now"]) {
      expect(within(edited).getByRole("heading", { name: way })).toBeVisible();
    }
    const other = within(edited).getByText("260 · Other Revenue").closest("li");
    expect(other).toHaveAttribute("data-differs", "true");
    const [sent] = within(edited).getAllByText("200 · Sales");
    expect(sent?.closest("li")).toHaveAttribute("data-differs", "true");
    const [same] = within(edited).getAllByText("090 · Card Clearing");
    expect(same?.closest("li")).toHaveAttribute("data-differs", "false");
    expect(screen.getByRole("heading", { name: "The other one in Xero" })).toBeVisible();
    await expectNoBarriers();
  });

  test("is shown with its rate and with how each line is tracked, where that is known", async () => {
    open("#/drift", { answers: { drifts: () => drifts([RETAGGED]) } });
    const card = await screen.findByTestId("drift");
    const rate = within(card).getByText("USD at 0.75");
    expect(rate).toHaveAttribute("data-differs", "true");
    expect(rate).toHaveTextContent("USD at 0.75 differs");
    const answer = within(card).getByText("USD at 0.735294");
    expect(answer).toHaveAttribute("data-differs", "false");
    expect(answer).not.toHaveTextContent("differs");
    const [sent, answered, now] = within(card)
      .getAllByText("090 · Card Clearing")
      .map((account) => account.closest("li"));
    expect(sent).toHaveTextContent("Dock: Harbour");
    expect(answered).toHaveAttribute("data-differs", "false");
    expect(now).toHaveTextContent("Dock: Lake");
    expect(now).toHaveAttribute("data-differs", "true");
    await expectNoBarriers();
  });

  test("is accepted or posted again with one click, where that can be done", async () => {
    const { user, host } = open("#/drift", { scenario: "busy" });
    const [repost, ...others] = await screen.findAllByTestId("drift-repost");
    expect(others).toHaveLength(0);
    if (repost === undefined) throw new Error("an edited one can be posted again");
    await user.click(repost);
    await waitFor(() => expect(askedOf(host, "repost_drift")).toEqual([{ drift: EDITED.id }]));
    const accept = screen.getAllByTestId("drift-accept").at(-1);
    if (accept === undefined) throw new Error("a second one can be accepted");
    await user.click(accept);
    await waitFor(() => expect(askedOf(host, "accept_drift")).toEqual([{ drift: SECOND.id }]));
  });

  test("is left to those who may decide", async () => {
    const answers = { status: () => ({ ...PRACTICE, window: atWindow(SAM) }) };
    open("#/drift", { scenario: "busy", answers });
    expect(await screen.findAllByTestId("drift")).toHaveLength(2);
    expect(screen.queryByTestId("drift-repost")).toBeNull();
    expect(screen.queryByTestId("drift-accept")).toBeNull();
  });

  test("is looked for when asked", async () => {
    const { user, host } = open("#/drift");
    expect(await screen.findByText("Nothing was changed in Xero")).toBeVisible();
    await user.click(screen.getByTestId("check-drift"));
    expect(askedOf(host, "check_drift")).toHaveLength(1);
  });
});
