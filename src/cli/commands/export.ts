import { checkOneOf, rangeError } from "../../check.ts";
import { writeWhole } from "../../files/write-whole.ts";
import type { Model } from "../../io/model/model.ts";
import { modelToBytes } from "../../io/model/model-bytes.ts";
import { recordOf } from "../../io/model/model-record.ts";
import { toNpz } from "../../io/npz.ts";
import { toOnnx } from "../../io/onnx/to-onnx.ts";
import { fromSafetensors } from "../../io/safetensors.ts";
import { checkOutFile } from "../files/check-out.ts";
import { readModelFile } from "../model-file.ts";
import type { Command } from "./command.ts";

const action = "export a model";

/** What a model is written as; another format is one more line. */
const formats: Readonly<Record<string, (model: Model) => string | Uint8Array>> = {
  safetensors: (model) => modelToBytes(model),
  json: (model) => `${JSON.stringify(model)}\n`,
  onnx: (model) => toOnnx(model),
  npz: (model) => toNpz(fromSafetensors(modelToBytes(model)).tensors),
};

/** `layerwise export`. */
export const exportCommand: Command = {
  name: "export",
  summary: "write a saved model in another format",
  help: `layerwise export: a saved model in another format.

Usage
  layerwise export FILE --to FORMAT [--out FILE]

Options
  --to FORMAT    safetensors or json, which layerwise reads again; onnx, which ONNX Runtime and others run; or npz: the weights
                 alone, for NumPy
  --out FILE     default: FILE with the ending of the format

Examples
  npx layerwise export model.safetensors --to onnx
  npx layerwise export dbn.json --to npz`,
  operands: 1,
  keepsNothing: true,
  options: { to: { type: "string" }, out: { type: "string" } },
  async prepare({ values, operands: [file = ""] }) {
    const names = Object.keys(formats);
    if (values.to === undefined) throw rangeError(action, `--to ${names.join(", --to ")}`, "none");
    const to = checkOneOf(action, "--to", values.to, names);
    const out = (values.out as string | undefined) ?? `${file.replace(/\.(json|safetensors)$/i, "")}.${to}`;
    checkOutFile(action, out, [file]);
    const { model } = readModelFile(action, file);
    const content = formats[to]!(model);
    const left = to === "safetensors" ? [] : Object.keys(recordOf(model));
    return async ({ output, errors }) => {
      writeWhole(out, content);
      if (left.length > 0)
        errors.line(`layerwise: ${to} has no place for the ${left.join(" and ")} of ${file}`);
      output.line(out);
      return 0;
    };
  },
};
