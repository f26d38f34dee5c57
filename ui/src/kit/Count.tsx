import { useLocale } from "react-aria-components";

/** A whole number, grouped as the locale does. */
export function Count({ of }: { of: number }) {
  const { locale } = useLocale();
  return <>{new Intl.NumberFormat(locale).format(of)}</>;
}
