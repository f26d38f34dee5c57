// The ground first: what a component says of itself comes after it, and holds.
import "./style/tokens.css";
import "./style/global.css";

import { StrictMode } from "react";
import { createRoot } from "react-dom/client";

import { App } from "./app/App";
import type { Host } from "./ipc/call";
import { tauriHost } from "./ipc/host/tauri";
import { followTheme } from "./theme";

/** In a plain browser, while developing, answers of ours stand in for the program. */
async function findHost(): Promise<Host> {
  if (import.meta.env.DEV && !("isTauri" in window)) {
    const { fakeHost } = await import("./ipc/host/fake");
    return fakeHost(new URLSearchParams(location.search).get("fake") ?? "practice");
  }
  return tauriHost();
}

const root = document.getElementById("root");
if (root === null) throw new Error("index.html has a #root");
followTheme();
const host = await findHost();
createRoot(root).render(
  <StrictMode>
    <App host={host} />
  </StrictMode>,
);
