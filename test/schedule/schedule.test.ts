import { describe, expect, it } from "vitest";
import { reduceOnPlateau } from "../../src/fit/reduce-on-plateau.ts";
import { checkRate } from "../../src/schedule/check-rate.ts";
import { constantRate } from "../../src/schedule/constant-rate.ts";
import { cosine } from "../../src/schedule/cosine.ts";
import { exponential } from "../../src/schedule/exponential.ts";
import { oneCycle } from "../../src/schedule/one-cycle.ts";
import { piecewise } from "../../src/schedule/piecewise.ts";
import { polynomial } from "../../src/schedule/polynomial.ts";
import { type Progress, type Rate, rateAt, type Schedule } from "../../src/schedule/schedule.ts";
import { step } from "../../src/schedule/step.ts";
import { warmUp } from "../../src/schedule/warm-up.ts";
import fixture from "../fixtures/schedules.json" with { type: "json" };

function expectRate(actual: number, expected: number): void {
  expect(Math.abs(actual - expected)).toBeLessThanOrEqual(1e-14 * Math.max(1, Math.abs(expected)));
}

describe("schedules against PyTorch", () => {
  const schedules = [
    step({ rate: 0.1, factor: 0.5, every: 7 }),
    step({ rate: 2, factor: 0.1, every: 10 }),
    exponential({ rate: 0.1, decay: 0.95 }),
    cosine({ rate: 0.1, epochs: 20 }),
    cosine({ rate: 0.3, final: 0.01, epochs: 33 }),
    polynomial({ rate: 0.1, epochs: 20 }),
    polynomial({ rate: 0.3, epochs: 25, power: 0.9 }),
    polynomial({ rate: 2, epochs: 33, power: 3 }),
    oneCycle({ peak: 0.5, epochs: 40, rise: 0.25 }),
    oneCycle({ peak: 1, epochs: 30, rise: 0.5, from: 0.25, final: 0.0025 }),
  ];

  it("schedules are compared with every list of rates in the fixture", () => {
    expect(schedules.map(({ name }) => name)).toEqual(Object.keys(fixture.timed));
  });

  it.each(schedules)("$name has the rates that PyTorch has at whole epochs", ({ name, at }) => {
    const rates = fixture.timed[name as keyof typeof fixture.timed];
    expect(rates.length).toBeGreaterThan(20);
    for (const [epoch, rate] of rates.entries()) expectRate(at(epoch), rate);
  });
});

