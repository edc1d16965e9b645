import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildCommand } from "./support/built-command.ts";

const page = readFileSync(fileURLToPath(new URL("../docs/many-machines.md", import.meta.url)), "utf8");
const blocks = [...page.matchAll(/^```(?:sh|yaml)\n(.*?)^```/gms)].map(([, code]) => code!);
const blockWith = (text: string): string => blocks.find((code) => code.includes(text))!;

/** A study so small that a part takes a moment, and two of four have nothing to do, in the place of the page's. */
const small = (code: string): string =>
  code.replaceAll("--budget full --seeds 5", "--arms relu --depths 1 --widths 2,3 --epochs 3 --seeds 1");

let directory: string;
let local: string;

/** Runs lines of a shell in a folder of their own, where npx is the command as it is built here. */
function shell(code: string, name: string, env: Record<string, string> = {}): void {
  mkdirSync(join(directory, name), { recursive: true });
  execFileSync("/bin/sh", ["-e", "-c", small(code)], {
    cwd: join(directory, name),
    env: { ...process.env, PATH: `${join(directory, "bin")}:${process.env.PATH}`, ...env },
    stdio: ["ignore", "ignore", "pipe"],
  });
}
const verdictOf = (name: string): string =>
  readFileSync(join(directory, name, "study", "verdict.json"), "utf8");

describe("docs/many-machines.md", () => {
  const [parallel = "", ...merge] = blockWith("parallel --jobs").trimEnd().split("\n");

  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), "layerwise-machines-"));
    const command = await buildCommand(directory);
    mkdirSync(join(directory, "bin"));
    const npx = join(directory, "bin", "npx");
    writeFileSync(npx, `#!/bin/sh\nshift\nexec "${process.execPath}" "${command}" "$@"\n`);
    chmodSync(npx, 0o755);
    shell("npx layerwise study --budget full --seeds 5 --out study --workers 1", "local");
    local = verdictOf("local");
  }, 120_000);
  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  it.skipIf(spawnSync("parallel", ["--version"]).status !== 0)(
    "has lines for GNU parallel that give the verdict of one machine",
    () => {
      shell([parallel, ...merge].join("\n"), "parallel");
      expect(verdictOf("parallel")).toBe(local);
    },
  );

  it("has a job file for Slurm that gives it too", () => {
    for (const part of [1, 2, 3, 4]) {
      const env = { SLURM_ARRAY_TASK_ID: `${part}`, SLURM_ARRAY_TASK_COUNT: "4", SLURM_CPUS_PER_TASK: "1" };
      shell(blockWith("#SBATCH"), "slurm", env);
    }
    shell(merge.join("\n"), "slurm");
    expect(verdictOf("slurm")).toBe(local);
  });

  it("has a job file for Kubernetes that gives it too", () => {
    const [, script] = /args:\n +- \|\n((?: {14}.*\n)+)/.exec(blockWith("kind: Job"))!;
    for (const index of [0, 1, 2, 3]) {
      const env = { JOB_COMPLETION_INDEX: `${index}`, PARTS: "4" };
      shell(script!.replace("--workers 8", "--workers 1"), "kubernetes", env);
    }
    shell(merge.join("\n"), "kubernetes");
    expect(verdictOf("kubernetes")).toBe(local);
  });
});
