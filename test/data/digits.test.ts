import { createHash } from "node:crypto";
import { readFile, stat } from "node:fs/promises";
import { gunzipSync } from "node:zlib";
import { expect, it } from "vitest";
import { loadDigits } from "../../src/data/digits.ts";

const checksums = JSON.parse(
  await readFile(new URL("../fixtures/digits.json", import.meta.url), "utf8"),
) as Record<"pixelsSha256" | "labelsSha256", string> &
  Record<"columnSums" | "columnSumsOfSquares" | "labelCounts" | "pixelSumsByLabel", number[]>;

const digits = await loadDigits();
const pixels = digits.inputs.to2DArray().map((row) => row.map((input) => input * 16));
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

it("loadDigits gives every pixel and every label that NumPy read, by their SHA-256", () => {
  const sha256 = (bytes: Iterable<number>) =>
    createHash("sha256").update(Uint8Array.from(bytes)).digest("hex");
  expect(sha256(pixels.flat())).toBe(checksums.pixelsSha256);
  expect(sha256(digits.labels)).toBe(checksums.labelsSha256);
  expect(pixels.flat().every((pixel) => Number.isInteger(pixel) && pixel >= 0 && pixel <= 16)).toBe(true);
});

it("loadDigits gives the sums per column and per label that NumPy computed", () => {
  const column = (index: number) => pixels.map((row) => row[index]!);
  expect(pixels[0]!.map((_, index) => sum(column(index)))).toEqual(checksums.columnSums);
  expect(pixels[0]!.map((_, index) => sum(column(index).map((pixel) => pixel ** 2)))).toEqual(
    checksums.columnSumsOfSquares,
  );
  const ofLabel = (label: number) => pixels.filter((_, row) => digits.labels[row] === label);
  expect(checksums.labelCounts.map((_, label) => ofLabel(label).length)).toEqual(checksums.labelCounts);
  expect(checksums.pixelSumsByLabel.map((_, label) => sum(ofLabel(label).flat()))).toEqual(
    checksums.pixelSumsByLabel,
  );
});

it("loadDigits gives the set that scikit-learn documents: 1797 of 64, a mean of 4.884, 174 to 183 of each", () => {
  expect([digits.inputs.rows, digits.inputs.columns, digits.labels.length]).toEqual([1797, 64, 1797]);
  expect(sum(pixels.flat()) / (1797 * 64)).toBeCloseTo(4.884164579855314, 12);
  expect([...digits.labels.slice(0, 12)]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1]);
  expect(pixels[0]!.slice(0, 16)).toEqual([0, 0, 5, 13, 9, 1, 0, 0, 0, 0, 13, 15, 10, 15, 5, 0]);
});

it("loadDigits says what it is and whom to name", () => {
  expect(digits).toMatchObject({ name: "digits", classes: 10, shape: { height: 8, width: 8 } });
  expect(digits.attribution).toMatch(/Alpaydin.*Kaynak.*UCI.*1998.*CC BY 4\.0/);
  expect(Object.isFrozen(digits)).toBe(true);
});

it("loadDigits makes a copy for each caller", async () => {
  const again = await loadDigits();
  again.inputs.set(0, 3, 99);
  again.labels[0] = 7;
  const untouched = await loadDigits();
  expect([untouched.inputs.get(0, 3), untouched.labels[0]]).toEqual([13 / 16, 0]);
});

it("loadDigits keeps its packed data under 60,000 bytes", async () => {
  const { size } = await stat(new URL("../../src/data/digits-data.ts", import.meta.url));
  expect(size).toBeLessThan(60_000);
});

it.skipIf(!process.env.DIGITS_CSV)(
  "loadDigits equals the source file in every value (skipped where DIGITS_CSV is not set)",
  async () => {
    const file = await readFile(process.env.DIGITS_CSV!);
    const text = (file[0] === 0x1f ? gunzipSync(file) : file).toString("utf8");
    const rows = text
      .trim()
      .split("\n")
      .map((line) => line.split(",").map(Number));
    expect(pixels.map((row, index) => [...row, digits.labels[index]])).toEqual(rows);
  },
);
