import { describe, expect, it } from "vitest";
import { checkSampler, gibbsSample, hiddenMeans, visibleMeans } from "../../src/extend/index.ts";
import {
  contrastiveDivergence,
  type Engine,
  type Parameters as Matrices,
  type NegativePhase,
  persistentContrastiveDivergence,
  type Sampler,
} from "../../src/index.ts";
import {
  exactGradient,
  fastPersistentContrastiveDivergence,
  hiddenDropout,
  meanField,
  parallelTempering,
} from "../../src/rbm/index.ts";
import { likelihoodGradients } from "../../src/rbm/training/likelihood-gradients.ts";

type Machine = Parameters<Sampler["begin"]>[0];
type Chains = { readonly visible: Matrices[string] };

/** Chains whose ⟨vᵀ·h⟩ are of E[v | h] of drawn hidden states instead of the rows. */
const conditioned: Sampler<Chains> = {
  name: "conditioned",
  begin: ({ engine, parameters }) => ({ visible: engine.zeros(50, parameters.weights.rows) }),
  negativePhase(machine, { visible }, _positive, random) {
    const { engine, hiddenUnits, hiddenOwn } = machine;
    gibbsSample(machine, visible, 1, random);
    const means = hiddenMeans(machine, visible);
    const fields = engine.affine(visible, machine.parameters.weights, machine.parameters.hiddenBias);
    const hidden = hiddenUnits.sample(engine, { fields, means }, hiddenOwn, random);
    const correlations = engine.productLeftTransposed(
      visibleMeans(machine, hidden),
      hidden,
      undefined,
      1 / visible.rows,
    );
    return { visible, hiddenMeans: means, correlations };
  },
};

/** The same with other fields in what it returns. */
const conditionedWith = (change: (engine: Engine, phase: NegativePhase) => object): Sampler =>
  ({
    ...conditioned,
    negativePhase(...given: Parameters<typeof conditioned.negativePhase>) {
      const phase = conditioned.negativePhase(...given);
      return { ...phase, ...change(given[0].engine, phase) };
    },
  }) as unknown as Sampler;

/** The same with the gradients, times a factor, which are computed from its correlations. */
const computing = (factor: number): Sampler => ({
  ...(conditioned as Sampler),
  negativePhase(machine, chains, positive, random) {
    const phase = conditioned.negativePhase(machine, chains as Chains, positive, random);
    const gradients = likelihoodGradients(machine, positive, phase);
    machine.engine.scale(factor, gradients.hiddenBias, gradients.hiddenBias);
    return { ...phase, gradients };
  },
});

const following = contrastiveDivergence() as Sampler;
const withMachine = (machineFor: (machine: Machine, rows: number) => unknown): Sampler =>
  ({ ...following, machineFor }) as Sampler;

