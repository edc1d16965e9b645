import { ofLibrary } from "../check/own-name.ts";
import { checkKeys, checkNumber } from "../check.ts";
import { Matrix } from "../matrix/matrix.ts";
import type { RandomStream } from "../random/stream.ts";
import { drawNormal } from "./draw-matrix.ts";
import type { Fan, Initializer } from "./initializer.ts";
import { orthonormalColumns } from "./orthonormal-columns.ts";

/** Options of `orthogonal`. */
export interface OrthogonalOptions {
  /** The factor on the orthogonal matrix, which is each of its singular values; > 0. Default 1. */
  readonly gain?: number | undefined;
}

/**
 * Weights gain·Q with Q orthogonal and evenly distributed (Haar): every singular value is `gain`, so a linear layer
 * keeps the length of what passes through it, forward and back. Where the layer is not square, the shorter side is
 * orthonormal: QᵀQ = 1 if inputs ≥ outputs, QQᵀ = 1 if not.
 *
 * @param options - The gain.
 * @returns An initializer with the name `orthogonal(gain=1)`.
 * @throws TypeError if an option is unknown or not a number; RangeError if the gain is not finite and > 0.
 * @example
 * orthogonal({ gain: Math.SQRT2 });
 *
 * @see Saxe, McClelland, Ganguli, "Exact solutions to the nonlinear dynamics of learning in deep linear neural
 * networks", ICLR 2014, on random orthogonal initial conditions.
 */
export function orthogonal(options: OrthogonalOptions = {}): Initializer {
  checkKeys("create orthogonal", options, ["gain"]);
  const { gain = 1 } = options;
  checkNumber("create orthogonal", "gain", gain, { above: 0 });
  return ofLibrary({
    name: `orthogonal(gain=${gain})`,
    draw: (fan, random) => ({ weights: drawOrthogonal(fan, gain, random) }),
  } satisfies Initializer);
}

/** gain·Q: (inputs, outputs). */
export function drawOrthogonal({ inputs, outputs }: Fan, gain: number, random: RandomStream): Matrix {
  const long = Math.max(inputs, outputs);
  const short = Math.min(inputs, outputs);
  const columns = orthonormalColumns(drawNormal(long, short, random));
  return Matrix.mul(inputs >= outputs ? columns : columns.transpose(), gain);
}
