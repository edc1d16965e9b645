import { checkKeys, checkMethods, rangeError } from "../check.ts";
import type { EngineKind } from "../engine/engine.ts";
import { readMatrix } from "../engine/read-matrix.ts";
import { referenceKind } from "../engine/reference.ts";
import { withEngine } from "../engine/with-engine.ts";
import { keep } from "../fit/kept.ts";
import { Matrix } from "../matrix/matrix.ts";
import { RandomStream } from "../random/stream.ts";
import { hiddenGiven } from "../rbm/machine/conditionals.ts";
import { freeEnergy } from "../rbm/machine/energy.ts";
import { machineOn } from "../rbm/machine/machine.ts";
import { RBM } from "../rbm/rbm.ts";
import type { Sampler } from "../rbm/samplers/sampler.ts";
import { anything, checked, fields, matrices, matrix } from "./checked.ts";
import { checkingEngine } from "./checking-engine.ts";
import { expectNear } from "./expect.ts";
import { checkNegativePhase, checkOwnMatrix, type Statistics } from "./negative-phase.ts";
import { machineOfBatch } from "./sampler-machine.ts";

/** Options of `checkSampler`. */
export interface CheckSamplerOptions {
  /** Whether its chains come to stand for the machine, as those of contrastive divergence do not. Default true. */
  readonly exact?: boolean | undefined;
}

const action = "check a sampler";
const FEW = 5;
const UPDATES = 1200;
const BLOCKS = 30;

/** The largest weight of the machine. */
const SIZE = 3;

/** What its functions return. */
const results = {
  ...{ begin: anything, machineFor: anything },
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
 * * states are in the range of the units, and the hidden means are those of these very states, or the visible means those of hidden states;
 *   only an approximation that gives `correlations` may have others;
 * * shares add up to 1, and fields are those of the means;
 * * the positive phase is left as it is;
 * * gradients that it hands on are those of the two phases;
 * * `machineFor` gives a machine of the same engine and shapes for a batch of any size, and leaves the machine as it is: both phases are
 *   computed with it;
 * * `correlations` are in a matrix of their own, and on a machine without weights the mean products of the rows, within 5 standard errors of
 *   300 updates;
 * * what it remembers can be kept in a run;
 * * equal streams give equal bits, on an engine with memory of its own too;
 * * if it is to be exact, the means of v, of E[h | v] and of vᵀ·E[h | v], or its `correlations`, over 1200 updates are those of the machine,
 *   within 5 of their standard errors.
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
  const [few, ...others] = [referenceKind, referenceKind, checkingEngine].map((kind) =>
    statistics(kind, own, SIZE, FEW),
  );
  const bits = JSON.stringify(few);
  if (others.some((each) => JSON.stringify(each) !== bits)) {
    throw rangeError(
      action,
      "equal bits from equal streams, on an engine with memory of its own too",
      "others",
    );
  }
  if (few!.some(({ hasCorrelations }) => hasCorrelations)) checkCorrelations(own);
  if (options.exact === false) return;
  const found = statistics(referenceKind, own, SIZE, UPDATES).map(named);
  for (const [name, mean] of expectations()) {
    const values = found.map((each) => each.get(name)!);
    expectMean(`statistic ${name} of the negative phase`, values, mean);
  }
}

/** On a machine without weights all units are independent, and the rows of any sampler tell ⟨vᵀ·h⟩ by themselves. */
function checkCorrelations(sampler: Sampler): void {
  const found = statistics(referenceKind, sampler, 0, UPDATES / 4);
  const [given, products] = [found, found.map((each) => ({ ...each, correlations: each.products }))].map(
    (all) => all.map(named),
  );
  for (const name of given![0]!.keys()) {
    const [own, byRows] = [given!, products!].map((all) => all.map((each) => each.get(name)!));
    const settled = byRows!.slice(byRows!.length / 10);
    const mean = settled.reduce((sum, value) => sum + value, 0) / settled.length;
    const values = own!.map((value, update) => value - byRows![update]! + mean);
    expectMean(`correlation ${name} on a machine without weights`, values, mean);
  }
}

