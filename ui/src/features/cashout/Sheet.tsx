import { copy } from "../../copy";
import type { Cashout } from "../../ipc/generated";
import { useCommand } from "../../ipc/queries";
import { Button } from "../../kit/Button";
import { useToast } from "../../kit/Toasts";
import { FaultNotice } from "../../shell/FaultNotice";

/** Writes the sheet of these days, to print and keep. The program asks where to. */
export function useSheet({ location, from, to }: Cashout) {
  const toast = useToast();
  const sheet = useCommand("export");
  function write() {
    if (sheet.isPending) return;
    sheet.mutate(
      { format: "pdf", location, from, to, path: null },
      {
        onSuccess: ({ path, message }) => {
          if (path !== null) toast(message);
        },
      },
    );
  }
  return {
    button: (
      <Button
        size="small"
        icon="print"
        isPending={sheet.isPending}
        onPress={write}
        data-testid="print-sheet"
      >
        {copy.cashout.sheet}
      </Button>
    ),
    fault: <FaultNotice error={sheet.error} />,
  };
}
