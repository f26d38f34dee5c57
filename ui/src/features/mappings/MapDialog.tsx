import type { MappingTarget } from "../../ipc/generated";
import { AccountDialog } from "./AccountDialog";
import { NoTaxDialog } from "./NoTaxDialog";
import { TrackingDialog } from "./TrackingDialog";

/** Maps one thing, wherever in the window the need came up. */
export function MapDialog({ target, onClose }: { target: MappingTarget; onClose: () => void }) {
  switch (target.kind) {
    case "role":
    case "glCode":
    case "tax":
    case "tender":
    case "bank":
      return <AccountDialog target={target} onClose={onClose} />;
    case "tracking":
      return <TrackingDialog field={target.field} onClose={onClose} />;
    case "noTaxType":
      return <NoTaxDialog onClose={onClose} />;
  }
}
