import { type Displayed, displayed } from "../../display/displayed.ts";
import type { Column } from "../../display/table.ts";
import { Matrix } from "../../matrix/matrix.ts";
import type { ClassLabels, ClassOptions } from "../class-labels.ts";
import { readPredictions } from "./read-predictions.ts";
import type { MetricOptions } from "./sample-weights.ts";

/** Options of `confusionMatrix`. */
export interface ConfusionMatrixOptions extends ClassOptions, MetricOptions {}

/** How many examples of each class were predicted to be of each class. It prints as a table. */
export interface ConfusionMatrix extends Displayed {
  /** (classes, classes): the row is the true class, the column the predicted one. */
  readonly counts: Matrix;
  readonly classes: number;
  readonly classNames?: readonly string[] | undefined;
}

/**
 * Counts for each true class, a row, and each predicted class, a column, the examples that have both:
 * C[a][b] = Σ wᵢ·[yᵢ = a]·[ŷᵢ = b].
 *
 * @param labels - The true class of each example, indices or names.
 * @param predicted - The predicted class of each, such as `network.classify` gives.
 * @param options - `classes` and `classNames` where the labels do not say them, and `sampleWeights`.
 * @returns The counts, or with weights their sums.
 * @throws RangeError if the lists differ in length, are empty or hold what is no class.
 * @example
 * const { counts } = confusionMatrix([0, 0, 1, 2], [0, 1, 1, 1]);
 * counts.to2DArray(); // [[1, 1, 0], [0, 1, 0], [0, 1, 0]]
 *
 * @see scikit-learn, User Guide, section 3.3.2.5, "Confusion matrix".
 */
export function confusionMatrix(
  labels: ClassLabels,
  predicted: ClassLabels,
  options: ConfusionMatrixOptions = {},
): ConfusionMatrix {
  const action = "make a confusion matrix";
  const read = readPredictions(action, labels, predicted, options, ["classes", "classNames"]);
  const { classes, classNames } = read;
  const counts = new Matrix(classes, classes); // (true, predicted)
  for (const [example, weight] of read.weights.entries()) {
    const [row, column] = [read.labels[example]!, read.predicted[example]!];
    counts.set(row, column, counts.get(row, column) + weight);
  }
  const names = classNames ?? Array.from({ length: classes }, (_, index) => `${index}`);
  const columns: Column<string>[] = [
    { heading: "true", cell: (name) => name },
    ...names.map((heading, column) => ({
      heading,
      cell: (_: string, row: number) => counts.get(row, column),
    })),
  ];
  return displayed(
    { counts, classes, ...(classNames && { classNames }) },
    { title: "Confusion matrix: true classes in rows, predicted classes in columns", columns, rows: names },
  );
}
