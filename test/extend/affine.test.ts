import { expect, it } from "vitest";
import {
  chain,
  dense,
  type Engine,
  GradientProbe,
  type Layer,
  type LayerKind,
  linear,
  Matrix,
  Network,
  softmax,
  tanh,
  weightDecay,
} from "../../src/index.ts";
import { DenoisingAutoencoder } from "../../src/pretraining/index.ts";
import { bitsOf } from "../support/bits.ts";

const inputs = [
  [0.1, 0.7],
  [1, 0],
  [0.9, 0.4],
];
const labels = [0, 1, 1];

/** y = tanh(x·W + b), written by somebody else, whose cache is his own. */
const own = (): Layer => {
  const { kind: _, forward, backward, ...rest } = dense({ inputs: 2, outputs: 2, activation: tanh });
  return {
    ...rest,
    kind: "own",
    affine: true,
    forward: (...given) => {
      const { cache, ...result } = forward(...given);
      return { ...result, cache: { mine: cache } };
    },
    backward: (engine, values, cache, gradient) =>
      backward(engine, values, (cache as { mine: unknown }).mine, gradient),
    toJSON: () => ({ kind: "own" }),
  };
};
const build = (first: Layer, last = dense({ inputs: 2, outputs: 2 })): Network =>
  new Network({ layers: [first, last], head: softmax, seed: 1, engine: "reference" });

it("A layer of one's own that says it is affine has all figures of a dense one, and its movement", async () => {
  const [plain, other] = [build(dense({ inputs: 2, outputs: 2, activation: tanh })), build(own())];
  const probe = new GradientProbe();
  const [expected, found] = [plain, other].map((network) =>
    probe.measure(network, new Matrix(inputs), labels),
  );
  expect(expected!.layers[0]!.signalToNoise).toBeGreaterThan(0);
  expect(found!.layers).toEqual(
    expected!.layers.map((layer, index) => (index === 0 ? { ...layer, kind: "own" } : layer)),
  );
  const kind: LayerKind = { kind: "own", fromJSON: own };
  const start = Network.fromJSON(JSON.parse(JSON.stringify(other)), { layers: [kind] });
  await other.fit(inputs, labels, { epochs: 1 });
  expect(probe.movement(start, other, new Matrix(inputs)).map(({ path }) => path)).toEqual(["0", "1"]);
});

it("A last layer of one's own that is affine gives way to another head, and one that is not does not", () => {
  const network = build(dense({ inputs: 2, outputs: 2 }), own());
  const moved = network.withHead({ outputs: 1, head: linear });
  expect(bitsOf(moved.parameters)).toMatchObject({ "0.weights": bitsOf(network.parameters)["0.weights"] });
  const { affine: _, ...silent } = own();
  expect(() =>
    build(dense({ inputs: 2, outputs: 2 }), silent).withHead({ outputs: 1, head: linear }),
  ).toThrow('expected the last layer to be dense, got "own"');
});

it("First values of an affine layer of one's own are held to its widths", () => {
  const initialize = () => ({
    parameters: { weights: new Matrix(3, 2), bias: new Matrix(1, 2) },
    statistics: {},
  });
  expect(() => build({ ...own(), initialize })).toThrow("weights of layer 0 (own) to be 2×2, got 3×2");
});

it("Weights of a decoder of its own decay as those of the encoder do", async () => {
  const decaying = async (decay: number): Promise<DenoisingAutoencoder> => {
    const autoencoder = new DenoisingAutoencoder({
      visible: 2,
      hidden: 2,
      tied: false,
      seed: 1,
      engine: "reference",
    });
    const still = {
      name: "still",
      init: () => null,
      update: (engine: Engine, gradients: object) =>
        Object.fromEntries(
          Object.entries(gradients).map(([name, gradient]) => [name, engine.scale(-1, gradient)]),
        ),
    };
    await autoencoder.fit(inputs, {
      epochs: 1,
      batchSize: 3,
      optimizer: chain(weightDecay(decay), still as never),
    });
    return autoencoder;
  };
  const start = new DenoisingAutoencoder({ visible: 2, hidden: 2, tied: false, seed: 1, engine: "reference" })
    .parameters;
  const [plain, decayed] = [(await decaying(0)).parameters, (await decaying(0.1)).parameters];
  for (const name of ["weights", "decoderWeights"] as const) {
    const expected = Matrix.sub(plain[name]!, Matrix.mul(start[name]!, 0.1));
    expect(Matrix.sub(decayed[name]!, expected).norm()).toBeLessThan(1e-15);
  }
  expect(bitsOf(decayed).hiddenBias).toEqual(bitsOf(plain).hiddenBias);
});

it("A generator of batches is a stream of one epoch, and what gives one anew of as many as one likes", async () => {
  function* batches() {
    for (const row of [0, 1, 2]) yield { inputs: [inputs[row]!], labels: [labels[row]!] };
  }
  const streamed = build(own());
  await streamed.fit(batches(), { epochs: 1 });
  const again = build(own());
  const ordered = { [Symbol.asyncIterator]: () => expect.fail("its epochs are asked for") };
  const source = { [Symbol.iterator]: batches };
  await again.fit({ ...source, batches: 3 }, { epochs: 1, signal: new AbortController().signal });
  expect(bitsOf(again.parameters)).toEqual(bitsOf(streamed.parameters));
  const listed = build(own());
  await listed.fit({ ...ordered, epoch: () => [...batches()] }, { epochs: 1 });
  expect(bitsOf(listed.parameters)).toEqual(bitsOf(streamed.parameters));
  await build(own()).fit(source, { epochs: 2 });
  await expect(build(own()).fit(batches(), { epochs: 2 })).rejects.toThrow(
    "a generator can be gone through only once",
  );
  await expect(build(own()).fit(new Set([3]) as never)).rejects.toThrow(/^Cannot .+: expected .+, got ./);
});
