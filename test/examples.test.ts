import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterEach, describe, expect, it, vi } from "vitest";

const folder = new URL("../examples/", import.meta.url);
const names = readdirSync(folder)
  .filter((name) => name.endsWith(".ts"))
  .sort();
const long = ["experiments.ts", "machines.ts", "main.ts", "other-rbms.ts", "rbms.ts"].map(
  (name) => `published-numbers/${name}`,
);

/** Runs an example and returns what it printed. */
async function outputOf(run: () => Promise<unknown>): Promise<string> {
  const lines: string[] = [];
  vi.spyOn(console, "log").mockImplementation((...values) => lines.push(values.join(" ")));
  await run();
  return lines.join("\n");
}

/** The numbers in the line that starts with this word, in their order. */
function numbersAfter(start: string, output: string): number[] {
  const line = output.split("\n").find((text) => text.startsWith(start));
  if (line === undefined) throw new Error(`no line starts with ${start}:\n${output}`);
  return (line.slice(start.length).match(/\d+(\.\d+)?(e[-+]\d+)?/g) ?? []).map(Number);
}

/** Writes the files of MNIST with this many images each at most, since they are read in every run. */
function writeFirst(from: string, most: number, to: string): void {
  for (const name of readdirSync(from).filter((file) => /^(train|t10k)-/.test(file))) {
    const given = readFileSync(join(from, name));
    const bytes = name.endsWith(".gz") ? gunzipSync(given) : given;
    const count = Math.min(most, bytes.readUInt32BE(4));
    const isImages = bytes.readUInt32BE(0) === 0x803;
    const [header, size] = isImages ? [16, bytes.readUInt32BE(8) * bytes.readUInt32BE(12)] : [8, 1];
    const some = Buffer.from(bytes.subarray(0, header + count * size));
    some.writeUInt32BE(count, 4);
    writeFileSync(join(to, name.replace(/\.gz$/, "")), some);
  }
}

afterEach(() => vi.restoreAllMocks());

