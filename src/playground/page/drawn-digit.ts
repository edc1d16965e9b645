/** A place on a drawing, in any unit. */
export type Point = readonly [x: number, y: number];

/** Pixels of a side, and dots of the scan that a pixel counts on each of its sides. */
const SIDE = 8;
const DOTS = 4;

/** Half the width of a pen, in dots: as in the scans that the digits were made of. */
const PEN = 2.6;

/** Digits of the set fill the height of their square, and are at most so many dots wide. */
const WIDEST = 22;

/**
 * A drawn digit as the set of digits was made: fitted into a square of 32×32 dots in its own proportions, as high as it, in the middle, and
 * each pixel the share of dark dots among 4×4.
 *
 * @param strokes - The way of the pen, from where it was put down to where it was lifted.
 * @returns 64 pixels in [0, 1], row by row; all 0 of an empty drawing.
 * @see E. Alpaydin, C. Kaynak, Optical Recognition of Handwritten Digits, UCI Machine Learning Repository, 1998.
 */
export function pixelsOf(strokes: readonly (readonly Point[])[]): Float32Array {
  const pixels = new Float32Array(SIDE * SIDE);
  const fitted = fit(strokes);
  const dots = SIDE * DOTS;
  for (let dot = 0; dot < dots * dots; dot++) {
    const [x, y] = [dot % dots, Math.floor(dot / dots)];
    if (!fitted.some((stroke) => isNear(stroke, [x + 0.5, y + 0.5]))) continue;
    pixels[SIDE * Math.floor(y / DOTS) + Math.floor(x / DOTS)]! += 1 / DOTS ** 2;
  }
  return pixels;
}

/** The strokes in dots of the square. */
function fit(strokes: readonly (readonly Point[])[]): Point[][] {
  const [xs, ys] = [0, 1].map((axis) => strokes.flat().map((point) => point[axis]!)) as [number[], number[]];
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const room = SIDE * DOTS - 2 * PEN;
  const scale = Math.min(
    room / Math.max(bottom - top, 1e-9),
    (WIDEST - 2 * PEN) / Math.max(right - left, 1e-9),
  );
  const [x, y] = [(left + right) / 2, (top + bottom) / 2];
  const middle = (SIDE * DOTS) / 2;
  const factor = Math.min(scale, 1e6); // a single dot has no size
  return strokes.map((stroke) =>
    stroke.map((point) => [middle + factor * (point[0] - x), middle + factor * (point[1] - y)]),
  );
}

/** Whether the pen passed over a place. */
function isNear(stroke: readonly Point[], place: Point): boolean {
  return stroke.some((end, index) => distance(place, stroke[Math.max(0, index - 1)]!, end) <= PEN);
}

/** From a place to the line between two others. */
function distance([x, y]: Point, [ax, ay]: Point, [bx, by]: Point): number {
  const [dx, dy] = [bx - ax, by - ay];
  const length = dx * dx + dy * dy;
  const along = length === 0 ? 0 : Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / length));
  return Math.hypot(x - ax - along * dx, y - ay - along * dy);
}
