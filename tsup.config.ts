import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { type Plugin, transform } from "esbuild";
import { defineConfig, type Options } from "tsup";
import { workerSource } from "./src/engine/wasm/worker-source.ts";
import { buildPlayground } from "./src/playground/build.mjs";

// Once, before all builds start: each cleaning for itself could take away what the other has written.
rmSync("dist", { recursive: true, force: true });

const entry = {
  index: "src/index.ts",
  blas: "src/blas/index.ts",
  data: "src/data/index.ts",
  io: "src/io/index.ts",
  plots: "src/plots/index.ts",
  pretraining: "src/pretraining/index.ts",
  extend: "src/extend/index.ts",
  rbm: "src/rbm/index.ts",
  show: "src/show/index.ts",
  study: "src/study/index.ts",
};

/** The program of a helper is text, which no minifier of those who bundle the library looks into. */
const minifiedWorker: Plugin = {
  name: "minified worker",
  setup: (build) =>
    build.onLoad({ filter: /worker-source\.ts$/ }, async () => {
      const { code } = await transform(workerSource, { minify: true, format: "iife", target: "es2022" });
      return { contents: `export const workerSource = ${JSON.stringify(code.trim())};` };
    }),
};

/** The notices at the head of what is built in, as comments that builds keep. */
const keptNotices: Plugin = {
  name: "kept notices",
  setup: (build) =>
    build.onLoad({ filter: /@bufbuild[\\/]protobuf[\\/].*\.js$/ }, ({ path }) => ({
      contents: readFileSync(path, "utf8").replace(/^(\/\/.*\n)+/, (head) =>
        head.replaceAll(/^\/\//gm, "//!"),
      ),
    })),
};

/** Vega is large: one file draws for all, in Node and in pages, which import it when they are asked. */
const oneDrawing: Plugin = {
  name: "one drawing",
  setup: (build) =>
    build.onResolve({ filter: /\/draw-svg\.ts$/ }, () => ({ path: "./draw-svg.js", external: true })),
};

const library: Options = {
  esbuildPlugins: [minifiedWorker, keptNotices, oneDrawing],
  dts: { entry },
  target: "es2022",
  treeshake: { moduleSideEffects: false },
  // The parser of CSV is built into what needs it, without its door to streams of Node; so is the codec of protobuf.
  noExternal: ["papaparse", "@bufbuild/protobuf"],
  // Numbers instead of constants that other files name.
  esbuildOptions: (options) => {
    options.minifySyntax = true;
    options.define = { ...options.define, PAPA_BROWSER_CONTEXT: "true" };
  },
};

/**
 * The compiled kernels are a file of their own, and whoever bundles the core meets them first: the rest packs better where they do
 * not part it. No import has an effect, so their order is free.
 */
const modules: Options = {
  ...library,
  format: ["esm"],
  entry: { kernels: "src/engine/wasm/kernels-data.ts", ...entry },
  onSuccess: async () => {
    const [, kernels] = /from '(.*)'/.exec(readFileSync("dist/kernels.js", "utf8"))!;
    const engine = readdirSync("dist").find(
      (name) =>
        name.startsWith("chunk-") && readFileSync(`dist/${name}`, "utf8").includes(`from '${kernels}'`),
    );
    const lines = readFileSync("dist/index.js", "utf8").split("\n");
    const isFirst = (line: string): boolean => line.endsWith(`from './${engine}';`);
    writeFileSync(
      "dist/index.js",
      [...lines.filter(isFirst), ...lines.filter((line) => !isFirst(line))].join("\n"),
    );
  },
};

/** Vega as pages have it, which reads no files, and so draws in Node too. */
const drawing: Options = {
  format: ["esm"],
  entry: { "draw-svg": "src/show/draw-svg.ts" },
  target: "es2022",
  platform: "browser",
  noExternal: [/./],
};

const commonjs: Options = {
  ...library,
  format: ["cjs"],
  entry,
  esbuildOptions: (options, context) => {
    library.esbuildOptions?.(options, context);
    options.define = { ...options.define, "import.meta.url": "__filename" };
  },
};

const inside = [
  "ml-matrix",
  "is-any-array",
  "ml-array-rescale",
  "ml-array-max",
  "ml-array-min",
  "seedrandom",
  "papaparse",
];

/** The licenses of what is built into the module for pages; seedrandom's is in its readme alone. */
const licenses: string = inside
  .map((name) => {
    const folder = `node_modules/${name}/`;
    const file = readdirSync(folder).find((each) => /^license/i.test(each));
    const text = file
      ? readFileSync(folder + file, "utf8")
      : readFileSync(`${folder}README.md`, "utf8").replace(/^[\s\S]*?(?=License|LICENSE)/, "");
    return `${name}: ${text.trim().replaceAll("*/", "* /")}`;
  })
  .join("\n\n");

/** One module for `<script type="module">` and import maps, with all packages inside. */
const page: Options = {
  ...library,
  format: ["esm"],
  entry: { browser: "src/browser.ts" },
  dts: false,
  minify: true,
  keepNames: true,
  platform: "browser",
  banner: { js: `/*!\n${licenses}\n*/` },
  noExternal: [/./],
  splitting: false,
};

const command: Options = {
  entry: {
    cli: "src/cli/main.ts",
    "study-worker": "src/cli/study-worker.ts",
    "study-processor": "src/cli/study-processor.ts",
  },
  format: ["esm"],
  target: "es2022",
  banner: { js: "#!/usr/bin/env node" },
  esbuildPlugins: [oneDrawing],
  onSuccess: () => buildPlayground("dist/playground", [minifiedWorker]), // which the command serves
};

const configuration: ReturnType<typeof defineConfig> = defineConfig([
  modules,
  commonjs,
  drawing,
  page,
  command,
]);
export default configuration;