describe("examples/", () => {
  it("holds the five examples that are run here, and nothing else", () => {
    expect(names).toEqual([
      ...["digits-by-tempering.ts", "digits-dbn.ts", "gradient-by-start.ts", "pretrainings.ts"],
      "transfer.ts",
    ]);
  });

  it.each(names)("%s is under 60 lines", (name) => {
    const text = readFileSync(new URL(name, folder), "utf8");
    expect(text.trimEnd().split("\n").length).toBeLessThan(60);
  });

  it.each([...names, ...long])("%s imports from the package alone", (name) => {
    const text = readFileSync(new URL(name, folder), "utf8");
    const imported = [...text.matchAll(/from "([^"]+)"/g)].map(([, from]) => from);
    const entries = [
      "layerwise",
      "layerwise/data",
      "layerwise/pretraining",
      "layerwise/rbm",
      "layerwise/study",
    ];
    const others = imported.filter((from) => !entries.includes(from!) && !/^(node:|\.\/)/.test(from!));
    expect(others).toEqual([]);
  });

  it.skipIf(!process.env.MNIST_DIR)(
    "published-numbers/ trains every net, says what was published beside it, and what has ended once (skipped where MNIST_DIR is not set)",
    async () => {
      const { experimentsOf } = await import("../examples/published-numbers/experiments.ts");
      const directory = mkdtempSync(join(tmpdir(), "layerwise-published-"));
      writeFirst(process.env.MNIST_DIR!, 6000, directory);
      const given = process.argv;
      for (const [name, { variants }] of Object.entries(experimentsOf(1))) {
        const file = join(directory, `${name}.jsonl`);
        process.argv = ["node", "main.ts", directory, name, "1", "0.001", file];
        for (const ended of [0, 1]) {
          vi.resetModules();
          const output = await outputOf(() => import("../examples/published-numbers/main.ts"));
          for (const [variant, [published]] of Object.entries(variants)) {
            const told = `${variant.padEnd(20)} published`;
            if (published === undefined) expect(output).toContain(`${told} nothing; here `);
            else expect(numbersAfter(told, output)[0]).toBe(published);
          }
          expect(output.includes("seed 1:")).toBe(ended === 0);
        }
        const runs = readFileSync(file, "utf8").trim().split("\n");
        expect(runs).toHaveLength(Object.keys(variants).length);
      }
      process.argv = given;
      rmSync(directory, { recursive: true });
    },
    300_000,
  );

  it("published-numbers/rbms.ts trains machines, says what was published beside them, and what has ended once", async () => {
    const { machineExperiments } = await import("../examples/published-numbers/machines.ts");
    const [name, { variants }] = ["bars-and-stripes", machineExperiments["bars-and-stripes"]!] as const;
    const directory = mkdtempSync(join(tmpdir(), "layerwise-published-"));
    const given = process.argv;
    const file = join(directory, `${name}.jsonl`);
    process.argv = ["node", "rbms.ts", "none", name, "1,2", "0.001", file];
    for (const ended of [0, 2]) {
      vi.resetModules();
      const output = await outputOf(() => import("../examples/published-numbers/rbms.ts"));
      for (const [variant, [published]] of Object.entries(variants)) {
        for (const [figure, value] of Object.entries(published)) {
          const told = numbersAfter(`${variant}, ${figure}: published`, output);
          expect(told[0]).toBeCloseTo(value, 2);
          expect(told.every(Number.isFinite)).toBe(true);
        }
      }
      expect(output.includes("seed 2:")).toBe(ended === 0);
    }
    expect(readFileSync(file, "utf8").trim().split("\n")).toHaveLength(2 * Object.keys(variants).length);
    writeFileSync(file, '{"variant":"of another experiment","seed":1,"share":"0.001"}\n');
    vi.resetModules();
    await expect(import("../examples/published-numbers/rbms.ts")).rejects.toThrow(
      /line 1, is no run of one of 16x32, CD-1: .*of another experiment/,
    );
    process.argv = given;
    rmSync(directory, { recursive: true });
  });

  it.each([
    [["rbms"], /no FOLDER, NAME is ""/],
    [["rbms", "none", "none"], /NAME is "none"/],
    [["rbms", "none", "bars-and-stripes", "1;2"], /SEEDS are "1;2"/],
    [["rbms", "none", "bars-and-stripes", "1", "2"], /SHARE is "2"/],
    [["main", "none", "bengio", "1", "half"], /SHARE is "half"/],
  ])(
    "published-numbers/ says before any work that %j is no call of it",
    async ([program, ...words], fault) => {
      const given = process.argv;
      const told = vi.spyOn(console, "error").mockImplementation(() => {});
      vi.spyOn(process, "exit").mockImplementation((code) => {
        throw new Error(`exit ${code}`);
      });
      process.argv = ["node", program!, ...words];
      vi.resetModules();
      await expect(import(`../examples/published-numbers/${program}.ts`)).rejects.toThrow("exit 2");
      expect(told.mock.calls.flat().join("\n")).toMatch(fault);
      process.argv = given;
      vi.restoreAllMocks();
    },
  );

  it("published-numbers/other-rbms.ts tunes and compares stacks of RBMs that are trained otherwise", async () => {
    const given = process.argv;
    process.argv = ["node", "other-rbms.ts", "1", "1", "1"];
    const output = await outputOf(() => import("../examples/published-numbers/other-rbms.ts"));
    process.argv = given;
    for (const arm of ["isometric", "rbm", "drawn ", "weight cost", "longer", "drawn, longer"]) {
      const [error, ...others] = numbersAfter(arm, output);
      expect(others).toEqual([]);
      expect(error).toBeGreaterThan(0);
      expect(error).toBeLessThan(100);
    }
  }, 60_000);

  it("gradient-by-start.ts shows the factors that mean field gives for wide logistic nets", async () => {
    const output = await outputOf(() => import("../examples/gradient-by-start.ts"));
    const row = (start: string) => {
      const [surviving, perLayer, slopes, weights] = numbersAfter(start, output) as [
        number,
        number,
        number,
        number,
      ];
      // The printed figures have three decimals and two digits.
      expect(Math.abs(slopes * weights - perLayer)).toBeLessThan(5e-3);
      expect(Math.abs(perLayer ** 9 / surviving - 1)).toBeLessThan(0.1);
      return { surviving, perLayer, slopes, weights };
    };
    const [classic, glorot, fourfold] = ["classicUniform", "glorotUniform", "logisticGlorot"].map(row);
    const isometric = row("isometricLogistic(gain=1)");

    // √χ = s·√E[σ′(z)²] for weight variance s²/n: 0.141, 0.236 and 0.632. Layers of 64 units scatter by a few percent.
    expect(Math.abs(classic!.perLayer / 0.1414 - 1)).toBeLessThan(0.06);
    expect(Math.abs(glorot!.perLayer / 0.2361 - 1)).toBeLessThan(0.06);
    expect(Math.abs(fourfold!.perLayer / 0.6316 - 1)).toBeLessThan(0.06);
    expect(classic!.surviving).toBeLessThan(1e-6);
    // Four times an orthogonal matrix multiplies every norm by 4, and the slopes come close to their bound.
    expect(isometric.weights).toBe(4);
    expect(isometric.slopes).toBeGreaterThan(0.2);
    expect(isometric.slopes).toBeLessThanOrEqual(0.25);
    expect(isometric.surviving).toBeGreaterThan(0.1);
    // RBMs enlarge the weights: more survives than from Glorot's, and less than from isometric ones.
    const stack = row("a stack of ten RBMs");
    expect(stack.surviving).toBeGreaterThan(1000 * glorot!.surviving);
    expect(stack.surviving).toBeLessThan(isometric.surviving);
  });

  it("digits-dbn.ts reads digits well and draws pictures of which it recognizes several", async () => {
    const output = await outputOf(() => import("../examples/digits-dbn.ts"));
    const [correct, unseen] = numbersAfter("It reads", output) as [number, number];
    expect(unseen).toBe(397);
    expect(correct).toBeGreaterThan(94);

    // A picture per column: 16 characters each, two spaces apart.
    const lines = output.split("\n");
    const first = lines.indexOf("Drawn by the net:") + 1;
    const pixelRows = lines.slice(first, first + 8).map((line) => line.padEnd(8 * 18 - 2));
    const pictures = Array.from({ length: 8 }, (_, n) =>
      pixelRows.map((row) => row.slice(18 * n, 18 * n + 16)).join(""),
    );
    for (const picture of pictures) expect(picture).toMatch(/^[ ░▒▓█]{128}$/);
    // The corners of a digit are blank, its middle is not; a net that learnt nothing draws an even gray.
    const blank = (column: number, row: number) =>
      pictures.filter((picture) => picture[2 * (8 * row + column)] === " ").length;
    expect(blank(0, 0) + blank(0, 7) + blank(7, 7)).toBe(24);
    const inked = pictures.map(
      (picture) => [...picture].filter((shade) => "▓█".includes(shade)).length / 128,
    );
    for (const share of inked) {
      expect(share).toBeGreaterThan(0.1);
      expect(share).toBeLessThan(0.5);
    }
    expect(new Set(pictures).size).toBe(8);

    const read = lines[first + 8]!;
    const [digits, certainties] = [/(\d), \d+ %/g, /\d, (\d+) %/g].map((pattern) =>
      [...read.matchAll(pattern)].map(([, figure]) => Number(figure)),
    );
    expect(digits).toHaveLength(8);
    expect(new Set(digits).size).toBeGreaterThanOrEqual(4);
    // Ten classes that fit equally well would give 10 %.
    expect(certainties!.reduce((sum, certainty) => sum + certainty, 0) / 8).toBeGreaterThan(60);
  });

  it("digits-by-tempering.ts comes from digit to digit, where Gibbs sampling stays", async () => {
    const output = await outputOf(() => import("../examples/digits-by-tempering.ts"));
    const [alone, tempering] = ["By Gibbs sampling,", "By tempering,"].map((way) =>
      numbersAfter(way, output),
    );
    // the number of changes, the number of looks, and the digits that were read
    for (const [changes, looks, ...read] of [alone!, tempering!]) {
      expect(looks).toBe(40);
      expect(read).toHaveLength(40);
      expect(read.filter((digit, look) => look > 0 && digit !== read[look - 1])).toHaveLength(changes!);
    }
    expect(alone![0]).toBeLessThan(8);
    expect(tempering![0]).toBeGreaterThan(12);
    expect(new Set(tempering!.slice(2)).size).toBeGreaterThan(3);
    // Eight pictures beside each other, with ink in the middle and none in the corners.
    const lines = output.split("\n");
    const rows = lines.slice(lines.findIndex((line) => line.startsWith("By tempering")) + 1).slice(0, 8);
    for (let picture = 0; picture < 8; picture++) {
      const pixels = rows.map((line) => line.padEnd(8 * 18).slice(18 * picture, 18 * picture + 16));
      expect(pixels.map((line) => line.slice(6, 10)).join("")).toMatch(/█{2}/);
      expect([pixels[0]!.slice(0, 2), pixels[7]!.slice(0, 2)]).toEqual(["  ", "  "]);
    }
  });

  it("pretrainings.ts shows that a net which stands still without pretraining learns after each of four", async () => {
    const output = await outputOf(() => import("../examples/pretrainings.ts"));
    const share = (start: string): number => numbersAfter(start, output)[0]!;
    // Ten classes: a net that does not move names one of them for all.
    expect(share("no pretraining")).toBeLessThan(20);
    for (const start of ["RBMs", "denoising autoencoders", "greedy supervised", "another task"]) {
      expect(share(start), start).toBeGreaterThan(80);
    }
  });

  it("transfer.ts shows that a trained body beats a start whose gradient vanishes", async () => {
    const output = await outputOf(() => import("../examples/transfer.ts"));
    const [frozen, tuned, glorot, isometric] = [
      "frozen body",
      "fine-tuned body",
      "scratch, glorotUniform",
      "scratch, isometricLogistic",
    ].map((way) => numbersAfter(way, output)[0]!) as [number, number, number, number];
    // Five classes: guessing reads 20 %, and the net whose gradient vanishes learns next to nothing more.
    expect(glorot).toBeLessThan(40);
    expect(frozen).toBeGreaterThan(60);
    expect(tuned).toBeGreaterThan(frozen + 5);
    expect(tuned).toBeGreaterThan(85);
    expect(isometric).toBeGreaterThan(85);
  });
});
