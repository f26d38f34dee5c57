/** Digits between two signs of grouping. */
const GROUP_DIGITS = 3;
/** The padding of a cell at the edge of a table, and a little for a locale with more signs. */
const AROUND_REM = 2;

/**
 * A CSS grid track of at least `leastRem` that has room for every figure in full: a figure that is
 * cut is another figure. Signs between digits are half as wide as these.
 */
export function figureTrack(leastRem: number, figures: Iterable<string>): string {
  let longest = "";
  for (const figure of figures) if (figure.length > longest.length) longest = figure;
  const [whole = ""] = longest.split(".");
  const signs = Math.ceil(whole.length / GROUP_DIGITS);
  const digits = longest.replace(".", "").length;
  return `max(${leastRem}rem, calc(${digits + signs / 2}ch + ${AROUND_REM}rem))`;
}
