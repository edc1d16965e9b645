import { checkKeys, checkMethods, rangeError } from "../check.ts";
import type { EngineKind } from "../engine/engine.ts";
import { readMatrix } from "../engine/read-matrix.ts";
import { referenceKind } from "../engine/reference.ts";
import { withEngine } from "../engine/with-engine.ts";
import { keep } from "../fit/kept.ts";
import { type AbstractMatrix, Matrix } from "../matrix/matrix.ts";
import { checkLike } from "../parameters.ts";
import { RandomStream } from "../random/stream.ts";
import { hiddenGiven, hiddenMeans } from "../rbm/machine/conditionals.ts";
import { freeEnergy } from "../rbm/machine/energy.ts";
import { type Machine, machineOn } from "../rbm/machine/machine.ts";
import { RBM } from "../rbm/rbm.ts";
import type { NegativePhase, PositivePhase, Sampler } from "../rbm/samplers/sampler.ts";
import { likelihoodGradients } from "../rbm/training/likelihood-gradients.ts";
import { anything, checked, fields, matrices, matrix } from "./checked.ts";
import { checkingEngine } from "./checking-engine.ts";
import { expectNear, expectShape } from "./expect.ts";

/** Options of `checkSampler`. */
export interface CheckSamplerOptions {
  /** Whether its chains come to stand for the machine, as those of contrastive divergence do not. Default true. */
  readonly exact?: boolean | undefined;
}

const action = "check a sampler";
const UPDATES = 1200;
const BLOCKS = 30;

/** What its functions return. */
const results = {
  begin: anything,
  negativePhase: fields({
    ...{ visible: matrix, hiddenMeans: matrix, "hiddenFields?": matrix, "visibleFields?": matrix },
    ...{ "shares?": matrix, "reconstruction?": matrix, "correlations?": matrix, "gradients?": matrices },
  }),
};

/** The means of that many blocks may be off by so many of their standard errors. */
const STANDARD_ERRORS = 5;

/**
 * Checks that a sampler of the negative phase is one, on a binary machine of 4 × 3 units that can be summed over:
 *
 * * states are in the range of the units, and the hidden means are those of these very states;
 * * the positive phase is left as it is;
 * * gradients that it hands on are those of the two phases;
 * * what it remembers can be kept in a run;
 * * equal streams give equal bits, on an engine with memory of its own too;
 * * if it is to be exact, the means of v and of vᵀ·E[h | v] over 1200 updates are those of the machine, within 5 of their standard errors.
 *
 * @param sampler - The sampler.
 * @param options - Whether it is to be exact.
 * @throws RangeError or TypeError that says which of these does not hold.
 * @example
 * checkSampler(persistentContrastiveDivergence({ chains: 20 }));
 */
export function checkSampler(sampler: Sampler, options: CheckSamplerOptions = {}): void {
  checkMethods(action, "a sampler such as contrastiveDivergence()", sampler, "begin", "negativePhase");
  checkKeys(action, options, ["exact"]);
  const own = checked(action, sampler, results);
  const few = [referenceKind, referenceKind, checkingEngine].map((kind) =>
    JSON.stringify(statistics(kind, own, 5)),
  );
  if (few.some((each) => each !== few[0])) {
    throw rangeError(
      action,
      "equal bits from equal streams, on an engine with memory of its own too",
      "others",
    );
  }
  if (options.exact === false) return;
  const found = statistics(referenceKind, own, UPDATES);
  const expected = expectations();
  for (const [place, mean] of expected.entries()) {
    const blocks = Array.from({ length: BLOCKS }, (_, block) => {
      const part = found.slice((block * UPDATES) / BLOCKS, ((block + 1) * UPDATES) / BLOCKS);
      return part.reduce((sum, each) => sum + each[place]!, 0) / part.length;
    }).slice(BLOCKS / 10); // the first are on their way from the data
    const average = blocks.reduce((sum, each) => sum + each, 0) / blocks.length;
    const variance = blocks.reduce((sum, each) => sum + (each - average) ** 2, 0) / (blocks.length - 1);
    const tolerance = STANDARD_ERRORS * Math.sqrt(variance / blocks.length) + 1e-9;
    expectNear(action, `statistic ${place} of the negative phase`, average, mean, tolerance);
  }
}

