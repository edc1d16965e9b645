import { checkNumber, rangeError, show, typeError } from "../check.ts";
import { type Displayed, displayed } from "../display/displayed.ts";
import type { Seed } from "../random/seed.ts";
import { RandomStream } from "../random/stream.ts";
import type { Dataset } from "./dataset.ts";
import { type Fold, type FoldOptions, prepareFolds } from "./folds.ts";

/** What a run of `crossValidate` is given. */
export interface FoldRun<Data extends Dataset> extends Fold<Data> {
  /** Which fold is the test set, counted from 1. */
  readonly fold: number;
  /** For the draws of the model: another in each fold, and the same whenever the cross-validation has the same seed. */
  readonly seed: number;
}

/** What came out where one fold was the test set. */
export interface FoldResult<Figures> {
  /** Counted from 1. */
  readonly fold: number;
  /** How many examples were trained on. */
  readonly trained: number;
  /** How many examples the figures are of. */
  readonly tested: number;
  readonly figures: Figures;
}

/** The figures of each fold, their means and how far they differ. It prints as a table. */
export interface CrossValidation<Figures> extends Displayed {
  readonly folds: readonly FoldResult<Figures>[];
  /** The mean of each figure over the folds. */
  readonly mean: Figures;
  /** The standard deviation of each figure over the folds: √(Σ (x − mean)² / (folds − 1)). */
  readonly standardDeviation: Figures;
  /** What shuffled the examples: with it the same folds and seeds come again. */
  readonly seed: Seed;
}

/** A record of figures, whatever else it does to show itself. */
export type NumericFigures<Figures> = { readonly [Name in Exclude<keyof Figures, keyof Displayed>]?: number };

const action = "cross-validate";

/**
 * Trains and tests once for each fold, on all other folds and on that one: an estimate of how well a model does on examples
 * it has not seen, in which each example is tested once.
 *
 * Whatever is fitted to data must be fitted inside the run, to `train` alone: preparation of the inputs too.
 *
 * The standard deviation is that between the folds. The training sets overlap, so it is no measure of how exact the mean is.
 *
 * @param dataset - All examples; it is not changed.
 * @param run - Makes a model, trains it on `train` and returns figures of `test`, such as `{ accuracy: 0.9 }` or what
 *   `network.evaluate` gives. The runs follow one another.
 * @param options - `folds`, `stratified`, `shuffle` and `seed`, as for `kFolds`.
 * @returns The figures of each fold, their means and standard deviations.
 * @throws RangeError as `kFolds` does, or if a figure is not finite or other figures come from another fold. Rejects with
 *   whatever a run throws.
 * @example
 * const data = balancedSubset(digits, { perClass: 20, seed: 1 });
 * const result = await crossValidate(
 *   data,
 *   async ({ train, test, seed }) => {
 *     const preparation = standardize.fit(train.inputs);
 *     const network = Network.fromSizes([64, 10], { seed });
 *     await network.fit(preparation.transform(train.inputs), train.labels);
 *     return network.evaluate(preparation.transform(test.inputs), test.labels);
 *   },
 *   { folds: 4, seed: 1 },
 * );
 * result.folds.length; // 4
 * result.mean; // { loss, accuracy }
 *
 * @see Stone, "Cross-validatory choice and assessment of statistical predictions", JRSS B 36 (1974).
 */
export async function crossValidate<Data extends Dataset, Figures extends NumericFigures<Figures>>(
  dataset: Data,
  run: (fold: FoldRun<Data>) => Figures | Promise<Figures>,
  options: FoldOptions = {},
): Promise<CrossValidation<Figures>> {
  if (typeof run !== "function")
    throw typeError(action, "run to be a function of { train, test, … }", show(run));
  const { count, seed, fold: foldAt } = prepareFolds(action, dataset, options);
  const folds: FoldResult<Figures>[] = [];
  for (let fold = 1; fold <= count; fold++) {
    const { train, test } = foldAt(fold - 1);
    const given = await run({ train, test, fold, seed: seedOf(seed, fold) });
    const figures = readFigures(given, fold, folds[0]?.figures);
    folds.push(Object.freeze({ fold, trained: train.inputs.rows, tested: test.inputs.rows, figures }));
  }
  return summarize(folds, seed);
}

function seedOf(seed: Seed, fold: number): number {
  return new RandomStream(seed, `seed of fold ${fold}`).integer(2 ** 32);
}

/** Checks what a run returned, and copies it without what is undefined. */
function readFigures<Figures>(given: Figures, fold: number, first: Figures | undefined): Figures {
  if (typeof given !== "object" || given === null || Array.isArray(given)) {
    const expected = "run to return figures by name, such as { accuracy: 0.9 }";
    throw typeError(action, expected, `${show(given)} in fold ${fold}`);
  }
  const entries = Object.entries(given).filter(([, value]) => value !== undefined);
  if (entries.length === 0) throw rangeError(action, "at least one figure", `none in fold ${fold}`);
  for (const [name, value] of entries) checkNumber(action, `${name} of fold ${fold}`, value);
  const figures = Object.freeze(Object.fromEntries(entries)) as Figures;
  if (first !== undefined && namesOf(figures) !== namesOf(first)) {
    throw rangeError(
      action,
      `figures ${namesOf(first)} in every fold`,
      `${namesOf(figures)} in fold ${fold}`,
    );
  }
  return figures;
}

function namesOf(figures: unknown): string {
  return Object.keys(figures as object)
    .sort()
    .join(", ");
}

function summarize<Figures>(folds: readonly FoldResult<Figures>[], seed: Seed): CrossValidation<Figures> {
  const names = Object.keys(folds[0]!.figures as object) as (keyof Figures & string)[];
  const each = (figure: (values: readonly number[]) => number): Figures =>
    Object.freeze(
      Object.fromEntries(
        names.map((name) => [name, figure(folds.map(({ figures }) => figures[name] as number))]),
      ),
    ) as Figures;
  const [mean, standardDeviation] = [each(meanOf), each(deviationOf)];
  type Row = { readonly heading: string; readonly tested?: number; readonly figures: Figures };
  return displayed(
    { folds: Object.freeze(folds), mean, standardDeviation, seed },
    {
      title: `Cross-validation in ${folds.length} folds, seed ${seed}`,
      columns: [
        { heading: "fold", cell: (row: Row) => row.heading },
        { heading: "examples", cell: (row: Row) => row.tested },
        ...names.map((heading) => ({ heading, cell: ({ figures }: Row) => figures[heading] as number })),
      ],
      rows: [
        ...folds.map(({ fold, tested, figures }) => ({ heading: `${fold}`, tested, figures })),
        { heading: "mean", figures: mean },
        { heading: "standard deviation", figures: standardDeviation },
      ],
    },
  );
}

/** Moves from value to value, so that equal ones have exactly their mean and large ones do not overflow. */
function meanOf(values: readonly number[]): number {
  return values.reduce((mean, value, index) => mean + (value - mean) / (index + 1), 0);
}

/** In units of the largest distance from the mean, whose square need not be a finite number. */
function deviationOf(values: readonly number[]): number {
  const mean = meanOf(values);
  const distances = values.map((value) => Math.abs(value - mean));
  const largest = distances.reduce((most, distance) => Math.max(most, distance));
  if (largest === 0) return 0;
  const squares = distances.reduce((sum, distance) => sum + (distance / largest) ** 2, 0);
  return largest * Math.sqrt(squares / (values.length - 1));
}
