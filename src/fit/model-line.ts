import type { EngineKind } from "../engine/engine.ts";
import type { Parameters } from "../parameters.ts";
import type { Seed } from "../random/seed.ts";

/** What a model has that has parameters of its own. */
interface Model {
  readonly parameters: Parameters;
  readonly engineKind: EngineKind;
  readonly seed: Seed;
}

/** What such a model says of itself: how many parameters it has, where it runs, and its seed. */
export function modelLine({ parameters, engineKind: { name, threads }, seed }: Model): string {
  const helped = threads ? `, ${threads} threads` : "";
  return `${countParameters(parameters)} parameters on the ${name} engine${helped}, seed ${seed}`;
}

/** How many numbers these matrices hold. */
export function countParameters(parameters: Parameters): number {
  return Object.values(parameters).reduce((sum, { rows, columns }) => sum + rows * columns, 0);
}
