import { copy } from "../copy";
import type { Action } from "../ipc/generated";
import { Button, type ButtonProps } from "../kit/Button";
import type { IconName } from "../kit/Icon";
import { useShell } from "./shell";

const ICONS = {
  map: "link",
  connect: "link",
  refreshChart: "sync",
  openCashout: "cashout",
  showTransactions: "transactions",
  openDocument: "documents",
  viewInXero: "external",
  retry: "sync",
  retryCause: "sync",
  hold: "pause",
  skip: "cross",
  keep: "check",
  undo: "undo",
  moveToCashout: "cashout",
  checkApprovals: "check",
  enterRate: "rate",
  chooseContact: "person",
  enablePayments: "check",
  createTrackingOption: "plus",
  editLocation: "settings",
  import: "upload",
} as const satisfies Record<Action["kind"], IconName>;

/** The buttons that mend something, the first one in front. */
export function ActionButtons({
  actions,
  quiet = false,
  size = "normal",
}: {
  actions: readonly Action[];
  quiet?: boolean;
  size?: ButtonProps["size"];
}) {
  const { perform } = useShell();
  return (
    <>
      {actions.map((action, index) => (
        <Button
          key={JSON.stringify(action)}
          look={quiet || index > 0 ? "quiet" : "plain"}
          size={size}
          icon={ICONS[action.kind]}
          onPress={() => perform(action)}
          data-testid={`action-${action.kind}`}
        >
          {copy.actions[action.kind]}
        </Button>
      ))}
    </>
  );
}
