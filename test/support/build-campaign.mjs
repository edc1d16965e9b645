import { mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = fileURLToPath(new URL("../../", import.meta.url));

/** Builds a campaign in TypeScript, runs it by its file, and takes the file away. */
export async function withCampaign(name, entry, run) {
  const directory = mkdtempSync(join(root, `node_modules/.${name}-`));
  try {
    const outfile = join(directory, "campaign.mjs");
    await build({
      entryPoints: [join(root, entry)],
      outfile,
      bundle: true,
      format: "esm",
      platform: "node",
      packages: "external",
      tsconfigRaw: {},
      logLevel: "error",
    });
    return await run(outfile);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
