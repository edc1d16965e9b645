// Kills a hundred processes that train with checkpoints, at random moments, and changes ten thousand checkpoint files, where the tests do so
// three times and a thousand: node test/campaigns/checkpoints.mjs [kills] [mutations]

import { spawnSync } from "node:child_process";

const [kills = "100", mutations = "10000"] = process.argv.slice(2);
const args = [
  "vitest",
  "run",
  "--config",
  "test/vitest.config.ts",
  "test/run-checkpoints",
  "--testTimeout=3600000",
];
const { status } = spawnSync("npx", args, {
  stdio: "inherit",
  env: { ...process.env, LAYERWISE_KILLS: kills, LAYERWISE_MUTATIONS: mutations },
});
process.exitCode = status ?? 1;
