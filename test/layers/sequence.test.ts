import { describe, expect, it } from "vitest";
import { sigmoid } from "../../src/activation/sigmoid.ts";
import type { Engine } from "../../src/engine/engine.ts";
import { reference } from "../../src/engine/reference.ts";
import type { Initializer } from "../../src/initializer/initializer.ts";
import { batchNorm } from "../../src/layers/batch-norm.ts";
import { dense } from "../../src/layers/dense.ts";
import { dropout } from "../../src/layers/dropout.ts";
import { type Layer, prediction } from "../../src/layers/layer.ts";
import { layerNorm } from "../../src/layers/layer-norm.ts";
import { residual } from "../../src/layers/residual.ts";
import {
  backwardSequence,
  checkSequence,
  forwardSequence,
  initializeSequence,
  updateSequenceStatistics,
} from "../../src/layers/sequence.ts";
import { type AbstractMatrix, Matrix } from "../../src/matrix/matrix.ts";
import { loadParameters, type Parameters } from "../../src/parameters.ts";
import { RandomStream } from "../../src/random/stream.ts";
import { expectClose } from "../support/expect-close.ts";
import { checkGradients } from "../support/gradient-check.ts";
import { randomMatrix } from "../support/random-matrix.ts";

const stream = (purpose: string) => new RandomStream("sequence", purpose);
const training = () => ({ training: true, random: stream("draws of the layers") }) as const;

/** A net with a residual layer inside a residual layer. */
const nested = (): Layer[] => [
  dense({ inputs: 4, outputs: 3, activation: sigmoid }),
  batchNorm({ units: 3 }),
  residual([
    dense({ inputs: 3, outputs: 5, activation: sigmoid }),
    residual([batchNorm({ units: 5 }), dense({ inputs: 5, outputs: 5 })]),
    dense({ inputs: 5, outputs: 3 }),
  ]),
  dropout({ rate: 0.2 }),
  dense({ inputs: 3, outputs: 2 }),
];

const paths = ["0", "1", "2", "2.0", "2.1", "2.1.0", "2.1.1", "2.2", "3", "4"];

function valuesOf(layers: readonly Layer[]): Parameters {
  const { parameters, statistics } = initializeSequence(layers, stream, "first");
  return loadParameters("test", reference, { ...parameters, ...statistics });
}

describe("checkSequence", () => {
  const action = "create a network";
  const [four, three] = [dense({ inputs: 4, outputs: 3 }), dense({ inputs: 3, outputs: 2 })];

  it("gives the widths at both ends, through layers that take any width", () => {
    expect(checkSequence(action, [four, dropout({ rate: 0.5 }), three])).toEqual({ inputs: 4, outputs: 2 });
    expect(checkSequence(action, [dropout({ rate: 0.5 }), three])).toEqual({ inputs: 3, outputs: 2 });
    expect(checkSequence(action, [four, three], 4)).toEqual({ inputs: 4, outputs: 2 });
    expect(checkSequence(action, [dropout({ rate: 0.5 })], 7)).toEqual({ inputs: 7, outputs: 7 });
    expect(checkSequence(action, [dropout({ rate: 0.5 })])).toEqual({});
  });

  it("refuses widths that do not fit, no layers, and what is not a layer", () => {
    const cannot = "Cannot create a network: expected";
    const any = dropout({ rate: 0.5 });
    expect(() => checkSequence(action, [three, any, four])).toThrow(
      `${cannot} layer 2 (dense) to take 2 inputs, got 4`,
    );
    expect(() => checkSequence(action, [four], 5)).toThrow(
      `${cannot} layer 0 (dense) to take 5 inputs, got 4`,
    );
    expect(() => checkSequence(action, [])).toThrow(`${cannot} at least one layer, got none`);
    const wrong = [four, null] as unknown as Layer[];
    expect(() => checkSequence(action, wrong)).toThrow(
      new TypeError(`${cannot} layer 1 to be a layer, got null`),
    );
    const single = four as unknown as Layer[];
    expect(() => checkSequence(action, single)).toThrow(`${cannot} an array of layers, got {`);
  });
});

