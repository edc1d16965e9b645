import type { Call, Command } from "./commands/command.ts";

/** How a table is read: the options of `datasetFromCsv`, as far as they were given. */
export interface TableOptions {
  readonly label?: string;
  readonly target?: string;
  readonly ignore?: readonly string[];
  readonly categorical?: readonly string[] | true;
  readonly missing?: "refuse" | "mean" | "drop";
  readonly delimiter?: string;
  readonly header?: false;
}

/** The options of every command that takes data. */
export const dataOptions: Command["options"] = {
  ...Object.fromEntries(
    ["data", "label", "target", "ignore", "categorical", "missing", "delimiter"].map((name) => [
      name,
      { type: "string" as const },
    ]),
  ),
  "no-header": { type: "boolean" },
};

/** Lines of help on them. */
export const DATA_HELP = `Data
  --data WHAT           digits (default), mnist:DIR, idx:IMAGES,LABELS, csv:FILE,label=COLUMN, or a table: iris.csv
  --label COLUMN        of a table: the column of the class
  --target COLUMN       of a table: the column of the number that is to be told, instead of a class
  --ignore A,B          of a table: columns to leave out
  --categorical A,B     of a table: columns of words that become a column of 0 and 1 per word, or all
  --missing RULE        what becomes of missing values in a table: refuse (default), mean or drop
  --delimiter X         what parts the fields of a table, such as ";" or tab
  --no-header           of a table without a line of column names`;

/** The options about a table that were given. */
export function tableOptionsOf({ values }: Call): TableOptions {
  const text = (name: string): string | undefined => values[name] as string | undefined;
  const categorical = text("categorical");
  const delimiter = text("delimiter");
  const given = {
    label: text("label"),
    target: text("target"),
    ignore: namesIn(text("ignore")),
    categorical: categorical === "all" ? true : namesIn(categorical),
    missing: text("missing"),
    delimiter: delimiter === "tab" || delimiter === "\\t" ? "\t" : delimiter,
    header: values["no-header"] === true ? false : undefined,
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

/** What an option of `datasetFromCsv` is called on the command line. */
export const flagOf = (option: string): string => (option === "header" ? "no-header" : option);

function namesIn(text: string | undefined): readonly string[] | undefined {
  return text?.split(",").map((name) => name.trim());
}
