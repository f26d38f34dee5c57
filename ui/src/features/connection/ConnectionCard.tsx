import { copy } from "../../copy";
import { useCommand } from "../../ipc/queries";
import { Button } from "../../kit/Button";
import { Callout } from "../../kit/Callout";
import { Card } from "../../kit/Page";
import { Status } from "../../kit/Status";
import { Moment } from "../../kit/When";
import { FaultNotice } from "../../shell/FaultNotice";
import { OwnBooksButton } from "../../shell/ownBooks";
import { useShell } from "../../shell/shell";
import styles from "./Connection.module.css";

const words = copy.connection;

/** Which organisation this book belongs to, and whether Xero can be spoken to. */
export function ConnectionCard() {
  const { status, perform } = useShell();
  const { connection, organisation } = status;
  const disconnect = useCommand("disconnect");
  const books = useCommand("open_simulator");
  const connected = connection.kind === "connected" || connection.kind === "offline";
  const lapses = connected ? connection.lapsesAt : null;
  const soon = connected && connection.lapsesSoon;
  return (
    <Card
      title={words.card}
      aside={
        <Status tone={connection.kind === "connected" ? "good" : "wait"}>
          {words.states[connection.kind]}
        </Status>
      }
    >
      <FaultNotice error={disconnect.error ?? books.error} />
      <div className={styles.card}>
        <p className={styles.organisation}>{organisation?.name ?? words.nobody}</p>
        {status.practice && <p>{copy.practice.here}</p>}
        <p className={styles.muted}>{status.vault}</p>
        {lapses !== null && !soon && (
          <p className={styles.muted}>
            {words.lapses} <Moment at={lapses} />
          </p>
        )}
        {lapses !== null && soon && (
          <Callout
            tone="wait"
            title={
              <>
                {words.lapsesSoon} <Moment at={lapses} />
              </>
            }
            testId="lapses-soon"
          >
            <p>{words.lapsesSoonMend}</p>
          </Callout>
        )}
        <div className={styles.buttons}>
          {!status.practice && (
            <Button
              look={connected && !soon ? "plain" : "primary"}
              icon="link"
              onPress={() => perform({ kind: "connect" })}
              data-testid="connect"
            >
              {connected ? words.again : copy.actions.connect}
            </Button>
          )}
          {status.practice && (
            <>
              <OwnBooksButton look="primary" testId="own-books-connection" />
              <Button icon="external" onPress={() => books.mutate({})} data-testid="open-simulator">
                {words.openSimulator}
              </Button>
            </>
          )}
          {/* The practice company is left, never disconnected. */}
          {connected && !status.practice && (
            <Button
              look="danger"
              isPending={disconnect.isPending}
              onPress={() => disconnect.mutate({})}
              data-testid="disconnect"
            >
              {words.disconnect}
            </Button>
          )}
        </div>
      </div>
    </Card>
  );
}