describe("initializeSequence", () => {
  it("names values, and the streams they are drawn from, by the path of their layer", () => {
    const purposes: string[] = [];
    const { parameters, statistics } = initializeSequence(
      nested(),
      (purpose) => {
        purposes.push(purpose);
        return stream(purpose);
      },
      "first",
    );
    expect(purposes).toEqual([
      "layer 0 weights",
      "layer 2.0 weights",
      "layer 2.1.1 weights",
      "layer 2.2 weights",
      "layer 4 weights",
    ]);
    expect(Object.keys(parameters)).toEqual([
      ...["0.weights", "0.bias", "1.gain", "1.bias", "2.0.weights", "2.0.bias", "2.1.0.gain", "2.1.0.bias"],
      ...["2.1.1.weights", "2.1.1.bias", "2.2.weights", "2.2.bias", "4.weights", "4.bias"],
    ]);
    expect(Object.keys(statistics)).toEqual([
      ...["1.runningMean", "1.runningVariance", "2.1.0.runningMean", "2.1.0.runningVariance"],
    ]);
    const alone = dense({ inputs: 5, outputs: 5 }).initialize(() => stream("layer 2.1.1 weights"), "later");
    expect(parameters["2.1.1.weights"]).toEqual(alone.parameters.weights);
  });

  describe("gives the first position to the first dense layer alone", () => {
    function positionsOf(
      make: (width: number) => Layer[],
      position: "first" | "later" = "first",
    ): (string | undefined)[] {
      const { parameters } = initializeSequence(make(3), stream, position);
      return Object.keys(parameters)
        .filter((name) => name.endsWith("weights"))
        .map((name) => (parameters[name]!.get(0, 0) === 1 ? "first" : "later"));
    }
    const marking: Initializer = {
      name: "marking",
      draw: ({ inputs, outputs }, _random, position) => ({
        weights: Matrix.zeros(inputs, outputs).fill(position === "first" ? 1 : 0),
      }),
    };
    const plain = (units: number) => dense({ inputs: units, outputs: units, initializer: marking });

    it.each([
      ["in a row", (units: number) => [plain(units), plain(units)], ["first", "later"]],
      [
        "after layers without weights",
        (units: number) => [batchNorm({ units }), dropout({ rate: 0.1 }), plain(units), plain(units)],
        ["first", "later"],
      ],
      [
        "in a residual layer that is first",
        (units: number) => [residual([layerNorm({ units }), plain(units), plain(units)]), plain(units)],
        ["first", "later", "later"],
      ],
      [
        "before a residual layer",
        (units: number) => [plain(units), residual([plain(units)])],
        ["first", "later"],
      ],
      [
        "after a residual layer without weights",
        (units: number) => [residual([dropout({ rate: 0.1 })]), plain(units)],
        ["first"],
      ],
    ])("%s", (_where, make, expected) => {
      expect(positionsOf(make)).toEqual(expected);
      expect(positionsOf(make, "later")).toEqual(expected.map(() => "later"));
    });
  });
});

