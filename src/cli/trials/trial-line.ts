import { show } from "../../check.ts";
import { hashOf } from "../../study/hash.ts";
import { looksOf } from "../../study/looks.ts";
import type { CurvePoint, TrialResult } from "../../study/trial-result.ts";

/**
 * Reads a line of results and refuses what no trial can have written: it must be JSON, its id the hash of its spec, and every
 * error a share in [0, 1], and every figure a number.
 *
 * @throws Error with the reason.
 */
export async function readTrialLine(line: string): Promise<TrialResult> {
  const result = recordOf("a result", parsed(line)) as unknown as TrialResult;
  const { id, spec, curve, gradients, frozen, pretrainingCost } = result;
  recordOf("spec", spec);
  if (id !== (await hashOf(spec))) refuse("an id that is the hash of the spec", id);
  if (!Array.isArray(curve) || curve.length === 0) refuse("a curve of at least one epoch", curve);
  for (const [index, point] of curve.entries()) checkPoint(point, index, curve[index - 1]);
  recordOf("settings of spec", spec.settings);
  const { count } = looksOf(spec);
  if (result.diverged === undefined && curve.length !== count + 1) {
    refuse(`a curve of the start and ${count} points, where nothing diverged`, curve.length);
  }
  for (const moment of listOf("gradients of at least one moment", gradients)) {
    const { layers, epoch } = checkMeasured("a moment of the gradients", moment, [
      "epoch",
      "loss",
      ...survival(moment),
    ]);
    if (!Number.isSafeInteger(epoch)) refuse("the epoch of the gradients to be an integer", epoch);
    for (const layer of listOf("gradients of at least one layer", layers)) {
      checkMeasured("a layer", layer, ["path", "errorAfterActivation", "activationMean", "activationSpread"]);
    }
  }
  for (const rbm of result.rbms ?? [])
    checkMeasured("an RBM", rbm, ["layer", "reconstructionError", "learnt"]);
  if (result.diverged !== undefined && typeof result.diverged !== "string")
    refuse("diverged to be text", result.diverged);
  if (!isNumber(pretrainingCost) || pretrainingCost < 0)
    refuse("pretrainingCost to be a number", pretrainingCost);
  if (spec.purpose === "compare") {
    const { layers } = checkMeasured("jacobians", result.jacobians, []);
    const values = ["largest", "mean", "smallest", "meanSquare"];
    for (const layer of listOf("jacobians of at least one layer", layers)) {
      checkMeasured("jacobians of a layer", layer, ["path", "name", ...values]);
    }
    const mayMiss = result.diverged !== undefined; // what was out of range then is not told of
    if (!mayMiss || result.movement !== undefined) checkMovement(result.movement);
    if (!mayMiss || frozen !== undefined) {
      const { testError, validationError } = checkMeasured("frozen", frozen, ["trainLoss"]);
      checkShare("frozen.testError", testError);
      checkShare("frozen.validationError", validationError);
    }
  }
  return result;
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return refuse("JSON", line.slice(0, 40));
  }
}

function checkPoint(point: CurvePoint, index: number, before: CurvePoint | undefined): void {
  const { epoch, cost, ...figures } = recordOf("a point of the curve", point) as unknown as CurvePoint;
  const follows = before === undefined ? epoch === 0 : epoch > before.epoch;
  if (!Number.isSafeInteger(epoch) || !follows) refuse(`the epoch of point ${index} to follow`, epoch);
  if (!isNumber(cost)) refuse("cost to be a number", cost);
  for (const part of ["train", "validation", "test"] as const) {
    checkShare(`${part}Error`, figures[`${part}Error`]);
    const loss: unknown = figures[`${part}Loss`];
    if (!isNumber(loss)) refuse(`${part}Loss to be a number`, loss);
  }
}

/** What a moment says of the error signal: all three or, where nothing arrives, nothing; of the weights while slopes leave any. */
function survival(moment: unknown): string[] {
  const names = ["surviving", "survivingPerLayer", "survivingBySlopes"];
  const { survivingBySlopes = 0 } = Object(moment) as { readonly survivingBySlopes?: number };
  if (survivingBySlopes > 0) return [...names, "survivingByWeights"];
  return names.some((name) => Object.hasOwn(Object(moment), name)) ? names : [];
}

function checkMovement(movement: unknown): void {
  for (const layer of listOf("movement of at least one layer", movement)) {
    checkMeasured("movement of a layer", layer, ["path", "relativeChange", "cosine", "alignment"]);
  }
}

/** What is measured in words, and what is true or false; everything else is a number. */
const words = ["path", "name", "kind", "activation"];
const flags = ["learnt", "smallestIsBound"];

function checkMeasured(
  name: string,
  value: unknown,
  required: readonly string[],
): Readonly<Record<string, unknown>> {
  const figures = recordOf(name, value);
  for (const field of required) if (!(field in figures)) refuse(`${field} of ${name}`, Object.keys(figures));
  for (const [field, figure] of Object.entries(figures)) {
    const what = `${field} of ${name}`;
    if (field === "layers") continue;
    if (field === "endToEnd") checkMeasured(what, figure, []);
    else if (words.includes(field)) typeof figure === "string" || refuse(`${what} to be text`, figure);
    else if (flags.includes(field))
      typeof figure === "boolean" || refuse(`${what} to be true or false`, figure);
    else if (!isNumber(figure)) refuse(`${what} to be a number`, figure);
  }
  return figures;
}

function listOf(expected: string, value: unknown): readonly unknown[] {
  if (!Array.isArray(value) || value.length === 0) refuse(expected, value);
  return value as readonly unknown[];
}

function checkShare(name: string, value: unknown): void {
  if (!isNumber(value) || value < 0 || value > 1) refuse(`${name} to be in [0, 1]`, value);
}

const isNumber = (value: unknown): value is number => typeof value === "number" && Number.isFinite(value);

function recordOf(name: string, value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    refuse(`${name} to be an object`, value);
  return value as Readonly<Record<string, unknown>>;
}

function refuse(expected: string, got: unknown): never {
  throw new RangeError(`expected ${expected}, got ${show(got)}`);
}
