import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, test } from "vitest";

import type { AtWindow } from "../../ipc/generated";
import { fault } from "../../ipc/host/fake";
import { PRACTICE } from "../../test/fixtures/book";
import { ANA, NOBODY_THERE, SAM, atWindow, people } from "../../test/fixtures/people";
import { askedOf, expectNoBarriers, open } from "../../test/render";

const at = (window: AtWindow) => ({
  answers: {
    status: () => ({ ...PRACTICE, window }),
    people: () => people(window.person !== null),
  },
});

describe("signing in", () => {
  test("comes before anything of the book, by name and PIN", async () => {
    const { user, host } = open("#/cashout", at(NOBODY_THERE));
    await user.click(await screen.findByRole("button", { name: /Sam/ }));
    await expectNoBarriers();
    expect(screen.getByLabelText("PIN")).toHaveAttribute("type", "password");
    await user.keyboard("2580{Enter}");
    await waitFor(() =>
      expect(askedOf(host, "sign_in")).toEqual([{ person: SAM.id, pin: "2580" }]),
    );
    expect(askedOf(host, "cashout")).toEqual([]);
    expect(screen.queryByText("Kim")).toBeNull();
  });

  test("a wrong PIN is said, and typed anew", async () => {
    const { user } = open("", {
      answers: {
        ...at(NOBODY_THERE).answers,
        sign_in: () => {
          throw fault("invalid_input", "That is not Sam’s PIN.");
        },
      },
    });
    await user.click(await screen.findByRole("button", { name: /Sam/ }));
    await user.keyboard("1111{Enter}");
    expect(await screen.findByText("That is not Sam’s PIN.")).toBeVisible();
    expect(screen.getByLabelText("PIN")).toHaveValue("");
  });

  test("the rail says who is here, and lets them leave", async () => {
    const { user, host } = open("#/cashout", at(atWindow(SAM)));
    const seat = await screen.findByTestId("signed-in");
    expect(seat).toHaveTextContent("Signed in as Sam");
    await user.click(within(seat).getByRole("button", { name: "Sign out" }));
    expect(askedOf(host, "sign_out")).toHaveLength(1);
  });
});

describe("people", () => {
  test("the first one is an administrator", async () => {
    const { user, host } = open("#/settings");
    await user.click(await screen.findByTestId("add-person"));
    await user.type(screen.getByTestId("person-name"), "Ana");
    await user.type(screen.getByTestId("person-pin"), "2580");
    await user.click(screen.getByTestId("person-save"));
    await waitFor(() =>
      expect(askedOf(host, "add_person")).toEqual([
        { name: "Ana", role: "administrator", pin: "2580" },
      ]),
    );
  });

  test("are changed by an administrator, who gives others a new PIN with their own", async () => {
    const { user, host } = open("#/settings", at(atWindow(ANA)));
    await user.click(await screen.findByRole("button", { name: "Change Sam" }));
    await expectNoBarriers();
    await user.click(screen.getByTestId("person-active"));
    await user.click(screen.getByTestId("person-save"));
    await waitFor(() =>
      expect(askedOf(host, "save_person")).toEqual([
        { id: SAM.id, name: "Sam", role: "frontDesk", active: false },
      ]),
    );
    await user.click(await screen.findByRole("button", { name: "New PIN for Sam" }));
    await user.type(screen.getByTestId("own-pin"), "1234");
    await user.type(screen.getByTestId("new-pin-field"), "8642");
    await user.click(screen.getByTestId("pin-save"));
    await waitFor(() =>
      expect(askedOf(host, "set_pin")).toEqual([{ id: SAM.id, pin: "8642", own: "1234" }]),
    );
  });

  test("the front desk decides nothing about others, and has no audit log", async () => {
    open("#/settings", at(atWindow(SAM)));
    expect(await screen.findByRole("button", { name: "New PIN for Sam" })).toBeVisible();
    expect(screen.queryByTestId("add-person")).toBeNull();
    expect(screen.queryByRole("button", { name: "Change Lee" })).toBeNull();
    expect(screen.queryByTestId("nav-audit")).toBeNull();
  });
});

describe("the audit log", () => {
  test("is searched, and an entry opens with the end of the chain", async () => {
    const { user, host } = open("#/audit", at(atWindow(ANA)));
    await screen.findAllByTestId("audit-row");
    await expectNoBarriers();
    screen.getByRole("grid", { name: "Audit log" }).focus();
    await user.keyboard("{ArrowDown}{Enter}");
    expect(await screen.findByTestId("audit-entry")).toHaveTextContent("The end of the chain");
    await user.keyboard("{Escape}");
    await user.type(screen.getByTestId("audit-search"), "nothing like this");
    expect(await screen.findByText("Nothing found")).toBeVisible();
    expect(askedOf(host, "audit_log").at(-1)).toMatchObject({ search: "nothing like this" });
  });
});
