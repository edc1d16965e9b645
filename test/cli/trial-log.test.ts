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
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openTrialLog, type TrialLog } from "../../src/cli/trials/trial-log.ts";
import type { GradientMoment, TrialResult } from "../../src/study/trial-result.ts";
import { byId, ended, lineOf, sixTrials } from "../support/trial-lines.ts";

let parent: string;
let folder: string;
let warnings: string[];
let trials: TrialResult[];
const file = (name = "trials.jsonl"): string => join(folder, name);
const open = (): Promise<TrialLog> => openTrialLog(folder, (text) => warnings.push(text));
const written = (name?: string): string => readFileSync(file(name), "utf8");

beforeAll(async () => {
  parent = mkdtempSync(join(tmpdir(), "layerwise-log-"));
  trials = await sixTrials();
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

  it("knows the result of a net that died: where no error signal arrives nothing of it is told", async () => {
    const { gradients, ...trial } = trials[0]!;
    const [
      { surviving: _, survivingPerLayer: __, survivingBySlopes: ___, survivingByWeights: ____, ...dead },
    ] = gradients as [GradientMoment];
    const died = { ...trial, gradients: [...gradients, { ...dead, epoch: 4 }] };
    const fading = {
      ...trials[1]!,
      gradients: [{ ...dead, surviving: 0, survivingPerLayer: 0, survivingBySlopes: 0 }],
    };
    writeFileSync(file(), lineOf(died) + lineOf(fading));
    expect((await open()).known).toEqual([died, fading]);
    expect(warnings).toEqual([]);
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
