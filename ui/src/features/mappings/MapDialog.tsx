import { useState } from "react";

import { copy } from "../../copy";
import { IpcFault } from "../../ipc/call";
import type { AccountId, Candidates, MappingTarget, Mappings, TaxType } from "../../ipc/generated";
import { useAnswer, useCommand } from "../../ipc/queries";
import { Button } from "../../kit/Button";
import { ComboBox } from "../../kit/ComboBox";
import { Dialog } from "../../kit/Dialog";
import { Loading } from "../../kit/Page";
import { Select } from "../../kit/Select";
import { useToast } from "../../kit/Toasts";
import { assertNever } from "../../kit/cx";
import { FaultNotice } from "../../shell/FaultNotice";
import {
  type Chosen,
  accountChoices,
  chosenNow,
  subject,
  taxChoices,
  taxTarget,
} from "./choices";

const NO_CHOICE = "none";

/** Gives one thing its account, wherever in the window the need came up. */
export function MapDialog({ target, onClose }: { target: MappingTarget; onClose: () => void }) {
  const mappings = useAnswer("mappings", {});
  const candidates = useAnswer("candidates", target);
  const title = copy.mappings.dialog(target.kind, subject(target, mappings.data));
  if (mappings.data === undefined || candidates.data === undefined) {
    return (
      <Dialog title={title} closeLabel={copy.close} onClose={onClose}>
        <FaultNotice error={mappings.error ?? candidates.error} />
        <Loading label={copy.loading} />
      </Dialog>
    );
  }
  return (
    <Form
      title={title}
      target={target}
      mappings={mappings.data}
      candidates={candidates.data}
      onClose={onClose}
    />
  );
}

interface FormProps {
  title: string;
  target: MappingTarget;
  mappings: Mappings;
  candidates: Candidates;
  onClose: () => void;
}

function Form({ title, target, mappings, candidates, onClose }: FormProps) {
  const [chosen, setChosen] = useState(() => chosenNow(target, mappings));
  const { save, isPending, error } = useSave(target, onClose);
  const onAccount = error instanceof IpcFault && error.field === "account" ? error : null;
  const hasTracking = target.kind === "glCode";
  return (
    <Dialog
      title={title}
      closeLabel={copy.close}
      onClose={onClose}
      testId="map-dialog"
      actions={
        <>
          <Button onPress={onClose}>{copy.cancel}</Button>
          <Button
            look="primary"
            isPending={isPending}
            onPress={() => save(chosen)}
            data-testid="map-save"
          >
            {copy.save}
          </Button>
        </>
      }
    >
      <p>{copy.mappings.explain[target.kind]}</p>
      {onAccount === null && <FaultNotice error={error} />}
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
        onChange={(key) => setChosen({ ...chosen, key })}
        error={onAccount === null ? null : [onAccount.message, onAccount.hint].join(" ")}
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
            setChosen({ ...chosen, taxType: id === NO_CHOICE ? null : (id as TaxType) })
          }
          testId="map-tax-type"
        />
      )}
      {hasTracking &&
        candidates.tracking.map((category) => (
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
              setChosen({
                ...chosen,
                tracking: { ...chosen.tracking, [category.name]: id === NO_CHOICE ? null : id },
              })
            }
          />
        ))}
    </Dialog>
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
