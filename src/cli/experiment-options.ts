import { rangeError } from "../check.ts";
import type { Call } from "./commands/command.ts";
import { integerOf, integersOf, numberOf } from "./read-option.ts";

/** The greatest of each number. */
const MOST = { depth: 100, width: 10_000, times: 1000, seeds: 1000 } as const;

/** The arms that were named, if any were. */
export const armsOf = ({ values }: Call): { readonly arms?: readonly string[] } => {
  const names = values.arms as string | undefined;
  return names === undefined ? {} : { arms: names.split(",").map((name) => name.trim()) };
};

/** The numbers of units in the uppermost hidden layer. */
export const topsOf = (action: string, call: Call): { readonly tops?: readonly number[] } => {
  const tops = integersOf(action, call, "tops");
  const wrong = tops?.find((top) => top < 1 || top > MOST.width);
  if (wrong !== undefined) {
    throw rangeError(action, `--tops to be integers ≥ 1 and ≤ ${MOST.width}`, `${wrong}`);
  }
  return tops === undefined ? {} : { tops };
};

/** The numbers that were given, each no less than is said here. */
export const countsOf = (
  action: string,
  call: Call,
  least: Readonly<Partial<Record<keyof typeof MOST, number>>>,
): Record<string, number> =>
  Object.fromEntries(
    Object.entries(least).flatMap(([name, min]) => {
      const value = integerOf(action, call, name, { min, max: MOST[name as keyof typeof MOST] });
      return value === undefined ? [] : [[name, value]];
    }),
  );

/** The mark of a trained net. */
export const markOf = (action: string, call: Call): { readonly mark?: number } => {
  const mark = numberOf(action, call, "mark", { above: 0, below: 1 });
  return mark === undefined ? {} : { mark };
};
