import { readSavedFile } from "../model-file.ts";
import { type ModelInfo, modelInfo } from "../model-info.ts";
import type { Command } from "./command.ts";

const action = "tell of a model";

/** `layerwise info`. */
export const infoCommand: Command = {
  name: "info",
  summary: "what a model file holds, and where it comes from",
  help: `layerwise info: what a model file holds: the model, its seed, how it was trained, on what, and which versions wrote it.

Usage
  layerwise info FILE [--json]

Options
  --json    print the same as JSON and nothing else

Example
  npx layerwise info model.safetensors`,
  operands: 1,
  keepsNothing: true,
  options: { json: { type: "boolean" } },
  async prepare({ values, operands: [file = ""] }) {
    const loaded = readSavedFile(action, file);
    const info = modelInfo(loaded);
    return async ({ output }) => {
      output.line(values.json === true ? JSON.stringify(info) : `${loaded.model}\n\n${linesOf(info)}`);
      return 0;
    };
  },
};

function linesOf(info: ModelInfo): string {
  return Object.entries(info)
    .filter(([name]) => name !== "summary")
    .map(([name, value]) => `${name.padEnd(12)}  ${typeof value === "object" ? fieldsOf(value) : value}`)
    .join("\n");
}

function fieldsOf(record: object): string {
  const fields = Object.entries(record).map(([name, value]) => {
    if (!Array.isArray(value)) return `${name} ${value}`;
    return value.map(fieldsOf).join("; ");
  });
  return fields.join(", ");
}
