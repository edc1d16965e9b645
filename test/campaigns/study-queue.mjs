// Kills a worker and Redis in the middle of twenty studies on a queue, where the tests do so once:
// node test/campaigns/study-queue.mjs [times]

import { spawnSync } from "node:child_process";

const [times = "20"] = process.argv.slice(2);
const args = [
  "vitest",
  "run",
  "--config",
  "test/vitest.config.ts",
  "test/study-queue",
  "--testTimeout=3600000",
];
const { status } = spawnSync("npx", args, {
  stdio: "inherit",
  env: { ...process.env, LAYERWISE_KILLS: times },
});
process.exitCode = status ?? 1;
