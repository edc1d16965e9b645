import type { Setting } from "./statistics/evidence.ts";

/** Where nets were compared, in words. */
export function inPlaceOf({ depth, width, labels, times }: Setting): string {
  const layers = `${depth} hidden layer${depth === 1 ? "" : "s"} of ${width} units`;
  return `with ${layers} on ${labels} examples${times === 1 ? "" : ` and ${times} times the epochs`}`;
}
