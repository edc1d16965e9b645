/** What stands before the fraction of a number. */
export type Decimal = "." | ",";

const POINT = /^[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?$/;
const COMMA = /^[-+]?(?:\d+(?:,\d*)?|,\d+)(?:[eE][-+]?\d+)?$/;

/** The number in a cell in plain decimal notation, with or without an exponent; NaN for anything else. */
export function numberIn(cell: string, decimal: Decimal): number {
  if (decimal === ".") return POINT.test(cell) ? finite(Number(cell)) : Number.NaN;
  return COMMA.test(cell) ? finite(Number(cell.replace(",", "."))) : Number.NaN;
}

function finite(value: number): number {
  return Number.isFinite(value) ? value : Number.NaN;
}

/** Other ways to write a number, and how to mend each. They are refused, since what they say depends on who wrote them. */
const otherNotations: readonly (readonly [pattern: RegExp, advice: string, option?: string])[] = [
  [/^[-+]?0[xob][\da-f]+$/i, "write it in decimal notation"],
  [
    /^[-+]?(?:inf|infinity|∞|1\.#inf)$/i,
    "there is no infinite input: mend the cell, or say that it is missing",
  ],
  [/^[-+]?\d+(?:_\d+)+(?:\.\d+)?$/, "write it without underscores"],
  [
    /^[-+]?\d{1,3}(?:,\d{3})+(?:\.\d+)?$/,
    "write it without commas between thousands",
    ', or give decimal: "," if it is a fraction',
  ],
  [/^[-+]?\d{1,3}(?:\.\d{3})+(?:,\d+)?$/, "write it without points between thousands"],
  [/^[-+]?\d{1,3}(?:['’ \u00a0\u202f]\d{3})+(?:[.,]\d+)?$/, "write it without anything between thousands"],
  [/^[-+]?\d*,\d+(?:e[-+]?\d+)?$/i, "write it with a point", ', or give decimal: ","'],
  [/^[-+]?\d*\.\d+(?:e[-+]?\d+)?$/i, "write it with a comma as the others", ', or give decimal: "."'],
  [/^[-+]?[\d.,]+(?:e[-+]?\d+)?\s*%$/i, "write it without the percent sign"],
  [/^[-+]?\p{Sc}\s*[-+]?[\d.,]+$|^[-+]?[\d.,]+\s*\p{Sc}$/u, "write it without the currency"],
  [/^\u2212[\d.,]+$/, "write its minus as a hyphen"],
  [/^\([\d.,]+\)$/, "write its minus as a hyphen"],
  [/^[-+]?\d+(?:\.\d*)?(?:e[-+]?\d+)?$/i, "it is too large for a number"],
];

/** How to mend a cell that says a number in another notation, by an option too where `decimal` can be given; undefined where it says none. */
export function adviceOnNotation(cell: string, decimalCanBeGiven = true): string | undefined {
  const found = otherNotations.find(([pattern]) => pattern.test(cell));
  if (found === undefined) return undefined;
  const [, advice, option = ""] = found;
  return decimalCanBeGiven ? advice + option : advice;
}

/** Whether a cell says a number, in plain notation or another. */
export function saysNumber(cell: string): boolean {
  return POINT.test(cell) || adviceOnNotation(cell) !== undefined;
}

/**
 * Whether a table writes 3.14 as 3,14. It does if its fields are not separated by commas, some cell of a column of numbers
 * has a comma, none has a point, and the commas are not all before three digits, where they may stand between thousands.
 */
export function usesDecimalCommas(cells: Iterable<string>): boolean {
  let sure = false;
  for (const cell of cells) {
    if (cell.includes(".") && POINT.test(cell)) return false;
    if (cell.includes(",") && COMMA.test(cell) && !/^[-+]?[1-9]\d{0,2},\d{3}$/.test(cell)) sure = true;
  }
  return sure;
}

/** A number such as 1.234 where all with a point have three digits behind it: it may stand between thousands. */
export function perhapsThousands(cells: Iterable<string>): string | undefined {
  let found: string | undefined;
  for (const cell of cells) {
    if (!cell.includes(".") || !POINT.test(cell)) continue;
    if (!/^[-+]?[1-9]\d{0,2}\.\d{3}$/.test(cell)) return undefined;
    found ??= cell;
  }
  return found;
}
