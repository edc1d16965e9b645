import { describe, expect, it } from "vitest";
import { isNotFiniteError } from "../../src/check.ts";
import { loadDigits } from "../../src/data/digits.ts";
import { take } from "../../src/data/take.ts";
import { type Optimizer, sgd } from "../../src/index.ts";
import type { Arm } from "../../src/study/arm.ts";
import { armByName, withOptimizer } from "../../src/study/arms/all.ts";
import { planStudy } from "../../src/study/plan.ts";
import type { TrialResult } from "../../src/study/trial-result.ts";
import { trialRunner } from "../../src/study/trial-runner.ts";
import { TRIAL_VERSION, type TrialSpec } from "../../src/study/trial-spec.ts";

const digits = take(await loadDigits(), [...Array(100).keys()]);
const plan = await planStudy(digits, { depths: [2], widths: [8], seeds: 1 });

/** A trial of an arm of the caller's own, three epochs long. */
function run(arm: Arm, changes: Partial<TrialSpec> = {}): Promise<TrialResult> {
  const optimizer = typeof arm.optimizer === "object" ? arm.optimizer.name : "momentum";
  return trialRunner(digits, [arm]).run({
    ...{ version: TRIAL_VERSION, data: plan.data.fingerprint, purpose: "compare", arm: arm.name, optimizer },
    ...{ depth: 2, width: 8, labels: plan.settings.train, times: 1, seed: 1, learningRate: 0.01 },
    settings: { ...plan.settings, epochs: 3 },
    ...changes,
  });
}

const relu = armByName("relu");
/** An arm whose optimizer does something at its tenth update: after the first epoch, which has three. */
const spoiled = (spoil: () => number): Arm => {
  const plain = sgd({ learningRate: 0.01 });
  const optimizer = {
    ...{ name: "spoiled", description: "", rates: [0.01, 0.03, 0.09], cost: 1 },
    make: (): Optimizer => ({
      name: "spoiled",
      init: (engine, parameters) => plain.init(engine, parameters),
      update(engine, gradients, state, parameters, moment) {
        const updates = plain.update(engine, gradients, state as never, parameters, moment);
        if (moment.step < 5) return updates;
        const factor = spoil();
        return Object.fromEntries(
          Object.entries(updates).map(([name, update]) => [name, engine.scale(factor, update)]),
        );
      },
    }),
  };
  return withOptimizer({ ...relu, name: "mine" }, optimizer);
};
const throwing = (error: unknown): Arm =>
  spoiled(() => {
    throw error;
  });

describe("trialRunner", () => {
  it("keeps what was measured of a run whose numbers went out of range, and says why it ended", async () => {
    const { diverged, curve } = await run(spoiled(() => 1e30));
    expect(diverged).toMatch(/finite/);
    expect(curve.length).toBeGreaterThanOrEqual(2);
    expect(curve.length).toBeLessThan(4);
    for (const point of curve) expect(Object.values(point).every(Number.isFinite)).toBe(true);
  });

  it("calls the first trial of a rate that is far too large diverged, before an epoch has ended", async () => {
    const { diverged, curve } = await run({ ...relu, name: "mine" }, { learningRate: 1e9 });
    expect(diverged).toMatch(/the loss to stay finite/);
    expect(curve.map(({ epoch }) => epoch)).toEqual([0]);
  });

  it.each([
    ["an error", new Error("expected the loss to stay finite, got NaN")],
    ["a range error", new RangeError("Cannot train: expected the loss to stay finite, got NaN")],
    ["an error that is no object", "not finite"],
    ["an error with another code", Object.assign(new RangeError("finite"), { code: "ENOENT" })],
    ["an error of another kind with the code", Object.assign(new Error("finite"), { code: "NOT_FINITE" })],
  ])("throws %s that speaks of finite numbers and is no divergence", async (_, error) => {
    expect(isNotFiniteError(error)).toBe(false);
    await expect(run(throwing(error))).rejects.toBe(error);
  });

  it("throws what the start of an arm throws, whatever it says", async () => {
    const error = new RangeError("Cannot start: expected finite weights, got NaN");
    const start = (): never => {
      throw error;
    };
    await expect(run({ ...relu, name: "mine", start })).rejects.toBe(error);
  });
});