describe("forwardSequence", () => {
  it("is the layers one after the other, with a pass for each under its path", () => {
    const layers = nested();
    const values = valuesOf(layers);
    const inputs = randomMatrix("inputs", 6, 4);
    const { outputs, passes } = forwardSequence(reference, layers, values, inputs, training());

    const mode = training();
    let expected: ReturnType<Layer["forward"]>["outputs"] = inputs;
    for (const [index, layer] of layers.entries()) {
      const names = Object.keys(values).filter((name) => name.startsWith(`${index}.`));
      const own = Object.fromEntries(names.map((name) => [name.slice(2), values[name]!]));
      expected = layer.forward(reference, own, expected, mode).outputs;
      expect(passes[index]!.outputs).toEqual(expected);
    }
    expect(outputs).toEqual(expected);
    expect(passes.map(({ path }) => path)).toEqual(["0", "1", "2", "3", "4"]);
    expect(passes.map(({ layer }) => layer)).toEqual(layers);
    const inner = passes[2]!.passes!;
    expect(inner.map(({ path }) => path)).toEqual(["2.0", "2.1", "2.2"]);
    expect(inner[1]!.passes!.map(({ path }) => path)).toEqual(["2.1.0", "2.1.1"]);
    expect(inner[1]!.passes!.map(({ layer }) => layer.kind)).toEqual(["batchNorm", "dense"]);
  });

  it("runs a frozen layer as at prediction and the others as in training", () => {
    const layers = [dropout({ rate: 0.5 }), dropout({ rate: 0.5 })];
    const inputs = Matrix.ones(20, 20);
    const { passes } = forwardSequence(reference, layers, {}, inputs, training(), new Set([0]));
    expect(passes[0]!.outputs).toEqual(inputs);
    expect(new Set(passes[1]!.outputs.to1DArray())).toEqual(new Set([0, 2]));
  });

  it("keeps tenth layer and first layer apart", () => {
    const layers = Array.from({ length: 11 }, () => dense({ inputs: 2, outputs: 2 }));
    const values = valuesOf(layers);
    const inputs = randomMatrix("inputs", 3, 2);
    const { outputs } = forwardSequence(reference, layers, values, inputs, prediction);
    const expected = layers.reduce((x, _, index) => x.mmul(new Matrix(values[`${index}.weights`]!)), inputs);
    expectClose(outputs, expected.to2DArray(), 1e-14);
  });
});

describe("backwardSequence", () => {
  const layers = nested();
  const values = valuesOf(layers);
  const inputs = randomMatrix("inputs", 6, 4);
  const projection = randomMatrix("projection", 6, 2);

  it("has the gradients of central differences, with a frozen layer too", () => {
    for (const frozen of [undefined, new Set([1])]) {
      const run = ({ inputs, ...parameters }: Parameters) =>
        forwardSequence(reference, layers, { ...values, ...parameters }, inputs!, training(), frozen);
      const { parameters } = initializeSequence(layers, stream, "first");
      const point = { ...parameters, inputs };
      const { passes } = run(point);
      const { gradients, inputGradient } = backwardSequence(reference, values, passes, projection);
      const loss = (at: Parameters) => reference.sum(reference.multiply(projection, run(at).outputs));
      checkGradients(point, loss, { ...gradients, inputs: inputGradient() });
      expect(Object.keys(gradients)).toEqual(Object.keys(parameters));
    }
  });

  it("traces every layer under its path, each followed by those inside it", () => {
    const { passes } = forwardSequence(reference, layers, values, inputs, training());
    const { traces, gradients, inputGradient } = backwardSequence(reference, values, passes, projection);
    expect(traces.map(({ path }) => path)).toEqual(paths);
    expect(traces.map(({ layer }) => layer.kind)).toEqual([
      ...[
        "dense",
        "batchNorm",
        "residual",
        "dense",
        "residual",
        "batchNorm",
        "dense",
        "dense",
        "dropout",
        "dense",
      ],
    ]);
    const at = (path: string) => traces.find((trace) => trace.path === path)!;
    expect(at("4").outputGradient).toBe(projection);
    expect(at("3").outputGradient).toEqual(at("4").backward.inputGradient());
    expect(at("0").backward.inputGradient()).toBe(inputGradient());
    expect(at("2.1.1").backward.gradients.weights).toEqual(gradients["2.1.1.weights"]);
    expect(at("2.1.1").forward.outputs).toEqual(passes[2]!.passes![1]!.passes![1]!.outputs);
    expect(at("0").backward.errorSignal!.rows).toBe(6);
    expect(at("2").backward.traces!.map(({ path }) => path)).toEqual(["2.0", "2.1", "2.1.0", "2.1.1", "2.2"]);
    expect(at("2.1").backward.traces!.map(({ path }) => path)).toEqual(["2.1.0", "2.1.1"]);
    expect(at("2.1").forward.passes!.map(({ path }) => path)).toEqual(["2.1.0", "2.1.1"]);
  });
});

