import { useState } from "react";

import { copy } from "../../copy";
import { IpcFault } from "../../ipc/call";
import type { People, Person, PersonRole, Pin } from "../../ipc/generated";
import { useCommand } from "../../ipc/queries";
import { Button } from "../../kit/Button";
import { Checkbox } from "../../kit/Checkbox";
import { Dialog } from "../../kit/Dialog";
import { Select } from "../../kit/Select";
import { TextField } from "../../kit/TextField";
import { useToast } from "../../kit/Toasts";
import { FaultNotice } from "../../shell/FaultNotice";
import styles from "./People.module.css";

const words = copy.people;
const ROLES = ["frontDesk", "bookkeeper", "administrator"] as const satisfies PersonRole[];

/** A person, new or known. */
export function PersonDialog({
  person,
  first = false,
  onClose,
}: {
  person: Person | null;
  /** Nobody signs in yet: this one will decide who does. */
  first?: boolean;
  onClose: () => void;
}) {
  const toast = useToast();
  const add = useCommand("add_person");
  const save = useCommand("save_person");
  const [name, setName] = useState(person?.name ?? "");
  const [role, setRole] = useState<PersonRole>(
    person?.role ?? (first ? "administrator" : "frontDesk"),
  );
  const [active, setActive] = useState(person?.active ?? true);
  const [pin, setPin] = useState("");
  const error = add.error ?? save.error;
  const pinIsWrong = error instanceof IpcFault && error.field === "pin";
  const isPending = add.isPending || save.isPending;
  const ready = name.trim() !== "" && (person !== null || pin !== "");

  function saved({ message }: People) {
    if (message !== null) toast(message);
    onClose();
  }
  function send() {
    if (isPending || !ready) return;
    const said = { name: name.trim(), role };
    if (person === null) add.mutate({ ...said, pin: pin as Pin }, { onSuccess: saved });
    else save.mutate({ ...said, id: person.id, active }, { onSuccess: saved });
  }
  return (
    <Dialog
      title={person === null ? words.add : words.edit(person.name)}
      closeLabel={copy.close}
      onClose={onClose}
      onSubmit={send}
      testId="person-dialog"
      actions={
        <>
          <Button onPress={onClose}>{copy.cancel}</Button>
          <Button
            look="primary"
            type="submit"
            isDisabled={!ready}
            isPending={isPending}
            data-testid="person-save"
          >
            {copy.save}
          </Button>
        </>
      }
    >
      <FaultNotice error={pinIsWrong ? null : error} />
      <div className={styles.fields}>
        {first && <p className={styles.muted}>{words.firstHint}</p>}
        <TextField
          label={words.name}
          value={name}
          onChange={setName}
          autoFocus
          testId="person-name"
        />
        {!first && (
          <div>
            <Select<PersonRole>
              label={words.role}
              value={role}
              options={ROLES.map((id) => ({ id, label: words.roles[id] }))}
              onChange={setRole}
              testId="person-role"
            />
            <p className={styles.muted}>{words.roleHints[role]}</p>
          </div>
        )}
        {person === null ? (
          <TextField
            label={words.pin}
            hint={words.pinHint}
            error={pinIsWrong ? error.message : null}
            value={pin}
            onChange={setPin}
            secret
            testId="person-pin"
          />
        ) : (
          <Checkbox
            label={words.maySignIn}
            hint={words.maySignInHint}
            value={active}
            onChange={setActive}
            testId="person-active"
          />
        )}
      </div>
    </Dialog>
  );
}