describe("reduceOnPlateau", () => {
  const plateaus = [
    { schedule: reduceOnPlateau({ rate: 0.1 }), figure: "validationLoss" },
    {
      schedule: reduceOnPlateau({ rate: 0.8, factor: 0.5, patience: 2, minimumChange: 0.1, minimum: 0.03 }),
      figure: "validationLoss",
    },
    {
      schedule: reduceOnPlateau({
        ...{ rate: 1, factor: 0.7, patience: 1, minimumChange: 0.02 },
        monitor: "accuracy",
      }),
      figure: "accuracy",
    },
  ].map(({ schedule, figure }) => ({ name: schedule.name, schedule, figure }));
  const progressOf = (figure: string, values: readonly number[]): Progress => ({ [figure]: values });

  it("reduceOnPlateau is compared with every list of rates in the fixture", () => {
    expect(plateaus.map(({ name }) => name)).toEqual(Object.keys(fixture.plateaus));
  });

  it.each(plateaus)("$name falls where PyTorch's falls", ({ name, schedule, figure }) => {
    const { figures, rates } = fixture.plateaus[name as keyof typeof fixture.plateaus];
    expect(figures).toHaveLength(60);
    for (const [epoch, rate] of rates.entries()) {
      expect(schedule.at(epoch, progressOf(figure, figures.slice(0, epoch)))).toBe(rate);
    }
  });

  it("reduceOnPlateau gives the same whatever it was asked before, and its first rate outside a run", () => {
    const [{ schedule, figure }] = plateaus as [(typeof plateaus)[number]];
    const progress = progressOf(figure, [3, 2, 4, 4, 4]);
    expect(schedule.at(5, progress)).toBeCloseTo(0.01, 15);
    expect(schedule.at(4.5, progressOf(figure, [3, 2, 4, 4]))).toBe(0.1);
    expect(schedule.at(5, progress)).toBeCloseTo(0.01, 15);
    expect(schedule.at(100)).toBe(0.1);
    expect(Object.isFrozen(schedule)).toBe(true);
  });

  it("reduceOnPlateau takes a figure that is no number for no improvement", () => {
    const { schedule, figure } = plateaus[0]!;
    expect(schedule.at(3, progressOf(figure, [Number.NaN, Number.NaN, 1]))).toBe(0.1);
    expect(schedule.at(3, progressOf(figure, [Number.NaN, Number.NaN, Number.NaN]))).toBeCloseTo(0.01, 15);
  });

  it("reduceOnPlateau watches what an RBM reports where it stands in one", () => {
    const { schedule } = plateaus[0]!;
    const progress = { reconstructionError: [4, 3, 2, 1], validationReconstructionError: [1, 2, 3, 4] };
    expect(schedule.at(4, progress)).toBeCloseTo(0.01, 15);
  });

  it("reduceOnPlateau refuses a run that does not report its figure, at once", () => {
    const at = (progress: Progress) => () => plateaus[0]!.schedule.at(0, progress);
    expect(at({ loss: [], accuracy: [] })).toThrow(
      /^Cannot follow reduceOnPlateau\(.*\): expected monitor to be one of "loss", "accuracy", got "validationLoss", its default, without validation data$/,
    );
    expect(at({ reconstructionError: [] })).toThrow(/got "validationReconstructionError", its default/);
  });

  it("warmUp lets reduceOnPlateau see only what began after it", () => {
    const schedule = warmUp({ epochs: 1.5, schedule: reduceOnPlateau({ rate: 0.1, patience: 2 }) });
    const at = (epoch: number, ...losses: number[]): number =>
      schedule.at(epoch, progressOf("validationLoss", losses));
    expectRate(at(0.75), 0.05);
    expect(at(3, 1, 2, 3)).toBe(0.1); // the first two epochs began before 1.5
    expect(at(4, 1, 2, 3, 4)).toBe(0.1);
    expect(at(5, 1, 2, 3, 4, 5)).toBeCloseTo(0.01, 15);
    expect(() => schedule.at(0, { loss: [] })).toThrow(/^Cannot follow reduceOnPlateau/);
  });
});

