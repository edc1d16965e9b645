import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { defineConfig, type ViteUserConfig } from "vitest/config";

const source = (path: string): string => fileURLToPath(new URL(`../src/${path}`, import.meta.url));
const here = fileURLToPath(new URL(".", import.meta.url));

/** The tests that take the engine they run on from test/support/engine-under-test.ts. */
const dependOnEngine = readdirSync(here, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".test.ts"))
  .filter((file) => readFileSync(`${here}${file}`, "utf8").includes("/support/engine-under-test.ts"))
  .map((file) => `test/${file.replaceAll("\\", "/")}`);

/** The tests that count the threads of their process. */
const alone = ["test/engine/wasm/bits.test.ts"];

const configuration: ViteUserConfig = defineConfig({
  root: fileURLToPath(new URL("..", import.meta.url)),
  resolve: {
    alias: [
      { find: /^layerwise$/, replacement: source("index.ts") },
      { find: /^layerwise\/blas$/, replacement: source("blas/index.ts") },
      { find: /^layerwise\/data$/, replacement: source("data/index.ts") },
      { find: /^layerwise\/io$/, replacement: source("io/index.ts") },
      { find: /^layerwise\/plots$/, replacement: source("plots/index.ts") },
      { find: /^layerwise\/pretraining$/, replacement: source("pretraining/index.ts") },
      { find: /^layerwise\/extend$/, replacement: source("extend/index.ts") },
      { find: /^layerwise\/rbm$/, replacement: source("rbm/index.ts") },
      { find: /^layerwise\/show$/, replacement: source("show/index.ts") },
      { find: /^layerwise\/study$/, replacement: source("study/index.ts") },
      // For the programs of the pages, which run from elsewhere.
      { find: /^onnxruntime-web$/, replacement: fileURLToPath(import.meta.resolve("onnxruntime-web")) },
    ],
  },
  test: {
    typecheck: { enabled: false },
    testTimeout: 120_000,
    hookTimeout: 120_000, // some build the command or start a browser
    maxWorkers: "100%", // the default leaves one of two cores idle
    isolate: false, // modules are loaded once for all files of a process: but for its threads the library has no global state
    projects: [
      {
        extends: true,
        test: {
          name: "reference",
          include: ["test/**/*.test.ts"],
          exclude: alone,
          globalSetup: ["test/support/say-what-is-skipped.ts"],
        },
      },
      {
        extends: true,
        test: { name: "wasm", include: dependOnEngine, env: { LAYERWISE_ENGINE: "wasm" } },
      },
      {
        extends: true,
        test: { name: "alone", include: alone, isolate: true },
      },
    ],
  },
});
export default configuration;
