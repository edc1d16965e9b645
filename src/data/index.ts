export { type BalancedSubsetOptions, balancedSubset } from "./balanced-subset.ts";
export { barsAndStripes } from "./bars-and-stripes.ts";
export { type CsvOptions, datasetFromCsv } from "./csv.ts";
export type { Dataset, ImageShape, LabeledDataset, NumericDataset } from "./dataset.ts";
export { loadDigits } from "./digits.ts";
export { type IdxArray, type IdxValues, parseIdx } from "./idx.ts";
export { loadMnist } from "./mnist.ts";
export { oneHot } from "./one-hot.ts";
export { type ShiftingBarOptions, shiftingBar } from "./shifting-bar.ts";
export { type SplitOptions, split } from "./split.ts";
export type {
  CsvText,
  TableColumnJSON,
  TableEncoding,
  TableEncodingJSON,
  TableRecord,
} from "./table-encoding.ts";
export { take } from "./take.ts";
