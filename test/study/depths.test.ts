import { describe, expect, it } from "vitest";
import { loadDigits } from "../../src/data/digits.ts";
import { take } from "../../src/data/take.ts";
import { budgets } from "../../src/study/budgets.ts";
import { depthRatios } from "../../src/study/experiments/depth-ratios.ts";
import { type Arm, arms, depthsByStart, networkOf } from "../../src/study/index.ts";
import { cautiousQuantile } from "../../src/study/statistics/cautious-tails.ts";
import { still } from "../support/still-arm.ts";

const digits = await loadDigits();
const some = take(digits, [...Array(500).keys()]);

describe("depthsByStart", () => {
  it("finds how deep starts train, by seed, and what the first is to the others", async () => {
    const steps: number[] = [];
    const found = await depthsByStart(some, {
      ...{ arms: ["isometric", still], depths: [1, 4], width: 16, seeds: 1 },
      onProgress: (done, total) => steps.push(done / total),
    });
    expect(found.arms.map(({ arm, depths }) => [arm, depths])).toEqual([
      ["isometric", [4]],
      ["still", [1]],
    ]);
    expect(found.ratios).toEqual([
      { arm: "still", over: "isometric", mean: expect.closeTo(1 / 4, 12), low: null, high: null },
    ]);
    expect(steps).toEqual([0, 1 / 2, 1]);
  });

  it("expects 6ξ layers of what a layer leaves: 3/ln 2 of a half, and no end of linear orthogonal ones", async () => {
    const half: Arm = {
      ...{ name: "half", description: "orthogonal weights of gain ½", kind: "random start" },
      start: async (ground) => {
        const { network } = await arms.find(({ name }) => name === "linear orthogonal")!.start(ground);
        const values = Object.entries(network.parameters).map(
          ([name, value]) => [name, value.clone().mul(name.endsWith("weights") ? 1 / 2 : 1)] as const,
        );
        return {
          network: networkOf(ground, network.layers.slice(0, -1), Object.fromEntries(values.slice(0, -2))),
        };
      },
    };
    const { arms: found } = await depthsByStart(some, {
      ...{ arms: ["linear orthogonal", half], depths: [1], width: 16, seeds: 1 },
    });
    expect(found[0]!.attenuations[0]).toBeCloseTo(1, 5); // float32
    expect(found[1]!.attenuations[0]).toBeCloseTo(1 / 2, 5);
    expect(found[1]!.expectedDepth).toBeCloseTo(3 / Math.log(2), 4);
  });

  it("refuses wrong depths and numbers of seeds", async () => {
    await expect(depthsByStart(digits, { depths: [2, 1] })).rejects.toThrow("depths to be a finite number");
    await expect(depthsByStart(digits, { depths: [1.5] })).rejects.toThrow("depths to be an integer");
    await expect(depthsByStart(digits, { seeds: 0 })).rejects.toThrow("seeds to be an integer ≥ 1");
    await expect(depthsByStart(digits, { arms: [] })).rejects.toThrow("at least one arm");
  });
});

describe("depthRatios", () => {
  const over = (depths: readonly number[], first: readonly number[], tried = [1, 2, 4, 8]) =>
    depthRatios(
      [
        { arm: "first", depths: first },
        { arm: "other", depths },
      ],
      tried,
    );
  const reach = cautiousQuantile(4, 0.025) / Math.sqrt(4); // of one standard deviation, four seeds

  it("is the geometric mean over the seeds with the cautious interval of its logarithm", () => {
    const [ratio] = over([1, 2, 1, 8], [4, 2, 4, 4]);
    const logarithms = [1 / 4, 1, 1 / 4, 2].map(Math.log); // mean ln 2^(−3/4), squares of 1.5², .75² … from it
    const mean = -0.75 * Math.log(2);
    const spread = Math.sqrt(logarithms.reduce((sum, each) => sum + (each - mean) ** 2, 0) / 3);
    expect(Math.log(ratio!.mean)).toBeCloseTo(mean, 12);
    expect(Math.log(ratio!.high!)).toBeCloseTo(mean + spread * reach, 9);
    expect(Math.log(ratio!.low!)).toBeCloseTo(mean - spread * reach, 9);
  });

  it("spreads no less than the least step of the depths that were tried", () => {
    const [ratio] = over([2, 2, 2, 2], [4, 4, 4, 4], [1, 2, 3, 4]);
    expect(Math.log(ratio!.high! / ratio!.mean)).toBeCloseTo(Math.log(4 / 3) * reach, 9);
  });

  it("has no interval of three seeds or of one depth, and is none where a start trains at no depth", () => {
    expect(over([2, 2, 1], [4, 2, 4])[0]).toMatchObject({ low: null, high: null });
    expect(over([1, 1, 1, 1], [1, 1, 1, 1], [1])).toEqual([
      { arm: "other", over: "first", mean: 1, low: null, high: null },
    ]);
    expect(over([0, 1, 1, 1], [4, 4, 4, 4])).toEqual([]);
  });
});

describe("The linear arms", () => {
  it("are in no study that does not ask for them", () => {
    const linear = arms.filter(({ tags = [] }) => tags.includes("linear")).map(({ name }) => name);
    expect(linear).toEqual(["linear classical", "linear glorot", "linear orthogonal", "linear pretrained"]);
    for (const budget of Object.values(budgets)) {
      expect(budget(1000).arms.filter((name) => name.startsWith("linear"))).toEqual([]);
    }
  });
});
