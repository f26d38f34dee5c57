import "@testing-library/jest-dom/vitest";
import { cleanup, configure } from "@testing-library/react";
import { afterEach, beforeEach } from "vitest";

// The document of these tests has no layout; a long table draws what fits in the height it is told.
Object.defineProperties(HTMLElement.prototype, {
  clientHeight: { configurable: true, get: () => 600 },
  clientWidth: { configurable: true, get: () => 900 },
});

// A failure names what was looked for; the whole document after it only hides that.
configure({
  getElementError: (message) => new Error(message ?? "not found"),
  asyncUtilTimeout: 10_000,
});

beforeEach(() => {
  window.location.hash = "";
  localStorage.clear();
  delete document.documentElement.dataset["theme"];
});

afterEach(cleanup);
