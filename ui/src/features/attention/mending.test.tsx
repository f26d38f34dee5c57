import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, test } from "vitest";

import { fault } from "../../ipc/host/fake";
import { TO_MEND, longGroup } from "../../test/fixtures/attention";
import { BANKING } from "../../test/fixtures/documents";
import { askedOf, expectNoBarriers, open } from "../../test/render";

/** Opens what needs attention on a book that needs everything, and presses one button by keyboard. */
async function mend(button: string, answers = {}) {
  const opened = open("#/attention", { scenario: "busy", answers });
  (await screen.findByRole("button", { name: button })).focus();
  await opened.user.keyboard("{Enter}");
  return opened;
}

describe("a rate that is missing", () => {
  test("is entered for its currency and day", async () => {
    const { user, host } = await mend("Enter the rate…");
    expect(await screen.findByRole("dialog", { name: "Enter a rate of USD" })).toBeVisible();
    expect(screen.getByText("CAD for one USD, such as 1.3625.")).toBeVisible();
    expect(screen.getByTestId("rate-save")).toBeDisabled();
    await expectNoBarriers();
    screen.getByTestId("rate-rate").focus();
    await user.keyboard("1.3625{Enter}");
    expect(askedOf(host, "set_rate")).toEqual([
      { currency: "USD", day: "2026-11-21", rate: "1.3625", who: "" },
    ]);
    expect(await screen.findByText(/that waited for it can be posted/)).toBeVisible();
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  });

  test("that is none is refused at its field", async () => {
    const { user } = await mend("Enter the rate…", {
      set_rate: () => {
        throw { ...fault("invalid_input", "“x” is not a rate, like 1.3625."), field: "rate" };
      },
    });
    await user.type(await screen.findByTestId("rate-rate"), "x{Enter}");
    expect(await screen.findByText("“x” is not a rate, like 1.3625.")).toBeVisible();
    expect(screen.queryByTestId("fault")).toBeNull();
  });
});

describe("a customer without a sure contact", () => {
  test("is linked to one of Xero’s; what cannot be chosen says why", async () => {
    const { user, host } = await mend("Choose the contact…");
    const dialog = await screen.findByRole("dialog", { name: "Who is A. Larsen in Xero?" });
    const archived = await within(dialog).findByRole("radio", { name: /old/ });
    expect(archived).toBeDisabled();
    expect(dialog).toHaveTextContent("It is archived in Xero.");
    expect(screen.getByTestId("contact-link")).toBeDisabled();
    await expectNoBarriers();
    await user.click(within(dialog).getByRole("radio", { name: "Larsen, Anders" }));
    await user.click(screen.getByTestId("contact-link"));
    expect(askedOf(host, "link_contact")).toEqual([
      { customer: "A. Larsen", contact: "contact-2" },
    ]);
  });

  test("is given a new one where a person says so", async () => {
    const { user, host } = await mend("Choose the contact…");
    await user.click(await screen.findByRole("radio", { name: /^A new contact/ }));
    await user.click(screen.getByTestId("contact-link"));
    expect(askedOf(host, "link_contact")).toEqual([{ customer: "A. Larsen", contact: null }]);
  });

  test("is looked for under another name, while the program asks Xero", async () => {
    const { user, host } = await mend("Choose the contact…");
    const search = await screen.findByTestId("contact-search");
    await user.clear(search);
    await user.type(search, "Nobody at all{Enter}");
    expect(await screen.findByText("Xero has no contact called Nobody at all.")).toBeVisible();
    expect(askedOf(host, "contact_choices")).toEqual([
      { customer: "A. Larsen" },
      { customer: "Nobody at all" },
    ]);
    // The link is of the customer as the desk calls them, whatever was looked for.
    await user.click(screen.getByRole("radio", { name: /^A new contact, called A. Larsen/ }));
    await user.click(screen.getByTestId("contact-link"));
    expect(askedOf(host, "link_contact")).toEqual([{ customer: "A. Larsen", contact: null }]);
  });

  test("waits for Xero’s answer, and can be left meanwhile", async () => {
    const { user } = await mend("Choose the contact…", {
      contact_choices: () => new Promise(() => {}),
    });
    expect(await screen.findByText("Asking Xero for contacts")).toBeInTheDocument();
    expect(screen.getByTestId("contact-link")).toBeDisabled();
    await user.keyboard("{Escape}");
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  });
});

describe("what changes something in Xero", () => {
  test("payments are enabled after it is said what that changes", async () => {
    const { user, host } = await mend("Enable payments…");
    const dialog = await screen.findByRole("dialog", {
      name: "Let Xero take payments to this account",
    });
    expect(await within(dialog).findByText(/617 · Card Clearing gets the switch/)).toBeVisible();
    expect(askedOf(host, "enable_payments")).toEqual([]);
    await expectNoBarriers();
    await user.click(within(dialog).getByRole("button", { name: "Enable payments in Xero" }));
    expect(askedOf(host, "enable_payments")).toEqual([{ account: "account Card Clearing" }]);
  });

  test("a tracking option is created after it is said what that changes", async () => {
    const { user, host } = await mend("Create the option…");
    const dialog = await screen.findByRole("dialog", {
      name: "Create a tracking option in Xero",
    });
    expect(dialog).toHaveTextContent("Department in Xero gets one more option, “Night tours”");
    await user.click(within(dialog).getByRole("button", { name: "Create it in Xero" }));
    expect(askedOf(host, "create_tracking_option")).toEqual([
      { category: "Department", option: "Night tours" },
    ]);
  });
});

describe("what needs attention", () => {
  test("looks for approvals at once, and says what came of it", async () => {
    const { host } = await mend("Check now");
    expect(askedOf(host, "check_approvals")).toEqual([{}]);
    expect(await screen.findByText(/was approved/)).toBeVisible();
  });

  test("a bank account by its name opens its mapping", async () => {
    const { user } = open("#/attention", { scenario: "busy" });
    const title = await screen.findByText(/is no account in Xero that we know/);
    const group = title.closest<HTMLElement>("[data-testid=attention-group]");
    if (group === null) throw new Error("a title stands in its group");
    await user.click(within(group).getByRole("button", { name: "Map it" }));
    expect(
      await screen.findByRole("dialog", { name: "Bank account for Credit union" }),
    ).toBeVisible();
  });

  test("shows ten of a cause, and all of them when asked", async () => {
    const { user } = open("#/attention", {
      answers: { attention: () => ({ groups: [longGroup(40)], total: 47 }) },
    });
    const group = await screen.findByTestId("attention-group");
    expect(within(group).getAllByRole("listitem")).toHaveLength(10);
    await user.click(within(group).getByTestId("show-all"));
    expect(within(group).getAllByRole("listitem")).toHaveLength(40);
    expect(group).toHaveTextContent("and 7 more with the same cause");
  });
});

describe("what cannot leave Xero", () => {
  const [group] = TO_MEND;
  const [item] = group?.items ?? [];
  if (group === undefined || item === undefined) throw new Error("the fixture has one");
  const held = {
    ...group,
    actions: [],
    items: [{ ...item, actions: [{ kind: "keep", document: BANKING.id } as const] }],
  };

  test("may be kept there, and says so", async () => {
    const { host } = await mend("Keep it in Xero", {
      attention: () => ({ groups: [held], total: 1 }),
    });
    expect(await screen.findByText(/^It stays in Xero\./)).toBeVisible();
    expect(askedOf(host, "keep_document")).toEqual([{ document: BANKING.id }]);
  });
});
