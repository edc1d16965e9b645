import { rangeError } from "../check.ts";
import type { CsvOptions } from "../data/csv.ts";
import type { Call, Command } from "./commands/command.ts";
import { csvLine } from "./csv-line.ts";

/** How a table is read, as far as it was said. */
export type TableOptions = Omit<CsvOptions, "name">;

/** The options of every command that takes data. */
export const dataOptions: Command["options"] = {
  ...Object.fromEntries(
    ["data", "label", "target", "missing", "delimiter", "decimal"].map((name) => [
      name,
      { type: "string" as const },
    ]),
  ),
  ignore: { type: "string", multiple: true },
  categorical: { type: "string", multiple: true },
  header: { type: "boolean" },
  "no-header": { type: "boolean" },
};

/** Lines of help on them. */
export const DATA_HELP = `Data
  --data WHAT           digits (default), mnist:DIR, idx:IMAGES,LABELS, csv:FILE,label=COLUMN, or a table: iris.csv
                        where nothing need be told of it, to predict or pretrain: idx:IMAGES, or a table without a label
  --label COLUMN        of a table: the column of the class
  --target COLUMN       of a table: the column of the number that is to be told, instead of a class
  --ignore A,B          of a table: columns to leave out; a name with a comma stands in quotes as in CSV: '"width, cm",B'
  --categorical A,B     of a table: columns of words that become a column of 0 and 1 per word, or all
  --missing RULE        what becomes of missing values in a table: refuse (default), mean or drop
  --delimiter X         what parts the fields of a table, such as ";" or tab
  --decimal X           what stands before the fraction of a number: "." or ","
  --no-header           of a table without a line of column names: they are "column 1", "column 2", …
  --header              its first line holds names even if it looks like an example`;

/** The options about a table that were given. */
export function tableOptionsOf({ values }: Call): TableOptions {
  const text = (name: string): string | undefined => values[name] as string | undefined;
  const categorical = text("categorical");
  const delimiter = text("delimiter");
  if (values.header && values["no-header"]) {
    throw rangeError("read a table", "one of --header and --no-header", "both");
  }
  const given = {
    label: nameIn(text("label")),
    target: nameIn(text("target")),
    ignore: namesIn(text("ignore")),
    categorical: categorical === "all" ? true : namesIn(categorical),
    missing: text("missing"),
    delimiter: delimiter === "tab" || delimiter === "\\t" ? "\t" : delimiter,
    decimal: text("decimal"),
    header: values["no-header"] === true ? false : (values.header as true | undefined),
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

/** Options about a table as they were given, such as --no-header. */
export function flagsOf(options: TableOptions): string[] {
  return Object.entries(options).map(([name, value]) => `--${value === false ? "no-" : ""}${name}`);
}

/** Advice about options of `datasetFromCsv`, such as ignore: ["id"], as it is given on the command line: --ignore "id". */
export function inFlags(advice: string): string {
  return advice
    .replaceAll(/\b(label|target|missing|delimiter|decimal): ("(?:[^"\\]|\\.)*")/g, "--$1 $2")
    .replaceAll(
      /\b(ignore|categorical): (\[(?:"(?:[^"\\]|\\.)*"(?:, )?)+\])/g,
      (_, name: string, list: string) => {
        const names = (JSON.parse(list) as string[]).map((each) =>
          /[",]/.test(each) ? csvLine([each]) : each,
        );
        return `--${name} ${JSON.stringify(names.join(","))}`;
      },
    )
    .replaceAll("say by delimiter which", "say by --delimiter which")
    .replaceAll("categorical: true", "--categorical all")
    .replaceAll("header: false", "--no-header")
    .replaceAll("header: true", "--header");
}

/** Names with commas between them; one with a comma inside stands in quotes, where "" is a quote, as in a line of CSV. */
function namesIn(text: string | undefined): readonly string[] | undefined {
  if (text === undefined) return undefined;
  const fields = `${text},`.matchAll(/\s*(?:"((?:[^"]|"")*)"\s*(?=,)|([^,]*)),/g);
  return Array.from(fields, ([, quoted, plain = ""]) => quoted?.replaceAll('""', '"') ?? plain.trim());
}

/** A single name, all of it where it is not in quotes. */
function nameIn(text: string | undefined): string | undefined {
  const names = namesIn(text);
  return names?.length === 1 ? names[0] : text;
}
