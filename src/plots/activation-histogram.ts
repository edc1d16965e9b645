import { checkNumber } from "../check.ts";
import type { MatrixLike } from "../matrix/matrix.ts";
import { toMatrix } from "../matrix/matrix.ts";
import { rowOf } from "../matrix/storage.ts";
import { checkEntries } from "./check-data.ts";
import { type Plot, plotOf, SIZE } from "./plot.ts";

const BINS = 40;

/**
 * How the activations of layers are distributed, a row of bars per layer: units that are saturated stand at the ends.
 *
 * @param activations - (examples, units) by the name of the layer, such as the outputs of `network.forward(…).passes`.
 * @returns Vega-Lite.
 * @throws RangeError if a matrix is empty or not finite.
 * @example
 * activationHistogram({ "layer 0": [[0.1, 0.5], [0.2, 0.9]] });
 */
export function activationHistogram(activations: Readonly<Record<string, MatrixLike>>): Plot {
  const entries = checkEntries("draw activations", "activations", activations);
  const values = entries.flatMap(([layer, outputs]) => {
    const matrix = toMatrix("draw activations", layer, outputs);
    const [low, high] = [matrix.min(), matrix.max()];
    const width =
      checkNumber("draw activations", `the range of ${layer}`, high - low, { max: Number.MAX_VALUE }) /
        BINS || 1;
    const counts = new Array<number>(BINS).fill(0);
    for (let row = 0; row < matrix.rows; row++) {
      for (const value of Array.from(rowOf(matrix, row))) {
        counts[Math.min(BINS - 1, Math.floor((value - low) / width))]! += 1;
      }
    }
    const elements = matrix.rows * matrix.columns;
    return counts.map((count, bin) => ({
      ...{ layer, from: low + bin * width, to: low + (bin + 1) * width },
      share: count / elements,
    }));
  });
  return plotOf({
    title: "Activations by layer",
    data: { values },
    facet: { row: { field: "layer", type: "nominal", title: null, sort: entries.map(([layer]) => layer) } },
    resolve: { scale: { y: "independent" } },
    spec: {
      width: SIZE.width,
      height: 60,
      mark: "bar",
      encoding: {
        x: { field: "from", type: "quantitative", title: "activation", bin: { binned: true } },
        x2: { field: "to" },
        y: { field: "share", type: "quantitative", title: null, axis: { format: "%", tickCount: 2 } },
      },
    },
  });
}
