import { useState } from "react";

import { copy } from "../../copy";
import { IpcFault } from "../../ipc/call";
import type { Day } from "../../ipc/generated";
import { useAnswer, useCommand } from "../../ipc/queries";
import { Button } from "../../kit/Button";
import { DayField } from "../../kit/DayField";
import { Dialog } from "../../kit/Dialog";
import { TextField } from "../../kit/TextField";
import { useToast } from "../../kit/Toasts";
import { FaultNotice } from "../../shell/FaultNotice";
import { useShell } from "../../shell/shell";

const words = copy.rates;

/** What this dialog has fields for; a fault about another stands above them. */
const FIELDS = ["currency", "day", "rate"];

/** Enters what a foreign currency was worth on a day. */
export function RateDialog({
  currency: asked,
  day: askedDay,
  onClose,
}: {
  /** The currency a transaction waits for; empty when a person may say any. */
  currency: string;
  day: Day | null;
  onClose: () => void;
}) {
  const { status } = useShell();
  const toast = useToast();
  const base = useAnswer("rates", {}).data?.base ?? status.currency ?? "";
  const save = useCommand("set_rate");
  const [currency, setCurrency] = useState(asked);
  const [day, setDay] = useState<string | null>(askedDay ?? status.today);
  const [rate, setRate] = useState("");
  const { error } = save;
  const fault = error instanceof IpcFault && FIELDS.includes(error.field ?? "") ? error : null;
  const wrong = (field: string) => (fault?.field === field ? fault.message : null);
  const ready = currency.trim() !== "" && rate.trim() !== "" && day !== null;
  function send() {
    if (save.isPending || !ready || day === null) return;
    save.mutate(
      // Who entered it is the program's to say.
      {
        currency: currency.trim().toUpperCase(),
        day: day as Day,
        rate: rate.trim(),
        who: "",
      },
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
      title={asked === "" ? words.title : words.titleOf(asked)}
      closeLabel={copy.close}
      onClose={onClose}
      onSubmit={send}
      testId="rate-dialog"
      actions={
        <>
          <Button onPress={onClose}>{copy.cancel}</Button>
          <Button
            look="primary"
            isDisabled={!ready}
            isPending={save.isPending}
            type="submit"
            data-testid="rate-save"
          >
            {copy.save}
          </Button>
        </>
      }
    >
      <p>{words.explain}</p>
      <FaultNotice error={fault === null ? error : null} />
      {asked === "" && (
        <TextField
          label={words.currency}
          hint={words.currencyHint}
          value={currency}
          onChange={setCurrency}
          error={wrong("currency")}
          required
          autoFocus
          testId="rate-currency"
        />
      )}
      <DayField
        label={words.day}
        value={day}
        onChange={setDay}
        error={wrong("day")}
        {...copy.calendar}
        testId="rate-day"
      />
      <TextField
        label={words.rate}
        hint={words.rateHint(base, currency.trim().toUpperCase())}
        value={rate}
        onChange={setRate}
        error={wrong("rate")}
        required
        autoFocus={asked !== ""}
        testId="rate-rate"
      />
    </Dialog>
  );
}
