import type { Engine } from "../../src/engine/engine.ts";
import { reference } from "../../src/engine/reference.ts";
import { poisoningEngine } from "./poisoning-engine.ts";

/** The engines that the conformance tests run over: one that is listed here is tested. */
export const engines: readonly Engine[] = [reference, poisoningEngine()];

/** What rounding may do to one result, relative to the sum of the sizes of the terms in it. */
export function toleranceOf(engine: Engine): number {
  return engine.precision === "float64" ? 1e-14 : 2e-6;
}
