import { checkInteger, checkKeys } from "../../check.ts";
import { reference } from "../../engine/reference.ts";
import { checkSize } from "../../matrix/check-size.ts";
import { type AbstractMatrix, Matrix } from "../../matrix/matrix.ts";
import type { RandomStream } from "../../random/stream.ts";
import { biasFor, columnMeans } from "../../units/bias-for.ts";
import { gibbsSample, hiddenMeans } from "../machine/conditionals.ts";
import { freeEnergy } from "../machine/energy.ts";
import { type Machine, machineOf } from "../machine/machine.ts";
import { temperedOn } from "../machine/tempered.ts";
import type { Sampler } from "./sampler.ts";

/** Options of `parallelTempering`. */
export interface ParallelTemperingOptions {
  /** Steps of Gibbs sampling and rounds of exchanges per update, ≥ 1. Default 1. */
  readonly steps?: number | undefined;
  /** Chains at each temperature, ≥ 1. Default 100. */
  readonly chains?: number | undefined;
  /** Machines from the base to the machine, ≥ 2. Default 10. */
  readonly temperatures?: number | undefined;
}

/** The chains of `parallelTempering`. */
export interface TemperedChains {
  /** The visible states at each temperature, the base first: (chains, visible). */
  readonly visible: AbstractMatrix[];
  /** β of each temperature, 0 first and 1 last; they adapt themselves. */
  readonly betas: number[];
  /** The visible bias of the base, from the means of the data: (1, visible). */
  readonly baseBias: AbstractMatrix;
  /** The share of exchanges with the next that were refused, a running mean for each but the last. */
  readonly refused: number[];
  /** What has been gone through, for the turn of pairs and the next change of temperatures. */
  readonly rounds: number[];
}

/** How much of the running means stays at each round. */
const MEMORY = 0.98;

/** Rounds after which the temperatures are spaced anew. */
const ROUNDS_BETWEEN = 100;

/**
 * Parallel tempering: chains that go on from update to update at several temperatures between the base-rate machine and the machine,
 * and now and then exchange their states with those of the next temperature, so that the chains of the machine come from one mode to
 * another by way of machines that have none.
 *
 * Neighbors exchange in turn, the even pairs and then the odd ones, and every hundred rounds the temperatures move to where all pairs are
 * refused as often.
 *
 * @param options - Steps, chains and temperatures.
 * @returns A sampler.
 * @throws RangeError if one of them is out of range.
 * @example
 * await rbm.fit(images, { epochs: 1, sampler: parallelTempering({ chains: 20, temperatures: 5 }) });
 *
 * @see Desjardins, Courville, Bengio, Vincent, Delalleau, "Parallel tempering for training of restricted Boltzmann machines", AISTATS
 * 2010; the ladder: Syed, Bouchard-Côté, Deligiannidis, Doucet, "Non-reversible parallel tempering: a scalable highly parallel MCMC
 * scheme", Journal of the Royal Statistical Society B 84 (2022), section 5.
 */
export function parallelTempering(options: ParallelTemperingOptions = {}): Sampler<TemperedChains> {
  const action = "create parallelTempering";
  checkKeys(action, options, ["steps", "chains", "temperatures"]);
  const { steps = 1, chains = 100, temperatures = 10 } = options;
  checkInteger(action, "steps", steps, { min: 1 });
  checkInteger(action, "chains", chains, { min: 1 });
  checkInteger(action, "temperatures", temperatures, { min: 2 });
  const begin = "begin parallelTempering";
  return Object.freeze({
    name: `parallelTempering(steps=${steps}, chains=${chains}, temperatures=${temperatures})`,
    isPersistent: true,
    begin({ engine, visibleUnits, visibleOwn }, data, random) {
      checkSize(action, "chains", chains * temperatures, data.columns);
      const means = columnMeans(begin, data, visibleUnits);
      const own = Object.fromEntries(
        Object.entries(visibleOwn).map(([name, matrix]) => [
          name,
          engine.read(matrix, new Matrix(1, matrix.columns)),
        ]),
      ) as unknown as typeof visibleOwn;
      const examples = (): number[] => Array.from({ length: chains }, () => random.integer(data.rows));
      return {
        visible: Array.from({ length: temperatures }, () => engine.gatherRows(data, examples())),
        betas: Array.from({ length: temperatures }, (_, level) => level / (temperatures - 1)),
        baseBias: engine.load(reference.load(biasFor(begin, visibleUnits, means, own))),
        refused: Array.from({ length: temperatures - 1 }, () => 0.5),
        rounds: [0],
      };
    },
    negativePhase(machine, state, _positive, random) {
      for (let step = 0; step < steps; step++)
        machine.engine.scope(() => temperedRound(machine, state, random));
      const visible = state.visible.at(-1)!;
      return { visible, hiddenMeans: hiddenMeans(machine, visible) };
    },
  } satisfies Sampler<TemperedChains>);
}

