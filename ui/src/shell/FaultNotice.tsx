import { copy } from "../copy";
import { IpcFault } from "../ipc/call";
import { FAULTS, type FaultCopy } from "../ipc/faults";
import { useCommand } from "../ipc/queries";
import { Button } from "../kit/Button";
import { Callout } from "../kit/Callout";
import { start } from "../route";
import { useShell } from "./shell";

/** What went wrong, whether anything is lost, and what to do now. Nothing when nothing did. */
export function FaultNotice({ error, onRetry }: { error: Error | null; onRetry?: () => void }) {
  const { go, perform } = useShell();
  const { mutate: signOut } = useCommand("sign_out");
  if (error === null) return null;
  const fault = error instanceof IpcFault ? error : null;
  const { tone, title, action }: FaultCopy = FAULTS[fault?.code ?? "internal"];
  if (tone === "silent") return null;
  return (
    <Callout
      tone={tone}
      title={title}
      announce
      testId="fault"
      actions={
        <>
          {action === "connect" && (
            <Button onPress={() => perform({ kind: "connect" })}>{copy.actions.connect}</Button>
          )}
          {action === "switch" && (
            <Button onPress={() => signOut({})}>{copy.fault.switchPerson}</Button>
          )}
          {action !== undefined && action !== "connect" && action !== "switch" && (
            <Button onPress={() => go(start(action))}>{copy.pages[action]}</Button>
          )}
          {onRetry !== undefined && (
            <Button icon="sync" onPress={onRetry}>
              {copy.fault.retry}
            </Button>
          )}
        </>
      }
    >
      <p>{error.message}</p>
      {fault?.hint != null && <p>{fault.hint}</p>}
      {fault?.reference != null && <small>{copy.fault.reference(fault.reference)}</small>}
    </Callout>
  );
}
