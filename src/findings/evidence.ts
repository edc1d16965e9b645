import type { GradientReport } from "../probe/gradient-report.ts";

/** What is known of a net, its data and a run of its training; what is not there is not asked after. */
export interface Evidence {
  /** What the probe measured before training. */
  readonly before?: GradientReport | undefined;
  /** What it saw while the net trained, in order of time. */
  readonly during?: readonly GradientReport[] | undefined;
  /** What it measured at the end. */
  readonly after?: GradientReport | undefined;
  readonly run?: RunFacts | undefined;
  readonly data?: DataFacts | undefined;
  readonly told?: ToldFacts | undefined;
  /**
   * By how many standard errors a net that was trained on the labels tells more of other examples than one that was trained on the same
   * labels in a shuffled order.
   */
  readonly beyondShuffled?: number | undefined;
  /** The precision of the engine that trained. Default `"float32"`. */
  readonly precision?: "float32" | "float64" | undefined;
}

/** How a run went. Errors are shares: of the examples told wrongly, or of the variance that is left. */
export interface RunFacts {
  /** The training loss of each epoch. */
  readonly losses: readonly number[];
  /** The validation loss of each epoch. */
  readonly validationLosses: readonly number[];
  /** The loss of who knows how often each class comes, or the mean of what is to be told, and nothing else. */
  readonly chanceLoss: number;
  /** The error of always naming the most frequent class, or the mean. */
  readonly chanceError: number;
  /** At the end. */
  readonly trainError?: number;
  readonly validationError?: number;
  /** How many examples the validation error is measured on. */
  readonly validationExamples: number;
  /** What said that the numbers had gone out of range, where they did. */
  readonly notFinite?: string;
}

/** What the data are like, as the net is handed them. */
export interface DataFacts {
  readonly examples: number;
  readonly columns: number;
  /** The root of the mean square of all inputs. */
  readonly rms: number;
  /** ‖μ‖ / ‖σ‖: the length of the mean example over that of the standard deviations of the columns. */
  readonly offCenter: number;
  /** The longest of the columns that are the same in every row, where it is longer than what varies in all others together. */
  readonly constantColumn?: { readonly column: number; readonly value: number } | undefined;
  /** What the columns are called, where they have names. */
  readonly columnNames?: readonly string[] | undefined;
  /** The 90th over the 10th percentile of the ranges of the columns that vary. */
  readonly rangeRatio: number;
  /** The share of the examples of each class, where there are classes. */
  readonly classShares?: readonly number[];
  /** What the classes are called, where they have names. */
  readonly classNames?: readonly string[] | undefined;
  /** The share of examples whose inputs occur with other labels more often than with theirs. */
  readonly contradicted?: number;
  /**
   * By how many standard deviations the nearest neighbor tells more than chance does, every class counting alike, or numbers by their
   * correlation.
   */
  readonly neighborScore: number;
}

/** What a net says of examples, after training. */
export interface ToldFacts {
  /** The root of the mean square of how far outputs are from their mean over the examples: of probabilities, or of standardized numbers. */
  readonly spread: number;
  /** The class that is named most, and its share of the examples. */
  readonly commonest?: { readonly label: number; readonly share: number };
  /** Classes that are there and never named. */
  readonly neverNamed?: readonly number[];
}
