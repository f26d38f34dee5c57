import { screen, waitFor } from "@testing-library/react";
import { describe, expect, test } from "vitest";

import type { Connection, Instant } from "../../ipc/generated";
import { fault } from "../../ipc/host/fake";
import { SETTINGS } from "../../test/fixtures/book";
import { askedOf, open } from "../../test/render";

const WAITING: Connection = {
  kind: "waiting",
  authorizeUrl: "http://127.0.0.1/identity/connect/authorize?state=1",
  expiresAt: "2026-11-21T18:10:00Z" as Instant,
};
const REFUSED: Connection = {
  kind: "failed",
  fault: fault("sign_in_failed", "Xero does not know this client id. Nothing was changed."),
};

/** A sign-in that waits for the browser, with the client id of before in the settings. */
async function pasted(id: string) {
  let state: Connection = { kind: "idle" };
  const opened = open("", {
    scenario: "fresh",
    answers: {
      settings: () => ({ ...SETTINGS, clientId: "OLD" }),
      connect_start: () => (state = WAITING),
      connect_status: () => state,
      connect_cancel: () => (state = { kind: "idle" }),
    },
  });
  await opened.user.click(await screen.findByTestId("start-connect"));
  const field = await screen.findByTestId("client-id");
  await opened.user.clear(field);
  if (id !== "") await opened.user.type(field, id);
  await opened.user.click(screen.getByTestId("connect-begin"));
  await screen.findByTestId("authorize-url");
  return {
    ...opened,
    becomes: (next: Connection) => {
      state = next;
    },
  };
}

describe("the client id that was pasted", () => {
  test("is still there after a sign-in that failed, and sent again", async () => {
    const { user, host, becomes } = await pasted("NEW");
    becomes(REFUSED);
    expect(await screen.findByTestId("fault")).toHaveTextContent("does not know this client id");
    expect(screen.getByTestId("client-id")).toHaveValue("NEW");
    await user.click(screen.getByTestId("connect-begin"));
    await waitFor(() =>
      expect(askedOf(host, "connect_start")).toEqual([{ clientId: "NEW" }, { clientId: "NEW" }]),
    );
  });

  test("is still there after one that was stopped", async () => {
    const { user } = await pasted("NEW");
    await user.click(screen.getByRole("button", { name: "Stop waiting" }));
    expect(await screen.findByTestId("client-id")).toHaveValue("NEW");
  });

  test("stays cleared where it was cleared", async () => {
    const { user, host } = await pasted("");
    await user.click(screen.getByRole("button", { name: "Stop waiting" }));
    expect(await screen.findByTestId("client-id")).toHaveValue("");
    expect(askedOf(host, "connect_start")).toEqual([{ clientId: null }]);
  });
});
