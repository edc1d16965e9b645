import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { goalsTable } from "../measure/goals.mjs";
import { summarize } from "../measure/statistics.mjs";
import { digits, table, withSpread } from "../measure/table.mjs";

const core = new URL("../../../dist/index.js", import.meta.url);
const ROUNDS = 11;

/** What a bundle of the core weighs, and how long a process waits for its import. */
export async function measure() {
  const sizes = [
    await sizeOf("core with ml-matrix and seedrandom", []),
    await sizeOf("core alone", ["ml-matrix", "seedrandom"]),
  ];
  const imports = importTimes();
  const goals = [
    {
      what: "core with its dependencies, minified and gzipped",
      direction: "at most",
      bound: 45,
      unit: "kB",
      measured: summarize([sizes[0].gzipped]),
    },
    {
      what: "core alone, minified and gzipped",
      direction: "at most",
      bound: 45,
      unit: "kB",
      measured: summarize([sizes[1].gzipped]),
    },
    { what: "import of the core", direction: "at most", bound: 60, unit: "ms", measured: imports.importing },
  ];
  const text = [
    "Size of one bundle in kB (1000 bytes):",
    "",
    table(
      ["bundle", "minified", "gzipped"],
      sizes.map(({ what, minified, gzipped }) => [what, digits(minified), digits(gzipped)]),
    ),
    "",
    `Time of fresh processes in ms, the median of ${ROUNDS}:`,
    "",
    table(
      ["what", "ms"],
      [
        ["import of the core, as the process itself measures it", withSpread(imports.importing)],
        ["process that imports the core, in all", withSpread(imports.process)],
        ["empty process", withSpread(imports.empty)],
        ["the difference", withSpread(imports.difference)],
      ],
    ),
    "",
    goalsTable(goals),
  ].join("\n");
  return { title: "Size", text, data: { sizes, imports, goals } };
}

async function sizeOf(what, external) {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(core)],
    bundle: true,
    minify: true,
    format: "esm",
    external: [...external, "node:*"],
    write: false,
  });
  const bytes = outputFiles[0].contents;
  return { what, minified: bytes.length / 1000, gzipped: gzipSync(bytes, { level: 9 }).length / 1000 };
}

/** Empty processes and importing ones take turns. */
function importTimes() {
  const timed = `const began = performance.now(); await import(${JSON.stringify(core.href)});
    console.log(performance.now() - began)`;
  const times = { empty: [], process: [], importing: [] };
  for (let round = 0; round < ROUNDS; round++) {
    times.empty.push(run("").milliseconds);
    const { milliseconds, output } = run(timed);
    times.process.push(milliseconds);
    times.importing.push(Number(output));
  }
  const difference = times.process.map((milliseconds, round) => milliseconds - times.empty[round]);
  return {
    importing: summarize(times.importing),
    process: summarize(times.process),
    empty: summarize(times.empty),
    difference: summarize(difference),
  };
}

function run(program) {
  const began = performance.now();
  const { stdout } = spawnSync(process.execPath, ["--input-type=module", "-e", program], {
    encoding: "utf8",
  });
  return { milliseconds: performance.now() - began, output: stdout };
}
