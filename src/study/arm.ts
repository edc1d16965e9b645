import type { Network } from "../network/network.ts";
import type { Preprocessor } from "../preprocess/preprocessor.ts";
import type { Ground } from "./ground.ts";
import type { TrialOptimizer } from "./optimizers/trial-optimizer.ts";
import type { RBMGate } from "./trial-result.ts";

/**
 * What is varied: a start, an optimizer and a preparation of the inputs. A plain object.
 *
 * @example
 * const wide = uniform({ limit: 1 });
 * const arm: Arm = {
 *   name: "wide uniform",
 *   description: "logistic net, weights from U(±1)",
 *   kind: "random start",
 *   start: (ground) => {
 *     const layers = hiddenLayers(ground, (fan) => dense({ ...fan, activation: sigmoid, initializer: wide }));
 *     return { network: networkOf(ground, layers) };
 *   },
 * };
 * const { verdict } = await runStudy(await loadDigits(), { arms: ["classical", arm], depths: [2], seeds: 1 });
 * verdict.arms.length; // 2
 */
export interface Arm {
  /** Names it in specs, options and reports. */
  readonly name: string;
  /** What it is, in half a sentence. */
  readonly description: string;
  /** What it is there for: claims look for arms of a kind. */
  readonly kind: ArmKind;
  /** What else claims find it by, such as `"classical"`, `"unsupervised"` or `"activation"`. Default: nothing. */
  readonly tags?: readonly string[] | undefined;
  /** What trains its net: the name of one of the study's optimizers, or one of your own. Default `"momentum"`. */
  readonly optimizer?: string | TrialOptimizer | undefined;
  /** Learns from the training inputs how to prepare all inputs. Default: they stay in [0, 1]. */
  readonly prepare?: ((ground: Ground) => Preparation) | undefined;
  /** Makes the net as it is before the first epoch. */
  readonly start: (ground: Ground) => Promise<Start> | Start;
}

/** What an arm is there for. */
export type ArmKind = "random start" | "pretrained" | "control" | "cure" | "inputs" | "rival";

/** A preparation of inputs, and what it cost. */
export interface Preparation {
  readonly preprocessor: Preprocessor;
  /** Multiplications. */
  readonly cost: number;
}

/** A net before training. */
export interface Start {
  readonly network: Network;
  /** Multiplications spent on it. Default 0. */
  readonly cost?: number | undefined;
  /** Whether the RBMs behind it have learnt. */
  readonly rbms?: readonly RBMGate[] | undefined;
}
