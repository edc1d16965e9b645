// The notebooks of examples/notebooks, each run by its real kernel and made a page by nbconvert; --write keeps what they showed.

import { spawn, spawnSync } from "node:child_process";
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { find, versionOf } from "./runtimes.mjs";

const repository = fileURLToPath(new URL("../../", import.meta.url));
const program = fileURLToPath(new URL("execute-notebook.py", import.meta.url));

/** The entries of the package that notebooks import. */
const ENTRIES = ["", "/data", "/plots", "/show"];

/**
 * Runs all notebooks, makes a page of each, and tells of both how many cells or pictures there were and how long it took, or what failed,
 * or that it was not done.
 */
export async function runNotebooks({ write = false } = {}) {
  const python = pythonWith("nbclient");
  const converter = pythonWith("nbconvert");
  const kernels = { deno: find("@deno/*/deno"), tslab: find("tslab/bin/tslab") };
  const versions = {
    deno: kernels.deno && versionOf(kernels.deno),
    tslab: kernels.tslab && versionOf(kernels.tslab),
  };
  const directory = await mkdtemp(join(tmpdir(), "layerwise-notebooks-"));
  try {
    await prepare(directory, kernels);
    const rows = [];
    for (const [kernel, path] of Object.entries(kernels)) {
      for (const name of await readdir(join(directory, "examples/notebooks", kernel))) {
        if (!name.endsWith(".ipynb")) continue;
        const row = { place: `Jupyter, ${kernel}`, version: versions[kernel], notebook: name };
        const file = join(directory, "examples/notebooks", kernel, name);
        const missing = python ? !path && `${kernel} is not installed` : "Python has no nbclient";
        const ran = missing ? { skipped: missing } : await runAgain(python, file, directory);
        rows.push({ ...row, ...ran });
        if (write && ran.cells) {
          await writeFile(join(repository, "examples/notebooks", kernel, name), await readFile(file));
        }
        const page = { place: "nbconvert", notebook: `the page of ${kernel}'s ${name}` };
        if (!converter) rows.push({ ...page, skipped: "Python has no nbconvert" });
        else if (ran.cells) rows.push({ ...page, ...convert(converter, file, ran.pictures) });
      }
    }
    return rows;
  } finally {
    await rm(directory, { recursive: true });
  }
}

/** A folder with the notebooks and their data in which "layerwise" and "npm:layerwise" are what is built here, and with both kernels. */
async function prepare(directory, { deno, tslab }) {
  await cp(join(repository, "examples/notebooks"), join(directory, "examples/notebooks"), {
    recursive: true,
  });
  await cp(join(repository, "docs/your-data"), join(directory, "docs/your-data"), { recursive: true });
  await mkdir(join(directory, "node_modules"));
  await symlink(repository, join(directory, "node_modules/layerwise"));
  const types = fileURLToPath(new URL("node_modules/@types", import.meta.url)); // where a project has them, or tslab itself
  await symlink(types, join(directory, "node_modules/@types"));
  const files = ENTRIES.map((entry) => [
    `npm:layerwise${entry}`,
    `../../../node_modules/layerwise/dist/${entry.slice(1) || "index"}.js`,
  ]);
  const config = { imports: Object.fromEntries(files), nodeModulesDir: "manual" };
  await writeFile(join(directory, "examples/notebooks/deno/deno.json"), JSON.stringify(config));
  const commands = {
    deno: [deno, "jupyter", "--kernel", "--conn", "{connection_file}"],
    tslab: [process.execPath, tslab, "kernel", "--config-path", "{connection_file}"],
  };
  for (const [name, argv] of Object.entries(commands)) {
    const folder = join(directory, "jupyter/kernels", name);
    await mkdir(folder, { recursive: true });
    const spec = { argv, display_name: name, language: "typescript" };
    await writeFile(join(folder, "kernel.json"), JSON.stringify(spec));
  }
}

/** A Python that has a module; undefined where there is none. */
function pythonWith(module) {
  const paths = ["/usr/bin/python3", "python3"];
  return paths.find((path) => spawnSync(path, ["-c", `import ${module}`]).status === 0);
}

/** Makes a page of a notebook that has run: all its pictures have to be there, in the page itself. */
function convert(python, file, pictures) {
  const began = performance.now();
  const call = (...words) =>
    spawnSync(python, ["-m", "nbconvert", ...words], { encoding: "utf8", maxBuffer: 1e9 });
  const version = call("--version").stdout.trim();
  const { status, stdout, stderr } = call("--to", "html", "--stdout", file);
  if (status !== 0) return { version, failure: stderr.trim().split("\n").at(-1) };
  const seen = stdout.match(/<img [^>]*src="data:image\//g)?.length ?? 0;
  if (seen !== pictures) return { version, failure: `${seen} pictures of ${pictures}` };
  return { version, pictures, seconds: Math.round((performance.now() - began) / 1000) };
}

/** On a busy machine Deno's kernel now and then loses what a cell showed last: what shows too little is run again, twice. */
async function runAgain(python, file, directory) {
  for (let tries = 1; ; tries++) {
    const result = await run(python, file, directory);
    if (!result.failure?.endsWith(TOO_LITTLE) || tries === 3) return result;
  }
}

const TOO_LITTLE = "shows too little";

async function run(python, file, directory) {
  const began = performance.now();
  const env = { ...process.env, JUPYTER_DATA_DIR: join(directory, "jupyter") };
  const errors = await new Promise((resolve, reject) => {
    const child = spawn(python, [program, file], { env });
    let text = "";
    child.stderr.on("data", (chunk) => {
      text += chunk;
    });
    child.on("error", reject);
    child.on("close", (code) => resolve(code === 0 ? "" : text));
  });
  if (errors) return { failure: errors.trim().split("\n").at(-1) };
  const cells = JSON.parse(await readFile(file, "utf8")).cells.filter(
    ({ cell_type }) => cell_type === "code",
  );
  const outputs = cells.flatMap((cell) => cell.outputs);
  const error = outputs.find(({ output_type, name }) => output_type === "error" || name === "stderr");
  if (error) return { failure: `${error.ename ?? ""} ${error.evalue ?? error.text}`.trim() };
  const silent = cells.findIndex((cell) => cell.outputs.length === 0);
  if (silent >= 0) return { failure: `code cell ${silent + 1} shows nothing` };
  const pictures = outputs.filter(({ data }) =>
    [data?.["text/html"]].flat().join("").includes("<img "),
  ).length;
  const blind = cells.findIndex(({ source, outputs }) => {
    const plots = [source].flat().join("").match(SHOWS)?.length ?? 0;
    return (
      outputs.filter((output) => htmlOf(output) && !htmlOf(output).startsWith("<progress")).length < plots
    );
  });
  if (blind >= 0) return { failure: `code cell ${blind + 1} ${TOO_LITTLE}` };
  return { cells: cells.length, pictures, seconds: Math.round((performance.now() - began) / 1000) };
}

function htmlOf({ data }) {
  return [data?.["text/html"] ?? ""].flat().join("");
}

/** A call that shows something. */
const SHOWS = /^await (show|filters)\(/gm;
