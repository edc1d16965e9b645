// Measures the risks of the study's verdicts with many samples, where the tests do so with 2,000, and prints the tables:
// node test/campaigns/statistics.mjs [samples]

import { spawnSync } from "node:child_process";

const [samples = "40000"] = process.argv.slice(2);
const args = [
  "vitest",
  "run",
  "--config",
  "test/vitest.config.ts",
  "test/study/risks",
  "--testTimeout=1200000",
];
const { status, stdout } = spawnSync("npx", args, {
  encoding: "utf8",
  maxBuffer: 1e8,
  env: { ...process.env, LAYERWISE_SAMPLES: samples },
});
const tables = stdout.split("\n").filter((line) => line.startsWith("|"));
const spaced = tables.map((line, index) => (tables[index + 1]?.startsWith("|---") ? `\n${line}` : line));
process.stdout.write(`${spaced.join("\n")}\n`);
if (status !== 0) process.stdout.write(stdout);
process.exitCode = status ?? 1;