describe("checkSampler", () => {
  it.each<[string, Sampler, boolean]>([
    ["contrastive divergence", following, false],
    ["contrastive divergence by means", contrastiveDivergence({ visibleStates: "means" }) as Sampler, false],
    ["persistent chains", persistentContrastiveDivergence({ chains: 20 }) as Sampler, true],
    ["fast weights", fastPersistentContrastiveDivergence({ chains: 20 }) as Sampler, false],
    ["tempered chains", parallelTempering({ chains: 10, temperatures: 3 }) as Sampler, true],
    ["the exact gradient", exactGradient() as Sampler, true],
    ["dropped hidden units", hiddenDropout({ rate: 0.5 }), false],
    ["mean fields of the first order", meanField({ order: 1, iterations: 5 }) as Sampler, false],
    ["mean fields of the second order", meanField({ order: 2, iterations: 5 }) as Sampler, false],
    ["mean fields of the third order", meanField({ order: 3, iterations: 5 }) as Sampler, false],
    ["correlations by conditional means", conditioned as Sampler, true],
    ["correlations from which it computed gradients", computing(1), true],
    ["a machine that is a copy", withMachine((machine) => ({ ...machine })), false],
  ])("passes %s", (_, sampler, exact) => {
    checkSampler(sampler, { exact });
  });

  it.each<[string, Sampler, string | RegExp]>([
    [
      "correlations of another shape",
      conditionedWith((engine) => ({ correlations: engine.zeros(3, 4) })),
      "expected correlations to be 4×3, got 3×4",
    ],
    [
      "correlations that are no matrix",
      conditionedWith(() => ({ correlations: [[1]] })),
      "expected negativePhase to return correlations as a matrix, got [[1]]",
    ],
    [
      "correlations that are a sum over the rows",
      conditionedWith((engine, { correlations }) => ({ correlations: engine.scale(50, correlations!) })),
      /expected correlation ⟨v0·h0⟩ on a machine without weights to be 0\.\d+, got \d+\.\d+$/,
    ],
    [
      "correlations a tenth too large",
      conditionedWith((engine, { correlations }) => ({ correlations: engine.scale(1.1, correlations!) })),
      /expected correlation ⟨v0·h0⟩ on a machine without weights to be 0\.\d+, got 0\.\d+$/,
    ],
    [
      "correlations of nothing",
      conditionedWith((engine) => ({ correlations: engine.zeros(4, 3) })),
      /expected correlation ⟨v0·h0⟩ on a machine without weights to be 0\.\d+, got (0|-?[\d.]+e-\d+)$/,
    ],
    [
      "correlations that are no numbers",
      conditionedWith((engine) => ({ correlations: engine.map(() => Number.NaN, engine.zeros(4, 3)) })),
      "got NaN",
    ],
    [
      "hidden means of nothing beside correlations",
      conditionedWith((engine) => ({ hiddenMeans: engine.zeros(50, 3) })),
      "expected hidden mean 0 of the states to be ",
    ],
    [
      "hidden means that are no probabilities",
      conditionedWith((engine, { hiddenMeans: means }) => ({ hiddenMeans: engine.scale(-1, means) })),
      /expected hidden means in \[0, 1\], got -0\.\d+$/,
    ],
    [
      "correlations in what it remembers",
      {
        name: "remembering",
        begin: ({ engine }) => ({ visible: engine.zeros(50, 4), correlations: engine.zeros(4, 3) }),
        negativePhase(machine, chains, positive, random) {
          const state = chains as Chains & { readonly correlations: Matrices[string] };
          const phase = conditioned.negativePhase(machine, state, positive, random);
          machine.engine.copy(phase.correlations!, state.correlations);
          return { ...phase, correlations: state.correlations };
        },
      },
      "expected correlations in a matrix of their own, got one that the sampler remembers",
    ],
    [
      "gradients of twice the size beside correlations",
      computing(2),
      "expected the gradient of hiddenBias at row 0, column 0 to be ",
    ],
    [
      "shares that add up to the rows",
      conditionedWith((engine) => ({ shares: engine.map(() => 1, engine.zeros(50, 1)) })),
      "expected the sum of shares to be 1, got 50",
    ],
    [
      "shares of another shape",
      conditionedWith((engine) => ({ shares: engine.zeros(1, 50) })),
      "expected shares to be 50×1, got 1×50",
    ],
    [
      "hidden fields that are the means",
      conditionedWith((_, phase) => ({ hiddenFields: phase.hiddenMeans })),
      "expected hidden means of hiddenFields at row 0, column 0 to be ",
    ],
    [
      "visible fields of states",
      conditionedWith((_, phase) => ({ visibleFields: phase.visible })),
      "expected visible means of visibleFields at row 0, column 0 to be ",
    ],
    [
      "a reconstruction of another batch",
      conditionedWith((engine) => ({ reconstruction: engine.zeros(5, 4) })),
      "expected reconstruction to be 6×4, got 5×4",
    ],
    [
      "no machine",
      withMachine(() => undefined),
      "expected machineFor to return a machine, { ...machine }, got undefined",
    ],
    [
      "a machine without its own parameters",
      withMachine(({ engine, visibleUnits, hiddenUnits, parameters }) => ({
        ...{ engine, visibleUnits, hiddenUnits, parameters },
      })),
      "expected machineFor to return a machine, { ...machine }, got { engine, ",
    ],
    [
      "a machine of another shape",
      withMachine((machine) => ({
        ...machine,
        parameters: { ...machine.parameters, weights: machine.engine.zeros(4, 2) },
      })),
      'expected machineFor to return parameters of "weights", 4×3, got 4×2',
    ],
    [
      "a machine whose own parameters are another's",
      withMachine((machine) => ({ ...machine, hiddenOwn: { bias: machine.engine.zeros(1, 3) } })),
      /expected the same bits in hiddenOwn of machineFor as in its parameters, -?0\.\d+ in bias at row 0, column 0, got 0$/,
    ],
    [
      "a machine on another engine",
      withMachine((machine) => ({ ...machine, engine: { ...machine.engine } })),
      "expected machineFor to keep the engine of the machine, got another",
    ],
    [
      "a machine that it changed in place",
      withMachine((machine) => {
        machine.engine.scale(0.5, machine.parameters.weights, machine.parameters.weights);
        return machine;
      }),
      /expected the same bits in the machine handed to machineFor, -?\d\.\d+ in weights at row 0, column 0, got -?\d\.\d+$/,
    ],
    [
      "a machine for batches of six rows alone",
      withMachine((machine) => {
        const { engine, hiddenUnits } = machine;
        const there = engine.map(() => 1, engine.zeros(6, 3));
        const means: typeof hiddenUnits.means = (on, ...given) =>
          on.multiply(hiddenUnits.means(on, ...given), there);
        return { ...machine, hiddenUnits: { ...hiddenUnits, means } };
      }),
      "expected machineFor to return a machine for batches of 2 rows, got one that throws ",
    ],
    [
      "a machine of means that are no probabilities",
      withMachine((machine) => {
        const { hiddenUnits } = machine;
        const means: typeof hiddenUnits.means = (on, ...given) =>
          on.scale(2, hiddenUnits.means(on, ...given));
        return { ...machine, hiddenUnits: { ...hiddenUnits, means } };
      }),
      /expected hidden means of the machine by machineFor in \[0, 1\], got 1\.\d+$/,
    ],
  ])("refuses %s", (_, sampler, said) => {
    expect(() => checkSampler(sampler, { exact: false })).toThrow(said);
  });

  it("refuses correlations that are not those of the machine, of a sampler that is to be exact", () => {
    // Those of independent units: right without weights alone.
    const independent = conditionedWith((engine, { visible, hiddenMeans: hidden }) => ({
      correlations: engine.productLeftTransposed(
        engine.columnSums(visible),
        engine.columnSums(hidden),
        undefined,
        1 / visible.rows ** 2,
      ),
    }));
    checkSampler(independent, { exact: false });
    expect(() => checkSampler(independent)).toThrow(
      /expected statistic ⟨v\d·h\d⟩ of the negative phase to be 0\.\d+, got 0\.\d+$/,
    );
  });

  it("refuses a machine of a batch that is not the machine, of a sampler that is to be exact", () => {
    const halved: Sampler = {
      ...(persistentContrastiveDivergence({ chains: 20 }) as Sampler),
      machineFor: (machine) => ({
        ...machine,
        parameters: {
          ...machine.parameters,
          weights: machine.engine.scale(0.5, machine.parameters.weights),
        },
      }),
    };
    checkSampler(halved, { exact: false });
    expect(() => checkSampler(halved)).toThrow(
      /expected statistic ⟨v0⟩ of the negative phase to be 0\.\d+, got 0\.\d+$/,
    );
  });
});
