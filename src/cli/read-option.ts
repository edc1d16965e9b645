import { checkInteger, checkNumber, type Limits, rangeError, show } from "../check.ts";
import type { Call } from "./commands/command.ts";

/** The text of an option, or a default. */
export function textOf({ values }: Call, name: string, otherwise: string): string {
  return (values[name] as string | undefined) ?? otherwise;
}

/** An integer, where the option was given. */
export function integerOf(
  action: string,
  { values }: Call,
  name: string,
  limits: Limits,
): number | undefined {
  const text = values[name] as string | undefined;
  return text === undefined ? undefined : checkInteger(action, `--${name}`, numberFrom(text), limits);
}

/** A number, where the option was given. */
export function numberOf(action: string, { values }: Call, name: string, limits: Limits): number | undefined {
  const text = values[name] as string | undefined;
  return text === undefined ? undefined : checkNumber(action, `--${name}`, numberFrom(text), limits);
}

/** A number above 0, where the option was given. */
export function positiveOf(action: string, call: Call, name: string): number | undefined {
  return numberOf(action, call, name, { above: 0 });
}

/** What draws begin with: any text but an empty one. */
export function seedTextOf(action: string, call: Call): string {
  const seed = textOf(call, "seed", "1");
  if (seed === "") throw rangeError(action, "--seed to be a seed", show(seed));
  return seed;
}

/** Integers with commas between them, where the option was given. */
export function integersOf(action: string, { values }: Call, name: string): readonly number[] | undefined {
  const text = values[name] as string | undefined;
  return text?.split(",").map((item) => {
    const value = numberFrom(item);
    if (typeof value === "string" || !Number.isSafeInteger(value)) {
      throw rangeError(action, `--${name} to be integers with commas between them`, show(text));
    }
    return value;
  });
}

/** Names with commas between them, where the option was given. */
export function namesOf({ values }: Call, name: string): readonly string[] | undefined {
  const text = values[name] as string | undefined;
  return text?.split(",").map((item) => item.trim());
}

/** The number that a text says; one that says none, as an empty one, stays as it is and is refused. */
function numberFrom(text: string): number | string {
  const value = Number(text);
  return text.trim() === "" || Number.isNaN(value) ? text : value;
}
