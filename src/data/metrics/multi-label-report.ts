import { checkKeys, checkNumber, rangeError } from "../../check.ts";
import { type Displayed, displayed } from "../../display/displayed.ts";
import { percentCell } from "../../display/table.ts";
import { type AbstractMatrix, type MatrixLike, toMatrix } from "../../matrix/matrix.ts";
import { rowReader } from "../../matrix/storage.ts";
import { checkNames } from "../check-names.ts";
import {
  type ClassFigures,
  figuresColumns,
  figuresOf,
  meanFigures,
  type NamedFigures,
  namedFigures,
  rowsOf,
} from "./class-figures.ts";
import { emptyTallies, type Tally } from "./class-tallies.ts";
import { type MetricOptions, readWeights } from "./sample-weights.ts";

/** Options of `multiLabelReport`. */
export interface MultiLabelReportOptions extends MetricOptions {
  /** A label is predicted where its probability is larger than this. Default 0.5. */
  readonly threshold?: number | undefined;
  /** What the labels are called, one per column. */
  readonly labelNames?: readonly string[] | undefined;
}

/** How well several labels per example are told. It prints as a table. */
export interface MultiLabelReport extends Displayed {
  /** Precision, recall, F1 and support of each label, by column. */
  readonly labels: readonly NamedFigures[];
  /** The figures over all labels of all examples taken together. */
  readonly micro: ClassFigures;
  /** The mean over the labels, each counted once. */
  readonly macro: ClassFigures;
  /** The mean over the labels, each counted by its support. */
  readonly weighted: ClassFigures;
  /** The share of examples whose labels are all right. */
  readonly subsetAccuracy: number;
  /** The share of labels that are wrong. */
  readonly hammingLoss: number;
}

/**
 * How well several labels per example are told, where a label counts as predicted above a threshold:
 * subset accuracy = Σ wᵢ·[yᵢ = ŷᵢ] / Σ wᵢ, Hamming loss = Σᵢⱼ wᵢ·[yᵢⱼ ≠ ŷᵢⱼ] / (labels·Σ wᵢ), and precision, recall
 * and F1 as in `classificationReport`, of each label and of all together.
 *
 * A share of nothing stands as 0: the precision of a label that is never predicted, the recall of one that no example has.
 *
 * @param labels - (examples, labels): 1 where the example has the label, 0 where it does not.
 * @param probabilities - (examples, labels), each in [0, 1], such as `network.predict` gives with the head `logistic`.
 * @param options - `threshold`, `labelNames`, `sampleWeights`.
 * @returns The figures of each label, their `micro`, `macro` and `weighted` means, subset accuracy and Hamming loss.
 * @throws RangeError if the shapes differ, a label is neither 0 nor 1, or a probability is outside [0, 1].
 * @example
 * const report = multiLabelReport([[1, 0], [1, 1]], [[0.9, 0.2], [0.8, 0.4]]);
 * report.subsetAccuracy; // 0.5
 * report.hammingLoss; // 0.25
 * report.micro.f1; // 0.8
 *
 * @see Tsoumakas, Katakis, Vlahavas, "Mining multi-label data", in Data Mining and Knowledge Discovery Handbook, 2010,
 * section 34.7.
 */
export function multiLabelReport(
  labels: MatrixLike,
  probabilities: MatrixLike,
  options: MultiLabelReportOptions = {},
): MultiLabelReport {
  const action = "report on several labels";
  checkKeys(action, options, ["sampleWeights", "threshold", "labelNames"]);
  const actual = toMatrix(action, "labels", labels);
  const { rows: examples, columns } = actual;
  const told = toMatrix(action, "probabilities", probabilities, { rows: examples, columns });
  checkCells(action, "labels to be 0 or 1", actual, (cell) => cell === 0 || cell === 1);
  checkCells(action, "probabilities to lie in [0, 1]", told, (cell) => cell >= 0 && cell <= 1);
  const { weights, total } = readWeights(action, options, examples);
  const { threshold = 0.5, labelNames } = options;
  checkNumber(action, "threshold", threshold, { min: 0, below: 1 });
  const names = labelNames === undefined ? undefined : checkNames(action, "labelNames", labelNames, columns);

  const tallies = emptyTallies(columns);
  let allRight = 0;
  let wrong = 0;
  const [labelsOf, probabilitiesOf] = [rowReader(actual), rowReader(told)];
  for (const [example, weight] of weights.entries()) {
    const [row, probabilityOf] = [labelsOf(example), probabilitiesOf(example)];
    let wrongHere = 0;
    for (const [label, tally] of tallies.entries()) {
      const has = row[label] === 1;
      const predicted = probabilityOf[label]! > threshold;
      if (has) tally.support += weight;
      if (predicted) tally.predicted += weight;
      if (has && predicted) tally.right += weight;
      if (has !== predicted) wrongHere += 1;
    }
    if (wrongHere === 0) allRight += weight;
    wrong += weight * wrongHere;
  }
  const figures = namedFigures(tallies, names);
  return showReport({
    labels: figures,
    micro: Object.freeze(figuresOf(together(tallies))),
    macro: meanFigures(figures, () => 1),
    weighted: meanFigures(figures, ({ support }) => support),
    subsetAccuracy: allRight / total,
    hammingLoss: wrong / (total * columns),
  });
}

function showReport(report: Omit<MultiLabelReport, "toString">): MultiLabelReport {
  const { labels, micro, macro, weighted, subsetAccuracy, hammingLoss } = report;
  return displayed(report, {
    title: `Subset accuracy ${percentCell(subsetAccuracy)}, Hamming loss ${percentCell(hammingLoss)}`,
    columns: figuresColumns("label"),
    rows: [
      ...rowsOf(labels),
      { heading: "micro mean", ...micro },
      { heading: "macro mean", ...macro },
      { heading: "weighted mean", ...weighted },
    ],
  });
}

function together(tallies: readonly Tally[]): Tally {
  const [sum] = emptyTallies(1);
  for (const { support, predicted, right } of tallies) {
    sum!.support += support;
    sum!.predicted += predicted;
    sum!.right += right;
  }
  return sum!;
}

function checkCells(
  action: string,
  expected: string,
  matrix: AbstractMatrix,
  isRight: (cell: number) => boolean,
): void {
  const valuesOf = rowReader(matrix);
  for (let row = 0; row < matrix.rows; row++) {
    const column = Array.from(valuesOf(row)).findIndex((cell) => !isRight(cell));
    if (column >= 0) {
      throw rangeError(action, expected, `${matrix.get(row, column)} at row ${row}, column ${column}`);
    }
  }
}
