import { useState } from "react";

import { copy } from "../../copy";
import { IpcFault } from "../../ipc/call";
import type { Candidates, TaxType } from "../../ipc/generated";
import { useAnswer } from "../../ipc/queries";
import { Checkbox } from "../../kit/Checkbox";
import { ComboBox } from "../../kit/ComboBox";
import { Loading } from "../../kit/Page";
import { Select } from "../../kit/Select";
import { FaultNotice } from "../../shell/FaultNotice";
import { SaveDialog } from "./SaveDialog";
import {
  type AccountTarget,
  type Chosen,
  accountChoices,
  chosenNow,
  offeredTo,
  subject,
  taxChoices,
} from "./choices";
import { useSaveAccount } from "./save";

const words = copy.mappings;
const NO_CHOICE = "none";

/** Gives a role, a code, a tax, a tender or a bank account of the desk's its account in Xero. */
export function AccountDialog({ target, onClose }: { target: AccountTarget; onClose: () => void }) {
  const mappings = useAnswer("mappings", {});
  const [edited, setEdited] = useState<Chosen | null>(null);
  const chosen = edited ?? (mappings.data === undefined ? null : chosenNow(target, mappings.data));
  const answer = useAnswer("candidates", offeredTo(target, chosen?.direct ?? false));
  const candidates = answer.isPlaceholderData ? undefined : answer.data;
  const { save, isPending, error } = useSaveAccount(target, onClose);
  const onAccount = error instanceof IpcFault && error.field === "account" ? error : null;
  return (
    <SaveDialog
      title={words.dialog(target.kind, subject(target, mappings.data))}
      ready={chosen !== null && candidates !== undefined}
      isPending={isPending}
      onClose={onClose}
      onSave={() => {
        if (chosen !== null) save(chosen);
      }}
    >
      {chosen?.direct !== true && <p>{words.explain[target.kind]}</p>}
      <FaultNotice error={mappings.error ?? answer.error ?? (onAccount === null ? error : null)} />
      {chosen !== null && target.kind === "tender" && (
        <Checkbox
          label={words.direct}
          hint={words.directHint}
          value={chosen.direct}
          onChange={(direct) => setEdited({ ...chosen, direct, key: null })}
          testId="map-direct"
        />
      )}
      {chosen === null || candidates === undefined ? (
        <Loading label={copy.loading} />
      ) : (
        <Fields
          target={target}
          candidates={candidates}
          chosen={chosen}
          onChange={setEdited}
          refusal={onAccount}
          autoFocus={edited === null}
        />
      )}
    </SaveDialog>
  );
}

interface FieldsProps {
  target: AccountTarget;
  candidates: Candidates;
  chosen: Chosen;
  onChange: (chosen: Chosen) => void;
  /** Why the program refused the account, once it has. */
  refusal: IpcFault | null;
  autoFocus: boolean;
}

function Fields({ target, candidates, chosen, onChange, refusal, autoFocus }: FieldsProps) {
  const isBank = chosen.direct || target.kind === "bank";
  return (
    <>
      <ComboBox
        // Other accounts are another list, which starts anew.
        key={String(chosen.direct)}
        label={isBank ? words.bankAccount : words.account}
        placeholder={words.searchAccounts}
        openLabel={words.openAccounts}
        choices={
          target.kind === "tax"
            ? [...accountChoices(candidates), ...taxChoices(candidates)]
            : accountChoices(candidates)
        }
        value={chosen.key}
        onChange={(key) => onChange({ ...chosen, key })}
        error={refusal === null ? null : [refusal.message, refusal.hint].join(" ")}
        autoFocus={autoFocus}
        testId="map-account"
      />
      {target.kind !== "tax" && candidates.taxTypes.length > 0 && (
        <TaxTypes
          none={target.kind === "role" ? words.noTax : words.accountsOwnTax}
          candidates={candidates}
          value={chosen.taxType}
          onChange={(taxType) => onChange({ ...chosen, taxType })}
        />
      )}
      {candidates.tracking.map((category) => (
        <Select
          key={category.name}
          label={words.trackingOption(category.name)}
          value={chosen.tracking[category.name] ?? NO_CHOICE}
          options={[
            { id: NO_CHOICE, label: words.noTracking },
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

function TaxTypes({
  none,
  candidates,
  value,
  onChange,
}: {
  none: string;
  candidates: Candidates;
  value: TaxType | null;
  onChange: (value: TaxType | null) => void;
}) {
  return (
    <Select
      label={words.taxType}
      value={value ?? NO_CHOICE}
      options={[
        { id: NO_CHOICE, label: none },
        ...candidates.taxTypes
          .filter(({ refused }) => refused === null)
          .map(({ taxType, name, rate }) => ({
            id: taxType as string,
            label: words.taxTypeAt(name, rate),
          })),
      ]}
      // The line was made of a tax type above, but for the one that stands for none.
      onChange={(id) => onChange(id === NO_CHOICE ? null : (id as TaxType))}
      testId="map-tax-type"
    />
  );
}
