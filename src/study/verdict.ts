/** What the evidence says of a claim. */
export type Verdict = "supported" | "refuted" | "not settled";

/**
 * How the values of an effect are told: `"points"` are differences of shares (× 100), `"times"` the ln of a ratio (exp), `"%"` the ln of
 * a share (100 · exp).
 */
export type Unit = "points" | "times" | "%";

/** An effect over the paired seeds, with its interval. */
export interface Effect {
  /** What was measured, in a few words: "share that survives per layer, rbm / classical". */
  readonly name: string;
  readonly unit: Unit;
  readonly mean: number;
  /** The bounds of the interval; null where the values do not show their spread: fewer than four, or all the same. */
  readonly low: number | null;
  readonly high: number | null;
  /** The level of the interval, which Holm's correction sets: 1 − 5 %/m for the surest of m claims. */
  readonly level: number;
  /** The two-sided p-value of the threshold, before any correction. */
  readonly p: number;
  /** The pairs it was computed from, in the order of the seeds. */
  readonly values: readonly number[];
  /** Supported needs the interval above it (or below, for `direction` "below"); refuted the opposite. */
  readonly threshold: number;
  readonly direction: "above" | "below";
  readonly verdict: Verdict;
  /** The thresholds between which the verdict would be the same; null where there is no end. */
  readonly sameVerdict: { readonly from: number | null; readonly to: number | null };
}

/** A question, the answer to it, and the claim that decides it. */
export interface Claim extends JudgedClaim {
  readonly question: string;
  /** The verdict in a sentence: "No: preparing the inputs does not help." */
  readonly answer: string;
}

/** A claim, what the evidence says of it, and the evidence. */
export interface JudgedClaim {
  /** A letter, and a number where there are several of a kind: "p", "c1". */
  readonly id: string;
  /** The claim, in a sentence. */
  readonly claim: string;
  readonly verdict: Verdict;
  /** The p-value of its verdict's side over all of its effects, before Holm's correction; null where nothing was measured. */
  readonly p: number | null;
  /** Why, in a sentence or two with the figures. */
  readonly because: string;
  /** What must be supported for the claim to be judged at all, where there is such. */
  readonly premise?: Effect;
  /** What decides: a claim is supported where all are, refuted where one is. */
  readonly effects: readonly Effect[];
  /** Figures beside it that decide nothing. */
  readonly numbers: Readonly<Record<string, number>>;
}

/** From which depth on an arm no longer trains. */
export interface Breakdown {
  readonly arm: string;
  /** The first depth of the sweep at which it breaks down, or null where it never does. */
  readonly depth: number | null;
  /** Of each depth: the mean test error over seeds, and the share of bootstrap samples in which it broke down by then. */
  readonly byDepth: readonly { readonly depth: number; readonly testError: number; readonly share: number }[];
}

/** What a study found. Plain JSON, the contents of `verdict.json`. */
export interface StudyVerdict {
  readonly schema: 2;
  /** The answer in one sentence of at most 25 words. */
  readonly answer: string;
  /** What stands behind it: the gradient, what pretraining does, how sure that is. */
  readonly explanation: readonly [string, string, string];
  /** What each remedy that was tried makes of the deepest net, the best first; the classical start is among them. */
  readonly cures: readonly Cure[];
  readonly claims: readonly Claim[];
  readonly breakdown: readonly Breakdown[];
  /** Per arm and setting (depth, width, number of labels): means over seeds. */
  readonly arms: readonly ArmSummary[];
  /** RBMs that did not learn, nets that do no better than chance, and learning rates at an end of their grid; a sentence each. */
  readonly warnings: readonly string[];
  /** The plan it comes from: repeat it and the same file comes out. */
  readonly plan: unknown;
}

/** A remedy, in the best of its arms. */
export interface Cure {
  /** In words: "another activation". */
  readonly what: string;
  readonly arm: string;
  readonly optimizer: string;
  /** How many times the epochs it was trained for. */
  readonly times: number;
  /** The mean over seeds. */
  readonly testError: number;
  /** What all of it costs, pretraining included, as a multiple of what the classical start costs. */
  readonly cost: number;
}

/** Means over the seeds of one arm at one setting. */
export interface ArmSummary {
  readonly arm: string;
  readonly optimizer: string;
  readonly depth: number;
  readonly width: number;
  readonly labels: number;
  readonly times: number;
  readonly seeds: number;
  readonly learningRate: number;
  readonly testError: number;
  /** Of the epoch with the least validation error. */
  readonly bestTestError: number;
  readonly trainLoss: number;
  readonly survivingPerLayer?: number;
  readonly survivingBySlopes?: number;
  readonly survivingByWeights?: number;
  readonly surviving?: number;
  readonly totalCost: number;
  readonly diverged: number;
}
