import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { run } from "./run.mjs";

/** Columns of every row: the pixels of a digit. */
export const COLUMNS = 784;

const program = fileURLToPath(new URL("write-rows.mjs", import.meta.url));

/**
 * Writes the training rows as raw bytes, float32 inputs and byte labels, which a program in any language
 * reads at once. They are those of MNIST where `MNIST_DIR` is set, else synthetic.
 *
 * A process of its own does it: one that starts others hands on the most memory that it ever had as if it
 * were theirs.
 *
 * @param {number} count - How many rows.
 * @returns {Promise<{ directory: string, source: string, density: number }>} Where they are, until the
 * process ends; what they are; and the share of pixels that are not zero.
 */
export async function writeRows(count) {
  const directory = mkdtempSync(join(tmpdir(), "layerwise-bench-"));
  process.once("exit", () => rmSync(directory, { recursive: true, force: true }));
  const { answer, notRun } = await run([process.execPath, program, directory, String(count)]);
  if (!answer) throw new Error(`Cannot write rows: expected them to be written, got ${notRun}`);
  return { directory, ...answer };
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
