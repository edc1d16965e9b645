import { describe, expect, it } from "vitest";
import { classicUniform, GradientProbe, Network, sigmoid } from "../../src/index.ts";
import fixture from "../fixtures/mean-field.json" with { type: "json" };

const { attenuation } = fixture.starts.classicUniform; // √χ, by mpmath
const layersTo = (size: number, from: number): number => Math.log(size / from) / Math.log(attenuation);

/** The classical start, so deep that its gradients leave the numbers of the engine. */
const cases = [
  { engine: "wasm", width: 200, depth: 64, normal: 2 ** -126, smallest: 2 ** -149 },
  { engine: "reference", width: 60, depth: 400, normal: 2 ** -1022, smallest: 2 ** -1074 },
] as const;

describe.each(cases)("The error signal of the classical start, on the engine $engine", (each) => {
  const { engine, width, depth, normal, smallest } = each;
  const sizes = [10, ...Array<number>(depth).fill(width), 2];
  const network = Network.fromSizes(sizes, {
    activation: sigmoid,
    initializer: classicUniform,
    seed: 1,
    engine,
  });
  const inputs = [0, 1].map((row) => Array.from({ length: 10 }, (_, column) => (column + row) % 2));
  const targets = [0, 1];
  /** rms δ of the hidden layers, from the last down to the first. */
  const errors = new GradientProbe()
    .measure(network, inputs, targets)
    .layers.slice(0, depth)
    .map(({ errorBeforeActivation }) => errorBeforeActivation!)
    .reverse();

  it("leaves the normal numbers as many layers below as √χ = 0.1414 says", () => {
    const predicted = layersTo(normal, errors[0]!);
    const measured = errors.findIndex((error) => error < normal);
    // √χ of each layer strays by 1/√(2·width) of itself, and so the sum of so many logarithms
    const stray = Math.sqrt(predicted / (2 * width)) / -Math.log(attenuation);
    expect(Math.abs(measured - predicted)).toBeLessThan(1 + 5 * stray);
  });

  it("is 0 in training a little above the layer where it would be less than the smallest number", () => {
    const gradients = network.gradients(inputs, targets).gradients;
    const isLost = Array.from({ length: depth }, (_, below) =>
      gradients[`${depth - 1 - below}.bias`]!.to1DArray().every((value) => value === 0),
    );
    const measured = isLost.indexOf(true);
    expect(isLost.slice(measured).every(Boolean)).toBe(true); // and all below it
    const stray = Math.sqrt(measured / (2 * width)) / -Math.log(attenuation);
    // A product of an error and a weight, 1/√width of it at most, is lost before their sum would be; the largest of the errors,
    // four times their rms, is lost last.
    const earliest = layersTo(smallest * Math.sqrt(width), errors[0]!);
    const latest = layersTo(smallest / 8, errors[0]!);
    expect(measured).toBeGreaterThan(earliest - 1 - 5 * stray);
    expect(measured).toBeLessThan(latest + 1 + 5 * stray);
  });
});
