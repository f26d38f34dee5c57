import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, test } from "vitest";

import { askedOf, expectNoBarriers, open } from "../../test/render";

describe("the contacts", () => {
  test("of five thousand customers only those in sight are drawn, and words narrow them", async () => {
    const { user } = open("#/mappings?tab=contacts", { scenario: "busy" });
    const grid = await screen.findByRole("grid", { name: "Contacts" });
    expect(grid).toHaveAttribute("aria-rowcount", "5004");
    expect((await screen.findAllByTestId("contacts-row")).length).toBeLessThan(60);
    await expectNoBarriers();
    await user.type(screen.getByTestId("contacts-search"), "hotel ltd");
    await waitFor(() => expect(screen.getAllByTestId("contacts-row")).toHaveLength(1));
    expect(screen.getByText("Harbour Hotel Ltd.")).toBeVisible();
  });

  test("a customer is unlinked from the contact they have", async () => {
    const { user, host } = open("#/mappings?tab=contacts");
    (await screen.findByRole("grid", { name: "Contacts" })).focus();
    await user.keyboard("{Enter}");
    const dialog = await screen.findByRole("dialog", { name: "Who is harbour hotel in Xero?" });
    expect(await within(dialog).findByText(/Now linked to Harbour Hotel Ltd\./)).toBeVisible();
    // Nothing is changed yet: the contact they have is looked for first.
    expect(askedOf(host, "contact_choices")).toEqual([{ customer: "Harbour Hotel Ltd." }]);
    expect(within(dialog).getByTestId("contact-link")).toBeDisabled();
    await user.click(within(dialog).getByTestId("contact-unlink"));
    expect(askedOf(host, "unlink_contact")).toEqual([{ id: "contact-hotel" }]);
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  });

  test("an empty list says what belongs there", async () => {
    open("#/mappings?tab=contacts", {
      answers: { contacts: () => ({ contacts: [], message: null }) },
    });
    expect(await screen.findByRole("heading", { name: "No contacts yet" })).toBeVisible();
  });
});
