import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

// The window is served from inside the program under a strict content policy: every asset is a
// file of its own, and nothing is fetched from anywhere else.
export default defineConfig({
  plugins: [react()],
  server: { host: "127.0.0.1", port: 5173, strictPort: true },
  build: {
    target: ["es2022", "safari16.4"],
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1_000,
  },
  test: {
    environment: "happy-dom",
    setupFiles: ["src/test/setup.ts"],
    css: { modules: { classNameStrategy: "non-scoped" } },
    testTimeout: 20_000,
    // Files share a document and their modules, and half of the time is saved. What a test draws is
    // taken away after it, and what it chooses before the next (src/test/setup.ts).
    isolate: false,
    pool: "threads",
  },
});
