import { Matrix } from "../../src/matrix/matrix.ts";
import { RandomStream } from "../../src/random/stream.ts";
import { hiddenGiven } from "../../src/rbm/machine/conditionals.ts";
import { machineOn } from "../../src/rbm/machine/machine.ts";
import { RBM } from "../../src/rbm/rbm.ts";
import type { Sampler } from "../../src/rbm/samplers/sampler.ts";
import { likelihoodGradients } from "../../src/rbm/training/likelihood-gradients.ts";
import type { Units } from "../../src/units/units.ts";
import { engine, rounded } from "./engine-under-test.ts";
import { randomMatrix } from "./random-matrix.ts";

/** How many gradients are averaged, and in how many blocks: their spread tells the standard error. */
export const UPDATES = 120;
const BLOCKS = 15;

/** A machine of two kinds of units with parameters that are no special ones. */
export function trialMachine(visibleUnits: Units, visible: number, hiddenUnits: Units, hidden: number): RBM {
  const name = `${visibleUnits.name} ${hiddenUnits.name}`;
  const rbm = new RBM({
    ...{ visible, hidden, visibleUnits, hiddenUnits, engine, seed: 1 },
    parameters: {
      weights: randomMatrix(`${name} weights`, visible, hidden, 0.35),
      visibleBias: randomMatrix(`${name} visible`, 1, visible, 0.4),
      hiddenBias: randomMatrix(`${name} hidden`, 1, hidden, 0.4),
    },
  });
  for (const [parameter, matrix] of Object.entries(rbm.parameters))
    if (/Precision$/.test(parameter)) matrix.fill(1.5);
  return rounded(rbm);
}

/** The gradients of so many updates of an RBM that stays as it is, all parameters in a row. */
export function gradientsOf(rbm: RBM, rows: number[][], sampler: Sampler, updates: number): number[][] {
  const opened = engine.open();
  const machine = machineOn("test", opened, rbm);
  const random = new RandomStream("samplers", sampler.name);
  const data = new Matrix(Array.from({ length: 50 }, (_, row) => rows[row % rows.length]!));
  const chains = sampler.begin(machine, data, random);
  const found = Array.from({ length: updates }, () =>
    opened.scope(() => {
      const visible = opened.load(data);
      const { fields, means } = hiddenGiven(machine, visible);
      const positive = { visible, hiddenFields: fields, hiddenMeans: means };
      const negative = sampler.negativePhase(machine, chains, positive, random);
      return Object.values(likelihoodGradients(machine, positive, negative)).flatMap((matrix) =>
        Array.from(matrix.to1DArray()),
      );
    }),
  );
  opened.close();
  return found;
}

/** By how many standard errors the mean of gradients, over blocks of updates, is off at most. */
export function worst(found: readonly number[][], exact: readonly number[]): number {
  const size = found.length / BLOCKS;
  return Math.max(
    ...exact.map((expected, place) => {
      const blocks = Array.from({ length: BLOCKS }, (_, block) => {
        const part = found.slice(block * size, (block + 1) * size);
        return part.reduce((sum, each) => sum + each[place]!, 0) / size;
      });
      const mean = blocks.reduce((sum, each) => sum + each, 0) / BLOCKS;
      const variance = blocks.reduce((sum, each) => sum + (each - mean) ** 2, 0) / (BLOCKS - 1);
      return Math.abs(mean - expected) / (Math.sqrt(variance / BLOCKS) + 1e-7);
    }),
  );
}
