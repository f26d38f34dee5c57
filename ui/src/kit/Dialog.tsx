import type { ReactNode } from "react";
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from "react-aria-components";

import { Button } from "./Button";
import styles from "./Dialog.module.css";
import { cx } from "./cx";

export interface DialogProps {
  title: ReactNode;
  children: ReactNode;
  /** Buttons at its foot. */
  actions?: ReactNode;
  width?: "narrow" | "wide";
  closeLabel: string;
  onClose: () => void;
  /** What Enter and the submit button do; with it the dialog is a form. */
  onSubmit?: () => void;
  /** Keeps it open while work is under way. */
  busy?: boolean;
  testId?: string;
}

/** A dialog over the window: it takes focus, gives it back, and closes with Escape. */
export function Dialog(props: DialogProps) {
  const {
    title,
    children,
    actions,
    width = "narrow",
    closeLabel,
    onClose,
    onSubmit,
    busy,
    testId,
  } = props;
  const inside = (
    <>
      <div className={styles.body}>{children}</div>
      {actions != null && actions !== false && <footer className={styles.foot}>{actions}</footer>}
    </>
  );
  return (
    <ModalOverlay
      isOpen
      isDismissable={busy !== true}
      isKeyboardDismissDisabled={busy === true}
      className={styles.overlay ?? ""}
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
    >
      <Modal className={cx(styles.modal, styles[width])}>
        <AriaDialog className={styles.dialog ?? ""} data-testid={testId}>
          <header className={styles.head}>
            <Heading slot="title" className={styles.title ?? ""}>
              {title}
            </Heading>
            <Button look="quiet" icon="cross" iconOnly isDisabled={busy === true} onPress={onClose}>
              {closeLabel}
            </Button>
          </header>
          {onSubmit === undefined ? (
            inside
          ) : (
            <form
              className={styles.form}
              onSubmit={(event) => {
                event.preventDefault();
                onSubmit();
              }}
            >
              {inside}
            </form>
          )}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}
