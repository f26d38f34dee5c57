// What the mapping dialog offers, and what it starts from.

import { copy } from "../../copy";
import type {
  AccountId,
  AccountRef,
  Candidates,
  MappingTarget,
  Mappings,
  TaxTarget,
  TaxType,
} from "../../ipc/generated";
import type { Choice } from "../../kit/ComboBox";

/** What a person has chosen so far. */
export interface Chosen {
  /** The chosen line of the list: an account's id, or a tax type behind its prefix. */
  key: string | null;
  taxType: TaxType | null;
  tracking: Record<string, string | null>;
  /** A tender that is paid straight into a bank account. */
  direct: boolean;
}

/** What is given an account. Tracking and lines without tax have dialogs of their own. */
export type AccountTarget = Exclude<MappingTarget, { kind: "tracking" | "noTaxType" }>;

/** Whose accounts are offered: a tender paid straight into the bank has bank accounts to choose. */
export function offeredTo(target: AccountTarget, direct: boolean): MappingTarget {
  return target.kind === "tender" && direct ? { kind: "bank", bank: target.tender } : target;
}

/** An account as a bookkeeper knows it: code and name. */
export function accountLabel({ code, name }: AccountRef): string {
  return code === null ? name : `${code} · ${name}`;
}

const TAX_TYPE_PREFIX = "tax-type:";

/** Every account; what may not be chosen says why. */
export function accountChoices(candidates: Candidates): Choice[] {
  return candidates.accounts.map(({ account, typeName, refused, warning, suggested }) => {
    const why = refused ?? warning ?? suggested;
    return {
      id: account.id,
      label: accountLabel(account),
      aside: typeName,
      disabled: refused !== null,
      ...(why === null ? {} : { why }),
    };
  });
}

/** Every tax type, beside the accounts a tax can go to. */
export function taxChoices(candidates: Candidates): Choice[] {
  return candidates.taxTypes.map(({ taxType, name, rate, refused }) => ({
    id: TAX_TYPE_PREFIX + taxType,
    label: name,
    aside: copy.mappings.taxRate(rate),
    disabled: refused !== null,
    ...(refused === null ? {} : { why: refused }),
  }));
}

/** Where a chosen line of the list sends the tax. */
export function taxTarget(key: string | null): TaxTarget | null {
  if (key === null) return null;
  return key.startsWith(TAX_TYPE_PREFIX)
    ? { kind: "taxType", taxType: key.slice(TAX_TYPE_PREFIX.length) as TaxType, label: "" }
    : { kind: "account", account: key as AccountId, label: "" };
}

function taxKey(target: TaxTarget | null): string | null {
  if (target === null) return null;
  return target.kind === "account" ? target.account : TAX_TYPE_PREFIX + target.taxType;
}

/** What is mapped, in its own words. */
export function subject(target: MappingTarget, mappings: Mappings | undefined): string {
  switch (target.kind) {
    case "role":
      return mappings?.roles.find(({ role }) => role === target.role)?.label ?? target.role;
    case "glCode":
      return target.code;
    case "tax":
      return target.tax;
    case "tender":
      return target.tender;
    case "bank":
      return target.bank;
    case "tracking":
      return mappings?.tracking.find(({ field }) => field === target.field)?.label ?? target.field;
    case "noTaxType":
      return copy.noTax.title;
  }
}

/** Where the choice starts: as it is mapped, else with the first suggestion. */
export function chosenNow(target: AccountTarget, mappings: Mappings): Chosen {
  const none: Chosen = { key: null, taxType: null, tracking: {}, direct: false };
  switch (target.kind) {
    case "role": {
      const row = mappings.roles.find(({ role }) => role === target.role);
      const key = row?.account?.id ?? row?.suggestion?.account.id ?? null;
      return { ...none, key, taxType: row?.taxType ?? null };
    }
    case "glCode": {
      const row = mappings.glCodes.find(({ code }) => code === target.code);
      return {
        ...none,
        key: row?.account?.id ?? row?.suggestions[0]?.account.id ?? null,
        taxType: row?.taxType ?? null,
        tracking: Object.fromEntries(
          row?.tracking.map(({ category, option }) => [category, option]) ?? [],
        ),
      };
    }
    case "tax": {
      const row = mappings.taxes.find(({ tax }) => tax === target.tax);
      return { ...none, key: taxKey(row?.target ?? null) ?? row?.suggestion?.account.id ?? null };
    }
    case "tender": {
      const row = mappings.tenders.find(({ tender }) => tender === target.tender);
      const own = row?.state === "mapped" || row?.state === "direct";
      const key = own ? (row.account?.id ?? null) : null;
      return { ...none, key, direct: row?.direct ?? false };
    }
    case "bank": {
      const row = mappings.banks.find(({ bank }) => bank === target.bank);
      return { ...none, key: row?.account?.id ?? null };
    }
  }
}
