import { useCallback } from "react";

import { copy } from "../copy";
import type { Action, SyncOutcome } from "../ipc/generated";
import { useCommand } from "../ipc/queries";
import { useToast } from "../kit/Toasts";
import { assertNever } from "../kit/cx";
import { type Route, start } from "../route";
import type { DialogState } from "./Dialogs";

/** Does what a notice offers: opens a dialog, goes to a page, or asks the program at once. */
export function usePerform(
  go: (route: Route) => void,
  open: (dialog: DialogState) => void,
): (action: Action) => void {
  const toast = useToast();
  const { mutate: retry } = useCommand("retry_document");
  const { mutate: retryCause } = useCommand("retry_cause");
  const { mutate: hold } = useCommand("hold_document");
  const { mutate: keep } = useCommand("keep_document");
  const { mutate: refresh } = useCommand("refresh_chart");
  const { mutate: view } = useCommand("open_document");
  const { mutate: move } = useCommand("move_to_cashout");
  const { mutate: checkApprovals } = useCommand("check_approvals");

  return useCallback(
    (action) => {
      const onError = (error: Error) => open({ kind: "fault", error });
      const onSuccess = ({ message }: SyncOutcome) => toast(message);
      switch (action.kind) {
        case "map":
          return open({ kind: "map", target: action.target });
        case "connect":
        case "import":
          return open(action.kind === "import" ? { kind: "import", path: null } : action);
        case "skip":
        case "undo":
          return open({ kind: action.kind, document: action.document });
        case "openDocument":
          return open({ kind: "document", document: action.document });
        case "openCashout":
          return go({
            page: "cashout",
            location: action.location,
            from: action.from,
            to: action.to,
          });
        case "showTransactions":
          return go({ page: "transactions", filter: action.filter });
        case "editLocation":
          return go(start("settings"));
        case "retry":
          return retry({ document: action.document }, { onSuccess, onError });
        case "retryCause":
          return retryCause({ cause: action.cause }, { onSuccess, onError });
        case "hold":
          return hold(
            { document: action.document },
            { onSuccess: () => toast(copy.documents.held), onError },
          );
        case "keep":
          return keep(
            { document: action.document },
            { onSuccess: () => toast(copy.documents.kept), onError },
          );
        case "moveToCashout":
          return move(
            { transaction: action.transaction, part: action.part },
            { onSuccess: () => toast(copy.documents.moved), onError },
          );
        case "checkApprovals":
          return checkApprovals({}, { onSuccess, onError });
        case "enterRate":
          return open({ kind: "rate", currency: action.currency, day: action.day });
        case "chooseContact":
          return open({ kind: "contact", customer: action.customer });
        case "enablePayments":
          return open({ kind: "payments", account: action.account });
        case "createTrackingOption":
          return open({ kind: "option", category: action.category, option: action.option });
        case "refreshChart":
          return refresh(
            {},
            {
              onSuccess: ({ changes }) => toast(copy.mappings.refreshed(changes.length)),
              onError,
            },
          );
        case "viewInXero":
          return view({ document: action.document }, { onError });
        default:
          return assertNever(action);
      }
    },
    [go, open, toast, retry, retryCause, hold, keep, refresh, view, move, checkApprovals],
  );
}
