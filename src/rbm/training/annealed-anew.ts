import type { Engine } from "../../engine/engine.ts";
import { readMatrix } from "../../engine/read-matrix.ts";
import type { Work } from "../../fit/pauses.ts";
import type { RandomStream } from "../../random/stream.ts";
import { estimateOf, type LogPartitionEstimate } from "../likelihood/annealed-importance-sampling.ts";
import { annealStep, independentLogPartition } from "../likelihood/annealing-path.ts";
import { sampleVisibleAlone } from "../machine/conditionals.ts";
import { type Machine, machineOn, type RBMValues } from "../machine/machine.ts";

/** log Z of a machine by annealing from a base-rate machine, in even steps with a yield behind each; no matrix lasts over one. */
export function* annealedAnew(
  action: string,
  machine: Machine,
  beginning: RBMValues,
  { chains, steps }: { readonly chains: number; readonly steps: number },
  random: RandomStream,
): Work<LogPartitionEstimate> {
  const { engine } = machine;
  const onEngine = <Result>(compute: (base: Machine, engine: Engine) => Result): Result =>
    engine.scope(() => compute(machineOn(action, engine, beginning), engine));
  const betas = Array.from({ length: steps + 1 }, (_, step) => step / steps);
  const logWeights = new Float64Array(chains);
  const ofBase = onEngine(independentLogPartition);
  let states = onEngine((base) => readMatrix(engine, sampleVisibleAlone(base, chains, random)));
  for (let step = 1; step <= steps; step++) {
    onEngine((base) => {
      const visible = engine.load(states);
      const changes = annealStep({ machine, base, betas }, step, "up", visible, random);
      for (const [chain, change] of changes.entries()) logWeights[chain]! += change;
      states = readMatrix(engine, visible);
    });
    yield;
  }
  return estimateOf(action, ofBase, logWeights, "up");
}
