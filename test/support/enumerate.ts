/** A machine as plain numbers, for sums over all its states in plain loops that share no code with the library. */
export interface PlainMachine {
  readonly weights: readonly (readonly number[])[];
  readonly visibleBias: readonly number[];
  readonly hiddenBias: readonly number[];
}

/** The parts of a gradient of the log-likelihood. */
export interface PlainGradients {
  readonly weights: number[][];
  readonly visibleBias: number[];
  readonly hiddenBias: number[];
}

/** All states of so many binary units; unit 0 is the fastest to change. */
export function binaryStates(units: number): number[][] {
  return Array.from({ length: 2 ** units }, (_, index) =>
    Array.from({ length: units }, (_, unit) => (index >> unit) & 1),
  );
}

/** The index of a state in `binaryStates`. */
export function indexOf(state: ArrayLike<number>): number {
  return Array.from(state).reduce((index, value, unit) => index + value * 2 ** unit, 0);
}

/** −v·b − h·c − v·W·hᵀ */
export function binaryEnergy(machine: PlainMachine, v: readonly number[], h: readonly number[]): number {
  let energy = 0;
  for (let i = 0; i < v.length; i++) energy -= v[i]! * machine.visibleBias[i]!;
  for (let j = 0; j < h.length; j++) energy -= h[j]! * machine.hiddenBias[j]!;
  return energy - interaction(machine, v, h);
}

/** ½‖v − b‖² − h·c − v·W·hᵀ */
export function gaussianEnergy(machine: PlainMachine, v: readonly number[], h: readonly number[]): number {
  let energy = 0;
  for (let i = 0; i < v.length; i++) energy += 0.5 * (v[i]! - machine.visibleBias[i]!) ** 2;
  for (let j = 0; j < h.length; j++) energy -= h[j]! * machine.hiddenBias[j]!;
  return energy - interaction(machine, v, h);
}

/** v·W·hᵀ */
function interaction(machine: PlainMachine, v: readonly number[], h: readonly number[]): number {
  let sum = 0;
  for (let i = 0; i < v.length; i++) {
    for (let j = 0; j < h.length; j++) sum += v[i]! * machine.weights[i]![j]! * h[j]!;
  }
  return sum;
}

/** P(v) of each visible state of a binary machine, in the order of `binaryStates`. */
export function visibleProbabilities(machine: PlainMachine): number[] {
  const hiddenStates = binaryStates(machine.hiddenBias.length);
  const weights = binaryStates(machine.visibleBias.length).map((v) =>
    hiddenStates.reduce((sum, h) => sum + Math.exp(-binaryEnergy(machine, v, h)), 0),
  );
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}

/** log Σᵥ Σₕ exp(−E(v, h)) of a binary machine. */
export function binaryLogPartition(machine: PlainMachine): number {
  let sum = 0;
  for (const v of binaryStates(machine.visibleBias.length)) {
    for (const h of binaryStates(machine.hiddenBias.length)) sum += Math.exp(-binaryEnergy(machine, v, h));
  }
  return Math.log(sum);
}

/** The mean of log P(v) over rows that are binary states. */
export function meanLogProbability(machine: PlainMachine, rows: readonly (readonly number[])[]): number {
  const probabilities = visibleProbabilities(machine);
  return rows.reduce((sum, v) => sum + Math.log(probabilities[indexOf(v)]!), 0) / rows.length;
}

/** The mean over rows of Σᵢ log P(vᵢ | v₋ᵢ), each conditional a ratio of two probabilities of whole states. */
export function meanPseudoLogProbability(
  machine: PlainMachine,
  rows: readonly (readonly number[])[],
): number {
  const probabilities = visibleProbabilities(machine);
  let sum = 0;
  for (const v of rows) {
    const here = probabilities[indexOf(v)]!;
    for (let i = 0; i < v.length; i++) {
      const flipped = v.map((state, unit) => (unit === i ? 1 - state : state));
      sum += Math.log(here / (here + probabilities[indexOf(flipped)]!));
    }
  }
  return sum / rows.length;
}

/** P(h = 1 | v) of each binary hidden unit. */
export function hiddenProbabilities(machine: PlainMachine, v: readonly number[]): number[] {
  return machine.hiddenBias.map((bias, j) => {
    let field = bias;
    for (let i = 0; i < v.length; i++) field += v[i]! * machine.weights[i]![j]!;
    return 1 / (1 + Math.exp(-field));
  });
}

