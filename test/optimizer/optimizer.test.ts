import { describe, expect, it } from "vitest";
import type { Engine } from "../../src/engine/engine.ts";
import { reference, referenceKind } from "../../src/engine/reference.ts";
import { type AbstractMatrix, Matrix } from "../../src/matrix/matrix.ts";
import { adaGrad } from "../../src/optimizer/ada-grad.ts";
import { adam } from "../../src/optimizer/adam.ts";
import { adamW } from "../../src/optimizer/adam-w.ts";
import { optimizers } from "../../src/optimizer/all.ts";
import { chain } from "../../src/optimizer/chain.ts";
import { clipByGlobalNorm } from "../../src/optimizer/clip-by-global-norm.ts";
import { clipByValue } from "../../src/optimizer/clip-by-value.ts";
import type { GradientTransform } from "../../src/optimizer/gradient-transform.ts";
import { iRpropPlus } from "../../src/optimizer/irprop.ts";
import { l1Penalty } from "../../src/optimizer/l1-penalty.ts";
import type { Optimizer } from "../../src/optimizer/optimizer.ts";
import { rmsProp } from "../../src/optimizer/rms-prop.ts";
import { sgd } from "../../src/optimizer/sgd.ts";
import { weightDecay } from "../../src/optimizer/weight-decay.ts";
import { copyParameters, loadParameters, mapParameters, type Parameters } from "../../src/parameters.ts";
import { cosine } from "../../src/schedule/cosine.ts";
import { exponential } from "../../src/schedule/exponential.ts";
import { piecewise } from "../../src/schedule/piecewise.ts";
import { step } from "../../src/schedule/step.ts";
import { warmUp } from "../../src/schedule/warm-up.ts";
import fixture from "../fixtures/optimizers.json" with { type: "json" };
import { engineKinds, toleranceOf } from "../support/engines.ts";
import { randomMatrix } from "../support/random-matrix.ts";

const updatesPerEpoch = 10;

interface Objective {
  readonly loss: (x: readonly number[]) => number;
  readonly gradient: (x: readonly number[]) => number[];
}

const sum = (x: readonly number[]): number => x.reduce((total, value) => total + value, 0);

const curvatures = [1, 4, 16, 64, 256, 1000];

/** ½ Σ cᵢ·(xᵢ − 1)² + ½ (Σ xᵢ)² */
const quadratic: Objective = {
  loss: (x) => 0.5 * sum(x.map((value, i) => curvatures[i]! * (value - 1) ** 2)) + 0.5 * sum(x) ** 2,
  gradient: (x) => x.map((value, i) => curvatures[i]! * (value - 1) + sum(x)),
};

/** Σ 10·(xᵢ₊₁ − xᵢ²)² + (1 − xᵢ)² */
const rosenbrock: Objective = {
  loss: (x) => sum(x.slice(1).map((next, i) => 10 * (next - x[i]! ** 2) ** 2 + (1 - x[i]!) ** 2)),
  gradient: (x) =>
    x.map((value, i) => {
      const left = i > 0 ? 20 * (value - x[i - 1]! ** 2) : 0;
      const right = i < x.length - 1 ? -40 * value * (x[i + 1]! - value ** 2) - 2 * (1 - value) : 0;
      return left + right;
    }),
};

const objectives: Record<keyof typeof fixture.start, Objective> = { quadratic, rosenbrock };
const objectiveNames = ["quadratic", "rosenbrock"] as const;

const toParameters = (x: readonly number[]): Parameters => ({
  "0.weights": new Matrix([x.slice(0, 2), x.slice(2, 4)]),
  "0.bias": new Matrix([x.slice(4)]),
});
const toNumbers = (parameters: Parameters): number[] =>
  Object.values(parameters).flatMap((matrix: AbstractMatrix) => matrix.to1DArray());

