import { checkInteger, checkNumber, rangeError, show } from "../check.ts";
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
  limits: { readonly min: number; readonly max?: number },
): number | undefined {
  const text = values[name] as string | undefined;
  return text === undefined ? undefined : checkInteger(action, `--${name}`, numberFrom(text), limits);
}

/** A number or NaN, where the option was given. */
export function numberOf({ values }: Call, name: string): number | undefined {
  const text = values[name] as string | undefined;
  return text === undefined ? undefined : numberFrom(text);
}

/** A number above 0, where the option was given. */
export function positiveOf(action: string, { values }: Call, name: string): number | undefined {
  const text = values[name] as string | undefined;
  return text === undefined ? undefined : checkNumber(action, `--${name}`, numberFrom(text), { above: 0 });
}

/** Integers with commas between them, where the option was given. */
export function integersOf(action: string, { values }: Call, name: string): readonly number[] | undefined {
  const text = values[name] as string | undefined;
  return text?.split(",").map((item) => {
    const value = numberFrom(item);
    if (!Number.isSafeInteger(value)) {
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

/** What is no number becomes NaN, an empty text too. */
function numberFrom(text: string): number {
  return text.trim() === "" ? Number.NaN : Number(text);
}
