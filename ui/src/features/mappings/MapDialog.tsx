import { useState } from "react";

import { copy } from "../../copy";
import { IpcFault } from "../../ipc/call";
import type { AccountId, Candidates, MappingTarget, TaxType } from "../../ipc/generated";
import { useAnswer, useCommand } from "../../ipc/queries";
import { Button } from "../../kit/Button";
import { ComboBox } from "../../kit/ComboBox";
import { Dialog } from "../../kit/Dialog";
import { Loading } from "../../kit/Page";
import { Select } from "../../kit/Select";
import { useToast } from "../../kit/Toasts";
import { assertNever } from "../../kit/cx";
import { FaultNotice } from "../../shell/FaultNotice";
import { type Chosen, accountChoices, chosenNow, subject, taxChoices, taxTarget } from "./choices";

const NO_CHOICE = "none";

/** Gives one thing its account, wherever in the window the need came up. */
export function MapDialog({ target, onClose }: { target: MappingTarget; onClose: () => void }) {
  const mappings = useAnswer("mappings", {});
  const candidates = useAnswer("candidates", target);
  const [edited, setEdited] = useState<Chosen | null>(null);
  const { save, isPending, error } = useSave(target, onClose);
  const onAccount = error instanceof IpcFault && error.field === "account" ? error : null;
  const chosen = edited ?? (mappings.data === undefined ? null : chosenNow(target, mappings.data));
  const ready = chosen !== null && candidates.data !== undefined;
  return (
    <Dialog
      title={copy.mappings.dialog(target.kind, subject(target, mappings.data))}
      closeLabel={copy.close}
      onClose={onClose}
      onSubmit={() => {
        if (chosen !== null && !isPending) save(chosen);
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
            {copy.save}
          </Button>
        </>
      }
    >
      <p>{copy.mappings.explain[target.kind]}</p>
      <FaultNotice
        error={mappings.error ?? candidates.error ?? (onAccount === null ? error : null)}
      />
      {ready ? (
        <Fields
          target={target}
          candidates={candidates.data}
          chosen={chosen}
          onChange={setEdited}
          refusal={onAccount}
        />
      ) : (
        <Loading label={copy.loading} />
      )}
    </Dialog>
  );
}

interface FieldsProps {
  target: MappingTarget;
  candidates: Candidates;
  chosen: Chosen;
  onChange: (chosen: Chosen) => void;
  /** Why the program refused the account, once it has. */
  refusal: IpcFault | null;
}

function Fields({ target, candidates, chosen, onChange, refusal }: FieldsProps) {
  return (
    <>
      <ComboBox
        label={copy.mappings.account}
        placeholder={copy.mappings.searchAccounts}
        openLabel={copy.mappings.openAccounts}
        choices={
          target.kind === "tax"
            ? [...accountChoices(candidates), ...taxChoices(candidates)]
            : accountChoices(candidates)
        }
        value={chosen.key}
        onChange={(key) => onChange({ ...chosen, key })}
        error={refusal === null ? null : [refusal.message, refusal.hint].join(" ")}
        autoFocus
        testId="map-account"
      />
      {target.kind !== "tax" && candidates.taxTypes.length > 0 && (
        <Select
          label={copy.mappings.taxType}
          value={chosen.taxType ?? NO_CHOICE}
          options={[
            { id: NO_CHOICE, label: copy.mappings.accountsOwnTax },
            ...candidates.taxTypes
              .filter(({ refused }) => refused === null)
              .map(({ taxType, name }) => ({ id: taxType as string, label: name })),
          ]}
          onChange={(id) =>
            onChange({ ...chosen, taxType: id === NO_CHOICE ? null : (id as TaxType) })
          }
          testId="map-tax-type"
        />
      )}
      {candidates.tracking.map((category) => (
        <Select
          key={category.name}
          label={copy.mappings.tracking(category.name)}
          value={chosen.tracking[category.name] ?? NO_CHOICE}
          options={[
            { id: NO_CHOICE, label: copy.mappings.noTracking },
            ...category.options
              .filter(({ archived }) => !archived)
              .map(({ name }) => ({ id: name, label: name })),
          ]}
          onChange={(id) =>
            onChange({
              ...chosen,
              tracking: { ...chosen.tracking, [category.name]: id === NO_CHOICE ? null : id },
            })
          }
        />
      ))}
    </>
  );
}

function useSave(target: MappingTarget, onClose: () => void) {
  const toast = useToast();
  const role = useCommand("set_role");
  const code = useCommand("set_gl_code");
  const tax = useCommand("set_tax");
  const tender = useCommand("set_tender");
  const commands = [role, code, tax, tender];

  function save({ key, taxType, tracking }: Chosen) {
    // Only the list of a tax has other lines than accounts, and it is read by `taxTarget`.
    const account = key as AccountId | null;
    const options = {
      onSuccess: ({ message }: { message: string }) => {
        toast(message);
        onClose();
      },
    };
    switch (target.kind) {
      case "role":
        role.mutate({ role: target.role, account, taxType }, options);
        break;
      case "glCode": {
        const chosen = Object.entries(tracking).flatMap(([category, option]) =>
          option === null ? [] : [{ category, option }],
        );
        code.mutate({ code: target.code, account, taxType, tracking: chosen }, options);
        break;
      }
      case "tax":
        tax.mutate({ tax: target.tax, target: taxTarget(key) }, options);
        break;
      case "tender":
        tender.mutate({ tender: target.tender, account }, options);
        break;
      default:
        assertNever(target);
    }
  }
  return {
    save,
    isPending: commands.some(({ isPending }) => isPending),
    error: commands.find(({ error }) => error !== null)?.error ?? null,
  };
}
