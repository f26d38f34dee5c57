import { useState } from "react";

import { copy } from "../../copy";
import type { TrackingCategory, TrackingMapping, TrackingValue } from "../../ipc/generated";
import { useAnswer, useCommand } from "../../ipc/queries";
import { Loading } from "../../kit/Page";
import { Select } from "../../kit/Select";
import { FaultNotice } from "../../shell/FaultNotice";
import styles from "./Mappings.module.css";
import { SaveDialog } from "./SaveDialog";
import { subject } from "./choices";
import { useSaved } from "./save";

const words = copy.tracking;
const NO_CATEGORY = "none";
const LIKE_THE_VALUE = "like the value";

/** How many values can be given an option here; a tracking category has no more. */
const VALUES_SHOWN = 100;

/** Lets a field decide how lines are tracked. */
export function TrackingDialog({ field, onClose }: { field: string; onClose: () => void }) {
  const target = { kind: "tracking", field } as const;
  const mappings = useAnswer("mappings", {});
  const candidates = useAnswer("candidates", target);
  const save = useCommand("set_tracking");
  const saved = useSaved(onClose);
  const [edited, setEdited] = useState<Choice | null>(null);
  const now = mappings.data?.tracking.find((one) => one.field === field);
  const categories = candidates.data?.tracking;
  const choice = edited ?? (now === undefined ? null : choiceNow(now));
  return (
    <SaveDialog
      title={copy.mappings.dialog("tracking", subject(target, mappings.data))}
      ready={choice !== null && categories !== undefined}
      isPending={save.isPending}
      onClose={onClose}
      onSave={() => {
        if (choice !== null) save.mutate({ field, ...toKeep(choice) }, saved);
      }}
    >
      <p>{copy.mappings.explain.tracking}</p>
      <FaultNotice error={mappings.error ?? candidates.error ?? save.error} />
      {now === undefined || choice === null || categories === undefined ? (
        <Loading label={copy.loading} />
      ) : (
        <>
          <Select
            label={words.category}
            value={choice.category ?? NO_CATEGORY}
            options={[
              { id: NO_CATEGORY, label: words.none },
              ...categories.map(({ name }) => ({ id: name, label: name })),
            ]}
            onChange={(id) =>
              setEdited({ category: id === NO_CATEGORY ? null : id, options: new Map() })
            }
            testId="tracking-category"
          />
          <Values now={now} choice={choice} categories={categories} onChange={setEdited} />
        </>
      )}
    </SaveDialog>
  );
}

/** What a person has chosen so far. */
interface Choice {
  category: string | null;
  /** The option of each value that is called otherwise. */
  options: ReadonlyMap<string, string>;
}

function choiceNow({ category, values }: TrackingMapping): Choice {
  const otherwise = values.flatMap(({ value, option }) =>
    option === null || isLike(option, value) ? [] : [[value, option] as const],
  );
  return { category, options: new Map(otherwise) };
}

/** Names are compared as Xero compares them: the case of letters tells nothing apart. */
function isLike(option: string, value: string): boolean {
  return option.trim().toLowerCase() === value.trim().toLowerCase();
}

function toKeep({ category, options }: Choice) {
  const kept: TrackingValue[] = [...options].map(([value, option]) => ({ value, option }));
  return { category, options: category === null ? [] : kept };
}

function Values({
  now,
  choice,
  categories,
  onChange,
}: {
  now: TrackingMapping;
  choice: Choice;
  categories: readonly TrackingCategory[];
  onChange: (choice: Choice) => void;
}) {
  const category = categories.find(({ name }) => name === choice.category);
  if (category === undefined) return null;
  if (now.category !== category.name) return <p className={styles.muted}>{words.afterSaving}</p>;
  const options = category.options.filter(({ archived }) => !archived);
  const more = now.values.length - VALUES_SHOWN;
  return (
    <section className={styles.values} aria-label={words.values}>
      {now.values.slice(0, VALUES_SHOWN).map(({ value }) => (
        <Select
          key={value}
          label={value}
          value={choice.options.get(value) ?? LIKE_THE_VALUE}
          options={[
            { id: LIKE_THE_VALUE, label: words.called },
            ...options.map(({ name }) => ({ id: name, label: name })),
          ]}
          onChange={(id) => {
            const next = new Map(choice.options);
            if (id === LIKE_THE_VALUE) next.delete(value);
            else next.set(value, id);
            onChange({ ...choice, options: next });
          }}
        />
      ))}
      {more > 0 && <p className={styles.muted}>{copy.andMore(more)}</p>}
    </section>
  );
}
