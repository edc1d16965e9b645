import { rmSync } from "node:fs";
import { defineConfig, type Options } from "tsup";

// Once, before both builds start: each cleaning for itself could take away what the other has written.
rmSync("dist", { recursive: true, force: true });

const library: Options = {
  entry: {
    index: "src/index.ts",
    data: "src/data/index.ts",
    plots: "src/plots/index.ts",
    study: "src/study/index.ts",
  },
  format: ["esm", "cjs"],
  dts: true,
  target: "es2022",
  treeshake: true,
};

const command: Options = {
  entry: { cli: "src/cli/main.ts", "study-worker": "src/cli/study-worker.ts" },
  format: ["esm"],
  target: "es2022",
  banner: { js: "#!/usr/bin/env node" },
};

const configuration: ReturnType<typeof defineConfig> = defineConfig([library, command]);
export default configuration;