/** One run of an optimizer that is advanced update by update; the gradient's matrices are used again each time. */
function startRun(optimizer: Optimizer, name: keyof typeof objectives): () => number[] {
  const objective = objectives[name];
  const parameters = toParameters(fixture.start[name]);
  const gradients = mapParameters(parameters, (matrix) => new Matrix(matrix));
  const state = optimizer.init(reference, parameters);
  let updates = 0;
  return () => {
    const x = toNumbers(parameters);
    copyParameters(reference, toParameters(objective.gradient(x)), gradients);
    const moment = { step: updates, epoch: updates / updatesPerEpoch, loss: objective.loss(x) };
    const changes = optimizer.update(reference, gradients, state, parameters, moment);
    for (const [key, change] of Object.entries(changes)) {
      reference.add(parameters[key]!, change, parameters[key]!);
    }
    updates += 1;
    return toNumbers(parameters);
  };
}

function run(optimizer: Optimizer, name: keyof typeof objectives, updates: number): number[][] {
  const advance = startRun(optimizer, name);
  return Array.from({ length: updates }, advance);
}

/** Each under the name its trajectories have in the fixture, with the settings that the script uses. */
const cases: Record<keyof typeof fixture.trajectories, Optimizer> = {
  sgd: sgd({ learningRate: 0.0015 }),
  "sgd with momentum": sgd({ learningRate: 0.0015, momentum: 0.9 }),
  "sgd with Nesterov's momentum": sgd({ learningRate: 0.001, momentum: 0.9, nesterov: true }),
  "sgd with weight decay": chain(weightDecay(0.3), sgd({ learningRate: 0.0015, momentum: 0.5 })),
  "sgd with L1 penalty": chain(l1Penalty(0.8), sgd({ learningRate: 0.0015, momentum: 0.5 })),
  "sgd clipped by value": chain(clipByValue(5), sgd({ learningRate: 0.002, momentum: 0.9 })),
  "sgd with L1 penalty, clipped by value after it": chain(
    l1Penalty(0.8),
    clipByValue(4.7),
    sgd({ learningRate: 0.0023, momentum: 0.5 }),
  ),
  "sgd under step": sgd({ learningRate: step({ rate: 0.0015, factor: 0.5, every: 1 }) }),
  "sgd under warmUp": sgd({
    learningRate: warmUp({ epochs: 0.5, schedule: exponential({ rate: 0.0015, decay: 0.9 }) }),
  }),
  "sgd with rising momentum and falling rate": sgd({
    learningRate: exponential({ rate: 0.001, decay: 0.7 }),
    momentum: piecewise({ values: [0.5, 0.9], until: [1.5] }),
  }),
  "sgd clipped": chain(clipByGlobalNorm(30), sgd({ learningRate: 0.002, momentum: 0.9 })),
  "sgd clipped before weight decay": chain(
    clipByGlobalNorm(30),
    weightDecay(0.8),
    sgd({ learningRate: 0.002, momentum: 0.9 }),
  ),
  "sgd clipped after weight decay": chain(
    weightDecay(0.8),
    chain(clipByGlobalNorm(30), sgd({ learningRate: 0.002, momentum: 0.9 })),
  ),
  adam: adam(),
  "adam with other settings": adam({
    learningRate: 0.05,
    firstMomentDecay: 0.7,
    secondMomentDecay: 0.9,
    epsilon: 1e-3,
  }),
  "adam with weight decay": chain(weightDecay(0.3), adam({ learningRate: 0.02 })),
  "adam under cosine": adam({ learningRate: cosine({ rate: 0.05, epochs: 2.5 }) }),
  adamW: adamW(),
  "adamW with other settings": adamW({
    learningRate: 0.05,
    firstMomentDecay: 0.8,
    secondMomentDecay: 0.95,
    epsilon: 1e-4,
    weightDecay: 0.4,
  }),
  "adamW under step": adamW({
    learningRate: step({ rate: 0.05, factor: 0.5, every: 1 }),
    weightDecay: 0.4,
  }),
  rmsProp: rmsProp(),
  "rmsProp with other settings": rmsProp({ learningRate: 0.02, decay: 0.9, epsilon: 1e-3 }),
  adaGrad: adaGrad(),
  "adaGrad with other settings": adaGrad({ learningRate: 0.3, epsilon: 1e-2 }),
  iRpropPlus: iRpropPlus(),
  "iRpropPlus with other settings": iRpropPlus({
    initialStep: 0.1,
    minStep: 0.01,
    maxStep: 0.2,
    increase: 1.5,
    decrease: 0.3,
  }),
};

