import type { ChildProcess } from "node:child_process";
import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { RandomStream } from "../../src/index.ts";
import { buildCommand, type End, killAfterLines, runProgram } from "../support/built-command.ts";

let directory: string;
let command: string;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), "layerwise-study-"));
  command = await buildCommand(directory);
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const study = [
  ...["study", "--arms", "classical,rbm", "--depths", "2", "--widths", "16", "--seeds", "2"],
  ...["--epochs", "3", "--pretraining-epochs", "4"],
];

const run = (args: readonly string[], meanwhile?: (child: ChildProcess) => void): Promise<End> =>
  runProgram(process.execPath, [command, ...args], directory, meanwhile);

const contents = (out: string, file: string): string => readFileSync(join(directory, out, file), "utf8");

describe("layerwise study", () => {
  it("ends with the same bytes whether it was killed three times and resumed, or not, and with any number of workers", async () => {
    const whole = await run([...study, "--out", "whole", "--workers", "2"]);
    expect(whole.output.trimEnd().split("\n").at(-1)).toBe(join("whole", "report.html"));
    expect(whole.code).toBe(0);

    const random = new RandomStream(7, "moments of the kills");
    let killed = 0;
    for (let kill = 0; kill < 3; kill++) {
      const meanwhile = killAfterLines(1 + 3 * random.uniform(), 200 * random.uniform());
      const { code } = await run([...study, "--out", "killed", "--workers", "2", "--resume"], meanwhile);
      killed += Number(code === null);
    }
    expect(killed).toBe(3);
    appendFileSync(join(directory, "killed", "trials.jsonl"), '{"id":"a line that was cut o');
    const resumed = await run([...study, "--out", "killed", "--workers", "1", "--resume"]);
    expect(resumed.code, resumed.errors).toBe(0);

    for (const file of ["trials.jsonl", "verdict.json"]) {
      expect(contents("killed", file), file).toBe(contents("whole", file));
    }
    expect(existsSync(join(directory, "killed", "report.html"))).toBe(true);
  }, 600_000);

  it("gives the same results from two shards whose folders are merged", async () => {
    for (const shard of ["1/2", "2/2"]) {
      const part = await run([...study, "--out", `shard-${shard[0]}`, "--workers", "1", "--shard", shard]);
      expect(part.code, part.errors).toBe(0);
    }
    const merged = await run(["study", "merge", "shard-1", "shard-2", "--out", "joined"]);
    const trials = contents("whole", "trials.jsonl").trimEnd().split("\n").length;
    const output = `joined: ${trials} trials, ${trials} of them new\n`;
    expect(merged).toEqual({ code: 0, output, errors: "" });
    const joined = await run([...study, "--out", "joined", "--workers", "1", "--resume"]);
    expect(joined.code, joined.errors).toBe(0);
    expect(contents("joined", "trials.jsonl")).toBe(contents("whole", "trials.jsonl"));
    expect(contents("joined", "verdict.json")).toBe(contents("whole", "verdict.json"));
  }, 600_000);
});
