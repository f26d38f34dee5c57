import { screen, waitFor } from "@testing-library/react";
import { describe, expect, test } from "vitest";

import { fault } from "../../ipc/host/fake";
import { FRESH, PRACTICE } from "../../test/fixtures/book";
import { NOBODY_THERE, people } from "../../test/fixtures/people";
import { askedOf, expectNoBarriers, open } from "../../test/render";

describe("the practice company", () => {
  test.each([
    ["on every page", "#/transactions", "own-books"],
    ["on the card of the connection", "#/settings", "own-books-connection"],
    ["where one starts", "#/start", "own-books-start"],
  ])("is left by a button %s, for the start of one’s own books", async (_, address, button) => {
    const { user, host } = open(address);
    const leave = await screen.findByTestId(button);
    expect(leave).toHaveTextContent("Use your own books");
    await expectNoBarriers();
    await user.click(leave);
    const welcome = await screen.findByRole("heading", { name: "Welcome aboard" });
    await waitFor(() => expect(welcome).toHaveFocus());
    expect(askedOf(host, "leave_practice")).toEqual([{}]);
    expect(screen.queryByText("Use your own books", { selector: "button *" })).toBeNull();
    expect(screen.getByTestId("rail-foot")).toHaveTextContent("No organisation");
  });

  test("is left by who has not signed in to it, too", async () => {
    let left = false;
    const { user } = open("", {
      answers: {
        status: () => (left ? FRESH : { ...PRACTICE, window: NOBODY_THERE }),
        leave_practice: () => {
          left = true;
          return FRESH;
        },
        people: () => people(false),
      },
    });
    await screen.findAllByTestId("who");
    await expectNoBarriers();
    await user.click(screen.getByTestId("own-books-sign-in"));
    expect(await screen.findByRole("heading", { name: "Welcome aboard" })).toBeVisible();
  });

  test("leaves no answer of its own behind, also where no event tells of another book", async () => {
    const { user, host } = open("#/transactions", { answers: { leave_practice: () => FRESH } });
    await screen.findAllByTestId("transactions-row");
    await user.click(screen.getByTestId("own-books"));
    await screen.findByRole("heading", { name: "Welcome aboard" });
    await user.click(screen.getByTestId("nav-transactions"));
    await screen.findAllByTestId("transactions-row");
    const asked = host.asked.map(({ command }) => command);
    expect(asked.slice(asked.indexOf("leave_practice"))).toContain("transactions");
  });

  test("that cannot be left says why, and stays", async () => {
    const { user } = open("#/transactions", {
      answers: {
        leave_practice: () => {
          throw fault("book_busy", "Another Daybook has your own book open.");
        },
      },
    });
    await user.click(await screen.findByTestId("own-books"));
    expect(await screen.findByTestId("fault")).toHaveTextContent("Another Daybook has");
    expect(screen.getByTestId("own-books")).toBeEnabled();
  });

  test("is left, not disconnected", async () => {
    open("#/settings");
    expect(await screen.findByTestId("own-books-connection")).toBeVisible();
    expect(screen.queryByTestId("disconnect")).toBeNull();
  });
});