describe("backwardSequence of the layers that train", () => {
  const layers = [
    dense({ inputs: 4, outputs: 4 }),
    residual([dense({ inputs: 4, outputs: 4 })]),
    dense({ inputs: 4, outputs: 2 }),
  ];
  const values = valuesOf(layers);
  const inputs = randomMatrix("inputs", 6, 4);
  const projection = randomMatrix("projection", 6, 2);

  /** The calls of one kernel in a pass back that stops at a layer, with its result. */
  function callsOf(kernel: "productRightTransposed" | "productLeftTransposed", first: number) {
    let calls = 0;
    const counting: Engine = {
      ...reference,
      [kernel]: (...operands: [a: AbstractMatrix, b: AbstractMatrix]) => {
        calls += 1;
        return reference[kernel](...operands);
      },
    };
    const { passes } = forwardSequence(reference, layers, values, inputs, prediction);
    const result = backwardSequence(counting, values, passes, projection, first);
    return { result, calls: () => calls };
  }

  it("computes the gradient of the inputs when it is asked for, and once", () => {
    const { result, calls } = callsOf("productRightTransposed", 0);
    expect(calls()).toBe(2);
    result.inputGradient();
    expect(result.traces[0]!.backward.inputGradient()).toBe(result.inputGradient());
    expect(calls()).toBe(3);
  });

  it("does not go through the layers before the first", () => {
    const { result: whole } = callsOf("productLeftTransposed", 0);
    const { result, calls } = callsOf("productLeftTransposed", 1);
    expect(calls()).toBe(2);
    expect(Object.keys(result.gradients)).toEqual(["1.0.weights", "1.0.bias", "2.weights", "2.bias"]);
    for (const [name, gradient] of Object.entries(result.gradients)) {
      expect(gradient).toEqual(whole.gradients[name]);
    }
    expect(result.traces.map(({ path }) => path)).toEqual(["1", "1.0", "2"]);
    expect(callsOf("productLeftTransposed", Number.POSITIVE_INFINITY).result.gradients).toEqual({});
  });
});

describe("updateSequenceStatistics", () => {
  const layers = [batchNorm({ units: 2 }), residual([batchNorm({ units: 2, momentum: 1 })])];
  const inputs = new Matrix([
    [1, 10],
    [3, 30],
  ]);

  it("moves the running statistics of every layer, those inside others too", () => {
    const values = valuesOf(layers);
    const { passes } = forwardSequence(reference, layers, values, inputs, training());
    updateSequenceStatistics(reference, values, passes);
    // mean 2 and 20, unbiased variance 2 and 200; then the outputs ±1/√(1 + ε/σ²) of the first, of unbiased variance 2
    expectClose(values["0.runningMean"]!, [[0.2, 2]], 1e-15);
    expectClose(values["0.runningVariance"]!, [[0.9 + 0.2, 0.9 + 20]], 1e-15);
    expectClose(values["1.0.runningMean"]!, [[0, 0]], 1e-15);
    expectClose(values["1.0.runningVariance"]!, [[2 / (1 + 1e-5), 2 / (1 + 1e-7)]], 1e-14);
  });

  it("leaves those of a frozen layer", () => {
    const values = valuesOf(layers);
    const frozen = new Set([1]);
    for (const frozenForward of [frozen, undefined]) {
      const { passes } = forwardSequence(reference, layers, values, inputs, training(), frozenForward);
      updateSequenceStatistics(reference, values, passes, frozen);
      expect(values["0.runningMean"]!.to2DArray()).not.toEqual([[0, 0]]);
      expect(values["1.0.runningVariance"]!.to2DArray()).toEqual([[1, 1]]);
    }
  });
});
