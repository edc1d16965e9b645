import { describe, expect, it } from "vitest";
import { Run } from "../../src/fit/run.ts";
import { Matrix } from "../../src/matrix/matrix.ts";
import { sgd } from "../../src/optimizer/sgd.ts";
import { RandomStream } from "../../src/random/stream.ts";
import { parallelTempering } from "../../src/rbm/index.ts";
import { machineOn } from "../../src/rbm/machine/machine.ts";
import { RBM } from "../../src/rbm/rbm.ts";
import { persistentContrastiveDivergence } from "../../src/rbm/samplers/persistent-contrastive-divergence.ts";
import type { Sampler } from "../../src/rbm/samplers/sampler.ts";
import { bitsOf } from "../support/bits.ts";
import { engine } from "../support/engine-under-test.ts";
import { binaryStates, indexOf, type PlainMachine, visibleProbabilities } from "../support/enumerate.ts";
import { smallRBM } from "../support/small-rbm.ts";

/** How often chains of a sampler are in each state, over so many updates of an RBM that stays as it is. */
function sharesOf(rbm: RBM, sampler: Sampler, data: number[][], updates: number): number[] {
  const opened = engine.open();
  const machine = machineOn("test", opened, rbm);
  const random = new RandomStream("tempering", sampler.name);
  const counts = Array.from({ length: 2 ** rbm.visible }, () => 0);
  const chains = sampler.begin(machine, new Matrix(data), random);
  let total = 0;
  for (let update = 0; update < updates; update++) {
    opened.scope(() => {
      const { visible } = sampler.negativePhase(machine, chains, undefined as never, random);
      if (update < updates / 10) return; // on the way from the data
      for (const row of visible.to2DArray()) counts[indexOf(row)]! += 1;
      total += visible.rows;
    });
  }
  opened.close();
  return counts.map((count) => count / total);
}

const largestDifference = (shares: readonly number[], plain: PlainMachine): number =>
  Math.max(...visibleProbabilities(plain).map((p, index) => Math.abs(p - shares[index]!)));

describe("parallelTempering", () => {
  it("draws from the distribution of the machine", () => {
    const { rbm, plain } = smallRBM("tempered chains", 4, 3, { engine });
    const sampler = parallelTempering({ chains: 50, temperatures: 4 }) as Sampler;
    const shares = sharesOf(rbm, sampler, binaryStates(4).slice(3, 9), 1000);
    // 45,000 draws, of which neighbors in time are correlated: 4σ of a tenth of them
    expect(largestDifference(shares, plain)).toBeLessThan(2 / Math.sqrt(4500));
  });

  it("finds both modes of a machine between which Gibbs sampling does not go, in their shares", () => {
    // Two modes, all units on or all off, as likely as each other, and next to nothing between them.
    const strength = 5;
    const plain = {
      weights: Array.from({ length: 4 }, () => Array.from({ length: 4 }, () => strength)),
      visibleBias: Array.from({ length: 4 }, () => -2 * strength),
      hiddenBias: Array.from({ length: 4 }, () => -2 * strength),
    };
    const rbm = new RBM({
      ...{ visible: 4, hidden: 4, engine },
      parameters: { ...plain, visibleBias: [plain.visibleBias], hiddenBias: [plain.hiddenBias] },
    });
    const data = [[1, 1, 1, 1]];
    const stuck = sharesOf(rbm, persistentContrastiveDivergence({ chains: 50 }) as Sampler, data, 1000);
    expect(stuck.at(-1)).toBeGreaterThan(0.9); // it has never left
    const shares = sharesOf(rbm, parallelTempering({ chains: 50, temperatures: 8 }) as Sampler, data, 2000);
    const probabilities = visibleProbabilities(plain);
    expect(probabilities[0]).toBeCloseTo(probabilities.at(-1)!, 10);
    expect(Math.abs(shares[0]! - probabilities[0]!)).toBeLessThan(0.05);
    expect(Math.abs(shares.at(-1)! - probabilities.at(-1)!)).toBeLessThan(0.05);
  });

  it("moves its temperatures until pairs are refused as often", () => {
    const { rbm } = smallRBM("ladder", 12, 8, { std: 2, engine });
    const sampler = parallelTempering({ chains: 20, temperatures: 6 });
    const opened = engine.open();
    const machine = machineOn("test", opened, rbm);
    const random = new RandomStream("ladder", "draws");
    const chains = sampler.begin(machine, new Matrix(binaryStates(12).slice(0, 100)), random);
    const even = [...chains.betas];
    const spread = (): number => Math.max(...chains.refused) - Math.min(...chains.refused);
    const run = (updates: number): void => {
      for (let update = 0; update < updates; update++)
        opened.scope(() => sampler.negativePhase(machine, chains, undefined as never, random));
    };
    run(99);
    const before = spread();
    run(700);
    expect(chains.betas).not.toEqual(even);
    expect([chains.betas[0], chains.betas.at(-1)]).toEqual([0, 1]);
    expect(chains.betas).toEqual([...chains.betas].sort((a, b) => a - b));
    expect(spread()).toBeLessThan(before);
    opened.close();
  });

  it("trains, and a run that is cut goes on to the same bits, ladder and all", async () => {
    const rows = binaryStates(5).slice(3, 19);
    const sampler = parallelTempering({ chains: 10, temperatures: 3, steps: 8 });
    const options = { batchSize: 4, sampler, seed: 1, optimizer: sgd({ learningRate: 0.1 }) };
    const build = (): RBM => new RBM({ visible: 5, hidden: 3, seed: 1, engine });
    const whole = build();
    await whole.fit(rows, { ...options, epochs: 8 });
    const run = new Run();
    await build().fit(rows, { ...options, epochs: 5, run });
    const rest = build();
    await rest.fit(rows, { ...options, epochs: 8, run: Run.fromJSON(JSON.parse(JSON.stringify(run))) });
    expect(bitsOf(rest.parameters)).toEqual(bitsOf(whole.parameters));
  });

  it.each([
    [{ temperatures: 1 }, "expected temperatures to be an integer ≥ 2, got 1"],
    [{ chains: 0 }, "expected chains to be an integer ≥ 1, got 0"],
    [{ ladder: [0, 1] }, 'got "ladder"'],
  ])("refuses options out of range (%#)", (options, message) => {
    expect(() => parallelTempering(options as never)).toThrow(message);
  });
});