/** One step of Gibbs sampling at each temperature, and exchanges of every second pair of neighbors. */
function temperedRound(machine: Machine, state: TemperedChains, random: RandomStream): void {
  const { visible, betas, refused, rounds } = state;
  const base = baseOf(machine, state.baseBias);
  const machines = betas.map((beta) => temperedOn(machine, base, beta));
  for (const [level, chains] of visible.entries()) gibbsSample(machines[level]!, chains, 1, random);
  for (let level = rounds[0]! % 2; level + 1 < visible.length; level += 2) {
    const share = exchange(machine, machines, visible, level, random);
    refused[level] = MEMORY * refused[level]! + (1 - MEMORY) * share;
  }
  rounds[0]! += 1;
  if (rounds[0]! % ROUNDS_BETWEEN === 0) betas.splice(0, betas.length, ...evenlyRefused(betas, refused));
}

/** Exchanges states with the next temperature where chance lets them, and returns the share of refusals. */
function exchange(
  { engine }: Machine,
  machines: readonly Machine[],
  visible: AbstractMatrix[],
  level: number,
  random: RandomStream,
): number {
  const [here, there] = [visible[level]!, visible[level + 1]!];
  const [colder, hotter] = [machines[level + 1]!, machines[level]!];
  const now = engine.add(freeEnergy(hotter, here), freeEnergy(colder, there)); // (chains, 1)
  const then = engine.add(freeEnergy(hotter, there), freeEnergy(colder, here)); // (chains, 1)
  const uniforms = engine.load(Matrix.columnVector(Array.from(random.uniforms(here.rows))));
  const chances = engine.map((change) => Math.min(1, Math.exp(change)), engine.subtract(now, then));
  const taken = engine.zip((chance, uniform) => (uniform < chance ? 1 : 0), chances, uniforms); // (chains, 1)
  const kept = engine.map((exchanged) => 1 - exchanged, taken);
  const mixed = (own: AbstractMatrix, other: AbstractMatrix): AbstractMatrix =>
    engine.add(engine.multiplyColumn(own, kept), engine.multiplyColumn(other, taken));
  const [newHere, newThere] = [mixed(here, there), mixed(there, here)];
  engine.copy(newHere, here);
  engine.copy(newThere, there);
  return 1 - engine.sum(chances) / here.rows;
}

/** The base of this machine: no interaction, the visible means of the data. */
function baseOf(machine: Machine, baseBias: AbstractMatrix): Machine {
  const { engine, visibleUnits, hiddenUnits, parameters } = machine;
  const { weights, hiddenBias } = parameters;
  return machineOf(engine, {
    ...{ visibleUnits, hiddenUnits },
    parameters: {
      ...parameters,
      weights: engine.zeros(weights.rows, weights.columns),
      visibleBias: baseBias,
      hiddenBias: engine.zeros(1, hiddenBias.columns),
    },
  });
}

/** Temperatures between which as much is refused everywhere, by straight lines between those there are. */
function evenlyRefused(betas: readonly number[], refused: readonly number[]): number[] {
  const barriers = refused.map((share) => Math.max(share, 1e-3));
  const total = barriers.reduce((sum, barrier) => sum + barrier, 0);
  let [segment, before] = [0, 0];
  const inner = betas.slice(1, -1).map((_, index) => {
    const wanted = ((index + 1) / barriers.length) * total;
    while (segment < barriers.length - 1 && before + barriers[segment]! < wanted)
      before += barriers[segment++]!;
    const share = Math.min(1, (wanted - before) / barriers[segment]!);
    return betas[segment]! + share * (betas[segment + 1]! - betas[segment]!);
  });
  return [0, ...inner, 1];
}
