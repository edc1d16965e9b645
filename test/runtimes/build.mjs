import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = fileURLToPath(new URL("./", import.meta.url));

/** Where `npm run build` leaves what it makes. */
export const built = fileURLToPath(new URL("../../dist/", import.meta.url));

const common = {
  outExtension: { ".js": ".mjs" },
  bundle: true,
  minify: true,
  format: "esm",
  tsconfigRaw: {},
  logLevel: "error",
};

/** Bundles the programs with what `npm run build` made, minified as for a page, into `directory`; one of them without the library. */
export async function buildPrograms(directory) {
  await build({
    ...common,
    entryPoints: ["print-report", "send-report", "policy", "smooth"].map((name) => `${here}${name}.ts`),
    outdir: directory,
    alias: Object.fromEntries(
      ["data", "plots", "show"]
        .map((entry) => [`layerwise/${entry}`, `${built}${entry}.js`])
        .concat([["layerwise", `${built}index.js`]]),
    ),
  });
  await build({
    ...common,
    entryPoints: { unbundled: `${here}send-report.ts` },
    outdir: directory,
    external: ["layerwise", "layerwise/data"],
  });
}
