import { describe, expect, it } from "vitest";
import { take } from "../../src/data/take.ts";
import { GradientProbe } from "../../src/index.ts";
import { Matrix, SingularValueDecomposition } from "../../src/matrix/matrix.ts";
import type { PcaWhitening } from "../../src/preprocess/pca-whiten.ts";
import type { Arm } from "../../src/study/arm.ts";
import { armByName, arms, checkArms, withOptimizer } from "../../src/study/arms/all.ts";
import { runStudy } from "../../src/study/run-study.ts";
import { trialRunner } from "../../src/study/trial-runner.ts";
import { brief, digits, groundOf, specOf } from "../support/small-study.ts";

const startOf = async (arm: string) => armByName(arm).start(groundOf(arm));
const sortedValues = (values: readonly number[]): number[] => [...values].sort((a, b) => a - b);
const singularValues = (matrix: ConstructorParameters<typeof SingularValueDecomposition>[0]): number[] =>
  new SingularValueDecomposition(matrix, { autoTranspose: true }).diagonal;

describe("arms", () => {
  it.each(arms.map(({ name }) => name).filter((name) => name !== "random features"))(
    "%s starts a net with the widths and the head of all the others",
    async (name) => {
      const [{ network }, { network: other }] = [await startOf(name), await startOf("classical")];
      expect([network.inputs, network.outputs]).toEqual([64, 10]);
      const headOf = (net: typeof network) => net.parameters[`${net.layers.length - 1}.weights`]!.to2DArray();
      expect(headOf(network)).toEqual(headOf(other));
    },
  );

  it("shallow, pca and random features have one hidden layer, the last a wide one that training leaves as it is", async () => {
    for (const [name, units] of [
      ["shallow", 12],
      ["pca", 12],
      ["random features", 16 * 12],
    ] as const) {
      const { network } = await startOf(name);
      expect(network.layers).toHaveLength(2);
      expect(network.parameters["0.weights"]!.columns).toBe(units);
      const features = network.parameters["0.weights"]!.to1DArray();
      const { labeled } = groundOf(name);
      await network.fit(labeled.inputs, labeled.targets as Int32Array, { epochs: 1 });
      const moved = network.parameters["0.weights"]!.to1DArray().some((value, at) => value !== features[at]);
      expect(moved).toBe(name !== "random features");
    }
  });

  it("pca hands its net the components of all training inputs, of variance 1, and as many as the data have", () => {
    const ground = groundOf("pca");
    const { preprocessor } = armByName("pca").prepare!(ground);
    const components = preprocessor.transform(ground.inputs);
    expect([components.rows, components.columns]).toEqual([ground.inputs.rows, 32]);
    const variance = (column: number): number =>
      components.getColumn(column).reduce((sum, value) => sum + value ** 2, 0) / components.rows;
    const epsilon = 0.01;
    const { variances } = preprocessor as PcaWhitening;
    for (const column of [0, 31]) {
      const own = variances.get(0, column);
      expect(variance(column)).toBeCloseTo(own / (own + epsilon), 10);
    }
    const narrow = groundOf("pca");
    const inputs = new Matrix(narrow.inputs.to2DArray().map((row) => row.slice(20, 23)));
    const { preprocessor: few } = armByName("pca").prepare!({ ...narrow, inputs });
    expect(few.transform(inputs).columns).toBe(3);
  });

  it("dropout leaves out hidden outputs in training and none in prediction", async () => {
    const { network } = await startOf("dropout");
    expect(network.layers.map(({ kind }) => kind)).toEqual([
      ...["dense", "dropout", "dense", "dropout", "dense", "dropout"],
      "dense",
    ]);
  });

  it("isometric keeps the gradient where classical loses it, as mean field says of one quarter and of one", async () => {
    const results = await Promise.all(
      ["classical", "isometric"].map((arm) => trialRunner(digits).run(specOf(arm))),
    );
    const [lost, kept] = results.map(({ gradients }) => gradients[0]!.survivingPerLayer!);
    expect(lost).toBeLessThan(0.25);
    expect(kept).toBeGreaterThan(0.7);
  });

  it("rbm takes weights and hidden biases from the stack", async () => {
    const ground = groundOf("rbm");
    const { network } = await armByName("rbm").start(ground);
    const { rbms } = await ground.stack();
    for (const [layer, { parameters }] of rbms.entries()) {
      expect(network.parameters[`${layer}.weights`]!.to2DArray()).toEqual(parameters.weights.to2DArray());
      expect(network.parameters[`${layer}.bias`]!.to2DArray()).toEqual(parameters.hiddenBias.to2DArray());
    }
  });

  it("rbm permuted has the numbers of rbm in other places", async () => {
    const [{ network }, { network: other }] = [await startOf("rbm permuted"), await startOf("rbm")];
    for (const name of ["0.weights", "1.weights", "2.weights", "0.bias"]) {
      const [values, originals] = [network, other].map((net) => net.parameters[name]!.to1DArray());
      expect(values).not.toEqual(originals);
      expect(sortedValues(values!)).toEqual(sortedValues(originals!));
    }
  });

  it("rbm spectrum has the singular values of rbm and other directions", async () => {
    const [{ network }, { network: other }] = [await startOf("rbm spectrum"), await startOf("rbm")];
    const [values, originals] = [network, other].map((net) => singularValues(net.parameters["0.weights"]!));
    for (const [index, value] of values!.entries()) expect(value).toBeCloseTo(originals![index]!, 10);
    expect(network.parameters["0.weights"]!.get(0, 0)).not.toBeCloseTo(
      other.parameters["0.weights"]!.get(0, 0),
      10,
    );
  });

  it("rbm first 1 is classical above the first layer, and rbm biases is classical but for its biases", async () => {
    const [first, biases, pretrained, classical] = await Promise.all(
      ["rbm first 1", "rbm biases", "rbm", "classical"].map(startOf),
    );
    const values = (start: typeof first, name: string) => start!.network.parameters[name]!.to2DArray();
    expect(values(first, "0.weights")).toEqual(values(pretrained, "0.weights"));
    expect(values(first, "1.weights")).toEqual(values(classical, "1.weights"));
    expect(values(biases, "0.weights")).toEqual(values(classical, "0.weights"));
    expect(values(biases, "1.bias")).toEqual(values(pretrained, "1.bias"));
  });

  it("same survival lets as much of the gradient through as rbm does, with random weights", async () => {
    const ground = groundOf("same survival");
    const labels = Int32Array.from({ length: ground.inputs.rows }, (_, row) => row % 10);
    const [random, pretrained] = await Promise.all(
      ["same survival", "rbm"].map(async (name) => (await armByName(name).start(ground)).network),
    );
    const [ofRandom, ofPretrained] = [random!, pretrained!].map(
      (network) => new GradientProbe().measure(network, ground.inputs, labels).surviving!,
    );
    expect(Math.abs(Math.log(ofRandom! / ofPretrained!))).toBeLessThan(0.1);
    expect(random!.parameters["1.weights"]!.to2DArray()).not.toEqual(
      pretrained!.parameters["1.weights"]!.to2DArray(),
    );
  });

  const own = (name: string): Arm => ({ ...armByName("classical"), name });

  it("of the caller's own are compared with the others", async () => {
    const options = { arms: ["classical", own("mine")], depths: [2], widths: [4], seeds: 1, ...brief };
    const { plan, verdict, results } = await runStudy(take(digits, [...Array(60).keys()]), options);
    expect(plan.arms.map(({ name }) => name)).toEqual(["classical", "mine"]);
    expect(plan.sweptArms).toEqual(["classical", "mine"]);
    const [classical, mine] = verdict.arms;
    expect(mine).toEqual({ ...classical, arm: "mine" }); // it is the same start, and trained the same
    expect(new Set(results.map(({ id }) => id)).size).toBe(results.length);
  });

  it("checkArms names what is wrong with an arm of the caller's own", () => {
    const check = (...chosen: (string | Arm)[]) => checkArms("plan the study", chosen);
    expect(check("rbm", own("mine"), own("mine too")).map(({ name }) => name)).toEqual([
      "rbm",
      "mine",
      "mine too",
    ]);
    expect(() => check(own("rbm"))).toThrow(/a name that no arm of the study has, got "rbm"/);
    expect(() => check(own("relu + adam"))).toThrow(
      /a name that no arm of the study has, got "relu \+ adam"/,
    );
    expect(check({ ...withOptimizer("relu", "adam") }).map(({ name }) => name)).toEqual(["relu + adam"]);
    expect(() => check({ ...own("mine"), tags: "rbm" as never })).toThrow(/tags of an arm to be strings/);
    expect(() => check(own("mine"), own("mine"))).toThrow(/one arm of each name, got "mine"/);
    expect(() => check({ name: "mine" } as Arm)).toThrow(/an object with a name and a start, got/);
    expect(() => check({ ...own("mine"), kind: "cures" as "cure" })).toThrow(/kind of an arm .* got "cures"/);
    expect(() => check({ ...own("mine"), descripton: "" } as Arm)).toThrow(/got "descripton".*did you mean/);
    expect(() => check({ ...own("mine"), optimizer: "adm" })).toThrow(/optimizer to be one of .*got "adm"/);
  });

  it("checkArms names the arm that does not exist", () => {
    expect(checkArms("plan the study", ["rbm", "rbm"])).toEqual([armByName("rbm")]);
    expect(() => checkArms("plan the study", ["bogus"])).toThrow(/expected arm to be one of .*, got "bogus"/);
    expect(() => checkArms("plan the study", [])).toThrow("at least one arm");
  });
});
