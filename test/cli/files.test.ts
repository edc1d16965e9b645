import { execFileSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runCommand } from "../../src/cli/command.ts";
import { fileBeside, removeLeftovers, writeWhole } from "../../src/files/write-whole.ts";

let directory: string;
const at = (name: string): string => join(directory, name);
const contents = (name: string): string => readFileSync(at(name), "utf8");

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "layerwise-files-"));
  const flowers = Array.from({ length: 60 }, (_, row) => `${(7 * row) % 61},${row % 7},${"abc"[row % 3]}`);
  writeFileSync(at("flowers.csv"), ["length,width,kind", ...flowers].join("\n"));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

describe("writeWhole", () => {
  it("puts a new file in the place of the old one, with the same permissions and through links", () => {
    writeFileSync(at("old"), "old", { mode: 0o640 });
    symlinkSync(at("old"), at("link"));
    writeWhole(at("link"), "new");
    expect(contents("old")).toBe("new");
    expect(statSync(at("old")).mode & 0o777).toBe(0o640);
  });

  it("leaves everything as it was where it fails, and names the file", () => {
    mkdirSync(at("a folder"));
    writeFileSync(at("a folder/inside"), "");
    const before = readdirSync(directory);
    const write = () => writeWhole(join(at("old"), "file"), "new");
    expect(write).toThrow(/Cannot write a file: expected ".*old\/file" to take all of it, got ENOTDIR/);
    expect(() => writeWhole(at("no/file"), "new")).toThrow(/"ENOENT|got ENOENT: no such file or directory$/);
    expect(readdirSync(directory)).toEqual(before);
  });

  it.runIf(existsSync("/dev/null"))("writes to a device, and leaves it one", () => {
    writeWhole("/dev/null", "text");
    expect(statSync("/dev/null").isCharacterDevice()).toBe(true);
  });
});

describe("removeLeftovers", () => {
  it("takes away what ended processes began to write, and leaves that of living ones and everything else", () => {
    const folder = mkdtempSync(at("leftovers-"));
    const own = fileBeside(join(folder, "any"));
    const ended = own.replace(/-\d+-(\w+)\.tmp$/, `-${2 ** 22 + 1}-$1.tmp`);
    const names = [own, ended, join(folder, ".layerwise-elsewhere-1-abc.tmp"), join(folder, ".other.tmp")];
    for (const name of names) writeFileSync(name, "");
    removeLeftovers(folder);
    expect(names.map(existsSync)).toEqual([true, false, true, true]);
  });
});

describe("layerwise, asked for what it could not do or not write, says so and ends with 2 before it trains:", () => {
  const long = "a".repeat(300);
  const training = ["train", "--hidden", "3", "--epochs", "1"];
  it.each<[string, () => readonly string[], RegExp]>([
    ["no folder", () => ["study", "--out", ""], /--out to be a folder that can be written, got ""/],
    [
      "a file",
      () => ["study", "--out", at("flowers.csv")],
      /folder that can be written, got ".*csv" \(it is a file\)/,
    ],
    ["a folder in a file", () => ["study", "--out", at("flowers.csv/x")], /got ".*csv\/x" \(ENOTDIR/],
    ["a name too long", () => ["study", "--out", at(long)], /\(ENAMETOOLONG: name too long\)/],
    [
      "such a name in a new folder",
      () => ["study", "--out", at(`new/${long}`)],
      /\(ENAMETOOLONG: name too long\)/,
    ],
    [
      "a folder with one in the place of a file",
      () => ["study", "--out", at("taken")],
      /\(verdict.json in it is no file\)/,
    ],
    ["no file", () => ["pretrain", "--hidden", "3", "--out", ""], /--out to be a file, got ""/],
    [
      "a folder that is to be a file",
      () => ["pretrain", "--hidden", "3", "--out", at("x/")],
      /--out to be a file, got ".*x\/"/,
    ],
    [
      "a file in a file",
      () => ["pretrain", "--hidden", "3", "--out", at("flowers.csv/x")],
      /\(ENOTDIR: not a directory\)/,
    ],
    [
      "a file of a long name",
      () => ["pretrain", "--hidden", "3", "--out", at(long)],
      /\(ENAMETOOLONG: name too long\)/,
    ],
    [
      "a file in no folder",
      () => ["pretrain", "--hidden", "3", "--out", at("no/x")],
      /in a folder that can be written.*\(ENOENT/,
    ],
    [
      "checkpoints in a file",
      () => [...training, "--checkpoints", at("flowers.csv/x")],
      /--checkpoints to be a folder that can be written, got ".*csv\/x" \(ENOTDIR/,
    ],
    [
      "a model among its checkpoints",
      () => [...training, "--checkpoints", at("taken"), "--out", at("taken/checkpoint-000009.safetensors")],
      /--out to be outside of --checkpoints ".*taken", got ".*taken\/checkpoint-000009/,
    ],
    [
      "RBMs among their checkpoints",
      () => ["pretrain", "--hidden", "3", "--checkpoints", directory, "--out", at("taken/x")],
      /--out to be outside of --checkpoints/,
    ],
    [
      "many seeds",
      () => ["study", "--seeds", "1e9"],
      /seeds to be an integer ≥ 1 and ≤ 1000, got 1000000000/,
    ],
    [
      "many threads",
      () => ["study", "--workers", "1e9"],
      /--workers to be an integer ≥ 1 and ≤ \d+, got 1000000000/,
    ],
    [
      "many layers",
      () => ["study", "--depths", "1e9"],
      /depths to be an integer ≥ 1 and ≤ 10, got 1000000000/,
    ],
    [
      "wide layers",
      () => ["study", "--widths", "1e9"],
      /in --widths and --depths to be an integer ≥ 1 and ≤ 100000, got 1000000000/,
    ],
    [
      "many weights",
      () => ["study", "--widths", "20000"],
      /at most 40000000 weights, got \d+ in layers of 64, 20000/,
    ],
    [
      "many units",
      () => ["pretrain", "--hidden", "1e9"],
      /in --hidden to be an integer ≥ 1 and ≤ 100000, got 1000000000/,
    ],
    [
      "many of their weights",
      () => ["pretrain", "--hidden", "9e4,9e4"],
      /at most 40000000 weights, got 8105760000 in layers of 64, 90000, 90000 units/,
    ],
    [
      "many epochs",
      () => ["pretrain", "--hidden", "3", "--epochs", "1e9"],
      /--epochs to be an integer ≥ 0 and ≤ 1000000, got 1000000000/,
    ],
  ])("%s", async (_, args, message) => {
    mkdirSync(at("taken/verdict.json"), { recursive: true });
    const before = readdirSync(directory);
    const given = args().includes("--out") ? args() : [...args(), "--out", at("unused")];
    const said: string[] = [];
    const to = { isTerminal: false, line: (text: string) => void said.push(text), status: () => undefined };
    expect(await runCommand(given, to, to)).toBe(2);
    expect(said.join("\n")).toMatch(message);
    expect(said).toHaveLength(1);
    expect(readdirSync(directory)).toEqual(before);
  });

  it.runIf(existsSync("/proc/self"))("checkpoints where no folder can be made", async () => {
    for (const args of [training, ["pretrain", "--hidden", "3"]]) {
      const said: string[] = [];
      const to = { isTerminal: false, line: (text: string) => void said.push(text), status: () => undefined };
      const folder = "/proc/layerwise/x"; // a recursive mkdir of Node never returns there
      expect(await runCommand([...args, "--checkpoints", folder, "--out", at("unused")], to, to)).toBe(2);
      expect(said.join("\n")).toMatch(
        /--checkpoints to be a folder that can be written, got "\/proc.*ENOENT/,
      );
    }
  });

  const readOnly = join(tmpdir(), `layerwise-read-only-${process.pid}`);
  it.runIf(canMount(readOnly))("a file system that is read alone", async () => {
    try {
      for (const args of [
        ["study", "--out", join(readOnly, "x")],
        ["study", "--out", readOnly],
        ["pretrain", "--hidden", "3", "--out", join(readOnly, "x.json")],
      ]) {
        const said: string[] = [];
        const to = {
          isTerminal: false,
          line: (text: string) => void said.push(text),
          status: () => undefined,
        };
        expect(await runCommand(args, to, to)).toBe(2);
        expect(said.join("\n")).toMatch(/that can be written, got .*\(EROFS: read-only file system\)/);
      }
    } finally {
      execFileSync("umount", [readOnly]);
      rmSync(readOnly, { recursive: true });
    }
  });
});

/** Mounts an empty file system that cannot be written, where this may be done. */
function canMount(folder: string): boolean {
  mkdirSync(folder);
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", "ro,size=64k", "none", folder], { stdio: "ignore" });
    return true;
  } catch {
    rmSync(folder, { recursive: true });
    return false;
  }
}
