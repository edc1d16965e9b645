import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "tsup";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const program = fileURLToPath(new URL("../../support/pool-program.ts", import.meta.url));
let directory: string;

/** The program as an application would ship it: in one file, and with all that a bundler may do to names and functions. */
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "layerwise-pool-"));
  await build({
    entry: [program],
    format: ["esm", "cjs"],
    outDir: directory,
    outExtension: ({ format }) => ({ js: format === "esm" ? ".mjs" : ".cjs" }),
    minify: true,
    config: false,
    silent: true,
    esbuildOptions: (options) => {
      options.keepNames = true;
    },
  });
});
afterAll(() => rm(directory, { recursive: true, force: true }));

/** Runs the program to its end; where it is to be interrupted, as soon as it has printed. */
function run(
  format: string,
  ending: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<{ output: string; errors: string; end: unknown }> {
  return new Promise((resolve, reject) => {
    const program = join(directory, `pool-program.${format}`);
    const child = spawn(process.execPath, [program, ending], { env: { ...process.env, ...environment } });
    const tooLong = setTimeout(() => {
      child.kill("SIGKILL");
      reject(new Error(`The program did not end within half a minute; it printed ${output}${errors}`));
    }, 30_000);
    let output = "";
    let errors = "";
    child.stdout.on("data", (text) => {
      output += text;
      if (ending === "interrupt") child.kill("SIGINT");
    });
    child.stderr.on("data", (text) => {
      errors += text;
    });
    child.on("close", (code, signal) => {
      clearTimeout(tooLong);
      resolve({ output, errors, end: signal ?? code });
    });
  });
}

describe.each(["mjs", "cjs"])("A program with helpers, bundled as .%s", (format) => {
  it.each([
    { ending: "at work", end: 0 },
    { ending: "asleep", end: 0 },
    { ending: "exit", end: 3 },
    { ending: "interrupt", end: "SIGINT" },
  ])("ends by itself and prints nothing of its own: $ending", async ({ ending, end }) => {
    expect(existsSync(join(directory, `pool-program.${format}`))).toBe(true);
    expect(await run(format, ending)).toEqual({ output: `${2 * 64 * 10}`, errors: "", end });
  });

  it("has what the process preloads run once, not in each thread", async () => {
    const preload = join(directory, "preload.cjs");
    await writeFile(preload, 'process.stdout.write("preloaded ")');
    const environment = { NODE_OPTIONS: `--require ${JSON.stringify(preload)}` };
    expect(await run(format, "at work", environment)).toMatchObject({
      output: `preloaded ${2 * 64 * 10}`,
      end: 0,
    });
  });
});
