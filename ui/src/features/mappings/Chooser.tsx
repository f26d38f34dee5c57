import { copy } from "../../copy";
import type { GlMapping, MappingState, MappingTarget } from "../../ipc/generated";
import { Count } from "../../kit/Count";
import { type Column, Muted } from "../../kit/DataTable";
import { Icon } from "../../kit/Icon";
import { Money } from "../../kit/Money";
import { Status } from "../../kit/Status";
import { useShell } from "../../shell/shell";
import { MAPPING_TONE } from "../../shell/words";
import styles from "./Mappings.module.css";

const words = copy.mappings;

/** The account of a row, and the way to another one. */
export function Chooser({
  target,
  subject,
  chosen,
  offer,
  nothing = words.chooseAccount,
  name = words.choose,
}: {
  target: MappingTarget;
  subject: string;
  chosen: string | null;
  /** What would be chosen, said when nothing is. */
  offer?: string | undefined;
  /** What is said when there is nothing to offer. */
  nothing?: string;
  /** What is chosen here, where it is no account. */
  name?: (subject: string, shown: string) => string;
}) {
  const { perform } = useShell();
  const shown = chosen ?? (offer === undefined ? nothing : words.suggested(offer));
  return (
    <button
      type="button"
      className={chosen === null ? styles.missing : styles.chooser}
      aria-label={name(subject, shown)}
      aria-haspopup="dialog"
      onClick={() => perform({ kind: "map", target })}
      data-testid="choose-account"
    >
      <span>{shown}</span>
      <Icon name="down" size={14} />
    </button>
  );
}

/** How a row stands to its account, and what is wrong with it. */
export function State({ state, problem }: { state: MappingState; problem: string | null }) {
  return (
    <div className={styles.state}>
      <Status tone={MAPPING_TONE[state]}>{words.states[state]}</Status>
      {problem !== null && <Muted>{problem}</Muted>}
    </div>
  );
}

/** How many transactions wait on a row, and what they come to. */
export function waiting<Row extends Pick<GlMapping, "transactions" | "waiting">>(): Column<Row>[] {
  return [
    {
      id: "transactions",
      head: words.transactions,
      align: "right",
      shrink: true,
      cell: (row) => <Count of={row.transactions} />,
    },
    {
      id: "waiting",
      head: words.waiting,
      align: "right",
      shrink: true,
      cell: (row) => <Money amount={row.waiting} />,
    },
  ];
}