/** P(v = 1 | h) of each binary visible unit. */
function visibleProbabilitiesGiven(machine: PlainMachine, h: readonly number[]): number[] {
  return machine.visibleBias.map((bias, i) => {
    let field = bias;
    for (let j = 0; j < h.length; j++) field += h[j]! * machine.weights[i]![j]!;
    return 1 / (1 + Math.exp(-field));
  });
}

/** The gradient of the mean log-likelihood of rows under a binary machine: data statistics minus model statistics. */
export function logLikelihoodGradients(
  machine: PlainMachine,
  rows: readonly (readonly number[])[],
): PlainGradients {
  const probabilities = visibleProbabilities(machine);
  return subtract(
    statistics(machine, rows, () => 1 / rows.length),
    statistics(machine, binaryStates(machine.visibleBias.length), (index) => probabilities[index]!),
  );
}

/** The same with the distribution of one Gibbs step after the data in the place of the model's: what CD-1 expects. */
export function contrastiveDivergenceGradients(
  machine: PlainMachine,
  rows: readonly (readonly number[])[],
): PlainGradients {
  const hiddenStates = binaryStates(machine.hiddenBias.length);
  const visibleStates = binaryStates(machine.visibleBias.length);
  const hiddenMeans = rows.map((v) => hiddenProbabilities(machine, v));
  const halfStep = hiddenStates.map(
    (h) => hiddenMeans.reduce((sum, means) => sum + chance(means, h), 0) / rows.length,
  );
  const given = hiddenStates.map((h) => visibleProbabilitiesGiven(machine, h));
  const wholeStep = visibleStates.map((v) =>
    halfStep.reduce((sum, share, index) => sum + share * chance(given[index]!, v), 0),
  );
  return subtract(
    statistics(machine, rows, () => 1 / rows.length),
    statistics(machine, visibleStates, (index) => wholeStep[index]!),
  );
}

/** The probability of states of independent binary units. */
function chance(means: readonly number[], states: readonly number[]): number {
  let product = 1;
  for (let unit = 0; unit < states.length; unit++) {
    product *= states[unit] === 1 ? means[unit]! : 1 - means[unit]!;
  }
  return product;
}

/** Σ share·(vᵀ·E[h | v], v, E[h | v]) over rows: the statistics of either phase. */
function statistics(
  machine: PlainMachine,
  rows: readonly (readonly number[])[],
  share: (index: number) => number,
): PlainGradients {
  const [visible, hidden] = [machine.visibleBias.length, machine.hiddenBias.length];
  const sums: PlainGradients = {
    weights: Array.from({ length: visible }, () => Array.from({ length: hidden }, () => 0)),
    visibleBias: Array.from({ length: visible }, () => 0),
    hiddenBias: Array.from({ length: hidden }, () => 0),
  };
  for (const [index, v] of rows.entries()) {
    const h = hiddenProbabilities(machine, v);
    const weight = share(index);
    for (let i = 0; i < visible; i++) {
      sums.visibleBias[i]! += weight * v[i]!;
      for (let j = 0; j < hidden; j++) sums.weights[i]![j]! += weight * v[i]! * h[j]!;
    }
    for (let j = 0; j < hidden; j++) sums.hiddenBias[j]! += weight * h[j]!;
  }
  return sums;
}

function subtract(a: PlainGradients, b: PlainGradients): PlainGradients {
  return {
    weights: a.weights.map((row, i) => row.map((value, j) => value - b.weights[i]![j]!)),
    visibleBias: a.visibleBias.map((value, i) => value - b.visibleBias[i]!),
    hiddenBias: a.hiddenBias.map((value, j) => value - b.hiddenBias[j]!),
  };
}

/** Bars and stripes: every choice of full rows, then every choice of full columns; blank and full occur twice. */
export function barsAndStripesRows(size: number): number[][] {
  const cells = Array.from({ length: size * size }, (_, cell) => cell);
  const bars = binaryStates(size).map((on) => cells.map((cell) => on[Math.floor(cell / size)]!));
  const stripes = binaryStates(size).map((on) => cells.map((cell) => on[cell % size]!));
  return [...bars, ...stripes];
}