describe("schedules within an epoch and after their end", () => {
  const hinton = piecewise({ values: [0.5, 0.9], until: [5] });
  const thrice = piecewise({ values: [3, 2, 1], until: [1.5, 4] });
  const warm = warmUp({ epochs: 4, schedule: cosine({ rate: 0.8, epochs: 10 }), from: 0.2 });
  const points: [Schedule, number, number][] = [
    [polynomial({ rate: 1, epochs: 4, power: 2 }), 0.5, 49 / 64],
    [polynomial({ rate: 1, final: 0.5, epochs: 4 }), 1, 0.875],
    [polynomial({ rate: 1, final: 0.5, epochs: 4 }), 9, 0.5],
    [oneCycle({ peak: 1, epochs: 10 }), 0, 0.04],
    [oneCycle({ peak: 1, epochs: 10 }), 1.5, 0.52],
    [oneCycle({ peak: 1, epochs: 10 }), 3, 1],
    [oneCycle({ peak: 1, epochs: 10, final: 0 }), 6.5, 0.5],
    [oneCycle({ peak: 1, epochs: 10 }), 10, 0.000004],
    [oneCycle({ peak: 1, epochs: 10 }), 12, 0.000004],
    [oneCycle({ peak: 0.1, from: 0.2, final: 0.3, epochs: 8, rise: 0.5 }), 2, 0.15],
    [oneCycle({ peak: 0.1, from: 0.2, final: 0.3, epochs: 8, rise: 0.5 }), 6, 0.2],
    [constantRate(0.1), 0, 0.1],
    [constantRate(0.1), 99.5, 0.1],
    [step({ rate: 8, factor: 0.5, every: 2 }), 1.999, 8],
    [step({ rate: 8, factor: 0.5, every: 2 }), 2, 4],
    [step({ rate: 8, factor: 0.5, every: 0.5 }), 1.2, 2],
    [exponential({ rate: 8, decay: 0.25 }), 0.5, 4],
    [exponential({ rate: 8, decay: 0.25 }), 1.5, 1],
    [cosine({ rate: 1, epochs: 3 }), 1, 0.75],
    [cosine({ rate: 1, epochs: 3 }), 2, 0.25],
    [cosine({ rate: 1, final: 0.5, epochs: 2 }), 0.5, 0.75 + Math.SQRT2 / 8],
    [cosine({ rate: 0.5, final: 0.9, epochs: 5 }), 2.5, 0.7],
    [cosine({ rate: 0.5, final: 0.9, epochs: 5 }), 5, 0.9],
    [cosine({ rate: 0.5, final: 0.9, epochs: 5 }), 7.5, 0.9],
    [cosine({ rate: 0.5, final: 0.9, epochs: 5 }), 10, 0.9],
    [warm, 0, 0.2],
    [warm, 1, 0.35],
    [warm, 4, 0.8],
    [warm, 9, 0.4],
    [warm, 14, 0],
    [warm, 20, 0],
    [warmUp({ epochs: 2, schedule: 0.6 }), 0.5, 0.15],
    [warmUp({ epochs: 2, schedule: 0.6 }), 7, 0.6],
    [hinton, 0, 0.5],
    [hinton, 4.999, 0.5],
    [hinton, 5, 0.9],
    [hinton, 50, 0.9],
    [thrice, 1.4, 3],
    [thrice, 1.5, 2],
    [thrice, 4, 1],
    [piecewise({ values: [0.3], until: [] }), 2, 0.3],
  ];
  it.each(points.map(([schedule, epoch, rate]) => ({ ...schedule, schedule, epoch, rate })))(
    "$name is $rate at epoch $epoch",
    ({ schedule, epoch, rate }) => expectRate(schedule.at(epoch), rate),
  );

  it("schedules have a name that carries their arguments, and cannot be changed", () => {
    for (const [schedule] of points) {
      expect(schedule.name).toMatch(/^[a-zA-Z]+\(.+\)$/);
      expect(Object.isFrozen(schedule)).toBe(true);
    }
    expect(warm.name).toBe("warmUp(epochs=4, schedule=cosine(rate=0.8, final=0, epochs=10), from=0.2)");
    expect(thrice.name).toBe("piecewise(values=[3, 2, 1], until=[1.5, 4])");
  });

  it("piecewise does not follow changes of the arrays it was given", () => {
    const [values, until] = [[0.5, 0.9], [5]];
    const schedule = piecewise({ values, until });
    values[0] = 7;
    until[0] = 1;
    expect([schedule.at(0), schedule.at(2)]).toEqual([0.5, 0.5]);
  });
});

