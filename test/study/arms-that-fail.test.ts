import { describe, expect, it } from "vitest";
import { dense, Network, softmax, standardize } from "../../src/index.ts";
import type { Arm } from "../../src/study/arm.ts";
import { trialRunner } from "../../src/study/trial-runner.ts";
import { digits, specOf } from "../support/small-study.ts";

const network = new Network({ layers: [dense({ inputs: 64, outputs: 10 })], head: softmax });

/** What a trial says of an arm of somebody's own. */
function said(own: object): Promise<unknown> {
  const arm = { name: "mine", description: "mine", kind: "cure", start: () => ({ network }), ...own } as Arm;
  const spec = specOf("mine");
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

  it("is trained where it is one", async () => {
    expect(await said({})).toBe("nothing");
  });
});
