import { isPlain } from "../check/is-plain.ts";
import { checkArray, checkRecord, rangeError, show } from "../check.ts";
import { isMatrix, type Matrix } from "../matrix/matrix.ts";
import { DEEPEST, type Kept } from "./kept.ts";

/** What was kept of a run, its matrices apart: `{ $tensor: name }` stands for each, and `{ $number: "-0" }` for what JSON has no number for. */
export interface TakenApart {
  readonly description: unknown;
  readonly tensors: Readonly<Record<string, Matrix>>;
}

/** Takes apart what was kept; a matrix is named by its path, `"optimizer/velocity/0.weights"`. */
export function takeApart(kept: Kept): TakenApart {
  const tensors: Record<string, Matrix> = {};
  const walk = (value: Kept, path: string): unknown => {
    if (isMatrix(value)) {
      tensors[path] = value as Matrix; // nothing else is kept
      return { $tensor: path };
    }
    if (typeof value === "number" && (!Number.isFinite(value) || Object.is(value, -0))) {
      return { $number: Object.is(value, -0) ? "-0" : String(value) };
    }
    if (typeof value !== "object" || value === null) return value;
    const inside = ([name, each]: [string, Kept]) => [name, walk(each, (path && `${path}/${name}`) || name)];
    if (Array.isArray(value)) return Object.entries<Kept>(value).map((entry) => inside(entry)[1]);
    return Object.fromEntries(Object.entries<Kept>(value as Readonly<Record<string, Kept>>).map(inside));
  };
  return { description: walk(kept, ""), tensors };
}

/** Puts together what `takeApart` gave. */
export function putTogether(action: string, { description, tensors }: TakenApart): Kept {
  const walk = (value: unknown, depth: number): Kept => {
    if (value === null || ["number", "string", "boolean"].includes(typeof value)) return value as Kept;
    if (depth > DEEPEST) throw rangeError(action, `records at most ${DEEPEST} deep`, "deeper ones");
    if (Array.isArray(value)) return checkArray(action, "lists", value).map((each) => walk(each, depth + 1));
    const record = checkRecord(action, "records, lists, numbers and texts", value) as Record<string, unknown>;
    if (!isPlain(record)) throw rangeError(action, "records, lists, numbers and texts", show(value));
    const { $tensor, $number } = record as { readonly $tensor?: unknown; readonly $number?: unknown };
    if ($number !== undefined) {
      const number = ["-0", "NaN", "Infinity", "-Infinity"].includes($number as string);
      if (!number) throw rangeError(action, "$number to be -0, NaN or an infinity", show($number));
      return Number($number);
    }
    if ($tensor !== undefined) {
      if (typeof $tensor === "string" && Object.hasOwn(tensors, $tensor)) return tensors[$tensor]!;
      throw rangeError(action, "a tensor for each that is named", `none for ${show($tensor)}`);
    }
    return Object.fromEntries(Object.entries(record).map(([name, each]) => [name, walk(each, depth + 1)]));
  };
  return walk(description, 0);
}
