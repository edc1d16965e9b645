import { describe, expect, it } from "vitest";
import { checkLayer } from "../../src/extend/check-layer.ts";
import {
  dense,
  type Layer,
  Network,
  type Parameters,
  residual,
  sigmoid,
  softmax,
  tanh,
} from "../../src/index.ts";
import { rbmEpochCost, trainingCost, whiteningCost } from "../../src/study/cost.ts";

const net = (...layers: Layer[]): Network => new Network({ layers, head: softmax, seed: 1 });
const square = (units: number): Layer => dense({ inputs: units, outputs: units, activation: tanh });

/** y = T·H + (1 − T)·x with the gate T = σ(x·W + b): twice the weights of a dense layer of this width. */
function highway(units: number): Layer {
  const [transform, gate] = [square(units), dense({ inputs: units, outputs: units, activation: sigmoid })];
  const inner = (values: Parameters, name: string) =>
    Object.fromEntries(
      Object.entries(values)
        .filter(([key]) => key.startsWith(`${name}.`))
        .map(([key, value]) => [key.slice(name.length + 1), value]),
    );
  return {
    ...transform, // with all that a dense layer says of itself
    kind: "highway",
    initialize(random, position) {
      const draw = (layer: Layer, name: string) =>
        Object.entries(layer.initialize((purpose) => random(`${name} ${purpose}`), position).parameters).map(
          ([key, value]) => [`${name}.${key}`, value] as const,
        );
      return {
        parameters: Object.fromEntries([...draw(transform, "transform"), ...draw(gate, "gate")]),
        statistics: {},
      };
    },
    forward(engine, values, inputs, mode) {
      const h = transform.forward(engine, inner(values, "transform"), inputs, mode);
      const t = gate.forward(engine, inner(values, "gate"), inputs, mode);
      const mixed = engine.zip((a, b) => a * b, h.outputs, t.outputs);
      const carried = engine.zip((x, b) => x * (1 - b), inputs, t.outputs);
      return { outputs: engine.zip((a, b) => a + b, mixed, carried), cache: { h, t } };
    },
    toJSON: () => ({ kind: "highway" }),
  };
}

describe("trainingCost", () => {
  it("counts one way forward and two back, but for the inputs of the first layer, and each update of a parameter", () => {
    const network = net(dense({ inputs: 5, outputs: 7, activation: tanh }), dense({ inputs: 7, outputs: 3 }));
    const weights = 5 * 7 + 7 * 3;
    expect(trainingCost(network, 2)).toEqual({ example: 3 * weights - 5 * 7, update: 2 * (weights + 7 + 3) });
  });

  it("counts every weight of a layer of one's own, even where it was made from a dense one", () => {
    const network = net(highway(50), highway(50), dense({ inputs: 50, outputs: 2 }));
    const plain = net(square(50), square(50), dense({ inputs: 50, outputs: 2 }));
    const first = 2 * 50 * 50;
    expect(trainingCost(network, 1).example).toBe(3 * (2 * first + 100) - first);
    expect(trainingCost(network, 1).update).toBe(2 * (first + 100) + 102);
    expect(trainingCost(network, 1).example / trainingCost(plain, 1).example).toBeGreaterThan(1.9);
  });

  it("refuses a layer's word that is no number of them", () => {
    for (const multiplications of [Number.NaN, -1, Number.POSITIVE_INFINITY]) {
      const toJSON = () => ({ kind: "own" });
      const layer: Layer = { ...square(4), kind: "own", multiplications, toJSON };
      expect(() => trainingCost(net(layer), 1)).toThrow(
        "Cannot count the cost: expected multiplications of layers of kind own to be",
      );
      expect(() => checkLayer(layer)).toThrow("Cannot check a layer: expected multiplications to be");
    }
  });

  it("takes a layer's word for how many multiplications it makes", () => {
    const convolution: Layer = { ...square(4), kind: "own", multiplications: 1000 };
    const network = net(convolution, dense({ inputs: 4, outputs: 2 }));
    expect(trainingCost(network, 0).example).toBe(3 * (1000 + 8) - 1000);
  });

  it("counts the layers inside a layer, at any depth, and takes their word", () => {
    const inner: Layer = { ...square(4), kind: "own", multiplications: 100 };
    const network = net(residual([square(4), residual([inner])]), dense({ inputs: 4, outputs: 2 }));
    expect(trainingCost(network, 0).example).toBe(3 * (116 + 8) - 116);
  });

  it("counts the weights of one column of data, which are a single row", () => {
    const network = net(dense({ inputs: 1, outputs: 6, activation: tanh }), dense({ inputs: 6, outputs: 2 }));
    expect(trainingCost(network, 0).example).toBe(3 * (6 + 12) - 6);
  });

  it("does not confuse the second layer with the twelfth", () => {
    const layers = Array.from({ length: 12 }, () => square(3));
    expect(trainingCost(net(...layers), 0).example).toBe(3 * 12 * 9 - 9);
  });
});

describe("rbmEpochCost and whiteningCost", () => {
  it("count five products per epoch, and two of the square of the columns", () => {
    expect(rbmEpochCost(100, 64, 32)).toBe(5 * 100 * 64 * 32);
    expect(whiteningCost(100, 64)).toBe(2 * 100 * 64 * 64);
  });
});
