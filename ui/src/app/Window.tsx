import { useCallback, useEffect, useMemo, useRef, useState } from "react";

import { copy } from "../copy";
import { AttentionPage } from "../features/attention/AttentionPage";
import { BackupsCard } from "../features/backups/BackupsCard";
import { CashoutPage } from "../features/cashout/CashoutPage";
import { ConnectionCard } from "../features/connection/ConnectionCard";
import { Contacts } from "../features/contacts/Contacts";
import { BundleCard } from "../features/diagnosis/BundleCard";
import { DocumentsPage } from "../features/documents/DocumentsPage";
import { DriftPage } from "../features/drift/DriftPage";
import { ExportCard } from "../features/exports/ExportCard";
import { DropTarget } from "../features/imports/DropTarget";
import { LogPage } from "../features/log/LogPage";
import { MappingsPage } from "../features/mappings/MappingsPage";
import { AuditPage } from "../features/people/AuditPage";
import { PeopleCard } from "../features/people/PeopleCard";
import { Rates } from "../features/rates/Rates";
import { SettingsPage } from "../features/settings/SettingsPage";
import { StartPage } from "../features/start/StartPage";
import { TransactionsPage } from "../features/transactions/TransactionsPage";
import type { Command } from "../ipc/call";
import type { Status } from "../ipc/generated";
import { type PageName, type Route, parse, print, start } from "../route";
import { hasBackups } from "../shell/backups";
import { type Shell, ShellContext } from "../shell/shell";
import styles from "./App.module.css";
import { type DialogState, Dialogs } from "./Dialogs";
import { NotYours } from "./NotYours";
import { Practising } from "./Practising";
import { Rail } from "./Rail";
import { usePerform } from "./perform";

/** Where one comes in: the first start until there is an organisation, else today's cashout. */
function home(status: Status): Route {
  return start(status.organisation === null && !status.practice ? "start" : "cashout");
}

/** The rail, the page and the dialogs over it; `begins` where one comes in, whatever the address. */
export function Window({ status, begins }: { status: Status; begins: boolean }) {
  const [route, setRoute] = useRoute(home(status), begins);
  const dialogs = useDialogs();
  const { open, closeAll } = dialogs;
  const go = useCallback(
    (next: Route) => {
      closeAll();
      setRoute(next);
    },
    [closeAll, setRoute],
  );
  const perform = usePerform(go, open);
  const main = useRef<HTMLElement>(null);
  const shell = useMemo<Shell>(
    () => ({
      status,
      go,
      perform,
      openTransaction: (transaction) => open({ kind: "transaction", transaction }),
      openExport: (format) => open({ kind: "export", format }),
    }),
    [status, go, perform, open],
  );
  const openFile = useCallback((path: string) => open({ kind: "import", path }), [open]);

  const page = route.page;
  // One who is led to a part of a page finds the focus there, not at the top.
  const isLedOn = route.page === "settings" && route.part !== null && hasBackups(status);
  useEffect(() => {
    document.title = `${copy.pages[page]} · Daybook`;
    if (isLedOn) return;
    main.current?.querySelector<HTMLElement>("h1")?.focus({ preventScroll: true });
  }, [page, isLedOn]);

  return (
    <ShellContext value={shell}>
      <div className={styles.window}>
        <Rail page={page} />
        <main ref={main} className={styles.main}>
          {status.practice && <Practising />}
          <CurrentPage route={route} go={go} status={status} />
        </main>
      </div>
      <DropTarget onFile={openFile} />
      {dialogs.top !== null && <Dialogs dialog={dialogs.top} onClose={dialogs.close} />}
    </ShellContext>
  );
}

/** How many dialogs are gone back through; who opens more leaves the first behind. */
const DIALOGS_KEPT = 8;

/** The dialog in front, and those it was opened from: each closes to the one before. */
function useDialogs() {
  const [dialogs, setDialogs] = useState<readonly DialogState[]>([]);
  const open = useCallback(
    (dialog: DialogState) => setDialogs((below) => [...below.slice(1 - DIALOGS_KEPT), dialog]),
    [],
  );
  const close = useCallback(() => setDialogs((all) => all.slice(0, -1)), []);
  const closeAll = useCallback(() => setDialogs([]), []);
  return { top: dialogs.at(-1) ?? null, open, close, closeAll };
}

function useRoute(fallback: Route, begins: boolean): [Route, (route: Route) => void] {
  const [route, setRoute] = useState(() => (begins ? null : parse(location.hash)) ?? fallback);
  useEffect(() => {
    if (begins) window.location.hash = "";
  }, [begins]);
  useEffect(() => {
    const follow = () => setRoute(parse(window.location.hash) ?? fallback);
    window.addEventListener("hashchange", follow);
    return () => window.removeEventListener("hashchange", follow);
  }, [fallback]);
  const go = useCallback((next: Route) => {
    window.location.hash = print(next);
    setRoute(next);
  }, []);
  return [route, go];
}

interface PageProps {
  route: Route;
  go: (route: Route) => void;
  status: Status;
}

/** What a page asks the program first: who may not, has nothing to see there. */
const ASKS: Record<PageName, Command> = {
  start: "status",
  cashout: "cashout",
  transactions: "transactions",
  documents: "documents",
  attention: "attention",
  mappings: "mappings",
  log: "sync_log",
  drift: "drifts",
  audit: "audit_log",
  settings: "settings",
};

function CurrentPage({ route, go, status }: PageProps) {
  if (status.window.mayNot.includes(ASKS[route.page])) return <NotYours page={route.page} />;
  switch (route.page) {
    case "start":
      return <StartPage />;
    case "cashout":
      return (
        <CashoutPage
          location={route.location}
          range={{ from: route.from ?? status.today, to: route.to ?? route.from ?? status.today }}
          onChange={(location, range) => go({ page: "cashout", location, ...range })}
        />
      );
    case "transactions":
      return (
        <TransactionsPage
          filter={route.filter}
          onFilter={(filter) => go({ page: "transactions", filter })}
        />
      );
    case "documents":
      return (
        <DocumentsPage state={route.state} onState={(state) => go({ page: "documents", state })} />
      );
    case "attention":
      return <AttentionPage />;
    case "mappings":
      return (
        <MappingsPage
          tab={route.tab}
          onTab={(tab) => go({ page: "mappings", tab })}
          contacts={<Contacts />}
          rates={<Rates />}
        />
      );
    case "log":
      return <LogPage document={route.document} onAll={() => go(start("log"))} />;
    case "drift":
      return <DriftPage />;
    case "audit":
      return <AuditPage />;
    case "settings":
      return (
        <SettingsPage
          connection={<ConnectionCard />}
          people={<PeopleCard />}
          exports={
            <>
              <ExportCard />
              <BackupsCard wanted={route.part === "backups"} />
              <BundleCard />
            </>
          }
        />
      );
  }
}
