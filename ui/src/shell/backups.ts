import type { Status } from "../ipc/generated";

/**
 * Whether whoever is here has backups to look at. The practice company has none: it is made anew in
 * a moment.
 */
export function hasBackups({ practice, window }: Status): boolean {
  return !practice && !window.mayNot.includes("backups");
}
