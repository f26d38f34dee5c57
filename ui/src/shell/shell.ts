// What a feature may ask of the window around it, so that no feature needs to know another.

import { createContext, useContext } from "react";

import type { Action, ExportFormat, Status, TransactionId } from "../ipc/generated";
import type { Route } from "../route";

export interface Shell {
  /** Where the book stands. */
  status: Status;
  /** Goes to a page. */
  go: (route: Route) => void;
  /** Does what a notice offers: opens the dialog, sends, or goes to the page. */
  perform: (action: Action) => void;
  /** Opens a transaction. */
  openTransaction: (transaction: TransactionId) => void;
  /** Opens the export of the book, on that kind of file. */
  openExport: (format: ExportFormat) => void;
}

export const ShellContext = createContext<Shell | null>(null);

/** The window around this feature. */
export function useShell(): Shell {
  const shell = useContext(ShellContext);
  if (shell === null) throw new Error("a ShellContext surrounds every screen");
  return shell;
}
