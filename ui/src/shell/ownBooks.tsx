// The way out of the practice company. It is held above every page, since the button that leads out
// goes away once the book is one's own.

import { useQueryClient } from "@tanstack/react-query";
import { type ReactNode, createContext, useContext, useMemo, useState } from "react";

import { copy } from "../copy";
import type { Status } from "../ipc/generated";
import { useCommand } from "../ipc/queries";
import { Button, type ButtonProps } from "../kit/Button";
import { print, start } from "../route";

interface OwnBooks {
  leave: () => void;
  isLeaving: boolean;
  error: Error | null;
  /** How often it was left: what was open or answered before is not of this book. */
  turn: number;
}

const OwnBooksContext = createContext<OwnBooks | null>(null);

/** How one leaves the practice company, and what became of it. */
export function useOwnBooks(): OwnBooks {
  const books = useContext(OwnBooksContext);
  if (books === null) throw new Error("an OwnBooksContext surrounds every screen");
  return books;
}

/** Where one's own book is gone on with: what is left to do before the first cashout, or that. */
function landing({ checklist }: Status): string {
  return print(start(checklist.every(({ done }) => done) ? "cashout" : "start"));
}

export function OwnBooksProvider({ children }: { children: ReactNode }) {
  const client = useQueryClient();
  const { mutate, isPending: isLeaving, error } = useCommand("leave_practice");
  const [turn, setTurn] = useState(0);
  const books = useMemo<OwnBooks>(
    () => ({
      leave: () =>
        mutate(
          {},
          {
            onSuccess: (status) => {
              window.location.hash = landing(status);
              client.setQueryData(["status", {}], status);
              setTurn((before) => before + 1);
            },
          },
        ),
      isLeaving,
      error,
      turn,
    }),
    [client, mutate, isLeaving, error, turn],
  );
  return <OwnBooksContext value={books}>{children}</OwnBooksContext>;
}

/** Goes from the practice company to one's own books. */
export function OwnBooksButton({
  testId,
  ...looks
}: Pick<ButtonProps, "look" | "size"> & { testId: string }) {
  const { leave, isLeaving } = useOwnBooks();
  return (
    <Button {...looks} isPending={isLeaving} onPress={leave} data-testid={testId}>
      {copy.practice.own}
    </Button>
  );
}
