import { render } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import axe from "axe-core";
import { expect } from "vitest";

import { App } from "../app/App";
import { type Answers, type FakeHost, type Scenario, fakeHost } from "../ipc/host/fake";

/** How long a step of the fake's long work takes: long enough to press twice. */
const STEP_MS = 20;

/** Opens the whole window on a fake book. */
export function open(
  address = "",
  { scenario = "practice", answers = {} }: { scenario?: Scenario; answers?: Partial<Answers> } = {},
) {
  window.location.hash = address;
  const host = fakeHost(scenario, answers, STEP_MS);
  const user = userEvent.setup();
  return { host, user, ...render(<App host={host} />) };
}

/** What was asked of one command. */
export function askedOf(host: FakeHost, command: string): unknown[] {
  return host.asked.filter((asked) => asked.command === command).map(({ payload }) => payload);
}

/** Expects no barrier axe can see. Colours are looked at in the real webview, which has some. */
export async function expectNoBarriers(): Promise<void> {
  // This document has no style sheet of its own, so what is `hidden` has to be left out by name; so
  // has what React Aria has read out, which speaks of elements that are gone.
  const context = { include: [document.body], exclude: ["[hidden]", "[data-live-announcer]"] };
  const { violations } = await axe.run(context, {
    rules: { "color-contrast": { enabled: false } },
  });
  const found = violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join("\n  ")}`,
  );
  expect(found).toEqual([]);
}
