import { ofLibrary } from "../check/own-name.ts";
import { drawNormal, drawUniform } from "./draw-matrix.ts";
import type { Fan, Initializer } from "./initializer.ts";

/** Weights from N(mean, std²), where `std` follows from the sizes of the layer. */
export function scaledNormal(name: string, std: (fan: Fan) => number, mean = 0): Initializer {
  return ofLibrary({
    name,
    draw(fan, random) {
      const scale = std(fan);
      return { weights: drawNormal(fan.inputs, fan.outputs, random, mean, scale) };
    },
  } satisfies Initializer);
}

/** Weights from U(−limit, limit), with variance limit² / 3, where `limit` follows from the sizes of the layer. */
export function scaledUniform(name: string, limit: (fan: Fan) => number): Initializer {
  return ofLibrary({
    name,
    draw(fan, random) {
      const bound = limit(fan);
      return {
        weights: drawUniform(fan.inputs, fan.outputs, random, bound),
      };
    },
  } satisfies Initializer);
}
