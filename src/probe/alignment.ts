import type { Engine } from "../engine/engine.ts";
import type { AbstractMatrix } from "../matrix/matrix.ts";

/**
 * Linear centered kernel alignment of two sets of activations of the same examples: ‖YᵀX‖² / (‖XᵀX‖·‖YᵀY‖) with columns of
 * mean zero. It is 1 where they differ by a rotation and a scale, and 0 where nothing linear connects them, or where one of
 * them is the same for all examples.
 *
 * @param x - (examples, units)
 * @param y - (examples, units), not necessarily as many
 * @see Kornblith, Norouzi, Lee, Hinton, "Similarity of neural network representations revisited", ICML 2019, section 3.
 */
export function linearAlignment(engine: Engine, x: AbstractMatrix, y: AbstractMatrix): number {
  const [a, b] = [centered(engine, x), centered(engine, y)];
  const norm = (left: AbstractMatrix, right: AbstractMatrix): number =>
    Math.sqrt(engine.sumOfSquares(engine.productLeftTransposed(left, right)));
  const scale = norm(a, a) * norm(b, b);
  return scale === 0 ? 0 : norm(b, a) ** 2 / scale;
}

function centered(engine: Engine, a: AbstractMatrix): AbstractMatrix {
  const means = engine.scale(-1 / a.rows, engine.columnSums(a)); // (1, units)
  return engine.addRow(a, means);
}
