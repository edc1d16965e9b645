export { type BalancedSubsetOptions, balancedSubset } from "./balanced-subset.ts";
export { barsAndStripes } from "./bars-and-stripes.ts";
export type { ClassLabels, ClassOptions } from "./class-labels.ts";
export {
  type CrossValidation,
  crossValidate,
  type FoldResult,
  type FoldRun,
  type NumericFigures,
} from "./cross-validate.ts";
export { type CsvOptions, datasetFromCsv, type EncodedTable } from "./csv.ts";
export type { Dataset, ImageShape, LabeledDataset, NumericDataset, TableEncoding } from "./dataset.ts";
export {
  datasetFromRows,
  type LabeledRowsOptions,
  type NumericRowsOptions,
  type RowsOptions,
} from "./dataset-from-rows.ts";
export { loadDigits } from "./digits.ts";
export { type Fold, type FoldOptions, kFolds } from "./folds.ts";
export { type HiddenCausesOptions, hiddenCauses } from "./hidden-causes.ts";
export { type IdxArray, type IdxValues, parseIdx } from "./idx.ts";
export { accuracy } from "./metrics/accuracy.ts";
export { balancedAccuracy } from "./metrics/balanced-accuracy.ts";
export type { ClassFigures, NamedFigures } from "./metrics/class-figures.ts";
export {
  type ClassificationReport,
  type ClassificationReportOptions,
  classificationReport,
} from "./metrics/classification-report.ts";
export {
  type ConfusionMatrix,
  type ConfusionMatrixOptions,
  confusionMatrix,
} from "./metrics/confusion-matrix.ts";
export { meanAbsoluteError } from "./metrics/mean-absolute-error.ts";
export {
  type MultiLabelReport,
  type MultiLabelReportOptions,
  multiLabelReport,
} from "./metrics/multi-label-report.ts";
export { rSquared } from "./metrics/r-squared.ts";
export { rootMeanSquaredError } from "./metrics/root-mean-squared-error.ts";
export type { MetricOptions } from "./metrics/sample-weights.ts";
export { type TopKAccuracyOptions, topKAccuracy } from "./metrics/top-k-accuracy.ts";
export { loadMnist } from "./mnist.ts";
export { oneHot } from "./one-hot.ts";
export type { PipelineEvaluation } from "./pipeline/evaluation.ts";
export type { PipelineFitOptions } from "./pipeline/fit-options.ts";
export type { PipelineModel, PipelineParts } from "./pipeline/parts.ts";
export { Pipeline } from "./pipeline/pipeline.ts";
export type { PipelineFromJSONOptions, PipelineJSON } from "./pipeline/pipeline-json.ts";
export type { PipelineRows } from "./pipeline/read-rows.ts";
export { type ShiftingBarOptions, shiftingBar } from "./shifting-bar.ts";
export { type SplitOptions, split, type ThreeWaySplitOptions, type ValidationSize } from "./split.ts";
export type { ByteSource, ByteStream } from "./streams/byte-source.ts";
export { type CsvBatchesOptions, csvBatches } from "./streams/csv-batches.ts";
export { type IdxBatchesOptions, idxBatches } from "./streams/idx-batches.ts";
export type { FileBatches, StreamedBatch } from "./streams/row-batches.ts";
export type { StreamOptions } from "./streams/shuffled-batches.ts";
export { type StandardizedBatches, standardizedBatches } from "./streams/standardized-batches.ts";
export { tableEncodingFromJSON } from "./table/encoding.ts";
export { type MissingOptions, type MissingRule, missingTokens } from "./table/missing.ts";
export type { CsvText, TableColumnJSON, TableEncodingJSON, TableRecord } from "./table-encoding.ts";
export { take } from "./take.ts";
