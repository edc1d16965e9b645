import { basename } from "node:path";
import { rangeError } from "../../check.ts";
import type { Dataset } from "../../data/dataset.ts";
import { isNetwork } from "../../data/pipeline/parts.ts";
import { Pipeline } from "../../data/pipeline/pipeline.ts";
import { readInputs } from "../../data/table/read-inputs.ts";
import { writeWhole } from "../../files/write-whole.ts";
import { isPipeline } from "../../io/model/model.ts";
import { csvLine } from "../csv-line.ts";
import { filesIn, loadData, tableFile, warnOf } from "../data-option.ts";
import { checkOutFile } from "../files/check-out.ts";
import { readModelFile } from "../model-file.ts";
import { readBytes } from "../read-bytes.ts";
import { textOf } from "../read-option.ts";
import { DATA_HELP, dataOptions, flagsOf, inFlags, tableOptionsOf } from "../table-options.ts";
import type { Call, Command } from "./command.ts";

const action = "predict";

/** `layerwise predict`. */
export const predictCommand: Command = {
  name: "predict",
  summary: "what a saved net tells of your data, as a CSV with the names of the classes",
  help: `layerwise predict: what a saved net tells of each row of your data, as CSV: the class and the probability of each, or the
numbers in their own units; of RBMs the features that they find.

Usage
  layerwise predict FILE --data WHAT [--out FILE]

FILE holds a model, such as layerwise train writes. One that was trained on a table reads others like it, with or without the
column that it tells, and needs no more said of it than how it is written: --delimiter, --decimal, --header, and --no-header for one
that has the columns of the model in their order; the other options on tables are for other models. Each row is told of, in its order: one
with a missing value that the model cannot fill in is refused, and so is a blank line between rows.

Options
  --out FILE            where the CSV goes (default: printed)

${DATA_HELP}

Examples
  npx layerwise predict iris.safetensors --data more-flowers.csv --out told.csv
  npx layerwise predict digits.safetensors --data idx:t10k-images-idx3-ubyte.gz --out told.csv`,
  operands: 1,
  keepsNothing: true,
  options: { ...dataOptions, out: { type: "string" } },
  async prepare(call) {
    const out = call.values.out as string | undefined;
    if (out !== undefined) {
      checkOutFile(action, out, [call.operands[0]!, ...filesIn(textOf(call, "data", "digits"))]);
    }
    if (call.values.data === undefined)
      throw rangeError(action, "--data, such as --data flowers.csv", "none");
    const { model } = readModelFile(action, call.operands[0]!);
    const pipeline = isPipeline(model) ? model : new Pipeline({ model });
    const dataset = await dataFor(pipeline, call);
    const lines = linesOf(pipeline, dataset);
    return async ({ output, errors }) => {
      warnOf(dataset, errors);
      if (out === undefined) {
        for (const line of lines) output.line(line);
        return 0;
      }
      writeWhole(out, `${lines.join("\n")}\n`);
      output.line(out);
      return 0;
    };
  },
};

/** The rows, read as the table was that the model was trained on, where it was one. */
async function dataFor(pipeline: Pipeline, call: Call): Promise<Dataset> {
  const option = call.values.data as string;
  const table = tableFile(option);
  const options = tableOptionsOf(call);
  if (table === undefined || pipeline.encoding === undefined) return loadData(option, options);
  const { delimiter, decimal, header, ...others } = options;
  const [given] = flagsOf(others);
  if (given !== undefined) {
    throw rangeError(
      action,
      "no options on a table, since the model knows how its own was read (--delimiter, --decimal, --header and --no-header may say how this one is written)",
      given,
    );
  }
  const bytes = readBytes("load the data", table);
  try {
    return readInputs(pipeline.encoding, bytes, {
      ...{ name: basename(table), delimiter, decimal },
      header: header as boolean | undefined,
    });
  } catch (error) {
    throw new RangeError(inFlags((error as Error).message));
  }
}

/** The lines of the CSV, its names first. */
function linesOf(pipeline: Pipeline, dataset: Dataset): string[] {
  const { model, classNames, targetNames, encoding } = pipeline;
  if (!isNetwork(model)) return table("feature", undefined, pipeline.transform(dataset).to2DArray());
  const rows = pipeline.predict(dataset).to2DArray();
  if (model.head.targets === "numbers") return table("number", targetNames, rows);
  const classes = pipeline.classify(dataset);
  const label = encoding?.toJSON().label?.name ?? "class";
  const names = Array.from({ length: model.outputs }, (_, index) => {
    const place = model.outputs === 1 ? 1 : index; // a single logistic output tells of the second of two classes
    return `probability of ${classNames?.[place] ?? place}`;
  });
  return [[label, ...names], ...rows.map((row, index) => [classes[index]!, ...row])].map(csvLine);
}

function table(what: string, names: readonly string[] | undefined, rows: readonly number[][]): string[] {
  const heading = names ?? Array.from({ length: rows[0]!.length }, (_, index) => `${what} ${index + 1}`);
  return [heading, ...rows].map(csvLine);
}
