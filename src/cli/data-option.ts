import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { rangeError, show } from "../check.ts";
import { datasetFromCsv } from "../data/csv.ts";
import { checkLabels, type LabeledDataset } from "../data/dataset.ts";
import { loadDigits } from "../data/digits.ts";
import { type IdxArray, parseIdx } from "../data/idx.ts";
import { loadMnist } from "../data/mnist.ts";
import { WrapperMatrix1D } from "../matrix/matrix.ts";

const action = "load the data";
const EXPECTED = "digits, mnist:DIR, idx:IMAGES,LABELS or csv:FILE,label=COLUMN";

/** Loads what `--data` names. */
export async function loadData(option: string): Promise<LabeledDataset> {
  const [kind, rest] = [option.replace(/:.*/s, ""), option.replace(/^[^:]*:?/, "")];
  if (option === "digits") return loadDigits();
  if (kind === "mnist" && rest) return (await loadMnist(rest)).train;
  if (kind === "idx" && rest.includes(",")) return loadIdx(rest);
  if (kind === "csv" && rest) return loadCsv(rest);
  throw rangeError(action, `--data to be ${EXPECTED}`, show(option));
}

/** Images and labels in two IDX files; pixels of bytes are scaled to [0, 1]. */
async function loadIdx(files: string): Promise<LabeledDataset> {
  const [imageFile, labelFile] = files.split(",", 2) as [string, string];
  const [images, labels] = [await readIdx(imageFile), await readIdx(labelFile)];
  const [rows = 0, ...pixels] = images.shape;
  if (labels.shape.length !== 1 || labels.shape[0] !== rows) {
    throw rangeError(action, `one label for each of ${rows} images`, labels.shape.join("×"));
  }
  const scale = images.values instanceof Uint8Array ? 1 / 255 : 1;
  const values = Float32Array.from(images.values, (value) => scale * value);
  const classes = 1 + Array.from(labels.values).reduce((most, label) => Math.max(most, label), 0);
  checkLabels(action, labels.values, classes);
  if (new Set(labels.values).size < 2) throw rangeError(action, "at least two classes", "one");
  return Object.freeze({
    name: basename(imageFile),
    inputs: new WrapperMatrix1D(values as unknown as number[], { rows }),
    labels: Int32Array.from(labels.values),
    classes,
    ...(pixels.length === 2 && { shape: Object.freeze({ height: pixels[0]!, width: pixels[1]! }) }),
  });
}

async function readIdx(file: string): Promise<IdxArray> {
  const bytes = read(file);
  return parseIdx(bytes).catch((error: Error) => {
    throw rangeError(action, "an IDX file", `${show(file)} (${error.message})`);
  });
}

function loadCsv(rest: string): LabeledDataset {
  const at = rest.lastIndexOf(",label=");
  if (at < 0) throw rangeError(action, "csv:FILE,label=COLUMN", show(`csv:${rest}`));
  const file = rest.slice(0, at);
  const text = read(file).toString("utf8");
  return datasetFromCsv(text, { label: rest.slice(at + ",label=".length), name: basename(file) });
}

function read(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === "ENOENT";
    const reason = missing ? "" : ` (${(error as Error).message})`;
    throw rangeError(action, `a file that ${missing ? "exists" : "can be read"}`, `${show(file)}${reason}`);
  }
}
