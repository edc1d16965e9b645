import { spawn } from "node:child_process";
import { appendFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "tsup";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { RandomStream } from "../src/index.ts";

const source = (path: string): string => fileURLToPath(new URL(`../src/cli/${path}`, import.meta.url));
let directory: string;

/** The command as it is shipped, with the program of its worker threads beside it. */
beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), "layerwise-study-"));
  await build({
    entry: { cli: source("main.ts"), "study-worker": source("study-worker.ts") },
    format: ["esm"],
    outDir: join(directory, "dist"),
    outExtension: () => ({ js: ".js" }),
    noExternal: [/.*/],
    config: false,
    silent: true,
    esbuildOptions: (options) => {
      options.banner = {
        js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);',
      };
    },
  });
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const study = ["study", "--arms", "classical,rbm,relu", "--depths", "2", "--widths", "16", "--seeds", "4"];

interface End {
  readonly code: number | null;
  readonly printed: string;
}

/** Runs the command; where `killAfter` is given, as long as that and not longer. */
function run(args: readonly string[], killAfter?: number): Promise<End> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [join(directory, "dist", "cli.js"), ...args], { cwd: directory });
    let printed = "";
    child.stdout.on("data", (text) => {
      printed += text;
    });
    child.stderr.on("data", (text) => {
      printed += text;
    });
    const timer = killAfter === undefined ? undefined : setTimeout(() => child.kill("SIGKILL"), killAfter);
    child.on("close", (code) => {
      clearTimeout(timer);
      resolve({ code, printed });
    });
  });
}

const contents = (out: string, file: string): string => readFileSync(join(directory, out, file), "utf8");

describe("layerwise study", () => {
  it("ends with the same bytes whether it was killed five times and resumed, or not, and with any number of workers", async () => {
    const whole = await run([...study, "--out", "whole", "--workers", "2"]);
    expect(whole.printed.trimEnd().split("\n").at(-1)).toBe(join("whole", "report.html"));
    expect(whole.code).toBe(0);

    const random = new RandomStream(7, "moments of the kills");
    for (let kill = 0; kill < 5; kill++) {
      await run([...study, "--out", "killed", "--workers", "2", "--resume"], 500 + 1500 * random.uniform());
    }
    appendFileSync(join(directory, "killed", "trials.jsonl"), '{"id":"a line that was cut o');
    const resumed = await run([...study, "--out", "killed", "--workers", "1", "--resume"]);
    expect(resumed.code, resumed.printed).toBe(0);

    for (const file of ["trials.jsonl", "verdict.json"]) {
      expect(contents("killed", file), file).toBe(contents("whole", file));
    }
    expect(existsSync(join(directory, "killed", "report.html"))).toBe(true);
  });

  it("gives the same results from two shards whose lines are put together", async () => {
    for (const shard of ["1/2", "2/2"]) {
      const part = await run([...study, "--out", `shard-${shard[0]}`, "--workers", "1", "--shard", shard]);
      expect(part.code, part.printed).toBe(0);
    }
    const lines = contents("shard-1", "trials.jsonl") + contents("shard-2", "trials.jsonl");
    mkdirSync(join(directory, "joined"));
    appendFileSync(join(directory, "joined", "trials.jsonl"), lines);
    const joined = await run([...study, "--out", "joined", "--workers", "1", "--resume"]);
    expect(joined.code, joined.printed).toBe(0);
    expect(contents("joined", "verdict.json")).toBe(contents("whole", "verdict.json"));
  });
});
