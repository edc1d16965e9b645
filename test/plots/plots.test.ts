import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { Matrix } from "../../src/index.ts";
import * as plots from "../../src/plots/index.ts";
import type { Plot } from "../../src/plots/plot.ts";
import { renderSvg } from "../../src/show/render-svg.ts";

const layer = (path: string, error: number) => ({ path, errorBeforeActivation: error });
const values = { largest: 2, mean: 1, smallest: 0.1, meanSquare: 1.2 };

/** Each plot with what must be drawn: how many marks of which kind, and words that stand in it. */
const drawn: Record<string, [plot: Plot, marks: Record<string, number>, words: readonly string[]]> = {
  gradientByLayer: [
    plots.gradientByLayer({
      one: { layers: [layer("0", 1e-3), layer("1", 1)] },
      two: { layers: [layer("0", 1)] },
    }),
    { "mark-symbol role-mark": 3 },
    ["Error signal by layer", "rms δ", ">one<", ">two<", ">0.01<", ">10⁻³<"],
  ],
  twoFactors: [
    plots.twoFactors([
      { start: "a", slopes: 0.2, weights: 1 },
      { start: "b", slopes: 0.2, weights: 4 },
    ]),
    { "mark-symbol role-mark": 2, "mark-line role-mark": 1 },
    ["slope factor", "weight factor"],
  ],
  errorByDepth: [
    plots.errorByDepth([
      { arm: "a", depth: 1, errors: [0.1, 0.2] },
      { arm: "a", depth: 3, errors: [0.9] },
    ]),
    { "mark-symbol role-mark": 5, "mark-line role-mark": 1 },
    ["hidden layers", "test error", ">10 %<"],
  ],
  learningCurves: [
    plots.learningCurves(
      [1e6, 2e7, 3e8].map((at) => ({ run: "r", at, value: 1 / at })),
      {
        ...{ title: "Loss by cost", at: "cost", value: "loss", logarithmic: true },
      },
    ),
    { "mark-symbol role-mark": 3 },
    ["Loss by cost", "cost", ">1 million<", ">100 million<"],
  ],
  spectra: [
    plots.spectra({
      a: {
        layers: [
          { path: "0", ...values },
          { path: "1", ...values },
        ],
      },
    }),
    { "mark-symbol role-mark": 2, "mark-rule role-mark": 2 },
    ["singular value"],
  ],
  activationHistogram: [
    plots.activationHistogram({ first: [[0, 1]], second: [[0.5, 0.7]] }),
    {},
    ["Activations by layer", "first", "second"],
  ],
  phasePlot: [
    plots.phasePlot({
      cells: [0.5, 1].map((weightDeviation) => ({ weightDeviation, biasDeviation: 0, trainableDepth: 2 })),
      arms: [
        {
          ...{ arm: "rbm", weightDeviation: 0.7, biasDeviation: 0, trainableDepth: 8 },
          layers: [{ weightDeviation: 0.7, biasDeviation: 0 }],
        },
      ],
      contours: [
        {
          ...{ depth: 4 },
          points: [0, 0.1].map((biasDeviation) => ({ weightDeviation: 0.6, biasDeviation })),
        },
      ],
    }),
    { "mark-rect role-mark": 2, "mark-symbol role-mark": 2, "mark-line role-mark": 1 },
    ["How deep a start trains", "rbm: 8", "spread of the weights"],
  ],
  depthsPlot: [
    plots.depthsPlot({
      arms: [
        { arm: "rbm", depths: [16, 12] },
        { arm: "rbm permuted", depths: [6, 0] },
      ],
    }),
    { "mark-symbol role-mark": 4 },
    ["How deep a start trains", "rbm permuted", "hidden layers"],
  ],
  speedPlot: [
    plots.speedPlot({
      arms: ["a", "b", "c"].map((arm, index) => ({
        arm,
        speeds: [1, 2, 4].slice(index).map((depth) => ({ depth, epochs: [3, 5], startCost: 10 * index })),
      })),
    }),
    { "mark-line role-mark": 5, "mark-symbol role-mark": 9 }, // b and c once more with what their starts cost
    ["Epochs until trained", "hidden layers", "a", "b", "c, its cost too"],
  ],
  bottleneckPlot: [
    plots.bottleneckPlot({
      starts: [20, 64].flatMap((top) =>
        ["a", "b"].map((arm) => ({
          ...{
            arm,
            top,
            curve: [0, 1, 2].map((epoch) => ({ epoch, trainLoss: epoch === 2 ? 0 : 10 ** -epoch })),
          },
        })),
      ),
    }),
    { "mark-line role-mark": 4, "mark-symbol role-mark": 8 }, // a loss of 0 has no place
    ["20 units on top", "64 units on top", "training loss", "a", "b"],
  ],
  trajectoryPlot: [
    plots.trajectoryPlot({
      shares: [0.6, 0.3],
      runs: ["a", "b"].map((arm, seed) => ({
        ...{ arm, seed, points: [0, 1, 2].map((epoch) => ({ epoch, first: epoch, second: seed })) },
      })),
    }),
    { "mark-line role-mark": 2, "mark-symbol role-mark": 8 }, // six looks and two ends
    ["60 % of the variance", "30 %", "a", "b"],
  ],
  rbmSpectraPlot: [
    plots.rbmSpectraPlot({
      moments: [0, 5].map((epochs) => ({
        ...{ epochs, layers: [{ layer: 1, largest: 1, meanSquare: 0.25, attenuation: 0.5 }] },
      })),
    }),
    { "mark-line role-mark": 3, "mark-symbol role-mark": 6 },
    ["epochs of each RBM", "Largest singular value of W/4"],
  ],
  gradientOverTime: [
    plots.gradientOverTime([
      {
        ...{ loss: 1, moment: { step: 7, epoch: 0 }, toString: () => "" },
        layers: ["0", "1"].map((path) => ({
          ...{ path, kind: "dense", weightGradientNorm: 0.1, errorAfterActivation: 1, errorBelow: 1 },
          ...{ activationMean: 0, activationSpread: 1 },
        })),
      },
    ]),
    { "mark-rect role-mark": 2 },
    ["update", "7"],
  ],
};

