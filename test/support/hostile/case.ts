/** How a case ends: all but the first two are faults. */
export type Ending = "clear" | "accepted" | "unclear" | "silent" | "hang" | "crash";

/** How a case ended, and what there is to say of it. */
export interface End {
  readonly ending: Ending;
  readonly detail: string;
}

/** Something hostile that is tried. */
export interface Case {
  readonly describe: () => string;
  readonly run: () => Promise<End>;
}

/** A kind of hostility, with as many cases of it as are asked for, drawn by the seed. */
export interface Kind {
  readonly name: string;
  /** Its share of all cases, relative to the other kinds. */
  readonly share: number;
  readonly draw: (seed: number, count: number) => Case[];
}

/** An error that says what was done, what was expected, and what there was instead. */
export const grammar: RegExp = /^Cannot \S.*: expected .+, got .+$/s;

/** What is thrown on purpose by parts and getters of the cases, and passes through the library. */
export class Boom extends Error {}

/** Whether an error is one of the library's, in its grammar. */
export function isClear(error: unknown): boolean {
  return (error instanceof TypeError || error instanceof RangeError) && grammar.test(error.message);
}

/** What an error says, shortened. */
export function textOf(error: unknown): string {
  if (!(error instanceof Error)) return `threw ${typeof error}`;
  return `${error.name}: ${error.message}`.slice(0, 400);
}

/**
 * Runs something, and says how it ended. What it gives is handed to `fault`, which tells of a result that nobody may be given;
 * an error is handed to `wrongly`, which tells of one that should not have been.
 */
export async function endOf<Result>(
  run: () => Result | Promise<Result>,
  fault: (result: Awaited<Result>) => string | undefined = () => undefined,
  wrongly: (error: unknown) => string | undefined = () => undefined,
): Promise<End> {
  let result: Awaited<Result>;
  try {
    result = await run();
  } catch (error) {
    if (!isClear(error)) return { ending: "unclear", detail: textOf(error) };
    const detail = wrongly(error);
    return detail === undefined
      ? { ending: "clear", detail: textOf(error) }
      : { ending: "unclear", detail: `${detail}: ${textOf(error)}` };
  }
  let detail: string | undefined;
  try {
    detail = fault(result);
  } catch (error) {
    detail = `fails later: ${textOf(error)}`;
  }
  return detail === undefined ? { ending: "accepted", detail: "" } : { ending: "silent", detail };
}
