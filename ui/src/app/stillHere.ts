import { useEffect } from "react";

import { useCommand } from "../ipc/queries";

/** At most so often: the program counts idle minutes, not seconds. */
const EVERY_MS = 30_000;

/** Says that whoever has signed in is still there, when a key or a pointer moves. */
export function useStillHere(signedIn: boolean): void {
  const { mutate: tell } = useCommand("still_here");
  useEffect(() => {
    if (!signedIn) return undefined;
    let last = performance.now();
    function moved() {
      const now = performance.now();
      if (now - last < EVERY_MS) return;
      last = now;
      tell({});
    }
    const events = ["pointerdown", "pointermove", "keydown", "wheel"] as const;
    for (const event of events) window.addEventListener(event, moved, { passive: true });
    return () => {
      for (const event of events) window.removeEventListener(event, moved);
    };
  }, [signedIn, tell]);
}
