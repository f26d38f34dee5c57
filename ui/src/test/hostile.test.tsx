// Names come from tills, from files and from Xero. Whatever stands in them is shown as it stands,
// and never runs: in every page and in every dialog.

import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render, screen, waitFor } from "@testing-library/react";
import { I18nProvider } from "react-aria-components";
import { describe, expect, test } from "vitest";

import { App } from "../app/App";
import { Dialogs, type DialogState } from "../app/Dialogs";
import { IpcFault } from "../ipc/call";
import { type FakeHost, fakeHost, fault } from "../ipc/host/fake";
import { HostContext } from "../ipc/queries";
import { Toasts } from "../kit/Toasts";
import { ShellContext } from "../shell/shell";
import { PRACTICE } from "./fixtures/book";
import { account } from "./fixtures/chart";
import { EVERY_KIND } from "./fixtures/documents";
import { summary } from "./fixtures/transactions";

/** Runs where it is taken for markup. */
const HOSTILE = `<img src=x onerror="window.ran=1"><script>window.ran=1</script>`;

/** The fields that hold words of somebody else's. */
const WORDS = new Set([
  "name",
  "title",
  "description",
  "label",
  "detail",
  "customer",
  "contact",
  "accountName",
  "locationName",
  "narration",
  "number",
  "message",
  "hint",
  "xeroSaid",
  "reason",
  "text",
  "value",
  "category",
  "option",
  "bank",
  "typeName",
  "suggested",
  "warning",
  "refused",
  "reference",
  "fileName",
  "why",
  "who",
  "operation",
  "documentTitle",
  "what",
  "till",
  "staff",
  "note",
]);

/** The same with every such word made hostile. */
function spoiled(value: unknown, key = ""): unknown {
  if (typeof value === "string") return WORDS.has(key) ? `${value} ${HOSTILE}` : value;
  if (Array.isArray(value)) return value.map((one) => spoiled(one, key));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, field]) => [name, spoiled(field, name)]),
  );
}

function hostileHost(): FakeHost {
  const inner = fakeHost("busy", {}, 0);
  return {
    ...inner,
    call: async (command, payload) => spoiled(await inner.call(command, payload)),
  };
}

/** What markup has made of the words. */
function made(): string[] {
  const found = document.body.querySelectorAll("[onerror], script, img[src=x], iframe");
  return [...found].map(({ tagName }) => tagName);
}

/** Expects that the words are on the screen, and are only words. */
async function expectOnlyWords(where: () => Element): Promise<void> {
  await waitFor(() => {
    const typed = [...where().querySelectorAll("input")].map(({ value }) => value).join(" ");
    expect(`${where().textContent} ${typed}`).toContain(HOSTILE);
  });
  expect(made()).toEqual([]);
  expect(Reflect.get(window, "ran")).toBeUndefined();
}

describe("what stands in a name is never markup", () => {
  test.each([
    "#/cashout",
    "#/transactions",
    "#/documents",
    "#/attention",
    "#/mappings",
    "#/mappings?tab=codes",
    "#/mappings?tab=taxes",
    "#/mappings?tab=tenders",
    "#/mappings?tab=banks",
    "#/mappings?tab=tracking",
    "#/mappings?tab=contacts",
    "#/mappings?tab=rates",
    "#/log",
    "#/settings",
    "#/start",
  ])("on the page %s", async (address) => {
    window.location.hash = address;
    render(<App host={hostileHost()} />);
    await expectOnlyWords(() => screen.getByRole("main"));
  });

  test("and the search would find what is", () => {
    const page = document.createElement("div");
    page.innerHTML = HOSTILE;
    document.body.append(page);
    expect(made()).toEqual(["IMG", "SCRIPT"]);
    page.remove();
    Reflect.deleteProperty(window, "ran");
  });

  const transactions = [0, 1, 2, 3, 4].map((index): DialogState => {
    return { kind: "transaction", transaction: summary(index).id };
  });
  const documents = EVERY_KIND.map(({ id }): DialogState => ({ kind: "document", document: id }));
  const lessons = account("Lessons and Tours").id;
  const dialogs: readonly DialogState[] = [
    ...transactions,
    ...documents,
    { kind: "map", target: { kind: "role", role: "tips-payable" as never } },
    { kind: "map", target: { kind: "glCode", code: "6545" as never } },
    { kind: "map", target: { kind: "tax", tax: "GST" as never } },
    { kind: "map", target: { kind: "tender", tender: "Visa" as never } },
    { kind: "map", target: { kind: "bank", bank: HOSTILE } },
    { kind: "contact", customer: HOSTILE },
    { kind: "payments", account: lessons },
    { kind: "option", category: HOSTILE, option: HOSTILE },
    { kind: "import", path: `/home/robin/${HOSTILE.replaceAll("/", "_")}.csv` },
    { kind: "fault", error: new IpcFault("status", fault("book_failed", HOSTILE, HOSTILE)) },
  ];
  test.each(dialogs.map((dialog, place) => [`${place} ${dialog.kind}`, dialog] as const))(
    "in the dialog %s",
    async (_name, dialog) => {
      const shell = {
        status: PRACTICE,
        go: () => {},
        perform: () => {},
        openTransaction: () => {},
        openExport: () => {},
      };
      render(
        <I18nProvider locale="en-CA">
          <HostContext value={hostileHost()}>
            <QueryClientProvider client={new QueryClient()}>
              <Toasts>
                <ShellContext value={shell}>
                  <Dialogs dialog={dialog} onClose={() => {}} />
                </ShellContext>
              </Toasts>
            </QueryClientProvider>
          </HostContext>
        </I18nProvider>,
      );
      await expectOnlyWords(() => screen.getByRole("dialog"));
    },
  );
});
