// Light or dark: as the system says unless a person says otherwise.

import { useState } from "react";

export const THEMES = ["system", "light", "dark"] as const;
export type Theme = (typeof THEMES)[number];

const KEY = "theme";
const DARK = "(prefers-color-scheme: dark)";

function kept(): Theme {
  return THEMES.find((theme) => theme === localStorage.getItem(KEY)) ?? "system";
}

function apply(theme: Theme): void {
  const dark = theme === "dark" || (theme === "system" && matchMedia(DARK).matches);
  document.documentElement.dataset["theme"] = dark ? "dark" : "light";
}

/** Puts the kept theme on the window, and follows the system while that is what is kept. */
export function followTheme(): void {
  apply(kept());
  matchMedia(DARK).addEventListener("change", () => apply(kept()));
}

/** The kept theme, and how to keep another. */
export function useTheme(): [Theme, (theme: Theme) => void] {
  const [theme, setTheme] = useState(kept);
  return [
    theme,
    (chosen) => {
      localStorage.setItem(KEY, chosen);
      apply(chosen);
      setTheme(chosen);
    },
  ];
}
