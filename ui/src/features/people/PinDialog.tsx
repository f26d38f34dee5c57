import { useState } from "react";

import { copy } from "../../copy";
import { IpcFault } from "../../ipc/call";
import type { Person, Pin } from "../../ipc/generated";
import { useCommand } from "../../ipc/queries";
import { Button } from "../../kit/Button";
import { Dialog } from "../../kit/Dialog";
import { TextField } from "../../kit/TextField";
import { useToast } from "../../kit/Toasts";
import { FaultNotice } from "../../shell/FaultNotice";
import styles from "./People.module.css";

const words = copy.people;

/** Another PIN, by somebody who knows their own. */
export function PinDialog({
  person,
  here,
  onClose,
}: {
  person: Person;
  /** Who asks. */
  here: Person | null;
  onClose: () => void;
}) {
  const toast = useToast();
  const save = useCommand("set_pin");
  const [pin, setPin] = useState("");
  const [own, setOwn] = useState("");
  const ready = pin !== "" && own !== "";
  const { error } = save;
  const pinIsWrong = error instanceof IpcFault && error.field === "pin";
  function send() {
    if (save.isPending || !ready) return;
    save.mutate(
      { id: person.id, pin: pin as Pin, own: own as Pin },
      {
        onSuccess: ({ message }) => {
          if (message !== null) toast(message);
          onClose();
        },
      },
    );
  }
  return (
    <Dialog
      title={words.newPinOf(person.name)}
      closeLabel={copy.close}
      onClose={onClose}
      onSubmit={send}
      testId="pin-dialog"
      actions={
        <>
          <Button onPress={onClose}>{copy.cancel}</Button>
          <Button
            look="primary"
            type="submit"
            isDisabled={!ready}
            isPending={save.isPending}
            data-testid="pin-save"
          >
            {copy.save}
          </Button>
        </>
      }
    >
      <FaultNotice error={pinIsWrong ? null : error} />
      <div className={styles.fields}>
        <TextField
          label={words.ownPin}
          {...(here?.id === person.id ? {} : { hint: words.ownPinHint })}
          value={own}
          onChange={setOwn}
          secret
          autoFocus
          testId="own-pin"
        />
        <TextField
          label={words.newPin}
          hint={words.pinHint}
          error={pinIsWrong ? error.message : null}
          value={pin}
          onChange={setPin}
          secret
          testId="new-pin-field"
        />
      </div>
    </Dialog>
  );
}
