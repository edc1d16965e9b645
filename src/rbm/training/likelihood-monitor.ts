import { checkInteger, checkKeys } from "../../check.ts";
import { readMatrix } from "../../engine/read-matrix.ts";
import type { Work } from "../../fit/pauses.ts";
import type { AbstractMatrix, Matrix } from "../../matrix/matrix.ts";
import { copyParameters, mapParameters, type Parameters } from "../../parameters.ts";
import type { RandomStream } from "../../random/stream.ts";
import { checkEnergy } from "../../units/check-energy.ts";
import { type LogPartitionEstimate, WIDTH } from "../likelihood/annealed-importance-sampling.ts";
import { independentLogPartition } from "../likelihood/annealing-path.ts";
import { baseRate } from "../machine/base-rate.ts";
import { forEachRow } from "../machine/blocks.ts";
import { gibbsSample, sampleVisibleAlone } from "../machine/conditionals.ts";
import { freeEnergy } from "../machine/energy.ts";
import { type Machine, machineOf, machineOn, type RBMValues } from "../machine/machine.ts";
import type { RBMParameters } from "../machine/parameters.ts";
import { temperedOn } from "../machine/tempered.ts";
import { annealedAnew } from "./annealed-anew.ts";
import type { Monitor } from "./monitors.ts";
import { someOf } from "./some-examples.ts";

/** Options of `likelihoodMonitor`. */
export interface LikelihoodMonitorOptions {
  /** Every how many epochs, ≥ 1. Default 1. */
  readonly every?: number | undefined;
  /** Chains that follow the machine, each with a weight, ≥ 2. Default 100. */
  readonly chains?: number | undefined;
  /** Machines between one measurement and the next, the new one among them, ≥ 1. Default 20. */
  readonly temperatures?: number | undefined;
  /** How many evenly spaced examples are looked at, ≥ 1. Default 1000. */
  readonly examples?: number | undefined;
}

/** What `likelihoodMonitor` knows of log Z at the machine where it stands. */
export interface TrackedPartition {
  /** The states of the chains: (chains, visible). */
  readonly visible: AbstractMatrix;
  /** The parameters of that machine. */
  readonly parameters: Parameters;
  /** The logarithms of the weights of the chains. */
  readonly logWeights: number[];
  /** log Z of where the weights began, and the variance of that estimate. */
  readonly began: number[];
}

/** The first way is from a machine without interaction: so many times the steps. */
const FIRST = 10;

/**
 * Measures the log-likelihood along the path of training: chains with weights go from the machine of one measurement to that of the next,
 * by machines between the two, as in annealed importance sampling, so that each measurement begins where the last one ended. With F of the
 * machine k of K between them,
 *
 *     log w ← log w + F(v; k − 1) − F(v; k),   then a step of Gibbs sampling at k
 *
 * and Z is Z of the base-rate machine, where the chains began, times the mean of the weights, whatever the number of steps. Chains of small
 * weight are drawn anew where half of them no longer count. Figures are `logLikelihood`, and `validationLogLikelihood` where there are
 * validation data, in nats per example, and `logLikelihoodError`, the standard error of log Z as far as the spread of the weights tells.
 * Training examples count by `sampleWeights` where there are some.
 *
 * Where units have no bounds, such errors would add up unseen, since the few largest weights decide the mean. There each measurement anneals
 * anew from the base-rate machine, by ten times as many machines, and the error is 1/1.96 of the longer side of the `interval` that
 * `annealedImportanceSampling` tells.
 *
 * @param options - How often, and how many chains, machines and examples.
 * @returns A monitor. It refuses a machine without energy before anything is trained.
 * @throws RangeError if an option is out of range.
 * @example
 * const rbm = new RBM({ visible: 2, hidden: 1, seed: 1 });
 * const { epochs } = await rbm.fit([[1, 1], [0, 0]], { epochs: 20, monitors: monitors([likelihoodMonitor({ every: 10 })]) });
 * epochs.length; // 20
 *
 * @see Desjardins, Courville, Bengio, "On tracking the partition function", NIPS 2011, for the idea; Del Moral, Doucet, Jasra, "Sequential
 * Monte Carlo samplers", Journal of the Royal Statistical Society B 68 (2006), section 3, for the estimate.
 */
export function likelihoodMonitor(options: LikelihoodMonitorOptions = {}): Monitor<TrackedPartition | null> {
  const action = "create likelihoodMonitor";
  checkKeys(action, options, ["every", "chains", "temperatures", "examples"]);
  const { every = 1, chains: count = 100, temperatures = 20, examples = 1000 } = options;
  checkInteger(action, "every", every, { min: 1 });
  checkInteger(action, "chains", count, { min: 2, max: 1e5 });
  checkInteger(action, "temperatures", temperatures, { min: 1, max: 1e6 });
  checkInteger(action, "examples", examples, { min: 1 });
  return Object.freeze({
    name: "logLikelihood",
    every,
    *begin(machine, { training }, random) {
      const { engine } = machine;
      const base = machineOn(action, engine, baseOf(machine, training, examples));
      for (const units of [machine.visibleUnits, machine.hiddenUnits])
        checkEnergy("measure logLikelihood", units);
      if (!isBounded(machine)) return null;
      const tracked: TrackedPartition = {
        visible: sampleVisibleAlone(base, count, random),
        parameters: base.parameters,
        logWeights: Array.from({ length: count }, () => 0),
        began: [independentLogPartition(base), 0],
      };
      keep(machine, tracked, yield* follow(machine, tracked, FIRST * temperatures, random));
      return tracked;
    },
    *measure(machine, { training, validation, sampleWeights }, tracked, random) {
      const chains = tracked && (yield* follow(machine, tracked, temperatures, random));
      const { logPartition, error } = chains
        ? estimateOf(chains)
        : withReach(
            yield* annealedAnew(
              "measure logLikelihood",
              machine,
              baseOf(machine, training, examples),
              { chains: count, steps: FIRST * temperatures },
              random,
            ),
          );
      function* of(data: AbstractMatrix, weights?: Float64Array): Work<number> {
        const some = someOf(machine, data, examples, weights);
        const energies = yield* forEachRow(machine.engine, some.rows, (rows) => freeEnergy(machine, rows));
        const total = some.weights.reduce((sum, weight) => sum + weight, 0);
        return (
          -energies.reduce((sum, each, row) => sum + some.weights[row]! * each, 0) / total - logPartition
        );
      }
      const figures = {
        logLikelihood: yield* of(training, sampleWeights),
        ...(validation && { validationLogLikelihood: yield* of(validation) }),
        logLikelihoodError: error,
      };
      if (chains) keep(machine, tracked, chains);
      return figures;
    },
  } satisfies Monitor<TrackedPartition | null>);
}

