import { copy } from "../copy";
import { ConnectDialog } from "../features/connection/ConnectDialog";
import { ContactDialog } from "../features/contacts/ContactDialog";
import { DocumentDialog } from "../features/documents/DocumentDialog";
import { SkipDialog } from "../features/documents/SkipDialog";
import { UndoDialog } from "../features/documents/UndoDialog";
import { ExportDialog } from "../features/exports/ExportDialog";
import { ImportDialog } from "../features/imports/ImportDialog";
import { MapDialog } from "../features/mappings/MapDialog";
import { OptionDialog } from "../features/mappings/OptionDialog";
import { PaymentsDialog } from "../features/mappings/PaymentsDialog";
import { RateDialog } from "../features/rates/RateDialog";
import { TransactionDialog } from "../features/transactions/TransactionDialog";
import type {
  AccountId,
  Day,
  DocumentId,
  ExportFormat,
  MappingTarget,
  TransactionId,
} from "../ipc/generated";
import { Dialog } from "../kit/Dialog";
import { FaultNotice } from "../shell/FaultNotice";

/** A dialog over the page. One is shown at a time; it closes to the one it was opened from. */
export type DialogState =
  | { kind: "map"; target: MappingTarget }
  | { kind: "connect" }
  | { kind: "import"; path: string | null }
  | { kind: "document"; document: DocumentId }
  | { kind: "skip"; document: DocumentId }
  | { kind: "undo"; document: DocumentId }
  | { kind: "transaction"; transaction: TransactionId }
  | { kind: "rate"; currency: string; day: Day | null }
  | { kind: "contact"; customer: string }
  | { kind: "payments"; account: AccountId }
  | { kind: "option"; category: string; option: string }
  | { kind: "export"; format: ExportFormat }
  | { kind: "fault"; error: Error };

export function Dialogs({ dialog, onClose }: { dialog: DialogState; onClose: () => void }) {
  switch (dialog.kind) {
    case "rate":
      return <RateDialog currency={dialog.currency} day={dialog.day} onClose={onClose} />;
    case "contact":
      return <ContactDialog customer={dialog.customer} onClose={onClose} />;
    case "payments":
      return <PaymentsDialog account={dialog.account} onClose={onClose} />;
    case "option":
      return <OptionDialog category={dialog.category} option={dialog.option} onClose={onClose} />;
    case "export":
      return <ExportDialog format={dialog.format} onClose={onClose} />;
    case "map":
      return <MapDialog target={dialog.target} onClose={onClose} />;
    case "connect":
      return <ConnectDialog onClose={onClose} />;
    case "import":
      return <ImportDialog key={dialog.path} path={dialog.path} onClose={onClose} />;
    case "document":
      return <DocumentDialog key={dialog.document} document={dialog.document} onClose={onClose} />;
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
