import { describe, expect, it } from "vitest";
import { activations } from "../../src/activation/all.ts";
import { sigmoid } from "../../src/activation/sigmoid.ts";
import { DBN } from "../../src/dbn/dbn.ts";
import type { EngineKind } from "../../src/engine/engine.ts";
import { reference, referenceKind } from "../../src/engine/reference.ts";
import { heads } from "../../src/head/all.ts";
import { softmax } from "../../src/head/softmax.ts";
import { normal } from "../../src/initializer/normal.ts";
import { batchNorm } from "../../src/layers/batch-norm.ts";
import { dense } from "../../src/layers/dense.ts";
import { dropout } from "../../src/layers/dropout.ts";
import { layerNorm } from "../../src/layers/layer-norm.ts";
import { residual } from "../../src/layers/residual.ts";
import type { AbstractMatrix } from "../../src/matrix/matrix.ts";
import { Network } from "../../src/network/network.ts";
import { adam } from "../../src/optimizer/adam.ts";
import { optimizers } from "../../src/optimizer/all.ts";
import { chain } from "../../src/optimizer/chain.ts";
import { clipByGlobalNorm } from "../../src/optimizer/clip-by-global-norm.ts";
import { clipByValue } from "../../src/optimizer/clip-by-value.ts";
import { l1Penalty } from "../../src/optimizer/l1-penalty.ts";
import { sgd } from "../../src/optimizer/sgd.ts";
import { weightDecay } from "../../src/optimizer/weight-decay.ts";
import { GradientProbe } from "../../src/probe/gradient-probe.ts";
import { freeEnergyGap } from "../../src/rbm/likelihood/free-energy-gap.ts";
import { logLikelihood } from "../../src/rbm/likelihood/log-likelihood.ts";
import { pseudoLogLikelihood } from "../../src/rbm/likelihood/pseudo-log-likelihood.ts";
import { reconstructionError } from "../../src/rbm/likelihood/reconstruction-error.ts";
import { RBM } from "../../src/rbm/rbm.ts";
import { contrastiveDivergence } from "../../src/rbm/samplers/contrastive-divergence.ts";
import { persistentContrastiveDivergence } from "../../src/rbm/samplers/persistent-contrastive-divergence.ts";
import type { RBMFitOptions } from "../../src/rbm/training/fit-options.ts";
import { bernoulliUnits } from "../../src/units/bernoulli.ts";
import { gaussianUnits } from "../../src/units/gaussian.ts";
import { bitsOf } from "../support/bits.ts";
import { poisoningKind } from "../support/poisoning-engine.ts";
import { randomMatrix } from "../support/random-matrix.ts";

const inputs = randomMatrix("inputs of the contract", 23, 4);
const labels = Array.from({ length: 23 }, (_, row) => row % 3);
const bits = inputs.clone().apply(function (row, column) {
  this.set(row, column, this.get(row, column) > 0 ? 1 : 0);
});

/** What a run leaves: the bits of every value, and every figure but the seconds. */
async function onBoth(run: (engine: EngineKind) => Promise<object>): Promise<void> {
  const strip = (key: string, value: unknown): unknown =>
    key === "seconds" || key === "engine" ? undefined : value;
  const [expected, actual] = [await run(referenceKind), await run(poisoningKind)];
  expect(JSON.stringify(actual, strip)).toBe(JSON.stringify(expected, strip));
  expect(JSON.stringify(expected)).not.toContain("null"); // NaN and infinity in JSON
}

async function trainNetwork(network: Network, options: object): Promise<object> {
  const probe = new GradientProbe({ every: 3 });
  const history = await network.fit(inputs, labels, { epochs: 2, batchSize: 5, probe, ...options });
  return { history, reports: probe.reports, ...bitsOf({ ...network.parameters, ...network.statistics }) };
}

