import { useState } from "react";

import { copy } from "../../copy";
import type { Person } from "../../ipc/generated";
import { useAnswer, useCommand } from "../../ipc/queries";
import { Button } from "../../kit/Button";
import { Card, Loading } from "../../kit/Page";
import { Select } from "../../kit/Select";
import { FaultNotice } from "../../shell/FaultNotice";
import { useShell } from "../../shell/shell";
import styles from "./People.module.css";
import { PersonDialog } from "./PersonDialog";
import { PinDialog } from "./PinDialog";

const words = copy.people;

/** After how many idle minutes somebody can be signed out; 0 for never. */
const IDLE_MINUTES = [0, 2, 5, 10, 15, 30, 60];

type Opened = { kind: "add" } | { kind: "edit"; person: Person } | { kind: "pin"; person: Person };

/** Who works with the book, and what each may do. */
export function PeopleCard() {
  const { status } = useShell();
  const people = useAnswer("people", {});
  const [opened, setOpened] = useState<Opened | null>(null);
  const { peopleSignIn, person: here, mayNot } = status.window;
  const decides = !mayNot.includes("add_person");
  const close = () => setOpened(null);
  return (
    <Card
      title={words.title}
      aside={
        decides && (
          <Button size="small" onPress={() => setOpened({ kind: "add" })} data-testid="add-person">
            {words.add}
          </Button>
        )
      }
    >
      <FaultNotice error={people.error} onRetry={() => void people.refetch()} />
      {people.isPending && <Loading label={copy.loading} />}
      {!peopleSignIn && <p className={styles.muted}>{words.nobody}</p>}
      <ul className={styles.list}>
        {people.data?.people.map((person) => (
          <Row
            key={person.id}
            person={person}
            mayChange={decides}
            maySetPin={decides || person.id === here?.id}
            onOpen={(kind) => setOpened({ kind, person })}
          />
        ))}
      </ul>
      {peopleSignIn && decides && <LockAfter minutes={status.window.lockAfterMinutes} />}
      {opened?.kind === "add" && (
        <PersonDialog person={null} first={!peopleSignIn} onClose={close} />
      )}
      {opened?.kind === "edit" && <PersonDialog person={opened.person} onClose={close} />}
      {opened?.kind === "pin" && <PinDialog person={opened.person} here={here} onClose={close} />}
    </Card>
  );
}

function Row({
  person,
  mayChange,
  maySetPin,
  onOpen,
}: {
  person: Person;
  mayChange: boolean;
  maySetPin: boolean;
  onOpen: (kind: "edit" | "pin") => void;
}) {
  return (
    <li data-testid="person">
      <div className={styles.person}>
        <strong>{person.name}</strong>
        <p className={styles.muted}>
          {words.roles[person.role]}
          {!person.active && ` · ${words.mayNotSignIn}`}
        </p>
      </div>
      <div className={styles.buttons}>
        {maySetPin && (
          <Button
            size="small"
            aria-label={words.newPinOf(person.name)}
            onPress={() => onOpen("pin")}
            data-testid="new-pin"
          >
            {words.newPin}
          </Button>
        )}
        {mayChange && (
          <Button
            size="small"
            aria-label={words.edit(person.name)}
            onPress={() => onOpen("edit")}
            data-testid="edit-person"
          >
            {words.change}
          </Button>
        )}
      </div>
    </li>
  );
}

function LockAfter({ minutes }: { minutes: number | null }) {
  const save = useCommand("set_lock_after");
  const now = minutes ?? 0;
  const choices = IDLE_MINUTES.includes(now) ? IDLE_MINUTES : [...IDLE_MINUTES, now];
  return (
    <div className={styles.foot}>
      <FaultNotice error={save.error} />
      <Select
        label={words.lockAfter}
        value={String(now)}
        options={choices.map((one) => ({ id: String(one), label: words.lockAfterMinutes(one) }))}
        onChange={(chosen) => save.mutate({ minutes: chosen === "0" ? null : Number(chosen) })}
        testId="lock-after"
      />
    </div>
  );
}
