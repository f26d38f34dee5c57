import { copy } from "../../copy";
import type { AccountId } from "../../ipc/generated";
import { useAnswer, useCommand } from "../../ipc/queries";
import { Loading } from "../../kit/Page";
import { FaultNotice } from "../../shell/FaultNotice";
import { SaveDialog } from "./SaveDialog";
import { accountLabel } from "./choices";
import { useSaved } from "./save";

const words = copy.payments;

/** Lets payments be made to an account, after saying what that changes in Xero. */
export function PaymentsDialog({ account, onClose }: { account: AccountId; onClose: () => void }) {
  const chart = useAnswer("chart", {});
  const enable = useCommand("enable_payments");
  const saved = useSaved(onClose);
  const found = chart.data?.accounts.find(({ id }) => id === account);
  return (
    <SaveDialog
      title={words.title}
      ready={chart.data !== undefined}
      isPending={enable.isPending}
      saveLabel={words.button}
      onClose={onClose}
      onSave={() => enable.mutate({ account }, saved)}
    >
      {chart.isPending && <Loading label={copy.loading} />}
      {chart.data !== undefined && (
        <p>{words.explain(found === undefined ? words.thisAccount : accountLabel(found))}</p>
      )}
      <FaultNotice error={chart.error ?? enable.error} />
    </SaveDialog>
  );
}
