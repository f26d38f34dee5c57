import { type QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { useState } from "react";
import { I18nProvider } from "react-aria-components";

import { copy } from "../copy";
import { BundleWithoutBook } from "../features/diagnosis/BundleCard";
import type { Host } from "../ipc/call";
import { HostContext, newClient, useAnswer, useChanges } from "../ipc/queries";
import { Button } from "../kit/Button";
import { Callout } from "../kit/Callout";
import { Loading } from "../kit/Page";
import { Toasts } from "../kit/Toasts";
import { OwnBooksProvider } from "../shell/ownBooks";
import styles from "./App.module.css";
import { ErrorBoundary } from "./ErrorBoundary";
import { Seat } from "./Seat";

export function App({ host }: { host: Host }) {
  const [client] = useState(newClient);
  return (
    <ErrorBoundary>
      <HostContext value={host}>
        <QueryClientProvider client={client}>
          <Toasts>
            <Opened client={client} />
          </Toasts>
        </QueryClientProvider>
      </HostContext>
    </ErrorBoundary>
  );
}

/** The window, once the program has said where the book stands. */
function Opened({ client }: { client: QueryClient }) {
  useChanges(client);
  const status = useAnswer("status", {});
  if (status.data !== undefined) {
    return (
      <I18nProvider locale={status.data.locale}>
        <OwnBooksProvider>
          <Seat status={status.data} />
        </OwnBooksProvider>
      </I18nProvider>
    );
  }
  return (
    <main className={styles.opening}>
      {status.error === null ? (
        <Loading label={copy.loading} />
      ) : (
        <>
          <Callout
            tone="bad"
            announce
            title={copy.fault.notOpened}
            actions={
              <Button icon="sync" onPress={() => void status.refetch()}>
                {copy.fault.retry}
              </Button>
            }
          >
            <p>{status.error.message}</p>
          </Callout>
          <BundleWithoutBook />
        </>
      )}
    </main>
  );
}