describe("schedules refuse", () => {
  const wrongNumbers = [Number.NaN, Infinity, "0.1", undefined, null];
  const factories: [string, (value: never) => unknown, string, readonly unknown[]][] = [
    ["constantRate", constantRate, "rate", [-0.1]],
    ["step", (rate) => step({ rate, factor: 0.5, every: 1 }), "rate", [-0.1]],
    ["step", (factor) => step({ rate: 1, factor, every: 1 }), "factor", [0, -1]],
    ["step", (every) => step({ rate: 1, factor: 0.5, every }), "every", [0, -1]],
    ["exponential", (rate) => exponential({ rate, decay: 0.5 }), "rate", [-1]],
    ["exponential", (decay) => exponential({ rate: 1, decay }), "decay", [0, -0.5]],
    ["cosine", (rate) => cosine({ rate, epochs: 1 }), "rate", [-1]],
    ["cosine", (epochs) => cosine({ rate: 1, epochs }), "epochs", [0, -1]],
    ["polynomial", (rate) => polynomial({ rate, epochs: 1 }), "rate", [-1]],
    ["polynomial", (epochs) => polynomial({ rate: 1, epochs }), "epochs", [0, -1]],
    ["oneCycle", (peak) => oneCycle({ peak, epochs: 1 }), "peak", [-1]],
    ["oneCycle", (epochs) => oneCycle({ peak: 1, epochs }), "epochs", [0, -1]],
    ["reduceOnPlateau", (rate) => reduceOnPlateau({ rate }), "rate", [-1]],
    ["warmUp", (epochs) => warmUp({ epochs, schedule: 1 }), "epochs", [0, -1]],
    ["warmUp", (schedule) => warmUp({ epochs: 1, schedule }), "schedule", [-1, {}]],
    ["piecewise", (value) => piecewise({ values: [1, value], until: [1] }), "values[1]", [-1]],
    ["piecewise", (time) => piecewise({ values: [1, 2], until: [time] }), "until[0]", [0, -1]],
  ];
  const table = factories.flatMap(([factory, create, option, wrong]) =>
    [...wrong, ...wrongNumbers].map((value) => ({ factory, create, option, value })),
  );
  it.each(table)("$factory refuses $option $value", ({ factory, create, option, value }) => {
    const type = typeof value === "number" ? RangeError : TypeError;
    expect(() => create(value as never)).toThrow(type);
    expect(() => create(value as never)).toThrow(`Cannot create ${factory}: expected ${option} to be `);
  });

  const optional: [string, (value: never) => unknown, string][] = [
    ["cosine", (final) => cosine({ rate: 1, final, epochs: 1 }), "final"],
    ["warmUp", (from) => warmUp({ epochs: 1, schedule: 1, from }), "from"],
    ["polynomial", (final) => polynomial({ rate: 1, final, epochs: 1 }), "final"],
    ["polynomial", (power) => polynomial({ rate: 1, power, epochs: 1 }), "power"],
    ["oneCycle", (rise) => oneCycle({ peak: 1, rise, epochs: 1 }), "rise"],
    ["oneCycle", (from) => oneCycle({ peak: 1, from, epochs: 1 }), "from"],
    ["oneCycle", (final) => oneCycle({ peak: 1, final, epochs: 1 }), "final"],
    ["reduceOnPlateau", (factor) => reduceOnPlateau({ rate: 1, factor }), "factor"],
    ["reduceOnPlateau", (patience) => reduceOnPlateau({ rate: 1, patience }), "patience"],
    ["reduceOnPlateau", (minimumChange) => reduceOnPlateau({ rate: 1, minimumChange }), "minimumChange"],
    ["reduceOnPlateau", (minimum) => reduceOnPlateau({ rate: 1, minimum }), "minimum"],
  ];
  it.each(optional)("%s refuses a wrong value of an option that has a default", (factory, create, option) => {
    for (const value of [-1, Number.NaN, "0.1", null]) {
      expect(() => create(value as never)).toThrow(`Cannot create ${factory}: expected ${option} to be `);
    }
    expect(() => create(undefined as never)).not.toThrow();
  });

  it("schedules refuse shares and limits that leave their range at its other end", () => {
    expect(() => oneCycle({ peak: 1, epochs: 1, rise: 1 })).toThrow(RangeError);
    expect(() => polynomial({ rate: 1, epochs: 1, power: 0 })).toThrow(RangeError);
    expect(() => reduceOnPlateau({ rate: 1, factor: 1 })).toThrow(RangeError);
    expect(() => reduceOnPlateau({ rate: 1, patience: 0 })).toThrow(RangeError);
    expect(() => reduceOnPlateau({ rate: 1, minimum: 1.5 })).toThrow(
      "Cannot create reduceOnPlateau: expected minimum to be a finite number ≥ 0 and ≤ 1, got 1.5",
    );
  });

  it("piecewise refuses lists that do not fit, times that do not rise, and what is no list", () => {
    const create = (values: unknown, until: unknown) => () =>
      piecewise({ values: values as number[], until: until as number[] });
    expect(create([1, 2], [1, 2])).toThrow(/^Cannot create piecewise: .*one value more .*, got 2 and 2$/);
    expect(create([], [])).toThrow(/got 0 and 0$/);
    expect(create([1, 2, 3], [5, 5])).toThrow(
      /^Cannot create piecewise: expected until to rise, got \[5, 5\]$/,
    );
    expect(create([1, 2, 3], [5, 4])).toThrow(RangeError);
    expect(create(1, [])).toThrow(TypeError);
    expect(create([1], undefined)).toThrow(TypeError);
  });

  const strangers: [string, () => unknown][] = [
    ["step", () => step({ rate: 1, factor: 0.5, every: 1, color: 1 } as never)],
    ["exponential", () => exponential({ rate: 1, decay: 0.5, color: 1 } as never)],
    ["cosine", () => cosine({ rate: 1, epochs: 1, color: 1 } as never)],
    ["polynomial", () => polynomial({ rate: 1, epochs: 1, color: 1 } as never)],
    ["oneCycle", () => oneCycle({ peak: 1, epochs: 1, color: 1 } as never)],
    ["reduceOnPlateau", () => reduceOnPlateau({ rate: 1, color: 1 } as never)],
    ["warmUp", () => warmUp({ epochs: 1, schedule: 1, color: 1 } as never)],
    ["piecewise", () => piecewise({ values: [1], until: [], color: 1 } as never)],
  ];
  it.each(strangers)("%s refuses an option that nobody reads", (factory, create) => {
    expect(create).toThrow(TypeError);
    expect(create).toThrow(new RegExp(`^Cannot create ${factory}: .*got "color"$`));
  });
});

