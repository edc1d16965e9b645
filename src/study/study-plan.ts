import type { ChanceErrors } from "./chance.ts";
import type { PlannedArm } from "./planned-arm.ts";
import type { TrialSettings } from "./trial-spec.ts";
import type { Tuning } from "./tuning.ts";

/** How much a study does. */
export type Budget = "quick" | "standard" | "full";

/** Everything that decides a study's trials. Plain JSON. */
export interface StudyPlan {
  readonly data: {
    readonly name: string;
    readonly fingerprint: string;
    readonly examples: number;
    readonly inputs: number;
    /** How many classes there are; absent where the targets are numbers. */
    readonly classes?: number;
    /** How many numbers are to be told of each example, where the targets are numbers. */
    readonly targets?: number;
    /** The errors of always naming the most frequent class, where there are classes. */
    readonly chance?: ChanceErrors;
  };
  readonly budget: Budget;
  readonly arms: readonly PlannedArm[];
  /** The arms that the sweeps over depth, width and labels go over. */
  readonly sweptArms: readonly string[];
  /** The arms that are trained for several times the epochs as well, the first of them at every depth. */
  readonly longArms: readonly string[];
  readonly depths: readonly number[];
  readonly widths: readonly number[];
  readonly labels: readonly number[];
  /** How many times the epochs of the settings: 1, and those of the long arms. */
  readonly times: readonly number[];
  readonly seeds: readonly number[];
  readonly tuning: Tuning;
  readonly settings: TrialSettings;
}