describe.each(Object.entries(cases))("%s", (name, optimizer) => {
  const trajectories = fixture.trajectories[name as keyof typeof cases];

  it.each(objectiveNames)("follows the trajectory of the fixture on the %s function", (objective) => {
    const expected = trajectories[objective];
    expect(expected.length).toBeGreaterThanOrEqual(20);
    const actual = run(optimizer, objective, expected.length);
    for (const [update, point] of expected.entries()) {
      for (const [index, value] of point.entries()) {
        const difference = Math.abs(actual[update]![index]! - value) / Math.abs(value);
        const place = `element ${index} after update ${update}: ${actual[update]![index]} instead of ${value}`;
        expect(difference, place).toBeLessThanOrEqual(1e-12);
      }
    }
  });

  it("shares no state between two runs that take turns", () => {
    const alone = run(optimizer, "rosenbrock", 8);
    const [first, second] = [startRun(optimizer, "rosenbrock"), startRun(optimizer, "rosenbrock")];
    const other = startRun(optimizer, "quadratic");
    const turns = alone.map(() => [first(), other(), second()]);
    expect(turns.map(([x]) => x)).toEqual(alone);
    expect(turns.map(([, , x]) => x)).toEqual(alone);
  });

  it("leaves gradients and parameters as they are", () => {
    const parameters = toParameters(fixture.start.rosenbrock);
    const state = optimizer.init(reference, parameters);
    for (const objective of [rosenbrock, quadratic, rosenbrock]) {
      const gradient = objective.gradient(fixture.start.rosenbrock);
      const gradients = toParameters(gradient);
      optimizer.update(reference, gradients, state, parameters, { step: 0, epoch: 0, loss: 1 });
      expect(toNumbers(gradients)).toEqual(gradient);
      expect(toNumbers(parameters)).toEqual(fixture.start.rosenbrock);
    }
  });

  it("stays finite and still where the gradient is zero from the start", () => {
    const parameters = { "0.gain": new Matrix([[1, 2]]) };
    const state = optimizer.init(reference, parameters);
    for (const update of [0, 1, 2]) {
      const moment = { step: update, epoch: 0, loss: 1 };
      const changes = optimizer.update(reference, { "0.gain": new Matrix(1, 2) }, state, parameters, moment);
      expect(changes["0.gain"]!.to1DArray().map(Math.abs)).toEqual([0, 0]);
    }
  });
});

// A float32 engine is compared with the reference on the same numbers; ten roundings or so lie between them.
const others = engineKinds.filter((kind) => kind !== referenceKind);
describe.runIf(others.length > 0)("on another engine", () => {
  const penalized = chain(l1Penalty(0.5), clipByValue(0.25), sgd());
  const pairs = others.flatMap((kind) =>
    [...optimizers, penalized].map((optimizer) => ({ engine: kind.open(), optimizer })),
  );
  it.each(pairs)("$optimizer.name makes the updates of the reference on $engine.name", (pair) => {
    const expected = updatesOn(reference, pair.optimizer);
    const size = Math.max(...expected.map(Math.abs));
    for (const [index, value] of updatesOn(pair.engine, pair.optimizer).entries()) {
      expect(Math.abs(value - expected[index]!) / size).toBeLessThanOrEqual(10 * toleranceOf(pair.engine));
    }
  });
});

function updatesOn(engine: Engine, optimizer: Optimizer): number[] {
  const draw = (name: string): Parameters =>
    mapParameters({ "0.weights": new Matrix(5, 3), "0.bias": new Matrix(1, 3) }, (matrix, key) =>
      randomMatrix(`${name} ${key}`, matrix.rows, matrix.columns).apply(function (row, column) {
        this.set(row, column, Math.fround(this.get(row, column)));
      }),
    );
  const parameters = loadParameters("test", engine, draw("parameters"));
  const state = optimizer.init(engine, parameters);
  return [0, 1, 2].flatMap((update) => {
    const gradients = loadParameters("test", engine, draw(`gradients ${update}`));
    const moment = { step: update, epoch: 0, loss: update };
    return engine.scope(() => toNumbers(optimizer.update(engine, gradients, state, parameters, moment)));
  });
}

