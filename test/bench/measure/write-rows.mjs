// Writes rows to a directory: the directory and the number of rows are the arguments.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { COLUMNS } from "./rows.mjs";
import { syntheticRows } from "./synthetic-rows.mjs";

const [directory, count] = [process.argv[2], Number(process.argv[3])];
const { inputs, labels } = process.env.MNIST_DIR ? await mnistRows() : syntheticRows(count);
writeFileSync(join(directory, "inputs.f32"), inputs);
writeFileSync(join(directory, "labels.u8"), labels);
const density = inputs.reduce((inked, value) => inked + (value > 0 ? 1 : 0), 0) / inputs.length;
console.log(JSON.stringify({ source: process.env.MNIST_DIR ? "MNIST" : "synthetic rows", density }));

async function mnistRows() {
  const { loadMnist } = await import("../../../dist/data.js");
  const { train } = await loadMnist(process.env.MNIST_DIR);
  const inputs = new Float32Array(count * COLUMNS);
  for (let row = 0; row < count; row++) inputs.set(train.inputs.getRow(row), row * COLUMNS);
  return { inputs, labels: Uint8Array.from(train.labels.subarray(0, count)) };
}
