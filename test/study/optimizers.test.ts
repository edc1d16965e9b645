import { describe, expect, it } from "vitest";
import { loadDigits } from "../../src/data/digits.ts";
import { take } from "../../src/data/take.ts";
import { reference } from "../../src/engine/reference.ts";
import { adam, type Engine, iRpropPlus, Matrix, type Optimizer, rmsProp, sgd } from "../../src/index.ts";
import { armByName, withOptimizer } from "../../src/study/arms/all.ts";
import { checkOptimizer, optimizers } from "../../src/study/optimizers/all.ts";
import type { TrialOptimizer } from "../../src/study/optimizers/trial-optimizer.ts";
import { planStudy } from "../../src/study/plan.ts";
import { runStudy } from "../../src/study/run-study.ts";
import type { GradientMoment } from "../../src/study/trial-result.ts";
import { trialRunner } from "../../src/study/trial-runner.ts";
import { TRIAL_VERSION, type TrialSpec } from "../../src/study/trial-spec.ts";
import { brief } from "../support/small-study.ts";

const digits = take(await loadDigits(), [...Array(100).keys()]);
const whole = await planStudy(digits, { depths: [4], widths: [20], seeds: 1, engine: "reference" });
const plan = { ...whole, settings: { ...whole.settings, epochs: 2 } };
const specOf = (arm: string, optimizer: string, changes: Partial<TrialSpec> = {}): TrialSpec => ({
  ...{ version: TRIAL_VERSION, data: plan.data.fingerprint, purpose: "tune", arm, optimizer },
  ...{ depth: 4, width: 20, labels: plan.settings.train, times: 1 },
  ...{ seed: 1, learningRate: 0.01, settings: plan.settings, ...changes },
});
const run = (arm: string, optimizer: string, changes: Partial<TrialSpec> = {}) =>
  trialRunner(digits).run(specOf(arm, optimizer, changes));

const engine: Engine = reference;
const named = (name: string): TrialOptimizer => checkOptimizer("test", name);

/** The updates that an optimizer makes of these gradients, one after the other. */
function updatesOf(optimizer: Optimizer, gradients: readonly Matrix[], path = "0.weights"): number[][] {
  const parameters = { [path]: Matrix.zeros(1, 2) };
  const state = optimizer.init(engine, parameters);
  return gradients.map((gradient, step) =>
    optimizer
      .update(engine, { [path]: gradient }, state, parameters, { step, epoch: step, loss: 1 })
      [path]!.to1DArray(),
  );
}
const gradients = [new Matrix([[0.3, -2]]), new Matrix([[0.1, -1]]), new Matrix([[-0.2, 0.5]])];
/** A net whose hidden layers see error signals of these sizes, and the layer of its logits. */
const signals = (...sizes: number[]): GradientMoment => ({
  ...{ epoch: 0, loss: 1 },
  layers: [...sizes, 1].map((size, layer) => ({
    ...{ path: `${layer}`, errorAfterActivation: size, errorBeforeActivation: size },
    ...{ activationMean: 0, activationSpread: 1, weightGradientNorm: 1 },
  })) as unknown as GradientMoment["layers"],
});

describe("optimizers", () => {
  it("are six, momentum first", () => {
    expect(optimizers.map(({ name }) => name)).toEqual([
      ...["momentum", "nesterov", "adam", "rmsprop", "irprop", "layer rates"],
    ]);
  });

  it.each<[string, Optimizer]>([
    ["momentum", sgd({ learningRate: 0.03, momentum: 0.9 })],
    ["nesterov", sgd({ learningRate: 0.03, momentum: 0.99, nesterov: true })],
    ["adam", adam({ learningRate: 0.03, firstMomentDecay: 0.9, secondMomentDecay: 0.999 })],
    ["rmsprop", rmsProp({ learningRate: 0.03, decay: 0.9 })],
    ["irprop", iRpropPlus({ initialStep: 0.03 })],
    ["layer rates", sgd({ learningRate: 0.03, momentum: 0.9 })],
  ])("%s makes the updates of the optimizer that it says", (name, expected) => {
    const made = named(name).make(0.03, signals(1, 1));
    expect(updatesOf(made, gradients)).toEqual(updatesOf(expected, gradients));
  });
});

