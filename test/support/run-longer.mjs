import { spawnSync } from "node:child_process";

/** Runs a test with other counts than it has by itself, such as `{ LAYERWISE_KILLS: "100" }`, and ends as it does. */
export function runLonger(test, counts, milliseconds = 3_600_000) {
  const args = ["run", "--config", "test/vitest.config.ts", test, `--testTimeout=${milliseconds}`];
  const env = { ...process.env, ...counts };
  const { status } = spawnSync("npx", ["vitest", ...args], { stdio: "inherit", env });
  process.exitCode = status ?? 1;
}
