import { act, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, test } from "vitest";

import type { AtWindow } from "../../ipc/generated";
import { fault } from "../../ipc/host/fake";
import { PRACTICE } from "../../test/fixtures/book";
import { ANA, LEE, NOBODY_THERE, SAM, atWindow, people } from "../../test/fixtures/people";
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

/** A window at which people come and go. */
function shared(address: string, first: AtWindow) {
  let there = first;
  const opened = open(address, {
    scenario: "practice",
    answers: {
      status: () => ({ ...PRACTICE, window: there }),
      people: () => people(there.person !== null),
    },
  });
  return {
    ...opened,
    sit(next: AtWindow) {
      there = next;
      act(() => opened.host.emit("changed", { topic: "people", id: null }));
    },
  };
}

describe("the next person at the window", () => {
  test("begins where one comes in, with nothing of what the one before was told", async () => {
    const { host, sit } = shared("#/audit", atWindow(ANA));
    await screen.findAllByTestId("audit-row");
    const before = askedOf(host, "audit_log").length;
    sit(NOBODY_THERE);
    await screen.findByTestId("page-sign-in");
    sit(atWindow(LEE));
    expect(await screen.findByTestId("page-cashout")).toBeVisible();
    expect(window.location.hash).not.toContain("audit");
    expect(screen.queryByTestId("audit-row")).toBeNull();
    await userEvent.click(screen.getByTestId("nav-audit"));
    await screen.findAllByTestId("audit-row");
    expect(askedOf(host, "audit_log").length).toBeGreaterThan(before);
  });

  test("sees no page that is not theirs, wherever the address leads", async () => {
    const { host, sit } = shared("#/audit", atWindow(ANA));
    await screen.findAllByTestId("audit-row");
    const before = askedOf(host, "audit_log").length;
    // Straight from one to the other, as when one signs in in the place of the other.
    sit(atWindow(SAM));
    expect(await screen.findByTestId("page-cashout")).toBeVisible();
    window.location.hash = "#/audit";
    expect(await screen.findByText("This page is for others")).toBeVisible();
    await expectNoBarriers();
    expect(screen.queryByTestId("audit-row")).toBeNull();
    expect(askedOf(host, "audit_log")).toHaveLength(before);
  });

  test("who comes back finds the page they left", async () => {
    const { sit } = shared("#/mappings?tab=taxes", atWindow(LEE));
    await screen.findByTestId("page-mappings");
    sit(NOBODY_THERE);
    await screen.findByTestId("page-sign-in");
    sit(atWindow(LEE));
    expect(await screen.findByTestId("page-mappings")).toBeVisible();
  });

  test("finds names to choose from, whatever was known of the book before", async () => {
    let book = { ...PRACTICE, window: { ...PRACTICE.window } };
    const { host } = open("#/settings", {
      answers: {
        status: () => book,
        people: () => (book.window.peopleSignIn ? people(false) : { people: [], message: null }),
      },
    });
    await screen.findByTestId("add-person");
    // A book with people takes its place, and nothing tells of them.
    book = { ...PRACTICE, window: NOBODY_THERE };
    act(() => host.emit("changed", { topic: "connection", id: null }));
    expect(await screen.findByRole("button", { name: /Sam/ })).toBeVisible();
  });

  test("can ask again where no name is known", async () => {
    let known = people(false);
    known = { ...known, people: [] };
    const { user } = open("", {
      answers: { status: () => ({ ...PRACTICE, window: NOBODY_THERE }), people: () => known },
    });
    const again = await screen.findByTestId("names-again");
    await expectNoBarriers();
    known = people(false);
    await user.click(again);
    expect(await screen.findByRole("button", { name: /Sam/ })).toBeVisible();
    expect(screen.queryByTestId("names-again")).toBeNull();
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
