import { existsSync, statSync } from "node:fs";
import { basename } from "node:path";
import { causeOf } from "../check/cause.ts";
import { rangeError, show } from "../check.ts";
import { datasetFromCsv } from "../data/csv.ts";
import { checkLabels, type Dataset, type LabeledDataset } from "../data/dataset.ts";
import { loadDigits } from "../data/digits.ts";
import { hiddenCauses } from "../data/hidden-causes.ts";
import { type IdxArray, parseIdx } from "../data/idx.ts";
import { loadMnist } from "../data/mnist.ts";
import { WrapperMatrix1D } from "../matrix/matrix.ts";
import type { Call } from "./commands/command.ts";
import { type Output, warnTo } from "./output.ts";
import { readBytes } from "./read-bytes.ts";
import { textOf } from "./read-option.ts";
import { flagsOf, inFlags, type TableOptions, tableOptionsOf } from "./table-options.ts";

const action = "load the data";
const EXPECTED =
  "digits, mnist:DIR, idx:IMAGES,LABELS or idx:IMAGES, hidden-causes:SHARED (from 0 to 1), csv:FILE,label=COLUMN or the name of a table such as iris.csv";

/** What a table is called: such a name needs no "csv:" before it even where the file is missing. */
const TABULAR = /\.(csv|tsv|tab|txt|dat|data)$/i;

/** Loads what `--data` names, as the options beside it say. */
export async function dataOf(call: Call): Promise<Dataset> {
  return loadData(textOf(call, "data", "digits"), tableOptionsOf(call));
}

/** Loads what `--data` names where there must be something to tell of each example: labels, or targets that are numbers. */
export async function toldDataOf(call: Call): Promise<Dataset> {
  const option = textOf(call, "data", "digits");
  const options = tableOptionsOf(call);
  const table = tableIn(option);
  if (table && (table.label ?? options.label ?? options.target) === undefined) {
    throw rangeError(
      action,
      "the column that is to be told, as --label COLUMN for a class, --target COLUMN for a number or in csv:FILE,label=COLUMN",
      "none",
    );
  }
  if (/^idx:[^,]*$/.test(option))
    throw rangeError(action, "labels too, as in idx:IMAGES,LABELS", show(option));
  return loadData(option, options);
}

/** Loads what `--data` names. */
export async function loadData(option: string, options: TableOptions = {}): Promise<Dataset> {
  const table = tableIn(option);
  if (table) return loadTable(table, options);
  const [given] = flagsOf(options);
  if (given !== undefined)
    throw rangeError(action, `--data to be a table where ${given} is given`, show(option));
  const [kind, rest] = [option.replace(/:.*/s, ""), option.replace(/^[^:]*:?/, "")];
  if (option === "digits") return loadDigits();
  if (kind === "mnist" && rest) {
    const { train, test } = await loadMnist(rest);
    return { ...train, test };
  }
  if (kind === "hidden-causes" && rest) {
    return hiddenCauses({ shared: Number(rest), seed: 0 });
  }
  if (kind === "idx" && rest) return loadIdx(rest);
  throw rangeError(action, `--data to be ${EXPECTED}`, show(option));
}

/** The files that `--data` names; of MNIST's folder none, since nobody writes there. */
export function filesIn(option: string): readonly string[] {
  const table = tableIn(option);
  if (table) return [table.file];
  return option.startsWith("idx:") ? option.slice("idx:".length).split(",", 2) : [];
}

/** Says on the way what looked wrong where the data were read. */
export function warnOf({ warnings = [] }: Dataset, errors: Output): void {
  for (const warning of warnings) warnTo(errors)(warning);
}

/** A table, and its column of labels where it is named with it. */
interface Table {
  readonly file: string;
  readonly label?: string;
}

/** The file of the table that `--data` names, where it names one. */
export function tableFile(option: string): string | undefined {
  return tableIn(option)?.file;
}

/** The table that `--data` names, as csv:FILE or by its file name alone, with or without ,label=COLUMN. */
function tableIn(option: string): Table | undefined {
  if (option === "digits" || /^(mnist|idx|hidden-causes):/.test(option)) return undefined;
  const marked = option.startsWith("csv:");
  const whole = marked ? option.slice("csv:".length) : option;
  const at = existsSync(whole) ? -1 : whole.lastIndexOf(",label=");
  const file = at < 0 ? whole : whole.slice(0, at);
  if (file === "" || !(marked || TABULAR.test(file) || isFile(file))) return undefined;
  return { file, ...(at >= 0 && { label: whole.slice(at + ",label=".length) }) };
}

function isFile(file: string): boolean {
  return existsSync(file) && statSync(file).isFile();
}

/** Reads a table; what its reader advises is said in the words of the command line. */
function loadTable({ file, label }: Table, options: TableOptions): Dataset {
  if (label !== undefined && options.label !== undefined) {
    throw rangeError(
      action,
      "one label column, in --data or as --label",
      `${show(label)} and ${show(options.label)}`,
    );
  }
  const given = { ...options, ...(label !== undefined && { label }), name: basename(file) };
  try {
    const { warnings, ...dataset } = datasetFromCsv(readBytes(action, file), given);
    return { ...dataset, ...(warnings && { warnings: warnings.map(inFlags) }) };
  } catch (error) {
    throw new RangeError(inFlags((error as Error).message));
  }
}

/** Images in an IDX file, pixels of bytes scaled to [0, 1], and their labels where a second file has them. */
async function loadIdx(files: string): Promise<Dataset> {
  const [imageFile, labelFile] = files.split(",", 2) as [string, string | undefined];
  const images = await readIdx(imageFile);
  const [rows = 0, ...pixels] = images.shape;
  if (images.values.length === 0) throw rangeError(action, "images with pixels", images.shape.join("×"));
  const scale = images.values instanceof Uint8Array ? 1 / 255 : 1;
  const values = Float32Array.from(images.values, (value) => scale * value);
  return Object.freeze({
    name: basename(imageFile),
    inputs: new WrapperMatrix1D(values as unknown as number[], { rows }),
    ...(labelFile !== undefined && (await labelsIn(labelFile, rows))),
    ...(pixels.length === 2 && { shape: Object.freeze({ height: pixels[0]!, width: pixels[1]! }) }),
  });
}

async function labelsIn(file: string, rows: number): Promise<Pick<LabeledDataset, "labels" | "classes">> {
  const { shape, values } = await readIdx(file);
  if (shape.length !== 1 || shape[0] !== rows) {
    throw rangeError(action, `one label for each of ${rows} images`, shape.join("×"));
  }
  const classes = 1 + Array.from(values).reduce((most, label) => Math.max(most, label), 0);
  checkLabels(action, values, classes);
  if (new Set(values).size < 2) throw rangeError(action, "at least two classes", "one");
  return { labels: Int32Array.from(values), classes };
}

async function readIdx(file: string): Promise<IdxArray> {
  const bytes = readBytes(action, file);
  return parseIdx(bytes).catch((error: Error) => {
    throw rangeError(action, "an IDX file", `${show(file)} (${causeOf(error)})`);
  });
}
