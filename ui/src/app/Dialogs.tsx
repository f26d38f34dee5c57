import { copy } from "../copy";
import { ConnectDialog } from "../features/connection/ConnectDialog";
import { DocumentDialog } from "../features/documents/DocumentDialog";
import { SkipDialog } from "../features/documents/SkipDialog";
import { UndoDialog } from "../features/documents/UndoDialog";
import { ImportDialog } from "../features/imports/ImportDialog";
import { MapDialog } from "../features/mappings/MapDialog";
import { TransactionDialog } from "../features/transactions/TransactionDialog";
import type { DocumentId, MappingTarget, TransactionId } from "../ipc/generated";
import { Dialog } from "../kit/Dialog";
import { FaultNotice } from "../shell/FaultNotice";

/** The dialog over the page. There is one at most. */
export type DialogState =
  | { kind: "map"; target: MappingTarget }
  | { kind: "connect" }
  | { kind: "import"; path: string | null }
  | { kind: "document"; document: DocumentId }
  | { kind: "skip"; document: DocumentId }
  | { kind: "undo"; document: DocumentId }
  | { kind: "transaction"; transaction: TransactionId }
  | { kind: "fault"; error: Error };

export function Dialogs({ dialog, onClose }: { dialog: DialogState; onClose: () => void }) {
  switch (dialog.kind) {
    case "map":
      return <MapDialog target={dialog.target} onClose={onClose} />;
    case "connect":
      return <ConnectDialog onClose={onClose} />;
    case "import":
      return <ImportDialog key={dialog.path} path={dialog.path} onClose={onClose} />;
    case "document":
      return <DocumentDialog document={dialog.document} onClose={onClose} />;
    case "skip":
      return <SkipDialog document={dialog.document} onClose={onClose} />;
    case "undo":
      return <UndoDialog document={dialog.document} onClose={onClose} />;
    case "transaction":
      return <TransactionDialog transaction={dialog.transaction} onClose={onClose} />;
    case "fault":
      return (
        <Dialog title={copy.fault.title} closeLabel={copy.close} onClose={onClose}>
          <FaultNotice error={dialog.error} />
        </Dialog>
      );
  }
}