describe("optimizers", () => {
  it("optimizers have names of their own, each with trajectories under it, and cannot be changed", () => {
    const names = optimizers.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const optimizer of optimizers) {
      expect(fixture.trajectories).toHaveProperty(optimizer.name);
      expect(Object.isFrozen(optimizer)).toBe(true);
    }
    expect(Object.isFrozen(optimizers)).toBe(true);
  });

  it("optimizers leave a parameter without a gradient alone", () => {
    const parameters = toParameters(fixture.start.rosenbrock);
    for (const optimizer of optimizers) {
      const state = optimizer.init(reference, parameters);
      const gradients = { "0.bias": new Matrix([[1, 2]]) };
      const updates = optimizer.update(reference, gradients, state, parameters, {
        step: 0,
        epoch: 0,
        loss: 1,
      });
      expect(Object.keys(updates)).toEqual(["0.bias"]);
    }
  });
});

describe("learningRateAt", () => {
  const rate = piecewise({ values: [0.5, 0.25], until: [1] });
  const at = (optimizer: Optimizer, epoch: number): number | undefined =>
    optimizer.learningRateAt?.({ step: 0, epoch, loss: 1 });
  const rated: Optimizer[] = [
    sgd({ learningRate: rate }),
    adam({ learningRate: rate }),
    adamW({ learningRate: rate }),
    rmsProp({ learningRate: rate }),
    adaGrad({ learningRate: rate }),
    chain(clipByGlobalNorm(1), chain(weightDecay(0.1), adamW({ learningRate: rate }))),
  ];
  it.each(rated)("learningRateAt of $name follows its schedule", (optimizer) => {
    expect([0, 0.9, 1, 7].map((epoch) => at(optimizer, epoch))).toEqual([0.5, 0.5, 0.25, 0.25]);
  });

  it("learningRateAt is the default where nothing is said, and missing where there is no rate", () => {
    expect(optimizers.map((optimizer) => [optimizer.name, at(optimizer, 3)])).toEqual([
      ["sgd", 0.1],
      ["adam", 0.001],
      ["adamW", 0.001],
      ["rmsProp", 0.01],
      ["adaGrad", 0.01],
      ["iRpropPlus", undefined],
    ]);
    expect("learningRateAt" in chain(weightDecay(0.1), iRpropPlus())).toBe(false);
  });
});

describe("the default ε", () => {
  // The root in the first update is g, g and √0.01·g, so at these gradients it equals ε and half the step is left.
  const halves: { optimizer: Optimizer; gradient: number; update: number }[] = [
    { optimizer: adam(), gradient: 1e-8, update: -0.001 / 2 },
    { optimizer: adamW(), gradient: 1e-8, update: -0.001 / 2 },
    { optimizer: adaGrad(), gradient: 1e-10, update: -0.01 / 2 },
    { optimizer: rmsProp(), gradient: 1e-7, update: -0.1 / 2 },
  ];
  it.each(halves)("$optimizer.name halves its first step at a gradient of $gradient", (half) => {
    const parameters = { "0.bias": new Matrix([[1]]) };
    const gradients = { "0.bias": new Matrix([[half.gradient]]) };
    const state = half.optimizer.init(reference, parameters);
    const moment = { step: 0, epoch: 0, loss: 1 };
    const [update] = toNumbers(half.optimizer.update(reference, gradients, state, parameters, moment));
    expect(Math.abs(update! / half.update - 1)).toBeLessThan(1e-12);
  });
});

