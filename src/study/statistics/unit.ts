import { formatNumber } from "../../display/table.ts";
import type { Unit } from "../verdict.ts";

/** A value of an effect in its unit: points of a difference of shares, and ratios and shares of their logarithms. */
export function inUnit(value: number, unit: Unit): number {
  if (unit === "points") return 100 * value;
  return unit === "times" ? Math.exp(value) : 100 * Math.exp(value);
}

/** A value of an effect in words: "4.2 points", "1.3 times", "14.1 %". */
export function shown(value: number, unit: Unit): string {
  const number = inUnit(value, unit);
  return `${formatNumber(Math.abs(number) < 1e-9 ? 0 : number, 3)} ${unit}`;
}
