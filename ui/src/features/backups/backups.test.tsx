import { screen, waitFor } from "@testing-library/react";
import { describe, expect, test } from "vitest";

import { PRACTICE } from "../../test/fixtures/book";
import { BACKUPS, DAMAGED_COPY, FOUND } from "../../test/fixtures/kept";
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

  test("a damaged copy says what it is before it is put back", async () => {
    const backups = [DAMAGED_COPY, ...BACKUPS.backups];
    const { user, host } = open("#/settings", {
      answers: { status, backups: () => ({ ...BACKUPS, backups }) },
    });
    const [copy, sound] = await screen.findAllByTestId("backup");
    expect(copy).toHaveTextContent("Damaged copy");
    expect(sound).not.toHaveTextContent("Damaged copy");
    await user.click(screen.getByRole("button", { name: /Put back the damaged copy of .*Nov 21/ }));
    const dialog = await screen.findByRole("dialog", { name: "Put this damaged copy back?" });
    expect(dialog).toHaveTextContent("What it holds is not what was recorded");
    expect(dialog).toHaveTextContent("Put back a sound backup instead, unless there is none.");
    await expectNoBarriers();
    await user.click(screen.getByTestId("restore-confirm"));
    await waitFor(() =>
      expect(askedOf(host, "restore_backup")).toEqual([{ file: DAMAGED_COPY.file }]),
    );
    expect(await screen.findByText("The damaged copy is the book now.")).toBeVisible();
  });

  test("a sound one says nothing of damage", async () => {
    const { user } = open("#/settings", { answers: { status } });
    await user.click((await screen.findAllByTestId("restore"))[0] ?? document.body);
    expect(await screen.findByTestId("restore-dialog")).not.toHaveTextContent(/damaged/i);
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
