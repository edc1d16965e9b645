import manifest from "../../../package.json" with { type: "json" };
import { show } from "../../check.ts";
import { arms } from "../../study/arms/all.ts";
import { hashOf } from "../../study/hash.ts";
import { optimizers } from "../../study/optimizers/all.ts";
import { TRIAL_VERSION } from "../../study/trial-spec.ts";

/** What decides how a program computes trials: two of which this is equal give the same results. */
export interface AboutProgram {
  /** Of layerwise. */
  readonly version: string;
  /** Of the trials. */
  readonly trials: number;
  /** The hash of the arms and optimizers that it knows. */
  readonly arms: string;
}

/** What is to be said of this program. */
export async function aboutProgram(): Promise<AboutProgram> {
  const known = {
    arms: arms.map(({ name, kind, description, tags }) => ({ name, kind, description, tags })),
    optimizers: optimizers.map(({ name, rates, cost }) => ({ name, rates, cost })),
  };
  return { version: manifest.version, trials: TRIAL_VERSION, arms: await hashOf(known) };
}

/** A program in words. */
export function programText({ version, trials, arms }: AboutProgram): string {
  return `layerwise ${version} (trials ${trials}, arms ${arms})`;
}

/** Whether two programs compute the same. */
export function isSameProgram(one: AboutProgram, other: AboutProgram): boolean {
  return one.version === other.version && one.trials === other.trials && one.arms === other.arms;
}

/** What was said of a program; refuses what nobody can have said. */
export function readAbout(value: unknown): AboutProgram {
  const { version, trials, arms } = Object(value) as Record<keyof AboutProgram, unknown>;
  if (typeof version !== "string" || typeof trials !== "number" || typeof arms !== "string") {
    throw new RangeError(`expected the version and arms of a program, got ${show(value)}`);
  }
  return { version, trials, arms };
}
