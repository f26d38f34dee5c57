import { copy } from "../copy";
import { FaultNotice } from "../shell/FaultNotice";
import { OwnBooksButton, useOwnBooks } from "../shell/ownBooks";
import styles from "./App.module.css";

/** Says on every page that one practises, with the way out. */
export function Practising() {
  const { error } = useOwnBooks();
  return (
    <>
      <div className={styles.practice}>
        <p>{copy.practice.banner}</p>
        <OwnBooksButton size="small" testId="own-books" />
      </div>
      {error !== null && (
        <div className={styles.notLeft}>
          <FaultNotice error={error} />
        </div>
      )}
    </>
  );
}
