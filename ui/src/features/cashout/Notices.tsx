import type { Notice } from "../../ipc/generated";
import { Callout } from "../../kit/Callout";
import { ActionButtons } from "../../shell/ActionButtons";

/** Blockers or warnings, each with the buttons that mend it. */
export function Notices({ notices, tone }: { notices: readonly Notice[]; tone: "bad" | "wait" }) {
  return notices.map((notice) => (
    <Callout
      key={`${notice.code} ${notice.message}`}
      tone={tone}
      title={notice.message}
      testId={tone === "bad" ? "blocker" : "warning"}
      actions={notice.actions.length > 0 && <ActionButtons actions={notice.actions} />}
    >
      {notice.hint !== null && <p>{notice.hint}</p>}
    </Callout>
  ));
}
