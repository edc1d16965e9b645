import { basename } from "node:path";
import type { Pipeline } from "../data/pipeline/pipeline.ts";
import { writeWhole } from "../files/write-whole.ts";
import { contentFor, isJSON } from "../io/model/files.ts";
import { quoted } from "./command-line.ts";
import type { Call } from "./commands/command.ts";

/** Writes a model under a name, as `saveModel` would; safetensors tell of the data and the options that the training depends on. */
export function writeModel(out: string, pipeline: Pipeline, { values }: Call): void {
  const { data = "digits", ...options } = values;
  const given = Object.entries(options)
    .filter(([name]) => name !== "out" && name !== "checkpoints")
    .map(([name, value]) => (value === true ? `--${name}` : `--${name} ${quoted(String(value))}`));
  const provenance = {
    data: basename(String(data)),
    ...(given.length > 0 && { options: given.join(" ") }),
  };
  writeWhole(out, contentFor(out, pipeline, isJSON(out) ? {} : { provenance }));
}
