import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type {
  Bottleneck,
  DepthsByStart,
  Interval,
  PhaseDiagram,
  RBMSpectra,
  SpeedByDepth,
  Trajectories,
} from "../src/study/index.ts";

const read = (name: string): string => readFileSync(new URL(`../docs/${name}`, import.meta.url), "utf8");
const page = read("experiments.md").replaceAll(/\s+/g, " ");
const phases: PhaseDiagram = JSON.parse(read("experiments/phases.json"));
const spectra: RBMSpectra = JSON.parse(read("experiments/spectra.json"));
const narrow: Bottleneck = JSON.parse(read("experiments/bottleneck.json"));
const linear: DepthsByStart = JSON.parse(read("experiments/linear.json"));
const speed: SpeedByDepth = JSON.parse(read("experiments/speed.json"));
const trajectories: Trajectories = JSON.parse(read("experiments/trajectories.json"));

const arm = (name: string) => phases.arms.find((each) => each.arm === name)!;
const cell = (weights: number, biases: number) =>
  phases.cells.find((each) => each.weightDeviation === weights && each.biasDeviation === biases)!;
const [rbm, autoencoder, greedy] = [arm("rbm"), arm("autoencoder"), arm("greedy supervised")];
const at = (epochs: number) => spectra.moments.find((moment) => moment.epochs === epochs)!.layers;
const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
const errorOf = (name: string, look: number): number =>
  meanOf(trajectories.runs.filter((run) => run.arm === name).map(({ points }) => points.at(look)!.testError));
const percent = (share: number, digits = 1): string => `${(100 * share).toFixed(digits)} %`;

const under = (top: number, name: string) =>
  narrow.starts.find((start) => start.top === top && start.arm === name)!;
/** The RBMs beside a random start. */
const beside = (top: number, over: string) =>
  narrow.comparisons.find((each) => each.top === top && each.arm === "rbm" && each.over === over)!;
const lossAfter = (epochs: number, name: string): number =>
  under(20, name).curve.find(({ epoch }) => epoch === epochs)!.trainLoss;

/** The starts of `layerwise study depths`, the deepest first, and how they compare. */
function depthsTable({ arms, ratios, seeds }: DepthsByStart): string {
  const rows = arms.map(
    ({ arm, depths, attenuations, expectedDepth }) =>
      `| ${arm} | ${depths.join(", ")} | ${meanOf(attenuations).toFixed(2)} | ${
        expectedDepth === undefined || expectedDepth > 1000 ? "no end" : expectedDepth.toFixed(1)
      } |`,
  );
  const compared = ratios.map(({ arm, over, mean, low, high }) => {
    const interval =
      low === null ? `${seeds.length} seeds give no interval` : `${low.toFixed(2)} to ${high!.toFixed(2)}`;
    return `* ${arm}: ${mean.toFixed(2)} times as deep as ${over}, ${low === null ? "" : "95 % interval "}${interval}.`;
  });
  const head = ["| start | trains to, by seed | left per layer | 6ξ of that |", "|---|---|---|---|"];
  return `${[...head, ...rows].join("\n")}\n\n${compared.join("\n")}`;
}

/** What a linear start comes to at a depth, if it trains there. */
const speedAt = (start: string, depth: number) =>
  speed.arms.find(({ arm }) => arm === `linear ${start}`)!.speeds.find((each) => each.depth === depth);
/** Its epochs until trained, the mean over the seeds. */
const epochsAt = (start: string, depth: number): string => meanOf(speedAt(start, depth)!.epochs).toFixed(1);

/** The starts of `layerwise study speed`, and once more with their cost where they have one. */
function speedTable({ arms, depths }: SpeedByDepth): string {
  const row = (name: string, cell: (depth: number) => string): string =>
    `| ${[name, ...depths.map(cell)].join(" | ")} |`;
  const rows = arms.flatMap(({ arm, speeds }) => {
    const at = (depth: number) => speeds.find((each) => each.depth === depth);
    const told = (depth: number): string => {
      const found = at(depth);
      return found ? `${meanOf(found.epochs).toFixed(1)} (${found.learningRate})` : "–";
    };
    const withCost = (depth: number): string => {
      const found = at(depth);
      return found ? (meanOf(found.epochs) + found.startCost).toFixed(1) : "–";
    };
    const costs = speeds.some(({ startCost }) => startCost > 0);
    return [row(arm, told), ...(costs ? [row(`${arm}, its cost too`, withCost)] : [])];
  });
  return [row("start", String), row("---", () => "---").replaceAll(" ", ""), ...rows].join("\n");
}

/** A mean with its interval, in a cell of a table. */
const within = ({ mean, low, high }: Interval, told: (value: number) => string): string =>
  low === null || high === null ? told(mean) : `${told(mean)} (${told(low)} to ${told(high)})`;
