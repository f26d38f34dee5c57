import type { ReactNode } from "react";
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from "react-aria-components";

import styles from "./Button.module.css";
import { Icon, type IconName } from "./Icon";
import { cx } from "./cx";

export interface ButtonProps extends Omit<AriaButtonProps, "children" | "className"> {
  children: ReactNode;
  look?: "primary" | "plain" | "quiet" | "danger";
  size?: "small" | "normal" | "large";
  icon?: IconName;
  /** Hides the words from the eye, never from a screen reader. */
  iconOnly?: boolean;
}

/** A button. While `isPending` it keeps focus and place, and takes no second press. */
export function Button({
  children,
  look = "plain",
  size = "normal",
  icon,
  iconOnly = false,
  ...rest
}: ButtonProps) {
  return (
    <AriaButton
      {...rest}
      className={cx(styles.button, styles[look], styles[size], iconOnly && styles.iconOnly)}
    >
      {rest.isPending === true ? (
        <span className={styles.spinner} aria-hidden="true" />
      ) : (
        icon !== undefined && <Icon name={icon} size={size === "large" ? 22 : 18} />
      )}
      <span className={iconOnly ? "visually-hidden" : undefined}>{children}</span>
    </AriaButton>
  );
}
