import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";

const source = (path) => fileURLToPath(new URL(`../../../src/${path}`, import.meta.url));

/** The engines and the random streams, which the package does not export, bundled from their source. */
export async function engineParts() {
  const directory = mkdtempSync(join(tmpdir(), "layerwise-bench-"));
  const file = join(directory, "engine.mjs");
  try {
    await build({
      stdin: {
        contents: `
          export { selectEngine } from ${JSON.stringify(source("engine/select.ts"))};
          export { RandomStream } from ${JSON.stringify(source("random/stream.ts"))};
          export { Matrix } from ${JSON.stringify(source("matrix/matrix.ts"))};
        `,
        resolveDir: source("."),
      },
      bundle: true,
      format: "esm",
      platform: "node",
      target: "node20",
      outfile: file,
      logLevel: "silent",
    });
    return await import(pathToFileURL(file).href);
  } finally {
    rmSync(directory, { recursive: true });
  }
}
