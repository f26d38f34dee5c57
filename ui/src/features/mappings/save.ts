// Keeping a mapping: one command for each kind of thing that can be mapped.

import type { AccountId } from "../../ipc/generated";
import { useCommand } from "../../ipc/queries";
import { useToast } from "../../kit/Toasts";
import { assertNever } from "../../kit/cx";
import { type AccountTarget, type Chosen, taxTarget } from "./choices";

/** Says what saving brought and closes. */
export function useSaved(onClose: () => void): { onSuccess: (saved: { message: string }) => void } {
  const toast = useToast();
  return {
    onSuccess: ({ message }) => {
      toast(message);
      onClose();
    },
  };
}

/** Keeps the account chosen for something. */
export function useSaveAccount(target: AccountTarget, onClose: () => void) {
  const saved = useSaved(onClose);
  const role = useCommand("set_role");
  const code = useCommand("set_gl_code");
  const tax = useCommand("set_tax");
  const tender = useCommand("set_tender");
  const bank = useCommand("set_bank");
  const commands = [role, code, tax, tender, bank];

  function save({ key, taxType, tracking, direct }: Chosen) {
    // Only the list of a tax has other lines than accounts, and it is read by `taxTarget`.
    const account = key as AccountId | null;
    switch (target.kind) {
      case "role":
        return role.mutate({ role: target.role, account, taxType }, saved);
      case "glCode": {
        const chosen = Object.entries(tracking).flatMap(([category, option]) =>
          option === null ? [] : [{ category, option }],
        );
        return code.mutate({ code: target.code, account, taxType, tracking: chosen }, saved);
      }
      case "tax":
        return tax.mutate({ tax: target.tax, target: taxTarget(key) }, saved);
      case "tender":
        return tender.mutate({ tender: target.tender, account, direct }, saved);
      case "bank":
        return bank.mutate({ bank: target.bank, account }, saved);
      default:
        return assertNever(target);
    }
  }
  return {
    save,
    isPending: commands.some(({ isPending }) => isPending),
    error: commands.find(({ error }) => error !== null)?.error ?? null,
  };
}
