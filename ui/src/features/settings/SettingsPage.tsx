import type { ReactNode } from "react";

import { copy } from "../../copy";
import { useAnswer } from "../../ipc/queries";
import { Card, Loading, Page } from "../../kit/Page";
import { Select } from "../../kit/Select";
import { FaultNotice } from "../../shell/FaultNotice";
import { THEMES, type Theme, useTheme } from "../../theme";
import { Locations } from "./Locations";
import { PostingPolicies, XeroPolicies } from "./Policies";
import styles from "./Settings.module.css";

const words = copy.settings;

/** What is decided once. The cards of other features come from the window around it. */
export function SettingsPage({
  connection,
  people,
  exports,
}: {
  connection: ReactNode;
  people: ReactNode;
  exports: ReactNode;
}) {
  const settings = useAnswer("settings", {});
  const policies = settings.data;
  return (
    <Page title={copy.pages.settings} testId="page-settings">
      <div className={styles.columns}>
        <div className={styles.column}>
          {connection}
          <Locations />
          {people}
          {exports}
          <Appearance />
        </div>
        <div className={styles.column}>
          <Card title={words.policies}>
            <FaultNotice error={settings.error} onRetry={() => void settings.refetch()} />
            {settings.isPending && <Loading label={copy.loading} />}
            {policies !== undefined && <PostingPolicies settings={policies} />}
          </Card>
          {policies !== undefined && (
            <Card title={words.inXero}>
              <XeroPolicies settings={policies} />
            </Card>
          )}
        </div>
      </div>
    </Page>
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
