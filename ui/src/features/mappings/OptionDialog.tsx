import { copy } from "../../copy";
import { useCommand } from "../../ipc/queries";
import { FaultNotice } from "../../shell/FaultNotice";
import { SaveDialog } from "./SaveDialog";
import { useSaved } from "./save";

const words = copy.tracking;

/** Creates a tracking option in Xero, after saying what that changes there. */
export function OptionDialog({
  category,
  option,
  onClose,
}: {
  category: string;
  option: string;
  onClose: () => void;
}) {
  const create = useCommand("create_tracking_option");
  const saved = useSaved(onClose);
  return (
    <SaveDialog
      title={words.createTitle}
      ready
      isPending={create.isPending}
      saveLabel={words.createButton}
      onClose={onClose}
      onSave={() => create.mutate({ category, option }, saved)}
    >
      <p>{words.createExplain(category, option)}</p>
      <FaultNotice error={create.error} />
    </SaveDialog>
  );
}