describe("rateAt", () => {
  it("rateAt gives a number as it is and asks a schedule", () => {
    expect(rateAt(0.3, 7)).toBe(0.3);
    expect(rateAt({ name: "double", at: (epoch) => 2 * epoch }, 7)).toBe(14);
  });

  it.each([Number.NaN, Infinity, -1])(
    "rateAt refuses %d from a schedule and names schedule and time",
    (value) => {
      const schedule: Schedule = { name: "mine", at: () => value };
      expect(() => rateAt(schedule, 2.5)).toThrow(
        `Cannot follow the schedule mine: expected its value at epoch 2.5 to be a finite number ≥ 0, got ${value}`,
      );
    },
  );
});

describe("checkRate", () => {
  it("checkRate returns numbers within the limits and schedules", () => {
    const schedule = constantRate(1);
    expect(checkRate("train", "learningRate", 0.1, { above: 0 })).toBe(0.1);
    expect(checkRate("train", "learningRate", schedule, { above: 0 })).toBe(schedule);
  });

  it.each([0, -1, Number.NaN])("checkRate refuses the number %d", (value) => {
    expect(() => checkRate("train", "learningRate", value, { above: 0 })).toThrow(
      `Cannot train: expected learningRate to be a finite number > 0, got ${value}`,
    );
  });

  it.each(["0.1", null, undefined, {}, { at: 1 }, () => 0.1])("checkRate refuses %s", (value) => {
    const check = (): Rate => checkRate("train", "learningRate", value as never, {});
    expect(check).toThrow(TypeError);
    expect(check).toThrow("Cannot train: expected learningRate to be a number or a schedule, got ");
  });
});
