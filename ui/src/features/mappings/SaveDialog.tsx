import type { ReactNode } from "react";

import { copy } from "../../copy";
import { Button } from "../../kit/Button";
import { Dialog } from "../../kit/Dialog";

/** A dialog that keeps a mapping: Enter and Save do it, Escape and Cancel do not. */
export function SaveDialog(props: {
  title: string;
  /** There is something to save. */
  ready: boolean;
  isPending: boolean;
  /** The word on its button; "Save" when absent. */
  saveLabel?: string;
  children: ReactNode;
  onSave: () => void;
  onClose: () => void;
}) {
  const { title, ready, isPending, children, onSave, onClose } = props;
  return (
    <Dialog
      title={title}
      closeLabel={copy.close}
      onClose={onClose}
      onSubmit={() => {
        if (ready && !isPending) onSave();
      }}
      testId="map-dialog"
      actions={
        <>
          <Button onPress={onClose}>{copy.cancel}</Button>
          <Button
            look="primary"
            isDisabled={!ready}
            isPending={isPending}
            type="submit"
            data-testid="map-save"
          >
            {props.saveLabel ?? copy.save}
          </Button>
        </>
      }
    >
      {children}
    </Dialog>
  );
}
