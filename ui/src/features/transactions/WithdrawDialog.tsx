import { useState } from "react";

import { copy } from "../../copy";
import type { TransactionId } from "../../ipc/generated";
import { useCommand } from "../../ipc/queries";
import { Button } from "../../kit/Button";
import { Dialog } from "../../kit/Dialog";
import { TextField } from "../../kit/TextField";
import { useToast } from "../../kit/Toasts";
import { FaultNotice } from "../../shell/FaultNotice";

const words = copy.transactions;

/** Takes out what was recorded by mistake; a reason is asked for, because someone will ask later. */
export function WithdrawDialog({
  transaction,
  onClose,
}: {
  transaction: TransactionId;
  onClose: () => void;
}) {
  const toast = useToast();
  const withdraw = useCommand("withdraw_transaction");
  const [why, setWhy] = useState("");
  function send() {
    if (withdraw.isPending || why.trim() === "") return;
    withdraw.mutate(
      { transaction, why: why.trim() },
      {
        onSuccess: () => {
          toast(words.withdrawn);
          onClose();
        },
      },
    );
  }
  return (
    <Dialog
      title={words.withdrawTitle}
      closeLabel={copy.close}
      onClose={onClose}
      onSubmit={send}
      busy={withdraw.isPending}
      testId="withdraw-dialog"
      actions={
        <>
          <Button isDisabled={withdraw.isPending} onPress={onClose}>
            {copy.cancel}
          </Button>
          <Button
            look="danger"
            isDisabled={why.trim() === ""}
            isPending={withdraw.isPending}
            type="submit"
            data-testid="withdraw-confirm"
          >
            {words.withdrawConfirm}
          </Button>
        </>
      }
    >
      <p>{words.withdrawExplain}</p>
      <FaultNotice error={withdraw.error} />
      <TextField
        label={words.withdrawWhy}
        value={why}
        onChange={setWhy}
        required
        autoFocus
        testId="withdraw-why"
      />
    </Dialog>
  );
}
