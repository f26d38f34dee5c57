import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { copy } from "../../copy";
import type {
  ContactPolicy,
  Day,
  DeferralPolicy,
  Drafts,
  LockedDays,
  RangePosting,
  Settings,
} from "../../ipc/generated";
import { useCommand } from "../../ipc/queries";
import { Button } from "../../kit/Button";
import { Checkbox } from "../../kit/Checkbox";
import { DayField } from "../../kit/DayField";
import { Select } from "../../kit/Select";
import { TextField } from "../../kit/TextField";
import { useToast } from "../../kit/Toasts";
import { FaultNotice } from "../../shell/FaultNotice";
import styles from "./Settings.module.css";

const words = copy.settings;
const DEFERRALS = ["automatic", "withCashout"] as const satisfies DeferralPolicy[];
const RANGES = ["one", "daily"] as const satisfies RangePosting[];
const LOCKED = ["hold", "nextOpenDay"] as const satisfies LockedDays[];
const DRAFTS = ["none", "journals", "invoices", "all"] as const satisfies Drafts[];
const CONTACTS = ["create", "ask"] as const satisfies ContactPolicy[];

/** Keeps a change of the policies at once, on top of the last one that was kept. */
function useKeep(settings: Settings) {
  const client = useQueryClient();
  const toast = useToast();
  const save = useCommand("set_settings");
  // What is being kept is shown, so that a second change before the answer undoes nothing.
  const shown = save.isPending ? save.variables : settings;
  function keep(change: Partial<Settings>) {
    save.mutate(
      { ...shown, ...change },
      {
        onSuccess: (kept) => {
          client.setQueryData(["settings", {}], kept);
          toast(words.kept);
        },
      },
    );
  }
  return { shown, keep, error: save.error };
}

/** When and how things are posted. */
export function PostingPolicies({ settings }: { settings: Settings }) {
  const { shown, keep, error } = useKeep(settings);
  return (
    <div className={styles.fields}>
      <FaultNotice error={error} />
      <Select
        label={words.deposits}
        value={shown.deposits}
        options={DEFERRALS.map((id) => ({ id, label: words.deferral[id] }))}
        onChange={(deposits) => keep({ deposits })}
        testId="policy-deposits"
      />
      <Select
        label={words.checkIns}
        value={shown.checkIns}
        options={DEFERRALS.map((id) => ({ id, label: words.deferral[id] }))}
        onChange={(checkIns) => keep({ checkIns })}
        testId="policy-check-ins"
      />
      <Select
        label={words.range}
        value={shown.range}
        options={RANGES.map((id) => ({ id, label: words.ranges[id] }))}
        onChange={(range) => keep({ range })}
        testId="policy-range"
      />
      <Select
        label={words.locked}
        value={shown.locked}
        options={LOCKED.map((id) => ({ id, label: words.lockedWays[id] }))}
        onChange={(locked) => keep({ locked })}
        testId="policy-locked"
      />
      <DayField
        label={words.starts}
        hint={words.startsHint}
        value={shown.postingStarts}
        onChange={(day) => keep({ postingStarts: day as Day | null })}
        clearLabel={copy.clear}
        {...copy.calendar}
        testId="policy-starts"
      />
    </div>
  );
}

/** How documents look and wait in Xero. */
export function XeroPolicies({ settings }: { settings: Settings }) {
  const { shown, keep, error } = useKeep(settings);
  return (
    <div className={styles.fields}>
      <FaultNotice error={error} />
      <Select
        label={words.drafts}
        value={shown.drafts}
        options={DRAFTS.map((id) => ({ id, label: words.draftWays[id] }))}
        onChange={(drafts) => keep({ drafts })}
        testId="policy-drafts"
      />
      <Select
        label={words.contacts}
        value={shown.contacts}
        options={CONTACTS.map((id) => ({ id, label: words.contactWays[id] }))}
        onChange={(contacts) => keep({ contacts })}
        testId="policy-contacts"
      />
      <Checkbox
        label={words.evidence}
        hint={words.evidenceHint}
        value={shown.evidence}
        onChange={(evidence) => keep({ evidence })}
        testId="policy-evidence"
      />
      <BankContacts settings={shown} onKeep={keep} />
    </div>
  );
}

/** Contacts are names that are written: they are kept when the person says so. */
function BankContacts({
  settings,
  onKeep,
}: {
  settings: Settings;
  onKeep: (change: Partial<Settings>) => void;
}) {
  const [edited, setEdited] = useState<{ cash?: string; tips?: string }>({});
  const cash = edited.cash ?? settings.cashBanking ?? "";
  const tips = edited.tips ?? settings.staffTips ?? "";
  const changed = cash !== (settings.cashBanking ?? "") || tips !== (settings.staffTips ?? "");
  function save() {
    if (!changed) return;
    onKeep({ cashBanking: cash.trim() || null, staffTips: tips.trim() || null });
    setEdited({});
  }
  return (
    <form
      className={styles.group}
      aria-label={words.bankContacts}
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <h3>{words.bankContacts}</h3>
      <div className={styles.pair}>
        <TextField
          label={words.cashBanking}
          hint={words.cashBankingHint}
          value={cash}
          onChange={(text) => setEdited({ ...edited, cash: text })}
          testId="policy-cash-banking"
        />
        <TextField
          label={words.staffTips}
          hint={words.staffTipsHint}
          value={tips}
          onChange={(text) => setEdited({ ...edited, tips: text })}
          testId="policy-staff-tips"
        />
      </div>
      <Button type="submit" size="small" isDisabled={!changed} data-testid="policy-contacts-save">
        {copy.save}
      </Button>
    </form>
  );
}
