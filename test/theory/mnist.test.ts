import { beforeAll, describe, expect, it } from "vitest";
import { loadMnist, take } from "../../src/data/index.ts";
import {
  classicUniform,
  GradientProbe,
  glorotUniform,
  type LayerJacobian,
  logisticGlorot,
  type Matrix,
  Network,
  sigmoid,
  tanh,
} from "../../src/index.ts";

const directory = process.env.MNIST_DIR;
const probe = new GradientProbe();
const example = (_: unknown, index: number): number => index;

/** The images that every net here is measured on: the first hundred. */
const images: { inputs: Matrix; labels: readonly number[] }[] = [];

describe.skipIf(!directory)("GradientProbe on MNIST (MNIST_DIR has to name its directory)", () => {
  beforeAll(async () => {
    const { train } = await loadMnist(directory!);
    const { inputs, labels } = take(train, Array.from({ length: 100 }, example));
    images.push({ inputs: inputs as Matrix, labels: [...labels] });
  });

  // Source: Schoenholz, Gilmer, Ganguli, Sohl-Dickstein, ICLR 2017. With 500 units a factor strays by about 1/√(2·500) = 3.2 %
  // of itself, and each initializer has four layers here: a tenth is three times that.
  it.each([classicUniform, glorotUniform, logisticGlorot].map((initializer) => ({ initializer })))(
    "measures the attenuation that mean field predicts within a tenth, from the third layer on: $initializer.name",
    ({ initializer }) => {
      const sizes = [784, ...Array.from({ length: 6 }, () => 500), 10];
      const network = Network.fromSizes(sizes, { activation: sigmoid, initializer, seed: 1 });
      const { inputs, labels } = images[0]!;
      const { layers } = probe.measure(network, inputs, labels);
      for (const { path, attenuation, predictedAttenuation } of layers.slice(2, -1)) {
        expect(Math.abs(attenuation! / predictedAttenuation! - 1), `layer ${path}`).toBeLessThan(0.1);
      }
    },
  );

  // Source: Glorot and Bengio, AISTATS 2010, section 4.2.1, a tanh net with five hidden layers of 1000 units. The singular
  // values of n×n independent weights of variance v/n have the mean √v·8/(3π), by the quarter circle law, which the slopes
  // make smaller. The first layer, from 784 pixels, is not of the kind.
  describe.each([
    { initializer: classicUniform, published: 0.5 },
    { initializer: glorotUniform, published: 0.8 },
  ])("on a tanh net of 5 × 1000 from $initializer.name", ({ initializer, published }) => {
    const layers: LayerJacobian[] = [];

    beforeAll(() => {
      const sizes = [784, ...Array.from({ length: 5 }, () => 1000), 10];
      const network = Network.fromSizes(sizes, { activation: tanh, initializer, seed: 1 });
      layers.push(...probe.jacobians(network, images[0]!.inputs, { examples: 2 }).layers.slice(1));
    }, 120_000);

    it(`finds a mean singular value that rounds to the ${published} published, in every layer`, () => {
      expect(layers).toHaveLength(4);
      for (const { mean } of layers) expect(Number(mean.toFixed(1))).toBe(published);
    });

    it("finds mean / root mean square = 8/(3π), as the quarter circle law has it, to 2 %", () => {
      for (const { mean, meanSquare } of layers) {
        expect(Math.abs(mean / Math.sqrt(meanSquare) / (8 / (3 * Math.PI)) - 1)).toBeLessThan(0.02);
      }
    });
  });
});
