import { useState } from "react";

import { copy } from "../../copy";
import type { DocumentId } from "../../ipc/generated";
import { useCommand } from "../../ipc/queries";
import { Button } from "../../kit/Button";
import { Dialog } from "../../kit/Dialog";
import { TextField } from "../../kit/TextField";
import { useToast } from "../../kit/Toasts";
import { FaultNotice } from "../../shell/FaultNotice";

/** Gives a document up; a reason is asked for, because someone will ask later. */
export function SkipDialog({ document, onClose }: { document: DocumentId; onClose: () => void }) {
  const toast = useToast();
  const skip = useCommand("skip_document");
  const [why, setWhy] = useState("");
  function send() {
    if (skip.isPending || why.trim() === "") return;
    skip.mutate(
      { document, why: why.trim() },
      {
        onSuccess: () => {
          toast(copy.documents.skipped);
          onClose();
        },
      },
    );
  }
  return (
    <Dialog
      title={copy.documents.skipTitle}
      closeLabel={copy.close}
      onClose={onClose}
      onSubmit={send}
      testId="skip-dialog"
      actions={
        <>
          <Button onPress={onClose}>{copy.cancel}</Button>
          <Button
            look="danger"
            isDisabled={why.trim() === ""}
            isPending={skip.isPending}
            type="submit"
            data-testid="skip-confirm"
          >
            {copy.actions.skip}
          </Button>
        </>
      }
    >
      <p>{copy.documents.skipExplain}</p>
      <FaultNotice error={skip.error} />
      <TextField
        label={copy.documents.why}
        value={why}
        onChange={setWhy}
        required
        autoFocus
        testId="skip-why"
      />
    </Dialog>
  );
}
