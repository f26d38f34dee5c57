import { useState } from "react";

import { copy } from "../../copy";
import type { DocumentId, FoundDocument } from "../../ipc/generated";
import { useCommand } from "../../ipc/queries";
import { Button } from "../../kit/Button";
import { Dialog } from "../../kit/Dialog";
import { Money } from "../../kit/Money";
import { TextField } from "../../kit/TextField";
import { useToast } from "../../kit/Toasts";
import { Day } from "../../kit/When";
import { FaultNotice } from "../../shell/FaultNotice";
import styles from "./Backups.module.css";

const words = copy.backups;

/** What in Xero is another one than a document that waits. */
interface Other {
  document: DocumentId;
  reference: string;
}

/** What Xero has and the book does not know, each with what may be the same. */
export function Found({ documents }: { documents: readonly FoundDocument[] }) {
  const toast = useToast();
  const take = useCommand("take_over_found");
  const [other, setOther] = useState<Other | null>(null);
  return (
    <section>
      <h3>{words.found}</h3>
      <p className={styles.muted}>{words.foundExplain}</p>
      <FaultNotice error={take.error} />
      <ul className={styles.list}>
        {documents.map((found) => (
          <li key={found.reference} data-testid="found">
            <span className={styles.what}>
              {copy.documents.kinds[found.kind]} · <Day day={found.day} look="compact" /> ·{" "}
              <Money amount={found.total} />
              <br />
              <span className={styles.muted}>
                {found.reference}
                {` · ${words.mayBe(found.mayBe.length)}`}
              </span>
            </span>
            {found.mayBe.slice(0, 1).map((document) => (
              <span key={document} className={styles.buttons}>
                <Button
                  size="small"
                  isPending={take.isPending}
                  onPress={() =>
                    take.mutate({ document }, { onSuccess: ({ message }) => toast(message) })
                  }
                  data-testid="take-over"
                >
                  {words.takeOver}
                </Button>
                <Button
                  size="small"
                  onPress={() => setOther({ document, reference: found.reference })}
                  data-testid="dismiss"
                >
                  {words.dismiss}
                </Button>
              </span>
            ))}
          </li>
        ))}
      </ul>
      {other !== null && <DismissDialog other={other} onClose={() => setOther(null)} />}
    </section>
  );
}

function DismissDialog({ other, onClose }: { other: Other; onClose: () => void }) {
  const toast = useToast();
  const dismiss = useCommand("dismiss_found");
  const [why, setWhy] = useState("");
  function send() {
    if (dismiss.isPending || why.trim() === "") return;
    dismiss.mutate(
      { ...other, why: why.trim() },
      {
        onSuccess: ({ message }) => {
          toast(message);
          onClose();
        },
      },
    );
  }
  return (
    <Dialog
      title={words.dismissTitle}
      closeLabel={copy.close}
      onClose={onClose}
      onSubmit={send}
      testId="dismiss-dialog"
      actions={
        <>
          <Button onPress={onClose}>{copy.cancel}</Button>
          <Button
            look="primary"
            type="submit"
            isDisabled={why.trim() === ""}
            isPending={dismiss.isPending}
            data-testid="dismiss-confirm"
          >
            {words.dismiss}
          </Button>
        </>
      }
    >
      <p>{words.dismissExplain}</p>
      <FaultNotice error={dismiss.error} />
      <TextField label={words.why} value={why} onChange={setWhy} required autoFocus testId="why" />
    </Dialog>
  );
}