describe("layerRates", () => {
  const updateIn = (start: GradientMoment, path: string): number =>
    updatesOf(named("layer rates").make(0.1, start), [new Matrix([[1, 1]])], path)[0]![0]!;

  it("gives each layer the rate times rms δ of the last hidden layer over its own", () => {
    const start = signals(0.001, 0.01, 0.1);
    expect(updateIn(start, "0.weights")).toBeCloseTo(-0.1 * 100, 10);
    expect(updateIn(start, "1.bias")).toBeCloseTo(-0.1 * 10, 10);
    expect(updateIn(start, "2.weights")).toBeCloseTo(-0.1, 10);
    expect(updateIn(start, "3.weights")).toBeCloseTo(-0.1, 10); // the logits
    expect(updateIn(start, "0.1.weights")).toBeCloseTo(-0.1 * 100, 10); // inside a residual layer
  });

  it("leaves a layer alone that no signal reaches, and makes no numbers that are none", () => {
    expect(updateIn(signals(0, 0.1), "0.weights")).toBeCloseTo(-0.1, 12);
    expect(updateIn(signals(0), "0.weights")).toBeCloseTo(-0.1, 12);
    expect(updateIn(signals(), "0.weights")).toBeCloseTo(-0.1, 12);
  });

  it("brings the error signal of every hidden layer of a classical net to that of the last one", async () => {
    const { gradients: moments } = await run("classical", "momentum");
    const { layers } = moments[0]!;
    const hidden = layers.slice(0, -1);
    const signal = hidden.map(({ errorBeforeActivation }) => errorBeforeActivation!);
    expect(signal[0]! / signal.at(-1)!).toBeLessThan(0.02);
    const factors = hidden.map(({ path }) => -updateIn(moments[0]!, `${path}.weights`) / 0.1);
    for (const [layer, factor] of factors.entries()) {
      expect((factor * signal[layer]!) / signal.at(-1)!).toBeCloseTo(1, 10);
    }
  });
});

describe("trialRunner", () => {
  const parameters = 64 * 20 + 3 * 20 * 20 + 20 * 10 + 4 * 20 + 10;
  const { train, batchSize } = plan.settings;
  const examples = train * (3 * (64 * 20 + 3 * 400 + 200) - 64 * 20);

  it.each([
    ["momentum", 2],
    ["nesterov", 3],
    ["adam", 7],
    ["rmsprop", 5],
    ["layer rates", 3],
  ])("counts an update of %s as %i multiplications for each parameter", async (optimizer, perParameter) => {
    const arm = optimizer === "momentum" ? "classical" : `classical + ${optimizer}`;
    const { curve } = await run(arm, optimizer);
    const updates = Math.ceil(train / batchSize);
    expect(curve.map(({ epoch }) => epoch)).toEqual([0, 1, 2]);
    expect(curve[1]!.cost).toBe(examples + updates * perParameter * parameters);
  });

  it("hands iRprop+ all examples at once, in ten times as many epochs, and looks as often", async () => {
    const { curve } = await run("classical + irprop", "irprop");
    expect(curve.map(({ epoch }) => epoch)).toEqual([0, 10, 20]);
    expect(curve[1]!.cost).toBe(10 * (examples + 3 * parameters));
    const few = await run("classical + irprop", "irprop", { labels: 20 });
    expect(few.curve.at(-1)!.epoch).toBeGreaterThan(20);
  });

  it("trains an arm by its optimizer: the same start, and another end", async () => {
    const [plain, other] = [await run("classical", "momentum"), await run("classical + adam", "adam")];
    expect(other.curve[0]!.trainLoss).toBe(plain.curve[0]!.trainLoss);
    expect(other.curve.at(-1)!.trainLoss).not.toBe(plain.curve.at(-1)!.trainLoss);
    expect(other.id).not.toBe(plain.id);
  });

  it("refuses a spec whose optimizer is not that of its arm", async () => {
    await expect(run("classical", "adam")).rejects.toThrow(
      'Cannot run a trial: expected optimizer of classical to be one of "momentum", got "adam"',
    );
  });
});

const own: TrialOptimizer = {
  ...{ name: "plain", description: "gradient descent", rates: [0.1, 0.316, 1], cost: 1 },
  make: (learningRate) => sgd({ learningRate }),
};

