import { copy } from "../copy";
import { useCommand } from "../ipc/queries";
import { Count } from "../kit/Count";
import { Badge } from "../kit/Badge";
import { Icon, type IconName } from "../kit/Icon";
import { useToast } from "../kit/Toasts";
import { Moment } from "../kit/When";
import { type PageName, print, start } from "../route";
import { useShell } from "../shell/shell";
import type { Person, RunId, Status } from "../ipc/generated";
import styles from "./Rail.module.css";

const PAGES: readonly { page: PageName; icon: IconName }[] = [
  { page: "start", icon: "spark" },
  { page: "cashout", icon: "cashout" },
  { page: "transactions", icon: "transactions" },
  { page: "documents", icon: "documents" },
  { page: "attention", icon: "attention" },
  { page: "drift", icon: "compare" },
  { page: "mappings", icon: "mappings" },
  { page: "log", icon: "log" },
  { page: "audit", icon: "person" },
  { page: "settings", icon: "settings" },
];

/** Where the rail is scrolled, the page one is on stays in sight. */
function bringIntoSight(link: HTMLElement | null): void {
  link?.scrollIntoView({ block: "nearest", inline: "nearest" });
}

/** The index of the book: its pages, and at the foot where it stands. */
export function Rail({ page: current }: { page: PageName }) {
  const { status } = useShell();
  const started = status.checklist.every(({ done }) => done);
  const audited = status.window.peopleSignIn && !status.window.mayNot.includes("audit_log");
  const shown: Partial<Record<PageName, boolean>> = { start: !started, audit: audited };
  const pages = PAGES.filter(({ page }) => shown[page] ?? true);
  return (
    <nav className={styles.rail} aria-label={copy.rail}>
      <p className={styles.brand}>Daybook</p>
      <ul className={styles.pages}>
        {pages.map(({ page, icon }) => (
          <li key={page}>
            <a
              ref={page === current ? bringIntoSight : undefined}
              href={print(start(page))}
              className={styles.page}
              aria-current={page === current ? "page" : undefined}
              data-testid={`nav-${page}`}
            >
              <Icon name={icon} />
              <span>{copy.pages[page]}</span>
              {page === "attention" && <Badge count={status.attention} tone="bad" />}
            </a>
          </li>
        ))}
      </ul>
      <Foot status={status} />
    </nav>
  );
}

/** Who is here, and the way out. */
function SignedIn({ person }: { person: Person }) {
  const signOut = useCommand("sign_out");
  return (
    <div className={styles.person} data-testid="signed-in">
      <p title={person.name}>
        <span className={styles.state}>{copy.people.signedInAs}</span> {person.name}
      </p>
      <button
        type="button"
        className={styles.send}
        disabled={signOut.isPending}
        onClick={() => signOut.mutate({})}
        data-testid="sign-out"
      >
        {copy.people.signOut}
      </button>
    </div>
  );
}

/** The organisation, connected or not, and what waits. */
function Foot({ status }: { status: Status }) {
  const toast = useToast();
  const sync = useCommand("sync_now");
  const { connection } = status;
  const state = connection.kind;
  const signedIn = connection.kind === "connected" || connection.kind === "offline";
  const lapses = signedIn && connection.lapsesSoon ? connection.lapsesAt : null;
  function send() {
    sync.mutate(
      { run: crypto.randomUUID() as RunId },
      {
        onSuccess: ({ message }) => toast(message),
        onError: ({ message }) => toast(message),
      },
    );
  }
  return (
    <div className={styles.foot} data-testid="rail-foot">
      {status.window.person !== null && <SignedIn person={status.window.person} />}
      <p className={styles.organisation} title={status.organisation?.name}>
        {status.organisation?.name ?? copy.connection.nobody}
      </p>
      <p className={styles.state} data-state={state}>
        <span className={styles.lamp} aria-hidden="true" />
        {status.practice ? copy.connection.practiceState : copy.connection.states[state]}
      </p>
      {lapses !== null && (
        <p className={styles.reason} data-testid="lapses-soon-rail">
          {copy.connection.lapsesSoonShort} <Moment at={lapses} />
        </p>
      )}
      {status.waiting > 0 && (
        <>
          <p data-testid="waiting">
            <Count of={status.waiting} /> {copy.waiting(status.waiting)}
          </p>
          {status.sync.kind === "waiting" && <p className={styles.reason}>{status.sync.reason}</p>}
          <button
            type="button"
            className={styles.send}
            disabled={sync.isPending}
            onClick={send}
            data-testid="sync-now"
          >
            <Icon name="sync" size={16} />
            {copy.sync.now}
          </button>
        </>
      )}
    </div>
  );
}
