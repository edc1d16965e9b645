import { checkArray, checkFunction, checkKeys, checkThat, rangeError, readSafely, show } from "../check.ts";
import { hashOf } from "./hash.ts";

/** Whatever came out of a spec: a record that carries it. */
export interface SpecResult<Spec> {
  readonly spec: Spec;
}

/** Where specs are run: in this thread, in workers, on other machines. Results come in any order. */
export type SpecExecutor<Spec, Result extends SpecResult<Spec>> = (
  specs: readonly Spec[],
) => AsyncIterable<Result> | Iterable<Result>;

/** How specs are run, and what is known already. */
export interface SpecOptions<Spec, Result extends SpecResult<Spec>> {
  /** Runs the specs that it is handed. */
  readonly execute: SpecExecutor<Spec, Result>;
  /** Results of an earlier run: their specs are not run again. */
  readonly known?: readonly Result[] | undefined;
  /** Called with each new result, as it comes, and awaited: what it throws ends the run. */
  readonly onResult?: ((result: Result) => unknown) | undefined;
}

/**
 * Runs a pure function of your own over a list of specs, wherever `execute` runs it: each spec once, however often it stands in the list
 * or comes back. The trials of a study are run so too.
 *
 * @param specs - Plain JSON values, which name their results: two of equal contents are one.
 * @param options - What runs them, results that are known already, and who is told.
 * @returns All results, in the order of the specs and not of their finishing.
 * @throws What the executor or `onResult` throws; RangeError if a spec is no JSON, if a result is of a spec that nobody asked for, or if one is missing at the end.
 * @example
 * const specs = [{ rate: 0.1 }, { rate: 0.2 }];
 * const execute = (specs: readonly { rate: number }[]) => specs.map((spec) => ({ spec, error: spec.rate ** 2 }));
 * (await runSpecs(specs, { execute })).length; // 2
 */
export async function runSpecs<Spec, Result extends SpecResult<Spec>>(
  specs: readonly Spec[],
  options: SpecOptions<Spec, Result>,
): Promise<Result[]> {
  const action = "run specs";
  checkArray(action, "specs to be a list", specs);
  checkKeys(action, options, ["execute", "known", "onResult"]);
  const { execute, known = [], onResult } = options;
  checkFunction(action, "execute", execute);
  if (onResult !== undefined) checkFunction(action, "onResult", onResult);
  const results = new Map<string, Result>();
  for (const result of checkArray(action, "known to be a list of results", known)) {
    results.set(await idOf(action, "a known result with its spec", result), result);
  }
  const ids: string[] = [];
  const missing = new Map<string, Spec>();
  for (const spec of specs) {
    const id = await hashOf(checkPlain(action, spec));
    if (!results.has(id)) missing.set(id, spec);
    ids.push(id);
  }
  if (missing.size === 0) return ids.map((id) => results.get(id)!);
  const running = checkThat(
    action,
    "execute to return an iterable",
    execute([...missing.values()]),
    (made) => Symbol.asyncIterator in made || Symbol.iterator in made,
  );
  for await (const result of running) {
    const expected = "results of the specs that execute was given";
    const id = await idOf(action, expected, result);
    if (!missing.has(id)) throw rangeError(action, expected, `one of ${shown(result.spec)}`);
    if (results.has(id)) continue;
    results.set(id, result);
    await onResult?.(result);
  }
  for (const [id, spec] of missing) {
    if (!results.has(id)) throw rangeError(action, "a result of every spec", `none of ${shown(spec)}`);
  }
  return ids.map((id) => results.get(id)!);
}

function idOf<Spec>(action: string, expected: string, result: SpecResult<Spec>): Promise<string> {
  const isResult = typeof result === "object" && result !== null && "spec" in result;
  if (!isResult) throw rangeError(action, expected, show(result));
  return hashOf(
    checkPlain(
      action,
      readSafely(action, expected, () => result.spec),
    ),
  );
}

/** Refuses what JSON would lose or change: its hash would be that of something else. */
function checkPlain<Spec>(action: string, spec: Spec): Spec {
  const expected = "specs to be plain JSON: finite numbers, strings, booleans, null, lists, objects";
  const check = (value: unknown, path: string, above: readonly unknown[]): void => {
    const refuse = (): Error =>
      rangeError(action, expected, path === "" ? show(value) : `${show(value)} at ${path}`);
    if (value === null || typeof value === "string" || typeof value === "boolean" || Number.isFinite(value))
      return;
    if (typeof value !== "object" || above.includes(value)) throw refuse();
    if (Array.isArray(value) && Object.keys(value).length !== value.length) throw refuse(); // holes
    const isPlain = Array.isArray(value) || [Object.prototype, null].includes(Object.getPrototypeOf(value));
    if (!isPlain) throw refuse();
    for (const [key, each] of Object.entries(value)) check(each, `${path}.${key}`, [...above, value]);
  };
  readSafely(action, "specs that can be read", () => check(spec, "", []));
  return spec;
}

/** A spec in JSON, which is what it is; cut where it is long. */
function shown(spec: unknown): string {
  const text = JSON.stringify(spec) ?? show(spec);
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}
