// Makes nets ill in every way, over data, depth and width at random, and says how often `diagnose` finds it, how near its winner comes to
// the best of all remedies, and how often it finds something wrong with healthy nets:
// node test/campaigns/diagnose.mjs [nets of each kind] [first seed] [nets whose winner is compared] [kinds …]
import { mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";

const root = fileURLToPath(new URL("../../", import.meta.url));
const directory = mkdtempSync(join(root, "node_modules/.diagnose-"));
try {
  const outfile = join(directory, "campaign.mjs");
  await build({
    entryPoints: [join(root, "test/campaigns/diagnose/campaign.ts")],
    outfile,
    bundle: true,
    format: "esm",
    platform: "node",
    packages: "external",
    tsconfigRaw: {},
    logLevel: "error",
  });
  await import(pathToFileURL(outfile).href);
} finally {
  rmSync(directory, { recursive: true, force: true });
}
