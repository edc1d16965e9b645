import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { TrialResult } from "../../src/study/trial-result.ts";
import { callCommand } from "../support/call-command.ts";
import { byId, ended, lineOf, sixTrials } from "../support/trial-lines.ts";

let parent: string;
let folder: string;
let trials: TrialResult[];
const file = (name = "trials.jsonl"): string => join(folder, name);
const written = (): string => readFileSync(file(), "utf8");

beforeAll(async () => {
  parent = mkdtempSync(join(tmpdir(), "layerwise-merge-"));
  trials = await sixTrials();
});
beforeEach(() => {
  folder = mkdtempSync(join(parent, "study-"));
});
afterAll(() => rmSync(parent, { recursive: true, force: true }));

describe("layerwise study merge", () => {
  const merge = (...args: string[]) => callCommand("study", "merge", ...args);
  const folderOf = (...lines: unknown[]): string => {
    const made = mkdtempSync(join(parent, "machine-"));
    writeFileSync(join(made, "trials.jsonl"), lines.map(lineOf).join(""));
    return made;
  };

  it("puts each trial once into a folder beside what it holds, and leaves the others as they are", async () => {
    const [one, two] = [folderOf(trials[0], trials[1]), folderOf(trials[1], trials[2], null)];
    writeFileSync(join(two, `trials-${ended(1)}.jsonl`), lineOf(trials[3]));
    writeFileSync(file(), lineOf(trials[5]));
    const { code, output, errors } = await merge(one, two, "--out", folder);
    expect(output).toEqual([`${folder}: 5 trials, 4 of them new`]);
    expect(errors).toHaveLength(1);
    expect(errors[0]).toContain(`${join(two, "trials.jsonl")}, line 3, is no result`);
    expect(code).toBe(0);
    const all = byId([0, 1, 2, 3, 5].map((index) => trials[index]!));
    expect(written()).toBe(all.map(lineOf).join(""));
    expect(readdirSync(folder)).toEqual(["trials.jsonl", "trials.rejected.jsonl"]);
    expect(readdirSync(two)).toHaveLength(2);
    expect(existsSync(join(two, "trials.rejected.jsonl"))).toBe(false);
  });

  it("takes parts that had nothing to do, and what was merged of them again", async () => {
    const [once, twice] = [join(folder, "once"), join(folder, "twice")];
    expect((await merge(folderOf(), "--out", once)).output).toEqual([`${once}: 0 trials, 0 of them new`]);
    expect((await merge(once, folderOf(trials[0]), "--out", twice)).output).toEqual([
      `${twice}: 1 trial, 1 of them new`,
    ]);
  });

  it("makes the folder, and takes neither of two results of one trial that differ", async () => {
    const [one, two] = [folderOf(trials[0], trials[1]), folderOf({ ...trials[1], pretrainingCost: 9 })];
    const out = join(folder, "new", "one");
    const { output, errors } = await merge(one, two, "--out", out);
    expect(output).toEqual([`${out}: 1 trial, 1 of them new`]);
    expect(errors).toHaveLength(2);
  });

  it("says what is wrong with a folder that holds no results, and ends with 2", async () => {
    writeFileSync(file("file"), "");
    for (const [args, message] of [
      [[join(parent, "none")], /folders that hold results of a study, got ".*none"/],
      [[file("file")], /folders that hold results of a study, got ".*file"/],
      [[folder], /folders that hold results of a study/],
      [[], /at least 1 operand of study merge, got none/],
      [
        [folderOf(trials[0]), "--out", file("file")],
        /--out to be a folder that can be written, got ".*file" \(it is a file\)/,
      ],
    ] as const) {
      const { code, errors } = await merge(...args);
      expect(errors.join()).toMatch(message);
      expect(code).toBe(2);
    }
  });
});
