// npm run ok:runtimes: the same training in all runtimes, with 1, 2 and 4 threads, has to leave the same bits, and the notebooks
// have to show what they should; with --write they keep it.

import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildPrograms } from "./build.mjs";
import { runNotebooks } from "./notebooks.mjs";
import { installRuntimes, runtimes } from "./runtimes.mjs";

if (!existsSync(fileURLToPath(new URL("../../dist/index.js", import.meta.url)))) {
  throw new Error(
    "Cannot try the runtimes: expected dist/index.js to be there, got none; run npm run build before",
  );
}
installRuntimes();
const directory = await mkdtemp(join(tmpdir(), "layerwise-runtimes-"));
await buildPrograms(directory);

let expected;
let hasFailed = false;
print(["runtime", "threads", "RBM", "DBN", "network", ""]);
for (const { name, run, workers } of runtimes()) {
  const result = run ? await run(directory).catch((error) => ({ failure: error.message })) : {};
  if (result.hashes === undefined) {
    if (run) hasFailed = true;
    print([name, "", "", "", "", run ? `failed: ${result.failure}` : "not run: it is not installed"]);
    continue;
  }
  for (const [threads, hashes] of Object.entries(result.hashes)) {
    expected ??= hashes;
    const same = Object.keys(expected).every((model) => hashes[model] === expected[model]);
    if (!same) hasFailed = true;
    const shown = Object.values(hashes).map((hash) => hash.slice(0, 12));
    print([name, threads, ...shown, same ? "the same bits" : "DIFFERENT BITS"]);
  }
  if (result.workers !== workers) {
    hasFailed = true;
    print([name, "", "", "", "", `failed: expected ${workers} workers to be started, got ${result.workers}`]);
  }
}
await rm(directory, { recursive: true });

print(["", ""]);
print(["notebook", "kernel", "cells", "pictures", "seconds", ""]);
for (const row of await runNotebooks({ write: process.argv.includes("--write") })) {
  const { notebook, kernel, cells = "", pictures = "", seconds = "", failure, skipped } = row;
  if (failure) hasFailed = true;
  const note = failure ? `failed: ${failure}` : skipped ? `not run: ${skipped}` : "";
  print([notebook, kernel, `${cells}`, `${pictures}`, `${seconds}`, note]);
}
process.exitCode = hasFailed ? 1 : 0;

function print(cells) {
  const widths = [37, 8, 13, 13, 13, 0];
  process.stdout.write(
    `${cells
      .map((cell, column) => cell.padEnd(widths[column]))
      .join(" ")
      .trimEnd()}\n`,
  );
}
