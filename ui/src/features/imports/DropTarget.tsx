import { useCallback, useState } from "react";

import { copy } from "../../copy";
import type { Drop } from "../../ipc/call";
import { useDrop } from "../../ipc/queries";
import { Icon } from "../../kit/Icon";
import styles from "./Imports.module.css";

/** Takes a file dropped anywhere on the window. */
export function DropTarget({ onFile }: { onFile: (path: string) => void }) {
  const [over, setOver] = useState(false);
  useDrop(
    useCallback(
      (drop: Drop) => {
        setOver(drop.kind === "over");
        if (drop.kind === "dropped") onFile(drop.path);
      },
      [onFile],
    ),
  );
  if (!over) return null;
  return (
    <div className={styles.over} role="status">
      <Icon name="upload" size={48} />
      <p>{copy.imports.letGo}</p>
    </div>
  );
}
