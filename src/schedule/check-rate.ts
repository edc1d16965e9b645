import { checkNumber, checkThat, type Limits } from "../check.ts";
import type { Rate } from "./schedule.ts";

/** Returns `rate` if it is a schedule, or a finite number within `limits`. */
export function checkRate(action: string, name: string, rate: Rate, limits: Limits): Rate {
  if (typeof rate === "number") return checkNumber(action, name, rate, limits);
  const isSchedule = (): boolean => typeof rate.name === "string" && typeof rate.at === "function"; // a list has an `at`
  return checkThat(action, `${name} to be a number or a schedule`, rate, isSchedule);
}
