import { gaussianMean } from "../../probe/mean-field.ts";
import type { PlaneCoordinates } from "./depth-scale.ts";

/** A line of the plane along which mean field lets nets train to one depth, 6ξ. */
export interface ContourLine {
  readonly depth: number;
  /** From the least σ_b to the greatest. */
  readonly points: readonly PlaneCoordinates[];
}

const POINTS = 100;

/**
 * The lines on which gradients vanish and 6ξ is one of these depths, √χ = exp(−3/depth), as far as they lie within the plane. They are
 * drawn by q: χ = σ_w²·E[tanh′(z)²] gives σ_w for each q, and q = σ_w²·E[tanh²(z)] + σ_b² then σ_b.
 */
export function contoursOf(depths: readonly number[], most: PlaneCoordinates): ContourLine[] {
  const furthest = Math.hypot(most.weightDeviation, most.biasDeviation);
  const lines = depths.map((depth) => {
    const chi = Math.exp(-6 / depth);
    const places = Array.from({ length: POINTS + 1 }, (_, index) =>
      pointAt(chi, (furthest * index) / POINTS),
    );
    const points = places.filter(
      ({ weightDeviation, biasDeviation }) =>
        weightDeviation <= most.weightDeviation && biasDeviation <= most.biasDeviation,
    );
    return { depth, points };
  });
  return lines.filter(({ points }) => points.length > 1);
}

/** The place where weighted inputs come to rest with this deviation, and errors at this χ; none of σ_b² < 0. */
function pointAt(chi: number, deviation: number): PlaneCoordinates {
  const slope = gaussianMean((z) => (1 - Math.tanh(z) ** 2) ** 2, 0, deviation);
  const square = gaussianMean((z) => Math.tanh(z) ** 2, 0, deviation);
  const weightSquare = chi / slope;
  const biasSquare = deviation ** 2 - weightSquare * square;
  return { weightDeviation: Math.sqrt(weightSquare), biasDeviation: Math.sqrt(biasSquare) }; // NaN is nowhere within
}
