/** How hidden layers are put together: in a row, each normalized over the batch, or with a way around each but where widths change. */
export type BodyName = "plain" | "normalized" | "residual";

/** What inputs are made of before a net takes them. */
export type InputsName = "as they are" | "standardized" | "in [0, 1]";

/** Everything that decides how a net is made and trained, but for the data and the seed. Plain JSON. */
export interface Recipe {
  readonly inputs: InputsName;
  /** The units of the hidden layers. */
  readonly layers: readonly number[];
  /** The name of the activation of the hidden layers. */
  readonly activation: string;
  /** The name of the initializer of the hidden layers, or `"as given"` where a net was handed over. */
  readonly start: string;
  readonly body: BodyName;
  /** Whether the hidden layers start from a stack of RBMs. */
  readonly pretraining: boolean;
  /** The name of the optimizer, and its learning rate. */
  readonly optimizer: string;
  readonly rate: number;
  readonly epochs: number;
  readonly batchSize: number;
  /** The share of the hidden units that dropout leaves out. */
  readonly dropout: number;
  /** Whether training stops where the validation loss was least. */
  readonly earlyStopping: boolean;
  /** Whether rare classes weigh as much as frequent ones. */
  readonly classWeights: boolean;
}

/** How many learning rates the tuning of a remedy tries. */
export const RATES = 3;

/** The start of a net that was handed over with its values. */
export const AS_GIVEN = "as given";

/** What a net is made for. */
export interface Task {
  readonly inputs: number;
  /** How many classes or numbers there are to tell. */
  readonly outputs: number;
  /** Whether numbers are told, and not classes. */
  readonly numeric: boolean;
  /** What columns and classes are called, where they have names. */
  readonly columnNames?: readonly string[] | undefined;
  readonly classNames?: readonly string[];
}

/** How many parts of a recipe are others than those of another; the rate goes with the optimizer. */
export function changesBetween(a: Recipe, b: Recipe): number {
  const parts = (Object.keys(a) as (keyof Recipe)[]).filter(
    (part) => part !== "rate" || a.optimizer === b.optimizer,
  );
  return parts.filter((part) => JSON.stringify(a[part]) !== JSON.stringify(b[part])).length;
}
