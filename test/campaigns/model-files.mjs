// Size and time of a model file beside JSON, for 784-500-500-2000-10 in float32, as training on the wasm engine leaves it:
// npm run build && node test/campaigns/model-files.mjs [times]

import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Network } from "../../dist/index.js";
import { loadModel, saveModel } from "../../dist/io.js";

const [times = "7"] = process.argv.slice(2);
const directory = mkdtempSync(join(tmpdir(), "layerwise-files-"));
const [json, file] = [join(directory, "model.json"), join(directory, "model.safetensors")];
const network = Network.fromSizes([784, 500, 500, 2000, 10], { seed: 1 });
for (const matrix of Object.values(network.parameters)) {
  for (let row = 0; row < matrix.rows; row++) {
    for (let column = 0; column < matrix.columns; column++)
      matrix.set(row, column, Math.fround(matrix.get(row, column)));
  }
}

const kinds = {
  "save as JSON": () => writeFileSync(json, JSON.stringify(network)),
  "load from JSON": () => Network.fromJSON(JSON.parse(readFileSync(json, "utf8"))),
  save: () => saveModel(file, network),
  load: () => loadModel(file),
};
const taken = Object.fromEntries(Object.keys(kinds).map((name) => [name, []]));
for (let time = 0; time < Number(times); time++) {
  for (const [name, run] of Object.entries(kinds)) {
    const begin = performance.now();
    await run();
    taken[name].push(performance.now() - begin);
  }
}
const least = Object.fromEntries(Object.entries(taken).map(([name, all]) => [name, Math.min(...all)]));
const [sizes, ratio] = [[json, file].map((path) => statSync(path).size), (a, b) => (a / b).toFixed(3)];
process.stdout.write(
  [
    `size  JSON ${(sizes[0] / 1e6).toFixed(1)} MB, safetensors ${(sizes[1] / 1e6).toFixed(1)} MB: ${ratio(sizes[1], sizes[0])}`,
    ...["save", "load"].map((name) => {
      const [whole] = Object.keys(least).filter((key) => key.startsWith(`${name} `));
      return `${name}  JSON ${least[whole].toFixed(0)} ms, safetensors ${least[name].toFixed(0)} ms: ${ratio(least[name], least[whole])}`;
    }),
    `least of ${times} times each`,
    "",
  ].join("\n"),
);
rmSync(directory, { recursive: true });
