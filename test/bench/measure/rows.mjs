import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { syntheticRows } from "./synthetic-rows.mjs";

/** Columns of every row: the pixels of a digit. */
export const COLUMNS = 784;

/**
 * Writes the training rows as raw bytes, float32 inputs and byte labels, which a program in any language reads at once.
 * They are those of MNIST where `MNIST_DIR` is set, else synthetic.
 *
 * @param {number} count - How many rows.
 * @returns {Promise<{ directory: string, source: string, density: number }>} Where they are, until the process ends;
 * what they are; and the share of pixels that are not zero.
 */
export async function writeRows(count) {
  const { inputs, labels } = process.env.MNIST_DIR ? await mnistRows(count) : syntheticRows(count);
  const directory = mkdtempSync(join(tmpdir(), "layerwise-bench-"));
  process.once("exit", () => rmSync(directory, { recursive: true, force: true }));
  writeFileSync(join(directory, "inputs.f32"), inputs);
  writeFileSync(join(directory, "labels.u8"), labels);
  const density = inputs.reduce((inked, value) => inked + (value > 0 ? 1 : 0), 0) / inputs.length;
  return { directory, source: process.env.MNIST_DIR ? "MNIST" : "synthetic rows", density };
}

async function mnistRows(count) {
  const { loadMnist } = await import("../../../dist/data.js");
  const { train } = await loadMnist(process.env.MNIST_DIR);
  const inputs = new Float32Array(count * COLUMNS);
  for (let row = 0; row < count; row++) inputs.set(train.inputs.getRow(row), row * COLUMNS);
  return { inputs, labels: Uint8Array.from(train.labels.subarray(0, count)) };
}

/**
 * Reads the first rows of such a directory.
 *
 * @returns {{ inputs: Float32Array, labels: Uint8Array }} (count, 784), and count labels.
 */
export function readRows(directory, count) {
  const bytes = readFileSync(join(directory, "inputs.f32"));
  const inputs = new Float32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4).slice(
    0,
    count * COLUMNS,
  );
  return { inputs, labels: Uint8Array.from(readFileSync(join(directory, "labels.u8")).subarray(0, count)) };
}
