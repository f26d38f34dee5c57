import { useState } from "react";

import { copy } from "../../copy";
import type { TaxType } from "../../ipc/generated";
import { useAnswer, useCommand } from "../../ipc/queries";
import { Loading } from "../../kit/Page";
import { Select } from "../../kit/Select";
import { FaultNotice } from "../../shell/FaultNotice";
import { SaveDialog } from "./SaveDialog";
import { useSaved } from "./save";

const words = copy.mappings;
const USUAL = "usual";

/** Chooses the tax type of lines without tax. */
export function NoTaxDialog({ onClose }: { onClose: () => void }) {
  const mappings = useAnswer("mappings", {});
  const candidates = useAnswer("candidates", { kind: "noTaxType" });
  const save = useCommand("set_no_tax_type");
  const saved = useSaved(onClose);
  const [edited, setEdited] = useState<string | null>(null);
  const now = mappings.data?.noTaxType;
  const chosen = edited ?? (now?.chosen === true ? now.taxType : USUAL);
  const ready = now !== undefined && candidates.data !== undefined;
  return (
    <SaveDialog
      title={words.dialog("noTaxType", copy.noTax.title)}
      ready={ready}
      isPending={save.isPending}
      onClose={onClose}
      onSave={() =>
        // The line was made of a tax type below, but for the one that stands for none.
        save.mutate({ taxType: chosen === USUAL ? null : (chosen as TaxType) }, saved)
      }
    >
      <p>{words.explain.noTaxType}</p>
      <FaultNotice error={mappings.error ?? candidates.error ?? save.error} />
      {ready ? (
        <Select
          label={words.taxType}
          value={chosen}
          options={[
            { id: USUAL, label: words.usualNoTax },
            ...candidates.data.taxTypes
              .filter(({ refused }) => refused === null)
              .map(({ taxType, name, rate }) => ({
                id: taxType as string,
                label: words.taxTypeAt(name, rate),
              })),
          ]}
          onChange={setEdited}
          testId="map-tax-type"
        />
      ) : (
        <Loading label={copy.loading} />
      )}
    </SaveDialog>
  );
}
