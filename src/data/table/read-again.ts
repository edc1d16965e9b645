import { rangeError, show } from "../../check.ts";
import type { CsvText, TableEncodingJSON } from "../table-encoding.ts";
import { showNames } from "./columns.ts";
import { readTable, type Table } from "./read-table.ts";
import { withoutMissing } from "./without-missing.ts";

/** What of another table is read, and what its reader takes. */
interface Reading {
  /** Every row is kept, in its place, and what is told of them is not looked at. Default false. */
  readonly inputsAlone?: boolean;
  readonly takes?: Table["takes"];
  /** Whether its first line holds names; without them it has the columns that the encoding takes, in their order. */
  readonly header?: boolean | undefined;
}

/** Reads another table with the columns of an encoding, in any order; its label or targets may be left out. */
export function readAgain(
  action: string,
  json: TableEncodingJSON,
  source: CsvText,
  { inputsAlone = false, takes = [], header: hasNames }: Reading = {},
): Table {
  const inputs = json.columns.map(({ name }) => name);
  const outputs = [...(json.label ? [json.label.name] : []), ...(json.targets ?? [])];
  const { delimiter } = json;
  const header = hasNames === false ? (json.header ?? inputs) : (hasNames ?? json.header);
  // Without a line of names, a file has either all columns or all but those that are to be told.
  const fits = (fields: readonly string[]): boolean =>
    header === undefined || header === true
      ? inputs.every((name) => fields.includes(name))
      : delimiter !== undefined && [header.length, header.length - outputs.length].includes(fields.length);
  const layout = {
    header,
    everyRow: inputsAlone,
    optional: outputs,
    takes,
    usual: { delimiter: delimiter ?? ",", fits },
  };
  const table = readTable(action, source, layout, [...inputs, ...outputs, ...json.ignore]);
  const absent = inputs.filter((name) => !table.names.includes(name));
  if (absent.length > 0) {
    throw rangeError(action, `a column ${show(absent[0])}`, `columns named ${showNames(table.names)}`);
  }
  const present = inputsAlone ? [] : outputs.filter((name) => table.names.includes(name));
  if (present.length > 0 && present.length < outputs.length) {
    throw rangeError(action, `all of ${showNames(outputs)} or none`, showNames(present));
  }
  const known = new Set([...inputs, ...outputs, ...json.ignore]);
  const others = table.names.filter((name) => !known.has(name));
  if (others.length > 0)
    table.warnings.push(`Columns that the encoding does not know left out: ${showNames(others)}.`);
  const place = (name: string): number => table.names.indexOf(name);
  return withoutMissing(
    action,
    table,
    inputs.map(place),
    present.map(place),
    json.label ? "a label" : "a target",
    inputsAlone && json.missing.rule === "drop" ? { ...json.missing, rule: "refuse" } : json.missing,
  );
}
