import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const root = fileURLToPath(new URL("../../", import.meta.url));
const entries = ["", "/data", "/io", "/plots", "/pretraining", "/extend", "/rbm", "/show", "/study"];

/** What the installation of the package brings. */
const dependencies = [
  "ml-matrix",
  "is-any-array",
  "ml-array-rescale",
  "ml-array-max",
  "ml-array-min",
  "seedrandom",
];

/** What each bundler does with a program for a page, by its name; it throws at a warning. */
const builds = {
  async esbuild({ build }, file, directory) {
    const { warnings } = await build({
      ...{ entryPoints: [file], outdir: directory, bundle: true, platform: "browser", format: "esm" },
      logLevel: "silent",
    });
    refuse(warnings.map(({ text }) => text));
  },
  webpack(webpack, file, directory) {
    return new Promise((resolve, reject) => {
      // Its limit on sizes is no matter of shims: the digits alone are larger.
      const options = { mode: "production", entry: file, output: { path: directory }, performance: false };
      webpack(options, (error, stats) => {
        if (error) return reject(error);
        const { errors, warnings } = stats.toJson({ all: false, errors: true, warnings: true });
        const found = [...errors, ...warnings].map(({ message }) => message);
        return found.length > 0 ? reject(new Error(found.join("\n"))) : resolve();
      });
    });
  },
  async vite({ build }, file, directory) {
    const warnings = [];
    const rollupOptions = { input: file, onwarn: (warning) => warnings.push(warning.message) };
    const root = join(file, "..");
    await build({ root, configFile: false, logLevel: "silent", build: { outDir: directory, rollupOptions } });
    refuse(warnings);
  },
  async rollup({ rollup }, file, _directory, load) {
    const warnings = [];
    const [{ default: commonjs }, { nodeResolve }] = [
      await load("@rollup/plugin-commonjs"),
      await load("@rollup/plugin-node-resolve"),
    ];
    const plugins = [nodeResolve({ browser: true }), commonjs()];
    const bundle = await rollup({ input: file, plugins, onwarn: ({ message }) => warnings.push(message) });
    await bundle.generate({ format: "es" });
    refuse(warnings);
  },
};

/** The bundlers that are installed in `packages`, each with its version and a function that builds every entry for a page. */
export function bundlers(packages) {
  const require = createRequire(join(packages, "none.js"));
  const load = async (name) => import(pathToFileURL(require.resolve(name)).href);
  return Object.entries(builds).map(([name, build]) => ({
    name,
    version: async () => JSON.parse(await readFile(join(packages, name, "package.json"), "utf8")).version,
    run: async () => {
      const directory = await mkdtemp(join(tmpdir(), "layerwise-bundler-"));
      try {
        const installed = join(directory, "node_modules");
        for (const part of ["dist", "package.json"]) {
          await cp(join(root, part), join(installed, "layerwise", part), { recursive: true });
        }
        for (const dependency of dependencies) {
          await cp(join(root, "node_modules", dependency), join(installed, dependency), { recursive: true });
        }
        const file = join(directory, "program.mjs");
        const lines = entries.map((entry, index) => `import * as e${index} from "layerwise${entry}";`);
        const used = entries.map((_, index) => `e${index}`).join(", ");
        await writeFile(file, `${lines.join("\n")}\nglobalThis.layerwise = [${used}];\n`);
        const loaded = await load(name);
        await build(name === "webpack" ? loaded.default : loaded, file, join(directory, "out"), load);
      } finally {
        await rm(directory, { recursive: true });
      }
    },
  }));
}

function refuse(warnings) {
  if (warnings.length > 0) throw new Error(warnings.join("\n"));
}
