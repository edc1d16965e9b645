import { execFileSync } from "node:child_process";
import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { runCommand } from "../src/cli/command.ts";
import { openTrialLog, type TrialLog } from "../src/cli/trials/trial-log.ts";
import { hashOf } from "../src/study/hash.ts";
import type { TrialResult } from "../src/study/trial-result.ts";
import { simulatedTrial } from "./support/simulated-trials.ts";

let parent: string;
let folder: string;
let warnings: string[];
let trials: TrialResult[];
const file = (name = "trials.jsonl"): string => join(folder, name);
const open = (): Promise<TrialLog> => openTrialLog(folder, (text) => warnings.push(text));
const lineOf = (result: unknown): string => `${JSON.stringify(result)}\n`;
const written = (name?: string): string => readFileSync(file(name), "utf8");
const byId = (results: readonly TrialResult[]): TrialResult[] =>
  results.toSorted((a, b) => (a.id < b.id ? -1 : 1));
const moved = { path: "0", relativeChange: 0.1, cosine: 0.9, alignment: 1 };
const jacobian = { path: "0", name: "sigmoid", largest: 2, mean: 1, smallest: 0.5, meanSquare: 1 };
/** A machine's process that has ended: numbers of processes are below 2²². */
const ended = (number: number): string =>
  `${hostname().replaceAll(/\W/g, "_").slice(0, 40)}-${2 ** 22 + number}-abc`;

beforeAll(async () => {
  parent = mkdtempSync(join(tmpdir(), "layerwise-log-"));
  trials = await Promise.all(
    [1, 2, 3, 4, 5, 6].map(async (seed) => {
      const trial = simulatedTrial("classical", {}, seed, () => seed / 7);
      return { ...trial, id: await hashOf(trial.spec), movement: [moved], jacobians: { layers: [jacobian] } };
    }),
  );
});
beforeEach(() => {
  folder = mkdtempSync(join(parent, "study-"));
  warnings = [];
});
afterAll(() => rmSync(parent, { recursive: true, force: true }));

