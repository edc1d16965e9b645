import { isMatrix } from "../../../src/matrix/matrix.ts";

/** Where in a result a number stands that is not finite, if one does. */
export function notFinite(value: unknown, seen: Set<unknown> = new Set()): string | undefined {
  if (typeof value === "number") return Number.isFinite(value) ? undefined : ` (${value})`;
  if (typeof value !== "object" || value === null || seen.has(value) || seen.size > 2000) return undefined;
  seen.add(value);
  if (ArrayBuffer.isView(value))
    return Array.from(value as Float64Array).every(Number.isFinite) ? undefined : "[…]";
  if (isMatrix(value)) return value.to1DArray().every(Number.isFinite) ? undefined : " (matrix)";
  for (const [key, field] of Object.entries(value)) {
    if (key === "range") continue; // of units: without a bound it is infinite
    const place = notFinite(field, seen);
    if (place !== undefined) return `.${key}${place}`;
  }
  return undefined;
}
