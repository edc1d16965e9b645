import type { ContourLine } from "layerwise/study";
import type { Frame, GroundFacts } from "./experiment/frame.ts";
import type { Settings } from "./settings.ts";

/** What the page says to its worker. */
export type ToWorker =
  /** Begin, and leave what runs. */
  | { readonly type: "start"; readonly run: number; readonly settings: Settings }
  | { readonly type: "pause" | "resume" }
  /** Here is a table of somebody's own, as the bytes of its file. */
  | { readonly type: "read"; readonly name: string; readonly bytes: ArrayBuffer }
  /** What do both nets say of this example, or of the next one that they were not trained on? */
  | { readonly type: "classify"; readonly pixels: Float32Array }
  | { readonly type: "example" };

/** What a table was found to be. */
export interface TableFacts {
  readonly name: string;
  readonly columns: readonly string[];
  readonly label: string;
  readonly rows: number;
  readonly classes: number;
  readonly warnings: readonly string[];
}

/** What both nets say of one example. */
export interface Told {
  readonly pixels: Float32Array;
  /** What it is, where that is known. */
  readonly label?: string;
  /** The probability of each class, of the left net and of the right. */
  readonly probabilities: readonly [number[], number[]];
}

/** What the worker says to the page. Buffers in it are handed over and not copied. */
export type FromWorker =
  | { readonly type: "table"; readonly table: TableFacts }
  | { readonly type: "began"; readonly run: number; readonly facts: GroundFacts }
  /** The edge of chaos of the phase diagram, and lines along which nets train to some depths: once. */
  | { readonly type: "contours"; readonly contours: readonly ContourLine[] }
  | { readonly type: "frame"; readonly run: number; readonly frame: Frame }
  | { readonly type: "ended"; readonly run: number }
  | { readonly type: "told"; readonly told: Told }
  /** It could not be done, and why. */
  | { readonly type: "refused"; readonly reason: string; readonly run?: number };
