import type { ReactNode } from "react";

import { copy } from "../../copy";
import type { DeferralPolicy, RangePosting, Settings } from "../../ipc/generated";
import { useAnswer, useCommand } from "../../ipc/queries";
import { Card, Loading, Page } from "../../kit/Page";
import { Select } from "../../kit/Select";
import { FaultNotice } from "../../shell/FaultNotice";
import { THEMES, type Theme, useTheme } from "../../theme";
import { Locations } from "./Locations";
import styles from "./Settings.module.css";

const words = copy.settings;
const DEFERRALS = ["automatic", "withCashout"] as const satisfies DeferralPolicy[];
const RANGES = ["one", "daily"] as const satisfies RangePosting[];

/** What is decided once. The connection's card comes from the window around it. */
export function SettingsPage({ connection }: { connection: ReactNode }) {
  const settings = useAnswer("settings", {});
  return (
    <Page title={copy.pages.settings} testId="page-settings">
      <div className={styles.columns}>
        {connection}
        <Locations />
        <Card title={words.policies}>
          <FaultNotice error={settings.error} onRetry={() => void settings.refetch()} />
          {settings.isPending && <Loading label={copy.loading} />}
          {settings.data !== undefined && <Policies settings={settings.data} />}
        </Card>
        <Appearance />
      </div>
    </Page>
  );
}

function Policies({ settings }: { settings: Settings }) {
  const save = useCommand("set_settings");
  const keep = (change: Partial<Settings>) => save.mutate({ ...settings, ...change });
  return (
    <div className={styles.fields}>
      <FaultNotice error={save.error} />
      <Select
        label={words.deposits}
        value={settings.deposits}
        options={DEFERRALS.map((id) => ({ id, label: words.deferral[id] }))}
        onChange={(deposits) => keep({ deposits })}
        testId="policy-deposits"
      />
      <Select
        label={words.checkIns}
        value={settings.checkIns}
        options={DEFERRALS.map((id) => ({ id, label: words.deferral[id] }))}
        onChange={(checkIns) => keep({ checkIns })}
        testId="policy-check-ins"
      />
      <Select
        label={words.range}
        value={settings.range}
        options={RANGES.map((id) => ({ id, label: words.ranges[id] }))}
        onChange={(range) => keep({ range })}
        testId="policy-range"
      />
    </div>
  );
}

function Appearance() {
  const [theme, setTheme] = useTheme();
  return (
    <Card title={words.appearance}>
      <div className={styles.fields}>
        <Select<Theme>
          label={words.theme}
          value={theme}
          options={THEMES.map((id) => ({ id, label: words.themes[id] }))}
          onChange={setTheme}
          testId="theme"
        />
      </div>
    </Card>
  );
}