/** Whether no unit of either side goes on without end. */
function isBounded({ visibleUnits, hiddenUnits }: Machine): boolean {
  return [visibleUnits, hiddenUnits].every(({ range }) => Number.isFinite(range.max - range.min));
}

/** The base-rate machine of these examples. */
function baseOf(machine: Machine, training: AbstractMatrix, examples: number): RBMValues {
  const { engine, visibleUnits, hiddenUnits } = machine;
  const parameters = mapParameters(machine.parameters, (matrix) =>
    readMatrix(engine, matrix),
  ) as RBMParameters;
  return baseRate({ visibleUnits, hiddenUnits, parameters }, someOf(machine, training, examples).rows);
}

/** With an error of which 1.96 reach as far as the interval on its longer side. */
function withReach({ logPartition, interval: [low, high] }: LogPartitionEstimate): Estimate {
  return { logPartition, error: Math.max(logPartition - low, high - logPartition) / WIDTH };
}

/** log Z, and how far it may be off. */
interface Estimate {
  readonly logPartition: number;
  readonly error: number;
}

/** Chains on their way, in no engine's memory. */
interface Chains extends Pick<TrackedPartition, "logWeights" | "began"> {
  visible: Matrix;
}

/** Where the chains are when they have gone from the machine where they stand to this one. */
function* follow(
  machine: Machine,
  tracked: TrackedPartition,
  steps: number,
  random: RandomStream,
): Work<Chains> {
  const { engine } = machine;
  const logWeights = [...tracked.logWeights];
  const chains = { visible: readMatrix(engine, tracked.visible), logWeights, began: [...tracked.began] };
  const from = machineOf(engine, {
    ...machine,
    parameters: tracked.parameters as RBMParameters<AbstractMatrix>,
  });
  for (let step = 1; step <= steps; step++) {
    engine.scope(() => {
      const visible = engine.load(chains.visible);
      const [last, next] = [step - 1, step].map((at) => temperedOn(machine, from, at / steps));
      const energies = [last!, next!].map((each) => readMatrix(engine, freeEnergy(each, visible)));
      for (const chain of logWeights.keys())
        logWeights[chain]! += energies[0]!.get(chain, 0) - energies[1]!.get(chain, 0);
      gibbsSample(next!, visible, 1, random);
      chains.visible = readMatrix(engine, visible);
    });
    drawAnew(chains, random);
    yield;
  }
  return chains;
}

/** Lets the chains stand at this machine. */
function keep({ engine, parameters }: Machine, tracked: TrackedPartition, chains: Chains): void {
  engine.scope(() => engine.copy(engine.load(chains.visible), tracked.visible));
  for (const name of ["logWeights", "began"] as const)
    tracked[name].splice(0, tracked[name].length, ...chains[name]);
  copyParameters(engine, parameters, tracked.parameters);
}

/** log Z where the chains stand, and the variance of its estimate. */
function estimateOf({ logWeights, began }: Chains): Estimate & {
  readonly variance: number;
  readonly weights: readonly number[];
  readonly effective: number;
} {
  const largest = Math.max(...logWeights);
  const weights = logWeights.map((log) => Math.exp(log - largest));
  const count = weights.length;
  const average = weights.reduce((sum, weight) => sum + weight, 0) / count;
  const squares = weights.reduce((sum, weight) => sum + weight * weight, 0) / count;
  const relative = Math.max(0, squares / average ** 2 - 1) / (count - 1);
  const variance = began[1]! + relative;
  return {
    logPartition: began[0]! + largest + Math.log(average),
    ...{ variance, error: Math.sqrt(variance) },
    weights,
    effective: (count * average ** 2) / squares,
  };
}

/** Where the weights are those of few chains, draws the chains by their weights, which then begin anew. */
function drawAnew(chains: Chains, random: RandomStream): void {
  const { logWeights, began } = chains;
  const { logPartition, variance, weights, effective } = estimateOf(chains);
  if (effective >= logWeights.length / 2) return;
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const offset = random.uniform();
  const drawn: number[] = [];
  let before = 0;
  for (const [chain, weight] of weights.entries()) {
    before += weight;
    while (drawn.length < weights.length && drawn.length + offset < (before / total) * weights.length)
      drawn.push(chain);
  }
  while (drawn.length < weights.length) drawn.push(weights.length - 1);
  chains.visible = chains.visible.subMatrixRow(drawn);
  logWeights.fill(0);
  began.splice(0, 2, logPartition, variance);
}
