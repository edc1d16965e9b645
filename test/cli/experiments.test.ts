import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Bottleneck, RBMSpectra, SpeedByDepth } from "../../src/study/index.ts";
import { callCommand as call } from "../support/call-command.ts";
import { flowers } from "../support/flowers.ts";

let directory: string;
const at = (name: string): string => join(directory, name);

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "layerwise-experiments-"));
  writeFileSync(at("flowers.csv"), flowers.join("\n"));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

describe("layerwise study spectra", () => {
  it("writes what it found and its picture, of a user's table too", async () => {
    const data = ["--data", at("flowers.csv"), "--label", "species"];
    const { code, output } = await call(
      ...["study", "spectra", ...data, "--depth", "2", "--width", "4", "--out", at("out")],
    );
    expect([code, output.at(-1)]).toEqual([0, join(at("out"), "spectra.svg")]);
    const found: RBMSpectra = JSON.parse(readFileSync(at("out/spectra.json"), "utf8"));
    expect([found.width, found.moments.at(-1)!.epochs]).toEqual([4, 50]);
    expect(readFileSync(at("out/spectra.svg"), "utf8")).toContain("epochs of each RBM");
    expect(existsSync(at("out/spectra.vl.json"))).toBe(true);
  });
});

describe("layerwise study speed", () => {
  it("takes a mark and writes what it found", async () => {
    const data = ["--data", at("flowers.csv"), "--label", "species", "--arms", "isometric", "--seeds", "1"];
    const size = ["--width", "4", "--times", "1", "--mark", "0.9"];
    const { code } = await call("study", "speed", ...data, ...size, "--out", at("fast"));
    expect(code).toBe(0);
    const found: SpeedByDepth = JSON.parse(readFileSync(at("fast/speed.json"), "utf8"));
    expect([found.mark, found.arms.map(({ arm }) => arm)]).toEqual([0.9, ["isometric"]]);
    expect(readFileSync(at("fast/speed.svg"), "utf8")).toContain("Epochs until trained");
  });
});

describe("layerwise study bottleneck", () => {
  it("takes numbers of units and writes what it found", async () => {
    const data = ["--data", at("flowers.csv"), "--label", "species", "--arms", "isometric", "--seeds", "1"];
    const size = ["--tops", "2,1", "--depth", "2", "--width", "4", "--times", "1"];
    const { code } = await call("study", "bottleneck", ...data, ...size, "--out", at("narrow"));
    expect(code).toBe(0);
    const found: Bottleneck = JSON.parse(readFileSync(at("narrow/bottleneck.json"), "utf8"));
    expect(found.starts.map(({ top }) => top)).toEqual([2, 1]);
    expect(readFileSync(at("narrow/bottleneck.svg"), "utf8")).toContain("1 unit on top");
  });
});

describe("layerwise study phases, depths, speed, bottleneck, trajectories and spectra, called wrongly, say so and end with 2", () => {
  it.each<[string[], RegExp]>([
    [["phases", "--arms", "magic"], /expected arm to be one of .* got "magic"/],
    [["phases", "--depth", "3"], /Unknown option '--depth'\. Try layerwise study phases --help/],
    [["depths", "--seeds", "0"], /--seeds to be an integer ≥ 1 and ≤ 1000, got 0/],
    [["depths", "--arms", "linear"], /expected arm to be one of .*"linear orthogonal".* got "linear"/],
    [["speed", "--mark", "1"], /--mark to be a finite number > 0 and < 1, got 1/],
    [["speed", "--arms", "magic"], /expected arm to be one of .* got "magic"/],
    [["bottleneck", "--tops", "20,0"], /--tops to be integers ≥ 1 and ≤ 10000, got 0/],
    [["bottleneck", "--tops", "few"], /--tops to be integers with commas between them, got "few"/],
    [["bottleneck", "--depth", "1"], /--depth to be an integer ≥ 2/],
    [["trajectories", "--seeds", "0"], /--seeds to be an integer ≥ 1 and ≤ 1000, got 0/],
    [["spectra", "--width", "wide"], /--width to be an integer/],
    [["spectra", "--depth", "1"], /--depth to be an integer ≥ 2/],
  ])("%s", async (args, message) => {
    const { code, errors } = await call("study", ...args, "--out", at("none"));
    expect([code, errors.length]).toEqual([2, 1]);
    expect(errors[0]).toMatch(message);
    expect(existsSync(at("none"))).toBe(false);
  });
});
