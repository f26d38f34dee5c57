import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, test } from "vitest";

import { fault } from "../../ipc/host/fake";
import { askedOf, expectNoBarriers, open } from "../../test/render";

describe("the mappings", () => {
  test.each(["roles", "codes", "taxes", "tenders", "banks", "tracking"])(
    "%s can be read by everyone",
    async (tab) => {
      open(`#/mappings?tab=${tab}`);
      await waitFor(() =>
        expect(screen.getAllByTestId("choose-account").length).toBeGreaterThan(0),
      );
      await expectNoBarriers();
    },
  );

  test("an account that can’t do the job is shown with the reason, and can’t be chosen", async () => {
    const { user } = open("#/mappings");
    await user.click(
      await screen.findByRole("button", { name: /^Account for Revenue clearing: / }),
    );
    const dialog = await screen.findByRole("dialog", { name: "Account for Revenue clearing" });
    await user.click(await within(dialog).findByRole("button", { name: /Show all accounts/ }));
    const bank = await screen.findByRole("option", { name: /^Harbour Credit Union/ });
    expect(bank).toHaveAttribute("aria-disabled", "true");
    expect(bank).toHaveTextContent("Xero refuses bank accounts in manual journals.");
  });

  test("a refusal stands at the field it is about", async () => {
    const { user } = open("#/mappings", {
      answers: {
        set_role: () => {
          throw {
            ...fault("mapping_refused", "Xero keeps 610 for itself.", "Choose 611."),
            field: "account",
          };
        },
      },
    });
    await user.click(
      await screen.findByRole("button", { name: /^Account for Receivables control: / }),
    );
    await user.click(await screen.findByTestId("map-save"));
    expect(await screen.findByText("Xero keeps 610 for itself. Choose 611.")).toBeInTheDocument();
    expect(screen.getByRole("combobox", { name: "Account" })).toBeInvalid();
    expect(screen.queryByTestId("fault")).toBeNull();
  });

  test("suggestions are accepted with one press", async () => {
    const { user, host } = open("#/mappings?tab=codes");
    await user.click(await screen.findByTestId("accept-suggestions"));
    await waitFor(() => expect(screen.queryByText("Not mapped")).toBeNull());
    expect(askedOf(host, "accept_suggestions")).toEqual([{ targets: [] }]);
  });
});
