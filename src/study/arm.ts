import type { Network } from "../network/network.ts";
import type { Preprocessor } from "../preprocess/preprocessor.ts";
import type { Ground } from "./ground.ts";
import type { RBMGate } from "./trial-result.ts";

/** What is varied: how a net starts, or one thing about the net or its inputs. A plain frozen object. */
export interface Arm {
  /** Names it in specs, options and reports. */
  readonly name: string;
  /** What it is, in half a sentence. */
  readonly description: string;
  /** What it is there for. */
  readonly kind: "random start" | "pretrained" | "control" | "cure" | "inputs";
  /** Learns from the training inputs how to prepare all inputs. Default: they stay in [0, 1]. */
  readonly prepare?: (ground: Ground) => Preparation;
  /** Makes the net as it is before the first epoch. */
  readonly start: (ground: Ground) => Promise<Start> | Start;
}

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
  readonly cost?: number;
  /** Whether the RBMs behind it have learnt. */
  readonly rbms?: readonly RBMGate[];
}