describe("openTrialLog", () => {
  it("puts results into the order that it is given, and those of other plans behind them by their ids", async () => {
    const log = await open();
    for (const trial of trials) log.append(trial);
    await log.finish([trials[3]!, trials[1]!]);
    const others = byId([0, 2, 4, 5].map((index) => trials[index]!));
    expect(written()).toBe([trials[3], trials[1], ...others].map(lineOf).join(""));
    expect(readdirSync(folder)).toEqual(["trials.jsonl"]);
    expect((await open()).known).toHaveLength(6);
  });

  it("makes no file where there is no result", async () => {
    await (await open()).finish([]);
    expect(readdirSync(folder)).toEqual([]);
  });

  it("knows what ended processes appended, without the line that was cut off, and takes their files and leftovers away", async () => {
    const cut = lineOf(trials[2]).slice(0, 100);
    writeFileSync(file(`trials-${ended(1)}.jsonl`), lineOf(trials[0]) + lineOf(trials[1]) + cut);
    writeFileSync(file(`trials-${ended(2)}.closed.jsonl`), lineOf(trials[1]));
    writeFileSync(file(`.layerwise-${ended(3)}.tmp`), "half a file");
    const log = await open();
    expect(log.known).toEqual([trials[0], trials[1]]);
    await log.finish([]);
    expect(written()).toBe(byId(trials.slice(0, 2)).map(lineOf).join(""));
    expect(readdirSync(folder)).toEqual(["trials.jsonl"]);
    expect(warnings).toEqual([]);
  });

  it("leaves the part of a process that may live, reads it, and takes in what it has appended by the end", async () => {
    const living = file("trials-another_machine-17-abc.jsonl");
    writeFileSync(living, lineOf(trials[0]) + lineOf(trials[1]).slice(0, 50));
    const log = await open();
    expect(log.known).toEqual([trials[0]]);
    appendFileSync(living, lineOf(trials[1]).slice(50));
    await log.finish([]);
    expect(written()).toBe(byId(trials.slice(0, 2)).map(lineOf).join(""));
    expect(readFileSync(living, "utf8")).toBe(lineOf(trials[0]) + lineOf(trials[1]));
  });

  it("takes the part of another machine's process for that of an ended one after a week without a line", async () => {
    const old = file("trials-another_machine-17-abc.jsonl");
    writeFileSync(old, lineOf(trials[0]));
    const eightDaysAgo = Date.now() / 1000 - 8 * 24 * 3600;
    utimesSync(old, eightDaysAgo, eightDaysAgo);
    await (await open()).finish([]);
    expect(written()).toBe(lineOf(trials[0]));
    expect(readdirSync(folder)).toEqual(["trials.jsonl"]);
  });

  it("writes its part anew where somebody takes it away", async () => {
    const log = await open();
    log.append(trials[0]!);
    const [part] = readdirSync(folder);
    rmSync(file(part));
    log.append(trials[1]!);
    expect(written(part)).toBe(lineOf(trials[0]) + lineOf(trials[1]));
    rmSync(file(part));
    await log.finish([]);
    expect(written()).toBe(byId(trials.slice(0, 2)).map(lineOf).join(""));
  });

  it.each<[string, (text: string) => string, number]>([
    ["a last line without its newline", (text) => text.trimEnd(), 2],
    ["lines that end as on Windows", (text) => text.replaceAll("\n", "\r\n"), 2],
    ["a file with a byte order mark", (text) => `\uFEFF${text}`, 2],
    ["empty lines", (text) => `\n${text}\n  \n`, 2],
    ["a line twice", (text) => text + text, 2],
  ])("keeps the results of %s", async (_, change, count) => {
    writeFileSync(file(), change(lineOf(trials[0]) + lineOf(trials[1])));
    const log = await open();
    expect(log.known).toHaveLength(count);
    await log.finish([]);
    expect(written()).toBe(byId(trials.slice(0, 2)).map(lineOf).join(""));
    expect(warnings).toEqual([]);
  });

  const changed = (change: (trial: TrialResult) => unknown) => (): string =>
    JSON.stringify(change(trials[0]!));
  const erring = (testError: number | null) =>
    changed(({ curve: [start, ...rest], ...trial }) => ({
      ...trial,
      curve: [{ ...start, testError }, ...rest],
    }));
  it.each<[string, () => string, RegExp]>([
    ["null", () => "null", /expected a result to be an object, got null/],
    ["a list", () => "[1]", /expected a result to be an object/],
    ["no JSON", () => "what is this", /expected JSON, got "what is this"/],
    ["half a line", () => JSON.stringify(trials[0]).slice(0, 400), /expected JSON/],
    ["no spec", () => '{"id":"00"}', /expected spec to be an object, got undefined/],
    [
      "another id",
      changed((trial) => ({ ...trial, id: trials[1]!.id })),
      /an id that is the hash of the spec/,
    ],
    ["another spec", changed((trial) => ({ ...trial, spec: trials[1]!.spec })), /an id that is the hash/],
    ["an error above 1", erring(1.5), /testError to be in \[0, 1\], got 1.5/],
    ["an error below 0", erring(-0.1), /testError .* got -0.1/],
    ["no error", erring(null), /testError .* got null/],
    ["an empty curve", changed((trial) => ({ ...trial, curve: [] })), /a curve of at least one epoch/],
    [
      "a curve of nulls",
      changed((trial) => ({ ...trial, curve: [null] })),
      /a point of the curve to be an object/,
    ],
    ["no gradients", changed(({ gradients: _, ...rest }) => rest), /gradients of at least one moment/],
    ["no frozen net", changed(({ frozen: _, ...rest }) => rest), /frozen to be an object, got undefined/],
    ["a cost that is text", changed((trial) => ({ ...trial, pretrainingCost: "0" })), /pretrainingCost/],
  ])("refuses a line of %s, says where it stood and keeps it apart", async (_, line, because) => {
    writeFileSync(file(), `${lineOf(trials[1])}${line()}\n${lineOf(trials[2])}`);
    const log = await open();
    expect(log.known).toEqual([trials[1], trials[2]]);
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toContain(`${file()}, line 2, is no result of a trial: expected`);
    expect(warnings[0]).toMatch(because);
    await log.finish([]);
    expect(written()).toBe(byId(trials.slice(1, 3)).map(lineOf).join(""));
    const [rejected] = written("trials.rejected.jsonl").trimEnd().split("\n");
    expect(JSON.parse(rejected!)).toMatchObject({ file: file(), line: 2, text: line() });
    await (await open()).finish([]);
    expect(warnings).toHaveLength(1); // once
  });

  it("warns of ten lines of a file that holds something else, and counts the others", async () => {
    writeFileSync(file(), Array.from({ length: 25 }, (_, line) => `line ${line}\n`).join(""));
    await (await open()).finish([]);
    expect(warnings).toHaveLength(11);
    expect(warnings[10]).toBe(`so are 15 more lines, which ${file("trials.rejected.jsonl")} tells of.`);
    expect(written("trials.rejected.jsonl").trimEnd().split("\n")).toHaveLength(25);
  });

  it("takes neither of two results of one trial that differ, and that of the trial when it has run again", async () => {
    const other = { ...trials[0]!, pretrainingCost: 3 };
    writeFileSync(file(), lineOf(trials[0]) + lineOf(trials[1]) + lineOf(other));
    const log = await open();
    expect(log.known).toEqual([trials[1]]);
    expect(warnings).toHaveLength(2);
    log.append(trials[0]!);
    await log.finish([trials[0]!]);
    expect(written()).toBe(lineOf(trials[0]) + lineOf(trials[1]));
  });
});

describe.runIf(existsSync("/usr/bin/mkfifo"))("A pipe in the place of results", () => {
  it("is refused, since it would never end", async () => {
    execFileSync("mkfifo", [file()]);
    await expect(open()).rejects.toThrow(/^Cannot read results: expected a file, got ".*trials.jsonl"$/);
  });
});

describe("layerwise study merge", () => {
  const merge = async (...args: string[]): Promise<{ code: number; output: string[]; errors: string[] }> => {
    const [output, errors]: [string[], string[]] = [[], []];
    const to = (lines: string[]) => ({
      isTerminal: false,
      line: (text: string) => void lines.push(text),
      status: () => undefined,
    });
    const code = await runCommand(["study", "merge", ...args], to(output), to(errors));
    return { code, output, errors };
  };
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
