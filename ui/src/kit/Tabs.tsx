import type { ReactNode } from "react";
import { Tabs as AriaTabs, Tab, TabList, TabPanel } from "react-aria-components";

import styles from "./Tabs.module.css";

/** One of several views of a page. */
export interface TabView<T extends string> {
  id: T;
  label: ReactNode;
  body: ReactNode;
}

/** Several views of one page. */
export function Tabs<T extends string>(props: {
  label: string;
  views: readonly TabView<T>[];
  value: T;
  onChange: (value: T) => void;
}) {
  const { label, views, value, onChange } = props;
  return (
    <AriaTabs
      className={styles.tabs ?? ""}
      selectedKey={value}
      onSelectionChange={(key) => {
        const view = views.find(({ id }) => id === key);
        if (view) onChange(view.id);
      }}
    >
      <TabList aria-label={label} className={styles.list ?? ""}>
        {views.map((view) => (
          <Tab
            key={view.id}
            id={view.id}
            className={styles.tab ?? ""}
            data-testid={`tab-${view.id}`}
          >
            {view.label}
          </Tab>
        ))}
      </TabList>
      {views.map((view) => (
        <TabPanel key={view.id} id={view.id} className={styles.panel ?? ""}>
          {view.body}
        </TabPanel>
      ))}
    </AriaTabs>
  );
}
