import { screen, waitFor } from "@testing-library/react";
import { describe, expect, test } from "vitest";

import { fault } from "../../ipc/host/fake";
import { BUNDLE } from "../../test/fixtures/kept";
import { atWindow, people } from "../../test/fixtures/people";
import { PRACTICE } from "../../test/fixtures/book";
import { askedOf, expectNoBarriers, open } from "../../test/render";

describe("the diagnostic bundle", () => {
  test("is saved with one click, and says what is in it and where it is", async () => {
    const { user, host } = open("#/settings");
    const button = await screen.findByRole("button", { name: "Save a diagnostic bundle…" });
    expect(screen.getByText(/No names, amounts, notes or tokens are in it/)).toBeVisible();
    expect(askedOf(host, "save_bundle")).toEqual([]);
    await user.click(button);
    await waitFor(() => expect(askedOf(host, "save_bundle")).toEqual([{ to: null }]));
    expect(await screen.findByTestId("bundle-saved")).toHaveTextContent(BUNDLE.path);
    await expectNoBarriers();
  });

  test("is there for everybody who has signed in", async () => {
    const sam = people(false).people.find((one) => one.role === "frontDesk");
    if (sam === undefined) throw new Error("somebody is at the front desk");
    open("#/settings", { answers: { status: () => ({ ...PRACTICE, window: atWindow(sam) }) } });
    expect(await screen.findByTestId("save-bundle")).toBeEnabled();
  });

  test("says why it could not be saved", async () => {
    const { user } = open("#/settings", {
      answers: {
        save_bundle: () => {
          throw fault("book_failed", "The disk is full. Nothing was saved.");
        },
      },
    });
    await user.click(await screen.findByTestId("save-bundle"));
    expect(await screen.findByTestId("fault")).toHaveTextContent("The disk is full.");
    expect(screen.queryByTestId("bundle-saved")).toBeNull();
  });

  test("is offered where the book cannot be opened", async () => {
    const { user, host } = open("", {
      answers: {
        status: () => {
          throw fault("book_failed", "The book is damaged.");
        },
      },
    });
    expect(await screen.findByText("The book is damaged.")).toBeVisible();
    await user.click(screen.getByTestId("save-bundle"));
    await waitFor(() => expect(askedOf(host, "save_bundle")).toHaveLength(1));
    expect(await screen.findByTestId("bundle-saved")).toHaveTextContent(BUNDLE.path);
    await expectNoBarriers();
  });
});
