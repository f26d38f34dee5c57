import { QueryClientProvider } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";

import { SignInPage } from "../features/people/SignInPage";
import type { Status } from "../ipc/generated";
import { newClient, useChanges } from "../ipc/queries";
import { useOwnBooks } from "../shell/ownBooks";
import { Window } from "./Window";
import { useStillHere } from "./stillHere";

const ANYBODY = "anybody";

/** Who the window is for: anybody where nobody signs in; one person of one book; nobody yet. */
function sitterOf({ practice, window: { peopleSignIn, person } }: Status): string | null {
  if (!peopleSignIn) return ANYBODY;
  return person === null ? null : `${practice ? "practice" : "own"} ${person.id}`;
}

/**
 * Nobody sees the book of others before they have signed in, and then nothing of what was open or
 * answered for whoever sat here before: the next one begins where one comes in. Who comes back
 * finds the page again, and the first person was added by whoever is here.
 */
export function Seat({ status }: { status: Status }) {
  const sitter = sitterOf(status);
  const [seat, setSeat] = useState({ sitter, last: sitter, begins: false });
  if (sitter !== seat.sitter) {
    const other = sitter !== null && sitter !== seat.last && seat.sitter !== ANYBODY;
    setSeat({ sitter, last: sitter ?? seat.last, begins: other });
  }
  const { turn } = useOwnBooks();
  useStillHere(status.window.person !== null);
  return (
    <Answers key={`${sitter ?? ""} ${turn}`}>
      {sitter === null ? (
        <SignInPage practice={status.practice} />
      ) : (
        <Window status={status} begins={seat.begins} />
      )}
    </Answers>
  );
}

/** What is answered to one sitter, of one book: it goes with them. */
function Answers({ children }: { children: ReactNode }) {
  const [client] = useState(newClient);
  useChanges(client);
  return <QueryClientProvider client={client}>{children}</QueryClientProvider>;
}
