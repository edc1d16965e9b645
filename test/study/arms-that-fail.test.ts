import { describe, expect, it } from "vitest";
import { dense, Network, softmax, standardize } from "../../src/index.ts";
import type { Arm } from "../../src/study/arm.ts";
import { trialRunner } from "../../src/study/trial-runner.ts";
import { digits, specOf } from "../support/small-study.ts";

const made = (): Network => new Network({ layers: [dense({ inputs: 64, outputs: 10 })], head: softmax });
const network = made();

/** What a trial says of an arm of somebody's own. */
function said(own: object): Promise<unknown> {
  const arm = {
    name: "mine",
    description: "mine",
    kind: "cure",
    start: () => ({ network: made() }),
    ...own,
  } as Arm;
  const { optimizer = "momentum" } = arm;
  const spec = specOf("mine", { optimizer: typeof optimizer === "string" ? optimizer : optimizer.name });
  return trialRunner(digits, [arm])
    .run(spec)
    .then(
      () => "nothing",
      (error: unknown) => `${error}`,
    );
}

describe("An arm of one's own", () => {
  it.each([
    [undefined, "expected start to return an object with a network, got undefined"],
    [3, "expected start to return an object with a network, got 3"],
    [network, "expected a network, got undefined"],
    [{ network: { name: "net" } }, "expected a network, got"],
    [{ network, cost: Number.NaN }, "expected cost to be a finite number ≥ 0, got NaN"],
    [{ network, cost: -1 }, "expected cost to be a finite number ≥ 0, got -1"],
  ])("is refused by name where it starts with %s", async (start, expected) => {
    expect(await said({ start: () => start })).toContain(`Cannot start the arm mine: ${expected}`);
    expect(await said({ start: async () => start })).toContain(`Cannot start the arm mine: ${expected}`);
  });

  it.each([
    [undefined, "expected prepare to return an object with a preprocessor and its cost, got undefined"],
    [Promise.resolve({}), "expected prepare to return an object with a preprocessor and its cost, got"],
    [{ cost: 0 }, "expected the preprocessor to be fitted, as standardize.fit(data) is, got undefined"],
    [{ preprocessor: standardize, cost: 0 }, "expected the preprocessor to be fitted"],
    [{ preprocessor: standardize.fit([[1], [2]]) }, "expected cost to be a finite number ≥ 0, got undefined"],
  ])("is refused by name where it prepares by %s", async (prepare, expected) => {
    const told = await said({ prepare: () => prepare });
    expect(told).toContain(`Cannot prepare the inputs of the arm mine: ${expected}`);
  });

  it("is refused where it hands over the net that a trial has trained", async () => {
    const one = made();
    expect(await said({ start: () => ({ network: one }) })).toBe("nothing");
    expect(await said({ start: () => ({ network: one }) })).toContain(
      "Cannot start the arm mine: expected a network for each trial, got one that was handed over before",
    );
  });

  const learnt = {
    layer: 0,
    reconstructionError: 1,
    baseError: 2,
    deadShare: 0,
    saturatedShare: 0,
    learnt: true,
  };
  it.each([
    [3, "expected rbms to be a list"],
    [[3], "expected rbms to be objects, got 3"],
    [[{ ...learnt, layer: "x" }], "expected layer of rbms to be an integer ≥ 0"],
    [[{ ...learnt, baseError: Number.NaN }], "expected baseError of rbms to be a finite number, got NaN"],
    [[{ ...learnt, deadShare: 2 }], "expected deadShare of rbms to be a finite number ≥ 0 and ≤ 1, got 2"],
    [[{ ...learnt, learnt: 1 }], "expected learnt of rbms to be true or false, got 1"],
  ])("is refused where it tells of RBMs by %j", async (rbms, expected) => {
    expect(await said({ start: () => ({ network: made(), rbms }) })).toContain(expected);
    expect(await said({ start: () => ({ network: made(), rbms: [learnt] }) })).toBe("nothing");
  });

  it("is refused where its optimizer makes none", async () => {
    const none = {
      name: "none",
      description: "none",
      rates: [0.1, 0.2, 0.3],
      cost: 1,
      make: () => undefined,
    };
    expect(await said({ optimizer: none })).toContain(
      "Cannot train by the optimizer none: expected optimizer to be an optimizer such as sgd({ learningRate: 0.1 }), got undefined",
    );
  });

  it("is trained where it is one", async () => {
    expect(await said({})).toBe("nothing");
  });
});
