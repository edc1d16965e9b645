// What main.ts and rbms.ts have in common: how they are called, and runs that are kept in a file and made once.
import { appendFileSync, existsSync, readFileSync } from "node:fs";

/** What main.ts and rbms.ts are called with. */
export interface Call {
  readonly folder: string;
  readonly name: string;
  readonly seeds: readonly number[];
  /** As it was written: runs of different shares are kept beside each other. */
  readonly share: string;
  readonly file: string;
}

/** Reads the command line; says how to call the program, and ends it, where the name is none of these or a number is none. */
export function readCall(usage: string, names: readonly string[]): Call {
  const [folder = "", name = "", seeds = "1,2,3,4,5", share = "1", out] = process.argv.slice(2);
  const faults = [
    ...(folder === "" ? ["no FOLDER"] : []),
    ...(names.includes(name) ? [] : [`NAME is "${name}"`]),
    ...(/^\d+(,\d+)*$/.test(seeds) ? [] : [`SEEDS are "${seeds}"`]),
    ...(Number(share) > 0 && Number(share) <= 1 ? [] : [`SHARE is "${share}"`]),
  ];
  if (faults.length > 0) {
    console.error(faults.join(", "));
    console.error(
      `node published-numbers/${usage}, NAME one of ${names.join(", ")}, SEEDS such as 1,2, SHARE up to 1`,
    );
    process.exit(2);
  }
  const file = out ?? `published-${name}.jsonl`;
  return { folder, name, seeds: seeds.split(",").map(Number), share, file };
}

/** One run, with what came out of it. */
export type Run<Result> = Result & {
  readonly variant: string;
  readonly seed: number;
  readonly share: string;
  readonly seconds: number;
};

/** Makes the runs of all variants and seeds that the file does not hold yet, and returns those of this share by variant. */
export async function keptRuns<Result extends object>(
  { file, seeds, share }: Call,
  variants: Readonly<Record<string, (seed: number) => Promise<Result>>>,
  told: (result: Result) => string,
): Promise<(variant: string) => readonly Run<Result>[]> {
  const lines = existsSync(file) ? readFileSync(file, "utf8").split("\n") : [];
  const runs = lines.flatMap((line, index) => {
    if (line === "") return [];
    const run = runOf<Result>(line);
    if (run === undefined || !Object.hasOwn(variants, run.variant)) {
      const known = Object.keys(variants).join(", ");
      throw new Error(`${file}, line ${index + 1}, is no run of one of ${known}: ${line}`);
    }
    return [run];
  });
  for (const seed of seeds) {
    for (const [variant, train] of Object.entries(variants)) {
      if (runs.some((run) => run.variant === variant && run.seed === seed && run.share === share)) continue;
      const began = performance.now();
      const result = await train(seed);
      const run = { variant, seed, share, ...result, seconds: (performance.now() - began) / 1000 };
      runs.push(run);
      appendFileSync(file, `${JSON.stringify(run)}\n`);
      console.log(`${variant}, seed ${seed}: ${told(result)} after ${run.seconds.toFixed(0)} s`);
    }
  }
  return (variant) => runs.filter((run) => run.variant === variant && run.share === share);
}

/** The run that a line holds, or undefined. */
function runOf<Result>(line: string): Run<Result> | undefined {
  try {
    return (JSON.parse(line) as Run<Result> | null) ?? undefined;
  } catch {
    return undefined;
  }
}

/** The mean of some numbers. */
export function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** The least and the greatest of some numbers, and of how many seeds they are. */
export function rangeOf(values: readonly number[]): string {
  return `${Math.min(...values).toFixed(2)} to ${Math.max(...values).toFixed(2)}, ${values.length} ${values.length === 1 ? "seed" : "seeds"}`;
}