/** Refuses a mean over updates, but for the first of them, that is further from the expected one than chance explains. */
function expectMean(what: string, values: readonly number[], expected: number): void {
  const length = values.length / BLOCKS;
  const blocks = Array.from({ length: BLOCKS }, (_, block) => {
    const part = values.slice(block * length, (block + 1) * length);
    return part.reduce((sum, value) => sum + value, 0) / part.length;
  }).slice(BLOCKS / 10); // the first are on their way from the data
  const average = blocks.reduce((sum, each) => sum + each, 0) / blocks.length;
  const variance = blocks.reduce((sum, each) => sum + (each - average) ** 2, 0) / (blocks.length - 1);
  const tolerance = STANDARD_ERRORS * Math.sqrt(variance / blocks.length) + 1e-9;
  expectNear(action, what, average, expected, tolerance);
}

/** The statistics of a phase by their names. */
function named({
  visible,
  hidden,
  correlations,
}: Omit<Statistics, "products" | "hasCorrelations">): Map<string, number> {
  return new Map([
    ...visible.getRow(0).map((mean, unit) => [`⟨v${unit}⟩`, mean] as const),
    ...hidden.getRow(0).map((mean, unit) => [`⟨h${unit}⟩`, mean] as const),
    ...correlations.to2DArray().flatMap((row, v) => row.map((mean, h) => [`⟨v${v}·h${h}⟩`, mean] as const)),
  ]);
}

/** The machine that samplers are tried on, with weights of this size at most. */
function trialMachine(size: number): RBM {
  const draw = (purpose: string, rows: number, columns: number, size: number): Matrix => {
    const uniforms = new RandomStream("check a sampler", purpose).uniforms(rows * columns);
    return Matrix.from1DArray(
      rows,
      columns,
      uniforms.map((uniform) => size * (2 * uniform - 1)),
    );
  };
  const parameters = {
    weights: draw("weights", 4, 3, size),
    visibleBias: draw("v", 1, 4, 1),
    hiddenBias: draw("h", 1, 3, 1),
  };
  return new RBM({ visible: 4, hidden: 3, parameters, engine: "reference", seed: 1 });
}

const allStates = (): Matrix =>
  new Matrix(
    Array.from({ length: 16 }, (_, index) => Array.from({ length: 4 }, (_, unit) => (index >> unit) & 1)),
  );

/** Those of the machine, by a sum over all states. */
function expectations(): Map<string, number> {
  return withEngine(referenceKind, (engine) => {
    const machine = machineOn(action, engine, trialMachine(SIZE));
    const visible = engine.load(allStates());
    const weights = freeEnergy(machine, visible)
      .to1DArray()
      .map((energy) => Math.exp(-energy));
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    const shares = engine.load(Matrix.columnVector(weights.map((weight) => weight / total)));
    const { fields, means } = hiddenGiven(machine, visible);
    const phase = { visible, hiddenFields: fields, hiddenMeans: means, shares };
    return named(checkNegativePhase(action, machine, phase, phase));
  });
}

/** Those of the sampler, update by update; the last batch is smaller, as that of an epoch may be. */
function statistics(kind: EngineKind, sampler: Sampler, size: number, updates: number): Statistics[] {
  return withEngine(kind, (engine) => {
    const machine = machineOn(action, engine, trialMachine(size));
    const random = new RandomStream("check a sampler", "draws");
    const data = new Matrix(allStates().to2DArray().slice(3, 9));
    const chains = sampler.begin(machine, data, random);
    const remembered = (): unknown =>
      keep(action, "what it remembers", chains ?? {}, (matrix) => readMatrix(engine, matrix));
    const found = Array.from({ length: updates }, (_, update) =>
      engine.scope(() => {
        const batch = [0, 1, 2, 3, 4, 5].slice(update === updates - 1 ? 4 : 0);
        const present = machineOfBatch(action, sampler, machine, batch.length, random);
        const visible = engine.gatherRows(data, batch);
        const { fields, means } = hiddenGiven(present, visible);
        const positive = { visible, hiddenFields: fields, hiddenMeans: means };
        const bits = (): string =>
          JSON.stringify(Object.values(positive).map((each) => readMatrix(engine, each).to1DArray()));
        const before = bits();
        const negative = sampler.negativePhase(present, chains, positive, random);
        if (bits() !== before) throw rangeError(action, "the positive phase to be left as it is", "another");
        const seen = checkNegativePhase(action, present, positive, negative);
        checkOwnMatrix(action, present, positive, negative, () => JSON.stringify(remembered()));
        return seen;
      }),
    );
    remembered();
    return found;
  });
}
