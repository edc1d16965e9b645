import { checkKeys, checkOneOf, checkStrings } from "../../check.ts";
import { numberIn } from "./number.ts";

/** What is done where a value is missing. */
export type MissingRule = "refuse" | "mean" | "drop";

/** What is done where a value is missing, and what says so beside an empty cell. */
export interface MissingOptions {
  /** Default `"refuse"`. */
  readonly rule?: MissingRule | undefined;
  /** Cells that mean a missing value. Default `missingTokens`. */
  readonly tokens?: readonly string[] | undefined;
}

/**
 * Cells that mean a missing value unless told otherwise; an empty one always does.
 *
 * @example
 * const missing = { rule: "drop", tokens: [...missingTokens, "-99"] };
 * datasetFromCsv("a,b\n1,2\n-99,4\n5,?\n", { missing }).inputs.to2DArray(); // [[1, 2]]
 */
export const missingTokens: readonly string[] = Object.freeze([
  ..."? NA N/A n/a na #N/A <NA> NaN nan NAN null NULL Null None - -- .".split(" "),
]);

const rules: readonly MissingRule[] = ["refuse", "mean", "drop"];

/** The rule and the tokens that the option `missing` states. */
export function missingOf(
  action: string,
  option: MissingRule | MissingOptions | undefined,
): { readonly rule: MissingRule; readonly tokens: readonly string[] } {
  if (typeof option === "string" || option === undefined) {
    return {
      rule: checkOneOf(action, "missing", option === undefined ? "refuse" : option, rules),
      tokens: missingTokens,
    };
  }
  checkKeys(action, option, ["rule", "tokens"]);
  const { rule = "refuse", tokens = missingTokens } = option;
  checkOneOf(action, "the rule of missing", rule, rules);
  const words = checkStrings(action, "the tokens of missing to be strings", tokens);
  return { rule, tokens: words.map((token) => token.trim()) };
}

/**
 * Tells which cells mean a missing value; a token that is a number means all cells of that number.
 *
 * @param column - The cells beside them: where one is a plus, a minus is a sign, as of classes + and −.
 */
export function missingTest(
  tokens: readonly string[],
  column: readonly string[] = [],
): (cell: string) => boolean {
  const known = new Set(["", ...tokens]);
  if (column.includes("+")) known.delete("-");
  const numbers = new Set(tokens.map((token) => numberIn(token, ".")));
  numbers.delete(Number.NaN);
  if (numbers.size === 0) return (cell) => known.has(cell);
  return (cell) => known.has(cell) || numbers.has(numberIn(cell, "."));
}
