import { fileURLToPath } from "node:url";
import { defineConfig, type ViteUserConfig } from "vitest/config";

const source = (path: string): string => fileURLToPath(new URL(`../src/${path}`, import.meta.url));

const configuration: ViteUserConfig = defineConfig({
  root: fileURLToPath(new URL("..", import.meta.url)),
  resolve: {
    alias: [
      { find: /^layerwise$/, replacement: source("index.ts") },
      { find: /^layerwise\/data$/, replacement: source("data/index.ts") },
    ],
  },
  test: {
    include: ["test/**/*.test.ts"],
    globalSetup: ["test/support/say-what-is-skipped.ts"],
    typecheck: { enabled: false },
    testTimeout: 120_000,
  },
});
export default configuration;
