import type { Units } from "./units.ts";

/** The range with the float32 of its ends in it: what a float32 engine holds at 0.2, it stores as 0.20000000298. */
export function storedRange({ min = -Infinity, max = Infinity }: Partial<Units["range"]>): Units["range"] {
  return { min: Math.min(min, Math.fround(min)), max: Math.max(max, Math.fround(max)) };
}

/** Whether a number is this state, or the float32 of it. */
export function isStored(value: number, state: number): boolean {
  return value === state || value === Math.fround(state);
}
