import type { TrialSpec } from "./trial-spec.ts";

/** Where arms are compared: one arm in one setting. Its learning rate is chosen for it alone. */
export type Cell = Pick<TrialSpec, "arm" | "optimizer" | "depth" | "width" | "labels" | "times">;

/** Whether a trial is of a cell. */
export function isOf(cell: Cell, spec: Cell): boolean {
  return CELL.every((key) => cell[key] === spec[key]);
}

/** What makes a cell. */
export const CELL = ["arm", "depth", "width", "labels", "times"] as const;