describe("sgd", () => {
  it("sgd keeps its velocity when the rate changes: only the new gradient feels it", () => {
    const optimizer = sgd({ learningRate: piecewise({ values: [1, 0.01], until: [1] }), momentum: 0.5 });
    const parameters = { weights: new Matrix([[0]]) };
    const state = optimizer.init(reference, parameters);
    const update = (epoch: number, gradient: number): number => {
      const gradients = { weights: new Matrix([[gradient]]) };
      const moment = { step: epoch, epoch, loss: 1 };
      return optimizer.update(reference, gradients, state, parameters, moment).weights!.get(0, 0);
    };
    expect(update(0, 8)).toBe(-8);
    expect(update(1, 0)).toBe(-4);
  });
});

describe("adam", () => {
  it("adam counts its own updates: a fresh state corrects its moments wherever the run stands", () => {
    const parameters = { weights: new Matrix([[0]]) };
    const gradients = { weights: new Matrix([[3]]) };
    const optimizer = adam({ learningRate: 0.5 });
    const state = optimizer.init(reference, parameters);
    const moment = { step: 1000, epoch: 10, loss: 1 };
    const [update] = toNumbers(optimizer.update(reference, gradients, state, parameters, moment));
    expect(update).toBeCloseTo(-0.5, 8); // η·g / (|g| + ε) at the first update
  });
});

describe("adamW", () => {
  it("adamW shrinks weights by η·λ·θ and no other parameter", () => {
    const names = ["weights", "0.weights", "2.0.weights", "0.bias", "1.gain", "0.halfweights", "weights.0"];
    const parameters = Object.fromEntries(names.map((name) => [name, new Matrix([[4]])]));
    const gradients = mapParameters(parameters, () => new Matrix(1, 1));
    const optimizer = adamW({ learningRate: 0.5, weightDecay: 0.25 });
    const state = optimizer.init(reference, parameters);
    const updates = optimizer.update(reference, gradients, state, parameters, { step: 0, epoch: 0, loss: 1 });
    expect(toNumbers(updates).map((update) => update + 0)).toEqual([-0.5, -0.5, -0.5, 0, 0, 0, 0]);
  });
});

describe("iRpropPlus", () => {
  /** The updates of one parameter for a list of gradients and losses. */
  const updatesFor = (moments: readonly (readonly [gradient: number, loss: number])[]): number[] => {
    const optimizer = iRpropPlus({ initialStep: 1, increase: 2, decrease: 0.25 });
    const parameters = { weights: new Matrix([[0]]) };
    const state = optimizer.init(reference, parameters);
    return moments.map(([gradient, loss], index) => {
      const gradients = { weights: new Matrix([[gradient]]) };
      const moment = { step: index, epoch: index, loss };
      return optimizer.update(reference, gradients, state, parameters, moment).weights!.get(0, 0) + 0;
    });
  };

  it("iRpropPlus takes the last step back where the sign changed and the loss rose, then starts anew", () => {
    expect(
      updatesFor([
        [3, 5],
        [1, 4],
        [-1, 6],
        [2, 4],
        [2, 3],
      ]),
    ).toEqual([-1, -2, 2, -0.5, -1]);
  });

  it("iRpropPlus stands still where the sign changed and the loss did not rise", () => {
    expect(
      updatesFor([
        [3, 5],
        [1, 4],
        [-1, 4],
        [-2, 3],
      ]),
    ).toEqual([-1, -2, 0, 0.5]);
  });

  it("iRpropPlus looks at signs where the product of two gradients would underflow", () => {
    expect(
      updatesFor([
        [1e-200, 5],
        [1e-200, 4],
      ]),
    ).toEqual([-1, -2]);
  });
});

describe("clipByGlobalNorm", () => {
  const moment = { step: 0, epoch: 0, loss: 1 };
  const clip = (limit: number, x: readonly number[]): number[] =>
    toNumbers(clipByGlobalNorm(limit).apply(reference, toParameters(x), toParameters(x), moment));

  it("clipByGlobalNorm scales all gradients by one factor to the limit", () => {
    expect(clip(5, [6, 0, 0, 0, 0, 8])).toEqual([3, 0, 0, 0, 0, 4]);
  });

  it("clipByGlobalNorm leaves a gradient of the limit or less, and zero, as it is", () => {
    expect(clip(10, [6, 0, 0, 0, 0, 8])).toEqual([6, 0, 0, 0, 0, 8]);
    expect(clip(11, [6, 0, 0, 0, 0, 8])).toEqual([6, 0, 0, 0, 0, 8]);
    expect(clip(1, [0, 0, 0, 0, 0, 0])).toEqual([0, 0, 0, 0, 0, 0]);
  });
});

