import { type Displayed, displayed } from "../../display/displayed.ts";
import { formatNumber, percentCell } from "../../display/table.ts";
import type { ClassLabels, ClassOptions } from "../class-labels.ts";
import {
  type ClassFigures,
  figuresColumns,
  meanFigures,
  type NamedFigures,
  namedFigures,
  rowsOf,
} from "./class-figures.ts";
import { type Tally, tallyClasses } from "./class-tallies.ts";
import { readPredictions } from "./read-predictions.ts";
import type { MetricOptions } from "./sample-weights.ts";

/** Options of `classificationReport`. */
export interface ClassificationReportOptions extends ClassOptions, MetricOptions {}

/** Precision, recall, F1 and support of each class, and their means. It prints as a table. */
export interface ClassificationReport extends Displayed {
  /** One per class, by index. */
  readonly classes: readonly NamedFigures[];
  /** The mean over the classes that occur, each counted once. */
  readonly macro: ClassFigures;
  /** The mean over the classes, each counted by its support. */
  readonly weighted: ClassFigures;
  /** The share of examples whose class was predicted. */
  readonly accuracy: number;
}

/**
 * How well each class is told from the rest. With TP examples of a class predicted to be of it, FP others predicted to be
 * of it, and FN of it predicted to be others:
 * precision = TP / (TP + FP), recall = TP / (TP + FN), F1 = 2·TP / (2·TP + FP + FN).
 *
 * Where a class was never predicted its precision is 0 / 0, and where it has no examples its recall is: both stand as 0, and
 * the table names such classes. A class that is neither among the labels nor predicted is left out of the macro mean.
 *
 * @param labels - The true class of each example, indices or names.
 * @param predicted - The predicted class of each, such as `network.classify` gives.
 * @param options - `classes` and `classNames` where the labels do not say them, and `sampleWeights`.
 * @returns The figures of each class, their `macro` and `weighted` means, and the accuracy.
 * @throws RangeError if the lists differ in length, are empty or hold what is no class.
 * @example
 * const report = classificationReport(["cat", "cat", "dog", "dog"], ["cat", "dog", "dog", "dog"]);
 * report.classes[0]; // { name: "cat", precision: 1, recall: 1 / 2, f1: 2 / 3, support: 2 }
 * report.macro.recall; // 0.75
 *
 * @see van Rijsbergen, Information Retrieval, 2nd edition, 1979, chapter 7.
 */
export function classificationReport(
  labels: ClassLabels,
  predicted: ClassLabels,
  options: ClassificationReportOptions = {},
): ClassificationReport {
  const action = "report on a classification";
  const read = readPredictions(action, labels, predicted, options, ["classes", "classNames"]);
  const tallies = tallyClasses(read);
  const classes = namedFigures(tallies, read.classNames);
  const macro = meanFigures(
    classes.filter((_, index) => tallies[index]!.occurs),
    () => 1,
  );
  const weighted = meanFigures(classes, ({ support }) => support);
  const accuracy = tallies.reduce((sum, { right }) => sum + right, 0) / read.total;

  const rows = rowsOf(classes);
  const named = (which: (tally: Tally) => boolean): string =>
    rows
      .filter((_, index) => which(tallies[index]!))
      .map(({ heading }) => heading)
      .join(", ");
  const unpredicted = named((tally) => tally.predicted === 0);
  const absent = named((tally) => tally.support === 0);
  return displayed(
    { classes, macro, weighted, accuracy },
    {
      title: `Accuracy ${percentCell(accuracy)} of ${formatNumber(labels.length)} examples`,
      columns: figuresColumns("class"),
      rows: [...rows, { heading: "macro mean", ...macro }, { heading: "weighted mean", ...weighted }],
      footer: [
        unpredicted && `Never predicted, so precision is 0 / 0 and stands as 0: ${unpredicted}`,
        absent && `Without examples, so recall is 0 / 0 and stands as 0: ${absent}`,
      ]
        .filter(Boolean)
        .join("\n"),
    },
  );
}
