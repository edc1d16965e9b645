import { checkOneOf, show } from "../../check.ts";
import { createDataset } from "../create-dataset.ts";
import type { Dataset, TableEncoding } from "../dataset.ts";
import type { CsvText, TableEncodingJSON } from "../table-encoding.ts";
import { inputsOf } from "./encode-table.ts";
import { type Decimal, numberIn } from "./number.ts";
import { readAgain } from "./read-again.ts";

/** What a table is called, and how it is written where that is another way than that of the encoding. */
interface Writing {
  readonly name: string;
  readonly delimiter?: string | undefined;
  readonly decimal?: Decimal | undefined;
  readonly header?: boolean | undefined;
}

/**
 * The inputs of another table, to be answered row by row: what is to be told of them is not read, and no row is left out, which would
 * shift the others.
 */
export function readInputs(
  encoding: TableEncoding,
  text: CsvText,
  { name, delimiter, decimal, header }: Writing,
): Dataset {
  const action = `read CSV ${show(name)}`;
  const saved = encoding.toJSON();
  const json =
    decimal === undefined ? saved : withDecimal(saved, checkOneOf(action, "decimal", decimal, [".", ","]));
  const table = readAgain(action, delimiter === undefined ? json : { ...json, delimiter }, text, {
    inputsAlone: true,
    takes: ["delimiter", "decimal", "header"],
    header,
  });
  const { warnings } = table;
  return createDataset({
    name,
    inputs: inputsOf(action, json, table),
    columnNames: encoding.columnNames,
    ...(warnings.length > 0 && { warnings: Object.freeze(warnings) }),
  });
}

/** The encoding of numbers that are written in another way, those that name categories too. */
function withDecimal(json: TableEncodingJSON, decimal: Decimal): TableEncodingJSON {
  const rewritten = (word: string): string =>
    Number.isNaN(numberIn(word, json.decimal)) ? word : word.replace(json.decimal, decimal);
  const columns = json.columns.map(({ categories, ...rest }) =>
    categories ? { ...rest, categories: categories.map(rewritten) } : rest,
  );
  return { ...json, columns, decimal };
}
