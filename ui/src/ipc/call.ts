// The one way to ask the program for something, typed on both sides by the list of commands.

import type { Code, Commands, Events, Fault } from "./generated";

/** The name of a command. */
export type Command = keyof Commands;
/** What a command takes. */
export type Request<K extends Command> = Commands[K][0];
/** What a command answers. */
export type Answer<K extends Command> = Commands[K][1];

/** What happens with a file that is dragged over the window. */
export type Drop = { kind: "over" } | { kind: "left" } | { kind: "dropped"; path: string };

/** Ends a subscription. */
export type Stop = () => void;

/** What carries calls and events: the program in the window, answers of ours in tests. */
export interface Host {
  call(command: string, payload: unknown): Promise<unknown>;
  listen<K extends keyof Events>(event: K, tell: (payload: Events[K]) => void): Stop;
  listenDrop(tell: (drop: Drop) => void): Stop;
}

/** A refused command, as a real error with a stack. */
export class IpcFault extends Error {
  override readonly name = "IpcFault";
  readonly code: Code;
  readonly hint: string | null;
  readonly field: string | null;
  readonly reference: string | null;

  constructor(
    readonly command: string,
    fault: Fault,
  ) {
    super(fault.message);
    this.code = fault.code;
    this.hint = fault.hint;
    this.field = fault.field;
    this.reference = fault.reference;
  }
}

function isFault(thrown: unknown): thrown is Fault {
  return typeof thrown === "object" && thrown !== null && "code" in thrown && "message" in thrown;
}

/** Asks, and throws an `IpcFault` when refused: whatever else goes wrong is told as one too. */
export async function call<K extends Command>(
  host: Host,
  command: K,
  payload: Request<K>,
): Promise<Answer<K>> {
  try {
    return (await host.call(command, payload)) as Answer<K>;
  } catch (thrown) {
    throw new IpcFault(
      command,
      isFault(thrown)
        ? thrown
        : { code: "internal", message: String(thrown), hint: null, field: null, reference: null },
    );
  }
}
