import { checkFunction, checkKeys } from "../../check.ts";
import type { Dataset } from "../../data/dataset.ts";
import type { Arm } from "../arm.ts";
import { meanOf } from "../statistics/evidence.ts";
import { type DepthRatio, depthRatios } from "./depth-ratios.ts";
import { type ExperimentGround, experimentGround, seedsUpTo } from "./experiment-ground.ts";
import { layersOf } from "./measured-attenuation.ts";
import { checkDepths, RATES, trainableDepth } from "./trainable-depth.ts";

/** Options of `depthsByStart`. */
export interface DepthsByStartOptions {
  /** Starts; the others are compared with the first. */
  readonly arms?: readonly (string | Arm)[] | undefined;
  /** Numbers of hidden layers that are tried, rising, the most at the end. Default 1 to 32. */
  readonly depths?: readonly number[] | undefined;
  /** Units of a hidden layer. Default 64. */
  readonly width?: number | undefined;
  /** How many times each start is drawn and trained, counted from 1. Four or more give an interval. Default 5. */
  readonly seeds?: number | undefined;
  /** Called at the beginning and after each start with how many are done, and of how many. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

/** How deep one start trains. */
export interface StartDepths {
  readonly arm: string;
  /** The greatest depth up to which its nets train, by seed. */
  readonly depths: readonly number[];
  /** What a layer leaves of the error signal before training, by seed: the geometric mean over the layers of a net of six but the first. */
  readonly attenuations: readonly number[];
  /** 6ξ = 3/|ln a| of the mean attenuation a above: how deep a net of independent weights with it would train. Absent where a is 1. */
  readonly expectedDepth?: number;
}

/** How deep each start trains, over several seeds. Plain JSON. */
export interface DepthsByStart {
  readonly data: { readonly name: string; readonly fingerprint: string };
  readonly width: number;
  readonly epochs: number;
  readonly rates: readonly number[];
  readonly depths: readonly number[];
  readonly seeds: readonly number[];
  readonly arms: readonly StartDepths[];
  /** Geometric means over the seeds, with intervals of 95 %: of the draws, on one split of the data. Not bounded with fewer than four seeds. */
  readonly ratios: readonly DepthRatio[];
}

const action = "find how deep starts train";
const ARMS = ["rbm", "rbm permuted", "same survival"];
const SEEDS = 5;
/** Hidden layers of the nets whose gradients are measured. */
const MEASURED_DEPTH = 6;

/**
 * How deep the nets of each start train, drawn anew for each seed, beside what a layer leaves of the gradient before training.
 *
 * Two starts that leave as much of the gradient and train to the same depth differ in nothing that matters to depth; where one
 * trains deeper, its weights have something that the size of the gradient does not show. A net trains as in `phaseDiagram`.
 *
 * @param dataset - Examples of at least two classes, or with numeric targets.
 * @param options - Which starts, how deep, and how often.
 * @returns The depths by seed, and how those of each start compare with those of the first.
 * @throws RangeError if an arm does not exist, the depths do not rise, or a number is out of range.
 * @example
 * const { arms } = await depthsByStart(await loadDigits(), { arms: ["isometric"], depths: [1], width: 8, seeds: 1 });
 * arms[0].depths; // [1]
 *
 * @see Schoenholz, Gilmer, Ganguli, Sohl-Dickstein, "Deep information propagation", ICLR 2017, section 5, for the 6ξ.
 */
export async function depthsByStart(
  dataset: Dataset,
  options: DepthsByStartOptions = {},
): Promise<DepthsByStart> {
  checkKeys(action, options, ["arms", "depths", "width", "seeds", "onProgress"]);
  const { arms = ARMS, seeds: count = SEEDS, onProgress = () => {} } = options;
  checkFunction(action, "onProgress", onProgress);
  const depths = checkDepths(action, options.depths);
  const seeds = seedsUpTo(action, count);
  const ground = await experimentGround(dataset, { arms, width: options.width });
  const { plan } = ground;

  const found: StartDepths[] = [];
  const total = ground.arms.length * seeds.length;
  let done = 0;
  onProgress(done, total);
  for (const arm of ground.arms) {
    const [reached, left]: [number[], number[]] = [[], []];
    for (const seed of seeds) {
      left.push(await attenuationOf(arm, seed, ground));
      reached.push(
        await trainableDepth(
          depths,
          (depth) => ground.specOf(arm, depth, seed),
          (depth) => ground.start(arm, depth, seed),
        ),
      );
      onProgress(++done, total);
    }
    found.push({ arm: arm.name, depths: reached, attenuations: left, ...expectedOf(left) });
  }
  return {
    data: { name: plan.data.name, fingerprint: plan.data.fingerprint },
    ...{ width: plan.widths[0]!, epochs: plan.settings.epochs, rates: RATES, depths, seeds },
    arms: found,
    ratios: depthRatios(found, depths),
  };
}

/** The geometric mean of what the layers but the first leave of an error signal. */
async function attenuationOf(arm: Arm, seed: number, ground: ExperimentGround): Promise<number> {
  const started = await ground.start(arm, MEASURED_DEPTH, seed);
  const hidden = layersOf(started.start.network, started, ground).slice(1, MEASURED_DEPTH);
  return Math.exp(meanOf(hidden.map(({ attenuation = 0 }) => Math.log(attenuation))));
}

function expectedOf(attenuations: readonly number[]): Pick<StartDepths, "expectedDepth"> {
  const rate = Math.abs(meanOf(attenuations.map((each) => Math.log(each))));
  return rate > 1e-12 && Number.isFinite(rate) ? { expectedDepth: 3 / rate } : {};
}