describe("weightDecay", () => {
  it("weightDecay follows a schedule and spares what is not weights", () => {
    const x = [1, 2, 3, 4, 5, 6];
    const transform = weightDecay(piecewise({ values: [0.5, 0], until: [1] }));
    const at = (epoch: number): number[] =>
      toNumbers(transform.apply(reference, toParameters(x), toParameters(x), { step: 0, epoch, loss: 1 }));
    expect(at(0)).toEqual([1.5, 3, 4.5, 6, 5, 6]);
    expect(at(1)).toEqual(x);
    expect(transform.name).toBe("weightDecay(piecewise(values=[0.5, 0], until=[1]))");
  });
});

describe("l1Penalty", () => {
  it("l1Penalty moves weights towards zero by λ whatever their size, follows a schedule and spares what is not weights", () => {
    const x = [3, -1e-300, 0, -0, 5, -6];
    const transform = l1Penalty(piecewise({ values: [0.5, 0], until: [1] }));
    const at = (epoch: number): number[] =>
      toNumbers(
        transform.apply(reference, toParameters([1, 2, 3, 4, 5, 6]), toParameters(x), {
          step: 0,
          epoch,
          loss: 1,
        }),
      );
    expect(at(0)).toEqual([1.5, 1.5, 3, 4, 5, 6]);
    expect(at(1)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(transform.name).toBe("l1Penalty(piecewise(values=[0.5, 0], until=[1]))");
  });

  it("l1Penalty is the gradient of λ·Σ|θ|", () => {
    const norm = (x: readonly number[]): number => 0.3 * sum(x.slice(0, 4).map(Math.abs));
    const x = [0.4, -0.7, 1.2, -2, 0.1, 5];
    const zero = toParameters([0, 0, 0, 0, 0, 0]);
    const moment = { step: 0, epoch: 0, loss: 1 };
    const gradient = toNumbers(l1Penalty(0.3).apply(reference, zero, toParameters(x), moment));
    for (const [index, slope] of gradient.entries()) {
      const [up, down] = [1e-4, -1e-4].map((step) => norm(x.with(index, x[index]! + step)));
      expect(slope).toBeCloseTo((up! - down!) / 2e-4, 9);
    }
  });
});

describe("clipByValue", () => {
  it("clipByValue cuts each element off at the limit, and lets what is not a number be seen", () => {
    const clip = (limit: number, x: readonly number[]): number[] =>
      toNumbers(
        clipByValue(limit).apply(reference, toParameters(x), toParameters(x), { step: 0, epoch: 0, loss: 1 }),
      );
    expect(clip(2, [1, -1, 2, -2, 3, -3])).toEqual([1, -1, 2, -2, 2, -2]);
    expect(clip(0.1, [0, -0, Infinity, -Infinity, Number.NaN, 1e-9])).toEqual([
      ...[0, -0, 0.1, -0.1, Number.NaN, 1e-9],
    ]);
    expect(clipByValue(0.5).name).toBe("clipByValue(0.5)");
  });
});

describe("chain", () => {
  it("chain carries the names of its parts", () => {
    const optimizer = chain(clipByGlobalNorm(1), weightDecay(0.1), adam());
    expect(optimizer.name).toBe("chain(clipByGlobalNorm(1), weightDecay(0.1), adam)");
    expect(Object.isFrozen(optimizer)).toBe(true);
  });

  it("chain refuses to end without an optimizer, and anything but transforms before it", () => {
    const create =
      (...parts: unknown[]) =>
      () =>
        chain(...(parts as [...GradientTransform[], Optimizer]));
    const last = /^Cannot create chain: expected an optimizer to come last, got /;
    const before = /^Cannot create chain: expected transforms of gradients before the optimizer, got /;
    for (const parts of [[], [clipByGlobalNorm(1)], [sgd(), clipByGlobalNorm(1)], [sgd], ["sgd"], [null]]) {
      expect(create(...parts)).toThrow(TypeError);
      expect(create(...parts)).toThrow(last);
    }
    for (const parts of [
      [sgd(), adam()],
      [clipByGlobalNorm, sgd()],
      [clipByGlobalNorm(1), undefined, sgd()],
    ]) {
      expect(create(...parts)).toThrow(TypeError);
      expect(create(...parts)).toThrow(before);
    }
  });
});

describe("optimizers refuse", () => {
  const positive = [0, -0.1, Number.NaN, Infinity, "0.1", null];
  const fraction = [-0.1, 1, 1.5, Number.NaN, Infinity, "0.1", null];
  const notNegative = [-0.1, Number.NaN, Infinity, "0.1", null];
  const wrong: [string, (options: never) => unknown, Record<string, readonly unknown[]>][] = [
    ["sgd", sgd, { learningRate: [...positive, {}], momentum: [...fraction, {}], nesterov: ["yes", null] }],
    [
      "adam",
      adam,
      { learningRate: positive, firstMomentDecay: fraction, secondMomentDecay: fraction, epsilon: positive },
    ],
    [
      "adamW",
      adamW,
      {
        learningRate: positive,
        firstMomentDecay: fraction,
        secondMomentDecay: fraction,
        epsilon: positive,
        weightDecay: notNegative,
      },
    ],
    ["rmsProp", rmsProp, { learningRate: positive, decay: fraction, epsilon: positive }],
    ["adaGrad", adaGrad, { learningRate: positive, epsilon: positive }],
    [
      "iRpropPlus",
      iRpropPlus,
      {
        initialStep: [...positive, 51],
        minStep: [...notNegative, 0.1],
        maxStep: [...positive, 0.001],
        increase: [...positive, 1],
        decrease: [...positive, 1],
      },
    ],
    ["clipByGlobalNorm", ({ limit }: { limit: number }) => clipByGlobalNorm(limit), { limit: positive }],
    ["clipByValue", ({ limit }: { limit: number }) => clipByValue(limit), { limit: positive }],
    ["weightDecay", ({ rate }: { rate: number }) => weightDecay(rate), { rate: notNegative }],
    ["l1Penalty", ({ rate }: { rate: number }) => l1Penalty(rate), { rate: notNegative }],
  ];
  const table = wrong.flatMap(([name, create, options]) =>
    Object.entries(options).flatMap(([option, values]) =>
      values.map((value) => ({ name, create, option, value })),
    ),
  );
  it.each(table)("$name refuses $option $value", ({ name, create, option, value }) => {
    const type = typeof value === "number" ? RangeError : TypeError;
    expect(() => create({ [option]: value } as never)).toThrow(type);
    expect(() => create({ [option]: value } as never)).toThrow(`Cannot create ${name}: expected `);
  });

  it.each(wrong.slice(0, 6))("%s refuses a bare number instead of options", (name, create) => {
    expect(() => create(0.1 as never)).toThrow(
      `Cannot create ${name}: expected options to be an object, got 0.1`,
    );
  });

  it.each(wrong.slice(0, 6))("%s refuses an option that nobody reads", (name, create) => {
    expect(() => create({ color: 1 } as never)).toThrow(TypeError);
    expect(() => create({ color: 1 } as never)).toThrow(new RegExp(`^Cannot create ${name}: .*got "color"$`));
  });

  it.each(wrong.slice(0, 6))("%s takes undefined for what is not given", (name, create, options) => {
    const nothing = Object.fromEntries(Object.keys(options).map((option) => [option, undefined]));
    const optimizer = create(nothing as never) as Optimizer;
    const usual = optimizers.find((other) => other.name === name)!;
    expect(run(optimizer, "quadratic", 4)).toEqual(run(usual, "quadratic", 4));
  });
});
