import type { Displayed } from "../../display/displayed.ts";
import type { Finding, RemedyId } from "../../findings/finding.ts";
import type { Recipe } from "./recipe.ts";

/** What is wrong with a net, and what helps. Plain JSON but for showing itself; without times, so that a seed gives the same bytes. */
export interface Diagnosis extends Displayed {
  readonly schema: 1;
  /** One sentence or two: what is wrong, and what to do. */
  readonly answer: string;
  /** Whether nothing is wrong or suspicious. Then nothing was tried. */
  readonly healthy: boolean;
  readonly data: DiagnosedData;
  /** The net and its training as they are. */
  readonly net: Recipe;
  /** The worst first. */
  readonly findings: readonly Finding[];
  readonly run: DiagnosedRun;
  /** What was tried, and leaving the net as it is: the least test error first. Empty where nothing was tried. */
  readonly remedies: readonly TriedRemedy[];
  /** The `id` of the remedy that surely helps most, or null. */
  readonly winner: string | null;
  /** The program of the winner, or null. */
  readonly code: string | null;
  readonly budget: { readonly seconds: number; readonly multiplications: number; readonly used: number };
  /** What is to be known of how it was done, a sentence each. */
  readonly warnings: readonly string[];
}

/** The data of a diagnosis. */
export interface DiagnosedData {
  readonly name: string;
  readonly examples: number;
  readonly inputs: number;
  readonly classes?: number;
  /** What the classes are called, where they have names. */
  readonly classNames?: readonly string[];
  readonly targets?: number;
  /** Examples of each part that nets were trained, chosen and tested on. */
  readonly train: number;
  readonly validation: number;
  readonly test: number;
}

/** What the run of the net as it is came to. */
export interface DiagnosedRun {
  /** The training loss of each epoch. */
  readonly losses: readonly number[];
  readonly validationLosses: readonly number[];
  readonly chanceLoss: number;
  readonly chanceError: number;
  /** Absent where the numbers went out of range. */
  readonly errors?: { readonly train: number; readonly validation: number };
  readonly notFinite?: string;
  /** Of each layer at the start, where it could be measured. */
  readonly layers: readonly DiagnosedLayer[];
}

/** A layer of the net as it is, as the probe saw it before training and after. */
export interface DiagnosedLayer {
  readonly path: string;
  readonly kind: string;
  readonly activation?: string;
  readonly before: DiagnosedFigures;
  readonly after?: DiagnosedFigures;
}

/** What the probe measured of a layer. */
export interface DiagnosedFigures {
  /** rms ∂E/∂y */
  readonly error: number;
  readonly slopeFactor?: number;
  readonly weightFactor?: number;
  readonly saturatedShare?: number;
  readonly deadShare?: number;
}

/** A remedy that was run, or leaving the net as it is. */
export interface TriedRemedy {
  /** `"leave it"`, `"activation + adam"` … */
  readonly id: string;
  readonly kind: RemedyId | null;
  readonly what: string;
  /** With the learning rate that was chosen. */
  readonly recipe: Recipe;
  /** The means over the seeds. */
  readonly validationError: number;
  readonly testError: number;
  /** The test error of each seed. */
  readonly testErrors: readonly number[];
  /** How much less it errs than leaving the net as it is; null of that itself, and bounds are null where they are not known. */
  readonly gain: {
    readonly mean: number;
    readonly low: number | null;
    readonly high: number | null;
    readonly level: number;
  } | null;
  /** Seeds whose numbers went out of range. */
  readonly notFinite: number;
  /** The program. */
  readonly code: string;
}
