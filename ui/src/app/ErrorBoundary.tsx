import { Component, type ReactNode } from "react";

import { copy } from "../copy";
import { Button } from "../kit/Button";
import { Callout } from "../kit/Callout";
import styles from "./App.module.css";

/** A mistake of ours in drawing a screen leaves a sentence and a way back, never a blank window. */
export class ErrorBoundary extends Component<{ children: ReactNode }, { error: Error | null }> {
  override state = { error: null as Error | null };

  static getDerivedStateFromError(error: Error) {
    return { error };
  }

  override render() {
    if (this.state.error === null) return this.props.children;
    return (
      <main className={styles.opening}>
        <Callout
          tone="bad"
          announce
          title={copy.fault.drawing}
          actions={
            <Button icon="sync" onPress={() => window.location.reload()}>
              {copy.fault.reload}
            </Button>
          }
        >
          <p>{copy.fault.drawingSafe}</p>
          <small>{this.state.error.message}</small>
        </Callout>
      </main>
    );
  }
}