describe("training on an engine with memory of its own has the bits of the reference engine", () => {
  it("for a network of every kind of layer, with validation, early stopping and a probe", async () => {
    await onBoth((engine) => {
      const layers = [
        dense({ inputs: 4, outputs: 6 }),
        batchNorm({ units: 6 }),
        dropout({ rate: 0.3 }),
        residual([layerNorm({ units: 6 }), dense({ inputs: 6, outputs: 6 })]),
        dense({ inputs: 6, outputs: 3 }),
      ];
      const network = new Network({ layers, head: softmax, seed: 1, engine }).freeze(4);
      return trainNetwork(network, { validationFraction: 0.3, earlyStopping: { patience: 1 } });
    });
  });

  it.each(activations.map((activation) => [activation.name, activation] as const))(
    "for %s",
    async (_, activation) => {
      await onBoth((engine) =>
        trainNetwork(Network.fromSizes([4, 5, 3], { activation, seed: 2, engine }), {}),
      );
    },
  );

  it.each(heads.map((head) => [head.name, head] as const))("for the %s head", async (_, head) => {
    await onBoth(async (engine) => {
      const network = Network.fromSizes([4, 5, 3], { head, seed: 3, engine });
      const rows = labels.map((label) => [0, 1, 2].map((index) => (index === label ? 1 : 0)));
      const history = await network.fit(inputs, rows, { epochs: 2, batchSize: 5 });
      return { history, ...bitsOf(network.parameters) };
    });
  });

  const everyOptimizer = [
    ...optimizers,
    sgd({ learningRate: 0.1, momentum: 0.9, nesterov: true }),
    chain(weightDecay(0.01), clipByGlobalNorm(0.1), sgd({ learningRate: 0.1, momentum: 0.9 })),
    chain(l1Penalty(0.01), clipByValue(0.05), adam()),
  ];
  it.each(everyOptimizer.map((optimizer) => [optimizer.name, optimizer] as const))(
    "by %s",
    async (_, optimizer) => {
      await onBoth((engine) =>
        trainNetwork(Network.fromSizes([4, 5, 3], { seed: 4, engine }), { optimizer }),
      );
    },
  );

  const ways: [string, RBMFitOptions][] = [
    ["contrastive divergence", { sampler: contrastiveDivergence({ steps: 2 }) }],
    ["its mean-field reconstructions", { sampler: contrastiveDivergence({ visibleStates: "means" }) }],
    ["persistent chains", { sampler: persistentContrastiveDivergence({ chains: 7 }) }],
    ["a sparsity target", { sparsity: { target: 0.1, cost: 0.5 } }],
  ];
  for (const [way, options] of ways) {
    it.each([bernoulliUnits, gaussianUnits])(
      `for an RBM by ${way}, $name visible units`,
      async (visibleUnits) => {
        await onBoth(async (engine) => {
          const rbm = new RBM({
            visible: 4,
            hidden: 5,
            visibleUnits,
            initializer: normal({ std: 0.5 }),
            seed: 5,
            engine,
          });
          const data = visibleUnits === gaussianUnits ? inputs : bits;
          const run = { epochs: 3, batchSize: 5, validation: data.subMatrix(0, 5, 0, 3), ...options };
          return { history: await rbm.fit(data, run), ...bitsOf(rbm.parameters) };
        });
      },
    );
  }

  it("for a DBN", async () => {
    await onBoth(async (engine) => {
      const dbn = new DBN({ sizes: [4, 5, 3], initializer: normal({ std: 0.5 }), seed: 6, engine });
      const history = await dbn.pretrain(bits, { epochs: 2, batchSize: 5, validation: bits });
      return { history, dbn };
    });
  });
});

describe("what is computed at once on such an engine has the bits of the reference engine, and outlives it", () => {
  it("for a network: predictions, a pass there and back, and a measurement of the gradient", async () => {
    await onBoth(async (engine) => {
      const layers = [
        dense({ inputs: 4, outputs: 6, activation: sigmoid }),
        residual([batchNorm({ units: 6 }), dense({ inputs: 6, outputs: 6 })]),
        dense({ inputs: 6, outputs: 3 }),
      ];
      const network = new Network({ layers, head: softmax, seed: 7, engine });
      const pass = network.forward(inputs);
      network.predict(inputs); // opens and closes another
      const { gradients, inputGradient } = network.backward(pass, network.predict(inputs));
      const classes = [...network.classify(inputs)];
      const report = new GradientProbe().measure(network, inputs, labels);
      const evaluation = network.evaluate(inputs, labels);
      const { logits } = pass;
      const { loss } = network.gradients(inputs, labels);
      return { ...bitsOf({ ...gradients, inputGradient, logits }), classes, report, evaluation, loss };
    });
  });

  it.each([bernoulliUnits, gaussianUnits])("for an RBM with $name visible units", async (visibleUnits) => {
    await onBoth(async (engine) => {
      const rbm = new RBM({
        visible: 4,
        hidden: 5,
        visibleUnits,
        initializer: normal({ std: 0.5 }),
        seed: 8,
        engine,
      });
      const hidden = rbm.hiddenMeans(bits);
      const draws = [
        rbm.sampleHidden(bits),
        rbm.sampleVisible(hidden),
        rbm.sample({ count: 3, gibbsSteps: 5 }),
      ];
      const [samples, means] = [rbm.sample({ start: bits, gibbsSteps: 2 }), rbm.visibleMeans(hidden)];
      const energies = [
        rbm.freeEnergy(bits),
        rbm.energy(bits, hidden),
        freeEnergyGap(rbm, bits, bits, { engine }),
      ];
      const likelihoods = [
        logLikelihood(rbm, bits, { engine }),
        reconstructionError(rbm, bits, { engine }),
        visibleUnits === bernoulliUnits && pseudoLogLikelihood(rbm, bits, { engine, flips: 2, seed: 1 }),
      ];
      const matrices = Object.fromEntries(
        [hidden, means, samples, rbm.reconstruct(bits), ...draws].map((matrix, index) => [index, matrix]),
      );
      return { energies, likelihoods, ...bitsOf(matrices) };
    });
  });
});

describe("poisoningKind", () => {
  const gone = (matrix: AbstractMatrix): boolean => matrix.to1DArray().every(Number.isNaN);

  it("takes away what was made in a scope, and the rest when it closes", () => {
    const engine = poisoningKind.open();
    const kept = engine.load(inputs);
    const outside = engine.scale(2, kept);
    const [inside, loaded] = engine.scope(() => [engine.scale(2, kept), engine.load(inputs)] as const);
    expect([inside, loaded].map(gone)).toEqual([true, true]);
    expect(() => engine.add(inside, kept)).toThrow("got operand 0 of add, which is not, or no longer, there");
    expect(outside.to2DArray()).toEqual(reference.scale(2, inputs).to2DArray());
    engine.close();
    expect([kept, outside].map(gone)).toEqual([true, true]);
    expect(() => engine.zeros(1, 1)).toThrow("an engine that is open, got zeros on one that is closed");
  });
});
