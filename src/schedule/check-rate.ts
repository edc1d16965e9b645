import { checkNumber, type Limits, show, typeError } from "../check.ts";
import type { Rate } from "./schedule.ts";

/** Returns `rate` if it is a schedule, or a finite number within `limits`. */
export function checkRate(action: string, name: string, rate: Rate, limits: Limits): Rate {
  if (typeof rate === "number") return checkNumber(action, name, rate, limits);
  if (typeof rate === "object" && rate !== null && typeof rate.at === "function") return rate;
  throw typeError(action, `${name} to be a number or a schedule`, show(rate));
}
