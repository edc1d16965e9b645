// Kills four studies in one folder twenty times at random moments, where the tests do so twice:
// node test/campaigns/study-folder.mjs [times]

import { spawnSync } from "node:child_process";

const [times = "20"] = process.argv.slice(2);
const args = [
  "vitest",
  "run",
  "--config",
  "test/vitest.config.ts",
  "test/study-folder",
  "--testTimeout=1200000",
];
const { status } = spawnSync("npx", args, {
  stdio: "inherit",
  env: { ...process.env, LAYERWISE_KILLS: times },
});
process.exitCode = status ?? 1;
