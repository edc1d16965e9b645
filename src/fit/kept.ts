import { isPlain } from "../check/is-plain.ts";
import { checkArray, rangeError, show, typeError } from "../check.ts";
import type { Engine } from "../engine/engine.ts";
import { type AbstractMatrix, checkShape, isMatrix, shapeOf } from "../matrix/matrix.ts";
import { mapParameters } from "../parameters.ts";

/** Plain data: matrices, numbers, texts, and lists and records of them. */
export type Kept =
  | AbstractMatrix
  | number
  | string
  | boolean
  | null
  | readonly Kept[]
  | { readonly [name: string]: Kept };

/** How deep records may lie in each other. */
export const DEEPEST = 16;

/** A copy of what an optimizer or a sampler remembers, its matrices read out of their engine by `read`. */
export function keep(
  action: string,
  what: string,
  value: unknown,
  read: (matrix: AbstractMatrix) => AbstractMatrix,
  depth = 0,
): Kept {
  if (isMatrix(value)) return read(value);
  if (value === null || ["number", "string", "boolean"].includes(typeof value)) return value as Kept;
  const inside = (each: unknown): Kept => keep(action, what, each, read, depth + 1);
  if (depth < DEEPEST && Array.isArray(value))
    return checkArray(action, `lists in ${what}`, value).map(inside);
  if (depth < DEEPEST && isPlain<Kept>(value)) {
    const present = Object.entries(value).filter(([, each]) => each !== undefined);
    return mapParameters(Object.fromEntries(present), inside);
  }
  throw typeError(action, `${what} to be of matrices, numbers, texts, lists and records`, show(value));
}

/**
 * Checks that what was kept fits into what an optimizer or a sampler has begun with, and returns what puts it there, in place. Lists
 * and records may have grown since their beginning, and lack nothing that was there.
 */
export function putBack(
  action: string,
  engine: Engine,
  what: string,
  into: Record<string, unknown>,
  kept: Kept | undefined,
): () => void {
  const refuse = (expected: string, got: unknown): never => {
    throw rangeError(action, `${what} of the run to be ${expected}`, shapeOf(got));
  };
  if (!isPlain<Kept>(kept) && !Array.isArray(kept)) return refuse("a record", kept);
  const given = kept as { readonly [name: string]: Kept };
  const parts = Object.keys({ ...into, ...given }).map((name): (() => void) => {
    const [before, now] = [into[name], Object.hasOwn(given, name) ? given[name] : undefined];
    const path = `${what}, ${name}`;
    if (isMatrix(before)) {
      checkShape(action, `${what} of the run to be with ${name},`, now, before);
      return () => engine.scope(() => engine.copy(engine.load(now as AbstractMatrix), before));
    }
    if (isPlain<Kept>(before) || Array.isArray(before)) {
      return putBack(action, engine, path, before as Record<string, unknown>, now);
    }
    const fits = typeof now === typeof before && (!Number.isFinite(before) || Number.isFinite(now));
    if (before !== undefined && !fits) return refuse(`with ${name}, ${show(before)}`, now);
    return () => {
      if (!Object.is(before, now)) into[name] = loaded(engine, now);
    };
  });
  return () => {
    for (const part of parts) part();
  };
}

/** The same in the memory of an engine. */
function loaded(engine: Engine, kept: Kept | undefined): unknown {
  if (isMatrix(kept)) return engine.load(kept);
  if (Array.isArray(kept)) return kept.map((each) => loaded(engine, each));
  if (!isPlain<Kept>(kept)) return kept;
  return mapParameters(kept, (each) => loaded(engine, each));
}