const points = (share: number): string => (100 * share).toFixed(2).replace("-", "−");
const times = (ratio: number): string => (ratio < 0.1 ? ratio.toPrecision(2) : ratio.toFixed(2));
/** Losses in thousandths. */
const thousandths = (loss: number): string => (1000 * loss).toPrecision(2);
const geometricMean = (values: readonly number[]): number => Math.exp(meanOf(values.map(Math.log)));

/** What `layerwise study bottleneck` found at the end of training, and how starts compare with the best random one. */
function bottleneckTables({ starts, comparisons }: Bottleneck): string {
  const ends = starts.map(
    ({ top, arm, learningRate, trainLosses, trainErrors, testErrors }) =>
      `| ${top} | ${arm} | ${learningRate} | ${thousandths(geometricMean(trainLosses))} | ${percent(meanOf(trainErrors), 2)} | ${percent(meanOf(testErrors))} |`,
  );
  const compared = comparisons.map(
    ({ top, arm, over, trainLoss, trainError, testError }) =>
      `| ${top} | ${arm} | ${over} | ${within(trainLoss!, times)} | ${within(trainError, points)} | ${within(testError, points)} |`,
  );
  return [
    ...[
      "| units on top | start | rate | training loss, thousandths | training error | test error |",
      "|---|---|---|---|---|---|",
    ],
    ...[...ends, ""],
    ...[
      "| units on top | start | over | training loss, times | training error, points | test error, points |",
      "|---|---|---|---|---|---|",
    ],
    ...compared,
  ].join("\n");
}

const tables: Readonly<Record<string, () => string>> = {
  depths: () => depthsTable(JSON.parse(read("experiments/depths.json"))),
  linear: () => depthsTable(linear),
  speed: () => speedTable(speed),
  bottleneck: () => bottleneckTables(narrow),
};

