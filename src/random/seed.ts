import seedrandom from "seedrandom/seedrandom.js"; // without its six other generators
import { show, typeError } from "../check.ts";
import type { Key } from "./philox.ts";

/** What makes a run repeatable: any finite number or any string. */
export type Seed = number | string;

/** Returns the seed that was given, or draws one from the system, so that every run can be repeated. */
export function toSeed(action: string, seed: Seed | undefined): Seed {
  if (seed === undefined) return seedrandom().int32() >>> 0;
  if (typeof seed === "string" || (typeof seed === "number" && Number.isFinite(seed))) return seed;
  throw typeError(action, "seed to be a finite number or a string", show(seed));
}

/** Derives the key of a stream from a seed and what the stream is for. */
export function keyOf(seed: Seed, purpose: string): Key {
  const generator = seedrandom(JSON.stringify([seed, purpose]));
  return [generator.int32() >>> 0, generator.int32() >>> 0];
}

/** What has a seed of its own, such as a model. */
export interface Seeded {
  readonly seed?: Seed;
}

/** Gives a model the seed of the one that its run began with, whose values it takes over. */
export function takeSeed(action: string, model: Seeded, seed: unknown): void {
  (model as { seed: Seed }).seed = toSeed(action, seed === undefined ? model.seed : (seed as Seed));
}
