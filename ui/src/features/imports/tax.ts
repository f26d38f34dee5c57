// How a tax column is read, written as a person writes it: `GST`, or `GST=5, PST=7`.

import type { TaxCode, TaxColumn } from "../../ipc/generated";

const SHARE = /^([^=]+)=\s*(\d+(?:\.\d+)?)\s*%?$/;

/** The tax column those words mean; `null` when they mean none. */
export function readTax(words: string): TaxColumn | null {
  const parts = words.split(",").map((part) => part.trim());
  if (parts.length === 1 && parts[0] !== "" && !words.includes("=")) {
    return { kind: "one", tax: parts[0] as TaxCode };
  }
  const shares = parts.map((part) => SHARE.exec(part));
  if (shares.some((share) => share === null)) return null;
  return {
    kind: "split",
    shares: shares.map((share) => ({
      tax: (share?.[1] ?? "").trim() as TaxCode,
      rate: share?.[2] ?? "",
    })),
  };
}

/** The words for a tax column. */
export function writeTax(column: TaxColumn | null): string {
  if (column === null) return "";
  if (column.kind === "one") return column.tax;
  return column.shares.map(({ tax, rate }) => `${tax}=${rate}`).join(", ");
}
