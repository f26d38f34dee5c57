import { copy } from "../../copy";
import { useCommand } from "../../ipc/queries";
import { Button } from "../../kit/Button";
import { Callout } from "../../kit/Callout";
import { Card } from "../../kit/Page";
import { FaultNotice } from "../../shell/FaultNotice";
import styles from "./Diagnosis.module.css";

const words = copy.diagnosis;

/** Help with a fault: a file that may be given away. */
export function BundleCard() {
  const save = useCommand("save_bundle");
  return (
    <Card title={words.title} aside={<SaveButton save={save} />}>
      <div className={styles.card}>
        <p>{words.about}</p>
        <FaultNotice error={save.error} />
        <Saved save={save} />
      </div>
    </Card>
  );
}

/** The same before there is a book to show: it is then that help is wanted most. */
export function BundleWithoutBook() {
  const save = useCommand("save_bundle");
  return (
    <Callout tone="plain" title={words.about} actions={<SaveButton save={save} />}>
      {save.error !== null && <p role="alert">{save.error.message}</p>}
      <Saved save={save} />
    </Callout>
  );
}

type Save = ReturnType<typeof useCommand<"save_bundle">>;

function SaveButton({ save }: { save: Save }) {
  return (
    <Button
      size="small"
      icon="download"
      isPending={save.isPending}
      onPress={() => save.mutate({ to: null })}
      data-testid="save-bundle"
    >
      {words.save}
    </Button>
  );
}

function Saved({ save }: { save: Save }) {
  if (save.data === undefined) return null;
  return <Callout tone="good" title={save.data.message} announce testId="bundle-saved" />;
}