/** How many marks stand in the groups of this class. */
function countMarks(svg: string, role: string): number {
  const groups = svg.split(`class="${role}`).slice(1);
  return groups.reduce(
    (sum, rest) => sum + (rest.split("</g>")[0]!.match(/<(path|line|rect)\b/g)?.length ?? 0),
    0,
  );
}

describe("plots", () => {
  it.each(Object.entries(drawn))("%s draws its data", async (_, [plot, marks, words]) => {
    const svg = await renderSvg(plot);
    for (const [role, count] of Object.entries(marks)) expect(countMarks(svg, role), role).toBe(count);
    for (const word of words) expect(svg).toContain(word);
    expect(svg).not.toContain("NaN");
  });

  it("draw themselves in notebooks, as Vega-Lite, picture and words, and are plain JSON otherwise", async () => {
    for (const [plot] of Object.values(drawn)) {
      const show = (plot as unknown as Record<symbol, () => Promise<Record<string, unknown>>>)[
        Symbol.for("Jupyter.display")
      ]!;
      const bundle = await show();
      expect(bundle["application/vnd.vegalite.v5+json"]).toBe(plot);
      expect(bundle["text/plain"]).toMatch(/^Plot/);
      expect(inspect(plot)).toMatch(/^Plot.*: show and renderSvg of layerwise\/show draw it$/);
      expect(JSON.parse(JSON.stringify(plot)).$schema).toContain("vega-lite");
    }
  });
});