describe("docs/experiments.md", () => {
  // After `layerwise study depths`, `speed` or `bottleneck` has been run anew, `npx vitest run … test/experiments-page -u` writes its sections.
  it("takes the tables of figures by start from the committed results", async () => {
    const written = read("experiments.md").replaceAll(
      /<!-- (depths|linear|speed|bottleneck) -->\n[\s\S]*?<!-- end -->/g,
      (_, name: string) => `<!-- ${name} -->\n\n${tables[name]!()}\n\n<!-- end -->`,
    );
    await expect(written).toMatchFileSnapshot("../docs/experiments.md");
  });

  it.each([
    `At σ_w = 0.5 and σ_b = 0.5 it says ${cell(0.5, 0.5).meanFieldDepth!.toFixed(1)} layers and ${cell(0.5, 0.5).trainableDepth} train`,
    `at 1.25 and 1.5 it says ${cell(1.25, 1.5).meanFieldDepth!.toFixed(1)} and ${cell(1.25, 1.5).trainableDepth} train`,
    `at 1.75 and 2 it says ${cell(1.75, 2).meanFieldDepth!.toFixed(1)} and ${cell(1.75, 2).trainableDepth} train`,
    `The classical start: ${arm("classical").meanFieldDepth!.toFixed(1)}, and ${arm("classical").trainableDepth} train`,
    `Four times Glorot's: ${arm("4x glorot").meanFieldDepth!.toFixed(1)}, and ${arm("4x glorot").trainableDepth} train`,
    `lies at σ_w = ${rbm.weightDeviation.toFixed(2)} and σ_b = ${rbm.biasDeviation.toFixed(2)}, the autoencoders at ${autoencoder.weightDeviation.toFixed(2)} and ${autoencoder.biasDeviation.toFixed(2)}`,
    `train to ${cell(0.75, 2).trainableDepth} or ${cell(0.75, 1.5).trainableDepth} layers, and mean field says ${rbm.meanFieldDepth!.toFixed(1)} and ${autoencoder.meanFieldDepth!.toFixed(1)}`,
    `the stack of RBMs trains to ${rbm.trainableDepth} layers, and the autoencoders to ${autoencoder.trainableDepth}`,
    `each hands on ${rbm.measuredAttenuation.toFixed(2)} and ${autoencoder.measuredAttenuation.toFixed(2)} of the error signal, where mean field says ${rbm.attenuation.toFixed(2)} and ${autoencoder.attenuation.toFixed(2)}`,
    `lie at the same place, and train to ${arm("rbm permuted").trainableDepth}`,
    `to ${greedy.weightDeviation.toFixed(2)} and ${greedy.biasDeviation.toFixed(2)}, and trains to ${greedy.trainableDepth}`,
    `${Math.min(...at(5).map(({ meanSquare }) => Math.sqrt(meanSquare))).toFixed(2)} to ${Math.max(...at(5).map(({ meanSquare }) => Math.sqrt(meanSquare))).toFixed(2)} at its root`,
    `from 0.2 to ${Math.min(
      ...at(5)
        .slice(0, 3)
        .map(({ attenuation }) => attenuation),
    ).toFixed(2)} and more`,
    `The uppermost layer gains least, ${at(50).at(-1)!.attenuation.toFixed(2)} at the end`,
    `From orthogonal weights 16 layers take ${epochsAt("orthogonal", 16)} epochs, and one takes ${epochsAt("orthogonal", 1)}. From pretrained ones it is ${epochsAt("pretrained", 16)} and ${epochsAt("pretrained", 1)}.`,
    `From Glorot's weights 16 layers take ${epochsAt("glorot", 16)} epochs, one takes ${epochsAt("glorot", 1)}.`,
    `From classical weights 4 layers take ${epochsAt("classical", 4)} epochs, and 8 layers are not trained within ${speed.epochs}`,
    `The pretraining costs ${speedAt("pretrained", 16)!.startCost.toFixed(1)} epochs of the net with 16 layers`,
    `the training error is ${percent(speed.mark, 0)} of that`,
    `From classical weights ${percent(meanOf(under(20, "classical").trainErrors))} of the training examples are wrong at the end under 20 units, and ${percent(meanOf(under(64, "classical").trainErrors))} under 64`,
    `Each start is trained for ${narrow.epochs} epochs`,
    `The loss of the RBMs is ${beside(20, "classical").trainLoss!.mean.toFixed(3)} times the classical one`,
    `the loss of the RBMs is ${beside(20, "isometric").trainLoss!.mean.toFixed(2)} times as large, with an interval from ${beside(20, "isometric").trainLoss!.low!.toFixed(2)} to ${beside(20, "isometric").trainLoss!.high!.toFixed(2)}, and their test error is ${(-100 * beside(20, "isometric").testError.mean).toFixed(1)} points smaller, from ${(-100 * beside(20, "isometric").testError.low!).toFixed(1)} smaller to ${(100 * beside(20, "isometric").testError.high!).toFixed(1)} larger`,
    `the loss is ${lossAfter(3, "rbm").toFixed(2)} from RBMs and ${lossAfter(3, "isometric").toFixed(2)} from the isometric start`,
    `${trajectories.values} numbers`,
    `hold ${percent(trajectories.shares[0] + trajectories.shares[1], 0)} of the variance`,
    `${percent(errorOf("rbm", 1), 0)} of the test examples are wrong`,
    `${percent(errorOf("classical", 1), 0)} wrong after one epoch`,
    `${percent(errorOf("rbm", -1))} for both kinds of pretrained nets, ${percent(errorOf("isometric", -1))} for the isometric start and ${percent(errorOf("classical", -1))} for the classical one`,
  ])("says what was found: %s", (sentence) => {
    expect(page).toContain(sentence);
  });

  it("says in words how long linear nets take", () => {
    expect(speed.seeds).toEqual([1, 2, 3]);
    expect(speed.rates).toHaveLength(8);
    expect(speedAt("classical", 8)).toBeUndefined();
    for (const { arm, speeds } of speed.arms) {
      expect(speeds.map(({ atBorder }) => atBorder)).toEqual(speeds.map(() => false));
      const rates = speeds.map(({ learningRate }) => learningRate);
      expect(rates).toEqual([...rates].sort((a, b) => b - a));
      if (arm === "linear classical") continue;
      expect([[0.1, 0.0316], [0.001]].map((ends, last) => ends.includes(rates.at(-last)!))).toEqual([
        true,
        true,
      ]);
    }
    for (const start of ["orthogonal", "pretrained"]) {
      const means = speed.depths.map((depth) => Number(epochsAt(start, depth)));
      expect(Math.max(...means) - Math.min(...means)).toBeLessThan(1.5);
    }
    expect(Number(epochsAt("glorot", 16))).toBeGreaterThan(2 * Number(epochsAt("glorot", 1)));
    const { startCost, epochs } = speedAt("pretrained", 16)!;
    expect(Math.round(startCost / meanOf(epochs))).toBe(5);
  });

  it("says in words what was found under a bottleneck", () => {
    expect(narrow.tops).toEqual([64, 20]);
    expect(narrow.comparisons.filter(({ overBest }) => overBest).map(({ over }) => over)).toEqual(
      Array(6).fill("isometric"),
    );
    for (const { arm, trainErrors, atBorder, diverged } of narrow.starts) {
      expect([atBorder, diverged]).toEqual([false, 0]);
      if (arm !== "classical") expect(trainErrors).toEqual([0, 0, 0, 0, 0]);
      expect(geometricMean(under(20, arm).trainLosses)).toBeGreaterThan(
        geometricMean(under(64, arm).trainLosses),
      );
    }
    expect(beside(20, "classical").trainLoss!.high).toBeLessThan(1);
    expect(beside(20, "classical").trainError.high).toBeGreaterThan(0);
  });

  it("says in words what was found of the singular values and of the ends", () => {
    expect(Math.min(...at(5).map(({ largest }) => largest))).toBeGreaterThan(1);
    expect(Math.max(...at(2).map(({ largest }) => largest))).toBeLessThan(1);
    expect(errorOf("autoencoder", -1)).toBeCloseTo(errorOf("rbm", -1), 3);
    expect(trajectories.nearestOwn).toBe(2 / 5);
    expect(trajectories.nearestByChance).toBeCloseTo(1 / 5, 1);
  });
});
