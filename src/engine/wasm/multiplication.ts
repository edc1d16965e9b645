import type { Span } from "./launch-group.ts";

/** Where a matrix lies, and how far its rows and its columns are apart, in bytes. */
export interface Strided {
  readonly span: Span;
  readonly rowStride: number;
  readonly columnStride: number;
}

/** into ← start + alpha·left·right, with `into` row by row; zeros where there is no start. */
export interface Multiplication {
  readonly left: Strided;
  readonly right: Strided;
  readonly start: Strided | undefined;
  readonly into: Span;
  readonly rows: number;
  readonly inner: number;
  readonly columns: number;
  readonly alpha: number;
}

/** How a result is cut into items, whose columns are a multiple of a panel, and the room that each thread needs. */
export interface Cut {
  readonly rowsOfItem: number;
  readonly depth: number;
  readonly columnsOfItem: number;
  readonly scratchBytes: number;
}