describe("imageGrid", () => {
  it("stands where its plot stands, and fills it", async () => {
    const svg = await renderSvg(plots.imageGrid([[0, 1, 1, 0]], { height: 2, width: 2 }));
    expect(svg).toContain('transform="translate(0,0)" width="480" height="480"');
    expect(svg.match(/<path class="background"[^>]*h480v480/)).not.toBeNull();
    expect(svg.match(/data:image/g)!.length).toBe(1); // and is not read out as a name
  });

  it("puts images side by side, each from black to white, with a gray line between", () => {
    const { url, height, width } = plots.tileImages(
      new Matrix([
        [0, 1, 1, 0],
        [5, 5, 9, 5],
        [1, 0, 0, 0],
      ]),
      {
        ...{ height: 2, width: 2, columns: 2 },
      },
    );
    expect([height, width]).toEqual([5, 5]);
    const bytes = Uint8Array.from(atob(url.split(",")[1]!), (character) => character.charCodeAt(0));
    const pixels = [0, 1, 2, 3, 4].map((row) => [
      ...bytes.subarray(54 + 1024 + 8 * row, 54 + 1024 + 8 * row + 5),
    ]);
    expect(pixels).toEqual([
      [0, 255, 128, 0, 0],
      [255, 0, 128, 255, 0],
      [128, 128, 128, 128, 128],
      [255, 0, 128, 128, 128],
      [0, 0, 128, 128, 128],
    ]);
  });

  it("takes undefined for what is not given", () => {
    const size = { height: 1, width: 2 };
    const nothing = { columns: undefined, title: undefined };
    expect(plots.imageGrid([[0, 1]], { ...size, ...nothing })).toEqual(plots.imageGrid([[0, 1]], size));
  });

  it("depthsPlot refuses depths that are none", () => {
    expect(() => plots.depthsPlot({ arms: [] })).toThrow("at least one arm");
    expect(() => plots.depthsPlot({ arms: [{ arm: "a", depths: [Number.NaN] }] })).toThrow("depth");
  });

  it("speedPlot draws the mean over the seeds, and once more with what the start costs", () => {
    const { data } = plots.speedPlot({
      arms: [{ arm: "a", speeds: [{ depth: 2, epochs: [3, 4], startCost: 10 }] }],
    }) as Plot & { readonly data: unknown };
    expect(data).toEqual({
      values: [
        { arm: "a", depth: 2, epochs: 3.5 },
        { arm: "a, its cost too", depth: 2, epochs: 13.5 },
      ],
    });
  });

  it("speedPlot refuses epochs that are none", () => {
    const speed = { depth: 1, epochs: [1], startCost: 0 };
    const drawn = (changed: object) => () =>
      plots.speedPlot({ arms: [{ arm: "a", speeds: [{ ...speed, ...changed }] }] });
    expect(() => plots.speedPlot({ arms: [] })).toThrow("at least one arm");
    expect(drawn({ epochs: [] })).toThrow(
      "Cannot draw how fast starts train: expected epochs of speeds of arms[0][0] to be a list of numbers, got []",
    );
    expect(drawn({ epochs: [0] })).toThrow("epochs of speeds of arms[0][0]");
    expect(drawn({ startCost: -1 })).toThrow("startCost of speeds of arms[0][0]");
  });

  it("phasePlot refuses a diagram without cells", () => {
    expect(() => plots.phasePlot({ cells: [], arms: [], contours: [] })).toThrow(
      "Cannot draw a phase diagram: expected at least one cell, got []",
    );
  });

  it("refuses rows of another size", () => {
    expect(() => plots.imageGrid([[1, 2, 3]], { height: 2, width: 2 })).toThrow(
      "2·2 = 4 pixels in a row, got 3",
    );
  });
});

describe("plots of little or odd data", () => {
  const axes = { title: "t", at: "x", value: "y", logarithmic: true };
  it.each<[string, () => Plot]>([
    ["gradientByLayer of nothing", () => plots.gradientByLayer({})],
    ["gradientByLayer without a signal", () => plots.gradientByLayer({ a: { layers: [layer("0", 0)] } })],
    ["twoFactors of nothing", () => plots.twoFactors([])],
    ["twoFactors of a factor of 0", () => plots.twoFactors([{ start: "a", slopes: 0, weights: 0 }])],
    ["errorByDepth without errors", () => plots.errorByDepth([{ arm: "a", depth: 1, errors: [] }])],
    ["errorByDepth at one depth", () => plots.errorByDepth([{ arm: "a", depth: 1, errors: [0] }])],
    ["learningCurves of nothing", () => plots.learningCurves([], axes)],
    [
      "learningCurves from 0 on a logarithmic axis",
      () => plots.learningCurves([{ run: "<b>", at: 0, value: -1 }], axes),
    ],
    ["spectra of nothing", () => plots.spectra({})],
    [
      "spectra of zeros",
      () =>
        plots.spectra({ a: { layers: [{ path: "0", largest: 0, mean: 0, smallest: 0, meanSquare: 0 }] } }),
    ],
    [
      "learningCurves of twenty runs",
      () =>
        plots.learningCurves(
          Array.from({ length: 20 }, (_, at) => ({ run: `run ${at}`, at, value: 1 })),
          axes,
        ),
    ],
  ])("%s are drawn without a number that is none", async (_, make) => {
    const svg = await renderSvg(make());
    expect(svg).not.toMatch(/NaN|Infinity|undefined/);
  });
});
