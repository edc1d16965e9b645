// Damages files in safetensors, npy, npz and ONNX and model files ten thousand times each, where the tests do so some thousand times, and in
// other ways at each call: node test/campaigns/damaged-files.mjs [mutations]

import { spawnSync } from "node:child_process";

const [mutations = "10000"] = process.argv.slice(2);
const files = ["test/io/mutations", "test/io/onnx-damaged"];
const args = ["vitest", "run", "--config", "test/vitest.config.ts", ...files, "--testTimeout=3600000"];
const { status } = spawnSync("npx", args, {
  stdio: "inherit",
  env: { ...process.env, LAYERWISE_MUTATIONS: mutations },
});
process.exitCode = status ?? 1;
