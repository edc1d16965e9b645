import { describe, expect, it } from "vitest";
import { loadDigits } from "../../src/data/digits.ts";
import { take } from "../../src/data/take.ts";
import { type Optimizer, sgd } from "../../src/index.ts";
import { mapParameters } from "../../src/parameters.ts";
import { comparedWith } from "../../src/study/experiments/bottleneck-comparison.ts";
import { type Arm, arms, bottleneck, withOptimizer } from "../../src/study/index.ts";
import { cautiousQuantile } from "../../src/study/statistics/cautious-tails.ts";

const digits = await loadDigits();
const some = take(digits, [...Array(300).keys()]);
const isometric = arms.find(({ name }) => name === "isometric")!;
const asPretrained = (arm: Arm, name: string): Arm => ({ ...arm, name, kind: "pretrained" });
const small = { depth: 2, width: 16, tops: [6], times: 1 };

describe("bottleneck", () => {
  it("trains nets of one width with so many units on top, and RBMs alike", async () => {
    const sizes: (readonly number[])[] = [];
    const stacks: string[][] = [];
    const spy: Arm = {
      ...asPretrained(isometric, "spy"),
      async start(ground) {
        const { rbms } = await ground.stack({ epochs: 1 });
        const start = await isometric.start(ground);
        sizes.push(start.network.layers.map((layer) => layer.outputs!));
        stacks.push(rbms.map(({ parameters }) => JSON.stringify(parameters.weights)));
        expect(rbms.map(({ hidden }) => hidden)).toEqual(ground.sizes.slice(1));
        return start;
      },
    };
    const { tops } = await bottleneck(some, {
      ...small,
      arms: [spy],
      depth: 3,
      width: 8,
      tops: [5, 8],
      seeds: 1,
    });
    expect(tops).toEqual([5, 8]);
    const [five, eight] = [
      [8, 8, 5, 10],
      [8, 8, 8, 10],
    ];
    expect(sizes).toEqual([five, five, eight, eight]); // the seed of the rates, and the first
    expect(stacks[2]!.slice(0, 2)).toEqual(stacks[0]!.slice(0, 2)); // the lower ones are the same under every top
  });

  it("says that a start helps beside one, and is no better than the same start beside itself", async () => {
    const lame = {
      ...{ name: "lame", description: "learns nothing", rates: [0.1, 0.2, 0.4], cost: 1 },
      make: () => sgd({ learningRate: 1e-9 }),
    };
    const twin = asPretrained(isometric, "twin");
    const { starts, comparisons } = await bottleneck(some, {
      ...{ ...small, arms: [withOptimizer("classical", lame), "isometric", twin], seeds: 4 },
    });
    expect(comparisons.map(({ arm, over, overBest, top }) => [arm, over, overBest, top])).toEqual([
      ["twin", "isometric", true, 6],
      ["twin", "classical + lame", false, 6],
    ]);
    expect(comparisons[0]!.trainLoss).toEqual({ mean: 1, low: null, high: null }); // no spread says nothing
    expect(comparisons[0]!.trainError.mean).toBe(0);
    expect(comparisons[0]!.trainError.high).toBeCloseTo(cautiousQuantile(4, 0.025) / 2 / 180, 12); // an example of 180
    const [stuck] = starts;
    expect(stuck!.curve.at(-1)!.trainLoss).toBeCloseTo(
      Math.exp(stuck!.trainLosses.reduce((sum, loss) => sum + Math.log(loss), 0) / 4),
      12,
    );
    expect(comparisons[1]!.trainLoss!.high).toBeLessThan(1);
    expect(comparisons[1]!.trainError.high).toBeLessThan(0);
  });

  it("takes the rate that fits the training examples best, and compares with nothing where no start is random", async () => {
    const picky = {
      ...{ name: "picky", description: "learns at one rate", rates: [0.0316, 0.1, 0.316], cost: 1 },
      make: (rate: number) => sgd({ learningRate: rate === 0.1 ? 0.1 : 1e-9, momentum: 0.9 }),
    };
    const arm = withOptimizer(asPretrained(isometric, "given"), picky);
    const { starts, comparisons } = await bottleneck(some, { ...small, arms: [arm], seeds: 1 });
    expect([starts[0]!.learningRate, starts[0]!.atBorder, comparisons]).toEqual([0.1, false, []]);
  });

  it("counts runs that diverge, and keeps what they came to before", async () => {
    const plain = sgd({ learningRate: 0.01 });
    const wild = {
      ...{ name: "wild", description: "diverges", rates: [0.1, 0.2, 0.4], cost: 1 },
      make: (): Optimizer => ({
        name: "wild",
        init: (engine, parameters) => plain.init(engine, parameters),
        update(engine, gradients, state, parameters, moment) {
          const updates = plain.update(engine, gradients, state as never, parameters, moment);
          const factor = moment.step < 50 ? 1 : Number.NaN; // in the sixth epoch of nine updates
          return mapParameters(updates, (update) => engine.scale(factor, update));
        },
      }),
    };
    const { starts } = await bottleneck(some, {
      ...small,
      arms: [withOptimizer("isometric", wild)],
      seeds: 2,
    });
    const [start] = starts;
    expect([start!.diverged, start!.atBorder]).toEqual([2, true]);
    expect(start!.curve.map(({ epoch }) => epoch)).toEqual([0, 5]);
    const [first, second] = start!.trainLosses.map(Math.log) as [number, number];
    expect(start!.curve[1]!.trainLoss).toBeCloseTo(Math.exp((first + second) / 2), 12);
  });

  it("refuses what is out of range", async () => {
    await expect(bottleneck(some, { tops: [] })).rejects.toThrow("tops to be a list of integers, got []");
    await expect(bottleneck(some, { tops: [0] })).rejects.toThrow("tops to be an integer ≥ 1");
    await expect(bottleneck(some, { depth: 1 })).rejects.toThrow("depth to be an integer ≥ 2");
    await expect(bottleneck(some, { times: 0.5 })).rejects.toThrow("times to be an integer");
    await expect(bottleneck(some, { arms: [] })).rejects.toThrow("at least one arm");
  });
});

