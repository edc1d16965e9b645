import { basename } from "node:path";
import type { Pipeline } from "../data/pipeline/pipeline.ts";
import { writeWhole } from "../files/write-whole.ts";
import { modelToBytes } from "../io/model/model-bytes.ts";
import { quoted } from "./command-line.ts";
import type { Call } from "./commands/command.ts";

/** Writes a model under a name, as safetensors where the name ends so, which tells of the data and the options; else as JSON. */
export function writeModel(out: string, pipeline: Pipeline, { values }: Call): void {
  if (!/\.safetensors$/i.test(out)) {
    writeWhole(out, `${JSON.stringify(pipeline)}\n`);
    return;
  }
  const { data = "digits", ...options } = values;
  const given = Object.entries(options)
    .filter(([name]) => name !== "out")
    .map(([name, value]) => (value === true ? `--${name}` : `--${name} ${quoted(String(value))}`));
  const provenance = {
    data: basename(String(data)),
    ...(given.length > 0 && { options: given.join(" ") }),
  };
  writeWhole(out, modelToBytes(pipeline, { provenance }));
}
