import { describe, expect, it } from "vitest";
import {
  bernoulliUnits,
  contrastiveDivergence,
  freeEnergyGap,
  logLikelihood,
  logPartition,
  persistentContrastiveDivergence,
  pseudoLogLikelihood,
  RBM,
  reconstructionError,
  type Sampler,
  type Units,
} from "../../src/index.ts";
import * as family from "../../src/rbm/index.ts";
import type { Monitor } from "../../src/rbm/training/monitors.ts";
import { bitsOf } from "../support/bits.ts";
import { engine } from "../support/engine-under-test.ts";

const rows = [
  [0, 1, 1],
  [1, 0, 1],
  [1, 1, 0],
];

/** Units with functions that would compute an energy, though they say that there is none. */
const own: Units = { ...bernoulliUnits, name: "own", improper: "the draws are made up" };

const sides = { visibleUnits: [own, bernoulliUnits], hiddenUnits: [bernoulliUnits, own] } as const;

describe.each(Object.entries(sides))("Improper units as %s", (_, [visibleUnits, hiddenUnits]) => {
  const build = (): RBM => new RBM({ visible: 3, hidden: 2, visibleUnits, hiddenUnits, seed: 1, engine });
  const rbm = build();
  const reason = "expected units that have an energy, got own units: the draws are made up";

  const figures: Readonly<Record<string, () => unknown>> = {
    energy: () => rbm.energy(rows, rbm.hiddenMeans(rows)),
    freeEnergy: () => rbm.freeEnergy(rows),
    logPartition: () => logPartition(rbm),
    "logLikelihood with a log Z": () => logLikelihood(rbm, rows, { logPartition: 3 }),
    pseudoLogLikelihood: () => pseudoLogLikelihood(rbm, rows),
    freeEnergyGap: () => freeEnergyGap(rbm, rows, rows),
    featureLogLikelihoods: () => family.featureLogLikelihoods(rbm, rows),
    tempered: () => family.tempered(rbm, 0.5),
    exactLogPartition: () => family.exactLogPartition(rbm),
    annealing: () => family.annealedImportanceSampling(rbm, { chains: 2, temperatures: 2, seed: 1 }),
    "reverse annealing": () =>
      family.reverseAnnealedImportanceSampling(rbm, { chains: 2, temperatures: 2, gibbsSteps: 1, seed: 1 }),
  };
  it.each(Object.entries(figures))("are refused with the reason by %s", async (__, figure) => {
    await expect((async () => figure())()).rejects.toThrow(reason);
  });

  const runs: Readonly<Record<string, object>> = {
    exactGradient: { sampler: family.exactGradient() },
    parallelTempering: { sampler: family.parallelTempering({ chains: 3, temperatures: 2 }) },
    likelihoodMonitor: { monitors: family.monitors([family.likelihoodMonitor() as Monitor]) },
    pseudoLikelihoodMonitor: { monitors: family.monitors([family.pseudoLikelihoodMonitor() as Monitor]) },
  };
  it.each(Object.entries(runs))(
    "are refused by a run with %s before anything is changed",
    async (__, options) => {
      const trained = build();
      const before = bitsOf(trained.parameters);
      await expect(trained.fit(rows, { epochs: 2, ...options })).rejects.toThrow(reason);
      expect(bitsOf(trained.parameters)).toEqual(before);
    },
  );

  it.each([contrastiveDivergence(), persistentContrastiveDivergence({ chains: 3 })] as Sampler[])(
    "are trained and sampled by $name, with no gap of free energies",
    async (sampler) => {
      const trained = build();
      const { epochs } = await trained.fit(rows, { epochs: 2, sampler, validation: rows });
      expect(epochs[1]!.validationReconstructionError).toBeGreaterThan(0);
      expect(epochs[1]!.freeEnergyGap).toBeUndefined();
      expect(trained.sample({ count: 2, gibbsSteps: 2 }).rows).toBe(2);
      expect(reconstructionError(trained, rows)).toBeGreaterThan(0);
    },
  );
});

describe("likelihoodMonitor", () => {
  it("refuses improper units without bounds before the first epoch", async () => {
    const hiddenUnits = family.noisyRectifiedUnits;
    const rbm = new RBM({ visible: 3, hidden: 2, hiddenUnits, seed: 1, engine });
    const before = bitsOf(rbm.parameters);
    const watched = { monitors: family.monitors([family.likelihoodMonitor() as Monitor]) };
    await expect(rbm.fit(rows, watched)).rejects.toThrow("is drawn from no energy");
    expect(bitsOf(rbm.parameters)).toEqual(before);
  });
});
