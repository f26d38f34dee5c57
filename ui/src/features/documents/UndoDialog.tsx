import { copy } from "../../copy";
import type { DocumentId } from "../../ipc/generated";
import { useCommand, useFreshAnswer } from "../../ipc/queries";
import { Button } from "../../kit/Button";
import { Dialog } from "../../kit/Dialog";
import { useToast } from "../../kit/Toasts";
import { FaultNotice } from "../../shell/FaultNotice";
import { Related } from "./Related";

/** Takes a document back out of Xero, after saying what that does. */
export function UndoDialog({ document, onClose }: { document: DocumentId; onClose: () => void }) {
  const toast = useToast();
  const undo = useCommand("undo_document");
  const { data: preview, error } = useFreshAnswer("undo_preview", { document });
  function send() {
    undo.mutate(
      { document },
      {
        onSuccess: ({ message }) => {
          toast(message);
          onClose();
        },
      },
    );
  }
  return (
    <Dialog
      title={copy.documents.undoTitle}
      closeLabel={copy.close}
      onClose={onClose}
      busy={undo.isPending}
      testId="undo-dialog"
      actions={
        <>
          <Button isDisabled={undo.isPending} onPress={onClose}>
            {copy.cancel}
          </Button>
          <Button
            look="danger"
            icon="undo"
            isPending={undo.isPending}
            onPress={send}
            data-testid="undo-confirm"
          >
            {copy.actions.undo}
          </Button>
        </>
      }
    >
      <p>{copy.documents.undoExplain}</p>
      {preview !== undefined && preview.documents.length > 0 && (
        <Related title={copy.documents.undoWith} documents={preview.documents} />
      )}
      {preview !== undefined && preview.stays.length > 0 && (
        <Related title={copy.documents.undoStays} documents={preview.stays} />
      )}
      <FaultNotice error={undo.error ?? error} />
    </Dialog>
  );
}