describe("withOptimizer", () => {
  it("names an arm after both, and keeps all else of it", () => {
    const arm = withOptimizer("rbm", "adam");
    const plainArm = armByName("rbm");
    expect(arm).toMatchObject({ name: "rbm + adam", kind: "pretrained", tags: plainArm.tags });
    expect(arm.start).toBe(plainArm.start);
    expect(armByName("rbm + adam")).toEqual(arm);
    expect(withOptimizer(plainArm, own).name).toBe("rbm + plain");
  });

  it.each<[() => unknown, RegExp]>([
    [() => withOptimizer("rmb", "adam"), /arm to be one of .*got "rmb".*did you mean "rbm"/],
    [() => withOptimizer("rbm", "adm"), /optimizer to be one of .*got "adm"/],
    [
      () => withOptimizer("rbm + adam", "irprop"),
      /an arm without an optimizer of its own, got "rbm \+ adam"/,
    ],
    [() => armByName("rbm + adam + irprop"), /an arm without an optimizer of its own, got "rbm \+ adam"/],
    [() => armByName("rbm + sgd"), /optimizer of an arm to be one of .*got "sgd"/],
  ])("refuses what there is not: %s", (call, message) => {
    expect(call).toThrow(message);
  });

  it.each<[string, Partial<Record<keyof TrialOptimizer, unknown>>, RegExp]>([
    ["a name of the study's", { name: "adam" }, /a name that no optimizer of the study has, got "adam"/],
    ["no name", { name: "" }, /a name that no optimizer of the study has, got ""/],
    ["two rates", { rates: [0.1, 1] }, /three rates or more, got/],
    ["falling rates", { rates: [1, 0.3, 0.1] }, /a rate to be a finite number > 1, got 0.3/],
    ["a rate of 0", { rates: [0, 0.3, 1] }, /a rate to be a finite number > 0, got 0/],
    ["steps that are too long", { rates: [0.01, 0.1, 1] }, /rates that rise by factors of at most √10, got/],
    ["no cost", { cost: undefined }, /cost of an optimizer to be a finite number ≥ 0, got undefined/],
    ["part of an epoch", { fullBatch: 0.5 }, /fullBatch to be an integer ≥ 1, got 0.5/],
    ["no make", { make: 3 }, /an object with a name, rates and make/],
    [
      "no description",
      { description: undefined },
      /description of an optimizer to be a string, got undefined/,
    ],
    ["an option nobody reads", { rate: 1 } as object, /got "rate".*did you mean "rates"/],
  ])("refuses an optimizer of the caller's own with %s", (_, change, message) => {
    expect(() => withOptimizer("rbm", { ...own, ...change } as TrialOptimizer)).toThrow(message);
  });
});

describe("runStudy", () => {
  it("trains every arm by every optimizer that is asked for, the caller's own too", async () => {
    const { plan: made, verdict } = await runStudy(digits, {
      ...{ arms: ["classical", "relu + adam"], optimizers: ["adam", own] },
      ...{ depths: [1], widths: [4], seeds: 1, ...brief },
    });
    expect(made.arms.map(({ name, optimizer }) => [name, optimizer])).toEqual([
      ["classical", "momentum"],
      ["relu + adam", "adam"],
      ["classical + adam", "adam"],
      ["classical + plain", "plain"],
    ]);
    expect(Object.keys(made.tuning.rates)).toEqual(["momentum", "adam", "plain"]);
    expect(verdict.arms.map(({ arm }) => arm).toSorted()).toEqual(
      made.arms.map(({ name }) => name).toSorted(),
    );
  });

  it("takes an optimizer that is named twice once, and refuses two of a name", async () => {
    const options = { arms: ["classical"], depths: [1], widths: [4], seeds: 1, ...brief };
    const twice = await planStudy(digits, { ...options, optimizers: ["adam", own, "adam", own] });
    expect(twice).toEqual(await planStudy(digits, { ...options, optimizers: ["adam", own] }));
    const others = [own, { ...own }];
    await expect(planStudy(digits, { ...options, optimizers: others })).rejects.toThrow(
      /one optimizer of each name, got "plain"/,
    );
    const arms = others.map((optimizer, index) => ({
      ...armByName("relu"),
      name: `net ${index}`,
      optimizer,
    }));
    await expect(planStudy(digits, { ...options, arms })).rejects.toThrow(
      /one optimizer of each name, got "plain"/,
    );
  });

  it("refuses what an optimizer of the caller's own makes where it is none", async () => {
    const wrong = { ...own, make: () => ({ name: "none" }) as unknown as Optimizer };
    const options = { arms: [withOptimizer("relu", wrong)], depths: [1], widths: [4], seeds: 1 };
    await expect(runStudy(digits, options)).rejects.toThrow(/optimizer to be/);
  });
});