/** The machine that samplers are tried on. */
function trialMachine(): RBM {
  const draw = (purpose: string, rows: number, columns: number, size: number): Matrix => {
    const uniforms = new RandomStream("check a sampler", purpose).uniforms(rows * columns);
    return Matrix.from1DArray(
      rows,
      columns,
      uniforms.map((uniform) => size * (2 * uniform - 1)),
    );
  };
  const parameters = {
    weights: draw("weights", 4, 3, 3),
    visibleBias: draw("v", 1, 4, 1),
    hiddenBias: draw("h", 1, 3, 1),
  };
  return new RBM({ visible: 4, hidden: 3, parameters, engine: "reference", seed: 1 });
}

const allStates = (): Matrix =>
  new Matrix(
    Array.from({ length: 16 }, (_, index) => Array.from({ length: 4 }, (_, unit) => (index >> unit) & 1)),
  );

/** The means of v and vᵀ·E[h | v] over the rows of a phase. */
function meansOf(
  { engine }: Machine,
  visible: AbstractMatrix,
  hidden: AbstractMatrix,
  shares?: AbstractMatrix,
): number[] {
  const weighed = shares ? engine.multiplyColumn(visible, shares) : engine.scale(1 / visible.rows, visible);
  const correlations = engine.productLeftTransposed(weighed, hidden); // (visible, hidden)
  return [engine.columnSums(weighed), correlations].flatMap((each) =>
    Array.from(readMatrix(engine, each).to1DArray()),
  );
}

/** Those of the machine, by a sum over all states. */
function expectations(): number[] {
  return withEngine(referenceKind, (engine) => {
    const machine = machineOn(action, engine, trialMachine());
    const states = engine.load(allStates());
    const weights = freeEnergy(machine, states)
      .to1DArray()
      .map((energy) => Math.exp(-energy));
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    const shares = engine.load(Matrix.columnVector(weights.map((weight) => weight / total)));
    return meansOf(machine, states, hiddenMeans(machine, states), shares);
  });
}

/** Refuses gradients of a sampler's own that are not those of the two phases. */
function checkGradients(machine: Machine, positive: PositivePhase, negative: NegativePhase): void {
  const { gradients, ...phase } = negative;
  if (gradients === undefined || phase.correlations) return; // which the gradients were added to
  const expected = likelihoodGradients(machine, positive, phase);
  checkLike(action, "gradients to have", gradients, expected);
  for (const [name, matrix] of Object.entries(expected)) {
    const given = readMatrix(machine.engine, gradients[name]!).to1DArray();
    for (const [place, value] of readMatrix(machine.engine, matrix).to1DArray().entries())
      expectNear(action, `gradient ${place} of ${name}`, given[place]!, value, 1e-9);
  }
}

/** Those of the sampler, update by update. */
function statistics(kind: EngineKind, sampler: Sampler, updates: number): number[][] {
  return withEngine(kind, (engine) => {
    const machine = machineOn(action, engine, trialMachine());
    const random = new RandomStream("check a sampler", "draws");
    const data = new Matrix(allStates().to2DArray().slice(3, 9));
    const chains = sampler.begin(machine, data, random);
    const found: number[][] = [];
    for (let update = 0; update < updates; update++) {
      engine.scope(() => {
        const visible = engine.gatherRows(data, [0, 1, 2, 3, 4, 5]);
        const { fields, means } = hiddenGiven(machine, visible);
        const positive = { visible, hiddenFields: fields, hiddenMeans: means };
        const bits = (): string =>
          JSON.stringify(Object.values(positive).map((each) => readMatrix(engine, each).to1DArray()));
        const before = bits();
        const negative = sampler.negativePhase(machine, chains, positive, random);
        if (bits() !== before) throw rangeError(action, "the positive phase to be left as it is", "another");
        expectShape(action, "visible states", negative.visible, negative.visible.rows, 4);
        const values = readMatrix(engine, negative.visible).to1DArray();
        const outside = values.find((value) => !(value >= 0 && value <= 1));
        if (outside !== undefined) throw rangeError(action, "visible states in [0, 1]", `${outside}`);
        const own = readMatrix(engine, hiddenMeans(machine, negative.visible));
        const given = readMatrix(engine, negative.hiddenMeans);
        expectShape(action, "hidden means", given, own.rows, own.columns);
        for (const [place, value] of own.to1DArray().entries()) {
          expectNear(action, `hidden mean ${place} of the states`, given.to1DArray()[place]!, value, 1e-9);
        }
        checkGradients(machine, positive, negative);
        found.push(meansOf(machine, negative.visible, negative.hiddenMeans, negative.shares));
      });
    }
    keep(action, "what it remembers", chains ?? {}, (matrix) => readMatrix(engine, matrix));
    return found;
  });
}
