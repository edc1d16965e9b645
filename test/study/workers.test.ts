import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { startWorkers, type Workers } from "../../src/cli/workers.ts";
import { loadDigits } from "../../src/data/digits.ts";
import { Matrix } from "../../src/index.ts";
import type { TrialResult } from "../../src/study/trial-result.ts";
import type { TrialSpec } from "../../src/study/trial-spec.ts";

/**
 * A thread that answers a trial with its seed, and leaves a file for each that it began. `learningRate` says what it is to do:
 * 1 ends the thread the first time that the trial is begun, 2 every time, 3 ends it after the answer, 4 is an error in the trial.
 */
const program = (folder: string): string => `
  import { readdirSync, writeFileSync } from "node:fs";
  import { parentPort, threadId } from "node:worker_threads";
  parentPort.on("message", ({ seed, learningRate }) => {
    const begun = readdirSync(${JSON.stringify(folder)}).filter((name) => name.startsWith(seed + "-")).length;
    writeFileSync(${JSON.stringify(folder)} + "/" + seed + "-" + threadId, "");
    if (learningRate === 2 || (learningRate === 1 && begun === 0)) process.exit(1);
    if (learningRate === 4) return parentPort.postMessage({ error: new RangeError("no such trial") });
    parentPort.postMessage({ result: { id: String(seed) } });
    if (learningRate === 3) setTimeout(() => process.exit(1));
  });
`;

let directory: string;
let folder: string;
let workers: Workers;
const digits = await loadDigits();
const data = { ...digits, inputs: new Matrix([[0], [1]]), labels: Int32Array.of(0, 1) };
const specs = (...rates: number[]): TrialSpec[] =>
  rates.map((learningRate, index) => ({ arm: "relu", width: 1, seed: index, learningRate }) as TrialSpec);

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "layerwise-workers-"));
});
beforeEach(() => {
  folder = mkdtempSync(join(directory, "begun-"));
  writeFileSync(`${folder}.mjs`, program(folder));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** The results of trials by their ids, from so many threads. */
async function run(threads: number, ...batches: TrialSpec[][]): Promise<string[][]> {
  workers = startWorkers(data, threads, pathToFileURL(`${folder}.mjs`));
  try {
    const ids: string[][] = [];
    for (const batch of batches) {
      const results: TrialResult[] = [];
      for await (const result of workers.execute(batch, () => true)) results.push(result);
      ids.push(results.map(({ id }) => id).sort());
      await new Promise((resolve) => setTimeout(resolve, 100)); // threads that end while nobody waits for them
    }
    return ids;
  } finally {
    await workers.close();
  }
}
const threadsBegun = (): Set<string> => new Set(readdirSync(folder).map((name) => name.split("-")[1]!));

describe("startWorkers", () => {
  it("runs each trial once", async () => {
    expect(await run(2, specs(0, 0, 0, 0, 0))).toEqual([["0", "1", "2", "3", "4"]]);
    expect(readdirSync(folder)).toHaveLength(5);
  });

  it("starts no more threads than there are trials", async () => {
    await run(50, specs(0, 0));
    expect(threadsBegun().size).toBeLessThanOrEqual(2);
  });

  it.each([1, 2])(
    "runs a trial again in which a thread ended, in another one, of %d threads",
    async (threads) => {
      expect(await run(threads, specs(0, 1, 0, 1))).toEqual([["0", "1", "2", "3"]]);
      expect(readdirSync(folder)).toHaveLength(6);
    },
  );

  it("replaces threads that ended after their trials, while they had nothing to do", async () => {
    expect(await run(2, specs(3, 3), specs(0, 0, 0))).toEqual([
      ["0", "1"],
      ["0", "1", "2"],
    ]);
    expect(threadsBegun().size).toBeGreaterThan(2);
  });

  it("gives up a trial in which three threads ended", async () => {
    await expect(run(2, specs(0, 2))).rejects.toThrow("Threads ended 3 times in the middle of one trial");
    expect(readdirSync(folder).filter((name) => name.startsWith("1-"))).toHaveLength(3);
  });

  it("does not run a trial again that fails by itself", async () => {
    await expect(run(1, specs(4))).rejects.toThrow("no such trial");
    expect(readdirSync(folder)).toHaveLength(1);
  });

  it("goes back to the seeds that it was at, where what they share is kept", async () => {
    await run(2, specs(0, 0), specs(0, 0).reverse());
    const begun = readdirSync(folder).map((name) => name.split("-"));
    expect(begun.map(([seed]) => seed).sort()).toEqual(["0", "1"]); // each file is of one thread
  });
});