describe("comparedWith", () => {
  const random = {
    ...{ arm: "random", trainLosses: [1, 1, 1, 1] },
    ...{ trainErrors: [0.1, 0.1, 0.1, 0.1], testErrors: [0.2, 0.2, 0.2, 0.2] },
  };
  const reach = cautiousQuantile(4, 0.025) / Math.sqrt(4); // of one standard deviation, four seeds

  it("has the geometric mean of the losses' ratios and the means of the errors' differences, each with its interval", () => {
    const other = {
      ...{ arm: "other", trainLosses: [1 / 2, 2, 1 / 2, 1 / 8] }, // ln 2 times −1, 1, −1, −3: mean −1, spread √(8/3)
      ...{ trainErrors: [0.1, 0.2, 0.3, 0.4], testErrors: [0.2, 0.2, 0.2, 0.2] },
    };
    const found = comparedWith(random, other, { train: 1000, test: 100 });
    expect([found.arm, found.over]).toEqual(["other", "random"]);
    expect(found.trainLoss!.mean).toBeCloseTo(1 / 2, 12);
    expect(Math.log2(found.trainLoss!.high!)).toBeCloseTo(-1 + Math.sqrt(8 / 3) * reach, 9);
    expect(Math.log2(found.trainLoss!.low!)).toBeCloseTo(-1 - Math.sqrt(8 / 3) * reach, 9);
    expect(found.trainError.mean).toBeCloseTo(0.15, 12); // 0, .1, .2, .3: spread √(.05/3)
    expect(found.trainError.low).toBeCloseTo(0.15 - Math.sqrt(0.05 / 3) * reach, 9);
    expect(found.testError.high).toBeCloseTo(reach / 100, 12); // no less than one example
  });

  it("has no ratio where a loss is 0", () => {
    const found = comparedWith(random, { ...random, trainLosses: [0, 1, 1, 1] }, { train: 10, test: 10 });
    expect("trainLoss" in found).toBe(false);
  });
});
