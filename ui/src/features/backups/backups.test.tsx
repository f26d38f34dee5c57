import { screen, waitFor } from "@testing-library/react";
import { describe, expect, test } from "vitest";

import { PRACTICE } from "../../test/fixtures/book";
import { BACKUPS, FOUND } from "../../test/fixtures/kept";
import { askedOf, expectNoBarriers, open } from "../../test/render";

const status = () => ({ ...PRACTICE, practice: false });

describe("backups", () => {
  test("are listed, and one is put back once that is confirmed", async () => {
    const { user, host } = open("#/settings", { answers: { status } });
    expect(await screen.findAllByTestId("backup")).toHaveLength(8);
    expect(screen.getByText("and 2 older")).toBeVisible();
    await user.click(screen.getByRole("button", { name: /Put back the backup of .*Nov 20/ }));
    expect(await screen.findByTestId("restore-dialog")).toHaveTextContent(
      "nothing is posted twice",
    );
    await expectNoBarriers();
    expect(askedOf(host, "restore_backup")).toEqual([]);
    await user.click(screen.getByTestId("restore-confirm"));
    const file = BACKUPS.backups[0]?.file;
    await waitFor(() => expect(askedOf(host, "restore_backup")).toEqual([{ file }]));
  });

  test("the practice company has none", async () => {
    open("#/settings");
    expect(await screen.findByRole("heading", { name: "People" })).toBeVisible();
    expect(screen.queryByRole("heading", { name: "Backups" })).toBeNull();
  });

  test("say of what is found in Xero that nothing here is like it", async () => {
    const found = [{ ...FOUND, mayBe: [] }];
    open("#/settings", { answers: { status, backups: () => ({ ...BACKUPS, found }) } });
    expect(await screen.findByText(/Nothing that waits here is like it/)).toBeVisible();
    expect(screen.queryByTestId("take-over")).toBeNull();
  });

  test("what is found in Xero after one was put back is decided by a person", async () => {
    const { user, host } = open("#/settings", {
      answers: { status, backups: () => ({ ...BACKUPS, found: [FOUND] }) },
    });
    const [document] = FOUND.mayBe;
    await user.click(await screen.findByTestId("take-over"));
    await waitFor(() => expect(askedOf(host, "take_over_found")).toEqual([{ document }]));
    await user.click(screen.getByTestId("dismiss"));
    expect(screen.getByTestId("dismiss-confirm")).toBeDisabled();
    await user.type(screen.getByTestId("why"), "That one is of last year");
    await user.click(screen.getByTestId("dismiss-confirm"));
    await waitFor(() =>
      expect(askedOf(host, "dismiss_found")).toEqual([
        { document, reference: FOUND.reference, why: "That one is of last year" },
      ]),
    );
  });
});
