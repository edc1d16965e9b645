import { defineConfig, type Options } from "tsup";

const library: Options = {
  entry: { index: "src/index.ts", data: "src/data/index.ts" },
  format: ["esm", "cjs"],
  dts: true,
  clean: true,
  target: "es2022",
  treeshake: true,
};

const command: Options = {
  entry: { cli: "src/cli/main.ts" },
  format: ["esm"],
  target: "es2022",
  banner: { js: "#!/usr/bin/env node" },
};

const configuration: ReturnType<typeof defineConfig> = defineConfig([library, command]);
export default configuration;
