import { useCallback, useRef, useState } from "react";

import { copy } from "../../copy";
import type { ChecklistStep, Progress, RunId, Status } from "../../ipc/generated";
import { useCommand, useProgress } from "../../ipc/queries";
import { Button } from "../../kit/Button";
import { Icon } from "../../kit/Icon";
import { Progress as Bar } from "../../kit/Progress";
import { cx } from "../../kit/cx";
import { Page } from "../../kit/Page";
import { type Route, start } from "../../route";
import { FaultNotice } from "../../shell/FaultNotice";
import { OwnBooksButton } from "../../shell/ownBooks";
import { useShell } from "../../shell/shell";
import styles from "./Start.module.css";

const words = copy.start;

/** The first start: the practice company or one's own books, then what is left to do. */
export function StartPage() {
  const { status } = useShell();
  // Held here because the choice goes away once the book is the practice company's.
  const practice = useCommand("start_practice");
  const begun = !practice.isPending && (status.organisation !== null || status.practice);
  return (
    <Page
      title={begun ? words.titleBegun : words.title}
      lead={begun ? words.leadBegun : words.lead}
      testId="page-start"
    >
      {!begun && <Choice practice={practice} />}
      {begun && status.practice && <Own />}
      <Checklist status={status} />
    </Page>
  );
}

function Choice({ practice }: { practice: ReturnType<typeof useCommand<"start_practice">> }) {
  const { perform, go } = useShell();
  const run = useRef<RunId | null>(null);
  const [progress, setProgress] = useState<Progress | null>(null);
  useProgress(
    useCallback((step: Progress) => {
      if (step.run === run.current) setProgress(step);
    }, []),
  );
  function begin() {
    if (run.current !== null) return;
    run.current = crypto.randomUUID() as RunId;
    practice.mutate(
      { run: run.current },
      {
        onSuccess: () => go(start("cashout")),
        onSettled: () => {
          run.current = null;
        },
      },
    );
  }
  return (
    <>
      <FaultNotice error={practice.error} />
      <div className={styles.choice}>
        <section className={cx(styles.way, styles.practice)}>
          <h2>{words.practice}</h2>
          <p>{words.practiceLead}</p>
          {practice.isPending ? (
            <Bar
              label={copy.steps[progress?.step ?? "startingSimulator"]}
              done={progress?.done ?? 0}
              total={progress?.total ?? null}
            />
          ) : (
            <Button
              look="primary"
              size="large"
              icon="spark"
              onPress={begin}
              data-testid="start-practice"
            >
              {words.practiceButton}
            </Button>
          )}
        </section>
        <section className={styles.way}>
          <h2>{words.connect}</h2>
          <p>{words.connectLead}</p>
          <Button
            size="large"
            icon="link"
            isDisabled={practice.isPending}
            onPress={() => perform({ kind: "connect" })}
            data-testid="start-connect"
          >
            {copy.actions.connect}
          </Button>
        </section>
      </div>
    </>
  );
}

/** The other way, once one practises. */
function Own() {
  return (
    <section className={cx(styles.way, styles.practice)}>
      <h2>{copy.practice.title}</h2>
      <p>{copy.practice.lead}</p>
      <OwnBooksButton testId="own-books-start" />
    </section>
  );
}

/** Where each step is done. */
const PLACES: Record<Exclude<ChecklistStep, "connect" | "firstFile">, Route> = {
  roles: { page: "mappings", tab: "roles" },
  glCodes: { page: "mappings", tab: "codes" },
  firstCashout: start("cashout"),
};

function Checklist({ status }: { status: Status }) {
  const { go, perform } = useShell();
  const next = status.checklist.find(({ done }) => !done)?.step;
  function open(step: ChecklistStep) {
    if (step === "connect") perform({ kind: "connect" });
    else if (step === "firstFile") perform({ kind: "import" });
    else go(PLACES[step]);
  }
  return (
    <section aria-label={words.checklist}>
      <h2 className={styles.checklistTitle}>{words.checklist}</h2>
      <ol className={styles.checklist} data-testid="checklist">
        {status.checklist.map(({ step, done, detail }, index) => (
          <li key={step} className={done ? styles.done : undefined}>
            <span className={styles.number} aria-hidden="true">
              {done ? <Icon name="check" size={16} /> : index + 1}
            </span>
            <span className={styles.what}>
              <strong>{words.steps[step].title}</strong>
              {done && <span className="visually-hidden"> {words.isDone}</span>}
              <small>{detail ?? words.steps[step].lead}</small>
            </span>
            {!done && (
              <Button
                look={step === next && step !== "connect" ? "primary" : "plain"}
                onPress={() => open(step)}
                data-testid={`checklist-${step}`}
              >
                {words.steps[step].button}
              </Button>
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}
