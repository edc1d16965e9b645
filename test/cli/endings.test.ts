import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Pipeline } from "../../src/data/pipeline/pipeline.ts";
import { type DBN, Network } from "../../src/index.ts";
import { modelToBytes } from "../../src/io/index.ts";
import { buildCommand, type End, runProgram } from "../support/built-command.ts";

let directory: string;
let command: string;
const at = (name: string): string => join(directory, name);
const contents = (name: string): string => readFileSync(at(name), "utf8");
const hasDevices = existsSync("/dev/full") && existsSync("/bin/bash");

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), "layerwise-files-"));
  command = await buildCommand(directory);
  const flowers = Array.from({ length: 60 }, (_, row) => `${(7 * row) % 61},${row % 7},${"abc"[row % 3]}`);
  writeFileSync(at("flowers.csv"), ["length,width,kind", ...flowers].join("\n"));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const pretrain = (...more: string[]): string[] => [
  "pretrain",
  "--data",
  "flowers.csv",
  "--label",
  "kind",
  ...more,
];
const tiny = [
  ...["study", "--data", "flowers.csv", "--label", "kind", "--arms", "classical", "--depths", "1"],
  ...["--epochs", "40"],
];
const study = [...tiny, "--widths", "4", "--seeds", "1", "--workers", "1"];

/** Runs the command in a line of a shell, which ends with the exit codes of all parts of a pipe. */
const inShell = (args: readonly string[], rest: string, before = ""): Promise<End> => {
  const words = [process.execPath, command, ...args].map((word) => `'${word}'`).join(" ");
  return runProgram(
    "/bin/bash",
    ["-c", `${before} ${words} ${rest}; echo "\${PIPESTATUS[@]}" >&2`],
    directory,
  );
};

/** The layers of a stack that was saved. */
const savedDBN = (name: string): DBN => Pipeline.fromJSON(JSON.parse(contents(name))).model as DBN;

describe.runIf(hasDevices)("On a disk that is full", () => {
  it("layerwise pretrain leaves the old file, names it and ends with 1", async () => {
    writeFileSync(at("model.json"), "the old model");
    const args = pretrain("--hidden", "100,100", "--epochs", "1", "--out", "model.json");
    const { errors } = await inShell(args, "> /dev/null", "ulimit -f 16;");
    expect(withoutWarnings(errors)).toMatch(
      /^layerwise: Cannot write a file: expected "model.json" to take all of it, got EFBIG.*\n1\n$/,
    );
    expect(contents("model.json")).toBe("the old model");
    expect(readdirSync(directory).filter((name) => name.startsWith("."))).toEqual([]);
  });

  it("layerwise study keeps whole lines alone, names the file, ends with 1 and goes on when there is room", async () => {
    const stopped = await inShell([...study, "--out", "full"], "> /dev/null", "ulimit -f 100;");
    expect(stopped.errors).toMatch(
      /^layerwise: failed\. The trials that ended are kept.*\nlayerwise: Cannot write a file: expected "full\/trials.*jsonl" to take .* got EFBIG.*\n1\n$/,
    );
    const results = readdirSync(at("full")).filter((name) => name.endsWith(".jsonl"));
    for (const name of results) expect(contents(join("full", name))).toMatch(/^(\{.*\}\n)+$/);
    const resumed = await inShell([...study, "--out", "full", "--resume"], "| grep -c 'of them known'");
    expect(resumed).toMatchObject({ output: expect.stringMatching(/^[1-9]\n$/), errors: "0 0\n" });
    await inShell([...study, "--out", "roomy"], "> /dev/null");
    expect(contents("full/trials.jsonl")).toBe(contents("roomy/trials.jsonl"));
    expect(contents("full/verdict.json")).toBe(contents("roomy/verdict.json"));
    expect(readdirSync(at("full")).sort()).toEqual(readdirSync(at("roomy")).sort());
  });

  it("layerwise whose output has no room says so in one line, does its work and ends with 1", async () => {
    const { errors } = await inShell(
      pretrain("--hidden", "3", "--epochs", "2", "--out", "full.json"),
      "> /dev/full",
    );
    expect(withoutWarnings(errors)).toBe(
      "layerwise: Cannot print: expected all of the output to be taken, got ENOSPC: no space left on device\n1\n",
    );
    expect(savedDBN("full.json").rbms).toHaveLength(1);
    expect((await inShell(["--help"], "2> /dev/full")).output).toContain("Usage");
  });
});

describe.runIf(hasDevices)("Where nobody reads on, as in … | head -1,", () => {
  it("layerwise pretrain saves its model all the same, says nothing and ends as after SIGPIPE", async () => {
    const args = (out: string) => pretrain("--hidden", "3,2", "--epochs", "60", "--out", out);
    const { output, errors } = await inShell(args("piped.json"), "| head -1");
    expect(output).toMatch(/^RBM 0 {2}epoch 1 of 60 .*\n$/);
    expect(withoutWarnings(errors)).toBe("141 0\n");
    await inShell(args("read.json"), "> /dev/null");
    expect(contents("piped.json")).toBe(contents("read.json"));
  });

  it("layerwise study ends its study", async () => {
    const { errors } = await inShell([...study, "--out", "piped"], "| head -1");
    expect(errors).toBe("141 0\n");
    expect(existsSync(at("piped/report.html"))).toBe(true);
  });

  it("layerwise demo, which does nothing but print, ends at once", async () => {
    const { errors, output } = await inShell(["demo"], "| head -1");
    expect(output).toMatch(/^1797 handwritten digits/);
    expect(errors).toBe("141 0\n");
  });
});

/** Errors without what the run itself warns of. */
const withoutWarnings = (errors: string): string => errors.replaceAll(/^layerwise: warning: .*\n/gm, "");

describe("layerwise pretrain", () => {
  it.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
    ["SIGHUP", 129],
  ] as const)(
    "stopped by %s saves what was learned, says how far it came and ends with %d",
    async (signal, exitCode) => {
      const out = `${signal}.json`;
      const args = pretrain("--hidden", "3,2", "--epochs", "100000", "--out", out);
      const { code, output, errors } = await runProgram(
        process.execPath,
        [command, ...args],
        directory,
        (child) => child.stdout!.once("data", () => child.kill(signal)),
      );
      expect(code).toBe(exitCode);
      const lines = output.trimEnd().split("\n");
      expect(lines.pop()).toBe(out);
      const [, epoch] = /^RBM 0 {2}epoch (\d+) of 100000/.exec(lines.pop()!)!;
      expect(errors).toBe(
        `layerwise: stopped after RBM 0  epoch ${epoch} of 100000, the last being RBM 1. What was learned by then is saved.\n`,
      );
      expect(savedDBN(out).rbms).toHaveLength(2);
    },
  );
});

describe("layerwise probe", () => {
  it("ends at once where it is stopped in its work, since it has nothing to keep", async () => {
    const network = Network.fromSizes([64, 1500, 1500, 1500, 10], { seed: 1 });
    writeFileSync(at("wide.safetensors"), modelToBytes(network));
    const { output, code, errors } = await runProgram(
      process.execPath,
      [command, "probe", "wide.safetensors"],
      directory,
      (child) => child.stderr!.once("data", () => child.kill("SIGINT")), // it has said how it prepares the data
    );
    expect({ output, code }).toEqual({ output: "", code: null });
    expect(errors).toMatch(/^layerwise: /);
  });
});
