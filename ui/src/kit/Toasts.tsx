import { createContext, type ReactNode, useCallback, useContext, useRef, useState } from "react";

import { Icon } from "./Icon";
import styles from "./Toasts.module.css";

const SHOWN_MS = 7_000;
const KEPT = 3;

interface Toast {
  id: number;
  message: string;
}

const ToastContext = createContext<(message: string) => void>(() => {});

/** Says something that has happened, in passing. */
export function useToast(): (message: string) => void {
  return useContext(ToastContext);
}

/** Where passing words are shown, and read out. */
export function Toasts({ children }: { children: ReactNode }) {
  const [toasts, setToasts] = useState<readonly Toast[]>([]);
  const next = useRef(0);
  const say = useCallback((message: string) => {
    const id = next.current++;
    setToasts((shown) => [...shown.slice(1 - KEPT), { id, message }]);
    setTimeout(() => setToasts((shown) => shown.filter((toast) => toast.id !== id)), SHOWN_MS);
  }, []);
  return (
    <ToastContext value={say}>
      {children}
      <div className={styles.toasts} role="status" data-testid="toasts">
        {toasts.map(({ id, message }) => (
          <p key={id}>
            <Icon name="check" />
            {message}
          </p>
        ))}
      </div>
    </ToastContext>
  );
}
