// npm run ok:runtimes: the same training in all runtimes and browsers, with 1, 2 and 4 threads, has to leave the same bits, and bundlers
// have to build the library for a page, and the notebooks show what they should; with --write these keep it. Writes what ran into
// docs/compatibility.md.

import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildPrograms } from "./build.mjs";
import { runNotebooks } from "./notebooks.mjs";
import { installRuntimes, trials } from "./runtimes.mjs";

const page = fileURLToPath(new URL("../../docs/compatibility.md", import.meta.url));
if (!existsSync(fileURLToPath(new URL("../../dist/browser.js", import.meta.url)))) {
  throw new Error(
    "Cannot try the runtimes: expected dist/browser.js to be there, got none; run npm run build before",
  );
}
installRuntimes();
const directory = await mkdtemp(join(tmpdir(), "layerwise-runtimes-"));
await buildPrograms(directory);

let expected;
const rows = [];
for (const trial of trials()) {
  const began = performance.now();
  const { version, result } = await outcomeOf(trial);
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  const row = [trial.place, version ?? "", trial.what, trial.run ? seconds : "", result];
  rows.push(row);
  process.stdout.write(`${row.join(" | ")}\n`);
}
await rm(directory, { recursive: true });
for (const each of await runNotebooks({ write: process.argv.includes("--write") })) {
  const { notebook, place, version = "", cells, pictures = 0, seconds = "", failure, skipped } = each;
  const shown = `${cells ? `${cells} cells, ` : ""}${pictures} pictures`;
  const result = failure ? `failed: ${failure}` : skipped ? `skipped: ${skipped}` : shown;
  rows.push([place, version, notebook, `${seconds}`, result]);
  process.stdout.write(`${rows.at(-1).join(" | ")}\n`);
}
await writeFile(page, text(rows));
process.exitCode = rows.some(([, , , , result]) => result.startsWith("failed")) ? 1 : 0;

/** Runs one of them, and says in words how it ended. */
async function outcomeOf({ run, workers, version, missing }) {
  if (!run) return { version, result: `skipped: ${missing ?? "not installed"}` };
  try {
    const report = await run(directory);
    return { version: report.version ?? version, result: report.said ?? compare(report, workers) };
  } catch (error) {
    return { version, result: `failed: ${error.message}` };
  }
}

/** Compares the bits with those of the first report. */
function compare({ hashes, workers: started }, workers) {
  for (const [threads, models] of Object.entries(hashes)) {
    expected ??= models;
    for (const [model, hash] of Object.entries(expected)) {
      if (models[model] !== hash) return `failed: different bits of the ${model} on ${threads} threads`;
    }
  }
  return started === workers ? "the same bits" : `failed: expected ${workers} workers, got ${started}`;
}

function text(rows) {
  const cells = (row) =>
    `| ${row.map((cell) => cell.replaceAll(/\s+/g, " ").replaceAll("|", "\\|")).join(" | ")} |`;
  return `# Where it runs

\`npm run ok:runtimes\` has written this table. "The same bits" are those of all parameters of an RBM, a DBN with its classifier and a network
after training on the digits, on 1, 2 and 4 threads. Seconds are those of one run on a machine that did other things too.

${cells(["place", "version", "what ran", "seconds", "result"])}
|---|---|---|--:|---|
${rows.map(cells).join("\n")}
`;
}
