/** How bad a finding is: certain to harm, likely to, or worth knowing. */
export type Severity = "wrong" | "suspicious" | "note";

/** What can be found. */
export type FindingId =
  | "labels-untellable"
  | "inputs-off-center"
  | "inputs-unequal"
  | "inputs-size"
  | "uneven-classes"
  | "vanishing"
  | "vanishing-by-weights"
  | "vanishing-by-slopes"
  | "exploding"
  | "underflow"
  | "saturation"
  | "dead-units"
  | "constant-outputs"
  | "rate-too-large"
  | "rate-too-small"
  | "plateau"
  | "one-class"
  | "memorizing";

/** What may help. */
export type RemedyId =
  | "inputs"
  | "rate"
  | "optimizer"
  | "start"
  | "activation"
  | "normalization"
  | "paths"
  | "pretraining"
  | "class-weights"
  | "regularization";

/** Something that is wrong with a net, its data or its training, with the figure that shows it. Plain JSON. */
export interface Finding {
  readonly id: FindingId;
  readonly severity: Severity;
  /** One plain sentence, with the figure. */
  readonly text: string;
  /** The layer where it shows, as the probe names it: `"2"`. */
  readonly layer?: string;
  /** The classes that it is about, by their names, or their numbers where they have none. */
  readonly classes?: readonly string[];
  /** The figure that crossed the border. */
  readonly figure: number;
  /** The border that it crossed. */
  readonly border: number;
  /** What else was measured, by name. */
  readonly evidence: Readonly<Record<string, number>>;
  /** What may help, the most promising first. */
  readonly remedies: readonly RemedyId[];
}
