import { checkArray, checkNumber } from "../../check.ts";
import { gaussianMean } from "../../probe/mean-field.ts";
import { checkPlace, type PlaneCoordinates } from "./depth-scale.ts";

/** A line of the plane along which mean field lets nets train to one depth, 6ξ. */
export interface ContourLine {
  readonly depth: number;
  /** From the least σ_b to the greatest. */
  readonly points: readonly PlaneCoordinates[];
}

const POINTS = 100;

/**
 * The lines of the plane of σ_w and σ_b along which gradients vanish and 6ξ comes to one of these depths: √χ = exp(−3/depth). For the
 * depth Infinity that is the edge of chaos, √χ = 1: on its one side gradients vanish, on the other they explode.
 *
 * They are drawn by q: χ = σ_w²·E[tanh′(z)²] gives σ_w for each q, and q = σ_w²·E[tanh²(z)] + σ_b² then σ_b.
 *
 * @param depths - How deep nets train along each line, > 0; Infinity is the edge.
 * @param most - The corner of the plane: the greatest σ_w and σ_b.
 * @returns A line for each depth that has one within the plane.
 * @throws RangeError if a depth is not above 0, or a deviation is below 0 or above 1000.
 * @example
 * const [edge] = depthContours([Number.POSITIVE_INFINITY], { weightDeviation: 2, biasDeviation: 1 });
 * edge.points[0].weightDeviation; // 1.000
 * @see Schoenholz, Gilmer, Ganguli, Sohl-Dickstein, "Deep information propagation", ICLR 2017, section 2 and figure 1.
 */
export function depthContours(depths: readonly number[], most: PlaneCoordinates): ContourLine[] {
  const action = "draw lines of equal depth";
  const { weightDeviation: width, biasDeviation: height } = checkPlace(action, most);
  const furthest = Math.hypot(width, height);
  const lines = checkArray(action, "depths to be a list of numbers", depths).map((depth) => {
    if (depth !== Number.POSITIVE_INFINITY) checkNumber(action, "depths", depth, { above: 0 });
    const chi = Math.exp(-6 / depth);
    const places = Array.from({ length: POINTS + 1 }, (_, index) =>
      pointAt(chi, (furthest * index) / POINTS),
    );
    const points = places.filter(
      ({ weightDeviation, biasDeviation }) => weightDeviation <= width && biasDeviation <= height,
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
