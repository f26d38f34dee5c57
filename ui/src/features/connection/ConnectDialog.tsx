import { useState } from "react";

import { copy } from "../../copy";
import type { Connection, Organisation } from "../../ipc/generated";
import { useAnswer, useCommand } from "../../ipc/queries";
import { IpcFault } from "../../ipc/call";
import { Button } from "../../kit/Button";
import { Callout } from "../../kit/Callout";
import { Dialog } from "../../kit/Dialog";
import { Loading } from "../../kit/Page";
import { TextField } from "../../kit/TextField";
import { useToast } from "../../kit/Toasts";
import { FaultNotice } from "../../shell/FaultNotice";
import styles from "./Connection.module.css";

/** How often the sign-in is looked at while the browser is open. */
const LOOK_MS = 1_000;
const words = copy.connection;

/** Signs in to Xero in the system browser, and chooses an organisation. */
export function ConnectDialog({ onClose }: { onClose: () => void }) {
  const status = useAnswer("connect_status", {}, ({ kind }) => kind === "waiting" && LOOK_MS);
  const settings = useAnswer("settings", {});
  const begin = useCommand("connect_start");
  const cancel = useCommand("connect_cancel");
  const use = useCommand("use_organisation");
  const toast = useToast();
  // Held here: what is typed outlives a sign-in that fails or is stopped.
  const [typed, setTyped] = useState<string | null>(null);
  const state = status.data;
  const waiting = state?.kind === "waiting";

  const look = () => void status.refetch();
  function close() {
    if (!waiting) {
      onClose();
      return;
    }
    // Xero may have answered a moment ago; then it says so, and what is kept is waited for.
    cancel.mutate({}, { onSuccess: onClose, onError: look });
  }
  function choose({ id, name }: Organisation) {
    use.mutate(
      { id, name },
      {
        onSuccess: () => {
          toast(words.nowConnected(name));
          onClose();
        },
      },
    );
  }
  return (
    <Dialog title={words.title} closeLabel={copy.close} onClose={close} testId="connect-dialog">
      <FaultNotice error={begin.error ?? use.error ?? cancel.error ?? settings.error} />
      {(state === undefined || settings.data === undefined) && <Loading label={copy.loading} />}
      {state !== undefined && settings.data !== undefined && (
        <Body
          state={state}
          clientId={typed ?? settings.data.clientId ?? ""}
          onClientId={setTyped}
          busy={begin.isPending || use.isPending}
          onBegin={(clientId) => begin.mutate({ clientId }, { onSettled: look })}
          onCancel={() => cancel.mutate({}, { onSettled: look })}
          onChoose={choose}
          onClose={onClose}
        />
      )}
    </Dialog>
  );
}

interface BodyProps {
  state: Connection;
  clientId: string;
  onClientId: (clientId: string) => void;
  busy: boolean;
  onBegin: (clientId: string | null) => void;
  onCancel: () => void;
  onChoose: (organisation: Organisation) => void;
  onClose: () => void;
}

/** What is to be done now. Where it takes the place of what had the focus, it takes the focus too. */
function Body(props: BodyProps) {
  const { state, busy, onCancel, onChoose, onClose } = props;
  switch (state.kind) {
    case "idle":
      return <Begin {...props} />;
    case "failed":
      return (
        <>
          <FaultNotice error={new IpcFault("connect_status", state.fault)} />
          <Begin {...props} />
        </>
      );
    case "waiting":
      return (
        <>
          <Callout tone="plain" announce title={words.waiting}>
            <p>{words.waitingHint}</p>
          </Callout>
          <p className={styles.address} data-testid="authorize-url">
            {state.authorizeUrl}
          </p>
          <Button autoFocus onPress={onCancel}>
            {words.stop}
          </Button>
        </>
      );
    case "choose":
      return (
        <>
          <p>{words.choose}</p>
          <ul className={styles.organisations}>
            {state.organisations.map((organisation, index) => (
              <li key={organisation.id}>
                <Button
                  autoFocus={index === 0}
                  isDisabled={busy || organisation.refused !== null}
                  onPress={() => onChoose(organisation)}
                  data-testid="organisation"
                >
                  {organisation.name}
                </Button>
                <span>{organisation.refused ?? organisation.country}</span>
              </li>
            ))}
          </ul>
        </>
      );
    case "connected":
      return (
        <>
          <Callout tone="good" announce title={words.nowConnected(state.organisation.name)} />
          <Button autoFocus look="primary" onPress={onClose}>
            {copy.close}
          </Button>
        </>
      );
  }
}

function Begin({ clientId, onClientId, busy, onBegin }: BodyProps) {
  const own = clientId.trim();
  return (
    <>
      <p>{words.explain}</p>
      <TextField
        label={words.clientId}
        hint={words.clientIdHint}
        value={clientId}
        onChange={onClientId}
        testId="client-id"
      />
      <Button
        look="primary"
        icon="external"
        isPending={busy}
        onPress={() => onBegin(own === "" ? null : own)}
        data-testid="connect-begin"
      >
        {words.begin}
      </Button>
    </>
  );
}
