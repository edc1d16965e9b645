import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = fileURLToPath(new URL("./", import.meta.url));
const built = fileURLToPath(new URL("../../dist/", import.meta.url));

/** Bundles the two programs with what `npm run build` made, minified as for a page, into `directory`. */
export async function buildPrograms(directory) {
  await build({
    entryPoints: [`${here}print-report.ts`, `${here}send-report.ts`],
    outdir: directory,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    minify: true,
    format: "esm",
    alias: { layerwise: `${built}index.js`, "layerwise/data": `${built}data.js` },
    external: ["node:*", "fs/promises"],
    tsconfigRaw: {},
    logLevel: "error",
  });
}
