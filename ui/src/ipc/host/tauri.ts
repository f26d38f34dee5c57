// The program behind the window. Nothing else in the user interface names Tauri.

import { invoke } from "@tauri-apps/api/core";
import { listen } from "@tauri-apps/api/event";
import { getCurrentWebview } from "@tauri-apps/api/webview";

import type { Host, Stop } from "../call";

/** Listening starts with a promise; stopping must work before it is kept. */
function stopLater(started: Promise<Stop>): Stop {
  return () => {
    void started.then((stop) => stop());
  };
}

/** The host of the shipped program: one `rpc` command, events by name, files by drop. */
export function tauriHost(): Host {
  return {
    call: (command, payload) => invoke("rpc", { command, payload }),
    listen: (event, tell) =>
      stopLater(listen(event, (message) => tell(message.payload as Parameters<typeof tell>[0]))),
    listenDrop: (tell) =>
      stopLater(
        getCurrentWebview().onDragDropEvent(({ payload }) => {
          const path = payload.type === "drop" ? payload.paths[0] : undefined;
          if (path !== undefined) {
            tell({ kind: "dropped", path });
          } else {
            tell({ kind: payload.type === "leave" || payload.type === "drop" ? "left" : "over" });
          }
        }),
      ),
  };
}
