import { fileURLToPath } from "node:url";
import { defineConfig, type ViteUserConfig } from "vitest/config";

const configuration: ViteUserConfig = defineConfig({
  root: fileURLToPath(new URL("../..", import.meta.url)),
  test: {
    include: ["test/package/*.check.ts"],
    testTimeout: 300_000,
    hookTimeout: 300_000,
  },
});
export default configuration;
