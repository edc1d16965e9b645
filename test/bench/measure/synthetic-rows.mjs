import { normal, seededUniform } from "./random.mjs";

const SIDE = 28;
const CLASSES = 10;
const STROKES = 6;
/** Of the 784 pixels of an MNIST row, 19 % are not zero. */
const INKED = Math.round(0.19 * SIDE * SIDE);

/**
 * Rows that stand in for MNIST: ten kinds of blotches, jittered by up to two pixels, with as many pixels
 * above zero as a digit has. What an RBM learns from them makes its hidden units sparse, as digits do.
 *
 * @param {number} count
 * @returns {{ inputs: Float32Array, labels: Uint8Array }} (count, 784) in [0, 1], and classes 0 to 9.
 */
export function syntheticRows(count) {
  const uniform = seededUniform(1);
  const kinds = Array.from({ length: CLASSES }, () =>
    Array.from({ length: STROKES }, () => ({
      x: SIDE / 2 + 4.5 * normal(uniform),
      y: SIDE / 2 + 4.5 * normal(uniform),
      width: 2 + 2 * uniform(),
    })),
  );
  const inputs = new Float32Array(count * SIDE * SIDE);
  const labels = new Uint8Array(count);
  for (let row = 0; row < count; row++) {
    labels[row] = row % CLASSES;
    const strokes = kinds[labels[row]].map(({ x, y, width }) => ({
      x: x + 4 * uniform() - 2,
      y: y + 4 * uniform() - 2,
      width,
    }));
    draw(strokes, inputs.subarray(row * SIDE * SIDE, (row + 1) * SIDE * SIDE));
  }
  return { inputs, labels };
}

/** Puts a sum of Gaussian blots into pixels, and leaves only the strongest of them above zero. */
function draw(strokes, pixels) {
  for (let pixel = 0; pixel < pixels.length; pixel++) {
    const [x, y] = [pixel % SIDE, Math.floor(pixel / SIDE)];
    for (const stroke of strokes) {
      const distance = (x - stroke.x) ** 2 + (y - stroke.y) ** 2;
      pixels[pixel] += Math.exp(-distance / (2 * stroke.width ** 2));
    }
  }
  const threshold = pixels.slice().sort()[pixels.length - INKED - 1];
  for (let pixel = 0; pixel < pixels.length; pixel++) {
    pixels[pixel] = pixels[pixel] > threshold ? Math.min(1, 3 * (pixels[pixel] - threshold)) : 0;
  }
}
