import { useState } from "react";

import { copy } from "../../copy";
import { IpcFault } from "../../ipc/call";
import type { Person, Pin } from "../../ipc/generated";
import { useAnswer, useCommand } from "../../ipc/queries";
import { Button } from "../../kit/Button";
import { Callout } from "../../kit/Callout";
import { Loading } from "../../kit/Page";
import { TextField } from "../../kit/TextField";
import { Moment } from "../../kit/When";
import { OwnBooksButton, useOwnBooks } from "../../shell/ownBooks";
import styles from "./People.module.css";

const words = copy.people;

/** Who is at the window? Asked before anything of the book is shown. */
export function SignInPage({ practice }: { practice: boolean }) {
  const people = useAnswer("people", {});
  const [chosen, setChosen] = useState<Person | null>(null);
  const able = people.data?.people.filter(({ active }) => active) ?? [];
  return (
    <main className={styles.who} data-testid="page-sign-in">
      <p className={styles.brand}>Daybook</p>
      {chosen === null ? (
        <>
          <header>
            <h1>{words.signInTitle}</h1>
            <p className={styles.lead}>{words.signInLead}</p>
          </header>
          {people.error !== null && <Wrong error={people.error} />}
          {people.data !== undefined && able.length === 0 && (
            <Callout tone="wait" title={words.namesUnknownTitle} announce>
              <p>{words.namesUnknown}</p>
            </Callout>
          )}
          {(people.error !== null || (people.data !== undefined && able.length === 0)) && (
            <Button
              icon="sync"
              isPending={people.isFetching}
              onPress={() => void people.refetch()}
              data-testid="names-again"
            >
              {copy.fault.retry}
            </Button>
          )}
          {people.isPending && <Loading label={copy.loading} />}
          <ul className={styles.names}>
            {able.map((person) => (
              <li key={person.id}>
                <button type="button" onClick={() => setChosen(person)} data-testid="who">
                  <strong>{person.name}</strong>
                  <span className={styles.muted}>{words.roles[person.role]}</span>
                </button>
              </li>
            ))}
          </ul>
        </>
      ) : (
        <PinForm person={chosen} onBack={() => setChosen(null)} />
      )}
      {practice && <Practising />}
    </main>
  );
}

/** One's own books ask for themselves who is there. */
function Practising() {
  const { error } = useOwnBooks();
  return (
    <>
      {error !== null && <Wrong error={error} />}
      <div className={styles.practising}>
        <p className={styles.muted}>{copy.practice.banner}</p>
        <OwnBooksButton size="small" testId="own-books-sign-in" />
      </div>
    </>
  );
}

function PinForm({ person, onBack }: { person: Person; onBack: () => void }) {
  const signIn = useCommand("sign_in");
  const [pin, setPin] = useState("");
  function send() {
    if (signIn.isPending || pin === "") return;
    signIn.mutate({ person: person.id, pin: pin as Pin }, { onError: () => setPin("") });
  }
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <header>
        <h1>{person.name}</h1>
        <p className={styles.lead}>{words.roles[person.role]}</p>
      </header>
      {signIn.error !== null && <Wrong error={signIn.error} />}
      {signIn.error === null && person.waitsUntil !== null && (
        <Callout tone="wait" title={words.waitsTitle}>
          <p>
            {words.waits} <Moment at={person.waitsUntil} look="short" />
          </p>
        </Callout>
      )}
      <TextField
        label={words.pin}
        value={pin}
        onChange={setPin}
        secret
        autoFocus
        testId="sign-in-pin"
      />
      <div className={styles.actions}>
        <Button onPress={onBack} data-testid="sign-in-back">
          {words.back}
        </Button>
        <Button
          look="primary"
          type="submit"
          isDisabled={pin === ""}
          isPending={signIn.isPending}
          data-testid="sign-in"
        >
          {words.signIn}
        </Button>
      </div>
    </form>
  );
}

/** The shell, which offers ways on, is behind this page. */
function Wrong({ error }: { error: Error }) {
  const hint = error instanceof IpcFault ? error.hint : null;
  return (
    <Callout tone="bad" title={copy.fault.title} announce testId="fault">
      <p>{error.message}</p>
      {hint !== null && <p>{hint}</p>}
    </Callout>
  );
}
