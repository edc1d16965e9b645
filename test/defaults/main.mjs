// npm run defaults: bundles main.ts with what the build made, and runs it.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";

const here = fileURLToPath(new URL("./", import.meta.url));
const built = fileURLToPath(new URL("../../dist/", import.meta.url));
const directory = mkdtempSync(join(tmpdir(), "layerwise-defaults-"));
try {
  const outfile = join(directory, "main.mjs");
  await build({
    entryPoints: [`${here}main.ts`],
    outfile,
    bundle: true,
    format: "esm",
    platform: "node",
    alias: {
      layerwise: `${built}index.js`,
      "layerwise/data": `${built}data.js`,
      "layerwise/pretraining": `${built}pretraining.js`,
    },
    tsconfigRaw: {},
    logLevel: "error",
  });
  process.env.PEER_SCRIPT = pathToFileURL(`${here}scikit_learn.py`).href;
  await import(pathToFileURL(outfile).href);
} finally {
  rmSync(directory, { recursive: true, force: true });
}
