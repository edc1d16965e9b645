import { DENSE_WIDTH } from "../engine/assembly/blocking.ts";
import { TABLES } from "../engine/assembly/layout.ts";

/** The commands end before this address. */
export const COMMANDS_END: number = TABLES;
/** Columns of a panel, in which the columns of an item are counted. */
export const PANEL_COLUMNS: number = DENSE_WIDTH;

/** The arguments of a dense product that are read here, in the order of `assembly/product.ts`. */
type Argument =
  | ("b" | "bInnerStride" | "bColumnStride" | "start" | "startRowStride" | "into" | "rows" | "inner")
  | ("columns" | "alpha" | "rowsOfItem" | "a" | "aRowStride" | "aInnerStride" | "panelsOfItem");

/** Which word of its arguments each of them is. */
export const word: Readonly<Record<Argument, number>> = Object.freeze({
  b: 0,
  bInnerStride: 1,
  bColumnStride: 2,
  start: 3,
  startRowStride: 4,
  into: 6,
  rows: 7,
  inner: 8,
  columns: 9,
  alpha: 10,
  rowsOfItem: 11,
  a: 15,
  aRowStride: 16,
  aInnerStride: 17,
  panelsOfItem: 18,
});
