import { describe, expect, it } from "vitest";
import { loadDigits } from "../../src/data/digits.ts";
import { take } from "../../src/data/take.ts";
import { type Matrix, sgd } from "../../src/index.ts";
import { SingularValueDecomposition } from "../../src/matrix/matrix.ts";
import { standardize } from "../../src/preprocess/standardize.ts";
import { RATES } from "../../src/study/experiments/epochs-until-trained.ts";
import { experimentGround } from "../../src/study/experiments/experiment-ground.ts";
import { type Arm, arms, speedByDepth, withOptimizer } from "../../src/study/index.ts";
import { copyOf } from "../../src/study/run-trial.ts";
import { still } from "../support/still-arm.ts";

const digits = await loadDigits();
const some = take(digits, [...Array(300).keys()]);
const small = { width: 8, mark: 0.5, times: 1 };

/** After how many epochs the training error of a net of one hidden layer is at the mark first, by all looks at a whole run. */
async function counted(arm: Arm, seed: number, learningRate: number, mark: number): Promise<number> {
  const ground = await experimentGround(some, { arms: [arm], width: small.width });
  const { start, labeled } = await ground.start(arm, 1, seed);
  const { inputs, targets } = labeled;
  const { epochs, batchSize } = ground.plan.settings;
  const labels = Array.from(targets as Int32Array);
  const frequent = Math.max(...labels.map((label) => labels.filter((other) => other === label).length));
  const network = copyOf(start.network, ground.specOf(arm, 1, seed));
  const optimizer = sgd({ learningRate, momentum: 0.9 });
  const wrong: number[] = [];
  const onEpoch = (): void => {
    wrong.push(labels.length * (1 - network.evaluate(inputs, targets).accuracy!));
  };
  await network.fit(inputs, targets, { epochs, batchSize, optimizer, seed, onEpoch }).catch(() => {}); // where it diverges
  const at = wrong.findIndex((count) => count <= mark * (labels.length - frequent) + 1e-9);
  return at < 0 ? Number.POSITIVE_INFINITY : at + 1;
}

describe("speedByDepth", () => {
  it("counts the epochs until trained at the best rate of all", async () => {
    const arm = arms.find(({ name }) => name === "linear glorot")!;
    const { arms: found, rates } = await speedByDepth(some, { ...small, arms: [arm], depths: [1], seeds: 2 });
    const [{ learningRate, epochs, atBorder, startCost }] = found[0]!.speeds as [never];
    const all: { rate: number; epochs: readonly number[] }[] = [];
    for (const rate of RATES) {
      all.push({ rate, epochs: [await counted(arm, 1, rate, 0.5), await counted(arm, 2, rate, 0.5)] });
    }
    const sum = ([one, two]: readonly number[]): number => one! + two!;
    const best = all.reduce((a, b) => (sum(b.epochs) < sum(a.epochs) ? b : a));
    expect({ rate: learningRate, epochs }).toEqual(best);
    expect([rates, atBorder, startCost]).toEqual([RATES, false, 0]);
  });

  it("ends with the depth before the first that no rate trains", async () => {
    const steps: number[] = [];
    const { arms: found, epochs } = await speedByDepth(some, {
      ...{ ...small, arms: [still, "linear orthogonal"], depths: [1, 4, 5], seeds: 1 },
      onProgress: (done, total) => steps.push(done / total),
    });
    expect(found.map(({ arm, speeds }) => [arm, speeds.map(({ depth }) => depth)])).toEqual([
      ["still", [1]],
      ["linear orthogonal", [1, 4, 5]],
    ]);
    const needed = found.flatMap(({ speeds }) => speeds.flatMap((speed) => speed.epochs));
    expect(Math.max(...needed)).toBeLessThanOrEqual(epochs);
    expect(steps).toEqual([0, 1 / 6, 3 / 6, 4 / 6, 5 / 6, 1]);
  });

  it("says where a better rate may lie beyond those that were tried", async () => {
    const inThousandths = {
      ...{ name: "in thousandths", description: "rates divided by a thousand", rates: [1, 2, 4], cost: 1 },
      make: (learningRate: number) => sgd({ learningRate: learningRate / 1000, momentum: 0.9 }),
    };
    const arm = withOptimizer("linear orthogonal", inThousandths);
    const { arms: found } = await speedByDepth(some, {
      ...small,
      mark: 0.9,
      arms: [arm],
      depths: [4],
      seeds: 1,
    });
    expect(found[0]!.speeds[0]).toMatchObject({ learningRate: 1, atBorder: true });
  });

  it("counts what a start costs in epochs of its net", async () => {
    const { arms: found } = await speedByDepth(some, {
      ...{ ...small, arms: ["linear pretrained"], depths: [1, 2], seeds: 1 },
    });
    const ground = await experimentGround(some, { arms: ["linear pretrained"], width: small.width });
    const { train, batchSize, pretraining } = ground.plan.settings;
    const costs = [[64 * 8], [64 * 8, 8 * 8]].map((layers) => {
      const weights = layers.reduce((sum, layer) => sum + layer, 8 * 10);
      const parameters = weights + 8 * layers.length + 10;
      const net = train * (3 * weights - 64 * 8) + Math.ceil(train / batchSize) * 2 * parameters;
      const stack = layers.reduce((sum, layer) => sum + 5 * pretraining.epochs * train * layer, 0);
      return stack / net;
    });
    expect(found[0]!.speeds.map(({ startCost }) => startCost)).toEqual(
      costs.map((cost) => expect.closeTo(cost, 9)),
    );
  });

  it("refuses a mark, depths and numbers that are none", async () => {
    await expect(speedByDepth(some, { mark: 1 })).rejects.toThrow(
      "Cannot find how fast starts train: expected mark to be a finite number > 0 and < 1, got 1",
    );
    await expect(speedByDepth(some, { depths: [2, 1] })).rejects.toThrow("depths to be a finite number");
    await expect(speedByDepth(some, { times: 0.5 })).rejects.toThrow("times to be an integer ≥ 1");
    await expect(speedByDepth(some, { seeds: 0 })).rejects.toThrow("seeds to be an integer ≥ 1");
    await expect(speedByDepth(some, { arms: [] })).rejects.toThrow("at least one arm");
  });
});

describe("linear pretrained", () => {
  it("keeps the principal directions of the inputs as an orthogonal matrix would", async () => {
    const ground = await experimentGround(digits, { arms: ["linear pretrained"], width: 8 });
    const { start } = await ground.start(ground.arms[0]!, 2, 1);
    const [first, second] = ["0.weights", "1.weights"].map(
      (name) => new SingularValueDecomposition(start.network.parameters[name] as Matrix),
    );
    for (const sigma of [...first!.diagonal, ...second!.diagonal]) expect(sigma).toBeCloseTo(1, 1);

    const { inputs } = ground.data.train;
    const centered = inputs.clone().subRowVector(standardize.fit(inputs).means.to1DArray());
    const principal = new SingularValueDecomposition(centered).rightSingularVectors.subMatrix(0, 63, 0, 7);
    const variance = (directions: Matrix): number => centered.mmul(directions).norm() ** 2;
    expect(variance(first!.leftSingularVectors.subMatrix(0, 63, 0, 7))).toBeGreaterThan(
      0.95 * variance(principal), // of random directions: about a fifth
    );
  });
});
