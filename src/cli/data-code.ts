import type { Call } from "./commands/command.ts";
import { filesIn, tableFile } from "./data-option.ts";
import { textOf } from "./read-option.ts";
import { tableOptionsOf } from "./table-options.ts";

/** Plain data as a program writes it. */
export function literal(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(literal).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const fields = Object.entries(value).map(
    ([name, field]) => `${/^[A-Za-z_]\w*$/.test(name) ? name : JSON.stringify(name)}: ${literal(field)}`,
  );
  return fields.length === 0 ? "{}" : `{ ${fields.join(", ")} }`;
}

/** What a program that reads files begins with. */
export const READ = 'import { readFileSync } from "node:fs";';

/** The lines of a program that define `dataset`, or what else it is called, as `--data` and the options beside it have it. */
export function dataCode(call: Call, name = "dataset"): readonly string[] {
  const option = textOf(call, "data", "digits");
  const file = tableFile(option);
  if (file !== undefined) {
    const inName = /,label=(.*)$/s.exec(option.slice(option.indexOf(file) + file.length))?.[1];
    const options = { ...(inName !== undefined && { label: inName }), ...tableOptionsOf(call) };
    return [
      READ,
      'import { datasetFromCsv } from "layerwise/data";',
      `const ${name} = datasetFromCsv(readFileSync(${literal(file)}), ${literal(options)});`,
    ];
  }
  if (option.startsWith("mnist:")) {
    return [
      'import { loadMnist } from "layerwise/data";',
      `const { train: ${name} } = await loadMnist(${literal(option.slice("mnist:".length))});`,
    ];
  }
  if (option.startsWith("hidden-causes:")) {
    const shared = Number(option.slice("hidden-causes:".length));
    return [
      'import { hiddenCauses } from "layerwise/data";',
      `const ${name} = hiddenCauses({ shared: ${shared}, seed: 0 });`,
    ];
  }
  if (option.startsWith("idx:")) {
    const [images, labels] = filesIn(option);
    return [
      READ,
      'import { WrapperMatrix1D } from "layerwise";',
      'import { datasetFromRows, parseIdx } from "layerwise/data";',
      `const images = await parseIdx(readFileSync(${literal(images)}));`,
      `const labels = await parseIdx(readFileSync(${literal(labels)}));`,
      "const scale = images.values instanceof Uint8Array ? 1 / 255 : 1;",
      "const values = Float32Array.from(images.values, (value) => scale * value);",
      "const inputs = new WrapperMatrix1D(values, { rows: images.shape[0] });",
      `const ${name} = datasetFromRows(inputs, { labels: Array.from(labels.values) });`,
    ];
  }
  return ['import { loadDigits } from "layerwise/data";', `const ${name} = await loadDigits();`];
}
