import { checkStrings, rangeError, show } from "../../check.ts";
import { columnNamed } from "./columns.ts";

/** Which columns of a table are what, by their names. */
export interface RoleOptions {
  readonly label?: string | undefined;
  readonly target?: string | readonly string[] | undefined;
  readonly ignore?: string | readonly string[] | undefined;
  readonly categorical?: true | string | readonly string[] | undefined;
}

/** Which columns of a table are what, by their places. */
export interface Roles {
  readonly label: number | undefined;
  readonly targets: readonly number[] | undefined;
  readonly ignore: readonly number[];
  /** Columns of words, the label among them if its numbers are classes; or whichever hold words. */
  readonly categorical: true | readonly number[];
  /** All other columns than the label, the targets and what is ignored. */
  readonly inputs: readonly number[];
}

/** Names in a list, or a single one. */
export function namesIn(
  action: string,
  option: string,
  value: string | readonly string[] | undefined,
): readonly string[] {
  if (value === undefined) return [];
  if (typeof value === "string") return [value];
  return checkStrings(action, `${option} to be the names of columns`, value);
}

/** Finds the columns that the options name. */
export function rolesOf(action: string, names: readonly string[], options: RoleOptions): Roles {
  const places = (option: string, value: string | readonly string[] | undefined): number[] => [
    ...new Set(
      namesIn(action, option, value).map((name) => columnNamed(action, `${option} column`, name, names)),
    ),
  ];
  const label =
    options.label === undefined ? undefined : columnNamed(action, "a label column", options.label, names);
  const targets = options.target === undefined ? undefined : places("a target", options.target);
  if (targets?.length === 0) throw rangeError(action, "target to name a column", "none");
  const ignore = places("an ignored", options.ignore);
  const categorical = options.categorical === true || places("a categorical", options.categorical);
  const outputs = [...(label === undefined ? [] : [label]), ...(targets ?? [])];
  refuseBoth(action, names, ignore, "ignored", outputs, "told from the others");
  if (categorical !== true) {
    refuseBoth(action, names, categorical, "categorical", ignore, "ignored");
    refuseBoth(action, names, categorical, "categorical", targets ?? [], "a target of numbers");
  }
  const inputs = names.flatMap((_, column) =>
    outputs.includes(column) || ignore.includes(column) ? [] : [column],
  );
  if (inputs.length === 0) {
    const what =
      label === undefined ? (targets ? "the targets" : "what is ignored") : `the label ${show(names[label])}`;
    throw rangeError(action, `columns beside ${what}`, "none");
  }
  return { label, targets, ignore, categorical, inputs };
}

function refuseBoth(
  action: string,
  names: readonly string[],
  some: readonly number[],
  one: string,
  others: readonly number[],
  other: string,
): void {
  const both = some.find((column) => others.includes(column));
  if (both !== undefined)
    throw rangeError(action, `column ${show(names[both])} to be ${one} or ${other}`, "both");
}
