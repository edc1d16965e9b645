import { fileURLToPath } from "node:url";
import { goalsTable } from "../measure/goals.mjs";
import { run } from "../measure/run.mjs";
import { pairwiseRatio, summarize } from "../measure/statistics.mjs";
import { table, withSpread } from "../measure/table.mjs";

const program = fileURLToPath(new URL("../systems/products.mjs", import.meta.url));

/** Products of matrices on one thread, against a loop of multiply-adds in registers. */
export async function measure({ rounds }) {
  const job = { engine: "wasm", rounds: 3 * rounds };
  const { answer, notRun } = await run([process.execPath, program, JSON.stringify(job)]);
  if (!answer) return { title: "Products", text: `Not run: ${notRun}`, data: { notRun } };
  const ceiling = summarize(answer.ceiling);
  const products = answer.products.map(({ name, speeds }) => ({
    name,
    speed: summarize(speeds),
    share: percent(pairwiseRatio(speeds, answer.ceiling)),
  }));
  const goals = products
    .filter(({ name }) => name.includes("512×512×512"))
    .map(({ name, share }) => ({
      what: `${name}, of the ceiling`,
      direction: "at least",
      bound: 75,
      unit: "%",
      measured: share,
    }));
  const text = [
    `Products of float32 matrices by the ${answer.engine} engine on one thread, in GFLOP/s as if every`,
    "element counted.",
    `The ceiling, multiplications and additions in registers alone: ${withSpread(ceiling)} GFLOP/s.`,
    "v is 100×784, h is 100×500, W is 784×500.",
    "",
    table(
      ["product", "GFLOP/s", "% of the ceiling"],
      products.map(({ name, speed, share }) => [name, withSpread(speed), withSpread(share)]),
    ),
    "",
    goalsTable(goals),
  ].join("\n");
  return { title: "Products", text, data: { ceiling, products, goals } };
}

function percent({ median, least, greatest, count }) {
  return { median: 100 * median, least: 100 * least, greatest: 100 * greatest, count };
}
